"""Tables of workers."""

from sqlalchemy import (
    Boolean,
    Column,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from bot.storage.tables.base import Moment, metadata

workers = Table(
    "workers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(12), nullable=False),
    Column("chat_trace", String(64), nullable=False),
    Column("chat_sealed", LargeBinary, nullable=False),
    Column("language", String(8)),
    Column("origin", String(8)),
    Column("destination", String(8)),
    Column("reachable", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("channel", "chat_trace"),
)


memory = Table(
    "memory",
    metadata,
    Column("worker_id", String(32), primary_key=True),
    Column("slots_sealed", LargeBinary, nullable=False),
)
