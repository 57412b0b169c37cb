"""What is erased when a worker says "delete my data"?"""

from datetime import datetime

from bot.audit import AuditEntry
from bot.ports import UnitOfWork
from bot.workers import Worker


def forget_worker(unit: UnitOfWork, worker: Worker, now: datetime) -> list[str]:
    """Erases all we hold of her; returns the ids of files to erase after the commit.

    What stays of a case are its code, kind, place and dates, without a word of hers: the centre's count of its work. What
    was on its way to her is not sent.
    """
    file_ids = [*unit.drafts.delete(worker.id)]
    for case in unit.cases.of_worker(worker.id):
        unit.audit.write(AuditEntry("worker", "deleted her data", now, case.reference))
    file_ids.extend(unit.cases.forget_worker(worker.id))
    unit.memory.delete(worker.id)
    unit.workers.delete(worker.id)
    unit.inbox.forget_chat(worker.channel, worker.chat)
    unit.tryit.erase_chat(worker.chat)
    return file_ids
