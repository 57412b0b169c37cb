"""What does a worker do with her own case: see how it stands, add words and files, withdraw it?"""

from dataclasses import replace
from datetime import datetime

from bot.audit import AuditEntry
from bot.cases.case import Case
from bot.cases.clocks import reply_due
from bot.cases.states import Status, check_step
from bot.cases.thread import Author
from bot.errors import BadInput, NotFound
from bot.intake.draft import DraftFile
from bot.intake.files import MAX_FILES
from bot.intake.questions import MAX_STORY
from bot.kinds import Reference
from bot.ports import UnitOfWork
from bot.workers import WorkerId


def own_case(unit: UnitOfWork, worker_id: WorkerId, reference: Reference) -> Case:
    """Her case of this code. Raises NotFound when it is not hers, exactly as when there is none."""
    case = unit.cases.get(reference)
    if case.worker_id != worker_id:
        raise NotFound(reference)
    return case


def add_words(unit: UnitOfWork, worker_id: WorkerId, reference: Reference, text: str, now: datetime) -> Case:
    """Her words join the thread; a closed or waiting case goes back to the staff. Raises BadInput when too long."""
    if len(text) > MAX_STORY:
        raise BadInput("story", "too_long")
    case = own_case(unit, worker_id, reference)
    unit.cases.add_message(reference, Author.WORKER, text, now)
    return _back_to_staff(unit, case, "worker_wrote", now)


def add_file(unit: UnitOfWork, worker_id: WorkerId, reference: Reference, file: DraftFile, now: datetime) -> Case:
    """Her file joins the case. Raises BadInput when the case has MAX_FILES times three already."""
    case = own_case(unit, worker_id, reference)
    if len(unit.cases.files(reference)) >= MAX_FILES * 3:
        raise BadInput("story", "too_many_files")
    unit.cases.add_file(reference, file.kind, file.mime, file.size, file.file_id, now)
    return _back_to_staff(unit, case, "worker_sent_file", now)


def withdraw(unit: UnitOfWork, worker_id: WorkerId, reference: Reference, now: datetime) -> Case:
    """She no longer wants it. Raises BadInput when it is already closed or withdrawn."""
    case = own_case(unit, worker_id, reference)
    check_step(case.status, Status.WITHDRAWN)
    unit.audit.write(AuditEntry("worker", "withdrew", now, reference))
    return unit.cases.save(replace(case, status=Status.WITHDRAWN, closed_at=now, due_at=None))


def forget_worker(unit: UnitOfWork, worker_id: WorkerId, now: datetime) -> list[str]:
    """Erases all we hold of her; answers the ids of files to erase after the commit.

    What stays of a case are its code, kind, place and dates, without a word of hers: the centre's count of its work.
    """
    draft = unit.drafts.of_worker(worker_id)
    file_ids = [file.file_id for file in draft.files] if draft else []
    for case in unit.cases.of_worker(worker_id):
        unit.audit.write(AuditEntry("worker", "deleted her data", now, case.reference))
    file_ids.extend(unit.cases.forget_worker(worker_id))
    unit.drafts.delete(worker_id)
    unit.memory.delete(worker_id)
    unit.workers.delete(worker_id)
    return file_ids


def _back_to_staff(unit: UnitOfWork, case: Case, action: str, now: datetime) -> Case:
    status = case.status if case.status in (Status.NEW, Status.REFERRED) else Status.ACCEPTED
    unit.audit.write(AuditEntry("worker", action, now, case.reference))
    due_at = case.due_at or reply_due(case.urgency, now)
    return unit.cases.save(replace(case, status=status, due_at=due_at, closed_at=None))
