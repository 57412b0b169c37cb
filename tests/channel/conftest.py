"""What do the channel's tests share? A Telegram server, a connected bot, and the smallest dialogue there is."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channel.telegram.application import build_bot
from bot.channel.telegram.sending import Bot
from bot.messages import ChatId
from bot.ports import OpenUnit
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
