"""What is answered to a question, to a cry for help, and to what nobody can read?"""

from dataclasses import replace

import pytest

from bot.i18n.voice import Voice
from bot.intake.draft import DraftFile
from bot.intake.files import MAX_FILES
from bot.intake.questions import MAX_STORY, Question
from bot.messages import Reply
from bot.places import Corridor
from bot.ports import Fetched
from bot.screens import cases, first, intake, topics
from bot.understanding.intents import Parse
from tests.conversation.person import CORRIDOR, Person
from tests.conversations.conftest import House

PHOTO, VOICE = DraftFile("f" * 32, "photo", "image/jpeg", 10), DraftFile("a" * 32, "voice", "audio/ogg", 20)
DANGER = Parse((("hotlines", 0.4),), danger=True)
UNSURE = Parse((("unpaid_wages", 0.2), ("minimum_wage", 0.15), ("hotlines", 0.1), ("privacy", 0.05)))


def voice(person: Person) -> Voice:
    return Voice(person.house.means.phrases, person.language)


@pytest.mark.parametrize(
    ("language", "corridor"), [("en", CORRIDOR), ("km", CORRIDOR), ("en", Corridor("la", "my")), ("th", Corridor())]
)
def test_an_answer_is_of_her_topic_her_corridor_and_her_language(
    house: House, language: str, corridor: Corridor
) -> None:
    person = Person(house).known(language, corridor)
    library = house.means.library_of()
    for topic in ("unpaid_wages", "hotlines", "unpaid_wages"):
        wanted = [topics.answer(voice(person), library, topic, corridor)]
        assert person.presses(f"topic:{topic}").replies == wanted == person.means(topic).replies


def danger_screen(person: Person) -> Reply:
    return topics.danger(voice(person), person.house.means.library_of(), CORRIDOR, "Mae Sot")


def test_danger_shows_the_numbers_of_the_place_whose_staff_read_and_tells_nobody_by_itself(sokha: Person) -> None:
    for said in (sokha.does(DANGER, text="help"), sokha.presses("topic:emergency"), sokha.means("emergency")):
        assert said.replies == [danger_screen(sokha)]
    assert (sokha.draft, sokha.cases, sokha.slots) == (None, [], {})


