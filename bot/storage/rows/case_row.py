"""How does a case lie in its row?"""

from typing import Any

from sqlalchemy import RowMapping

from bot.cases.case import Case
from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status
from bot.kinds import Reference, Urgency
from bot.places import Corridor
from bot.storage.encryption import Cipher


def values_of(case: Case, cipher: Cipher) -> dict[str, Any]:
    """Columns of a case; words and names sealed."""
    return {
        "reference": case.reference,
        "draft_id": case.draft_id,
        "worker_id": case.worker_id,
        "kind": case.kind,
        "origin": case.corridor.origin,
        "destination": case.corridor.destination,
        "province_sealed": cipher.seal(case.province),
        "language": case.language,
        "urgency": case.urgency,
        "narrative_sealed": cipher.seal(case.narrative),
        "name_sealed": cipher.seal(case.name),
        "filed_at": case.filed_at,
        "centre_id": case.centre_id,
        "owner_id": case.owner_id,
        "status": case.status,
        "version": case.version,
        "due_at": case.due_at,
        "closed_at": case.closed_at,
        "outcome": case.outcome,
        "remedy_kind": case.remedy.kind,
        "remedy_amount": case.remedy.amount,
        "remedy_currency": case.remedy.currency,
        "remedy_note_sealed": cipher.seal(case.remedy.note),
    }


def case_of(row: RowMapping, cipher: Cipher) -> Case:
    """The case again. `reachable` is the worker's; a worker who was forgotten cannot be reached."""
    return Case(
        reference=Reference(row["reference"]),
        draft_id=row["draft_id"],
        worker_id=row["worker_id"],
        kind=row["kind"],
        corridor=Corridor(row["origin"], row["destination"]),
        province=cipher.open(row["province_sealed"]) or "",
        language=row["language"],
        urgency=Urgency(row["urgency"]),
        narrative=cipher.open(row["narrative_sealed"]) or "",
        name=cipher.open(row["name_sealed"]),
        filed_at=row["filed_at"],
        centre_id=row["centre_id"],
        owner_id=row["owner_id"],
        status=Status(row["status"]),
        version=row["version"],
        due_at=row["due_at"],
        closed_at=row["closed_at"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        remedy=Remedy(
            RemedyKind(row["remedy_kind"]),
            row["remedy_amount"],
            row["remedy_currency"],
            cipher.open(row["remedy_note_sealed"]),
        ),
        reachable=bool(row["reachable"]),
    )
