"""How do the parts of the bot run together? Under one task group; a part that fails is tried again, and what cannot be
mended ends the process with one line."""

import asyncio
import logging
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from bot.errors import DatabaseAway, SettingsError
from bot.ports import InThread, Part

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
STOP_SECONDS: Final = 5.0
SWITCH_SECONDS: Final = 0.0005
"""How long the event loop waits for a thread that computes. Python's own 5 ms stand in the way of each message four times."""
_log: Final = logging.getLogger(__name__)


def threads(count: int, name: str) -> InThread:
    """Returns what runs work in so many threads: with one, in the order in which it was given. Work that has begun ends,
    also when the one who waits for it is cancelled. Called within a running loop."""
    return partial(asyncio.get_running_loop().run_in_executor, ThreadPoolExecutor(count, thread_name_prefix=name))


class Repeated:
    """A part that does one thing now and then, in a thread: cleaning, looking for newer answers."""

    def __init__(self, name: str, work: Callable[[], object], seconds: float) -> None:
        self.name = name
        self._work = work
        self._seconds = seconds

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.to_thread(self._work)
            await asyncio.sleep(self._seconds)

    async def stop(self) -> None:
        """Nothing is in hand."""


async def serve(parts: Sequence[Part], stopping: asyncio.Event) -> None:
    """Runs all parts until `stopping` is set, then stops them in their order. Raises SettingsError when a part cannot
    go on; the others are stopped in order then too."""
    sys.setswitchinterval(SWITCH_SECONDS)
    failed: SettingsError | None = None
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_kept(part), name=part.name) for part in parts]
            await stopping.wait()
            for part, task in zip(parts, tasks, strict=True):
                await _stopped(part, task)
    except* SettingsError as group_error:
        failed = next(error for error in _leaves(group_error) if isinstance(error, SettingsError))
    if failed is not None:
        for part in parts:
            await _at_rest(part)
        raise failed


async def _kept(part: Part) -> None:
    """Tries a part that failed again, after a pause that grows while it fails at once. It does not grow while the database
    is away: a process must beat again before it is taken for dead."""
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            await part.run()
            _log.error("%s ended; it is started again", part.name)
        except SettingsError:
            raise
        except DatabaseAway as error:
            _log.error("%s waits for the database: %s", part.name, error)
            await asyncio.sleep(FIRST_PAUSE)
            continue
        except Exception as error:
            _log.error("%s failed and is tried again: %s", part.name, type(error).__name__)
        pause = FIRST_PAUSE if time.monotonic() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        await asyncio.sleep(pause)


async def _stopped(part: Part, task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])
    await _at_rest(part)


async def _at_rest(part: Part) -> None:
    """What is in hand is ended, within a few seconds."""
    try:
        await asyncio.wait_for(part.stop(), STOP_SECONDS)
    except Exception as error:
        _log.warning("%s did not stop well: %s", part.name, type(error).__name__)


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    found: list[BaseException] = []
    for error in group.exceptions:
        found += _leaves(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


def stop_on(event: asyncio.Event, signals: Sequence[int]) -> None:
    """These signals of the operating system set the event."""
    for one in signals:
        asyncio.get_running_loop().add_signal_handler(one, event.set)
