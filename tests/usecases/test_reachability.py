"""Is whom the bot can reach written down, for her, for the centre, and for what is on its way?"""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.mail.outbox import Address
from bot.messages import ChatId, Reply
from bot.ports import OpenUnit
from bot.staff.centres import Centre
from bot.text import text
from bot.usecases import reachability
from bot.workers import Worker, WorkerId
from tests.conftest import NOON

HER = Worker(WorkerId("w" * 32), "telegram", ChatId("7"), "km")
GROUP, NEW = ChatId("-5"), ChatId("-1005")


@pytest.fixture
def unit_of(any_unit: OpenUnit) -> OpenUnit:
    """A worker, and three centres of which two share a group."""
    with any_unit() as unit:
        unit.workers.save(HER, NOON)
        for name, group in (("Bangkok", GROUP), ("Chiang Mai", GROUP), ("Hat Yai", ChatId("-6"))):
            unit.centres.add(name, "th", group)
        unit.commit()
    return any_unit


def centres(unit_of: OpenUnit) -> Sequence[Centre]:
    with unit_of() as unit:
        return unit.centres.all()


def reachable(unit_of: OpenUnit) -> bool:
    with unit_of() as unit:
        return unit.workers.get(HER.id).reachable


def test_she_blocks_the_bot_and_comes_back(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        reachability.worker_blocked(unit, "telegram", HER.chat, NOON)
        unit.commit()
    assert not reachable(unit_of)
    with unit_of() as unit:
        reachability.worker_back(unit, "telegram", HER.chat, NOON)
        unit.commit()
    assert reachable(unit_of)


def test_a_stranger_who_blocks_the_bot_leaves_no_trace(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        reachability.worker_blocked(unit, "telegram", ChatId("8"), NOON)
        assert unit.workers.of_chat("telegram", ChatId("8")) is None


def test_a_lost_group_is_kept_with_the_first_moment_until_it_is_back(unit_of: OpenUnit) -> None:
    later = NOON.replace(hour=15)
    with unit_of() as unit:
        reachability.group_lost(unit, GROUP, NOON)
        reachability.group_lost(unit, GROUP, later)
        unit.commit()
    assert [one.group_lost_at for one in centres(unit_of)] == [NOON, NOON, None]
    with unit_of() as unit:
        reachability.group_back(unit, GROUP)
        unit.commit()
    assert [(one.group_chat, one.group_lost_at) for one in centres(unit_of)] == [
        (GROUP, None),
        (GROUP, None),
        ("-6", None),
    ]


def test_a_group_is_followed_to_its_new_number_with_what_is_on_its_way(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        row = unit.outbox.add(Address("telegram", GROUP), Reply(text("a new complaint")), NOON)
        reachability.group_moved(unit, "telegram", GROUP, NEW)
        unit.commit()
        assert [one.id for one in unit.outbox.queued(Address("telegram", NEW))] == [row.id]
        assert unit.outbox.queued(Address("telegram", GROUP)) == []
    assert [one.group_chat for one in centres(unit_of)] == [NEW, NEW, "-6"]


def test_an_attempt_that_reached_nobody_closes_what_is_on_its_way(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        for to in (Address("telegram", HER.chat, HER.id), Address("telegram", GROUP)):
            unit.outbox.add(to, Reply(text("hello")), NOON)
            reachability.not_reached(unit, to, "Unreachable", NOON)
        unit.commit()
        assert unit.outbox.counts() == {"unreachable": 2} and unit.outbox.missed(HER.id) == 1
        assert {one.error for one in unit.outbox.troubles()} == {"Unreachable"}
        assert unit.outbox.lost(NOON - timedelta(minutes=1)) == 1 and unit.outbox.lost(NOON) == 0
    assert not reachable(unit_of)
    assert [one.group_lost_at for one in centres(unit_of)] == [NOON, NOON, None]


def test_she_who_was_not_reached_is_asked_when_she_is_back_and_who_is_forgotten_leaves_no_trace(
    unit_of: OpenUnit,
) -> None:
    with unit_of() as unit:
        reachability.not_reached(unit, Address("telegram", HER.chat, HER.id), "Unreachable", NOON)
        reachability.not_reached(unit, Address("telegram", ChatId("8"), WorkerId("gone")), "Unreachable", NOON)
        unit.commit()
        assert unit.memory.load(HER.id) == {"missed": True} and unit.memory.load(WorkerId("gone")) == {}
