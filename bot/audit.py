"""Who did what to which case, and when? Append-only: the database itself refuses to change or delete an entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.kinds import Reference


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed. `actor` is a staff login, "worker", "clock" or "operator"; `detail` holds ids and states, never words of a case."""

    actor: str
    action: str
    at: datetime
    reference: Reference | None = None
    detail: str = ""
    id: int = 0


class AuditLog(Protocol):
    """The stored log."""

    def write(self, entry: AuditEntry) -> None: ...
    def of_case(self, reference: Reference) -> Sequence[AuditEntry]:
        """The oldest first."""
        ...

    def latest(self, limit: int = 100, before_id: int | None = None) -> Sequence[AuditEntry]:
        """The newest first."""
        ...
