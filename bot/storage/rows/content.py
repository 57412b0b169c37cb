"""Rows of content versions."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select

from bot.answers.versions import Version
from bot.storage import tables
from bot.storage.rows.base import Rows


class ContentRows(Rows):
    """Fulfils bot.answers.versions.ContentVersions."""

    def newest_id(self) -> int:
        """0 when nothing was published."""
        return self._connection.scalar(select(func.max(tables.content_versions.c.id))) or 0

    def live(self) -> Mapping[str, Version]:
        """The newest version of every path."""
        row = tables.content_versions.c
        newest = select(func.max(row.id)).group_by(row.path)
        rows = self._connection.execute(select(tables.content_versions).where(row.id.in_(newest))).mappings()
        return {one["path"]: _version(one) for one in rows}

    def history(self, path: str) -> Iterable[Version]:
        """The newest first."""
        row = tables.content_versions.c
        query = select(tables.content_versions).where(row.path == path).order_by(row.id.desc())
        return [_version(one) for one in self._connection.execute(query).mappings()]

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


def _version(row: RowMapping) -> Version:
    return Version(**row)
