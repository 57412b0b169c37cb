"""Rows of the inbox."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.mail.inbox import LEASE, Claimed
from bot.messages import ChannelName, ChatId, Incoming
from bot.storage import tables
from bot.storage.rows.base import Rows, incoming_of, incoming_value

OPEN: Final = "open"
ROW: Final = tables.inbox.c


class InboxTable(Rows):
    """Fulfils bot.mail.inbox.InboxRows."""

    def store(self, incoming: Incoming, now: datetime) -> bool:
        """False when this key was stored before."""
        row = {
            "key": incoming.key,
            "channel": incoming.channel,
            "chat_trace": self._cipher.trace(incoming.channel, incoming.chat),
            "incoming_sealed": self._cipher.seal_value(incoming_value(incoming)),
            "state": OPEN,
            "tries": 0,
            "received_at": now,
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(tables.inbox).values(row))
        except IntegrityError:
            return False
        return True

    def claim(self, channel: ChannelName, chat: ChatId, owner: str, now: datetime) -> Claimed | None:
        """The lease lies on the chat's oldest open row: whoever holds that row holds the chat."""
        oldest = select(tables.inbox).where(ROW.state == OPEN, ROW.chat_trace == self._cipher.trace(channel, chat))
        row = self._connection.execute(oldest.order_by(ROW.id).limit(1)).mappings().first()
        if row is None or not self._lease(row["id"], owner, now):
            return None
        return Claimed(row["id"], incoming_of(self._cipher.open_value(row["incoming_sealed"])), row["tries"] + 1)

    def done(self, row_id: int) -> None:
        """Erases the content, keeps the key."""
        self._close(row_id, "done", None)

    def give_up(self, row_id: int, error: str) -> None:
        """Closed without having been dealt with."""
        self._close(row_id, "gave_up", error)

    def release(self, row_id: int, wait: timedelta, now: datetime) -> None:
        """It failed and will be tried again after `wait`."""
        self._connection.execute(
            update(tables.inbox).where(ROW.id == row_id).values(lease_owner=None, lease_until=now + wait)
        )

    def waiting(
        self, now: datetime, channels: Collection[ChannelName], limit: int = 200
    ) -> Sequence[tuple[ChannelName, ChatId]]:
        """Chats whose oldest open update nobody holds."""
        heads = self._heads(now).where(ROW.channel.in_(channels)).limit(limit)
        rows = self._connection.execute(heads).mappings().all()
        opened = [incoming_of(self._cipher.open_value(row["incoming_sealed"])) for row in rows]
        return [(incoming.channel, incoming.chat) for incoming in opened]

    def counts(self) -> dict[str, int]:
        """By state."""
        query = select(ROW.state, func.count()).group_by(ROW.state)
        return {state: count for state, count in self._connection.execute(query)}

    def _heads(self, now: datetime) -> Select[tuple[bytes]]:
        heads = select(func.min(ROW.id)).where(ROW.state == OPEN).group_by(ROW.chat_trace)
        free = or_(ROW.lease_until.is_(None), ROW.lease_until < now)
        return select(ROW.incoming_sealed).where(ROW.id.in_(heads), free).order_by(ROW.id)

    def _lease(self, row_id: int, owner: str, now: datetime) -> bool:
        free = or_(ROW.lease_until.is_(None), ROW.lease_until < now)
        leased = self._connection.execute(
            update(tables.inbox)
            .where(and_(ROW.id == row_id, ROW.state == OPEN, free))
            .values(lease_owner=owner, lease_until=now + LEASE, tries=ROW.tries + 1)
        )
        return leased.rowcount == 1

    def _close(self, row_id: int, state: str, error: str | None) -> None:
        self._connection.execute(
            update(tables.inbox)
            .where(ROW.id == row_id)
            .values(state=state, error=error, incoming_sealed=None, lease_owner=None, lease_until=None)
        )
