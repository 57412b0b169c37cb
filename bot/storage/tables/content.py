"""Tables of content."""

from sqlalchemy import (
    Column,
    String,
    Table,
    Text,
)

from bot.storage.tables.base import Moment, id_column, metadata

content_versions = Table(
    "content_versions",
    metadata,
    id_column(),
    Column("path", String(120), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("author", String(80), nullable=False),
    Column("published_at", Moment, nullable=False),
)
