"""Does news say what is true when it is delivered, to the worker and to the group, and nothing else?"""

from dataclasses import replace

import pytest

from bot.answers.library import read_folder
from bot.cases.case import Case
from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status
from bot.house import CONTENT
from bot.i18n.phrasebook import Phrasebook
from bot.i18n.voice import Voice
from bot.kinds import Reference
from bot.mail.news import News
from bot.places import DESTINATIONS, ORIGINS, Corridor
from bot.screens import news
from bot.workers import WorkerId
from tests.conftest import NOON

CODE = Reference("KW-2345-6789")
CASE = Case(
    reference=CODE,
    draft_id="d",
    worker_id=WorkerId("w"),
    kind="unpaid_wages",
    corridor=Corridor("kh", "th"),
    province="Rayong",
    language="km",
    urgency="urgent",
    narrative="a story",
    name="Sok",
    filed_at=NOON,
    due_at=NOON,
    centre_id=1,
)
CLOSED = replace(
    CASE,
    status=Status.CLOSED,
    outcome=Outcome.SOLVED,
    closed_at=NOON,
    remedy=Remedy(RemedyKind.MONEY, "12000", "THB"),
)


@pytest.fixture
def voice(phrases: Phrasebook) -> Voice:
    return Voice(phrases, "en")


def test_words_of_staff_are_said_as_they_wrote_them(voice: Voice) -> None:
    reply = news.news(voice, CASE, News("staff_wrote", CODE, "pay < 10 & <b>you</b>"))
    assert "pay < 10 & <b>you</b>" in reply.text.plain and CODE in reply.text.plain
    assert [mark.kind for mark in reply.text.marks] == ["bold"]
    assert [choice.press for row in reply.rows for choice in row] == [f"case:answer:{CODE}", "menu"]


@pytest.mark.parametrize("kind", ["became_accepted", "became_waiting", "became_referred"])
def test_a_step_is_said_in_her_language(phrases: Phrasebook, kind: str) -> None:
    for language in phrases.languages:
        reply = news.news(Voice(phrases, language), CASE, News(kind, CODE))  # type: ignore[arg-type]
        assert reply.text == phrases.say(language, f"case.{kind}", code=CODE)


def test_closing_says_outcome_and_remedy(voice: Voice) -> None:
    said = news.news(voice, CLOSED, News("closed", CODE)).text.plain
    assert "Result: solved" in said and "You got: 12000 THB" in said
    other = replace(CLOSED, remedy=Remedy(RemedyKind.OTHER, note="<i>a letter</i>"))
    assert "You got: <i>a letter</i>" in news.news(voice, other, News("closed", CODE)).text.plain
    nothing = replace(CLOSED, outcome=Outcome.NOT_SOLVED, remedy=Remedy())
    assert "You got" not in news.news(voice, nothing, News("closed", CODE)).text.plain


def test_what_was_opened_again_is_not_said_to_be_closed(voice: Voice) -> None:
    said = news.news(voice, replace(CLOSED, status=Status.ACCEPTED), News("closed", CODE)).text.plain
    assert "closed" not in said and "is working on it" in said and "12000 THB" in said


def test_of_a_case_that_is_gone_nothing_is_told(voice: Voice) -> None:
    reply = news.news(voice, None, News("staff_wrote", CODE, "secret"))
    assert "secret" not in reply.text.plain and [one.press for row in reply.rows for one in row] == ["menu"]


def test_a_group_reads_neither_story_nor_name(voice: Voice) -> None:
    reply = news.alert(voice, CASE, News("filed", CODE), "https://kawan.example/cases/x")
    assert reply.text.plain == f"New complaint {CODE}: Wages not paid or too low, URGENT. https://kawan.example/cases/x"
    assert not reply.text.marks and not reply.rows


def test_the_numbers_of_every_place_are_plain_lines(phrases: Phrasebook) -> None:
    library = read_folder(CONTENT, phrases)
    for language in phrases.languages:
        for origin in (*ORIGINS, None):
            for destination in (*DESTINATIONS, None):
                reply = news.numbers(Voice(phrases, language), library, Corridor(origin, destination))
                assert not reply.text.marks and not reply.rows
                assert all(any(one.isdigit() for one in line) for line in reply.text.plain.splitlines())
                assert reply.text.plain and len(reply.text.plain) < 1_500
    thai = news.numbers(Voice(phrases, "en"), library, Corridor("kh", "th"))
    assert thai.text.plain.splitlines()[0].endswith(": 191")
