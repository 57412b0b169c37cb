"""What do all row classes share? A connection, the cipher, and the way a message is sealed.

Statements of a turn are built once, as constants: to build one takes four times as long as to run it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Row, Select, Table, insert
from sqlalchemy.dialects import postgresql, sqlite

from bot.messages import Choice, Reply
from bot.storage.encryption import Cipher
from bot.storage.first_version import from_telegram_html
from bot.text import Mark, Text


class Rows:
    """Rows reached through one transaction's connection."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def _insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """The id the database gave to the new row."""
        key = self._connection.execute(insert(table), values).inserted_primary_key
        assert key is not None
        return int(key[0])

    def _unless_there(self, table: Table) -> Insert:
        """An insert that does nothing where such a row is already."""
        if self._connection.dialect.name == "sqlite":
            return sqlite.insert(table).on_conflict_do_nothing()
        return postgresql.insert(table).on_conflict_do_nothing()

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """All rows of a query."""
        return self._connection.execute(query).all()


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
