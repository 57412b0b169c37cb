"""What does a worker do with her own case: see how it stands, add words and files, withdraw it?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.audit import AuditEntry
from bot.cases.case import Case
from bot.cases.clocks import reply_due
from bot.cases.states import Status, check_step, moved
from bot.cases.thread import Author
from bot.errors import BadInput, NotFound
from bot.intake.draft import DraftFile
from bot.intake.files import MAX_CASE_FILES
from bot.intake.questions import MAX_STORY
from bot.kinds import Reference, Urgency
from bot.ports import UnitOfWork
from bot.workers import WorkerId

SAME_CRY: Final = timedelta(days=1)
"""A second cry for help within this time joins the case of the first."""


def own_case(unit: UnitOfWork, worker_id: WorkerId, reference: Reference) -> Case:
    """Her case of this code. Raises NotFound when it is not hers, exactly as when there is none."""
    case = unit.cases.get(reference)
    if case.worker_id != worker_id:
        raise NotFound(reference)
    return case


def room_for_files(unit: UnitOfWork, reference: Reference) -> int:
    """How many more files the case takes."""
    return max(MAX_CASE_FILES - len(unit.cases.files(reference)), 0)


def add(
    unit: UnitOfWork, worker_id: WorkerId, reference: Reference, text: str, files: Sequence[DraftFile], now: datetime
) -> Case:
    """Her words and files join the case; a closed or waiting case goes back to the staff.

    Raises BadInput when the words are too long, or the case would have more than MAX_CASE_FILES; nothing is written then.
    """
    case = own_case(unit, worker_id, reference)
    if len(text) > MAX_STORY:
        raise BadInput("story", "too_long")
    if files and len(files) > room_for_files(unit, reference):
        raise BadInput("story", "too_many_files")
    if text.strip():
        unit.cases.add_message(reference, Author.WORKER, text, now)
        unit.audit.write(AuditEntry("worker", "worker_wrote", now, reference))
    for file in files:
        unit.cases.add_file(reference, file.kind, file.mime, file.size, file.file_id, now)
        unit.audit.write(AuditEntry("worker", "worker_sent_file", now, reference))
    return _back_to_staff(unit, case, now) if text.strip() or files else case


def withdraw(unit: UnitOfWork, worker_id: WorkerId, reference: Reference, now: datetime) -> Case:
    """She no longer wants it. Raises BadInput when it is already closed or withdrawn."""
    case = own_case(unit, worker_id, reference)
    check_step(case.status, Status.WITHDRAWN)
    unit.audit.write(AuditEntry("worker", "withdrew", now, reference))
    return unit.cases.save(replace(case, status=Status.WITHDRAWN, closed_at=now, due_at=None))


def open_cry(unit: UnitOfWork, worker_id: WorkerId, now: datetime) -> Case | None:
    """Her urgent case of the last day that is still open: a second cry joins it."""
    return next(
        (
            case
            for case in unit.cases.of_worker(worker_id)
            if case.status.open and case.urgency is Urgency.URGENT and now - case.filed_at < SAME_CRY
        ),
        None,
    )


def is_unread_cry(unit: UnitOfWork, case: Case) -> bool:
    """It came by one tap, not as a complaint that she told, and nobody of the staff has opened it."""
    cried = any(entry.action == "cried" for entry in unit.audit.of_case(case.reference))
    return cried and case.owner_id is None and _hers_alone(unit, case)


def _hers_alone(unit: UnitOfWork, case: Case) -> bool:
    """Nobody of the staff has opened it."""
    return all(entry.actor == "worker" for entry in unit.audit.of_case(case.reference))


def take_back(unit: UnitOfWork, worker_id: WorkerId, reference: Reference, now: datetime) -> list[str]:
    """A cry by one tap that nobody has opened: her words and files are erased; returns the ids of the files. Raises BadInput
    for another case, or when staff have opened it."""
    case = own_case(unit, worker_id, reference)
    if not is_unread_cry(unit, case):
        raise BadInput("case", "opened" if case.owner_id or not _hers_alone(unit, case) else "told")
    check_step(case.status, Status.WITHDRAWN)
    unit.audit.write(AuditEntry("worker", "took_back", now, reference))
    unit.cases.save(replace(case, status=Status.WITHDRAWN, closed_at=now, due_at=None, narrative=""))
    return list(unit.cases.erase_thread(reference))


def _back_to_staff(unit: UnitOfWork, case: Case, now: datetime) -> Case:
    """Staff have the next word; how long they may take is counted from her first word that waits."""
    status = case.status if case.status in (Status.NEW, Status.REFERRED) else moved(case.status, Status.ACCEPTED)
    due_at = case.due_at or reply_due(case.urgency, now)
    return unit.cases.save(replace(case, status=status, due_at=due_at, closed_at=None))
