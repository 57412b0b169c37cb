"""Does each button do what is written on it, and does a screen say what will be done?

A press is carried out whatever its button says: two that are mixed up withdraw a complaint, or drop what she missed.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.answers.library import Library, read_folder
from bot.house import CONTENT
from bot.i18n.phrasebook import Phrasebook
from bot.i18n.voice import Voice
from bot.intake.draft import Draft
from bot.intake.questions import Question
from bot.messages import Reply
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor
from bot.screens import cases, first, intake, missed, topics
from bot.workers import WorkerId
from tests.screens.test_news import CASE, CODE

CORRIDOR = Corridor("kh", "th")
DRAFT = Draft("d" * 32, WorkerId("w" * 32), kind="unpaid_wages", country="th", story=("He did not pay",))
ASKED: dict[str, Callable[[Voice], Reply]] = {
    "missed": lambda voice: missed.offer(voice, 2),
    "withdraw": lambda voice: cases.ask_withdraw(voice, CODE),
    "delete": cases.ask_delete,
    "consent": lambda voice: intake.question(voice, DRAFT, Question.CONSENT),
    "name": lambda voice: intake.question(voice, DRAFT, Question.IDENTITY),
    "send": lambda voice: intake.summary(voice, DRAFT),
}


@pytest.fixture(scope="module")
def library(phrases: Phrasebook) -> Library:
    return read_folder(CONTENT, phrases)


def written(reply: Reply) -> dict[str, str]:
    """What each button says, by what it does."""
    return {choice.press: choice.label for row in reply.rows for choice in row}


@pytest.mark.parametrize(
    ("screen", "meant"),
    [
        ("missed", {"missed:show": "button.missed_show", "missed:drop": "button.missed_drop"}),
        ("withdraw", {f"case:withdrawn:{CODE}": "button.withdraw_yes", "menu": "button.keep"}),
        ("delete", {"delete:yes": "button.delete_yes", "menu": "button.keep"}),
        ("consent", {"q:consent:yes": "button.agree", "refuse": "button.refuse", "cancel": "button.cancel"}),
        ("name", {"q:identity:anonymous": "identity.anonymous", "q:identity:named": "identity.named"}),
        ("send", {f"send:{DRAFT.id}": "button.send", "cancel": "button.cancel"}),
    ],
)
def test_each_button_does_what_it_says_in_every_language(
    phrases: Phrasebook, screen: str, meant: dict[str, str]
) -> None:
    for language in phrases.languages:
        found = written(ASKED[screen](Voice(phrases, language)))
        for press, key in meant.items():
            assert found.get(press) == phrases.word(language, key), (language, press)


def test_who_was_helped_and_who_was_not_are_told_apart(phrases: Phrasebook, library: Library) -> None:
    found = written(topics.answer(Voice(phrases, "en"), library, "unpaid_wages", CORRIDOR))
    assert found["helpful"] == phrases.word("en", "button.helpful")
    assert found["not_helpful"] == phrases.word("en", "button.not_helpful")


def test_the_emergency_stands_first_in_the_menu(phrases: Phrasebook) -> None:
    shown = first.menu(Voice(phrases, "en"), CORRIDOR)
    assert [one.press for one in shown.rows[0]] == ["topic:emergency"]
    assert list(written(shown)).count("topic:emergency") == 1


def test_a_summary_shows_the_beginning_of_a_long_story_and_says_that_it_goes_on(phrases: Phrasebook) -> None:
    """Whole, it would be cut by Telegram, and the button that sends it would stand under another message."""
    told = Draft(DRAFT.id, DRAFT.worker_id, kind="unpaid_wages", country="th", story=("x" * 5_000,))
    said = intake.summary(Voice(phrases, "en"), told).text.plain
    assert "x" * intake.SHOWN_STORY + " …" in said and len(said) < 4_096


def test_a_summary_says_under_which_name_it_will_be_sent(phrases: Phrasebook) -> None:
    voice = Voice(phrases, "en")
    named, nameless = (intake.summary(voice, replace(DRAFT, name=name)).text.plain for name in ("Sok", None))
    assert "Sok" in named and phrases.word("en", "identity.anonymous") not in named
    assert phrases.word("en", "identity.anonymous") in nameless


def test_a_receipt_promises_an_answer_within_the_hours_that_staff_have(phrases: Phrasebook) -> None:
    for language in phrases.languages:
        receipt = intake.receipt(Voice(phrases, language), CASE, 72).text
        kind = phrases.word(language, f"kind.{CASE.kind}")
        told = {"code": CODE, "kind": kind, "story": CASE.narrative, "hours": 72}
        assert receipt == phrases.say(language, "intake.receipt", **told), language


def test_wherever_she_comes_from_and_goes_to_there_is_a_button_for_it(phrases: Phrasebook) -> None:
    voice = Voice(phrases, "en")
    assert list(written(first.origins(voice))) == [f"from:{code}" for code in (*ORIGINS, OTHER)]
    assert list(written(first.destinations(voice))) == [f"to:{code}" for code in (*DESTINATIONS, OTHER)]
