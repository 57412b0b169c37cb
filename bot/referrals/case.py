"""What does a worker do with her own case: see how it stands, add words and files, withdraw it?"""

from dataclasses import replace
from datetime import datetime

from bot.errors import BadInput, NotFound
from bot.ports import UnitOfWork
from bot.referrals.audit import AuditEntry
from bot.referrals.complaint import Author, Complaint, Reference, Status, check_step, reply_due
from bot.referrals.intake import MAX_FILES, MAX_STORY, DraftFile
from bot.workers import WorkerId


def own_case(unit: UnitOfWork, worker_id: WorkerId, reference: Reference) -> Complaint:
    """Her case of this code. Raises NotFound when it is not hers, exactly as when there is none."""
    complaint = unit.complaints.get(reference)
    if complaint.worker_id != worker_id:
        raise NotFound(reference)
    return complaint


def add_words(unit: UnitOfWork, worker_id: WorkerId, reference: Reference, text: str, now: datetime) -> Complaint:
    """Her words join the thread; a closed or waiting case goes back to the staff. Raises BadInput when too long."""
    if len(text) > MAX_STORY:
        raise BadInput("story", "too_long")
    complaint = own_case(unit, worker_id, reference)
    unit.complaints.add_message(reference, Author.WORKER, text, now)
    return _back_to_staff(unit, complaint, "worker_wrote", now)


def add_file(unit: UnitOfWork, worker_id: WorkerId, reference: Reference, file: DraftFile, now: datetime) -> Complaint:
    """Her file joins the case. Raises BadInput when the case has MAX_FILES times three already."""
    complaint = own_case(unit, worker_id, reference)
    if len(unit.complaints.files(reference)) >= MAX_FILES * 3:
        raise BadInput("story", "too_many_files")
    unit.complaints.add_file(reference, file.kind, file.mime, file.size, file.file_id, now)
    return _back_to_staff(unit, complaint, "worker_sent_file", now)


def withdraw(unit: UnitOfWork, worker_id: WorkerId, reference: Reference, now: datetime) -> Complaint:
    """She no longer wants it. Raises BadInput when it is already closed or withdrawn."""
    complaint = own_case(unit, worker_id, reference)
    check_step(complaint.status, Status.WITHDRAWN)
    unit.audit.write(AuditEntry("worker", "withdrew", now, reference))
    return unit.complaints.save(replace(complaint, status=Status.WITHDRAWN, closed_at=now, due_at=None))


def forget_worker(unit: UnitOfWork, worker_id: WorkerId, now: datetime) -> list[str]:
    """Erases all we hold of her; answers the ids of files to erase after the commit.

    What stays of a complaint are its code, kind, place and dates, without a word of hers: the centre's count of its work.
    """
    draft = unit.drafts.of_worker(worker_id)
    file_ids = [file.file_id for file in draft.files] if draft else []
    for complaint in unit.complaints.of_worker(worker_id):
        unit.audit.write(AuditEntry("worker", "deleted her data", now, complaint.reference))
    file_ids.extend(unit.complaints.forget_worker(worker_id))
    unit.drafts.delete(worker_id)
    unit.memory.delete(worker_id)
    unit.workers.delete(worker_id)
    return file_ids


def _back_to_staff(unit: UnitOfWork, complaint: Complaint, action: str, now: datetime) -> Complaint:
    status = complaint.status if complaint.status in (Status.NEW, Status.REFERRED) else Status.ACCEPTED
    unit.audit.write(AuditEntry("worker", action, now, complaint.reference))
    due_at = complaint.due_at or reply_due(complaint.urgency, now)
    return unit.complaints.save(replace(complaint, status=status, due_at=due_at, closed_at=None))
