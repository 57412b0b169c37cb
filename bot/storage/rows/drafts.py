"""Rows of drafts: each is one ciphertext."""

from dataclasses import asdict
from functools import partial
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.intake.draft import Draft, DraftFile
from bot.storage import tables
from bot.storage.rows.base import Rows
from bot.workers import WorkerId

ROW: Final = tables.drafts.c
OF_WORKER: Final = select(ROW.draft_sealed).where(ROW.worker_id == bindparam("worker"))


class DraftRows(Rows):
    """Fulfils bot.intake.drafts.Drafts."""

    def of_worker(self, worker_id: WorkerId) -> Draft | None:
        """Her draft, when she is telling one. One that cannot be opened is none: she begins anew."""
        sealed = self._connection.scalar(OF_WORKER, {"worker": worker_id})
        if sealed is None:
            return None
        return self._opened("drafts", worker_id, lambda: self._draft(sealed))

    def save(self, draft: Draft) -> None:
        """Replaces what was there."""
        sealed = self._cipher.seal_value(asdict(draft))
        here = ROW.worker_id == draft.worker_id
        if self._connection.execute(update(tables.drafts).where(here).values(draft_sealed=sealed)).rowcount == 0:
            self._connection.execute(insert(tables.drafts).values(worker_id=draft.worker_id, draft_sealed=sealed))

    def file_ids(self) -> set[str]:
        """Opens every draft: few are open at a time."""
        rows = self._rows(select(ROW.worker_id, ROW.draft_sealed))
        opened = [self._opened("drafts", row.worker_id, partial(self._draft, row.draft_sealed)) for row in rows]
        return {file.file_id for draft in opened if draft is not None for file in draft.files}

    def _draft(self, sealed: bytes) -> Draft:
        value = self._cipher.open_value(sealed)
        files = tuple(DraftFile(**file) for file in value.pop("files"))
        return Draft(**{**value, "story": tuple(value["story"]), "files": files})

    def delete(self, worker_id: WorkerId) -> None:
        """What was typed is forgotten."""
        self._connection.execute(delete(tables.drafts).where(ROW.worker_id == worker_id))
