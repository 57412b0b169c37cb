"""What do all row classes share? A connection, the cipher, what becomes of a row that cannot be opened, and the way a
message is sealed.

Statements of a turn are built once, as constants: to build one takes four times as long as to run it.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Insert, Row, Select, Table, insert, select
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from bot.errors import Unreadable
from bot.messages import Choice, Reply
from bot.storage import tables
from bot.storage.encryption import Cipher
from bot.storage.first_version import from_telegram_html
from bot.text import Mark, Text
from bot.unreadable import RowNoun, UnreadableRow

DAMAGED: Final = (Unreadable, ValueError, TypeError, KeyError, AttributeError)
"""What a row raises that no key opens, or that holds what this version does not know."""
T = TypeVar("T")
log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Rows:
    """Rows reached through one transaction's connection; `_met` are those that could not be opened in it."""

    _connection: Connection
    _cipher: Cipher
    _met: list[UnreadableRow]

    def _insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """The id the database gave to the new row."""
        key = self._connection.execute(_into(table), values).inserted_primary_key
        assert key is not None
        return int(key[0])

    def _unless_there(self, table: Table) -> SqliteInsert | PostgresqlInsert:
        """An insert that does nothing where such a row is already."""
        return unless_there(self._connection.dialect.name, table)

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """All rows of a query."""
        return self._connection.execute(query).all()

    def _opened(self, noun: RowNoun, key: object, make: Callable[[], T]) -> T | None:
        """What `make` opens; None when it cannot be opened, and that is noted."""
        try:
            return make()
        except DAMAGED as error:
            self._note(UnreadableRow(noun, str(key), type(error).__name__))
            return None

    def _note(self, row: UnreadableRow) -> None:
        """Once for each row, however often it is met."""
        self._met.append(row)
        trace, table = self._cipher.trace("unreadable", row.noun, row.key), tables.unreadable.c
        known = select(table.error).where(table.noun == row.noun, table.row_trace == trace)
        if self._connection.scalar(known) is not None:
            return
        log.warning("a row of %s cannot be opened: %s", row.noun, row.error)
        values = {"noun": row.noun, "row_trace": trace, "error": row.error}
        self._connection.execute(self._unless_there(tables.unreadable), values)


@cache
def _into(table: Table) -> Insert:
    return insert(table)


@cache
def unless_there(dialect: str, table: Table) -> SqliteInsert | PostgresqlInsert:
    """An insert that does nothing where such a row is already."""
    if dialect == "sqlite":
        return SqliteInsert(table).on_conflict_do_nothing()
    return PostgresqlInsert(table).on_conflict_do_nothing()


def reply_value(reply: Reply) -> dict[str, Any]:
    """A reply as JSON can say it."""
    marks = [(one.kind, one.start, one.length, one.url) for one in reply.text.marks]
    return {
        "text": {"plain": reply.text.plain, "marks": marks},
        "rows": [[(one.label, one.press) for one in row] for row in reply.rows],
    }


def reply_of(value: dict[str, Any]) -> Reply:
    """The reply again."""
    rows = tuple(tuple(Choice(label, press) for label, press in row) for row in value["rows"])
    return Reply(_text_of(value["text"]), rows)


def _text_of(value: dict[str, Any] | str) -> Text:
    """A string is a row of the first version, which kept Telegram's HTML."""
    if isinstance(value, str):
        return from_telegram_html(value)
    return Text(value["plain"], tuple(Mark(*one) for one in value["marks"]))
