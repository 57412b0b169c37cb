"""Rows of drafts: each is one ciphertext."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from bot.intake.draft import Draft, DraftFile
from bot.intake.drafts import UNDO_KEPT
from bot.storage import tables
from bot.storage.rows.base import Rows
from bot.workers import WorkerId

ROW: Final = tables.drafts.c
OF_WORKER: Final = select(ROW.draft_sealed).where(ROW.worker_id == bindparam("worker"))
TOLD: Final = OF_WORKER.where(ROW.cancelled_at.is_(None))
STOPPED: Final = OF_WORKER.where(ROW.cancelled_at > bindparam("since"))


class DraftRows(Rows):
    """Fulfils bot.intake.drafts.Drafts."""

    def of_worker(self, worker_id: WorkerId) -> Draft | None:
        """Her draft, when she is telling one. One that cannot be opened is none: she begins anew."""
        return self._opened_draft(worker_id, self._connection.scalar(TOLD, {"worker": worker_id}))

    def save(self, draft: Draft) -> None:
        """Replaces what was there."""
        self._keep(draft, None)

    def put_away(self, draft: Draft, now: datetime) -> None:
        """Replaces what was there."""
        self._keep(draft, now)

    def _keep(self, draft: Draft, cancelled_at: datetime | None) -> None:
        values = {"draft_sealed": self._cipher.seal_value(asdict(draft)), "cancelled_at": cancelled_at}
        here = ROW.worker_id == draft.worker_id
        if self._connection.execute(update(tables.drafts).where(here).values(values)).rowcount == 0:
            self._connection.execute(insert(tables.drafts).values(worker_id=draft.worker_id, **values))

    def cancel(self, worker_id: WorkerId, now: datetime) -> None:
        """It stays as it is, with the moment."""
        self._connection.execute(update(tables.drafts).where(ROW.worker_id == worker_id).values(cancelled_at=now))

    def cancelled(self, worker_id: WorkerId, now: datetime) -> Draft | None:
        """By the moment at which she stopped."""
        since = {"worker": worker_id, "since": now - UNDO_KEPT}
        return self._opened_draft(worker_id, self._connection.scalar(STOPPED, since))

    def clean(self, now: datetime) -> Sequence[str]:
        """Rows of those that were stopped too long ago."""
        return self._erase(ROW.cancelled_at <= now - UNDO_KEPT)

    def file_ids(self) -> set[str]:
        """Opens every draft: few are open at a time."""
        return set(self._files_of())

    def delete(self, worker_id: WorkerId) -> Sequence[str]:
        """What was typed is forgotten."""
        return self._erase(ROW.worker_id == worker_id)

    def _erase(self, here: ColumnElement[bool]) -> Sequence[str]:
        files = self._files_of(here)
        self._connection.execute(delete(tables.drafts).where(here))
        return files

    def _files_of(self, *here: ColumnElement[bool]) -> list[str]:
        rows = self._rows(select(ROW.worker_id, ROW.draft_sealed).where(*here))
        opened = [self._opened_draft(row.worker_id, row.draft_sealed) for row in rows]
        return [file.file_id for draft in opened if draft is not None for file in draft.files]

    def _opened_draft(self, worker_id: WorkerId, sealed: bytes | None) -> Draft | None:
        return None if sealed is None else self._opened("drafts", worker_id, lambda: self._draft(sealed))

    def _draft(self, sealed: bytes) -> Draft:
        value = self._cipher.open_value(sealed)
        files = tuple(DraftFile(**file) for file in value.pop("files"))
        return Draft(**{**value, "story": tuple(value["story"]), "files": files})
