"""Do the parts of the bot go on, each by itself, and does what cannot be mended end the process?"""

import asyncio
import sys

import pytest

from bot import parts
from bot.errors import DatabaseAway, SettingsError
from bot.parts import serve


class Failing:
    """Raises one error after the other, then runs."""

    name = "failing"

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.stopped = False

    async def run(self) -> None:
        if self.errors:
            raise self.errors.pop(0)
        await asyncio.Event().wait()

    async def stop(self) -> None:
        self.stopped = True


async def served(part: Failing, seconds: float) -> None:
    """For so long, or until the part ran."""
    stopping = asyncio.Event()
    running = asyncio.create_task(serve([part], stopping))
    until = asyncio.get_running_loop().time() + seconds
    while part.errors and not running.done() and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.001)
    stopping.set()
    await running


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "FIRST_PAUSE", 0.01)


async def test_a_part_that_fails_is_tried_again_and_stopped_at_last() -> None:
    part = Failing(RuntimeError("words"), RuntimeError("words"))
    await served(part, 5)
    assert part.errors == [] and part.stopped


async def test_the_pause_grows_while_a_part_fails_at_once() -> None:
    part = Failing(*(RuntimeError("words") for _ in range(20)))
    await served(part, 0.5)
    assert len(part.errors) > 10


async def test_the_pause_does_not_grow_while_the_database_is_away() -> None:
    """It would be taken for dead before it beats again."""
    part = Failing(*(DatabaseAway("OperationalError") for _ in range(20)))
    await served(part, 5)
    assert part.errors == []


async def test_a_wrong_setting_ends_all() -> None:
    with pytest.raises(SettingsError):
        await served(Failing(SettingsError("DATABASE_URL")), 5)


async def test_the_words_of_an_error_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    await served(Failing(RuntimeError("a secret")), 5)
    assert "RuntimeError" in caplog.text and "a secret" not in caplog.text


class Watching(Failing):
    """Notes, while it runs, how long Python lets a thread compute before another has its turn."""

    seconds = 1.0

    async def run(self) -> None:
        self.seconds = sys.getswitchinterval()
        await super().run()


async def test_the_event_loop_does_not_wait_long_for_a_thread_that_computes() -> None:
    part = Watching(RuntimeError())
    await served(part, 5)
    assert part.seconds <= 0.001
