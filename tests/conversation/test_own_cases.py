"""What does she see of her cases, what joins them, and is somebody else's answered as one that does not exist?"""

from datetime import timedelta

import pytest

from bot.cases.states import Status
from bot.i18n.voice import Voice
from bot.intake.draft import DraftFile
from bot.intake.questions import MAX_STORY, Question
from bot.kinds import Reference
from bot.mail.outbox import Address, Attempt, DeliveryState
from bot.messages import Reply
from bot.screens import cases as screens
from bot.screens import first, intake, missed
from bot.text import text
from tests.conftest import NOON
from tests.conversation.person import Person
from tests.conversations.conftest import House

PHOTO, VOICE = DraftFile("f" * 32, "photo", "image/jpeg", 10), DraftFile("a" * 32, "voice", "audio/ogg", 20)


def voice(person: Person) -> Voice:
    return Voice(person.house.means.phrases, person.language)


def deeds(person: Person, reference: Reference) -> list[str]:
    with person.house.open_unit() as unit:
        return [one.action for one in unit.audit.of_case(reference)]


def test_she_reads_how_all_of_hers_stand(sokha: Person) -> None:
    assert sokha.presses("status").replies == [screens.status(voice(sokha), [])]
    sokha.files()
    sokha.files(kind="other")
    assert sokha.presses("status").replies == [screens.status(voice(sokha), sokha.cases)]
    assert len(sokha.cases) == 2


def test_having_more_to_say_opens_her_newest_case(sokha: Person) -> None:
    assert sokha.means("add_to_complaint").replies == [screens.status(voice(sokha), [])]
    assert sokha.slots == {}
    sokha.files()
    newest = sokha.cases[0].reference
    assert sokha.means("add_to_complaint").replies == [screens.ask_words(voice(sokha), newest)]
    assert sokha.slots == {"case": newest, "answering": True}


def test_withdrawing_asks_when_it_is_clear_which_and_shows_all_when_not(sokha: Person) -> None:
    assert sokha.means("withdraw_complaint").replies == [screens.status(voice(sokha), [])]
    one, other = sokha.files(), sokha.files()
    assert sokha.means("withdraw_complaint").replies == [screens.status(voice(sokha), sokha.cases)]
    sokha.presses(f"case:withdrawn:{one.reference}")
    assert sokha.means("withdraw_complaint").replies == [screens.ask_withdraw(voice(sokha), other.reference)]
    assert {case.reference: case.status for case in sokha.cases} == {
        one.reference: Status.WITHDRAWN, other.reference: Status.NEW
    }  # fmt: skip


def test_only_the_second_button_withdraws_and_only_once(sokha: Person) -> None:
    code = sokha.files().reference
    assert sokha.presses(f"case:withdraw:{code}").replies == [screens.ask_withdraw(voice(sokha), code)]
    assert sokha.cases[0].status is Status.NEW
    assert sokha.presses(f"case:withdrawn:{code}").replies == [screens.withdrawn(voice(sokha), code)]
    assert (sokha.cases[0].status, sokha.cases[0].closed_at) == (Status.WITHDRAWN, NOON)
    assert sokha.presses(f"case:withdrawn:{code}").replies == [screens.withdrawn(voice(sokha), code)]
    assert deeds(sokha, code) == ["filed", "withdrew"]


def test_answering_opens_the_case_and_done_leaves_it(sokha: Person) -> None:
    code = sokha.files().reference
    assert sokha.presses(f"case:answer:{code}").replies == [screens.ask_words(voice(sokha), code)]
    assert sokha.slots == {"case": code, "answering": True}
    assert sokha.does(text=" July & <b>August</b> ").replies == [screens.words_joined(voice(sokha), code)]
    assert sokha.slots == {"case": code, "answering": True}
    assert sokha.presses("case:done").replies == [first.say(voice(sokha), "case.done")]
    assert (sokha.slots, sokha.lines(code)) == ({}, [" July & <b>August</b> "])


