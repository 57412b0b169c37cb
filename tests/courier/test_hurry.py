"""Do all files before words of danger share two seconds, whatever comes after those words, and is a file at hand kept even then?"""

import asyncio
import time

import pytest

from bot.courier.hurry import Hurry


async def test_the_first_words_of_danger_count_and_more_of_them_make_nobody_wait_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """She cries for help five times while her photos are fetched: the numbers come two seconds after the first."""
    monkeypatch.setattr("bot.courier.hurry.HURRY_SECONDS", 1.0)
    monkeypatch.setattr("bot.courier.hurry.MOMENT", 0.01)
    hurry = Hurry()
    hurry.begin()
    await asyncio.sleep(1.0)
    hurry.begin()
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        await hurry.in_time(asyncio.sleep(600))
    assert time.monotonic() - started < 0.8


async def test_a_file_at_hand_is_kept_though_the_two_seconds_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetching it and writing it takes a moment, more than one step of the event loop."""
    monkeypatch.setattr("bot.courier.hurry.HURRY_SECONDS", 0.0)
    monkeypatch.setattr("bot.courier.hurry.MOMENT", 5.0)
    hurry = Hurry()
    hurry.begin()
    assert await hurry.in_time(asyncio.sleep(0.05, "photo")) == "photo"


async def test_what_is_given_up_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A download that nobody waits for goes on for minutes else, and leaves a file in the vault that is nobody's."""
    monkeypatch.setattr("bot.courier.hurry.FILE_SECONDS", 0.05)
    ended = asyncio.Event()

    async def download() -> None:
        try:
            await asyncio.sleep(600)
        finally:
            ended.set()

    with pytest.raises(TimeoutError):
        await Hurry().in_time(download())
    await asyncio.wait_for(ended.wait(), 2)


async def test_once_files_have_taken_a_second_more_each_gets_a_blink(monkeypatch: pytest.MonkeyPatch) -> None:
    """She sent ten photos that hang and then cried: she must not wait three seconds more."""
    monkeypatch.setattr("bot.courier.hurry.HURRY_SECONDS", -1.5)
    monkeypatch.setattr("bot.courier.hurry.MOMENT", 5.0)
    hurry = Hurry()
    hurry.begin()
    assert await hurry.in_time(asyncio.sleep(0.001, "photo")) == "photo"
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        await hurry.in_time(asyncio.sleep(600))
    assert time.monotonic() - started < 1


async def test_a_file_that_is_at_hand_is_kept_though_those_before_it_used_up_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.courier.hurry.HURRY_SECONDS", -0.3)
    hurry = Hurry()
    hurry.begin()
    assert await hurry.in_time(asyncio.sleep(0.15, "photo")) == "photo"
