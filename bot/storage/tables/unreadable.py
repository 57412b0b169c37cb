"""The table of rows that could not be opened."""

from datetime import UTC, datetime

from sqlalchemy import Column, String, Table

from bot.storage.tables.base import Moment, metadata

unreadable = Table(
    "unreadable",
    metadata,
    Column("noun", String(16), primary_key=True),
    Column("row_trace", String(64), primary_key=True),
    Column("error", String(80), nullable=False),
    Column("noticed_at", Moment, nullable=False, default=lambda: datetime.now(UTC)),
)
