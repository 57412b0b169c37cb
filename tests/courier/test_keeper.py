"""Are the dead found, and nobody else?"""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from bot.courier.keeper import Keeper, Watch
from bot.errors import DatabaseAway
from bot.mail.lanes import DEAD_AFTER_SECONDS, Owner
from bot.ports import OpenUnit, UnitOfWork
from tests.in_threads import InThreads

A, B = Owner("a"), Owner("b")


def test_a_count_that_stands_still_long_enough_is_a_dead_process() -> None:
    watch = Watch()
    assert watch.dead({A: 5, B: 5}, 0) == []
    assert watch.dead({A: 5, B: 6}, DEAD_AFTER_SECONDS - 0.1) == []
    assert watch.dead({A: 5, B: 7}, DEAD_AFTER_SECONDS) == [A]


def test_who_comes_back_after_being_gone_is_watched_anew() -> None:
    watch = Watch()
    watch.dead({A: 5}, 0)
    watch.dead({}, 1)
    assert watch.dead({A: 5}, DEAD_AFTER_SECONDS) == []


@given(st.lists(st.floats(0.1, DEAD_AFTER_SECONDS - 0.2), max_size=30))
def test_who_beats_often_enough_is_never_buried(pauses: list[float]) -> None:
    watch, now = Watch(), 0.0
    for count, pause in enumerate(pauses):
        now += pause
        assert watch.dead({A: count}, now) == []


async def test_a_process_that_was_taken_for_dead_takes_another_name(any_unit: OpenUnit) -> None:
    moments = iter([0.0, *(float(second) for second in range(8))])
    watcher = Keeper(any_unit, InThreads(1, "a"), lambda: next(moments))
    slow = Keeper(any_unit, InThreads(1, "b"), lambda: 0.0)
    await watcher.begin()
    await slow.begin()
    before = slow.owner
    for _ in range(int(DEAD_AFTER_SECONDS) + 1):
        watcher._beat()
    with any_unit() as unit:
        assert set(unit.lanes.beats()) == {watcher.owner}
    slow._beat()
    assert slow.owner != before
    with any_unit() as unit:
        assert set(unit.lanes.beats()) == {watcher.owner, slow.owner}


async def test_a_process_that_ends_gives_everything_back(any_unit: OpenUnit) -> None:
    keeper = Keeper(any_unit, InThreads(1, "a"))
    await keeper.begin()
    await keeper.stop()
    with any_unit() as unit:
        assert unit.lanes.beats() == {}


async def test_who_was_held_up_itself_takes_nobody_for_dead(any_unit: OpenUnit) -> None:
    """Commits failed for a while, or the machine slept: then it watches anew."""
    now = [0.0]
    watcher = Keeper(any_unit, InThreads(1, "a"), lambda: now[0])
    other = Keeper(any_unit, InThreads(1, "b"), lambda: 0.0)
    await watcher.begin()
    await other.begin()
    watcher._beat()
    now[0] = DEAD_AFTER_SECONDS * 5
    watcher._beat()
    with any_unit() as unit:
        assert set(unit.lanes.beats()) == {watcher.owner, other.owner}


async def test_nobody_buries_itself_when_its_beats_are_not_kept(any_unit: OpenUnit) -> None:
    """A disk that is full for seconds: the count that it wrote is undone, and stands still."""
    now, full = [0.0], [False]

    class Full:
        def __enter__(self) -> UnitOfWork:
            self.unit = any_unit()
            entered = self.unit.__enter__()
            if full[0]:
                entered.commit = self._fail  # type: ignore[method-assign]
            return entered

        def __exit__(self, *exc: object) -> None:
            self.unit.__exit__(*exc)

        def _fail(self) -> None:
            raise DatabaseAway("full")

    keeper = Keeper(Full, InThreads(1, "a"), lambda: now[0])  # type: ignore[arg-type]
    await keeper.begin()
    owner = keeper.owner
    for second in range(12):
        now[0], full[0] = float(second), 2 <= second <= 8
        with suppress(DatabaseAway):
            keeper._beat()
    assert keeper.owner == owner
