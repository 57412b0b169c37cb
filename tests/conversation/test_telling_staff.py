"""Does one tap tell staff, with the words that caused it, once, and only when she taps?"""

from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from bot.audit import AuditEntry
from bot.cases.case import Case
from bot.cases.states import Status
from bot.i18n.voice import Voice
from bot.intake.draft import DraftFile
from bot.intake.drafts import UNDO_KEPT
from bot.intake.files import MAX_CASE_FILES
from bot.intake.questions import Question
from bot.kinds import Urgency
from bot.mail.news import News
from bot.mail.outbox import Address
from bot.messages import ChatId, Incoming, Reply
from bot.places import Corridor
from bot.ports import Fetched
from bot.screens import cases, first, intake
from bot.understanding.intents import Parse
from tests.conftest import NOON
from tests.conversation.person import CORRIDOR, Person
from tests.conversations.conftest import House

PHOTO, VOICE = DraftFile("f" * 32, "photo", "image/jpeg", 10), DraftFile("a" * 32, "voice", "audio/ogg", 20)
DANGER = Parse((("hotlines", 0.4),), danger=True)
GROUP = Address("telegram", ChatId("-100500"))


def voice(person: Person) -> Voice:
    return Voice(person.house.means.phrases, person.language)


def only(person: Person) -> Case:
    (case,) = person.cases
    return case


def told(person: Person, case: Case) -> Reply:
    numbers = person.house.means.library_of().numbers(CORRIDOR, person.language)
    return intake.staff_told(voice(person), case, "Mae Sot", numbers, undo=True)


def alerts(person: Person, case: Case) -> int:
    with person.house.open_unit() as unit:
        return [one.content for one in unit.outbox.queued(GROUP, 500)].count(News("filed", case.reference))


def test_one_tap_opens_an_urgent_case_with_the_words_and_files_that_caused_it(sokha: Person) -> None:
    sokha.does(DANGER, Fetched((PHOTO,)), text="he has a knife, I am at 12 Soi 4")
    assert sokha.cases == [] and sokha.answered is not None and sokha.answered.unused == []
    assert "urgent" in sokha.buttons and "Mae Sot" in str(sokha.told[0])
    sokha.presses("urgent")
    case = only(sokha)
    assert (case.urgency, case.narrative, case.status) == (
        Urgency.URGENT,
        "he has a knife, I am at 12 Soi 4",
        Status.NEW,
    )
    assert (case.corridor, case.due_at) == (CORRIDOR, NOON + timedelta(hours=24))
    assert sokha.replies == [told(sokha, case)] and alerts(sokha, case) == 1
    with sokha.house.open_unit() as unit:
        assert [file.file_id for file in unit.cases.files(case.reference)] == [PHOTO.file_id]
        assert [entry.action for entry in unit.audit.of_case(case.reference)] == ["filed", "cried"]
    assert sokha.draft is None and str(case.reference) in str(sokha.told[0])


def test_who_taps_without_a_word_asked_for_help(sokha: Person) -> None:
    sokha.presses("topic:emergency", "urgent")
    assert only(sokha).narrative == sokha.phrase("danger.asked_for_help").plain


def test_what_she_writes_next_joins_it_and_a_second_tap_makes_no_second_case(sokha: Person) -> None:
    sokha.does(DANGER, text="help").presses("urgent")
    case = only(sokha)
    sokha.does(text="I am in room 12")
    assert sokha.replies == [cases.words_joined(voice(sokha), case.reference)]
    sokha.presses("menu").does(DANGER, Fetched((VOICE,)), text="he is back").presses("urgent")
    assert only(sokha).reference == case.reference and sokha.replies == [told(sokha, only(sokha))]
    assert sokha.lines(case.reference) == ["I am in room 12", "he is back"] and alerts(sokha, case) == 1
    sokha.presses("urgent")
    assert sokha.lines(case.reference) == ["I am in room 12", "he is back"]


