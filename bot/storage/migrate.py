"""How does a database get the tables of this version?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, select, text

from bot.errors import SettingsError
from bot.storage.tables import metadata

FOLDER: Final = Path(__file__).with_name("migrations")
LOCK: Final = 7_265_301
"""An arbitrary number: PostgreSQL's advisory lock, so that two processes starting at once do not migrate twice."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Brings the database to this revision, up. Raises SettingsError when that is not ours to do."""
    with _changing(engine) as connection:
        _check_ours(connection)
        command.upgrade(_config(connection), revision)


def migrate_down(engine: Engine, revision: str = "base") -> None:
    """Brings the database back to an earlier revision."""
    with _changing(engine) as connection:
        command.downgrade(_config(connection), revision)


def revisions() -> list[str]:
    """All revisions, the first one first."""
    script = ScriptDirectory.from_config(_config(None))
    return [one.revision for one in script.walk_revisions()][::-1]


def is_filled(engine: Engine) -> bool:
    """It has the tables of some version."""
    with engine.connect() as connection:
        return bool(_check_ours(connection))


def check_migrated(engine: Engine) -> None:
    """Raises SettingsError when the database is not at this version's revision, and SQLite's error when it takes no
    changes."""
    with engine.connect() as connection:
        found = _check_ours(connection)
        connection.execute(select(1).execution_options(locks=True))
    if not found:
        raise SettingsError("DATABASE_URL: the database is empty; run `kawan setup` (or `kawan migrate`) first")
    if found != (revisions()[-1],):
        raise SettingsError("DATABASE_URL: the database is of an older version; run `kawan migrate` first")


def _check_ours(connection: Connection) -> tuple[str, ...]:
    """Returns the revision, none for an empty database. Raises SettingsError for a newer one and for somebody else's."""
    found = MigrationContext.configure(connection).get_current_heads()
    if not set(found) <= set(revisions()):
        raise SettingsError("DATABASE_URL: the database was made by a newer Kawan; upgrade Kawan, or name another")
    others = set() if found else set(inspect(connection).get_table_names()) - {"alembic_version"}
    if others if connection.dialect.name == "sqlite" else others & set(metadata.tables):
        raise SettingsError("DATABASE_URL: there are tables of another program; name a database of Kawan's own")
    return found


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """Opens a transaction that nobody else's migration shares. SQLite changes a table by making it anew, so references
    to it are looked at afterwards instead of meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                yield connection
            return
        _look_at_references(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise RuntimeError("a migration broke a reference between two tables")
        finally:
            _look_at_references(connection, "ON")


def _look_at_references(connection: Connection, switch: str) -> None:
    """SQLite takes this outside a transaction only."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA foreign_keys={switch}")
