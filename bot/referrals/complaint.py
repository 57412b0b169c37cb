"""What is a complaint, which states can it be in, and what may follow what?

new ──claim──▶ accepted ◀──▶ waiting (for the worker)
                 │  ▲  ╲
                 ▼  │   ╲──▶ referred (to another body)
               closed ──▶ reopened by the worker's new words: accepted again
any open state ──worker──▶ withdrawn
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from bot.answers.places import Corridor
from bot.errors import BadInput
from bot.workers import WorkerId

Reference = NewType("Reference", str)
"""The code on the receipt, such as KW-7F3K-9QTM. It opens nothing by itself."""

KINDS: Final = (
    "unpaid_wages",
    "recruitment_fees",
    "passport_kept",
    "injury_compensation",
    "harassment_violence",
    "forced_labour",
    "change_employer",
    "working_hours",
    "other",
)
URGENT_KINDS: Final = frozenset({"forced_labour"})
FIRST_REPLY: Final = {"urgent": timedelta(hours=24), "normal": timedelta(hours=72)}


class Status(StrEnum):
    """Where a complaint stands."""

    NEW = "new"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    REFERRED = "referred"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def open(self) -> bool:
        """Staff still have something to do."""
        return self not in (Status.CLOSED, Status.WITHDRAWN)


class Urgency(StrEnum):
    """How soon staff should answer: FIRST_REPLY says the time."""

    NORMAL = "normal"
    URGENT = "urgent"


class Outcome(StrEnum):
    """How a complaint ended."""

    SOLVED = "solved"
    PARTLY_SOLVED = "partly_solved"
    NOT_SOLVED = "not_solved"
    REFERRED = "referred"
    NOT_LABOUR = "not_labour"
    NO_CONTACT = "no_contact"


class RemedyKind(StrEnum):
    """What the worker got."""

    NONE = "none"
    MONEY = "money"
    DOCUMENTS = "documents"
    NEW_EMPLOYER = "new_employer"
    TREATMENT = "treatment"
    RETURN_HOME = "return_home"
    OTHER = "other"


NEXT: Final[dict[Status, frozenset[Status]]] = {
    Status.NEW: frozenset({Status.ACCEPTED, Status.WITHDRAWN}),
    Status.ACCEPTED: frozenset({Status.WAITING, Status.REFERRED, Status.CLOSED, Status.WITHDRAWN}),
    Status.WAITING: frozenset({Status.ACCEPTED, Status.REFERRED, Status.CLOSED, Status.WITHDRAWN}),
    Status.REFERRED: frozenset({Status.ACCEPTED, Status.WAITING, Status.CLOSED, Status.WITHDRAWN}),
    Status.CLOSED: frozenset({Status.ACCEPTED}),
    Status.WITHDRAWN: frozenset({Status.ACCEPTED}),
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the worker got: for money an amount in the currency's main unit ("1200.50") and its ISO 4217 code."""

    kind: RemedyKind = RemedyKind.NONE
    amount: str | None = None
    currency: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """A filed complaint. `narrative`, `name` and `remedy.note` are encrypted where they are stored.

    `version` grows with every change; a change made from an older version is refused (Stale).
    `due_at` is when staff should have answered; None when the next word is the worker's.
    """

    reference: Reference
    draft_id: str
    worker_id: WorkerId | None
    kind: str
    corridor: Corridor
    province: str
    language: str
    urgency: Urgency
    narrative: str
    filed_at: datetime
    centre_id: int
    name: str | None = None
    owner_id: int | None = None
    status: Status = Status.NEW
    version: int = 1
    due_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    remedy: Remedy = Remedy()
    reachable: bool = True

    def overdue(self, now: datetime) -> bool:
        """Staff should have answered by now."""
        return self.status.open and self.due_at is not None and self.due_at < now


class Author(StrEnum):
    """Who wrote a line of a case. A note is for staff alone and has no way to the worker."""

    WORKER = "worker"
    STAFF = "staff"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One line of a case's thread. `staff_id` is None for the worker's own."""

    id: int
    author: Author
    text: str
    written_at: datetime
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a case. `file_id` opens it in the vault; `size` in bytes."""

    id: int
    file_id: str
    kind: str
    mime: str
    size: int
    added_at: datetime


def check_step(now: Status, wanted: Status) -> None:
    """Raises BadInput when `wanted` cannot follow `now`."""
    if wanted not in NEXT[now]:
        raise BadInput("status", f"{now} cannot become {wanted}")


def reply_due(urgency: Urgency, asked_at: datetime) -> datetime:
    """When staff should have answered a word of the worker."""
    return asked_at + FIRST_REPLY[urgency]