def test_a_cry_of_the_day_before_is_another_case(sokha: Person) -> None:
    sokha.presses("urgent")
    with sokha.house.open_unit() as unit:
        unit.connection.execute(  # type: ignore[attr-defined]
            sql("UPDATE complaints SET filed_at = :then WHERE reference = :code"),
            {"then": (NOON - timedelta(days=1)).isoformat(sep=" "), "code": only(sokha).reference},
        )
        unit.commit()
    sokha.presses("urgent")
    assert len(sokha.cases) == 2


def test_a_complaint_that_is_being_told_goes_to_staff_as_it_is(sokha: Person) -> None:
    draft = sokha.tells(Question.IDENTITY, files=(PHOTO,))
    sokha.does(DANGER, text="he is coming").presses("urgent")
    case = only(sokha)
    assert (case.draft_id, case.kind, case.province) == (draft.id, "unpaid_wages", "Tak")
    assert case.narrative == "He did not pay\n\nhe is coming" and case.urgency is Urgency.URGENT
    assert sokha.draft is None and sokha.answered is not None and sokha.answered.erase == []


def test_a_file_that_is_held_is_not_said_to_belong_elsewhere(sokha: Person) -> None:
    sokha.does(DANGER, Fetched((PHOTO,)), text="help")
    assert len(sokha.replies) == 1
    sokha.does(DANGER, Fetched((), "file_lost"), text="help")
    assert sokha.replies[1] == intake.problem(voice(sokha), "file_lost")


def test_who_makes_a_complaint_instead_of_the_tap_has_her_words_and_files_in_it(sokha: Person) -> None:
    sokha.does(DANGER, Fetched((PHOTO,)), text="he locked the door").presses("complaint")
    assert sokha.draft is not None and (sokha.draft.story, sokha.draft.files) == (("he locked the door",), (PHOTO,))
    assert sokha.answered is not None and list(sokha.answered.erase) == [] and not sokha.draft.held


def test_what_she_stopped_is_told_to_nobody_by_a_tap(sokha: Person) -> None:
    sokha.tells(Question.STORY, story=("a secret",), files=(VOICE,))
    sokha.presses("cancel:yes").does(DANGER, text="help").presses("urgent")
    assert only(sokha).narrative == "help"
    sokha.presses(f"case:takeback:{only(sokha).reference}")
    sokha.tells(Question.STORY, story=("a secret",))
    sokha.presses("cancel:yes", "urgent")
    assert [case.narrative for case in sokha.cases if case.narrative] == [sokha.phrase("danger.asked_for_help").plain]


def test_words_of_danger_let_go_of_what_she_stopped_and_its_files(sokha: Person) -> None:
    sokha.tells(Question.STORY, files=(VOICE,))
    sokha.presses("cancel:yes").does(DANGER, text="help")
    assert sokha.answered is not None and list(sokha.answered.erase) == [VOICE.file_id]
    assert sokha.presses("undo").replies == [first.say(voice(sokha), "intake.none")] and sokha.draft is None


def test_a_complaint_that_she_told_is_never_taken_back_by_a_tap(sokha: Person) -> None:
    case = sokha.files(urgent=True)
    sokha.presses("urgent")
    assert only(sokha).reference == case.reference and sokha.buttons == ["menu"]
    sokha.presses(f"case:takeback:{case.reference}")
    assert only(sokha).narrative == case.narrative and f"case:withdrawn:{case.reference}" in sokha.buttons


def test_an_unsure_cry_is_kept_for_the_tap_too(sokha: Person) -> None:
    sokha.does(Parse((("harassment_violence", 0.4), ("emergency", 0.2))), text="he beats me, room 12")
    assert "topic:emergency" in sokha.buttons
    sokha.presses("topic:emergency", "urgent")
    assert only(sokha).narrative == "he beats me, room 12"