def test_without_a_route_the_numbers_come_all_the_same(sokha: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.rows.routes.RouteRows.all", lambda rows: [])
    sokha.does(DANGER, text="help")
    assert sokha.told[0].plain.startswith(sokha.phrase("danger.first").plain) and sokha.buttons == ["menu"]


def test_a_cry_within_a_story_joins_it_and_makes_it_urgent(sokha: Person) -> None:
    draft = sokha.tells(Question.STORY, story=("He beats us",))
    sokha.does(DANGER, text=" he will kill <me> ")
    kept = replace(draft, urgent=True, story=("He beats us", "he will kill <me>"))
    assert sokha.draft == kept
    assert sokha.replies == [
        danger_screen(sokha),
        intake.story_grows(voice(sokha), kept),
    ]
    assert sokha.buttons[-2:] == ["q:story:", "cancel"], "she can go on"


def test_the_danger_screen_before_the_first_word_of_a_story_asks_for_the_story(sokha: Person) -> None:
    draft = sokha.tells(Question.STORY)
    sokha.presses("topic:emergency")
    assert sokha.replies[1:] == [intake.question(voice(sokha), replace(draft, urgent=True), Question.STORY)]


def test_a_photo_with_a_cry_joins_the_story(sokha: Person) -> None:
    sokha.tells(Question.STORY)
    sokha.does(DANGER, Fetched((PHOTO, VOICE)), text="help")
    assert sokha.draft is not None and (sokha.draft.files, sokha.draft.story) == ((PHOTO, VOICE), ("help",))
    assert sokha.answered is not None and sokha.answered.unused == []


@pytest.mark.parametrize("question", [one for one in Question if one is not Question.STORY])
def test_a_cry_at_another_question_joins_the_story_makes_it_urgent_and_asks_again(
    sokha: Person, question: Question
) -> None:
    draft = sokha.tells(question)
    sokha.does(DANGER, text="he is beating me")
    kept = replace(draft, urgent=True, story=(*draft.story, "he is beating me"))
    assert sokha.draft == kept and len(sokha.replies) == 2
    assert sokha.replies[1] == intake.question(voice(sokha), kept, question)
    sokha.presses("topic:emergency")
    assert sokha.draft == kept


def test_a_number_after_a_cry_means_the_buttons_of_the_last_message(sokha: Person) -> None:
    draft = sokha.tells(Question.SUMMARY)
    sokha.does(DANGER, text="help").does(text="1")
    assert [case.draft_id for case in sokha.cases] == [draft.id]
    draft = sokha.tells(Question.SUMMARY)
    sokha.does(DANGER, text="help").does(text="3")
    assert len(sokha.cases) == 1 and sokha.draft is not None and sokha.draft.country is None


@pytest.mark.parametrize("question", [Question.KIND, Question.STORY])
def test_with_a_cry_the_file_is_kept_at_any_question_and_what_became_of_it_is_told(
    sokha: Person, question: Question
) -> None:
    sokha.tells(question)
    sokha.does(DANGER, Fetched((PHOTO,)), text="help")
    assert sokha.draft is not None and sokha.draft.files == (PHOTO,) and len(sokha.replies) == 2
    sokha.does(DANGER, Fetched((), "file_lost"), text="help")
    assert sokha.replies[1] == intake.problem(voice(sokha), "file_lost") and len(sokha.replies) == 3


@pytest.mark.parametrize("telling", [False, True])
def test_a_cry_to_staff_joins_the_case_and_the_numbers_come_first(sokha: Person, telling: bool) -> None:
    code = sokha.files().reference
    if telling:
        sokha.tells(Question.STORY)
    sokha.presses(f"case:answer:{code}").does(DANGER, Fetched((PHOTO,)), text="he has a knife, I am at 12 Soi 4")
    assert sokha.replies[0] == danger_screen(sokha)
    assert sokha.replies[1:] == [cases.words_joined(voice(sokha), code)]
    assert sokha.lines(code) == ["he has a knife, I am at 12 Soi 4"]
    assert sokha.answered is not None and sokha.answered.unused == []
    assert sokha.draft is None or not sokha.draft.story


def test_a_pressed_cry_adds_nothing_to_the_case(sokha: Person) -> None:
    code = sokha.files().reference
    sokha.presses(f"case:answer:{code}", "topic:emergency")
    assert sokha.lines(code) == [] and len(sokha.replies) == 1


def test_a_cry_at_the_summary_shows_what_she_told(sokha: Person) -> None:
    draft = sokha.tells(Question.SUMMARY)
    sokha.does(DANGER, text="help")
    kept = replace(draft, urgent=True, story=(*draft.story, "help"))
    assert sokha.replies[1] == intake.question(voice(sokha), kept, Question.SUMMARY)


def test_a_pressed_cry_adds_no_words_to_the_story(sokha: Person) -> None:
    draft = sokha.tells(Question.STORY)
    sokha.presses("topic:emergency")
    assert sokha.draft == replace(draft, urgent=True)


def test_a_story_that_is_full_is_urgent_all_the_same(sokha: Person) -> None:
    full = sokha.tells(Question.STORY, story=("x" * MAX_STORY,))
    sokha.does(DANGER, text="help")
    assert sokha.draft == replace(full, urgent=True) and len(sokha.replies) == 3
    assert sokha.replies[1] == intake.problem(voice(sokha), "too_long"), "she is told"
    sokha.tells(Question.STORY, files=(PHOTO,) * (MAX_FILES - 1))
    sokha.does(DANGER, Fetched((VOICE, PHOTO)), text="help")
    assert sokha.draft is not None and sokha.draft.urgent and len(sokha.draft.files) == MAX_FILES
    assert sokha.answered is not None and list(sokha.answered.unused) == [PHOTO.file_id]


def test_when_unsure_three_are_offered_and_the_miss_is_counted(sokha: Person) -> None:
    offered = topics.offer(voice(sokha), ("unpaid_wages", "minimum_wage", "hotlines"))
    assert sokha.does(UNSURE, text="words").replies == [offered] and sokha.slots == {"misses": 1}
    assert sokha.does(UNSURE, text="words").replies == [offered] and sokha.slots == {"misses": 2}
    assert sokha.does(UNSURE, text="words").replies == [topics.fallback(voice(sokha))] and sokha.slots == {}
    assert sokha.does(UNSURE, text="words").replies == [offered] and sokha.slots == {"misses": 1}
    sokha.presses("menu")
    assert sokha.slots == {}


def test_small_talk_a_person_and_privacy_are_a_sentence_each(sokha: Person) -> None:
    for intent in ("thanks", "goodbye", "deny", "bot_identity", "out_of_scope"):
        assert sokha.means(intent).replies == [first.say(voice(sokha), f"say.{intent}")]
    assert sokha.presses("privacy").replies == [first.say(voice(sokha), "privacy.text")]
    person = topics.person(voice(sokha), sokha.house.means.library_of(), CORRIDOR)
    assert sokha.presses("person").replies == [person]


@pytest.mark.parametrize(
    ("what", "phrase"),
    [({"unsupported": "sticker"}, "text"), ({"text": " "}, "text"), ({"text": ""}, "text")],
)
def test_what_cannot_be_read_is_answered_kindly(sokha: Person, house: House, what: dict[str, str], phrase: str) -> None:
    assert sokha.does(**what).replies == [first.say(voice(sokha), f"unsupported.{phrase}")]  # type: ignore[arg-type]
    stranger = Person(house)
    assert stranger.does(**what, language_hint="vi").replies == [
        first.languages(Voice(house.means.phrases, "vi"), "vi")
    ]  # type: ignore[arg-type]


def test_a_stranger_who_is_not_understood_is_asked_for_her_language_and_the_miss_is_not_lost(house: House) -> None:
    stranger = Person(house)
    said = stranger.does(UNSURE, text="words", language_hint="vi").replies
    assert said == [first.languages(Voice(house.means.phrases, "vi"), "vi")]


def test_who_cries_hears_why_something_of_it_is_not_kept_for_staff(sokha: Person) -> None:
    sokha.does(DANGER, Fetched((), "file_too_big"), text="help")
    assert sokha.replies[:2] == [danger_screen(sokha), intake.problem(voice(sokha), "file_too_big")]
    sokha.does(DANGER, text="x" * MAX_STORY)
    assert sokha.replies == [danger_screen(sokha), intake.problem(voice(sokha), "too_long")]


def test_the_staff_who_read_are_those_of_the_country_of_her_complaint(
    sokha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sokha.house.open_unit() as unit:
        routes = [replace(one, destination="my") for one in unit.routes.all()]
    monkeypatch.setattr("bot.storage.rows.routes.RouteRows.all", lambda rows: routes)
    sokha.tells(Question.PROVINCE, country="my")
    sokha.does(DANGER, text="help")
    assert "Mae Sot" in str(sokha.told[0]) and "urgent" in sokha.buttons
