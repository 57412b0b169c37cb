"""How does a database get the tables of this version?"""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from bot.errors import SettingsError

FOLDER: Final = Path(__file__).with_name("migrations")
LOCK: Final = 7_265_301
"""An arbitrary number: PostgreSQL's advisory lock, so that two processes starting at once do not migrate twice."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Brings the database to this revision, up."""
    with engine.begin() as connection:
        _lock(connection)
        command.upgrade(_config(connection), revision)


def migrate_down(engine: Engine, revision: str = "base") -> None:
    """Brings the database back to an earlier revision."""
    with engine.begin() as connection:
        _lock(connection)
        command.downgrade(_config(connection), revision)


def revisions() -> list[str]:
    """All revisions, the first one first."""
    script = ScriptDirectory.from_config(_config(None))
    return [one.revision for one in script.walk_revisions()][::-1]


def check_migrated(engine: Engine) -> None:
    """Raises SettingsError when the database is not at this version's revision."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found != revisions()[-1]:
        raise SettingsError("DATABASE_URL: the database is of another version; run `kawan migrate` first")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
