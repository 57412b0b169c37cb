"""Rows that tell which other rows could not be opened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.storage import tables
from bot.storage.rows.base import Rows
from bot.unreadable import RowNoun, UnreadableCount, UnreadableRow

ROW = tables.unreadable.c


class UnreadableTable(Rows):
    """Fulfils bot.unreadable.UnreadableRows; the notes themselves are written where a row is opened (Rows)."""

    def met(self, noun: RowNoun) -> Sequence[UnreadableRow]:
        """In the order they were met."""
        return [one for one in self._met if one.noun == noun]

    def counts(self) -> Sequence[UnreadableCount]:
        """By noun and error."""
        first, last = func.min(ROW.noticed_at), func.max(ROW.noticed_at)
        query = select(ROW.noun, ROW.error, func.count(), first, last).group_by(ROW.noun, ROW.error)
        rows = self._rows(query.order_by(last.desc()))
        return [UnreadableCount(noun, error, count, since, until) for noun, error, count, since, until in rows]

    def noticed(self, since: datetime | None = None) -> int:
        """By the time of the note."""
        here = [] if since is None else [ROW.noticed_at > since]
        return self._connection.scalar(select(func.count()).select_from(tables.unreadable).where(*here)) or 0

    def forget(self) -> None:
        """The rows themselves stay as they are."""
        self._connection.execute(delete(tables.unreadable))
