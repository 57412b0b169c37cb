"""What may staff do with a case, and what is refused? On SQLite and on PostgreSQL."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status
from bot.cases.thread import Author
from bot.errors import AlreadyClaimed, BadInput, Forbidden, NotFound, Stale, Unreadable
from bot.mail.news import News
from bot.mail.outbox import Address
from bot.messages import ChatId
from bot.staff.members import Staff
from bot.staff.rights import Role
from bot.storage.unit import SqlUnitOfWork
from bot.usecases import own_case as case
from tests.conftest import NOON
from tests.usecases.scene import REFERENCE, Scene


def test_a_second_claimant_is_told_who_has_it(scene: Scene) -> None:
    scene.claimed()
    with scene.open_unit() as unit, pytest.raises(AlreadyClaimed) as refused:
        scene.desk(unit, scene.somchai).claim(REFERENCE, 1)
    assert refused.value.holder == "Malee"


def test_of_two_who_claim_at_once_one_gets_it(scene: Scene) -> None:
    results: list[str] = []

    def claim(staff: Staff) -> None:
        try:
            with scene.open_unit() as unit:
                scene.desk(unit, staff).claim(REFERENCE, 1)
                unit.commit()
            results.append("got it")
        except Stale:
            results.append("refused")

    threads = [threading.Thread(target=claim, args=(staff,)) for staff in (scene.malee, scene.somchai)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["got it", "refused"]


def test_a_reply_is_kept_and_put_into_the_outbox(scene: Scene) -> None:
    version = scene.claimed().version
    with scene.open_unit() as unit:
        scene.desk(unit, scene.malee).reply(REFERENCE, version, "Which month?")
        unit.commit()
        (due,) = unit.outbox.queued(Address("telegram", ChatId("55")))
    assert due.content == News("staff_wrote", REFERENCE, "Which month?")
    assert due.to == Address("telegram", ChatId("55"), scene.worker.id) and due.message_id is not None


def test_a_note_has_no_way_to_the_worker(scene: Scene) -> None:
    with scene.open_unit() as unit:
        scene.desk(unit, scene.malee).note(REFERENCE, "careful with this employer")
        unit.commit()
        assert unit.cases.messages(REFERENCE)[0].author is Author.NOTE
        assert unit.outbox.queued(Address("telegram", ChatId("55"))) == []


def test_a_stale_form_is_refused_and_writes_nothing(scene: Scene) -> None:
    version = scene.claimed().version
    with scene.open_unit() as unit, pytest.raises(Stale):
        scene.desk(unit, scene.malee).reply(REFERENCE, version - 1, "late")
    with scene.open_unit() as unit:
        assert unit.cases.messages(REFERENCE) == []


def test_another_centre_does_not_learn_that_the_case_exists(scene: Scene) -> None:
    with scene.open_unit() as unit, pytest.raises(NotFound):
        scene.desk(unit, scene.aminah).open(REFERENCE)


def test_an_editor_sees_no_case(scene: Scene) -> None:
    with scene.open_unit() as unit, pytest.raises(Forbidden):
        scene.desk(unit, replace(scene.malee, role=Role.EDITOR)).open(REFERENCE)


def test_only_a_supervisor_assigns(scene: Scene) -> None:
    with scene.open_unit() as unit, pytest.raises(Forbidden):
        scene.desk(unit, scene.malee).assign(REFERENCE, 1, scene.somchai.id)
    with scene.open_unit() as unit:
        assert scene.desk(unit, scene.boss).assign(REFERENCE, 1, scene.somchai.id).owner_id == scene.somchai.id


def test_a_case_that_was_given_to_somebody_is_in_work_and_she_is_told_so(scene: Scene) -> None:
    scene.does(lambda desk, version: desk.assign(REFERENCE, version, scene.somchai.id), staff=scene.boss)
    with scene.open_unit() as unit:
        assert unit.cases.get(REFERENCE).status is Status.ACCEPTED
    scene.does(lambda desk, version: desk.assign(REFERENCE, version, None), staff=scene.boss)
    with scene.open_unit() as unit:
        assert unit.cases.get(REFERENCE).status is Status.ACCEPTED


@pytest.mark.parametrize("status", [Status.WAITING, Status.REFERRED])
def test_giving_a_case_to_a_colleague_takes_back_nothing_that_was_done(scene: Scene, status: Status) -> None:
    scene.change(status=status, owner_id=scene.malee.id)
    given = scene.does(lambda desk, version: desk.assign(REFERENCE, version, scene.somchai.id), staff=scene.boss)
    assert (given.status, given.owner_id) == (status, scene.somchai.id)


def test_a_new_case_that_is_given_to_nobody_stays_new(scene: Scene) -> None:
    """She would read that somebody works on it, and nobody does."""
    left = scene.does(lambda desk, version: desk.assign(REFERENCE, version, None), staff=scene.boss)
    assert (left.status, left.owner_id) == (Status.NEW, None)


def test_closing_records_outcome_and_remedy(scene: Scene) -> None:
    version = scene.claimed().version
    remedy = Remedy(RemedyKind.MONEY, " 12,000.50 ", "thb")
    with scene.open_unit() as unit:
        closed = scene.desk(unit, scene.malee).close(REFERENCE, version, Outcome.SOLVED, remedy)
        unit.commit()
    assert (closed.status, closed.remedy.amount, closed.remedy.currency) == (Status.CLOSED, "12000.50", "THB")


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.500", "1500"), ("12.000", "12000"), ("1,5", "1.5"), ("12500,50", "12500.50"), ("12.500,50", "12500.50"),
        ("5.000.000", "5000000"), ("1 200", "1200"), ("1'200.5", "1200.5"), ("750", "750"), ("0.50", "0.50"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_written_in_any_of_the_languages(scene: Scene, written: str, amount: str) -> None:
    version = scene.claimed().version
    with scene.open_unit() as unit:
        remedy = Remedy(RemedyKind.MONEY, written, "IDR")
        assert scene.desk(unit, scene.malee).close(REFERENCE, version, Outcome.SOLVED, remedy).remedy.amount == amount


def test_where_nobody_can_tell_her_chat_any_more_the_case_goes_on_and_words_to_nobody_are_refused(scene: Scene) -> None:
    version = scene.claimed().version
    with scene.open_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        unit.connection.execute(sql("UPDATE workers SET chat_sealed = :nothing"), {"nothing": b"x"})
        unit.commit()
    with scene.open_unit() as unit, pytest.raises(Unreadable):
        scene.desk(unit, scene.malee).reply(REFERENCE, version, "Which month?")
    with scene.open_unit() as unit:
        desk = scene.desk(unit, scene.malee)
        waiting = desk.set_status(REFERENCE, version, Status.WAITING)
        assert desk.close(REFERENCE, waiting.version, Outcome.SOLVED, Remedy()).status is Status.CLOSED
        unit.commit()
    with scene.open_unit() as unit:
        assert {(one.noun, one.count) for one in unit.unreadable.counts()} == {("workers", 1)}
        assert unit.cases.messages(REFERENCE) == [] and unit.outbox.counts() == {}


@pytest.mark.parametrize(
    "remedy",
    [
        Remedy(RemedyKind.MONEY),
        Remedy(RemedyKind.MONEY, "1e9", "THB"),
        Remedy(RemedyKind.MONEY, "12.50.00", "THB"),
        Remedy(RemedyKind.MONEY, "1,2345", "THB"),
        Remedy(RemedyKind.MONEY, "0,00", "THB"),
        Remedy(RemedyKind.MONEY, "0.125", "BND"),
        Remedy(RemedyKind.MONEY, "0,001", "THB"),
        Remedy(RemedyKind.MONEY, "\u0e51\u0e52", "THB"),
        Remedy(RemedyKind.MONEY, "much", "THB"),
        Remedy(RemedyKind.MONEY, "-5", "THB"),
        Remedy(RemedyKind.MONEY, "NaN", "THB"),
        Remedy(RemedyKind.MONEY, "5", "baht"),
        Remedy(RemedyKind.OTHER, note="  "),
    ],
)
def test_a_remedy_without_sense_is_refused(scene: Scene, remedy: Remedy) -> None:
    version = scene.claimed().version
    with scene.open_unit() as unit, pytest.raises(BadInput):
        scene.desk(unit, scene.malee).close(REFERENCE, version, Outcome.SOLVED, remedy)


def test_her_words_after_closing_open_the_case_again(scene: Scene) -> None:
    version = scene.claimed().version
    with scene.open_unit() as unit:
        scene.desk(unit, scene.malee).close(REFERENCE, version, Outcome.SOLVED, Remedy())
        again = case.add(unit, scene.worker.id, REFERENCE, "still not paid", (), NOON)
    assert again.status is Status.ACCEPTED and again.due_at is not None


def test_every_view_and_change_is_in_the_log(scene: Scene) -> None:
    version = scene.claimed().version
    with scene.open_unit() as unit:
        desk = scene.desk(unit, scene.malee)
        desk.open(REFERENCE)
        desk.reply(REFERENCE, version, "hello")
        deeds = [(entry.actor, entry.action) for entry in unit.audit.of_case(REFERENCE)]
    assert deeds == [("malee", "claimed"), ("malee", "viewed"), ("malee", "replied")]


@pytest.mark.parametrize("words", ["\u200b", " \u2060\n", "\u202e", "\u3164"])
def test_a_reply_that_nobody_can_see_is_refused(scene: Scene, words: str) -> None:
    version = scene.claimed().version
    with scene.open_unit() as unit, pytest.raises(BadInput):
        scene.desk(unit, scene.malee).reply(REFERENCE, version, words)


def test_signs_that_turn_the_direction_of_writing_turn_no_number(scene: Scene) -> None:
    version = scene.claimed().version
    with scene.open_unit() as unit:
        scene.desk(unit, scene.malee).reply(REFERENCE, version, "Call \u202e6451\u202c now")
        unit.commit()
        (due,) = unit.outbox.queued(Address("telegram", ChatId("55")))
    assert due.content == News("staff_wrote", REFERENCE, "Call 6451 now")
