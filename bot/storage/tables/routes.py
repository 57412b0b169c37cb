"""Tables of routes."""

from sqlalchemy import (
    Column,
    ForeignKey,
    String,
    Table,
)

from bot.storage.tables.base import id_column, metadata

routes = Table(
    "routes",
    metadata,
    id_column(),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("destination", String(8)),
    Column("origin", String(8)),
    Column("province", String(80)),
    Column("kind", String(32)),
    Column("language", String(8)),
)