@pytest.mark.parametrize("verb", ["answer", "withdraw", "withdrawn"])
def test_a_case_that_is_not_hers_is_as_if_there_were_none(sokha: Person, house: House, verb: str) -> None:
    code = sokha.files().reference
    other = Person(house).known()
    said = other.presses(f"case:{verb}:{code}").replies
    assert said == other.presses(f"case:{verb}:KW-0000-0000").replies == [first.say(voice(other), "case.gone")]
    assert other.slots == {} and sokha.cases[0].status is Status.NEW and deeds(sokha, code) == ["filed"]


def test_words_to_a_case_that_is_hers_no_more_go_nowhere_and_leave_it(sokha: Person, house: House) -> None:
    code = sokha.files().reference
    other = Person(house).known().remembers(case=code)
    assert other.sends(PHOTO, text="words").replies == [first.say(voice(other), "case.gone")]
    assert (other.slots, sokha.lines(code)) == ({}, [])
    assert other.answered is not None and list(other.answered.unused) == [PHOTO.file_id]


def test_words_and_files_join_the_open_case(sokha: Person) -> None:
    code = sokha.files().reference
    sokha.presses(f"case:answer:{code}").sends(PHOTO, VOICE, text="look")
    assert sokha.replies == [screens.words_joined(voice(sokha), code)]
    with sokha.house.open_unit() as unit:
        assert [one.file_id for one in unit.cases.files(code)] == [PHOTO.file_id, VOICE.file_id]
    assert sokha.lines(code) == ["look"] and sokha.answered is not None and sokha.answered.unused == []
    assert deeds(sokha, code) == ["filed", "worker_wrote", "worker_sent_file", "worker_sent_file"]


def test_what_could_not_be_taken_is_named_and_the_words_are_kept(sokha: Person) -> None:
    code = sokha.files().reference
    sokha.presses(f"case:answer:{code}").sends(text="look", problem="file_too_big")
    assert sokha.replies == [intake.problem(voice(sokha), "file_too_big"), screens.words_joined(voice(sokha), code)]
    assert sokha.sends(problem="file_lost").replies == [intake.problem(voice(sokha), "file_lost")]
    sokha.sends(PHOTO, text="x" * (MAX_STORY + 1))
    assert sokha.replies == [intake.problem(voice(sokha), "too_long")]
    assert (sokha.lines(code), sokha.slots) == (["look"], {"case": code, "answering": True})
    assert sokha.answered is not None and list(sokha.answered.unused) == [PHOTO.file_id]


def test_of_the_files_those_for_which_the_case_has_room_are_kept_and_the_words_always(sokha: Person) -> None:
    code = sokha.files().reference
    photos = [DraftFile(f"photo{number}", "photo", "image/jpeg", 10) for number in range(31)]
    too_many = intake.problem(voice(sokha), "too_many_files", 30)
    sokha.presses(f"case:answer:{code}").sends(*photos, text="from March")
    assert sokha.replies == [too_many, screens.words_joined(voice(sokha), code)] and "30" in too_many.text.plain
    assert sokha.lines(code) == ["from March"]
    with sokha.house.open_unit() as unit:
        assert [one.file_id for one in unit.cases.files(code)] == [one.file_id for one in photos[:30]]
    assert sokha.answered is not None and list(sokha.answered.unused) == ["photo30"]
    assert sokha.sends(PHOTO).replies == [too_many]
    assert sokha.sends(PHOTO, text="and this").replies == [too_many, screens.words_joined(voice(sokha), code)]
    assert sokha.lines(code) == ["from March", "and this"]


def test_in_the_middle_of_a_complaint_she_can_answer_staff_and_then_goes_on_with_it(sokha: Person) -> None:
    code = sokha.files().reference
    draft = sokha.tells(Question.STORY)
    sokha.presses(f"case:answer:{code}").does(text="It was in March")
    assert sokha.replies == [screens.words_joined(voice(sokha), code)] and sokha.lines(code) == ["It was in March"]
    sokha.presses("case:done")
    assert sokha.replies == [
        first.say(voice(sokha), "case.done"),
        intake.question(voice(sokha), draft, Question.STORY),
    ]
    sokha.does(text="My boss keeps my card")
    assert sokha.lines(code) == ["It was in March"]
    with sokha.house.open_unit() as unit:
        kept = unit.drafts.of_worker(sokha.worker.id)
    assert kept is not None and kept.story == (*draft.story, "My boss keeps my card")


