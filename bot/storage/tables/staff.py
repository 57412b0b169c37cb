"""Tables of staff."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    String,
    Table,
)

from bot.storage.tables.base import Moment, id_column, metadata

centres = Table(
    "centres",
    metadata,
    id_column(),
    Column("name", String(200), nullable=False),
    Column("country", String(8), nullable=False),
    Column("group_chat_sealed", LargeBinary),
    Column("group_lost_at", Moment),
)


staff = Table(
    "staff",
    metadata,
    id_column(),
    Column("login", String(80), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(16), nullable=False),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("locale", String(8), nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("mail_seen_at", Moment),
)


sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)


failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    id_column(),
    Column("attempt_trace", String(64), nullable=False, index=True),
    Column("at", Moment, nullable=False),
)
