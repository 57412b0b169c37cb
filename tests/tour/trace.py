"""Which files does a question touch on its way from update to reply, and how often does it change rooms? Traced at run time."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from bot.settings import ROOT

FOLDERS = tuple(str(ROOT / name) + "/" for name in ("bot", "actions"))
LOGS = str(ROOT / "bot" / "logs.py")
"""Entered when any part says something in this moment: that its beat is late, on a busy machine."""


class Trace:
    """The calls of our own functions, in the order in which they were made, in all threads, while it is `on`."""

    def __init__(self) -> None:
        self.on = False
        self.calls: list[str] = []
        self._reception: asyncio.Task[Any] | None = None

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        path = frame.f_code.co_filename
        if not self.on or event != "call" or not path.startswith(FOLDERS) or path == LOGS or self._elsewhere():
            return
        self.calls.append(Path(path).relative_to(ROOT).as_posix())
        if frame.f_code.co_name == "wake":
            self._reception = asyncio.current_task()

    def _elsewhere(self) -> bool:
        """Once the update is handed over, whoever took it in goes on with the next: that is not this question's way."""
        if self._reception is None or threading.current_thread() is not threading.main_thread():
            return False
        return asyncio.current_task() is self._reception

    @property
    def files(self) -> list[str]:
        """Each file once, in the order in which it was entered."""
        return list(dict.fromkeys(self.calls))

    @property
    def rooms(self) -> list[str]:
        """The rooms in the order in which they were entered; the moves between them are one less."""
        found: list[str] = []
        for path in self.calls:
            if not found or found[-1] != room(path):
                found.append(room(path))
        return found

    def written(self) -> str:
        """For docs/architecture.md."""
        lines = "\n".join(f"{number:>2}. {path}" for number, path in enumerate(self.files, 1))
        return f"{len(self.files)} files, {len(self.rooms) - 1} moves between rooms:\n\n{lines}\n\n{' > '.join(self.rooms)}"


def room(path: str) -> str:
    """`bot/answers` of bot/answers/library.py; a file that lies in bot/ itself is a room of its own."""
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else path


@contextmanager
def traced() -> Iterator[Trace]:
    """Also in threads that begin within the block."""
    trace = Trace()
    sys.setprofile(trace)
    threading.setprofile(trace)
    try:
        yield trace
    finally:
        threading.setprofile(None)
        sys.setprofile(None)


async def until(true: Any, seconds: float = 20) -> None:
    """Lets the loop run until it is so."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)
