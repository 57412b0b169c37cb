"""Does every migration go up and down, and does the head equal the tables?"""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from bot.errors import SettingsError
from bot.storage import migrate as migrate_module
from bot.storage.engine import open_engine
from bot.storage.migrate import check_migrated, migrate, migrate_down, revisions
from bot.storage.tables import metadata
from tests.conftest import NOON


def test_every_migration_goes_up_and_down_again(empty_database: Engine) -> None:
    for revision in revisions():
        migrate(empty_database, revision)
    check_migrated(empty_database)
    migrate_down(empty_database)
    assert set(inspect(empty_database).get_table_names()) <= {"alembic_version"}
    migrate(empty_database)
    check_migrated(empty_database)


def test_the_newest_revision_equals_the_tables(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_a_database_without_tables_is_not_used(empty_database: Engine) -> None:
    with pytest.raises(SettingsError, match="kawan migrate"):
        check_migrated(empty_database)


def test_a_migration_that_leaves_a_row_without_what_it_refers_to_changes_nothing(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite looks at references afterwards: meanwhile tables are made anew. Then it looks at each again."""
    orphan = text(
        "INSERT INTO sessions (token_hash, staff_id, csrf, created_at, seen_at) VALUES ('x', 999, 'x', :at, :at)"
    )

    def breaks(config: Config, revision: str) -> None:
        config.attributes["connection"].execute(orphan, {"at": NOON.replace(tzinfo=None)})

    monkeypatch.setattr(migrate_module.command, "upgrade", breaks)
    with pytest.raises((RuntimeError, IntegrityError), match="reference|foreign key"):
        migrate(database)
    with database.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions")) == 0
        with pytest.raises(IntegrityError):
            connection.execute(orphan, {"at": NOON.replace(tzinfo=None)})


def test_of_two_that_migrate_at_once_one_does_and_the_other_finds_it_done(fresh_postgresql: str) -> None:
    together, done = threading.Barrier(2), list[int]()

    def begin() -> None:
        database = open_engine(fresh_postgresql)
        with database.connect():
            together.wait()
        migrate(database)
        check_migrated(database)
        done.append(1)
        database.dispose()

    threads = [threading.Thread(target=begin, daemon=True) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert len(done) == 2
