"""What do all row classes share? A connection, the cipher, and the way a message is sealed."""

from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, CursorResult

from bot.messages import Attachment, Choice, Incoming, Reply
from bot.storage.encryption import Cipher

LEASE_SECONDS: Final = 120


class Rows:
    """Rows reached through one transaction's connection."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher


def reply_value(reply: Reply) -> dict[str, Any]:
    """A reply as JSON can say it."""
    return {"text": reply.text, "rows": [[(one.label, one.press) for one in row] for row in reply.rows]}


def reply_of(value: dict[str, Any]) -> Reply:
    """The reply again."""
    rows = tuple(tuple(Choice(label, press) for label, press in row) for row in value["rows"])
    return Reply(value["text"], rows)


def incoming_value(incoming: Incoming) -> dict[str, Any]:
    """An incoming message as JSON can say it."""
    return asdict(incoming)


def incoming_of(value: dict[str, Any]) -> Incoming:
    """The incoming message again."""
    attachments = tuple(Attachment(**one) for one in value.pop("attachments"))
    return Incoming(**value, attachments=attachments)


def new_id(inserted: CursorResult[Any]) -> int:
    """The id the database gave to a row."""
    key = inserted.inserted_primary_key
    assert key is not None
    return int(key[0])
