"""Tables of audit."""

from sqlalchemy import (
    Column,
    String,
    Table,
    Text,
)

from bot.storage.tables.base import Moment, id_column, metadata

audit = Table(
    "audit",
    metadata,
    id_column(),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("reference", String(16), index=True),
    Column("detail", Text, nullable=False),
)
