"""On which database does a run stand, and what can go wrong with it: a lock that is held, connections cut, a server gone."""

import random
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, Literal, Protocol

from sqlalchemy import Engine, create_engine, text

from tests.faults.cluster import Cluster, find_binaries

Kind = Literal["sqlite", "postgresql"]
CUT: Final = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"


class FaultyDatabase(Protocol):
    """`hurt` does one of its faults, and returns when it is over, with the name of what it did. One that `goes_away` may
    not be there when a process starts."""

    url: str
    goes_away: bool

    def hurt(self, chance: random.Random) -> str: ...


class Sqlite:
    """A file. Another process may hold the writer's lock for seconds; nobody can cut a connection to it."""

    goes_away = False

    def __init__(self, folder: Path) -> None:
        self._path = folder / "kawan.sqlite"
        self.url = f"sqlite:///{self._path}"

    def hurt(self, chance: random.Random) -> str:
        """Holds the lock, mostly for a moment."""
        with closing(sqlite3.connect(self._path, timeout=20, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(chance.choice((0.05, 0.2, 0.2, 0.5, 2.5)))
            connection.execute("ROLLBACK")
        return "lock held"


class Postgresql:
    """A database of its own in a server. The server is stopped too when it is this run's own."""

    goes_away = True

    def __init__(self, server: Engine, cluster: Cluster | None) -> None:
        self._server = server
        self._cluster = cluster
        self._name = f"kawan_{uuid.uuid4().hex[:12]}"
        self._hurt = 0
        self.url = server.url.set(database=self._name).render_as_string(hide_password=False)

    def create(self) -> None:
        """Without tables."""
        self._run(f"CREATE DATABASE {self._name}")

    def drop(self) -> None:
        """With whoever is connected."""
        self._run(f"DROP DATABASE {self._name} WITH (FORCE)")

    def hurt(self, chance: random.Random) -> str:
        """The second time and every fourth from there on the server stops, when it may; else all connections are cut."""
        self._hurt += 1
        if self._cluster is None or self._hurt % 4 != 2:
            self._run(CUT, name=self._name)
            return "connections cut"
        self._cluster.stop()
        time.sleep(chance.choice((0, 0.3, 1.0, 2.5)))
        self._cluster.start()
        return "server stopped and started"

    def _run(self, statement: str, **values: str) -> None:
        self._server.dispose()
        with self._server.connect() as connection:
            connection.execute(text(statement), values)


@contextmanager
def postgresql(shared: str | None = None) -> Iterator[Postgresql]:
    """In a server of this run's own; where none can be made in the shared one, whose other databases are left alone."""
    binaries = find_binaries()
    if binaries is not None:
        with Cluster(binaries) as cluster, _database(cluster.url, cluster) as database:
            yield database
        return
    if shared is None:
        raise LookupError("no PostgreSQL on this machine (no initdb), and DATABASE_URL_TEST is not set")
    with _database(shared, None) as database:
        yield database


@contextmanager
def _database(url: str, cluster: Cluster | None) -> Iterator[Postgresql]:
    server = create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    database = Postgresql(server, cluster)
    database.create()
    try:
        yield database
    finally:
        if cluster is None:
            database.drop()
        server.dispose()
