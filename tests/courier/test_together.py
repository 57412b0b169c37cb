"""Do works that come together share a commit, and does one that fails fail alone?"""

import asyncio
from collections.abc import Callable

import pytest

from bot.courier.together import MOST, Together
from bot.errors import DatabaseAway
from bot.messages import ChatId, Reply
from bot.ports import OpenUnit, UnitOfWork
from bot.text import text
from tests.conftest import NOON
from tests.in_threads import InThreads


class Counting:
    """Opens units, counts their commits, and lets them fail."""

    def __init__(self, open_unit: OpenUnit) -> None:
        self.open_unit = open_unit
        self.opened = self.commits = 0
        self.at_commit: list[Exception] = []

    def __call__(self) -> UnitOfWork:
        self.opened += 1
        unit = self.open_unit()
        commit = unit.commit

        def counted() -> None:
            if self.at_commit:
                raise self.at_commit.pop()
            self.commits += 1
            commit()

        unit.commit = counted  # type: ignore[method-assign]
        return unit


@pytest.fixture
def units(open_unit: OpenUnit) -> Counting:
    return Counting(open_unit)


@pytest.fixture
def together(units: Counting) -> Together:
    return Together(units, InThreads(1, "test"))


def write(word: str) -> Callable[[UnitOfWork], str]:
    def work(unit: UnitOfWork) -> str:
        unit.tryit.add(ChatId("chat"), True, Reply(text(word)), NOON)
        if word == "bad":
            raise ValueError(word)
        return word

    return work


def lines(open_unit: OpenUnit) -> list[str]:
    with open_unit() as unit:
        return [line.reply.text.plain for line in unit.tryit.since(ChatId("chat"), 0)]


async def all_of(together: Together, *words: str) -> list[object]:
    return await asyncio.gather(*(together.do(write(word)) for word in words), return_exceptions=True)


async def test_each_is_told_what_it_returned_and_the_commit_is_shared(together: Together, units: Counting) -> None:
    words = [str(number) for number in range(MOST + 1)]
    assert await all_of(together, *words) == words
    assert units.commits == 2 and lines(units.open_unit) == words


async def test_what_comes_during_a_commit_goes_into_the_next(together: Together, units: Counting) -> None:
    first = asyncio.create_task(together.do(write("one")))
    await asyncio.sleep(0.001)
    await all_of(together, "two", "three")
    await first
    assert units.commits <= 2 and lines(units.open_unit) == ["one", "two", "three"]


async def test_a_work_that_fails_is_told_so_alone(together: Together, units: Counting) -> None:
    one, bad, two = await all_of(together, "one", "bad", "two")
    assert (one, two) == ("one", "two") and isinstance(bad, ValueError)
    assert sorted(lines(units.open_unit)) == ["one", "two"]


@pytest.mark.parametrize("error", [DatabaseAway("OperationalError"), OSError("nobody foresaw this")])
async def test_a_commit_that_fails_is_told_to_all_and_nothing_is_kept(
    together: Together, units: Counting, error: Exception
) -> None:
    """Nobody waits for ever for a work of which nobody knows any more."""
    units.at_commit = [error]
    assert await asyncio.wait_for(all_of(together, "one", "two"), 5) == [error, error]
    assert lines(units.open_unit) == []
    assert await all_of(together, "three") == ["three"]


async def test_a_database_that_is_away_is_told_to_all_at_once(units: Counting) -> None:
    def away() -> UnitOfWork:
        units.opened += 1
        raise DatabaseAway("OperationalError")

    together = Together(away, InThreads(1, "test"))
    assert [type(one) for one in await all_of(together, "one", "two", "three")] == [DatabaseAway] * 3
    assert units.opened == 1


async def test_who_stops_waiting_does_not_stop_the_others(together: Together, units: Counting) -> None:
    tasks = [asyncio.create_task(together.do(write(word))) for word in ("one", "two")]
    await asyncio.sleep(0)
    tasks[0].cancel()
    assert await tasks[1] == "two"
    assert lines(units.open_unit) == ["one", "two"]


async def test_threads_that_take_no_work_any_more_are_told_to_all(units: Counting) -> None:
    async def closed(work: object) -> None:
        raise RuntimeError("cannot schedule new futures after shutdown")

    together = Together(units, closed)  # type: ignore[arg-type]
    assert [type(one) for one in await all_of(together, "one", "two")] == [RuntimeError, RuntimeError]
