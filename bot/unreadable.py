"""Which stored rows could not be opened? Each is left out where it stands, noted, and its neighbours go on.

A row is met when somebody reads it. Its key is missing, it is damaged, or it holds what this version does not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

RowNoun = Literal["cases", "messages", "drafts", "memory", "workers", "centres", "staff", "tryit"]


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """One row. `key` is what it is found by: the code of a case, an id. `error` is a class, never words."""

    noun: RowNoun
    key: str
    error: str


@dataclass(frozen=True, slots=True)
class UnreadableCount:
    """How many rows of a noun were met, and when they were first met."""

    noun: str
    error: str
    count: int
    first_at: datetime
    last_at: datetime


class UnreadableRows(Protocol):
    """The list of rows that could not be opened. A row is noted once; the note lasts when the unit of work is committed."""

    def met(self, noun: RowNoun) -> Sequence[UnreadableRow]:
        """Those that this unit of work came upon."""
        ...

    def counts(self) -> Sequence[UnreadableCount]:
        """All that are noted, the newest first."""
        ...

    def noticed(self, since: datetime | None = None) -> int:
        """How many were noted since then."""
        ...

    def forget(self) -> None:
        """Empties the list. What still cannot be opened comes back when it is met again."""
        ...
