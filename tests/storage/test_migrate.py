"""Does every migration go up and down, and does the head equal the tables?"""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from bot.errors import SettingsError
from bot.storage.migrate import check_migrated, migrate, migrate_down, revisions
from bot.storage.tables import metadata


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
