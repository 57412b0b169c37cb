"""What is asked first, what does a change of language or country keep, and where does the way lead back to?"""

from dataclasses import replace

import pytest

from bot.i18n.voice import Voice
from bot.intake.questions import Question
from bot.places import Corridor
from bot.screens import first, intake, topics
from tests.conversation.person import CORRIDOR, Person
from tests.conversations.conftest import House


@pytest.fixture
def stranger(house: House) -> Person:
    return Person(house)


def voice(person: Person, language: str = "en") -> Voice:
    return Voice(person.house.means.phrases, language)


def test_a_stranger_is_asked_for_her_language_then_for_both_countries(stranger: Person) -> None:
    assert stranger.does(start="").replies == [first.languages(voice(stranger))]
    assert stranger.presses("lang:en").replies == [first.origins(voice(stranger))]
    assert stranger.presses("from:kh").replies == [first.destinations(voice(stranger))]
    assert stranger.presses("to:th").replies == [first.menu(voice(stranger), CORRIDOR)]
    assert (stranger.worker.language, stranger.worker.corridor) == ("en", CORRIDOR)


def test_the_language_she_seems_to_read_stands_first(stranger: Person) -> None:
    assert stranger.does(start="", language_hint="vi-VN").replies == [first.languages(voice(stranger, "vi"), "vi")]
    for press in ("menu", "complaint", "lang:xx"):
        said = stranger.does(press=press, language_hint="vi").replies
        assert said == [first.languages(voice(stranger, "vi"), "vi")], press
    assert stranger.means("greet", "ជំរាបសួរ", language_hint="en").replies == [
        first.languages(voice(stranger, "km"), "km")
    ]


@pytest.mark.parametrize(
    ("link", "language", "corridor"),
    [
        ("km_la-my", "km", Corridor("la", "my")),
        ("km", "km", CORRIDOR),
        ("la-my", "en", Corridor("la", "my")),
        ("la-", "en", Corridor("la", "th")),
        ("-my", "en", Corridor("kh", "my")),
        ("nonsense", "en", CORRIDOR),
        ("", "en", CORRIDOR),
    ],
)
def test_a_link_sets_what_it_says_and_keeps_the_rest(
    sokha: Person, link: str, language: str, corridor: Corridor
) -> None:
    assert sokha.does(start=link).replies == [first.menu(voice(sokha, language), corridor)]
    assert (sokha.worker.language, sokha.worker.corridor) == (language, corridor)


@pytest.mark.parametrize(
    ("press", "language", "corridor"),
    [
        ("lang:km", "km", CORRIDOR),
        ("lang:xx", "en", CORRIDOR),
        ("from:la", "en", Corridor("la", "th")),
        ("from:th", "en", Corridor("other", "th")),
        ("to:my", "en", Corridor("kh", "my")),
        ("to:kh", "en", Corridor("kh", "other")),
    ],
)
def test_a_choice_changes_itself_alone(sokha: Person, press: str, language: str, corridor: Corridor) -> None:
    assert sokha.presses(press).replies == [first.menu(voice(sokha, language), corridor)]
    assert (sokha.worker.language, sokha.worker.corridor) == (language, corridor)


def test_changing_the_country_asks_for_both_ends_and_changing_the_language_for_it(sokha: Person) -> None:
    assert sokha.presses("corridor").replies == [first.origins(voice(sokha))]
    assert (sokha.worker.corridor, sokha.worker.language) == (CORRIDOR, "en")
    assert sokha.presses("from:la").replies == [first.destinations(voice(sokha))]
    assert sokha.worker.corridor == Corridor("la", "th")
    assert sokha.presses("to:my").replies == [first.menu(voice(sokha), Corridor("la", "my"))]
    assert (sokha.worker.corridor, sokha.slots) == (Corridor("la", "my"), {})
    assert sokha.presses("language").replies == [first.languages(voice(sokha))]
    assert sokha.worker.language == "en"


@pytest.mark.parametrize("press", ["lang:km", "from:la", "to:th", "menu"])
def test_an_open_complaint_is_what_comes_next(sokha: Person, press: str) -> None:
    draft = sokha.tells(Question.KIND)
    said = sokha.presses(press).replies
    assert said == [intake.question(voice(sokha, sokha.worker.language or ""), draft, Question.KIND)]
    assert sokha.draft == draft


