"""Rows of the outbox."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.kinds import Reference
from bot.mail.inbox import KEY_KEPT
from bot.mail.lanes import Owner
from bot.mail.news import News
from bot.mail.outbox import MISSED_KEPT, Address, Attempt, Delivery, DeliveryState, Form, Trouble
from bot.messages import ChannelName, ChatId, Reply
from bot.storage import tables
from bot.storage.rows.base import Rows, reply_of, reply_value
from bot.workers import WorkerId

ROW: Final = tables.outbox.c
ARRIVED_PLAIN: Final = and_(ROW.state == DeliveryState.SENT, ROW.form == Form.PLAIN)
ORDER: Final = (ROW.urgent.desc(), ROW.id)
"""In which a chat's messages go out."""
QUEUE: Final = (
    select(tables.outbox)
    .where(ROW.state == DeliveryState.QUEUED, ROW.chat_trace == bindparam("trace"))
    .order_by(*ORDER)
    .limit(bindparam("most"))
)
BEFORE: Final = QUEUE.where(ROW.id < bindparam("row"))
RECORD: Final = update(tables.outbox).where(ROW.id == bindparam("row"), ROW.state == DeliveryState.QUEUED)
LOST: Final = (DeliveryState.UNREACHABLE, DeliveryState.REFUSED, DeliveryState.FAILED)


