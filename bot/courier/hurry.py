"""How long is a file waited for? Danger does not wait: from her words on, all files before them share two seconds."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

FILE_SECONDS: Final = 60.0
"""A file that takes longer is given up: whoever sent it, and what she writes next, must not wait for ever."""
HURRY_SECONDS: Final = 2.0
MOMENT: Final = 0.3
"""Seconds that each file gets even then: one that is at hand is kept."""
BLINK: Final = 0.05
"""The same, once the files before her words have taken a second more than they may: somebody waits for the numbers."""
T = TypeVar("T")


class Hurry:
    """Fulfils bot.ports.Patience for one chat; patience ends when she is in danger."""

    def __init__(self) -> None:
        self._begun = asyncio.Event()
        self._until = 0.0

    def begin(self) -> None:
        """The first time counts."""
        if not self.ended:
            self._until = time.monotonic() + HURRY_SECONDS
            self._begun.set()

    @property
    def ended(self) -> bool:
        """She is in danger."""
        return self._begun.is_set()

    async def in_time(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work returns. Raises TimeoutError when it takes too long."""
        task, begun = asyncio.create_task(work), asyncio.create_task(self._begun.wait())
        try:
            await asyncio.wait([task, begun], timeout=FILE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if self.ended and not task.done():
                left = self._until - time.monotonic()
                await asyncio.wait([task], timeout=max(left, MOMENT if left > -1 else BLINK))
            if not task.done():
                raise TimeoutError
            return task.result()
        finally:
            task.cancel()
            begun.cancel()
