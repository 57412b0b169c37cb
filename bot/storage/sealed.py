"""What stands in the database that only its keys open? Asked at a start, before new keys are made or recorded."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, column, inspect, select, table

from bot.installation import KEY
from bot.storage import tables


def holds_data(database: Engine) -> bool:
    """Returns whether keys are remembered there, or something sealed stands there. A file that is missing is not made."""
    file = database.url.database if database.dialect.name == "sqlite" else None
    if file is not None and not Path(file).exists():
        return False
    with database.connect() as connection:
        return _remembers_keys(connection) or next(sealed_samples(connection), None) is not None


def _remembers_keys(connection: Connection) -> bool:
    names = tables.installation.c.name
    query = select(names).where(names.startswith(KEY)).limit(1)
    return inspect(connection).has_table("installation") and connection.scalar(query) is not None


def sealed_samples(connection: Connection) -> Iterator[bytes]:
    """Yields a ciphertext of each sealed column that has one, in whatever version the tables are."""
    inspector = inspect(connection)
    for name in inspector.get_table_names():
        for one in inspector.get_columns(name):
            if not one["name"].endswith("_sealed"):
                continue
            sealed: ColumnElement[bytes] = column(one["name"])
            found = connection.scalar(select(sealed).select_from(table(name)).where(sealed.is_not(None)).limit(1))
            if found is not None:
                yield bytes(found)
