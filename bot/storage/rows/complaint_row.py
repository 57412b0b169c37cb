"""How does a complaint lie in its row?"""

from typing import Any

from sqlalchemy import RowMapping

from bot.answers.places import Corridor
from bot.referrals.complaint import Complaint, Outcome, Reference, Remedy, RemedyKind, Status, Urgency
from bot.storage.encryption import Cipher


def values_of(complaint: Complaint, cipher: Cipher) -> dict[str, Any]:
    """Columns of a complaint; words and names sealed."""
    return {
        "reference": complaint.reference,
        "draft_id": complaint.draft_id,
        "worker_id": complaint.worker_id,
        "kind": complaint.kind,
        "origin": complaint.corridor.origin,
        "destination": complaint.corridor.destination,
        "province_sealed": cipher.seal(complaint.province),
        "language": complaint.language,
        "urgency": complaint.urgency,
        "narrative_sealed": cipher.seal(complaint.narrative),
        "name_sealed": cipher.seal(complaint.name),
        "filed_at": complaint.filed_at,
        "centre_id": complaint.centre_id,
        "owner_id": complaint.owner_id,
        "status": complaint.status,
        "version": complaint.version,
        "due_at": complaint.due_at,
        "closed_at": complaint.closed_at,
        "outcome": complaint.outcome,
        "remedy_kind": complaint.remedy.kind,
        "remedy_amount": complaint.remedy.amount,
        "remedy_currency": complaint.remedy.currency,
        "remedy_note_sealed": cipher.seal(complaint.remedy.note),
    }


def complaint_of(row: RowMapping, cipher: Cipher) -> Complaint:
    """The complaint again. `reachable` is the worker's; a worker who was forgotten cannot be reached."""
    return Complaint(
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