def test_a_case_that_is_full_of_files_takes_the_words_and_says_what_had_no_room(sokha: Person) -> None:
    sokha.presses("urgent")
    code = only(sokha).reference
    with sokha.house.open_unit() as unit:
        for number in range(MAX_CASE_FILES - 1):
            unit.cases.add_file(code, "photo", "image/jpeg", 1, f"{number:032}", NOON)
        unit.commit()
    sokha.presses("menu").does(DANGER, Fetched((PHOTO, VOICE)), text="he is here").presses("urgent")
    assert sokha.lines(code) == ["he is here"] and len(sokha.replies) == 2
    assert sokha.replies[1] == intake.problem(voice(sokha), "too_many_files", MAX_CASE_FILES)
    assert sokha.answered is not None and list(sokha.answered.erase) == [VOICE.file_id]


def test_a_long_story_joins_line_by_line(sokha: Person) -> None:
    sokha.presses("urgent")
    lines = ("x" * 9_000, "y" * 9_000, "z" * 1_990)
    sokha.tells(Question.STORY, story=lines)
    sokha.presses("urgent")
    assert sokha.lines(only(sokha).reference) == list(lines) and sokha.draft is None


def test_without_a_route_a_tap_says_the_numbers_and_nothing_untrue(
    sokha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.rows.routes.RouteRows.all", lambda rows: [])
    sokha.presses("urgent")
    assert sokha.cases == [] and sokha.told[0].plain.startswith(sokha.phrase("danger.first").plain)
    assert sokha.buttons == ["menu"]


def test_words_that_were_told_to_nobody_are_gone_after_an_hour(sokha: Person) -> None:
    sokha.does(DANGER, Fetched((PHOTO,)), text="help")
    with sokha.house.open_unit() as unit:
        assert unit.drafts.cancelled(sokha.worker.id, NOON) is not None
        assert PHOTO.file_id in unit.drafts.clean(NOON + UNDO_KEPT)
    sokha.presses("menu")
    assert sokha.cases == []


def test_what_is_told_twice_before_the_tap_is_told_whole(sokha: Person) -> None:
    sokha.does(DANGER, text="he locked the door").does(DANGER, text="he has a knife").presses("urgent")
    assert only(sokha).narrative == "he locked the door\n\nhe has a knife"


def test_somebody_without_language_or_country_is_heard_all_the_same(house: House) -> None:
    person = Person(house).known(None, Corridor())
    person.does(DANGER, text="help me").presses("urgent")
    case = only(person)
    assert (case.language, case.corridor, case.narrative) == ("en", Corridor(), "help me")
    assert person.replies[-1] == first.languages(voice(person)) and len(person.replies) == 2


def test_nobody_can_tap_for_another(sokha: Person, house: House) -> None:
    sokha.does(DANGER, text="help")
    other = Person(house).known()
    other.presses("urgent")
    assert only(other).narrative == other.phrase("danger.asked_for_help").plain and sokha.cases == []


def test_what_nobody_has_opened_can_be_taken_back_and_is_erased(sokha: Person) -> None:
    sokha.does(DANGER, Fetched((PHOTO,)), text="help").presses("urgent").does(text="more")
    case = only(sokha)
    sokha.presses(f"case:takeback:{case.reference}")
    assert sokha.replies == [first.say(voice(sokha), "danger.taken_back")]
    after = only(sokha)
    assert (after.status, after.narrative, after.due_at, after.closed_at) == (Status.WITHDRAWN, "", None, NOON)
    assert sokha.lines(case.reference) == [] and "case" not in sokha.slots
    assert sokha.answered is not None and list(sokha.answered.erase) == [PHOTO.file_id]
    with sokha.house.open_unit() as unit:
        assert unit.audit.of_case(case.reference)[-1].action == "took_back" and not unit.cases.files(case.reference)
    assert sokha.presses(f"case:takeback:{case.reference}").replies == [first.say(voice(sokha), "danger.taken_back")]


@pytest.mark.parametrize("action", ["viewed", "claimed"])
def test_what_staff_have_opened_can_only_be_withdrawn(sokha: Person, action: str) -> None:
    sokha.does(DANGER, text="help").presses("urgent")
    case = only(sokha)
    with sokha.house.open_unit() as unit:
        unit.audit.write(AuditEntry("malee", action, NOON, case.reference))
        unit.commit()
    sokha.presses(f"case:takeback:{case.reference}")
    assert sokha.replies == [cases.ask_withdraw(voice(sokha), case.reference, opened=True)]
    assert only(sokha).narrative == "help" and f"case:withdrawn:{case.reference}" in sokha.buttons


def test_another_persons_case_cannot_be_taken_back(sokha: Person, house: House) -> None:
    sokha.does(DANGER, text="help").presses("urgent")
    other = Person(house).known()
    other.presses(f"case:takeback:{only(sokha).reference}")
    assert other.replies == [first.say(voice(other), "case.gone")] and only(sokha).narrative == "help"


@pytest.mark.parametrize(
    ("text", "danger"),
    [("আমাকে বাঁচান", True), ("老板打我 救命", True), ("மாலிக் சம்பளம் தரவில்லை", False), ("Спасибо", False)],
)
def test_a_script_that_kawan_does_not_speak_gets_the_languages_and_in_danger_the_numbers_first(
    sokha: Person, text: str, danger: bool
) -> None:
    understood = sokha.house.speech.understand(Incoming("terminal", sokha.chat, "k", text=text))
    sokha.does(understood, text=text)
    languages = first.languages(voice(sokha))
    assert sokha.replies[-1] == languages and len(sokha.replies) == (2 if danger else 1)
    if danger:
        assert sokha.told[0].plain.startswith(sokha.phrase("danger.first").plain)


def test_a_story_may_be_told_in_any_script(sokha: Person) -> None:
    sokha.tells(Question.STORY)
    sokha.does(text="মালিক তিন মাস বেতন দেয় না")
    assert sokha.draft is not None and sokha.draft.story == ("মালিক তিন মাস বেতন দেয় না",)


def test_files_without_a_word_join_the_case_of_the_first_tap(sokha: Person) -> None:
    sokha.presses("urgent")
    sokha.tells(Question.STORY, files=(PHOTO,))
    sokha.presses("urgent")
    with sokha.house.open_unit() as unit:
        assert [file.file_id for file in unit.cases.files(only(sokha).reference)] == [PHOTO.file_id]
    assert sokha.draft is None


def test_after_a_second_tap_her_words_join_the_case_though_a_complaint_waits(sokha: Person) -> None:
    """Nothing of the complaint was told yet: it stays, and asks its question later."""
    sokha.presses("urgent")
    draft = sokha.tells(Question.PROVINCE)
    sokha.presses("urgent").does(text="I am in room 12")
    assert sokha.lines(only(sokha).reference) == ["I am in room 12"] and sokha.draft == draft


def test_the_numbers_of_the_place_stand_on_the_danger_screen_and_the_first_again_once_staff_are_told(
    sokha: Person,
) -> None:
    numbers = sokha.house.means.library_of().numbers(CORRIDOR, sokha.language)
    sokha.does(DANGER, text="help")
    assert numbers and all(number in sokha.told[0].plain for number in numbers)
    sokha.presses("urgent")
    said = (sokha.phrase("danger.call_meanwhile", number=numbers[0]), sokha.phrase("danger.write_more"))
    assert all(one.plain in sokha.told[0].plain for one in said)


def test_who_can_no_longer_take_it_back_is_told_why(sokha: Person) -> None:
    sokha.presses("urgent")
    with sokha.house.open_unit() as unit:
        unit.audit.write(AuditEntry("malee", "viewed", NOON, only(sokha).reference))
        unit.commit()
    sokha.presses(f"case:takeback:{only(sokha).reference}")
    assert sokha.phrase("danger.opened").plain in sokha.told[0].plain
