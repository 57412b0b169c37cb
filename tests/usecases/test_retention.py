"""Is erased what should be, and nothing else?"""

import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text as sql

from bot.cases.routing import Route
from bot.intake.draft import Draft, DraftFile, start
from bot.intake.files import add_file
from bot.kinds import Reference
from bot.mail.inbox import KEY_KEPT, Arrival
from bot.mail.outbox import MISSED_KEPT, Address, Attempt, DeliveryState
from bot.mail.tryit import KEEP
from bot.messages import ChatId, Reply
from bot.ports import OpenUnit
from bot.storage.vault import FileVault
from bot.text import text
from bot.usecases.filing import file_complaint
from bot.usecases.retention import clean, forget_visitors, stray_files
from bot.workers import Worker, WorkerId
from tests.cases.test_states import a_case
from tests.conftest import NOON

LATER = NOON + timedelta(days=1, minutes=1)


def a_visitor(open_unit: OpenUnit, vault: FileVault, channel: str = "web") -> tuple[WorkerId, str]:
    """Somebody who began a complaint with a photo."""
    worker = Worker(WorkerId(channel * 3), channel, ChatId("c" * 32), "en")  # type: ignore[arg-type]
    file_id = vault.put(b"photo")
    with open_unit() as unit:
        unit.workers.save(worker, NOON)
        draft = start(worker.id, worker.corridor)
        unit.drafts.save(add_file(draft, DraftFile(file_id, "photo", "image/jpeg", 5)))
        unit.memory.change(worker.id, {"asked": "hotlines"})
        unit.tryit.add(worker.chat, True, Reply(text("my boss")), NOON)
        unit.commit()
    return worker.id, file_id


def age(vault_folder: Path, days: int) -> None:
    then = (NOON - timedelta(days=days)).timestamp()
    for path in vault_folder.iterdir():
        os.utime(path, (then, then))


def test_a_visitor_of_try_it_is_forgotten_after_a_day(any_unit: OpenUnit, vault: FileVault, tmp_path: Path) -> None:
    worker_id, file_id = a_visitor(any_unit, vault)
    with any_unit() as unit:
        clean(unit, vault, NOON + timedelta(hours=23))
        assert unit.drafts.of_worker(worker_id) is not None
        clean(unit, vault, LATER)
    with any_unit() as unit:
        assert unit.drafts.of_worker(worker_id) is None and unit.memory.load(worker_id) == {}
        assert unit.workers.of_chat("web", ChatId("c" * 32)) is None
        assert not unit.tryit.since(ChatId("c" * 32), 0)
    assert file_id not in vault.older_than(NOON + timedelta(days=999))


def test_a_worker_on_telegram_keeps_her_draft_and_its_photo(any_unit: OpenUnit, vault: FileVault) -> None:
    worker_id, file_id = a_visitor(any_unit, vault, "telegram")
    age(vault._folder, 30)
    with any_unit() as unit:
        clean(unit, vault, LATER)
        assert unit.drafts.of_worker(worker_id) is not None
    assert vault.get(file_id) == b"photo"


def test_while_a_draft_cannot_be_opened_no_file_is_taken_for_a_stray(any_unit: OpenUnit, vault: FileVault) -> None:
    _, file_id = a_visitor(any_unit, vault, "telegram")
    stray = vault.put(b"stray")
    age(vault._folder, 30)
    with any_unit() as unit:
        unit.connection.execute(sql("UPDATE drafts SET draft_sealed = :broken"), {"broken": b"broken"})  # type: ignore[attr-defined]
        assert stray_files(unit, vault, LATER) == []
        unit.connection.execute(sql("DELETE FROM drafts"))  # type: ignore[attr-defined]
        unit.commit()
    with any_unit() as unit:
        assert sorted(stray_files(unit, vault, LATER)) == sorted([file_id, stray])


def test_files_that_nothing_names_go_after_two_days_with_what_a_crash_left(
    any_unit: OpenUnit, vault: FileVault
) -> None:
    stray = vault.put(b"stray")
    (vault._folder / f"{'a' * 32}.half").write_bytes(b"half")
    age(vault._folder, 1)
    with any_unit() as unit:
        clean(unit, vault, NOON)
        assert vault.get(stray) == b"stray"
        age(vault._folder, 3)
        clean(unit, vault, NOON)
    assert list(vault._folder.iterdir()) == []


def test_the_lines_of_a_visitor_go_after_a_day_and_not_before(any_unit: OpenUnit, vault: FileVault) -> None:
    chat = ChatId("c" * 32)
    a_visitor(any_unit, vault)
    with any_unit() as unit:
        assert forget_visitors(unit, NOON + KEEP) == [] and len(unit.tryit.since(chat, 0)) == 1
        assert len(forget_visitors(unit, NOON + KEEP + timedelta(seconds=1))) == 1
        assert not unit.tryit.since(chat, 0)


def test_a_visitor_with_a_case_keeps_it_and_can_be_answered(any_unit: OpenUnit, vault: FileVault) -> None:
    worker_id, file_id = a_visitor(any_unit, vault)
    with any_unit() as unit:
        unit.routes.add(Route(0, unit.centres.add("Here", "th").id))
        draft = Draft("d" * 32, worker_id, True, "other", "th", "", ("words",), (), True, True)
        case = file_complaint(unit, draft, unit.workers.get(worker_id), NOON)
        unit.commit()
        clean(unit, vault, LATER)
    with any_unit() as unit:
        assert unit.cases.get(case.reference).worker_id == worker_id == unit.workers.get(worker_id).id


def test_files_of_a_case_and_of_a_draft_stay_however_old(any_unit: OpenUnit, vault: FileVault) -> None:
    _, of_draft = a_visitor(any_unit, vault, "telegram")
    of_case, stray = vault.put(b"of a case"), vault.put(b"stray")
    with any_unit() as unit:
        centre = unit.centres.add("Here", "th")
        unit.cases.add(a_case(reference=Reference("KW-1"), centre_id=centre.id))
        unit.cases.add_file(Reference("KW-1"), "photo", "image/jpeg", 9, of_case, NOON)
        unit.commit()
        age(vault._folder, 30)
        assert stray_files(unit, vault, NOON) == [stray]
        clean(unit, vault, NOON)
    assert vault.get(of_draft) == b"photo" and vault.get(of_case) == b"of a case"


def test_what_was_kept_in_inbox_and_outbox_for_a_while_goes_too(any_unit: OpenUnit, vault: FileVault) -> None:
    her = Address("telegram", ChatId("7"), WorkerId("w" * 32))
    with any_unit() as unit:
        stored = unit.inbox.store(Arrival("telegram", her.chat, "telegram:1:1", {"text": "words"}), NOON)
        assert stored is not None
        unit.inbox.done([stored.id], NOON)
        row = unit.outbox.add(her, Reply(text("words")), NOON)
        unit.outbox.record([Attempt(row, DeliveryState.UNREACHABLE)], NOON)
        clean(unit, vault, NOON + KEY_KEPT - timedelta(minutes=1))
        assert (unit.inbox.counts(), unit.outbox.missed(WorkerId("w" * 32))) == ({"done": 1}, 1)
        clean(unit, vault, NOON + MISSED_KEPT + timedelta(minutes=1))
        assert (unit.inbox.counts().get("done", 0), unit.outbox.missed(WorkerId("w" * 32))) == (0, 0)
