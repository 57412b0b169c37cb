"""A courier with all it needs: a channel that keeps what it is given and fails as told, and a pump's and a console's hand."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from bot.courier.budget import Budget
from bot.courier.courier import Courier
from bot.courier.lane import Attempts
from bot.kinds import Reference
from bot.mail.lanes import Owner
from bot.mail.news import News
from bot.mail.outbox import Address, Delivery, DeliveryState
from bot.messages import ChannelName, ChatId, Reply
from bot.ports import InThread, OpenUnit, Sender, UnitOfWork
from bot.text import text
from bot.workers import Worker, WorkerId
from tests.in_threads import InThreads

ME, DEAD = Owner("me"), Owner("dead")
T = TypeVar("T")


def utc_now() -> datetime:
    return datetime.now(UTC)


class FakeChannel:
    """Keeps (chat, text) of what was sent. `errors` are raised one after the other, by chat; `before` runs before each."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.at: list[float] = []
        self.tried: list[tuple[str, Reply]] = []
        self.errors: dict[str, list[Exception]] = {}
        self.seconds = 0.0
        self.before: Callable[[ChatId, Reply], None] = lambda chat, reply: None
        self.gate = asyncio.Event()
        self.gate.set()

    def parts(self, reply: Reply) -> Sequence[Reply]:
        """Cut at each "|"."""
        pieces = [piece.strip() for piece in reply.text.plain.split("|") if piece.strip()]
        return [Reply(text(piece), reply.rows if piece is pieces[-1] else ()) for piece in pieces]

    async def send(self, chat: ChatId, reply: Reply) -> None:
        self.tried.append((chat, reply))
        self.before(chat, reply)
        await asyncio.sleep(self.seconds)
        if self.errors.get(chat):
            raise self.errors[chat].pop(0)
        self.sent.append((chat, reply.text.plain))
        self.at.append(time.monotonic())
        await self.gate.wait()

    def to(self, chat: str) -> list[str]:
        return [words for there, words in self.sent if there == chat]


class HeldThreads:
    """Threads whose results come back only while the gate is open: the work itself, and its commit, is done before."""

    def __init__(self) -> None:
        self._threads = InThreads(1, "held")
        self.gate = asyncio.Event()
        self.gate.set()
        self.done = 0

    async def __call__(self, work: Callable[[], T]) -> T:
        result = await self._threads(work)
        self.done += 1
        await self.gate.wait()
        return result


def worded(unit: UnitOfWork, delivery: Delivery) -> Reply | None:
    """As screens word it, shorter: her language is read now."""
    assert isinstance(delivery.content, News)
    worker = unit.workers.get(delivery.to.worker_id) if delivery.to.worker_id else None
    if delivery.content.words == "gone":
        return None
    return Reply(text(f"{worker.language if worker else 'staff'}: {delivery.content.words}"))


def numbers(unit: UnitOfWork, to: Address) -> Reply | None:
    return Reply(text("Police 999")) if to.worker_id else None


@dataclass
class Post:
    """One process's courier, and the hands that give it something to do."""

    open_unit: OpenUnit
    channel: FakeChannel = field(default_factory=FakeChannel)
    owner: Owner = ME
    threads: InThread = field(default_factory=lambda: InThreads(1, "test"))
    budgets: dict[ChannelName, Budget] = field(default_factory=dict)
    sender: Sender | None = None

    def courier(self) -> Courier:
        attempts = Attempts(
            {"telegram": self.sender or self.channel},
            self.budgets,
            worded,
            numbers,
            self.open_unit,
            self.threads,
            utc_now,
        )
        return Courier(attempts, ["telegram"], self.open_unit, self.threads, utc_now, lambda: self.owner)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Courier]:
        """A courier that looks, and is stopped at the end."""
        courier = self.courier()
        task = asyncio.create_task(courier.run())
        try:
            yield courier
        finally:
            task.cancel()
            await asyncio.wait([task])
            await courier.stop()

    def say(self, courier: Courier, chat: str, *words: str, worker: Worker | None = None, urgent: bool = False) -> None:
        """As the pump does: queued and committed, and offered when this process holds the lane."""
        to, rows = self.queue(chat, *words, worker=worker, urgent=urgent)
        if rows:
            courier.offer(to, rows)

    def queue(
        self, chat: str, *words: str, worker: Worker | None = None, urgent: bool = False
    ) -> tuple[Address, list[Delivery]]:
        """Queued, with what is older before it; nothing when another process holds the lane."""
        to = Address("telegram", ChatId(chat), worker.id if worker else None)
        with self.open_unit() as unit:
            rows = [unit.outbox.add(to, Reply(text(one)), utc_now(), urgent=urgent) for one in words]
            held = unit.lanes.take("out", "telegram", to.chat, self.owner)
            older = unit.outbox.before(to, rows[0].id)
            unit.commit()
        return to, [*older, *rows] if held else []

    def news(self, chat: str, words: str, worker: Worker | None = None) -> Delivery:
        """As the console does."""
        to = Address("telegram", ChatId(chat), worker.id if worker else None)
        with self.open_unit() as unit:
            row = unit.outbox.add(to, News("staff_wrote", Reference("KW-2222-3333"), words), utc_now())
            unit.commit()
        return row

    def worker(self, chat: str, language: str = "en") -> Worker:
        worker = Worker(WorkerId(f"worker{chat}"), "telegram", ChatId(chat), language=language)
        with self.open_unit() as unit:
            unit.workers.save(worker, utc_now())
            unit.commit()
        return worker

    def states(self) -> dict[str, int]:
        with self.open_unit() as unit:
            return unit.outbox.counts()

    def queued(self, chat: str) -> Sequence[Delivery]:
        with self.open_unit() as unit:
            return unit.outbox.queued(Address("telegram", ChatId(chat)))

    def free(self, chat: str) -> bool:
        """Another process may take the lane."""
        with self.open_unit() as unit:
            return unit.lanes.take("out", "telegram", ChatId(chat), Owner("somebody"))

    def all_closed(self) -> bool:
        return DeliveryState.QUEUED not in self.states()