def test_what_staff_write_meanwhile_does_not_take_the_words_of_a_story(sokha: Person) -> None:
    code = sokha.files().reference
    sokha.tells(Question.STORY)
    sokha.remembers(case=code).does(text="My boss keeps my card")
    assert sokha.lines(code) == []


@pytest.mark.parametrize("press", ["q:story:", "complaint", "menu", "cancel"])
def test_who_goes_back_to_the_complaint_writes_to_the_case_no_more(sokha: Person, press: str) -> None:
    code = sokha.files().reference
    sokha.tells(Question.STORY)
    sokha.presses(f"case:answer:{code}", press)
    assert "answering" not in sokha.slots
    sokha.does(text="one more thing about the house")
    assert sokha.lines(code) == []


def test_what_she_missed_is_shown_in_its_order_or_let_go(sokha: Person) -> None:
    her = Address("terminal", sokha.chat, sokha.worker.id)
    assert sokha.presses("missed:show").replies == [first.say(voice(sokha), "missed.none")]
    with sokha.house.open_unit() as unit:
        for words in ("one", "two"):
            row = unit.outbox.add(her, Reply(text(words)), NOON)
            unit.outbox.record([Attempt(row, DeliveryState.UNREACHABLE)], NOON)
        unit.commit()
    assert sokha.presses("missed:show").replies == [missed.all_shown(voice(sokha))]
    with sokha.house.open_unit() as unit:
        queued = unit.outbox.queued(her)
        assert [one.content for one in queued] == [Reply(text("one")), Reply(text("two"))]
        unit.outbox.record([Attempt(row, DeliveryState.UNREACHABLE) for row in queued], NOON)
        unit.commit()
        assert unit.outbox.missed(sokha.worker.id) == 2
    assert sokha.presses("missed:drop").replies == [first.say(voice(sokha), "missed.dropped")]
    with sokha.house.open_unit() as unit:
        assert (unit.outbox.missed(sokha.worker.id), unit.outbox.queued(her)) == (0, [])


def test_deleting_asks_first(sokha: Person) -> None:
    code = sokha.files().reference
    assert sokha.means("delete_my_data").replies == [screens.ask_delete(voice(sokha))]
    assert [case.reference for case in sokha.cases] == [code]


def test_deleting_leaves_nothing_in_the_memory_and_names_her_files(house: House) -> None:
    person = Person(house).known("km")
    worker, code = person.worker, person.files(files=(PHOTO,)).reference
    person.tells(Question.STORY, files=(VOICE,))
    person.remembers(misses=2, asked="hotlines")
    person.presses("delete:yes")
    assert person.replies == [Reply(person.phrase("delete.done"))]
    assert person.answered is not None and sorted(person.answered.erase) == sorted([PHOTO.file_id, VOICE.file_id])
    with house.open_unit() as unit:
        assert unit.workers.of_chat("terminal", person.chat) is None
        assert (unit.memory.load(worker.id), unit.drafts.of_worker(worker.id)) == ({}, None)
        assert (unit.cases.get(code).worker_id, unit.cases.get(code).narrative) == (None, "")
    assert deeds(person, code) == ["filed", "deleted her data"]


def test_who_comes_back_after_deleting_is_somebody_new(sokha: Person) -> None:
    before = sokha.worker.id
    sokha.files()
    sokha.presses("delete:yes").does(start="")
    assert sokha.worker.id != before and sokha.worker.language is None and sokha.cases == []


def test_a_case_that_waits_for_staff_is_overdue_by_her_clock(sokha: Person) -> None:
    assert sokha.files().overdue(NOON + timedelta(hours=73)) and not sokha.cases[0].overdue(NOON)
