"""How does a finished draft become a case in a centre's queue?

One transaction: case, thread, files, route, audit entry, the alert to the centre's group. Idempotent for the draft.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.audit import AuditEntry
from bot.cases import routing
from bot.cases.case import Case
from bot.cases.clocks import reply_due
from bot.errors import BadInput
from bot.i18n.languages import FALLBACK
from bot.intake.draft import Draft
from bot.intake.questions import Question, next_question
from bot.kinds import Reference
from bot.mail.news import News
from bot.mail.outbox import Address
from bot.places import Corridor
from bot.ports import UnitOfWork
from bot.staff.centres import Centre
from bot.workers import Worker

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 O 1 I L U: a code is read aloud and written down by hand."""


def new_reference() -> Reference:
    """A random code of eight letters and digits: 30**8, about 39 bits. It opens nothing by itself."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return Reference(f"KW-{code[:4]}-{code[4:]}")


def file_complaint(unit: UnitOfWork, draft: Draft, worker: Worker, now: datetime) -> Case:
    """Files it and forgets the draft; the caller commits. Filing a draft again returns the same case.

    Raises BadInput when a question is still open.
    """
    earlier = unit.cases.of_draft(draft.id)
    if earlier is not None:
        return earlier
    if next_question(draft) is not Question.SUMMARY:
        raise BadInput(next_question(draft), "open")
    return _filed(unit, draft, worker, now)


def file_urgent(unit: UnitOfWork, draft: Draft, worker: Worker, now: datetime) -> Case:
    """The same for somebody in danger, with whatever she told so far: her tap on the button is the consent. Words that come
    later join the case."""
    if (earlier := unit.cases.of_draft(draft.id)) is not None:
        return earlier
    case = _filed(unit, replace(draft, urgent=True), worker, now)
    if draft.held:
        unit.audit.write(AuditEntry("worker", "cried", now, case.reference))
    return case


def centre_of(unit: UnitOfWork, draft: Draft, worker: Worker) -> Centre:
    """Whose staff will read it."""
    corridor = _corridor(draft, worker)
    kind, province, language = draft.kind or "other", draft.province or "", worker.language or FALLBACK
    return unit.centres.get(
        routing.choose(unit.routes.all(), unit.centres.staffed(), corridor, province, kind, language)
    )


def _filed(unit: UnitOfWork, draft: Draft, worker: Worker, now: datetime) -> Case:
    case = _complaint(unit, draft, worker, now)
    unit.cases.add(case)
    for file in draft.files:
        unit.cases.add_file(case.reference, file.kind, file.mime, file.size, file.file_id, now)
    unit.audit.write(AuditEntry("worker", "filed", now, case.reference, f"centre={case.centre_id}"))
    _alert(unit, case, now)
    unit.drafts.delete(worker.id)
    return case


def _complaint(unit: UnitOfWork, draft: Draft, worker: Worker, now: datetime) -> Case:
    return Case(
        reference=new_reference(),
        draft_id=draft.id,
        worker_id=worker.id,
        kind=draft.kind or "other",
        corridor=_corridor(draft, worker),
        province=draft.province or "",
        language=worker.language or FALLBACK,
        urgency=draft.urgency,
        narrative=draft.narrative,
        name=draft.name,
        filed_at=now,
        due_at=reply_due(draft.urgency, now),
        centre_id=centre_of(unit, draft, worker).id,
    )


def _corridor(draft: Draft, worker: Worker) -> Corridor:
    return Corridor(worker.corridor.origin, draft.country or worker.corridor.destination)


def _alert(unit: UnitOfWork, case: Case, now: datetime) -> None:
    """News to the centre's group, which is worded without a story and without a name."""
    group = unit.centres.get(case.centre_id).group_chat
    if group is not None:
        unit.outbox.add(Address("telegram", group), News("filed", case.reference), now)
