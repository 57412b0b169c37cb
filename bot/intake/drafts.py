"""Where is a complaint kept while it is being told? One draft a worker, encrypted as a whole."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.intake.draft import Draft
from bot.workers import WorkerId

UNDO_KEPT: Final = timedelta(hours=1)
"""How long is kept what is put away: a complaint that she stopped can be had back, a cry that nobody took yet can be told to
staff. Then it is erased."""


class Drafts(Protocol):
    """Stored drafts."""

    def of_worker(self, worker_id: WorkerId) -> Draft | None:
        """The complaint that she is telling."""
        ...

    def save(self, draft: Draft) -> None:
        """Keeps it as the one that she is telling."""
        ...

    def cancel(self, worker_id: WorkerId, now: datetime) -> None:
        """She stopped: it is put away for UNDO_KEPT."""
        ...

    def put_away(self, draft: Draft, now: datetime) -> None:
        """Keeps this for UNDO_KEPT; she is not telling it."""
        ...

    def cancelled(self, worker_id: WorkerId, now: datetime) -> Draft | None:
        """What was put away, as long as it can be had back."""
        ...

    def clean(self, now: datetime) -> Sequence[str]:
        """Erases those that can no longer be had back; returns the ids of their files."""
        ...

    def file_ids(self) -> set[str]:
        """Of the files of all drafts."""
        ...

    def delete(self, worker_id: WorkerId) -> Sequence[str]:
        """Erases whatever is kept of her complaint; returns the ids of its files."""
        ...
