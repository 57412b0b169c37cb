"""How are complaints stored and found?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.cases.case import Case
from bot.cases.thread import Author, CaseFile, CaseMessage
from bot.kinds import Reference
from bot.workers import WorkerId

Folder = Literal["mine", "unassigned", "all", "closed"]


@dataclass(frozen=True, slots=True)
class Search:
    """What to list. `centre_id` None lists every centre (administrators). Order: urgent, overdue, newest first."""

    folder: Folder = "all"
    centre_id: int | None = None
    owner_id: int | None = None
    kind: str | None = None
    page: int = 1
    page_size: int = 50


class Cases(Protocol):
    """Stored complaints, their threads and files."""

    def add(self, complaint: Case) -> None:
        """Raises Stale when a complaint of the same draft exists."""
        ...

    def get(self, reference: Reference) -> Case:
        """Raises NotFound, and Unreadable when its row cannot be opened."""
        ...

    def of_draft(self, draft_id: str) -> Case | None: ...
    def of_worker(self, worker_id: WorkerId) -> Sequence[Case]:
        """The newest first."""
        ...

    def save(self, complaint: Case) -> Case:
        """Writes a change made from `complaint.version`; answers it with the next version. Raises Stale."""
        ...

    def find(self, search: Search, now: datetime) -> tuple[Sequence[Case], int]:
        """One page, and how many there are in all. A case that cannot be opened is counted, and left out of the page."""
        ...

    def folder_counts(self, centre_id: int | None, owner_id: int, now: datetime) -> dict[str, int]:
        """How many are mine, unassigned, all (open), overdue, urgent."""
        ...

    def add_message(
        self, reference: Reference, author: Author, text: str, now: datetime, staff_id: int | None = None
    ) -> int: ...
    def messages(self, reference: Reference) -> Sequence[CaseMessage]:
        """The oldest first."""
        ...

    def add_file(self, reference: Reference, kind: str, mime: str, size: int, file_id: str, now: datetime) -> int: ...
    def files(self, reference: Reference) -> Sequence[CaseFile]: ...
    def erase_thread(self, reference: Reference) -> Sequence[str]:
        """Erases the thread and the file rows of a case; answers the file ids to erase."""
        ...

    def file_ids(self) -> set[str]: ...
    def forget_worker(self, worker_id: WorkerId) -> Sequence[str]:
        """Erases narrative, name, thread and file rows of her complaints and unlinks her; answers the file ids to erase."""
        ...
