"""What do all tests share? A migrated database, the phrases, the files of content/, and one trained engine."""

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
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
from bot.storage.unit import SqlUnitOfWork
from bot.storage.vault import FileVault

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


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables: an SQLite file, and a fresh PostgreSQL database."""
    if request.param == "sqlite":
        yield open_engine(f"sqlite:///{tmp_path / 'kawan.sqlite'}")
        return
    database = open_engine(request.getfixturevalue("fresh_postgresql"))
    yield database
    database.dispose()


@pytest.fixture
def database(empty_database: Database) -> Database:
    """Migrated; every test that asks for it runs on SQLite and on PostgreSQL."""
    migrate(empty_database)
    return empty_database


@pytest.fixture
def any_unit(database: Database, cipher: Cipher) -> OpenUnit:
    """Opens a unit of work on both databases in turn."""
    return partial(SqlUnitOfWork, database, cipher)


@pytest.fixture
def open_unit(tmp_path: Path, cipher: Cipher) -> OpenUnit:
    """Opens a unit of work on SQLite."""
    database = open_engine(f"sqlite:///{tmp_path / 'kawan.sqlite'}")
    migrate(database)
    return partial(SqlUnitOfWork, database, cipher)


@pytest.fixture
def vault(tmp_path: Path, cipher: Cipher) -> FileVault:
    return FileVault(tmp_path / "media", cipher)
