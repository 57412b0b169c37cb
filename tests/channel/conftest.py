"""What do the channel's tests share? A Telegram server, a connected bot, and the smallest dialogue there is."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channel.telegram.application import build_bot
from bot.channel.telegram.sending import Bot
from bot.messages import ChatId, Incoming, Reply
from bot.ports import Fetcher, OpenUnit
from bot.settings import Settings, read_settings
from bot.workers import Worker, WorkerId
from tests.telegram_server import TOKEN, TelegramServer


class SettableClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class EchoDialogue:
    """Answers each text with the texts under it in `script`, else with itself; fails where `failing` says so."""

    script: Mapping[str, Sequence[Reply]] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    slow: Mapping[str, float] = field(default_factory=dict)
    seen: list[Incoming] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def turn(self, incoming: Incoming, fetcher: Fetcher) -> Sequence[Reply]:
        self.seen.append(incoming)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.slow.get(incoming.text, 0))
        self.at_once -= 1
        if incoming.text in self.failing:
            raise RuntimeError("a secret in the message of an error")
        return self.script.get(incoming.text, [Reply(incoming.text or incoming.press or incoming.command or "?")])


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as one:
        yield one


@pytest.fixture
def settings(server: TelegramServer, tmp_path: Path) -> Settings:
    environment = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "KAWAN_DATA": str(tmp_path)}
    return read_settings(environment, folder=tmp_path)


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[Bot]:
    one = build_bot(settings)
    await one.initialize()
    yield one
    await one.shutdown()


@pytest.fixture
def worker_of(open_unit: OpenUnit, clock: SettableClock) -> Callable[[str], Worker]:
    """Makes a known worker of Telegram."""

    def make(chat: str) -> Worker:
        worker = Worker(WorkerId(f"worker{chat}"), "telegram", ChatId(chat), language="en")
        with open_unit() as unit:
            unit.workers.save(worker, clock())
            unit.commit()
        return worker

    return make


async def until(true: Callable[[], object], seconds: float = 10) -> None:
    """Lets the loop run until it is so."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)
