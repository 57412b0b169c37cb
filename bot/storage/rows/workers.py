"""Rows of workers and of what the dialogue remembers of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import RowMapping, and_, bindparam, delete, insert, select, update

from bot.errors import NotFound, Unreadable
from bot.messages import ChannelName, ChatId
from bot.places import Corridor
from bot.storage import tables
from bot.storage.rows.base import Rows
from bot.workers import Standing, Worker, WorkerId

ROW: Final = tables.workers.c
OF_CHAT: Final = select(tables.workers).where(ROW.channel == bindparam("channel"), ROW.chat_trace == bindparam("trace"))
SLOTS: Final = select(tables.memory.c.slots_sealed).where(tables.memory.c.worker_id == bindparam("worker"))
SLOTS_LOCKED: Final = SLOTS.with_for_update().execution_options(locks=True)
KEEP_SLOTS: Final = update(tables.memory).where(tables.memory.c.worker_id == bindparam("worker"))


STANDING: Final = (
    select(tables.workers, tables.memory.c.slots_sealed, tables.drafts.c.worker_id.label("telling"))
    .outerjoin(tables.memory, tables.memory.c.worker_id == ROW.id)
    .outerjoin(tables.drafts, and_(tables.drafts.c.worker_id == ROW.id, tables.drafts.c.cancelled_at.is_(None)))
    .where(ROW.channel == bindparam("channel"), ROW.chat_trace == bindparam("trace"))
)


class WorkerRows(Rows):
    """Fulfils bot.workers.Workers."""

    def get(self, worker_id: WorkerId) -> Worker:
        """Raises NotFound, and Unreadable when nobody can tell any more which chat is hers."""
        query = select(tables.workers).where(tables.workers.c.id == worker_id)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound("worker")
        chat = self._opened("workers", worker_id, lambda: self._cipher.open(row["chat_sealed"]))
        if not chat:
            raise Unreadable("a worker's chat")
        return self._worker(row, ChatId(chat))

    def of_chat(self, channel: ChannelName, chat: ChatId) -> Worker | None:
        """Found by the keyed hash of the chat; what is sealed need not be opened."""
        here = {"channel": channel, "trace": self._cipher.trace(channel, chat)}
        row = self._connection.execute(OF_CHAT, here).mappings().first()
        return self._worker(row, chat) if row else None

    def standing(self, channel: ChannelName, chat: ChatId) -> Standing | None:
        """One statement for all of it."""
        here = {"channel": channel, "trace": self._cipher.trace(channel, chat)}
        row = self._connection.execute(STANDING, here).mappings().first()
        if row is None:
            return None
        sealed = row["slots_sealed"]
        slots = self._opened("memory", row["id"], lambda: {**self._cipher.open_value(sealed)}) if sealed else None
        return Standing(self._worker(row, chat), slots or {}, row["telling"] is not None)

    def save(self, worker: Worker, now: datetime) -> None:
        """Changes the row, or adds it when there is none."""
        values = {
            "language": worker.language,
            "origin": worker.corridor.origin,
            "destination": worker.corridor.destination,
            "reachable": worker.reachable,
        }
        changed = self._connection.execute(
            update(tables.workers).where(tables.workers.c.id == worker.id).values(values)
        )
        if changed.rowcount == 0:
            self._connection.execute(insert(tables.workers).values(**self._identity(worker), **values, created_at=now))

    def lose(self, channel: ChannelName) -> int:
        """Each is reachable again when she writes."""
        here = (tables.workers.c.channel == channel, tables.workers.c.reachable)
        return self._connection.execute(update(tables.workers).where(*here).values(reachable=False)).rowcount

    def without_case(self, channel: ChannelName, before: datetime) -> Sequence[WorkerId]:
        """Whoever arrived before then and filed nothing."""
        table, filed = tables.workers.c, tables.cases.c
        has_case = select(filed.reference).where(filed.worker_id == table.id).exists()
        query = select(table.id).where(table.channel == channel, table.created_at < before, ~has_case)
        return [WorkerId(one) for one in self._connection.scalars(query)]

    def delete(self, worker_id: WorkerId) -> None:
        """She is forgotten; what was on its way to her is not sent."""
        self._connection.execute(delete(tables.outbox).where(tables.outbox.c.worker_id == worker_id))
        self._connection.execute(delete(tables.workers).where(tables.workers.c.id == worker_id))

    def _identity(self, worker: Worker) -> dict[str, Any]:
        return {
            "id": worker.id,
            "channel": worker.channel,
            "chat_trace": self._cipher.trace(worker.channel, worker.chat),
            "chat_sealed": self._cipher.seal(worker.chat),
        }

    def _worker(self, row: RowMapping, chat: ChatId) -> Worker:
        return Worker(
            id=WorkerId(row["id"]),
            channel=row["channel"],
            chat=chat,
            language=row["language"],
            corridor=Corridor(row["origin"], row["destination"]),
            reachable=row["reachable"],
        )


class MemoryRows(Rows):
    """Fulfils bot.workers.Memory."""

    def load(self, worker_id: WorkerId) -> dict[str, Any]:
        """The slots; an empty mapping when there are none, or none that can be opened."""
        return self._slots(worker_id, self._connection.scalar(SLOTS, {"worker": worker_id}))

    def change(self, worker_id: WorkerId, changes: Mapping[str, Any]) -> None:
        """Locks the row meanwhile, so that staff and the worker herself do not undo each other's change."""
        stored = self._connection.scalar(SLOTS_LOCKED, {"worker": worker_id})
        known = self._slots(worker_id, stored)
        slots = {name: value for name, value in {**known, **changes}.items() if value is not None}
        if slots == known:
            return
        if stored is None:
            values = {"worker_id": worker_id, "slots_sealed": self._cipher.seal_value(slots)}
            self._connection.execute(insert(tables.memory), values)
        else:
            sealed = self._cipher.seal_value(slots)
            self._connection.execute(KEEP_SLOTS, {"worker": worker_id, "slots_sealed": sealed})

    def delete(self, worker_id: WorkerId) -> None:
        """Nothing is remembered."""
        self._connection.execute(delete(tables.memory).where(tables.memory.c.worker_id == worker_id))

    def _slots(self, worker_id: WorkerId, sealed: bytes | None) -> dict[str, Any]:
        if sealed is None:
            return {}
        slots: dict[str, Any] | None = self._opened("memory", worker_id, lambda: {**self._cipher.open_value(sealed)})
        return slots or {}
