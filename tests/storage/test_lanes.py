"""Does one process at a time hold a chat, and are the lanes of a dead one free, on both databases?"""

import threading

from bot.mail.inbox import Arrival
from bot.mail.lanes import Owner
from bot.messages import ChatId
from bot.ports import OpenUnit
from tests.conftest import NOON

CHAT = ChatId("700123")
ME, OTHER = Owner("me"), Owner("other")


def take(any_unit: OpenUnit, owner: Owner, chat: ChatId = CHAT) -> bool:
    with any_unit() as unit:
        taken = unit.lanes.take("in", "telegram", chat, owner)
        unit.commit()
    return taken


def test_a_lane_is_held_by_one_until_it_is_given_back(any_unit: OpenUnit) -> None:
    assert take(any_unit, ME) and take(any_unit, ME) and not take(any_unit, OTHER)
    with any_unit() as unit:
        unit.lanes.release("in", "telegram", CHAT, OTHER)
        assert not unit.lanes.take("in", "telegram", CHAT, OTHER), "only the holder gives it back"
        unit.lanes.release("in", "telegram", CHAT, ME)
        unit.commit()
    assert take(any_unit, OTHER)


def test_the_two_ways_of_a_chat_and_other_channels_are_lanes_of_their_own(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        assert unit.lanes.take("in", "telegram", CHAT, ME)
        assert unit.lanes.take("out", "telegram", CHAT, OTHER)
        assert unit.lanes.take("in", "web", CHAT, OTHER)


def test_of_many_who_take_a_lane_at_once_one_gets_it(any_unit: OpenUnit) -> None:
    got: list[str] = []
    threads = [
        threading.Thread(target=lambda name=name: got.append(name) if take(any_unit, Owner(name)) else None)
        for name in "abcdefgh"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1


def test_beats_count_up_and_a_process_that_was_buried_is_told(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.lanes.begin(ME)
        assert unit.lanes.beat(ME) and unit.lanes.beat(ME)
        assert unit.lanes.beats() == {ME: 2}
        unit.lanes.bury(ME)
        assert not unit.lanes.beat(ME) and unit.lanes.beats() == {}


def test_a_lane_whose_owner_never_beat_stands_still_too(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.lanes.take("in", "telegram", CHAT, OTHER)
        assert unit.lanes.beats() == {OTHER: -1}


def test_burying_frees_the_lanes_and_counts_the_update_in_hand(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        for number in (1, 2):
            unit.inbox.store(Arrival("telegram", CHAT, f"k{number}", {"n": number}), NOON)
        unit.lanes.begin(OTHER)
        unit.lanes.take("in", "telegram", CHAT, OTHER)
        unit.lanes.bury(OTHER)
        assert unit.lanes.take("in", "telegram", CHAT, ME)
        assert [(one.tries, one.deaths) for one in unit.inbox.open_of("telegram", CHAT)] == [(0, 1), (0, 0)]


def test_leaving_frees_the_lanes_and_counts_nothing(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.inbox.store(Arrival("telegram", CHAT, "k", {}), NOON)
        unit.lanes.begin(OTHER)
        unit.lanes.take("in", "telegram", CHAT, OTHER)
        unit.lanes.leave(OTHER)
        assert unit.lanes.take("in", "telegram", CHAT, ME)
        assert [(one.tries, one.deaths) for one in unit.inbox.open_of("telegram", CHAT)] == [(0, 0)]
