"""Does the outbox keep, give back and close its messages, on both databases? And do lanes change hands without a gap?"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from bot.kinds import Reference
from bot.mail.inbox import KEY_KEPT
from bot.mail.lanes import Owner
from bot.mail.news import News
from bot.mail.outbox import MISSED_KEPT, Address, Attempt, Delivery, DeliveryState, Form
from bot.messages import ChatId, Choice, Reply
from bot.ports import OpenUnit, UnitOfWork
from bot.storage.unit import SqlUnitOfWork
from bot.text import bold, text
from bot.workers import WorkerId
from tests.conftest import NOON

HER = Address("telegram", ChatId("700123"), WorkerId("w" * 32))
GROUP = Address("telegram", ChatId("-500"))
ME, OTHER = Owner("me"), Owner("other")
NEWS = News("staff_wrote", Reference("KW-2222-3333"), "Come on Monday")
HELLO = Reply(bold("Hello"), ((Choice("Menu", "menu"),),))


def added(any_unit: OpenUnit, *contents: Reply | News, to: Address = HER) -> list[Delivery]:
    with any_unit() as unit:
        rows = [unit.outbox.add(to, content, NOON) for content in contents]
        unit.commit()
    return rows


def stored(any_unit: OpenUnit, column: str) -> list[object]:
    with any_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        return list(unit.connection.scalars(sql(f"SELECT {column} FROM outbox ORDER BY id")))


def recorded(any_unit: OpenUnit, *attempts: Attempt) -> None:
    with any_unit() as unit:
        unit.outbox.record(attempts, NOON)
        unit.commit()


def queued(any_unit: OpenUnit, to: Address = HER) -> list[Delivery]:
    with any_unit() as unit:
        return list(unit.outbox.queued(to))


def test_what_is_queued_comes_back_as_it_was_in_its_order(any_unit: OpenUnit) -> None:
    first, second = added(any_unit, HELLO, NEWS)
    assert queued(any_unit) == [first, second]
    assert (first.content, second.content, first.to) == (HELLO, NEWS, HER)
    assert b"Hello" not in stored(any_unit, "content_sealed")[0]  # type: ignore[operator]


def test_a_reply_to_one_update_is_kept_once(any_unit: OpenUnit) -> None:
    with pytest.raises(Exception, match="IntegrityError|UniqueViolation|UNIQUE"), any_unit() as unit:
        for _ in range(2):
            unit.outbox.add(HER, HELLO, NOON, cause=(7, 0))


def test_what_was_sent_keeps_no_words_and_is_not_recorded_twice(any_unit: OpenUnit) -> None:
    (row,) = added(any_unit, HELLO)
    recorded(any_unit, Attempt(row, DeliveryState.SENT), Attempt(row, DeliveryState.FAILED, error="Late"))
    assert (stored(any_unit, "state"), stored(any_unit, "error")) == (["sent"], [None])
    assert (stored(any_unit, "content_sealed"), queued(any_unit)) == ([None], [])


def test_a_wait_is_kept_and_hides_the_chat_until_it_ends(any_unit: OpenUnit) -> None:
    first, _ = added(any_unit, HELLO, HELLO)
    later = NOON + timedelta(seconds=30)
    recorded(any_unit, Attempt(first, DeliveryState.QUEUED, Form.PLAIN, later, "SendLater"))
    (again, _) = queued(any_unit)
    assert (again.tries, again.form, again.not_before) == (1, Form.PLAIN, later)
    with any_unit() as unit:
        assert unit.outbox.waiting(["telegram"], NOON) == []
        assert unit.outbox.waiting(["telegram"], later) == [HER]
        assert unit.outbox.waiting(["web"], later) == []


def test_an_answer_to_danger_goes_before_what_waits_and_is_due_though_that_is_not(any_unit: OpenUnit) -> None:
    first, second = added(any_unit, HELLO, NEWS)
    recorded(any_unit, Attempt(first, DeliveryState.QUEUED, not_before=NOON + timedelta(hours=1)))
    with any_unit() as unit:
        assert unit.outbox.waiting(["telegram"], NOON) == []
        numbers = unit.outbox.add(HER, HELLO, NOON, (7, 0), urgent=True)
        more = unit.outbox.add(HER, HELLO, NOON, (7, 1), urgent=True)
        unit.commit()
    assert numbers.urgent and not first.urgent
    assert [row.id for row in queued(any_unit)] == [numbers.id, more.id, first.id, second.id]
    assert [row.urgent for row in queued(any_unit)] == [True, True, False, False]
    with any_unit() as unit:
        assert unit.outbox.waiting(["telegram"], NOON) == [HER]


def test_who_waits_longest_is_found_first_when_more_wait_than_are_asked_for(any_unit: OpenUnit) -> None:
    for to in (HER, GROUP, replace(HER, chat=ChatId("700124"))):
        added(any_unit, HELLO, to=to)
    with any_unit() as unit:
        assert unit.outbox.waiting(["telegram"], NOON, limit=2) == [HER, GROUP]


def test_who_is_in_danger_is_found_before_all_who_wait_longer_when_more_wait_than_are_asked_for(
    any_unit: OpenUnit,
) -> None:
    for to in (GROUP, replace(HER, chat=ChatId("700124"))):
        added(any_unit, HELLO, to=to)
    with any_unit() as unit:
        unit.outbox.add(HER, HELLO, NOON, (7, 0), urgent=True)
        unit.commit()
    with any_unit() as unit:
        assert unit.outbox.waiting(["telegram"], NOON, limit=2) == [HER, GROUP]


def test_what_is_left_of_a_long_message_takes_its_place(any_unit: OpenUnit) -> None:
    row, _ = added(any_unit, NEWS, HELLO)
    recorded(any_unit, Attempt(row, DeliveryState.QUEUED, rest=Reply(text("and more"))))
    rest, _ = queued(any_unit)
    assert (rest.id, rest.content, rest.tries) == (row.id, Reply(text("and more")), 0)


def test_a_lane_that_is_held_hides_its_chat_from_others_only(any_unit: OpenUnit) -> None:
    added(any_unit, HELLO)
    with any_unit() as unit:
        assert unit.lanes.take("out", "telegram", HER.chat, ME)
        assert not unit.lanes.take("out", "telegram", HER.chat, OTHER)
        assert unit.outbox.waiting(["telegram"], NOON) == []
        assert unit.outbox.waiting(["telegram"], NOON, own=OTHER) == []
        assert unit.outbox.waiting(["telegram"], NOON, own=ME) == [HER]


def test_a_worker_who_is_away_keeps_her_messages_a_group_does_not(any_unit: OpenUnit) -> None:
    added(any_unit, HELLO, NEWS)
    added(any_unit, HELLO, to=GROUP)
    with any_unit() as unit:
        for to in (HER, GROUP):
            unit.outbox.lose(to, "Unreachable", NOON)
        unit.commit()
        assert (unit.outbox.missed(WorkerId("w" * 32)), unit.outbox.counts()) == (2, {"unreachable": 3})
    assert [sealed is None for sealed in stored(any_unit, "content_sealed")] == [False, False, True]


def test_what_she_missed_is_sent_again_in_its_order_or_erased(any_unit: OpenUnit) -> None:
    first, second = added(any_unit, HELLO, NEWS)
    with any_unit() as unit:
        unit.outbox.lose(HER, "Unreachable", NOON)
        assert unit.outbox.send_missed(WorkerId("w" * 32)) == 2
        assert [one.id for one in unit.outbox.queued(HER)] == [first.id, second.id]
        unit.outbox.lose(HER, "Unreachable", NOON)
        unit.outbox.drop_missed(WorkerId("w" * 32))
        unit.commit()
        assert unit.outbox.missed(WorkerId("w" * 32)) == 0
    assert stored(any_unit, "content_sealed") == [None, None]


def test_what_was_missed_for_too_long_is_erased(any_unit: OpenUnit) -> None:
    added(any_unit, HELLO)
    with any_unit() as unit:
        unit.outbox.lose(HER, "Unreachable", NOON)
        assert unit.outbox.clean(NOON + MISSED_KEPT) == 0
        assert unit.outbox.clean(NOON + MISSED_KEPT + timedelta(seconds=1)) == 1
        assert unit.outbox.missed(WorkerId("w" * 32)) == 0


@pytest.mark.parametrize("state", [DeliveryState.REFUSED, DeliveryState.FAILED, DeliveryState.UNREACHABLE])
def test_of_what_did_not_arrive_no_chat_stays_for_ever(any_unit: OpenUnit, state: DeliveryState) -> None:
    (reply,) = added(any_unit, HELLO)
    with any_unit() as unit:
        staffs = unit.outbox.add(HER, NEWS, NOON, message_id=7)
        unit.commit()
    recorded(any_unit, Attempt(reply, state, error="Why"), Attempt(staffs, state, error="Why"))
    with any_unit() as unit:
        unit.outbox.clean(NOON + MISSED_KEPT)
        unit.commit()
    assert len(stored(any_unit, "chat_trace")) == 2
    with any_unit() as unit:
        assert unit.outbox.clean(NOON + MISSED_KEPT + timedelta(seconds=1)) == 2
        assert unit.outbox.states([7]) == {7: state}
        unit.commit()
    assert (stored(any_unit, "chat_trace"), stored(any_unit, "chat_sealed")) == ([""], [b""])
    assert stored(any_unit, "content_sealed") == [None]


def test_messages_follow_a_group_to_its_new_number(any_unit: OpenUnit) -> None:
    rows = added(any_unit, HELLO, NEWS, to=GROUP)
    new = Address("telegram", ChatId("-100500"))
    with any_unit() as unit:
        unit.outbox.move(GROUP, new.chat)
        unit.commit()
    assert queued(any_unit, GROUP) == []
    assert [(one.id, one.to) for one in queued(any_unit, new)] == [(row.id, new) for row in rows]


def test_troubles_name_what_did_not_arrive_as_meant_and_no_words(any_unit: OpenUnit) -> None:
    sent, plain, refused, news, alert = added(any_unit, HELLO, HELLO, HELLO, NEWS, NEWS)
    recorded(
        any_unit,
        Attempt(sent, DeliveryState.SENT),
        Attempt(plain, DeliveryState.SENT, Form.PLAIN, error="Rejected"),
        Attempt(refused, DeliveryState.REFUSED, Form.NUMBERS, error="Rejected"),
        Attempt(news, DeliveryState.FAILED, error="SendLater"),
    )
    with any_unit() as unit:
        troubles = unit.outbox.troubles()
    assert [(one.id, one.state, one.form, one.news) for one in troubles] == [
        (news.id, DeliveryState.FAILED, Form.WHOLE, "staff_wrote"),
        (refused.id, DeliveryState.REFUSED, Form.NUMBERS, None),
        (plain.id, DeliveryState.SENT, Form.PLAIN, None),
    ]
    assert troubles[0].reference == NEWS.reference and not troubles[0].group
    assert "Monday" not in repr(troubles) and HER.chat not in repr(troubles)
    assert alert in queued(any_unit)


def test_a_row_that_cannot_be_opened_fails_alone(any_unit: OpenUnit) -> None:
    bad, good = added(any_unit, HELLO, NEWS)
    with any_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        unit.connection.execute(sql(f"UPDATE outbox SET content_sealed = chat_sealed WHERE id = {bad.id}"))
        assert list(unit.outbox.queued(HER)) == [good]
        assert unit.outbox.counts() == {"failed": 1, "queued": 1}


def meanwhile(work: Callable[[], None]) -> threading.Thread:
    """The work begins, and waits where the database makes it wait."""
    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.15)
    return thread


def test_who_gives_a_lane_back_sees_a_message_that_is_just_being_added(any_unit: OpenUnit) -> None:
    found: list[Delivery] = []

    def give_back() -> None:
        with any_unit() as unit:
            unit.lanes.release("out", "telegram", HER.chat, ME)
            found.extend(unit.outbox.queued(HER))
            unit.commit()

    with any_unit() as unit:
        unit.lanes.take("out", "telegram", HER.chat, ME)
        unit.commit()
    with any_unit() as unit:
        row = unit.outbox.add(HER, HELLO, NOON)
        assert not unit.lanes.take("out", "telegram", HER.chat, OTHER)
        holder = meanwhile(give_back)
        unit.commit()
    holder.join(10)
    assert found == [row]


def test_who_adds_a_message_while_a_lane_is_given_back_gets_the_lane(any_unit: OpenUnit) -> None:
    taken: list[bool] = []

    def add() -> None:
        with any_unit() as unit:
            unit.outbox.add(HER, HELLO, NOON)
            taken.append(unit.lanes.take("out", "telegram", HER.chat, OTHER))
            unit.commit()

    with any_unit() as unit:
        unit.lanes.take("out", "telegram", HER.chat, ME)
        unit.commit()
    with any_unit() as unit:
        unit.lanes.release("out", "telegram", HER.chat, ME)
        adder = meanwhile(add)
        assert unit.outbox.queued(HER) == []
        unit.commit()
    adder.join(10)
    assert taken == [True]


def test_only_one_of_many_takes_a_lane(any_unit: OpenUnit) -> None:
    taken: list[str] = []

    def take(name: str) -> None:
        with any_unit() as unit:
            if unit.lanes.take("out", "telegram", HER.chat, Owner(name)):
                taken.append(name)
            unit.commit()

    threads = [threading.Thread(target=take, args=(str(n),)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(taken) == 1


def test_a_lane_is_given_back_by_its_holder_only(any_unit: OpenUnit) -> None:
    def holds(unit: UnitOfWork, owner: Owner) -> bool:
        return unit.lanes.take("out", "telegram", HER.chat, owner)

    with any_unit() as unit:
        assert holds(unit, ME) and holds(unit, ME)
        unit.lanes.release("out", "telegram", HER.chat, OTHER)
        assert not holds(unit, OTHER)
        unit.lanes.release("out", "telegram", HER.chat, ME)
        assert holds(unit, OTHER)


def test_words_that_reached_nobody_are_kept_for_a_worker_alone(any_unit: OpenUnit) -> None:
    """An alert to a group that is gone is erased: staff see the case."""
    (hers,), (theirs,) = added(any_unit, HELLO), added(any_unit, NEWS, to=GROUP)
    recorded(any_unit, *(Attempt(one, DeliveryState.UNREACHABLE, error="Unreachable") for one in (hers, theirs)))
    assert stored(any_unit, "state") == ["unreachable", "unreachable"]
    assert [sealed is None for sealed in stored(any_unit, "content_sealed")] == [False, True]


def test_what_became_of_staffs_words_is_told_for_as_long_as_the_case_and_replies_go(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        written, reply = unit.outbox.add(HER, NEWS, NOON, message_id=41), unit.outbox.add(HER, HELLO, NOON)
        unit.outbox.record([Attempt(one, DeliveryState.SENT) for one in (written, reply)], NOON)
        unit.outbox.clean(NOON + KEY_KEPT)
        assert unit.outbox.counts() == {"sent": 2}
        unit.outbox.clean(NOON + KEY_KEPT + timedelta(seconds=1))
        assert (unit.outbox.counts(), unit.outbox.states([41])) == ({"sent": 1}, {41: DeliveryState.SENT})


def test_of_two_deliveries_of_one_message_the_later_counts(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        first, second = (unit.outbox.add(HER, NEWS, NOON, message_id=41) for _ in range(2))
        unit.outbox.record([Attempt(second, DeliveryState.SENT), Attempt(first, DeliveryState.FAILED)], NOON)
        assert unit.outbox.states([41]) == {41: DeliveryState.SENT}


def test_a_chat_that_is_being_answered_does_not_wait_to_be_sent_to(any_unit: OpenUnit) -> None:
    added(any_unit, NEWS)
    with any_unit() as unit:
        assert unit.lanes.take("in", "telegram", HER.chat, OTHER)
        assert unit.outbox.waiting(["telegram"], NOON) == [HER]


def test_what_she_missed_has_all_its_tries_again(any_unit: OpenUnit) -> None:
    (row,) = added(any_unit, HELLO)
    recorded(any_unit, *[Attempt(replace(row, tries=28), DeliveryState.QUEUED, not_before=NOON, error="SendLater")])
    with any_unit() as unit:
        unit.outbox.lose(HER, "Unreachable", NOON)
        unit.outbox.send_missed(WorkerId("w" * 32))
        assert [(one.tries, one.not_before) for one in unit.outbox.queued(HER)] == [(0, None)]
        assert unit.outbox.counts() == {"queued": 1}


def test_a_worker_who_blocked_the_bot_is_no_trouble_of_the_administrators_a_lost_group_is(any_unit: OpenUnit) -> None:
    for to in (HER, GROUP):
        added(any_unit, NEWS, to=to)
    with any_unit() as unit:
        unit.outbox.lose(HER, "Unreachable", NOON)
        assert unit.outbox.lost() == 0
        unit.outbox.lose(GROUP, "Unreachable", NOON)
        assert (unit.outbox.lost(), unit.outbox.lost(NOON - timedelta(seconds=1)), unit.outbox.lost(NOON)) == (1, 1, 0)
