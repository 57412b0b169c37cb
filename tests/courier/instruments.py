"""The smallest conversation there is, and what the pump and the courier need around it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot import workers
from bot.courier.hurry import Hurry
from bot.courier.pump import Pump
from bot.courier.turns import Turns
from bot.mail.inbox import Arrival, Stored
from bot.mail.lanes import Owner
from bot.mail.outbox import Address, Delivery
from bot.messages import Attachment, ChatId, Incoming, Reply
from bot.ports import Answered, Fetched, InThread, OpenUnit, UnitOfWork
from bot.text import text as plain
from tests.channel.conftest import SettableClock
from tests.in_threads import InThreads

T0 = Owner("the-process-of-a-test")


@dataclass
class Echo:
    """Says every text back, writes one effect (a line of the Try-it page), and fails where it is told to."""

    failing: set[str] = field(default_factory=set)
    script: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    before: Callable[[Incoming], None] = lambda incoming: None

    def understand(self, incoming: Incoming) -> str:
        return incoming.text

    def urgent(self, incoming: Incoming, understood: str) -> bool:
        return "danger" in understood

    def answer(self, unit: UnitOfWork, incoming: Incoming, understood: Any, fetched: Fetched) -> Answered:
        self.before(incoming)
        self.seen.append(incoming.text)
        worker = workers.arrive(unit.workers, incoming.channel, incoming.chat, SettableClock()())
        unit.tryit.add(incoming.chat, True, Reply(plain(incoming.text)), SettableClock()())
        if incoming.text in self.failing:
            raise RuntimeError("a secret in the message of an error")
        said = self.script.get(incoming.text, [incoming.text or f"{len(incoming.attachments)} files"])
        unused = [file.file_id for file in fetched.files if "keep" not in incoming.text]
        return Answered(worker, [Reply(plain(one)) for one in said], unused, urgent=self.urgent(incoming, understood))

    def sorry(self, unit: UnitOfWork, incoming: Incoming) -> Answered:
        worker = workers.arrive(unit.workers, incoming.channel, incoming.chat, SettableClock()())
        return Answered(worker, [Reply(plain("sorry"))])


class Cutting:
    """A sender that cuts at each "|"."""

    def parts(self, reply: Reply) -> Sequence[Reply]:
        return [Reply(plain(piece)) for piece in reply.text.plain.split("|")]

    async def send(self, chat: ChatId, reply: Reply) -> None:
        raise AssertionError("the pump sends nothing itself")


def read(body: Any, kind: str) -> Incoming | None:
    """Reads `{"text": ..., "files": n, "album": ...}`; an integer cannot be read, null is nothing to answer."""
    if body["text"] is None:
        return None
    files = tuple(Attachment("photo", f"ref{n}", "image/jpeg", 10) for n in range(body.get("files", 0)))
    text = body["text"].strip()
    return Incoming("web", ChatId(body["chat"]), "key", text, attachments=files, album=body.get("album"))


@dataclass
class Yard:
    """A pump with all it needs; what it would send is kept in `offered`."""

    open_unit: OpenUnit
    clock: SettableClock
    echo: Echo = field(default_factory=Echo)
    offered: list[tuple[str, list[str]]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    owner: Owner = T0
    threads: InThread = field(default_factory=lambda: InThreads(1, "test"))
    fetched: int = 0

    def pump(self) -> Pump:
        turns = Turns(self.open_unit, self.echo, {"web": Cutting()}, self.clock, lambda: self.owner)
        return Pump(turns, self.echo, {"web": read}, self._fetch, self._erase, self._offer, self.threads)

    def store(self, chat: str, text: str | int | None, key: str | None = None, **more: Any) -> Stored | None:
        """As a reception does: stored, and the lane taken."""
        arrival = Arrival("web", ChatId(chat), key or f"{chat}:{text}:{more}", {"chat": chat, "text": text, **more})
        with self.open_unit() as unit:
            stored = unit.inbox.store(arrival, self.clock())
            held = unit.lanes.take("in", "web", ChatId(chat), self.owner)
            unit.commit()
        return stored if held else None

    def store_only(self, chat: str, text: str) -> None:
        """As another process does that holds no lane."""
        with self.open_unit() as unit:
            unit.inbox.store(Arrival("web", ChatId(chat), f"{chat}:{text}", {"chat": chat, "text": text}), self.clock())
            unit.commit()

    def counts(self) -> dict[str, int]:
        with self.open_unit() as unit:
            return unit.inbox.counts()

    def lines(self, chat: str) -> list[str]:
        """What the turns wrote."""
        with self.open_unit() as unit:
            return [str(line.reply.text) for line in unit.tryit.since(ChatId(chat), 0)]

    def replies(self, chat: str) -> list[str]:
        """What lies in the outbox for a chat."""
        with self.open_unit() as unit:
            return [str(one.content.text) for one in unit.outbox.queued(Address("web", ChatId(chat)))]  # type: ignore[union-attr]

    async def _fetch(self, incoming: Incoming, hurry: Hurry) -> Fetched:
        from bot.intake.draft import DraftFile

        self.fetched += 1
        files = [DraftFile(f"{self.fetched}-{n}", "photo", "image/jpeg", 10) for n in range(len(incoming.attachments))]
        return Fetched(tuple(files))

    async def _erase(self, files: Sequence[str]) -> None:
        self.erased += files

    def _offer(self, to: Address, deliveries: Sequence[Delivery]) -> None:
        self.offered.append((to.chat, [str(one.content.text) for one in deliveries]))  # type: ignore[union-attr]


async def idle(pump: Pump) -> None:
    """Until nothing is in hand."""
    async with asyncio.timeout(20):
        while pump._tasks:
            await asyncio.sleep(0.005)


__all__ = ["Echo", "Yard", "idle", "read"]
