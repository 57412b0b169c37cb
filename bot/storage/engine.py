"""How is the database opened? SQLite with write-ahead logging for one server; PostgreSQL for many processes."""

from functools import partial
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from bot.errors import SettingsError
from bot.storage.tables import metadata
from bot.storage.unit import begin, begin_later, lock_before_first_write

Database = Engine
"""What the rooms above call it; they need not know SQLAlchemy for that."""
BUSY_MS: Final = 15_000
PATIENCE: Final = {
    "connect_timeout": 10,
    "tcp_user_timeout": 8_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}
"""What libpq waits for, in seconds (`tcp_user_timeout` in milliseconds): a line that is dead is given up soon."""


def open_engine(url: str) -> Engine:
    """The engine of this address; nothing is opened yet. Raises SettingsError when it is no address."""
    parsed = _parsed(url)
    try:
        return _engine(parsed)
    except (ArgumentError, ValueError, TypeError):
        raise SettingsError(
            "DATABASE_URL: something behind the ? has no value that fits; mend it, or take it out"
        ) from None


def _engine(parsed: URL) -> Engine:
    if parsed.get_backend_name() != "sqlite":
        given = parsed.query
        patience = {name: value for name, value in PATIENCE.items() if name not in given}
        return create_engine(
            parsed, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args=patience
        )
    if (parsed.database or "").startswith("file:"):
        raise SettingsError("DATABASE_URL: name SQLite's file by its path alone: sqlite:////folder/kawan.sqlite")
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", partial(_prepare, BUSY_MS))
    event.listen(engine, "begin", begin_later)
    event.listen(engine, "before_cursor_execute", lock_before_first_write, retval=True)
    return engine


def open_memory() -> Engine:
    """A database in memory with all tables; every unit of work on it shares one connection."""
    engine = create_engine("sqlite://", hide_parameters=True, poolclass=StaticPool)
    event.listen(engine, "connect", partial(_prepare, BUSY_MS))
    event.listen(engine, "begin", begin)
    with engine.begin() as connection:
        metadata.create_all(connection)
    return engine


def _parsed(url: str) -> URL:
    """The cause holds the password, and is not shown."""
    try:
        parsed = make_url(url)
        (parsed.host or "").encode("idna")
        return parsed
    except (ArgumentError, ValueError):
        hint = "in a password write %40 for @, %2F for /, %3A for :, %23 for #"
        raise SettingsError(f"DATABASE_URL: cannot be read as an address; {hint}") from None


def _prepare(patience: int, connection: Any, record: Any) -> None:
    """Write-ahead log, synced at every commit (FULL: what was committed survives a power cut, so a receipt is true),
    waiting instead of failing, foreign keys, and erased rows overwritten with zeros."""
    connection.isolation_level = None
    record.info["patience"] = patience
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={patience}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
