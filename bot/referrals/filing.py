"""How does a finished draft become a complaint in a centre's queue?

One transaction: complaint, thread, files, route, audit entry, the alert to the centre's group. Idempotent for the draft.
"""

import secrets
from datetime import datetime
from typing import Final

from bot.answers.places import Corridor
from bot.errors import BadInput
from bot.i18n.phrasebook import Phrasebook
from bot.messages import Reply
from bot.ports import UnitOfWork
from bot.referrals import routing
from bot.referrals.audit import AuditEntry
from bot.referrals.complaint import Complaint, Reference, reply_due
from bot.referrals.intake import Draft, Question, next_question
from bot.workers import Worker

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 O 1 I L U: a code is read aloud and written down by hand."""


def new_reference() -> Reference:
    """A random code of eight letters and digits: 30**8, about 39 bits. It opens nothing by itself."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return Reference(f"KW-{code[:4]}-{code[4:]}")


def file_complaint(
    unit: UnitOfWork, draft: Draft, worker: Worker, now: datetime, console_url: str, phrases: Phrasebook
) -> Complaint:
    """Files it and forgets the draft; the caller commits. Filing a draft again answers the same complaint.

    Raises BadInput when a question is still open.
    """
    earlier = unit.complaints.of_draft(draft.id)
    if earlier is not None:
        return earlier
    if next_question(draft) is not Question.SUMMARY:
        raise BadInput(next_question(draft), "open")
    complaint = _complaint(unit, draft, worker, now)
    unit.complaints.add(complaint)
    for file in draft.files:
        unit.complaints.add_file(complaint.reference, file.kind, file.mime, file.size, file.file_id, now)
    unit.audit.write(AuditEntry("worker", "filed", now, complaint.reference, f"centre={complaint.centre_id}"))
    _alert(unit, complaint, now, console_url, phrases)
    unit.drafts.delete(worker.id)
    return complaint


def _complaint(unit: UnitOfWork, draft: Draft, worker: Worker, now: datetime) -> Complaint:
    corridor = Corridor(worker.corridor.origin, draft.country)
    kind, province, language = draft.kind or "other", draft.province or "", worker.language or "en"
    return Complaint(
        reference=new_reference(),
        draft_id=draft.id,
        worker_id=worker.id,
        kind=kind,
        corridor=corridor,
        province=province,
        language=language,
        urgency=draft.urgency,
        narrative=draft.narrative,
        name=draft.name,
        filed_at=now,
        due_at=reply_due(draft.urgency, now),
        centre_id=routing.choose(unit.routes.all(), unit.centres.staffed(), corridor, province, kind, language),
    )


def _alert(unit: UnitOfWork, complaint: Complaint, now: datetime, console_url: str, phrases: Phrasebook) -> None:
    """One line to the centre's group: code, kind, urgency, link. No story, no name."""
    group = unit.centres.get(complaint.centre_id).group_chat
    if group is None:
        return
    line = phrases.say(
        "en",
        "staff.alert",
        code=complaint.reference,
        kind=phrases.say("en", f"kind.{complaint.kind}"),
        urgency=phrases.say("en", f"urgency.{complaint.urgency}"),
        link=f"{console_url}/cases/{complaint.reference}",
    )
    unit.outbox.add("telegram", group, Reply(line), now)
