"""Tables of tryit."""

from sqlalchemy import (
    Boolean,
    Column,
    LargeBinary,
    String,
    Table,
)

from bot.storage.tables.base import Moment, id_column, metadata

tryit_lines = Table(
    "tryit_lines",
    metadata,
    id_column(),
    Column("chat_trace", String(64), nullable=False, index=True),
    Column("mine", Boolean, nullable=False),
    Column("reply_sealed", LargeBinary, nullable=False),
    Column("said_at", Moment, nullable=False),
)
