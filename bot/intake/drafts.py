"""Where is a complaint kept while it is being told? One draft a worker, encrypted as a whole."""

from typing import Protocol

from bot.intake.draft import Draft
from bot.workers import WorkerId


class Drafts(Protocol):
    """Stored drafts."""

    def of_worker(self, worker_id: WorkerId) -> Draft | None: ...
    def save(self, draft: Draft) -> None: ...
    def file_ids(self) -> set[str]:
        """Of the files of all drafts."""
        ...

    def delete(self, worker_id: WorkerId) -> None: ...
