"""Tables of mail."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from bot.storage.tables.base import Moment, id_column, metadata

inbox = Table(
    "inbox",
    metadata,
    id_column(),
    Column("key", String(80), nullable=False, unique=True),
    Column("channel", String(12), nullable=False),
    Column("chat_trace", String(64), nullable=False),
    Column("incoming_sealed", LargeBinary),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", String(80)),
    Column("lease_owner", String(40)),
    Column("lease_until", Moment),
    Column("received_at", Moment, nullable=False),
    Index("ix_inbox_open", "state", "chat_trace", "id"),
)


outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("channel", String(12), nullable=False),
    Column("chat_trace", String(64), nullable=False),
    Column("chat_sealed", LargeBinary, nullable=False),
    Column("reply_sealed", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("not_before", Moment),
    Column("error", String(80)),
    Column("worker_id", String(32)),
    Column("message_id", Integer, index=True),
    Column("lease_owner", String(40)),
    Column("lease_until", Moment),
    Column("created_at", Moment, nullable=False),
    Index("ix_outbox_state", "state", "not_before"),
)
