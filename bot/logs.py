"""What may stand in a log? Kawan's own lines, which hold ids, counts and classes of errors; of a library that it said
something, where, and the class of the error, but never what.

Libraries write what people wrote (an update that cannot be parsed, a parameter of a statement, a task that failed) and the
token (it is in every address that is called). So this is closed by default: a line that is not Kawan's own loses its words
when it is made, at every level, for every handler, also of a library that comes next year.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable
from pathlib import PurePath
from types import TracebackType
from typing import Any, Final

OURS: Final = ("bot", "actions", "kawan")
SILENT: Final = ("httpx", "httpcore", "telegram")
"""They write a line for every call; what fails there, Kawan says itself."""
CALM: Final = ("uvicorn", "alembic", "asyncio", "rasa", "rasa_sdk", "apscheduler", "sqlalchemy")
"""They are heard from warnings on."""
OFTEN: Final = 20
WHILE: Final = 10.0
"""Seconds in which a line may be said so often; the rest are counted. A database that is away must not fill a disk."""

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def prepare_logging() -> None:
    """For a process that serves people: nothing of an error but its class leaves it, by whichever way."""
    hush()
    written = logging.StreamHandler()
    written.addFilter(Repeats())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", handlers=[written])
    for name in CALM:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = lambda *raised: _say("ended", raised)
    sys.unraisablehook = lambda hook: _say("an object was not ended well", _raised(hook.exc_value))
    threading.excepthook = lambda hook: _say("a thread ended", _raised(hook.exc_value))


class Repeats(logging.Filter):
    """The same line, whatever numbers stand in it, is written OFTEN times; then the next one says how many were not."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is written."""
        line, now = (record.name, str(record.msg)), self._now()
        since, count = self._said.get(line, (now, 0))
        over = now - since >= WHILE
        self._said[line] = (now, 1) if over else (since, count + 1)
        if over and count > OFTEN:
            record.msg = f"{record.msg} (and {count - OFTEN} more like it before)"
        return over or count < OFTEN


def hush() -> None:
    """Takes the words out of every line that is not Kawan's own, for good."""
    logging.setLogRecordFactory(_record)
    for name in SILENT:
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.handlers = [logging.NullHandler()]


def _record(
    name: str,
    level: int,
    path: str,
    line: int,
    message: object,
    args: Any,
    raised: Raised | None,
    function: str | None = None,
    stack: str | None = None,
    **more: Any,
) -> logging.LogRecord:
    """A record whose errors are named by their class and place. A traceback ends with what the error says."""
    told = f" ({_place(raised)})" if raised and raised[0] else ""
    if name.partition(".")[0] not in OURS:
        message, args = f"(words withheld) {PurePath(path).name}:{line}", ()
    return logging.LogRecord(name, level, path, line, f"{message}{told}", args, None, function, None)


def _place(raised: Any) -> str:
    """Class of the error, and the line that raised it."""
    kind, _, at = raised
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    where = f" at {PurePath(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at is not None else ""
    return f"{kind.__name__}{where}"


def _raised(error: BaseException | None) -> Raised:
    return (None, None, None) if error is None else (type(error), error, error.__traceback__)


def _say(what: str, raised: Any) -> None:
    logging.getLogger("kawan").critical(what, exc_info=raised)
