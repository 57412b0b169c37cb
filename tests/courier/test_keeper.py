"""Are the dead found, and nobody else?"""

from hypothesis import given
from hypothesis import strategies as st

from bot.courier.keeper import Keeper, Watch
from bot.mail.lanes import DEAD_AFTER_SECONDS, Owner
from bot.ports import OpenUnit
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
    moments = iter([0.0, 0.0, DEAD_AFTER_SECONDS + 1])
    watcher = Keeper(any_unit, InThreads(1, "a"), lambda: next(moments))
    slow = Keeper(any_unit, InThreads(1, "b"), lambda: 0.0)
    await watcher.begin()
    await slow.begin()
    watcher._beat()
    before = slow.owner
    watcher._beat()
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
