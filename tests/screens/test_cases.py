"""Does she read how her complaints stand, and is nothing offered that is not to be had?"""

from dataclasses import replace

import pytest

from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status
from bot.i18n.phrasebook import Phrasebook
from bot.i18n.voice import Voice
from bot.kinds import Reference
from bot.messages import Reply
from bot.screens import cases
from tests.conftest import NOON
from tests.screens.test_news import CASE, CLOSED, CODE


@pytest.fixture
def voice(phrases: Phrasebook) -> Voice:
    return Voice(phrases, "en")


def presses(reply: Reply) -> list[str]:
    return [choice.press for row in reply.rows for choice in row]


@pytest.mark.parametrize("status", Status)
def test_only_an_open_case_can_be_withdrawn(voice: Voice, status: Status) -> None:
    shown = presses(cases.status(voice, [replace(CASE, status=status)]))
    withdraw = [f"case:withdraw:{CODE}"] if status not in (Status.CLOSED, Status.WITHDRAWN) else []
    assert shown == [f"case:answer:{CODE}", *withdraw, "menu"]


def test_the_newest_two_have_buttons_and_the_newest_five_are_told(voice: Voice) -> None:
    hers = [replace(CASE, reference=Reference(f"KW-0000-000{number}")) for number in range(7)]
    reply = cases.status(voice, hers)
    assert [one.reference in reply.text.plain for one in hers] == [True] * 5 + [False] * 2
    assert [press for press in presses(reply) if "answer" in press] == [
        f"case:answer:{one.reference}" for one in hers[:2]
    ]


def test_somebody_without_a_case_is_led_to_the_complaint(voice: Voice) -> None:
    assert presses(cases.status(voice, [])) == ["complaint", "menu"]


def test_what_staff_noted_of_a_remedy_is_said_as_they_typed_it(voice: Voice) -> None:
    typed = "her &lt;passport&gt; & <b>letter</b>"
    closed = replace(CLOSED, remedy=Remedy(RemedyKind.OTHER, note=typed))
    told = cases.status(voice, [closed]).text
    assert typed in told.plain
    assert all(typed not in told.plain[mark.start : mark.start + mark.length] for mark in told.marks)


def test_a_new_case_that_was_answered_is_in_work_and_one_that_was_not_is_new(voice: Voice) -> None:
    new = replace(CASE, status=Status.NEW, owner_id=None)
    waits, answered = replace(new, due_at=NOON), replace(new, due_at=None)
    assert cases.standing(voice, answered) == cases.standing(voice, replace(answered, status=Status.ACCEPTED))
    assert cases.standing(voice, waits) != cases.standing(voice, replace(waits, status=Status.ACCEPTED))


def test_an_open_case_says_nothing_of_a_result(voice: Voice) -> None:
    told = cases.standing(voice, replace(CASE, remedy=CLOSED.remedy)).plain
    assert "12000" not in told and "Result" not in told


def test_a_case_opened_again_still_says_what_came_of_it(voice: Voice) -> None:
    told = cases.standing(voice, replace(CLOSED, status=Status.ACCEPTED, outcome=Outcome.PARTLY_SOLVED)).plain
    assert "Result: partly solved" in told and "12000 THB" in told
