"""Does the inbox keep each update once, sealed, until it was dealt with, on both databases?"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.errors import Overtaken
from bot.mail.inbox import ASIDE_KEPT, KEY_KEPT, Arrival, Stored
from bot.mail.lanes import Owner
from bot.messages import ChatId
from bot.ports import OpenUnit
from tests.conftest import NOON

CHAT = ChatId("700123")
ME, OTHER = Owner("me"), Owner("other")


def arrival(number: int, words: str = "hello", chat: ChatId | None = CHAT, bot: int = 1) -> Arrival:
    return Arrival("telegram", chat, f"telegram:{bot}:{number}", {"update_id": number, "text": words})


def stored(unit: Any, one: Arrival) -> Stored:
    row = unit.inbox.store(one, NOON)
    assert row is not None
    return row  # type: ignore[no-any-return]


def test_the_same_update_twice_is_stored_once(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        stored(unit, arrival(1))
        assert unit.inbox.store(arrival(1), NOON) is None
        assert unit.inbox.counts() == {"open": 1}


def test_an_id_that_began_anew_and_another_bots_are_no_repeats(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        stored(unit, arrival(1))
        stored(unit, arrival(1, "other words"))
        stored(unit, arrival(1, bot=2))
        assert unit.inbox.counts() == {"open": 3}


def test_a_repeat_is_known_after_it_was_dealt_with_for_as_long_as_keys_are_kept(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.inbox.done([stored(unit, arrival(1)).id], NOON)
        assert unit.inbox.store(arrival(1), NOON) is None
        assert unit.inbox.clean(NOON + KEY_KEPT) == 0
        assert unit.inbox.store(arrival(1), NOON) is None
        assert unit.inbox.clean(NOON + KEY_KEPT + timedelta(seconds=1)) == 1
        stored(unit, arrival(1))


def test_what_was_dealt_with_keeps_no_words(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.inbox.done([stored(unit, arrival(1)).id], NOON)
        assert list(unit.connection.scalars(text("SELECT body_sealed FROM inbox"))) == [None]  # type: ignore[attr-defined]


def test_words_that_no_database_takes_are_stored_all_the_same(any_unit: OpenUnit) -> None:
    words = "half a pair \ud800 and a zero \x00"
    with any_unit() as unit:
        stored(unit, arrival(1, words))
        unit.commit()
    with any_unit() as unit:
        assert unit.inbox.open_of("telegram", CHAT)[0].body["text"] == words


def test_updates_of_a_chat_come_in_their_order(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        rows = [stored(unit, arrival(number)) for number in (3, 1, 2)]
        stored(unit, arrival(4, chat=ChatId("another")))
        assert unit.inbox.open_of("telegram", CHAT) == rows
        assert unit.inbox.open_of("telegram", CHAT, limit=2) == rows[:2]


def test_done_twice_is_refused_as_a_whole(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        first, second = stored(unit, arrival(1)), stored(unit, arrival(2))
        unit.inbox.done([first.id], NOON)
        with pytest.raises(Overtaken):
            unit.inbox.done([first.id, second.id], NOON)
        with pytest.raises(Overtaken):
            unit.inbox.give_up(first.id, "Died", NOON)


def test_what_is_newer_is_not_done_before_what_is_older(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        first, second, third = (stored(unit, arrival(number)) for number in (1, 2, 3))
        for refused in ([second.id], [second.id, third.id]):
            with pytest.raises(Overtaken):
                unit.inbox.done(refused, NOON)
        with pytest.raises(Overtaken):
            unit.inbox.give_up(second.id, "Died", NOON)
        unit.inbox.done([first.id], NOON)
        unit.inbox.done([second.id, third.id], NOON)
        assert unit.inbox.counts() == {"done": 3}


def test_an_update_of_nobody_is_set_aside_and_counted_by_kind(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        for number in (1, 2):
            one = Arrival("telegram", None, f"telegram:1:{number}", [number], kind="list")
            assert unit.inbox.store(one, NOON + timedelta(hours=number)) is None
        unreadable = Arrival("telegram", CHAT, "telegram:1:3", {}, unreadable="KeyError")
        assert unit.inbox.store(unreadable, NOON) is None
        listed = {(one.kind, one.error): (one.count, one.last_at - one.first_at) for one in unit.inbox.aside()}
    assert listed == {("list", "NoChat"): (2, timedelta(hours=1)), ("message", "KeyError"): (1, timedelta(0))}


def test_what_was_set_aside_loses_its_content_after_a_day_and_stays_listed(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.inbox.set_aside(stored(unit, arrival(1)).id, "KeyError", NOON)
        unit.inbox.clean(NOON + ASIDE_KEPT)
        assert unit.connection.scalar(text("SELECT body_sealed FROM inbox")) is not None  # type: ignore[attr-defined]
        unit.inbox.clean(NOON + ASIDE_KEPT + timedelta(seconds=1))
        assert unit.connection.scalar(text("SELECT body_sealed FROM inbox")) is None  # type: ignore[attr-defined]
        assert len(unit.inbox.aside()) == 1


def test_a_row_that_no_key_opens_is_set_aside_and_its_neighbours_go_on(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        bad, good = stored(unit, arrival(1)), stored(unit, arrival(2))
        unit.connection.execute(text("UPDATE inbox SET body_sealed = :x WHERE id = :id"), {"x": b"x", "id": bad.id})  # type: ignore[attr-defined]
        unit.commit()
    with any_unit() as unit:
        assert unit.inbox.open_of("telegram", CHAT) == [good]
        assert [one.count for one in unit.inbox.aside()] == [1]


def test_only_chats_whose_lane_is_free_wait_for_somebody(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        for number, chat in enumerate(("a", "b", "c")):
            stored(unit, arrival(number, chat=ChatId(chat)))
        unit.lanes.take("in", "telegram", ChatId("b"), OTHER)
        assert unit.inbox.waiting(["telegram", "web"]) == [("telegram", "a"), ("telegram", "c")]
        assert unit.inbox.waiting(["web"]) == []
        assert unit.inbox.waiting(["telegram"], limit=1) == [("telegram", "a")]


def test_failed_attempts_are_counted_and_giving_up_names_only_the_class(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        row = stored(unit, arrival(1))
        assert [unit.inbox.failed(row.id), unit.inbox.failed(row.id)] == [1, 2]
        assert unit.inbox.open_of("telegram", CHAT)[0].tries == 2
        unit.inbox.give_up(row.id, "RuntimeError", NOON)
        assert [(one.error, one.count) for one in unit.inbox.aside()] == [("RuntimeError", 1)]


def test_forgetting_a_chat_erases_what_was_set_aside_of_it(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.inbox.set_aside(stored(unit, arrival(1)).id, "KeyError", NOON)
        still_open = stored(unit, arrival(2))
        unit.inbox.forget_chat("telegram", CHAT)
        assert unit.connection.scalar(text("SELECT body_sealed FROM inbox WHERE id = 1")) is None  # type: ignore[attr-defined]
        assert unit.inbox.open_of("telegram", CHAT) == [still_open]


def test_an_id_is_never_given_twice(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        first = stored(unit, arrival(1))
        unit.inbox.done([first.id], NOON)
        unit.inbox.clean(NOON + KEY_KEPT * 2)
        assert stored(unit, arrival(1)).id > first.id


def test_what_the_first_version_stored_is_known_as_a_repeat(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        columns = "key, digest, channel, kind, state, tries, deaths, received_at"
        values = "'telegram:6', '', 'telegram', 'incoming', 'done', 0, 0, '2026-11-02 12:00:00'"
        unit.connection.execute(text(f"INSERT INTO inbox ({columns}) VALUES ({values})"))  # type: ignore[attr-defined]
        assert unit.inbox.store(arrival(6), NOON) is None
        stored(unit, arrival(7))


def test_what_was_dealt_with_is_not_set_aside_by_who_comes_late(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        row = stored(unit, arrival(1))
        unit.inbox.done([row.id], NOON)
        unit.inbox.set_aside(row.id, "KeyError", NOON)
        assert (unit.inbox.counts(), unit.inbox.aside(), unit.inbox.unread()) == ({"done": 1}, [], 0)


def test_a_chat_that_is_being_sent_to_does_not_wait_to_be_answered(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        stored(unit, arrival(1))
        assert unit.lanes.take("out", "telegram", CHAT, OTHER)
        assert unit.inbox.waiting(["telegram"]) == [("telegram", CHAT)]


def test_what_was_set_aside_stays_listed_for_a_month(any_unit: OpenUnit) -> None:
    """An administrator who was away for a week still learns what could not be read."""
    month = timedelta(days=30)
    with any_unit() as unit:
        unit.inbox.set_aside(stored(unit, arrival(1)).id, "KeyError", NOON)
        unit.inbox.give_up(stored(unit, arrival(2)).id, "RuntimeError", NOON)
        assert unit.inbox.clean(NOON + month) == 0 and len(unit.inbox.aside()) == 2
        assert unit.inbox.clean(NOON + month + timedelta(seconds=1)) == 2 and not unit.inbox.aside()
