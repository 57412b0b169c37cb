"""What do libraries write at their worst, when everything is logged? Nothing that anybody wrote, no chat and no token."""

import asyncio
import gc
import logging
import sys
import threading
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError
from telegram.error import TelegramError

from bot.channel.telegram.application import build_bot
from bot.channel.telegram.sending import Bot
from bot.logs import prepare_logging
from bot.settings import read_settings
from tests.telegram_server import TOKEN, TelegramServer, updates

WORDS = "XYLOPHONE-MIRROR"
CHAT = 7_700_771


class Lines(logging.Handler):
    """Everything that reaches the root, as it would be written, and what each record carries."""

    def __init__(self) -> None:
        super().__init__(level=1)
        self.seen: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{self.format(record)} {record.__dict__}")

    def assert_clean(self, printed: str = "") -> None:
        for line in (*self.seen, *printed.splitlines()):
            assert WORDS not in line and TOKEN not in line and str(CHAT) not in line, line


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """As a process that serves does, and then everybody who can log is told to log everything."""
    root, factory = logging.getLogger(), logging.getLogRecordFactory()
    before = {one: (one.level, one.propagate, list(one.handlers)) for one in (root, *_loggers())}
    for place, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(place, name, getattr(place, name))
    prepare_logging()
    collected = Lines()
    root.addHandler(collected)
    for one in (root, *_loggers()):
        one.setLevel(1)
    yield collected
    for one in (root, *_loggers()):
        level, propagate, handlers = before.get(one, (logging.NOTSET, True, []))
        one.setLevel(level)
        one.propagate, one.handlers = propagate, handlers
    logging.setLogRecordFactory(factory)


def _loggers() -> list[logging.Logger]:
    return [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as one:
        yield one
        one.violations.clear()


@pytest.fixture
async def bot(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Bot]:
    given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "KAWAN_DATA": str(tmp_path)}
    async with build_bot(read_settings(given, tmp_path)) as one:
        yield one


async def test_the_telegram_library_and_its_http_client(lines: Lines, server: TelegramServer, bot: Bot) -> None:
    poll = {"id": "1", "question": WORDS, "options": []}
    server.add(updates.message(1, CHAT, poll=poll))
    with pytest.raises(TypeError):
        await bot.get_updates()
    for body in (f'{{"ok":true,"result":[{{"text":"{WORDS} {CHAT}'.encode(), f"{TOKEN} {WORDS}".encode()):
        server.fail("sendMessage", 1, body=body)
        with pytest.raises(TelegramError):
            await bot.send_message(CHAT, WORDS)
    await bot.send_message(CHAT, WORDS)
    server.fail("sendMessage", 1)
    with pytest.raises(TelegramError):
        await bot.send_message(CHAT, WORDS)
    async with httpx.AsyncClient() as client:
        await client.post(f"{server.url}/bot{TOKEN}/getMe", headers={"x": WORDS})
    lines.assert_clean()


async def test_the_web_server(lines: Lines, capfd: pytest.CaptureFixture[str]) -> None:
    async def fails(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError(f"{WORDS} {CHAT}")

    server = uvicorn.Server(uvicorn.Config(fails, port=0, lifespan="off", ws="none", log_config=None, log_level=1))
    serving = asyncio.create_task(server.serve())
    while not (server.started or serving.done()):
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient() as client:
        assert (await client.post(f"http://127.0.0.1:{port}/{WORDS}?{TOKEN}", content=WORDS)).status_code == 500
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{WORDS}\r\n\r\n".encode())
    await reader.read()
    writer.close()
    server.should_exit = True
    await serving
    assert any("uvicorn" in line and "ValueError at test_library_logs.py" in line for line in lines.seen)
    lines.assert_clean("".join(capfd.readouterr()))


def test_the_database(lines: Lines, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}", echo="debug", echo_pool="debug")
    insert = text("INSERT INTO t VALUES (:words)")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (words TEXT UNIQUE)"))
        connection.execute(insert, {"words": WORDS})
        connection.execute(text("SELECT words FROM t")).all()
        with pytest.raises(IntegrityError):
            connection.execute(insert, {"words": WORDS})
        try:
            connection.execute(insert, {"words": WORDS})
        except IntegrityError:
            logging.getLogger("sqlalchemy.pool").exception("failed: %s", WORDS)
    assert any("sqlalchemy" in line and "IntegrityError" in line for line in lines.seen)
    lines.assert_clean()


async def test_a_task_that_nobody_asks(lines: Lines) -> None:
    async def fails() -> None:
        raise ValueError(f"{WORDS} {CHAT}")

    task = asyncio.create_task(fails(), name=WORDS)
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    asyncio.get_running_loop().call_exception_handler({"message": WORDS, "exception": ValueError(WORDS)})
    assert any("asyncio" in line and "ValueError at test_library_logs.py" in line for line in lines.seen)
    lines.assert_clean()


@pytest.mark.parametrize(
    "name",
    ["rasa.core.processor", "rasa_sdk.executor", "apscheduler.executors", "alembic.runtime", "a.library.of.2031", ""],
)
def test_whoever_logs_and_however(lines: Lines, name: str) -> None:
    logger = logging.getLogger(name or None)
    for say in (logger.debug, logger.info, logger.warning, logger.error, logger.critical):
        say(f"Received {WORDS} from {CHAT}")
        say("Received %s from %(chat)s", {"chat": CHAT, "words": WORDS})
        say(ValueError(WORDS), stack_info=True)
    logger.log(5, WORDS)
    assert len(lines.seen) == 16
    lines.assert_clean()


def test_what_no_logger_writes(lines: Lines, capfd: pytest.CaptureFixture[str]) -> None:
    """A warning, a thread that fails, an object that cannot be ended, a process that fails."""

    class Ends:
        def __del__(self) -> None:
            raise ValueError(WORDS)

    def fails() -> None:
        raise ValueError(f"{WORDS} {TOKEN}")

    logging.captureWarnings(True)
    warnings.warn(WORDS, UserWarning, stacklevel=1)
    logging.captureWarnings(False)
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    Ends()
    gc.collect()
    try:
        fails()
    except ValueError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    assert sum("ValueError at test_library_logs.py" in line for line in lines.seen) == 3
    lines.assert_clean("".join(capfd.readouterr()))


def test_kawans_own_lines_keep_their_words_and_name_errors_by_class_and_place(lines: Lines) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        logging.getLogger("bot.courier.pump").exception("update %d failed", 5)
    assert "bot.courier.pump ERROR update 5 failed (ValueError at test_library_logs.py:" in lines.seen[0]
    lines.assert_clean()
