"""The process in which everything is loaded, and of which bots and consoles are forked: a start takes a moment then.

It is told what to do in lines of JSON on its input and says a line of JSON to each. When its input ends, its children end.

    {"start": "bot", "environment": {...}, "log": "/path"}  -> {"pid": 7}
    {"kill": 7}  -> {"code": -9}        {"stop": 7}  -> {"code": 0}        {"code": 7}  -> {"code": null}
"""

import ctypes
import importlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, TextIO

BEAT_SECONDS: Final = 0.1
DEAD_AFTER_SECONDS: Final = 0.5
"""Of a process in the run; a real one waits longer. So a killed bot's chats are taken up soon, and are in hand again at
the next kill."""
GAP_SECONDS: Final = 5.0
"""There is one bot at a time: on a busy machine it must find that the one before is dead also when it was held up itself."""
STOP_SECONDS: Final = 15.0
PR_SET_PDEATHSIG: Final = 1
LOADED: Final = (
    "alembic.command",
    "encodings.idna",
    "httpcore",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlite3",
    "telegram.ext",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "bot.channel.telegram.application",
    "bot.commands.bot",
    "bot.commands.console",
)


def load() -> None:
    """Imports everything, reads what never changes once, and sets a quick pace: that of the beats, and of the messages,
    which the server of these tests takes as fast as they come."""
    from bot.courier import budget
    from bot.i18n import phrasebook
    from bot.mail import lanes
    from bot.understanding import model

    lanes.BEAT_SECONDS, lanes.DEAD_AFTER_SECONDS = BEAT_SECONDS, DEAD_AFTER_SECONDS  # type: ignore[misc]
    budget.telegram_limits = budget.Unlimited  # type: ignore[assignment]
    phrasebook.load_phrasebook = cache(phrasebook.load_phrasebook)
    model.load = cache(model.load)
    _import_all()
    importlib.import_module("bot.courier.keeper").GAP_SECONDS = GAP_SECONDS


def _import_all() -> None:
    """What a start would import one by one, and the texts and the model in memory."""
    for name in LOADED:
        importlib.import_module(name)
    from bot import house

    phrases = house.load_phrasebook()
    texts = house.folder_library(phrases)
    house.build_talk(phrases, lambda: texts)


def serve(lines: TextIO, out: TextIO) -> None:
    """Until the input ends."""
    children: set[int] = set()
    print(json.dumps({"ready": True}), file=out, flush=True)
    try:
        for line in lines:
            print(json.dumps(_done(json.loads(line), children)), file=out, flush=True)
    finally:
        for pid in children:
            _end(pid, signal.SIGKILL)


def _done(order: dict[str, Any], children: set[int]) -> dict[str, Any]:
    if "start" in order:
        pid = os.fork()
        if pid == 0:
            _be(order["start"], order["environment"], order["log"])
        children.add(pid)
        return {"pid": pid}
    verb, pid = next(iter(order.items()))
    if pid not in children:
        return {"code": None, "gone": True}
    code = _code(pid) if verb == "code" else _end(pid, signal.SIGKILL if verb == "kill" else signal.SIGTERM)
    if code is not None:
        children.discard(pid)
    return {"code": code}


def _end(pid: int, sent: signal.Signals) -> int | None:
    """The code with which it ended: at once when killed, in time when asked to stop."""
    os.kill(pid, sent)
    until = time.monotonic() + STOP_SECONDS
    while (code := _code(pid)) is None and time.monotonic() < until:
        time.sleep(0.002)
    return code


def _code(pid: int) -> int | None:
    """None while it runs."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _be(command: str, environment: Mapping[str, str], log: str) -> None:
    """In the child: `python -m bot COMMAND`, as far as anybody can tell."""
    code = 70
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        null = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((null, 0), (written, 1), (written, 2)):
            os.dup2(source, target)
        os.environ.update(environment)
        from bot.__main__ import main

        code = main([command])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    load()
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    serve(sys.stdin, replies)
