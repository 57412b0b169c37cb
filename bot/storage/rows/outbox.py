"""Rows of the outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, func, insert, or_, select, update

from bot.mail.outbox import Delivery, DeliveryState
from bot.messages import ChannelName, ChatId, Reply
from bot.storage import tables
from bot.storage.rows.base import LEASE_SECONDS, Rows, new_id, reply_of, reply_value
from bot.workers import WorkerId

ROW = tables.outbox.c


class OutboxTable(Rows):
    """Fulfils bot.mail.outbox.OutboxRows."""

    def add(
        self,
        channel: ChannelName,
        chat: ChatId,
        reply: Reply,
        now: datetime,
        worker_id: WorkerId | None = None,
        message_id: int | None = None,
    ) -> int:
        """Queued; the outbox loop sends it."""
        inserted = self._connection.execute(
            insert(tables.outbox).values(
                channel=channel,
                chat_trace=self._cipher.trace(channel, chat),
                chat_sealed=self._cipher.seal(chat),
                reply_sealed=self._cipher.seal_value(reply_value(reply)),
                state=DeliveryState.QUEUED,
                tries=0,
                worker_id=worker_id,
                message_id=message_id,
                created_at=now,
            )
        )
        return new_id(inserted)

    def claim_due(self, owner: str, now: datetime, limit: int = 20) -> Sequence[Delivery]:
        """One a chat, so that what was written first arrives first."""
        heads = select(func.min(ROW.id)).where(ROW.state == DeliveryState.QUEUED).group_by(ROW.chat_trace)
        due = or_(ROW.not_before.is_(None), ROW.not_before <= now)
        free = or_(ROW.lease_until.is_(None), ROW.lease_until < now)
        query = select(tables.outbox).where(ROW.id.in_(heads), due, free).order_by(ROW.id).limit(limit)
        rows = self._connection.execute(query).mappings().all()
        return [self._delivery(row) for row in rows if self._lease(row["id"], owner, now)]

    def record(self, delivery: Delivery, state: DeliveryState, not_before: datetime | None, error: str | None) -> None:
        """The words of a message that was sent are erased here; the case keeps them."""
        values: dict[str, object] = {"state": state, "tries": delivery.tries + 1, "not_before": not_before}
        if state is not DeliveryState.QUEUED:
            values["reply_sealed"] = self._cipher.seal_value(reply_value(Reply("")))
        self._connection.execute(
            update(tables.outbox)
            .where(ROW.id == delivery.id)
            .values(**values, error=error, lease_owner=None, lease_until=None)
        )

    def states(self, message_ids: Sequence[int]) -> dict[int, DeliveryState]:
        """By message id; of two deliveries of one message, the later counts."""
        query = select(ROW.message_id, ROW.state).where(ROW.message_id.in_(message_ids)).order_by(ROW.id)
        return {message_id: DeliveryState(state) for message_id, state in self._connection.execute(query)}

    def counts(self) -> dict[str, int]:
        """By state."""
        query = select(ROW.state, func.count()).group_by(ROW.state)
        return {state: count for state, count in self._connection.execute(query)}

    def _lease(self, row_id: int, owner: str, now: datetime) -> bool:
        free = or_(ROW.lease_until.is_(None), ROW.lease_until < now)
        leased = self._connection.execute(
            update(tables.outbox)
            .where(ROW.id == row_id, ROW.state == DeliveryState.QUEUED, free)
            .values(lease_owner=owner, lease_until=now + timedelta(seconds=LEASE_SECONDS))
        )
        return leased.rowcount == 1

    def _delivery(self, row: RowMapping) -> Delivery:
        return Delivery(
            id=row["id"],
            channel=row["channel"],
            chat=ChatId(self._cipher.open(row["chat_sealed"]) or ""),
            reply=reply_of(self._cipher.open_value(row["reply_sealed"])),
            state=DeliveryState(row["state"]),
            tries=row["tries"],
            not_before=row["not_before"],
            worker_id=row["worker_id"],
            message_id=row["message_id"],
        )
