"""Is everything of hers gone after "delete my data", on its way to her included, and nothing of anybody else's?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status
from bot.errors import Stale
from bot.intake.draft import Draft, DraftFile
from bot.kinds import Reference
from bot.mail.inbox import Arrival
from bot.mail.outbox import Address, Attempt, DeliveryState
from bot.messages import ChatId, Reply
from bot.text import text
from bot.usecases.forget import forget_worker
from bot.usecases.own_case import add
from bot.workers import arrive
from tests.conftest import NOON
from tests.usecases.scene import CHAT, REFERENCE, Scene

LATER = NOON + timedelta(hours=1)
HERE = Address("telegram", CHAT)
PHOTO = DraftFile("f" * 32, "photo", "image/jpeg", 10)


def a_life(scene: Scene) -> None:
    """Staff wrote to her and she to them; she tells another complaint; something is remembered of her."""
    scene.change(province="Tak", name="Sok", narrative="a story")
    scene.claimed()
    scene.does(lambda desk, version: desk.reply(REFERENCE, version, "Come on Monday"))
    scene.does(lambda desk, version: desk.set_status(REFERENCE, version, Status.WAITING))
    with scene.open_unit() as unit:
        unit.cases.add_file(REFERENCE, "photo", "image/jpeg", 10, "a" * 32, NOON)
        unit.drafts.save(Draft("e" * 32, scene.worker.id, files=(PHOTO,)))
        unit.memory.change(scene.worker.id, {"asked": "hotlines"})
        unit.tryit.add(CHAT, True, Reply(text("her words")), NOON)
        stored = unit.inbox.store(Arrival("telegram", CHAT, "telegram:1:1", {"text": "her words"}), NOON)
        assert stored is not None
        unit.inbox.set_aside(stored.id, "ValueError", NOON)
        unit.commit()


def test_nothing_of_hers_is_left_but_the_count_of_the_centres_work(scene: Scene) -> None:
    a_life(scene)
    with scene.open_unit() as unit:
        assert sorted(forget_worker(unit, scene.worker, LATER)) == ["a" * 32, "f" * 32]
        unit.commit()
    case = scene.case()
    assert (case.worker_id, case.narrative, case.name, case.province) == (None, "", None, "")
    assert (case.kind, case.status, case.centre_id) == ("unpaid_wages", Status.WAITING, scene.malee.centre_id)
    assert scene.lines() == [] and scene.on_the_way() == []
    with scene.open_unit() as unit:
        assert unit.workers.of_chat("telegram", CHAT) is None
        assert unit.drafts.of_worker(scene.worker.id) is None and unit.memory.load(scene.worker.id) == {}
        assert not unit.tryit.since(CHAT, 0) and not unit.cases.files(REFERENCE)
        assert unit.inbox.aside()[0].count == 1


def test_what_staff_wrote_is_not_sent_to_her_any_more_nor_offered(scene: Scene) -> None:
    a_life(scene)
    first, second = scene.on_the_way()
    with scene.open_unit() as unit:
        unit.outbox.record([Attempt(first, DeliveryState.UNREACHABLE)], NOON)
        forget_worker(unit, scene.worker, LATER)
        unit.commit()
        assert unit.outbox.queued(HERE) == [] and unit.outbox.missed(scene.worker.id) == 0
        assert unit.outbox.counts() == {}


def test_staff_write_to_nobody_afterwards(scene: Scene) -> None:
    a_life(scene)
    with scene.open_unit() as unit:
        forget_worker(unit, scene.worker, LATER)
        unit.commit()
    scene.does(lambda desk, version: desk.reply(REFERENCE, version, "Are you there?"))
    scene.does(lambda desk, version: desk.set_status(REFERENCE, version, Status.REFERRED))
    assert scene.on_the_way() == []
    with scene.open_unit() as unit:
        assert unit.outbox.counts() == {} and unit.memory.load(scene.worker.id) == {}


def test_somebody_else_keeps_everything(scene: Scene) -> None:
    a_life(scene)
    other = Address("telegram", ChatId("66"))
    with scene.open_unit() as unit:
        worker = arrive(unit.workers, "telegram", other.chat, NOON)
        draft = Draft("9" * 32, worker.id, kind="other")
        unit.drafts.save(draft)
        unit.memory.change(worker.id, {"asked": "hotlines"})
        unit.tryit.add(other.chat, True, Reply(text("words")), NOON)
        unit.outbox.add(Address("telegram", other.chat, worker.id), Reply(text("hello")), NOON)
        unit.outbox.add(Address("telegram", ChatId("-5")), Reply(text("to the group")), NOON)
        forget_worker(unit, scene.worker, LATER)
        unit.commit()
    with scene.open_unit() as unit:
        assert unit.workers.of_chat("telegram", other.chat) == worker and unit.drafts.of_worker(worker.id) == draft
        assert unit.memory.load(worker.id) == {"asked": "hotlines"} and len(unit.tryit.since(other.chat, 0)) == 1
        assert unit.outbox.counts() == {"queued": 2}


def test_each_of_her_cases_is_in_the_log(scene: Scene) -> None:
    with scene.open_unit() as unit:
        case = unit.cases.get(REFERENCE)
        unit.cases.add(replace(case, reference=Reference("KW-CCCC-DDDD"), draft_id="e" * 32))
        forget_worker(unit, scene.worker, LATER)
        unit.commit()
        entries = unit.audit.latest()
    assert {one.reference for one in entries} == {REFERENCE, "KW-CCCC-DDDD"}
    assert {(one.actor, one.action, one.at, one.detail) for one in entries} == {
        ("worker", "deleted her data", LATER, "")
    }


def test_what_staff_noted_of_a_remedy_is_gone_too_and_what_it_was_stays(scene: Scene) -> None:
    scene.change(
        status=Status.CLOSED, outcome=Outcome.SOLVED, remedy=Remedy(RemedyKind.OTHER, note="Sok got her passport back")
    )
    with scene.open_unit() as unit:
        forget_worker(unit, scene.worker, LATER)
        unit.commit()
    case = scene.case()
    assert (case.outcome, case.remedy) == (Outcome.SOLVED, Remedy(RemedyKind.OTHER))


def test_staff_who_had_her_case_in_hand_meanwhile_bring_nothing_of_it_back(scene: Scene) -> None:
    """They read it before she was forgotten, and save it after."""
    a_life(scene)
    with scene.open_unit() as staff:
        in_hand = staff.cases.get(REFERENCE)
        with scene.open_unit() as unit:
            forget_worker(unit, scene.worker, LATER)
            unit.commit()
        with pytest.raises(Stale):
            staff.cases.save(replace(in_hand, status=Status.REFERRED))
    assert (scene.case().narrative, scene.case().name) == ("", None)


def test_the_threads_and_files_of_all_her_complaints_are_erased(scene: Scene) -> None:
    other = Reference("KW-CCCC-DDDD")
    with scene.open_unit() as unit:
        unit.cases.add(replace(unit.cases.get(REFERENCE), reference=other, draft_id="c" * 32))
        for code, file_id in ((REFERENCE, "a" * 32), (other, "b" * 32)):
            add(unit, scene.worker.id, code, "he has my passport", [replace(PHOTO, file_id=file_id)], NOON)
        unit.commit()
    with scene.open_unit() as unit:
        assert sorted(forget_worker(unit, scene.worker, LATER)) == ["a" * 32, "b" * 32]
        unit.commit()
    with scene.open_unit() as unit:
        for code in (REFERENCE, other):
            assert not unit.cases.messages(code) and not unit.cases.files(code)
