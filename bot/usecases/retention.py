"""What is erased by itself, and when? Visitors of "Try it" after a day, and files that nothing names any more."""

from datetime import datetime, timedelta
from typing import Final

from bot.mail.tryit import KEEP
from bot.ports import UnitOfWork, Vault

STRAY: Final = timedelta(days=2)
"""A file is fetched before the draft that names it is saved; after this long nothing will name it."""


def forget_visitors(unit: UnitOfWork, now: datetime) -> list[str]:
    """Erases the lines, drafts and memory of "Try it" chats older than a day, and those who filed nothing.

    Answers the ids of files to erase after the commit.
    """
    unit.tryit.erase_before(now - KEEP)
    file_ids: list[str] = []
    for worker_id in unit.workers.without_case("web", now - KEEP):
        file_ids += unit.drafts.delete(worker_id)
        unit.memory.delete(worker_id)
        unit.workers.delete(worker_id)
    return file_ids


def stray_files(unit: UnitOfWork, vault: Vault, now: datetime) -> list[str]:
    """Ids of old files that neither a draft nor a case names: a process died between fetching and saving. While a draft
    cannot be opened nobody knows which are its own, and all stay."""
    old = vault.older_than(now - STRAY)
    if not old:
        return []
    named = unit.drafts.file_ids() | unit.cases.file_ids()
    if unit.unreadable.met("drafts"):
        return []
    return [file_id for file_id in old if file_id not in named]


def clean(unit: UnitOfWork, vault: Vault, now: datetime) -> None:
    """All of it, committed; the files after it."""
    file_ids = [*forget_visitors(unit, now), *unit.drafts.clean(now), *stray_files(unit, vault, now)]
    unit.inbox.clean(now)
    unit.outbox.clean(now)
    unit.commit()
    for file_id in file_ids:
        vault.delete(file_id)
