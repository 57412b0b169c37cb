"""Rows of content versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, LargeBinary, cast, func, insert, select

from bot.answers.versions import Version
from bot.storage import tables
from bot.storage.rows.base import Rows

ROW: Final = tables.content_versions.c
DAMAGED_TEXT: Final = "\x00"
"""No answer and no YAML: whoever reads it finds that it cannot be read."""


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
        """The oldest first. Of a text that is damaged nothing can be read: the version before it is told."""
        sqlite = self._connection.dialect.name == "sqlite"
        words = cast(ROW.text, LargeBinary).label("text") if sqlite else ROW.text
        query = select(ROW.id, ROW.path, words, ROW.author, ROW.published_at).where(which).order_by(ROW.id)
        rows = self._connection.execute(query).mappings()
        return [Version(**{**row, "text": _words(row["text"])}) for row in rows]


def _words(stored: str | bytes) -> str:
    """SQLite keeps whatever is put into a column, also what is no UTF-8."""
    if isinstance(stored, str):
        return stored
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return DAMAGED_TEXT
