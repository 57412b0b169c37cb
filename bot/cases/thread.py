"""What was written and sent in a case?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Author(StrEnum):
    """Who wrote a line of a case. A note is for staff alone and has no way to the worker."""

    WORKER = "worker"
    STAFF = "staff"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One line of a case's thread. `staff_id` is None for the worker's own. One that cannot be opened has no text and is not
    `readable`."""

    id: int
    author: Author
    text: str
    written_at: datetime
    staff_id: int | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a case. `file_id` opens it in the vault; `size` in bytes."""

    id: int
    file_id: str
    kind: str
    mime: str
    size: int
    added_at: datetime
