"""What do all tests share? A migrated database, the phrases, the files of content/, and one trained engine."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bot.i18n.phrasebook import Phrasebook, load_phrasebook
from bot.ports import OpenUnit
from bot.storage.encryption import Cipher
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.tables import metadata
from bot.storage.unit import SqlUnitOfWork
from bot.storage.vault import FileVault

DATABASES = os.environ.get("KAWAN_TEST_DATABASES", "sqlite postgresql").split()
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def phrases() -> Phrasebook:
    return load_phrasebook()


@pytest.fixture(scope="session")
def cipher() -> Cipher:
    return Cipher([Fernet.generate_key().decode()])


@pytest.fixture(scope="session")
def postgresql_url() -> str:
    """The server of DATABASE_URL_TEST or the local one; skipped with a reason where there is none, unless required."""
    url = os.environ.get("DATABASE_URL_TEST", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
    try:
        with create_engine(url, connect_args={"connect_timeout": 3}).connect():
            return url
    except OperationalError:
        if os.environ.get("KAWAN_REQUIRE_POSTGRESQL"):
            raise
        pytest.skip("no PostgreSQL server answers at DATABASE_URL_TEST or on 127.0.0.1:5432")


@pytest.fixture
def fresh_postgresql(postgresql_url: str) -> Iterator[str]:
    """The address of a database of this test's own, without tables."""
    server = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    name = f"kawan_{uuid.uuid4().hex[:12]}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=DATABASES)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables: an SQLite file, and a fresh PostgreSQL database."""
    if request.param == "sqlite":
        yield open_engine(f"sqlite:///{tmp_path / 'kawan.sqlite'}")
        return
    database = open_engine(request.getfixturevalue("fresh_postgresql"))
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with all tables, to be copied: to migrate each test's own takes longer than the test."""
    path = tmp_path_factory.mktemp("migrated") / "kawan.sqlite"
    path.write_bytes(tables_of_sqlite())
    return path


@cache
def tables_of_sqlite() -> bytes:
    """The file of that database; kept for every session of this process and of those that are forked from it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kawan.sqlite"
        database = open_engine(f"sqlite:///{path}")
        migrate(database)
        database.dispose()
        return path.read_bytes()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_url: str) -> Iterator[str]:
    """A database with all tables for all tests of this process, one after the other; see `emptied`."""
    server = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    name = f"kawan_{uuid.uuid4().hex[:12]}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = server.url.set(database=name).render_as_string(hide_password=False)
    database = open_engine(url)
    migrate(database)
    database.dispose()
    yield url
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def emptied(url: str) -> Database:
    """The database without a row; whoever a test before left connected is cut off, and the audit log lets it happen."""
    names = ", ".join(table.name for table in metadata.sorted_tables)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
    return open_engine(url)


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> Iterator[Database]:
    """Migrated and empty; every test that asks for it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(migrated_file, tmp_path / "kawan.sqlite")
        yield open_engine(f"sqlite:///{tmp_path / 'kawan.sqlite'}")
        return
    database = emptied(request.getfixturevalue("migrated_postgresql"))
    yield database
    database.dispose()


@pytest.fixture
def any_unit(database: Database, cipher: Cipher) -> OpenUnit:
    """Opens a unit of work on both databases in turn."""
    return partial(SqlUnitOfWork, database, cipher)


@pytest.fixture
def open_unit(tmp_path: Path, cipher: Cipher, migrated_file: Path) -> OpenUnit:
    """Opens a unit of work on SQLite."""
    shutil.copy(migrated_file, tmp_path / "kawan.sqlite")
    return partial(SqlUnitOfWork, open_engine(f"sqlite:///{tmp_path / 'kawan.sqlite'}"), cipher)


@pytest.fixture
def vault(tmp_path: Path, cipher: Cipher) -> FileVault:
    return FileVault(tmp_path / "media", cipher)
