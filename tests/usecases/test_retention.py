"""Is erased what should be, and nothing else?"""

import os
from datetime import timedelta
from pathlib import Path

from bot.intake.draft import DraftFile, start
from bot.intake.files import add_file
from bot.messages import ChatId, Reply
from bot.ports import OpenUnit
from bot.storage.vault import FileVault
from bot.text import text
from bot.usecases.retention import clean
from bot.workers import Worker, WorkerId
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
