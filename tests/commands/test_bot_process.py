"""Does the whole bot serve Telegram as a process of its own: by polling and by webhook, through crashes and faults?"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.cases.routing import Route
from bot.house import CONTENT, House, build_house, utc_now
from bot.i18n.phrasebook import load_phrasebook
from bot.settings import read_settings
from bot.storage.migrate import migrate
from bot.usecases.publishing import import_folder
from tests.telegram_server import TOKEN, TelegramServer, updates

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-this-test"


@dataclass
class Bot:
    """A bot that can be started, killed and started again on the same database."""

    house: House
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "bot", "bot"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> float:
        """Seconds it took to end after Ctrl-C."""
        assert self.process is not None
        started = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        return time.monotonic() - started


@contextmanager
def bot_of(folder: Path, server: TelegramServer, **more: str) -> Iterator[Bot]:
    given = {"KAWAN_DATA": str(folder), "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, **more}
    house = build_house(read_settings(given, folder))
    migrate(house.database)
    with house.open_unit() as unit:
        if not unit.centres.all():
            import_folder(unit, CONTENT, load_phrasebook(), utc_now())
            unit.routes.add(Route(0, unit.centres.add("Here", "th").id))
            unit.commit()
    bot = Bot(house, {**os.environ, **given})
    bot.start()
    try:
        yield bot
    finally:
        if bot.process is not None and bot.process.poll() is None:
            bot.kill()


def until(true: Callable[[], object], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def talk(server: TelegramServer, chat: int, *steps: str) -> None:
    """Each step is a press, unless it begins with a quote: then it is said. Waits for an answer to each."""
    for step in steps:
        before = len(server.to(chat))
        server.says(chat, step[1:]) if step.startswith('"') else server.presses(chat, step)
        until(lambda before=before: len(server.to(chat)) > before)


def press_of(server: TelegramServer, chat: int, head: str) -> str:
    return next(press for row in server.to(chat)[-1].rows for _, press in row if press.startswith(head))


STORY = [
    '"/start en_kh-th',
    "complaint",
    "q:consent:yes",
    "q:kind:other",
    "q:province:",
    '"not paid since May',
    "q:story:",
]


@pytest.mark.parametrize("killed", [False, True])
def test_a_complaint_by_polling_is_filed_once_even_through_a_crash(tmp_path: Path, killed: bool) -> None:
    with TelegramServer() as server, bot_of(tmp_path, server) as bot:
        talk(server, 70, *STORY, "q:identity:anonymous")
        send = press_of(server, 70, "send:")
        if killed:
            bot.kill()
            bot.start()
        talk(server, 70, send, send)
        with bot.house.open_unit() as unit:
            worker = unit.workers.of_chat("telegram", "70")  # type: ignore[arg-type]
            assert worker is not None
            assert [one.narrative for one in unit.cases.of_worker(worker.id)] == ["not paid since May"]
        assert bot.stop() < 10


def test_faults_of_telegram_lose_no_answer(tmp_path: Path) -> None:
    with TelegramServer() as server, bot_of(tmp_path, server):
        talk(server, 71, '"/start en_kh-th')
        server.fail("sendMessage", times=2, status=500)
        talk(server, 71, "topic:unpaid_wages")


def webhook_on_a_free_port() -> tuple[dict[str, str], str]:
    """The settings, and the address on this machine that Telegram's calls would be passed to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "TELEGRAM_WEBHOOK_URL": "https://bot.example/hook",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_WEBHOOK_PORT": str(port),
    }
    return settings, f"http://127.0.0.1:{port}/hook"


def brings(address: str, update: dict[str, object]) -> int:
    return httpx.post(address, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}).status_code


def update_of(update_id: int, chat: int, step: str) -> dict[str, object]:
    if step.startswith('"'):
        return updates.message(update_id, chat, text=step[1:])
    return updates.press(update_id, chat, step)


def test_two_processes_on_one_postgresql_keep_every_chat_in_order(tmp_path: Path, fresh_postgresql: str) -> None:
    (one, first), (two, second) = webhook_on_a_free_port(), webhook_on_a_free_port()
    steps = ['"/start en_kh-th', "language", "lang:id", "language", "lang:vi", "language", "lang:en", *STORY[1:]]
    with (
        TelegramServer() as server,
        bot_of(tmp_path, server, DATABASE_URL=fresh_postgresql, **one) as bot,
        bot_of(tmp_path, server, DATABASE_URL=fresh_postgresql, **two),
    ):
        until(lambda: sum(name == "setWebhook" for name, *_ in server.calls) == 2)
        for number, step in enumerate(steps):
            for chat in range(80, 86):
                update = update_of(1_000 + number * 10 + chat - 80, chat, step)
                server._know(update)
                assert {brings(address, update) for address in (first, second)} == {200}
        for chat in range(80, 86):
            until(lambda chat=chat: len(server.to(chat)) >= len(steps))
        with bot.house.open_unit() as unit:
            assert unit.inbox.counts() == {"done": len(steps) * 6}
            for chat in range(80, 86):
                worker = unit.workers.of_chat("telegram", str(chat))  # type: ignore[arg-type]
                assert worker is not None and worker.language == "en"
                draft = unit.drafts.of_worker(worker.id)
                assert draft is not None and draft.story == ("not paid since May",) and draft.story_done
                assert len(server.to(chat)) == len(steps)


def test_a_webhook_without_the_secret_leaves_no_trace(tmp_path: Path) -> None:
    more, address = webhook_on_a_free_port()
    with TelegramServer() as server, bot_of(tmp_path, server, **more) as bot:
        until(lambda: any(name == "setWebhook" for name, *_ in server.calls))
        update = updates.message(900, 72, text="/start en_kh-th")
        assert httpx.post(address, json=update).status_code == 403
        with bot.house.open_unit() as unit:
            assert unit.inbox.counts() == {}
        server._know(update)
        for _ in range(2):
            assert brings(address, update) == 200
        until(lambda: server.to(72))
        time.sleep(0.5)
        assert len(server.to(72)) == 1
        assert bot.stop() < 10
