"""What do all row classes share? A connection, the cipher, and the way a message is sealed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Row, Select

from bot.messages import Choice, Reply
from bot.storage.encryption import Cipher
from bot.storage.first_version import from_telegram_html
from bot.text import Mark, Text


class Rows:
    """Rows reached through one transaction's connection."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def _insert(self, statement: Insert) -> int:
        """The id the database gave to the new row."""
        key = self._connection.execute(statement).inserted_primary_key
        assert key is not None
        return int(key[0])

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
