"""Tables of what came in and what goes out, and of the processes that deal with it."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint, false

from bot.storage.tables.base import Moment, id_column, metadata

inbox = Table(
    "inbox",
    metadata,
    id_column(),
    Column("key", String(120), nullable=False),
    Column("digest", String(64), nullable=False, server_default=""),
    Column("channel", String(12), nullable=False),
    Column("chat_trace", String(64)),
    Column("kind", String(32), nullable=False, server_default="incoming"),
    Column("body_sealed", LargeBinary),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("deaths", Integer, nullable=False, server_default="0"),
    Column("error", String(80)),
    Column("received_at", Moment, nullable=False),
    Column("closed_at", Moment),
    UniqueConstraint("key", "digest"),
    Index("ix_inbox_open", "state", "chat_trace", "id"),
    sqlite_autoincrement=True,
)
"""An id is never given twice: the outbox names its cause by it."""

outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("channel", String(12), nullable=False),
    Column("chat_trace", String(64), nullable=False),
    Column("chat_sealed", LargeBinary, nullable=False),
    Column("inbox_id", Integer),
    Column("number", Integer),
    Column("news", String(24)),
    Column("reference", String(16)),
    Column("content_sealed", LargeBinary),
    Column("form", String(8), nullable=False, server_default="whole"),
    Column("state", String(12), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("not_before", Moment),
    Column("error", String(80)),
    Column("worker_id", String(32)),
    Column("message_id", Integer, index=True),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),
    UniqueConstraint("inbox_id", "number"),
    Index("ix_outbox_open", "state", "chat_trace", "id"),
)

lanes = Table(
    "lanes",
    metadata,
    Column("way", String(4), primary_key=True),
    Column("chat_trace", String(64), primary_key=True),
    Column("owner", String(40), nullable=False, index=True),
)

processes = Table(
    "processes",
    metadata,
    Column("owner", String(40), primary_key=True),
    Column("beats", Integer, nullable=False),
)

installation = Table(
    "installation",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", String(200), nullable=False),
)