def test_who_leaves_the_choice_of_countries_keeps_the_old_ones(sokha: Person) -> None:
    sokha.presses("corridor", "menu")
    assert (sokha.worker.corridor, sokha.slots) == (CORRIDOR, {})
    assert sokha.presses("from:la").replies == [first.menu(voice(sokha), Corridor("la", "th"))]


def test_a_complaint_that_is_being_told_moves_along_only_when_she_says_so(sokha: Person) -> None:
    draft = sokha.tells(Question.STORY)
    sokha.presses("corridor", "from:kh", "to:my")
    assert sokha.replies == [intake.ask_move(voice(sokha), "th", "my")] and sokha.draft == draft
    assert sokha.buttons == ["q:country:th", "q:country:my"]
    sokha.presses("q:country:my")
    assert sokha.draft == replace(draft, country="my")
    assert sokha.replies == [intake.question(voice(sokha), sokha.draft, Question.STORY)]


def test_whoever_stays_where_she_is_is_not_asked_where_her_complaint_happened(sokha: Person) -> None:
    draft = sokha.tells(Question.STORY)
    sokha.presses("corridor", "from:la", "to:th")
    assert sokha.replies == [intake.question(voice(sokha), draft, Question.STORY)]


def test_whoever_has_not_said_where_she_comes_from_is_asked_that_before_the_place_of_her_complaint(
    stranger: Person,
) -> None:
    stranger.known(corridor=Corridor(None, None)).tells(Question.STORY)
    assert stranger.presses("to:my").replies == [first.origins(voice(stranger))]


def test_another_language_in_the_midst_of_choosing_countries_leads_back_to_the_menu(sokha: Person) -> None:
    sokha.presses("corridor", "language", "lang:km")
    assert sokha.replies == [first.menu(voice(sokha, "km"), CORRIDOR)]


def test_the_menu_leaves_a_case_that_was_being_answered(sokha: Person) -> None:
    case = sokha.files()
    sokha.presses(f"case:answer:{case.reference}")
    assert sokha.slots == {"case": case.reference, "answering": True}
    assert sokha.presses("menu").replies == [first.menu(voice(sokha), CORRIDOR)]
    assert sokha.slots == {}


def test_a_greeting_is_returned_with_the_menu(sokha: Person) -> None:
    assert sokha.means("greet").replies == [first.greeting(voice(sokha), CORRIDOR)]
    assert sokha.slots == {}


@pytest.mark.parametrize("corridor", [Corridor(None, "th"), Corridor("kh", None)])
def test_a_greeting_of_somebody_whose_country_is_not_known_is_a_question(house: House, corridor: Corridor) -> None:
    person = Person(house).known("en", corridor)
    wanted = first.origins(voice(person)) if corridor.origin is None else first.destinations(voice(person))
    assert person.means("greet").replies == [wanted]


def test_a_language_chosen_at_the_summary_shows_what_she_told(sokha: Person) -> None:
    draft = sokha.tells(Question.SUMMARY)
    sokha.presses("lang:th")
    assert sokha.replies == [intake.question(voice(sokha).within("th"), draft, Question.SUMMARY)]


def test_what_a_stranger_asked_is_answered_once_when_it_can_be(stranger: Person) -> None:
    assert stranger.means("unpaid_wages").replies == [first.languages(voice(stranger))]
    assert stranger.slots == {"asked": "unpaid_wages"}
    stranger.presses("lang:en", "from:kh")
    assert stranger.slots == {"asked": "unpaid_wages"}
    library = stranger.house.means.library_of()
    assert stranger.presses("to:th").replies == [topics.answer(voice(stranger), library, "unpaid_wages", CORRIDOR)]
    assert stranger.slots == {}
    assert stranger.presses("menu").replies == [first.menu(voice(stranger), CORRIDOR)]


def test_what_was_no_topic_is_not_remembered(stranger: Person) -> None:
    stranger.means("make_complaint")
    assert stranger.slots == {}
    stranger.means("unpaid_wages", confidence=0.3)
    assert stranger.slots == {}
