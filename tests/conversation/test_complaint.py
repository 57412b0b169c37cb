"""What does each step of a complaint write, say, take and let go of?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.i18n.voice import Voice
from bot.intake.draft import Draft, DraftFile
from bot.intake.drafts import UNDO_KEPT
from bot.intake.files import MAX_FILES
from bot.intake.questions import MAX_PROVINCE, Question
from bot.places import Corridor
from bot.screens import first, intake, topics
from tests.conftest import NOON
from tests.conversation.person import CORRIDOR, Person
from tests.conversations.conftest import House

PHOTO, VOICE = DraftFile("f" * 32, "photo", "image/jpeg", 10), DraftFile("a" * 32, "voice", "audio/ogg", 20)


def voice(person: Person) -> Voice:
    return Voice(person.house.means.phrases, person.language)


def asks(person: Person, question: Question) -> bool:
    """The last reply is this question of her draft."""
    draft = person.draft
    return draft is not None and person.replies[-1] == intake.question(voice(person), draft, question)


@pytest.mark.parametrize(
    ("press", "kind"),
    [
        ("complaint", None),
        ("complaint:passport_kept", "passport_kept"),
        ("complaint:hotlines", None),
    ],
)
def test_a_complaint_begins_with_consent_and_what_is_known(sokha: Person, press: str, kind: str | None) -> None:
    sokha.presses(press)
    assert asks(sokha, Question.CONSENT) and len(sokha.replies) == 1
    assert sokha.draft == Draft(sokha.draft.id, sokha.worker.id, kind=kind, country="th")


def test_an_open_complaint_goes_on_where_it_was(sokha: Person) -> None:
    draft = sokha.tells(Question.PROVINCE)
    sokha.presses("complaint:passport_kept")
    assert asks(sokha, Question.PROVINCE) and sokha.draft == draft


def test_a_new_complaint_leaves_the_case_that_was_being_answered(sokha: Person) -> None:
    case = sokha.files()
    sokha.presses(f"case:answer:{case.reference}", "complaint")
    assert sokha.slots == {}


def test_somebody_without_a_language_is_asked_for_it_first(house: House) -> None:
    person = Person(house).known(None)
    assert person.presses("complaint").replies == [first.languages(voice(person))]
    assert person.draft is None


@pytest.mark.parametrize("press", ["q:kind:other", "q:nothing:x", "edit:kind", "edit:nothing", "send:x", "q:"])
def test_a_button_of_a_complaint_that_is_gone_says_so(sokha: Person, press: str) -> None:
    assert sokha.presses(press).replies == [first.say(voice(sokha), "intake.none")]
    assert (sokha.draft, sokha.cases) == (None, [])


def test_an_answer_is_kept_and_the_next_question_asked(sokha: Person) -> None:
    sokha.tells(Question.CONSENT)
    sokha.presses("q:consent:yes")
    assert asks(sokha, Question.KIND) and len(sokha.replies) == 1
    sokha.presses("q:kind:other", "q:country:my").does(text="a town: near Kl")
    assert asks(sokha, Question.STORY)
    draft = sokha.draft
    assert draft is not None and (draft.kind, draft.country, draft.province) == ("other", "my", "a town: near Kl")


def test_a_bad_answer_changes_nothing_and_says_why(sokha: Person) -> None:
    draft = sokha.tells(Question.PROVINCE)
    sokha.does(text="x" * (MAX_PROVINCE + 1))
    assert sokha.told[0] == intake.problem(voice(sokha), "too_long").text
    assert asks(sokha, Question.PROVINCE) and len(sokha.replies) == 2 and sokha.draft == draft
    sokha.presses("q:nothing:x")
    assert sokha.told[0] == intake.problem(voice(sokha), "choose").text and asks(sokha, Question.PROVINCE)


def test_an_answer_to_an_earlier_question_changes_it(sokha: Person) -> None:
    sokha.tells(Question.STORY)
    sokha.presses("q:kind:passport_kept")
    assert asks(sokha, Question.STORY) and sokha.draft is not None and sokha.draft.kind == "passport_kept"


def test_a_story_grows_with_words_and_files(sokha: Person) -> None:
    sokha.tells(Question.STORY)
    sokha.does(text=" He took <b>all</b>: of it ")
    assert sokha.draft is not None and sokha.draft.story == ("He took <b>all</b>: of it",)
    assert sokha.replies == [intake.story_grows(voice(sokha), sokha.draft)]
    sokha.sends(PHOTO, VOICE, text="look")
    assert sokha.draft.story == ("He took <b>all</b>: of it", "look") and sokha.draft.files == (PHOTO, VOICE)
    assert sokha.replies == [intake.story_grows(voice(sokha), sokha.draft)]
    assert sokha.answered is not None and (sokha.answered.unused, sokha.answered.erase) == ([], [])
    sokha.sends(PHOTO)
    assert len(sokha.draft.story) == 2 and len(sokha.draft.files) == 3
    sokha.presses("q:story:")
    assert asks(sokha, Question.IDENTITY)


def test_a_file_that_could_not_be_taken_is_named_and_what_came_with_it_is_kept(sokha: Person) -> None:
    sokha.tells(Question.STORY)
    sokha.sends(PHOTO, text="look", problem="file_too_big")
    assert sokha.draft is not None and (sokha.draft.story, sokha.draft.files) == (("look",), (PHOTO,))
    problem = intake.problem(voice(sokha), "file_too_big")
    assert sokha.replies == [problem, intake.story_grows(voice(sokha), sokha.draft)]
    sokha.sends(problem="file_lost")
    assert sokha.replies[0] == intake.problem(voice(sokha), "file_lost") and len(sokha.replies) == 2
    assert sokha.draft.story == ("look",) and not sokha.draft.story_done


def test_a_file_at_another_question_is_kept_and_the_question_asked_again(sokha: Person) -> None:
    sokha.tells(Question.PROVINCE)
    sokha.sends(PHOTO)
    assert asks(sokha, Question.PROVINCE) and len(sokha.replies) == 1
    assert sokha.draft is not None and sokha.draft.files == (PHOTO,) and sokha.draft.province is None


@pytest.mark.parametrize(("had", "kept"), [(MAX_FILES, ()), (MAX_FILES - 1, (VOICE,))])
def test_of_too_many_files_those_that_fit_are_kept_and_the_words_always(
    sokha: Person, had: int, kept: tuple[DraftFile, ...]
) -> None:
    draft = sokha.tells(Question.STORY, files=(PHOTO,) * had)
    more = DraftFile("more", "photo", "image/jpeg", 10)
    sokha.sends(VOICE, more, text="and this")
    changed = replace(draft, files=(*draft.files, *kept), story=(*draft.story, "and this"))
    assert sokha.draft == changed
    too_many = intake.problem(voice(sokha), "too_many_files")
    assert sokha.replies == [too_many, intake.story_grows(voice(sokha), changed)]
    assert sokha.answered is not None
    assert list(sokha.answered.unused) == [one.file_id for one in (VOICE, more) if one not in kept]


def test_a_lost_file_and_words_that_are_no_answer_are_both_told(sokha: Person) -> None:
    sokha.tells(Question.KIND)
    sokha.sends(text="this is what they gave us", problem="file_lost")
    lost, press = intake.problem(voice(sokha), "file_lost"), sokha.replies[1]
    assert sokha.replies[0] == lost and press != lost and asks(sokha, Question.KIND) and len(sokha.replies) == 3


def test_a_file_is_kept_though_the_words_with_it_are_no_answer(sokha: Person) -> None:
    sokha.tells(Question.KIND)
    sokha.sends(PHOTO, text="this is what they gave us")
    assert asks(sokha, Question.KIND) and sokha.draft is not None and sokha.draft.files == (PHOTO,)
    assert sokha.answered is not None and sokha.answered.unused == []


@pytest.mark.parametrize(
    "question", [Question.KIND, Question.COUNTRY, Question.PROVINCE, Question.STORY, Question.IDENTITY]
)
def test_every_answer_can_be_changed_from_the_summary(sokha: Person, question: Question) -> None:
    sokha.tells(Question.SUMMARY)
    sokha.presses(f"edit:{question}")
    assert asks(sokha, question) and len(sokha.replies) == 1


def test_what_cannot_be_edited_says_so_and_changes_nothing(sokha: Person) -> None:
    draft = sokha.tells(Question.SUMMARY)
    sokha.presses("edit:consent")
    assert sokha.told[0] == intake.problem(voice(sokha), "not_editable").text
    assert asks(sokha, Question.SUMMARY) and sokha.draft == draft
    assert sokha.presses("edit:nothing").replies == [first.say(voice(sokha), "intake.none")]


@pytest.mark.parametrize(("urgent", "hours"), [(False, 72), (True, 24)])
def test_sending_makes_a_case_and_a_receipt_that_can_be_shown_again(sokha: Person, urgent: bool, hours: int) -> None:
    draft = sokha.tells(Question.SUMMARY, urgent=urgent, files=(PHOTO,))
    sokha.presses(f"send:{draft.id}")
    (case,) = sokha.cases
    assert sokha.replies == [intake.receipt(voice(sokha), case, hours)]
    assert (case.draft_id, case.narrative, case.name, case.province) == (draft.id, "He did not pay", "Sokha", "Tak")
    assert sokha.draft is None and sokha.answered is not None and sokha.answered.erase == []
    sokha.presses(f"send:{draft.id}")
    assert sokha.replies == [intake.receipt(voice(sokha), case, hours)] and sokha.cases == [case]


def test_what_is_not_finished_is_not_sent(sokha: Person) -> None:
    draft = sokha.tells(Question.IDENTITY)
    sokha.presses(f"send:{draft.id}")
    assert asks(sokha, Question.IDENTITY) and len(sokha.replies) == 1 and (sokha.cases, sokha.draft) == ([], draft)


def test_a_receipt_is_shown_to_nobody_else(sokha: Person, house: House) -> None:
    case = sokha.files()
    other = Person(house).known()
    assert other.presses(f"send:{case.draft_id}").replies == [first.say(voice(other), "intake.none")]
    other.tells(Question.SUMMARY)
    assert other.presses(f"send:{case.draft_id}").replies == [first.say(voice(other), "intake.none")]
    assert other.cases == []


def test_without_consent_nothing_is_kept_and_the_numbers_of_her_place_are_given(house: House) -> None:
    person = Person(house).known("km", Corridor("kh", "my"))
    person.tells(Question.CONSENT, files=(PHOTO, VOICE))
    person.presses("refuse")
    library = house.means.library_of()
    numbers = topics.answer(voice(person), library, "hotlines", Corridor("kh", "my"))
    assert person.replies == [first.say(voice(person), "intake.refused"), numbers]
    assert person.draft is None and person.answered is not None
    assert list(person.answered.erase) == [PHOTO.file_id, VOICE.file_id]


def test_cancelling_asks_first_and_then_puts_the_story_and_its_files_away(sokha: Person) -> None:
    draft = sokha.tells(Question.STORY, files=(PHOTO,))
    assert sokha.presses("cancel").replies == [intake.ask_cancel(voice(sokha))] and sokha.draft == draft
    assert sokha.buttons == ["cancel:yes", "complaint"]
    assert sokha.presses("cancel:yes").replies == [intake.cancelled(voice(sokha))]
    assert sokha.draft is None and sokha.answered is not None and list(sokha.answered.erase) == []
    assert "60" in str(sokha.told[0]) and "undo" in sokha.buttons


def test_what_was_cancelled_can_be_had_back_and_goes_on_where_it_was(sokha: Person) -> None:
    draft = sokha.tells(Question.STORY, files=(PHOTO,))
    sokha.presses("cancel:yes", "undo")
    assert sokha.draft == draft and asks(sokha, Question.STORY)
    assert sokha.presses("undo").draft == draft, "pressed again it changes nothing"


def test_after_an_hour_what_was_cancelled_is_gone(sokha: Person, house: House) -> None:
    draft = sokha.tells(Question.STORY, files=(PHOTO,))
    with house.open_unit() as unit:
        unit.drafts.cancel(sokha.worker.id, NOON - UNDO_KEPT)
        assert unit.drafts.cancelled(sokha.worker.id, NOON - timedelta(seconds=1)) == draft
        unit.commit()
    assert sokha.presses("undo").replies == [first.say(voice(sokha), "intake.none")] and sokha.draft is None


def test_a_new_complaint_lets_go_of_the_one_that_was_cancelled(sokha: Person) -> None:
    sokha.tells(Question.STORY, files=(PHOTO,))
    sokha.presses("cancel:yes", "complaint")
    assert sokha.answered is not None and list(sokha.answered.erase) == [PHOTO.file_id]
    draft = sokha.draft
    assert draft is not None and draft.story == ()
    assert sokha.presses("undo").draft == draft and asks(sokha, Question.CONSENT)


def test_cancelling_without_a_complaint_leaves_the_open_case_and_changes_nothing_in_it(sokha: Person) -> None:
    case = sokha.files()
    sokha.presses(f"case:answer:{case.reference}", "cancel")
    assert sokha.replies == [first.say(voice(sokha), "say.cancel")]
    assert (sokha.slots, sokha.cases) == ({}, [case])
    assert sokha.answered is not None and sokha.answered.erase == []


def test_the_corridor_of_a_complaint_is_where_she_is(sokha: Person) -> None:
    sokha.presses("complaint")
    assert sokha.draft is not None and sokha.draft.country == CORRIDOR.destination