class OutboxTable(Rows):
    """Fulfils bot.mail.outbox.OutboxRows."""

    def add(
        self,
        to: Address,
        content: Reply | News,
        now: datetime,
        cause: tuple[int, int] | None = None,
        message_id: int | None = None,
        urgent: bool = False,
    ) -> Delivery:
        """Queued. The same cause twice breaks a constraint, and so the transaction."""
        news = content if isinstance(content, News) else None
        values = {
            "channel": to.channel,
            "chat_trace": self._cipher.trace(to.channel, to.chat),
            "chat_sealed": self._cipher.seal(to.chat),
            "inbox_id": cause[0] if cause else None,
            "number": cause[1] if cause else None,
            "news": news.kind if news else None,
            "reference": news.reference if news else None,
            "content_sealed": self._cipher.seal_value(_value(content)),
            "form": Form.WHOLE,
            "state": DeliveryState.QUEUED,
            "tries": 0,
            "worker_id": to.worker_id,
            "message_id": message_id,
            "urgent": urgent,
            "created_at": now,
        }
        return Delivery(self._insert(tables.outbox, values), to, content, message_id=message_id, urgent=urgent)

    def queued(self, to: Address, limit: int = 50) -> Sequence[Delivery]:
        """What is urgent, then the oldest first."""
        return self._queued(QUEUE, to, {"most": limit})

    def before(self, to: Address, row_id: int) -> Sequence[Delivery]:
        """Usually none."""
        return self._queued(BEFORE, to, {"most": 50, "row": row_id})

    def waiting(
        self, channels: Collection[ChannelName], now: datetime, limit: int = 200, own: Owner | None = None
    ) -> Sequence[Address]:
        """Chats whose lane is free and whose next message is due."""
        lane = tables.lanes.c
        held = exists().where(lane.way == "out", lane.chat_trace == ROW.chat_trace, lane.owner != (own or ""))
        place = func.row_number().over(partition_by=ROW.chat_trace, order_by=ORDER).label("place")
        queue = (
            select(ROW.id, place).where(ROW.state == DeliveryState.QUEUED, ROW.channel.in_(channels), ~held).subquery()
        )
        due = or_(ROW.not_before.is_(None), ROW.not_before <= now)
        query = select(tables.outbox).where(ROW.id.in_(select(queue.c.id).where(queue.c.place == 1)), due)
        rows = self._connection.execute(query.order_by(*ORDER).limit(limit)).mappings().all()
        return [found.to for row in rows if (found := self._delivery(row)) is not None]

    def record(self, attempts: Sequence[Attempt], now: datetime) -> None:
        """The words of a message to a worker who is away are kept for her; all others are erased."""
        for attempt in attempts:
            values: dict[str, Any] = {
                "state": attempt.state,
                "form": attempt.form,
                "tries": attempt.delivery.tries + 1,
                "not_before": attempt.not_before,
                "error": attempt.error,
            }
            if attempt.rest is not None:
                values |= {"content_sealed": self._cipher.seal_value(_value(attempt.rest)), "tries": 0}
            if attempt.state is not DeliveryState.QUEUED:
                values["closed_at"] = now
            kept = attempt.state is DeliveryState.UNREACHABLE and attempt.delivery.to.worker_id is not None
            if attempt.state is not DeliveryState.QUEUED and not kept:
                values["content_sealed"] = None
            self._connection.execute(RECORD, {"row": attempt.delivery.id, **values})

    def lose(self, to: Address, error: str, now: datetime) -> None:
        """What a group missed is not kept: staff see the cases."""
        kept = case((ROW.worker_id.is_not(None), ROW.content_sealed))
        lost = {"state": DeliveryState.UNREACHABLE, "error": error, "closed_at": now, "content_sealed": kept}
        self._connection.execute(update(tables.outbox).where(*self._queue_of(to)).values(lost))

    def move(self, to: Address, chat: ChatId) -> None:
        """They keep their ids, and so their order."""
        there = {"chat_trace": self._cipher.trace(to.channel, chat), "chat_sealed": self._cipher.seal(chat)}
        self._connection.execute(update(tables.outbox).where(*self._queue_of(to)).values(there))

    def missed(self, worker_id: WorkerId) -> int:
        """Those that are kept for her."""
        return self._connection.scalar(select(func.count()).select_from(tables.outbox).where(*_missed(worker_id))) or 0

    def send_missed(self, worker_id: WorkerId) -> int:
        """They keep their ids, and so their order."""
        anew = {"state": DeliveryState.QUEUED, "closed_at": None, "not_before": None, "tries": 0, "error": None}
        return self._connection.execute(update(tables.outbox).where(*_missed(worker_id)).values(anew)).rowcount

    def drop_missed(self, worker_id: WorkerId) -> None:
        """Erased."""
        self._connection.execute(update(tables.outbox).where(*_missed(worker_id)).values(content_sealed=None))

    def troubles(self, limit: int = 100) -> Sequence[Trouble]:
        """The newest first."""
        query = select(tables.outbox).where(or_(ROW.state.in_(LOST), ARRIVED_PLAIN))
        return [
            Trouble(
                id=row["id"],
                state=DeliveryState(row["state"]),
                error=row["error"],
                created_at=row["created_at"],
                reference=Reference(row["reference"]) if row["reference"] else None,
                group=row["worker_id"] is None,
                news=row["news"],
                form=Form(row["form"]) if row["form"] in list(Form) else Form.WHOLE,
            )
            for row in self._connection.execute(query.order_by(ROW.id.desc()).limit(limit)).mappings()
        ]

    def lost(self, since: datetime | None = None) -> int:
        """A worker's UNREACHABLE is hers to mend; a group's is the administrator's."""
        theirs = or_(ROW.state != DeliveryState.UNREACHABLE, ROW.worker_id.is_(None))
        wrong = or_(and_(ROW.state.in_(LOST), theirs), ARRIVED_PLAIN)
        here = [wrong, *([] if since is None else [ROW.closed_at > since])]
        return self._connection.scalar(select(func.count()).select_from(tables.outbox).where(*here)) or 0

    def states(self, message_ids: Sequence[int]) -> dict[int, DeliveryState]:
        """By message id; of two deliveries of one message, the later counts."""
        query = select(ROW.message_id, ROW.state).where(ROW.message_id.in_(message_ids)).order_by(ROW.id)
        return {message_id: DeliveryState(state) for message_id, state in self._rows(query)}

    def clean(self, now: datetime) -> int:
        """Words that nobody came back for go, and so do the rows of replies: those that arrived after two days, all others
        after a month. What became of staff's words stays with the case, without a chat."""
        old = (ROW.state != DeliveryState.QUEUED, ROW.closed_at < now - MISSED_KEPT)
        sent = (ROW.state == DeliveryState.SENT, ROW.closed_at < now - KEY_KEPT)
        ended = (ROW.message_id.is_(None), or_(and_(*old), and_(*sent)))
        gone = self._connection.execute(delete(tables.outbox).where(*ended)).rowcount
        nobody = {"content_sealed": None, "chat_sealed": b"", "chat_trace": ""}
        kept = update(tables.outbox).where(*old, ROW.chat_trace != "").values(nobody)
        return gone + self._connection.execute(kept).rowcount

    def counts(self) -> dict[str, int]:
        """By state."""
        return {state: count for state, count in self._rows(select(ROW.state, func.count()).group_by(ROW.state))}

    def _queued(self, query: Select[Any], to: Address, more: Mapping[str, int]) -> list[Delivery]:
        here = {"trace": self._cipher.trace(to.channel, to.chat), **more}
        rows = self._connection.execute(query, here).mappings().all()
        return [found for row in rows if (found := self._delivery(row))]

    def _queue_of(self, to: Address) -> tuple[ColumnElement[bool], ...]:
        return ROW.state == DeliveryState.QUEUED, ROW.chat_trace == self._cipher.trace(to.channel, to.chat)

    def _delivery(self, row: RowMapping) -> Delivery | None:
        """A row that cannot be opened fails alone: its neighbours go on."""
        try:
            chat = ChatId(self._cipher.open(row["chat_sealed"]) or "")
            return Delivery(
                id=row["id"],
                to=Address(row["channel"], chat, WorkerId(row["worker_id"]) if row["worker_id"] else None),
                content=_content(self._cipher.open_value(row["content_sealed"])),
                form=Form(row["form"]),
                tries=row["tries"],
                not_before=row["not_before"],
                message_id=row["message_id"],
                urgent=row["urgent"],
            )
        except Exception as error:
            failed = {"state": DeliveryState.FAILED, "error": type(error).__name__, "closed_at": row["created_at"]}
            self._connection.execute(update(tables.outbox).where(ROW.id == row["id"]).values(failed))
            return None


def _missed(worker_id: WorkerId) -> tuple[Any, ...]:
    return ROW.worker_id == worker_id, ROW.state == DeliveryState.UNREACHABLE, ROW.content_sealed.is_not(None)


def _value(content: Reply | News) -> dict[str, Any]:
    return {"news": asdict(content)} if isinstance(content, News) else reply_value(content)


def _content(value: dict[str, Any]) -> Reply | News:
    return News(**value["news"]) if "news" in value else reply_of(value)
