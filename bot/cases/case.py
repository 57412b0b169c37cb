"""What is a complaint, which states can it be in, and what may follow what?

new ──claim──▶ accepted ◀──▶ waiting (for the worker)
                 │  ▲  ╲
                 ▼  │   ╲──▶ referred (to another body)
               closed ──▶ reopened by the worker's new words: accepted again
any open state ──worker──▶ withdrawn
"""

from dataclasses import dataclass
from datetime import datetime

from bot.cases.remedies import Outcome, Remedy
from bot.cases.states import Status
from bot.kinds import Reference, Urgency
from bot.places import Corridor
from bot.workers import WorkerId


@dataclass(frozen=True, slots=True)
class Case:
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
