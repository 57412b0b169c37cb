"""Rows of content versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, insert, select

from bot.answers.versions import Version
from bot.storage import tables
from bot.storage.rows.base import Rows

ROW: Final = tables.content_versions.c


class ContentRows(Rows):
    """Fulfils bot.answers.versions.ContentVersions."""

    def stamp(self) -> tuple[int, int]:
        """(0, 0) when nothing was published."""
        newest, count = self._connection.execute(select(func.max(ROW.id), func.count())).one()
        return newest or 0, count

    def changed(self, known: Mapping[str, int]) -> Sequence[Version]:
        """Only the texts that are wanted are read."""
        newest = self._rows(select(ROW.path, func.max(ROW.id)).group_by(ROW.path))
        return self._versions(ROW.id.in_([number for path, number in newest if known.get(path) != number]))

    def live(self) -> Mapping[str, Version]:
        """The newest version of every path."""
        newest = select(func.max(ROW.id)).group_by(ROW.path)
        return {one.path: one for one in self._versions(ROW.id.in_(newest))}

    def history(self, path: str) -> Sequence[Version]:
        """The newest first."""
        return self._versions(ROW.path == path)[::-1]

    def hold(self, path: str) -> None:
        """PostgreSQL locks the name of the path, which may have no row yet; SQLite has one writer."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(path))))
        else:
            self._connection.execute(select(ROW.id).limit(1).execution_options(locks=True))

    def publish(self, texts: Mapping[str, str], author: str, now: datetime) -> int:
        """Only what differs from the live text becomes a version."""
        live = self.live()
        fresh = [
            {"path": path, "text": text, "author": author, "published_at": now}
            for path, text in texts.items()
            if path not in live or live[path].text != text
        ]
        if fresh:
            self._connection.execute(insert(tables.content_versions), fresh)
        return len(fresh)

    def _versions(self, which: ColumnElement[bool]) -> list[Version]:
        """The oldest first."""
        query = select(tables.content_versions).where(which).order_by(ROW.id)
        return [Version(**row) for row in self._connection.execute(query).mappings()]
