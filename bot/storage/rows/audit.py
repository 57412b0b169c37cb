"""Rows of the audit log, of routes, of content versions and of "Try it" chats."""

from collections.abc import Sequence

from sqlalchemy import insert, select

from bot.audit import AuditEntry
from bot.kinds import Reference
from bot.storage import tables
from bot.storage.rows.base import Rows


class AuditRows(Rows):
    """Fulfils bot.audit.AuditLog. Triggers of the database refuse updates and deletes."""

    def write(self, entry: AuditEntry) -> None:
        """One more entry."""
        values = {name: getattr(entry, name) for name in ("at", "actor", "action", "reference", "detail")}
        self._connection.execute(insert(tables.audit).values(values))

    def of_case(self, reference: Reference) -> Sequence[AuditEntry]:
        """The oldest first."""
        row = tables.audit.c
        return self._read(select(tables.audit).where(row.reference == reference).order_by(row.id))

    def latest(self, limit: int = 100, before_id: int | None = None) -> Sequence[AuditEntry]:
        """The newest first."""
        row = tables.audit.c
        query = select(tables.audit).order_by(row.id.desc()).limit(limit)
        return self._read(query if before_id is None else query.where(row.id < before_id))

    def _read(self, query: object) -> list[AuditEntry]:
        rows = self._connection.execute(query)  # type: ignore[call-overload]
        return [AuditEntry(row.actor, row.action, row.at, row.reference, row.detail, row.id) for row in rows]
