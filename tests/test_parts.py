"""Do the parts of the bot go on, each by itself, and does what cannot be mended end the process?"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from threading import current_thread

import pytest

from bot import parts
from bot.errors import DatabaseAway, SettingsError
from bot.parts import Repeated, serve
from tests.channel.conftest import until


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


@dataclass
class Noted:
    """Runs `work` and ends with `end`; what happens to it stands in `log`."""

    name: str
    log: list[str] = field(default_factory=list)
    work: Callable[[], Awaitable[object]] = field(default_factory=lambda: asyncio.Event().wait)
    end: Callable[[], Awaitable[object]] = field(default_factory=lambda: partial(asyncio.sleep, 0))
    runs: int = 0

    async def run(self) -> None:
        self.runs += 1
        try:
            await self.work()
        finally:
            self.log.append(f"{self.name} ended")

    async def stop(self) -> None:
        self.log.append(f"{self.name} stopped")
        await self.end()


def raising(error: Exception) -> Callable[[], Awaitable[object]]:
    async def work() -> None:
        raise error

    return work


async def test_a_part_that_fails_or_ends_is_run_again_and_its_neighbour_goes_on() -> None:
    failing, ending = Noted("failing", work=raising(OSError())), Noted("ending", work=partial(asyncio.sleep, 0))
    other, stopping = Noted("other"), asyncio.Event()
    running = asyncio.create_task(serve([failing, ending, other], stopping))
    await until(lambda: failing.runs >= 3 and ending.runs >= 3)
    assert other.runs == 1 and not other.log
    stopping.set()
    await running


async def test_a_part_that_fails_at_once_again_and_again_keeps_nothing_busy() -> None:
    """A hundredth of a second at first, doubled each time: in half a second six tries, not thousands."""
    failing, stopping = Noted("failing", work=raising(OSError())), asyncio.Event()
    running = asyncio.create_task(serve([failing], stopping))
    await asyncio.sleep(0.5)
    stopping.set()
    await running
    assert 2 <= failing.runs <= 6


async def test_parts_stop_one_after_the_other_in_their_order_and_none_before_it_ended() -> None:
    log, names, stopping = list[str](), ("first", "second", "last"), asyncio.Event()
    running = asyncio.create_task(serve([Noted(name, log) for name in names], stopping))
    await asyncio.sleep(0.01)
    assert not log
    stopping.set()
    await running
    assert log == [f"{name} {what}" for name in names for what in ("ended", "stopped")]


async def test_a_part_that_ends_slowly_has_ended_before_anything_is_stopped() -> None:
    """The webhook answers its last request yet: the pump must still take what that brings."""

    async def slowly() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.1)

    log, stopping = list[str](), asyncio.Event()
    running = asyncio.create_task(serve([Noted("webhook", log, slowly), Noted("pump", log)], stopping))
    await asyncio.sleep(0.01)
    stopping.set()
    await running
    assert log == ["webhook ended", "webhook stopped", "pump ended", "pump stopped"]


async def test_a_wrong_setting_of_one_stops_the_others_in_their_order_too() -> None:
    log = list[str]()
    wrong = Noted("wrong", log, raising(SettingsError("TELEGRAM_BOT_TOKEN")))
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN"):
        await asyncio.wait_for(serve([Noted("first", log), wrong, Noted("last", log)], asyncio.Event()), 5)
    assert wrong.runs == 1 and [one for one in log if one.endswith("stopped")] == [
        "first stopped",
        "wrong stopped",
        "last stopped",
    ]


async def test_a_part_that_does_not_stop_keeps_no_other_from_stopping(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(parts, "STOP_SECONDS", 0.05)
    log, stopping = list[str](), asyncio.Event()
    hanging, failing = Noted("hanging", end=asyncio.Event().wait), Noted("failing", end=raising(OSError("a secret")))
    running = asyncio.create_task(serve([hanging, failing, Noted("last", log)], stopping))
    await asyncio.sleep(0.01)
    stopping.set()
    await asyncio.wait_for(running, 5)
    assert log == ["last ended", "last stopped"]
    assert "hanging did not stop well: TimeoutError" in caplog.text and "a secret" not in caplog.text
    assert "failing did not stop well: OSError" in caplog.text


async def test_what_is_repeated_is_done_now_and_then_beside_the_event_loop() -> None:
    done = list[str]()
    running = asyncio.create_task(Repeated("cleaning", lambda: done.append(current_thread().name), 0.02).run())
    await until(lambda: len(done) == 3)
    running.cancel()
    assert current_thread().name not in done


async def test_a_part_that_ran_for_long_before_it_failed_is_tried_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often that happens: a process runs for months."""
    monkeypatch.setattr(parts, "LONGEST_PAUSE", 0.2)
    begun, ended = list[float](), list[float]()

    async def runs_for_long() -> None:
        begun.append(time.monotonic())
        await asyncio.sleep(0.25)
        ended.append(time.monotonic())
        raise OSError

    stopping = asyncio.Event()
    running = asyncio.create_task(serve([Noted("part", work=runs_for_long)], stopping))
    await until(lambda: len(begun) == 7)
    stopping.set()
    await running
    assert min(again - end for end, again in zip(ended[3:], begun[4:], strict=False)) < 0.1
