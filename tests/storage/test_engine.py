"""Is what was committed durable on SQLite, and does reading make nobody wait?"""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.errors import DatabaseAway
from bot.messages import ChatId
from bot.storage import engine as engine_module
from bot.storage import unit as unit_module
from bot.storage.encryption import Cipher
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.unit import SqlUnitOfWork
from bot.workers import Worker, WorkerId
from tests.conftest import NOON


@pytest.fixture
def file(tmp_path: Path) -> Engine:
    database = open_engine(f"sqlite:///{tmp_path / 'kawan.sqlite'}")
    migrate(database)
    return database


def test_every_commit_is_synced_erased_rows_are_overwritten_and_references_are_looked_at(file: Engine) -> None:
    """By every connection that is new, not only by the one that migrated."""
    file.dispose()
    with file.connect() as connection:
        names = ("synchronous", "journal_mode", "secure_delete", "foreign_keys")
        found = {name: connection.scalar(text(f"PRAGMA {name}")) for name in names}
    assert found == {"synchronous": 2, "journal_mode": "wal", "secure_delete": 1, "foreign_keys": 1}


def test_reading_takes_no_lock(file: Engine, cipher: Cipher) -> None:
    writer, reader = SqlUnitOfWork(file, cipher), SqlUnitOfWork(file, cipher)
    with writer, reader:
        writer.workers.save(Worker(WorkerId("w"), "telegram", ChatId("1")), NOON)
        started = time.monotonic()
        assert reader.workers.of_chat("telegram", ChatId("1")) is None
        assert time.monotonic() - started < 1


def test_a_unit_that_read_first_writes_upon_what_others_committed_meanwhile(file: Engine, cipher: Cipher) -> None:
    with SqlUnitOfWork(file, cipher) as first:
        assert first.workers.of_chat("telegram", ChatId("1")) is None
        with SqlUnitOfWork(file, cipher) as second:
            second.workers.save(Worker(WorkerId("w"), "telegram", ChatId("1")), NOON)
            second.commit()
        first.workers.save(Worker(WorkerId("v"), "telegram", ChatId("2")), NOON)
        assert first.workers.of_chat("telegram", ChatId("1")) is not None
        first.commit()


def test_two_who_change_the_memory_of_one_worker_undo_nothing_of_each_other(file: Engine, cipher: Cipher) -> None:
    def change(name: str) -> None:
        for value in range(20):
            with SqlUnitOfWork(file, cipher) as unit:
                unit.memory.change(WorkerId("w"), {name: value + 1})
                unit.commit()

    with SqlUnitOfWork(file, cipher) as unit:
        unit.memory.change(WorkerId("w"), {"zero": 1})
        unit.commit()
    threads = [threading.Thread(target=partial(change, name)) for name in ("case", "asked")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with SqlUnitOfWork(file, cipher) as unit:
        assert unit.memory.load(WorkerId("w")) == {"zero": 1, "case": 20, "asked": 20}


def save(database: Engine, cipher: Cipher) -> None:
    with SqlUnitOfWork(database, cipher) as unit:
        unit.workers.save(Worker(WorkerId("v"), "telegram", ChatId("2")), NOON)
        unit.commit()


def test_who_waits_for_the_lock_looks_often(file: Engine, cipher: Cipher, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own waiting grows to a tenth of a second, in which a busy bot takes the lock many times."""
    pauses: list[float] = []
    sleep = time.sleep
    monkeypatch.setattr(unit_module.time, "sleep", lambda seconds: (pauses.append(seconds), sleep(seconds)))
    with SqlUnitOfWork(file, cipher) as holder:
        holder.workers.save(Worker(WorkerId("w"), "telegram", ChatId("1")), NOON)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(save, file, cipher)
            started = time.monotonic()
            while len(pauses) < 10 and time.monotonic() - started < 5:
                sleep(0.001)
            holder.commit()
            waiting.result(5)
    assert len(pauses) >= 10 and max(pauses) <= 0.002
    with file.connect() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == engine_module.BUSY_MS


@pytest.mark.parametrize("busy", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY, sqlite3.SQLITE_BUSY_SNAPSHOT])
def test_a_database_that_another_process_mends_after_a_crash_is_waited_for_too(busy: int) -> None:
    """Busy is busy, whatever SQLite says of the reason: a start after a power cut must not fail for it."""

    class Cursor:
        def __init__(self) -> None:
            self.done, self.busy = list[str](), 3

        def execute(self, statement: str) -> None:
            if statement == "BEGIN IMMEDIATE" and self.busy:
                self.busy -= 1
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = busy
                raise error
            self.done.append(statement)

    cursor = Cursor()
    unit_module._take_lock(cursor, 5_000)
    assert cursor.done == ["PRAGMA busy_timeout=0", "BEGIN IMMEDIATE", "PRAGMA busy_timeout=5000"]


def test_a_database_that_is_locked_for_too_long_is_away(
    tmp_path: Path, cipher: Cipher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MS", 100)
    database = open_engine(f"sqlite:///{tmp_path / 'kawan.sqlite'}")
    migrate(database)
    with SqlUnitOfWork(database, cipher) as holder:
        holder.workers.save(Worker(WorkerId("w"), "telegram", ChatId("1")), NOON)
        with pytest.raises(DatabaseAway) as raised, SqlUnitOfWork(database, cipher) as unit:
            unit.workers.save(Worker(WorkerId("v"), "telegram", ChatId("2")), NOON)
    assert str(raised.value) == "OperationalError" and raised.value.__cause__ is None


@pytest.mark.parametrize("reads_first", [True, False])
def test_who_did_not_get_the_lock_writes_nothing_outside_a_transaction(
    tmp_path: Path, cipher: Cipher, monkeypatch: pytest.MonkeyPatch, reads_first: bool
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MS", 50)
    database = open_engine(f"sqlite:///{tmp_path / 'kawan.sqlite'}")
    migrate(database)
    add = text("INSERT INTO installation (name, value) VALUES ('bot', '1')")
    with SqlUnitOfWork(database, cipher) as unit:
        with SqlUnitOfWork(database, cipher) as holder:
            holder.workers.save(Worker(WorkerId("w"), "telegram", ChatId("1")), NOON)
            if reads_first:
                unit.installation.read()
            with pytest.raises(OperationalError):
                unit.connection.execute(add)
        unit.connection.execute(add)
    with SqlUnitOfWork(database, cipher) as unit:
        assert unit.installation.read() == {}


def test_a_server_that_does_not_answer_is_away(cipher: Cipher) -> None:
    database = open_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseAway), SqlUnitOfWork(database, cipher):
        pass


def test_after_the_server_was_started_anew_the_first_who_comes_is_served(fresh_postgresql: str, cipher: Cipher) -> None:
    """The connections that lay ready are dead; nobody is told so."""
    database = open_engine(fresh_postgresql)
    migrate(database)
    her = Worker(WorkerId("w"), "telegram", ChatId("1"))
    with SqlUnitOfWork(database, cipher) as one, SqlUnitOfWork(database, cipher) as other:
        one.workers.save(her, NOON)
        one.commit()
        assert other.workers.of_chat("telegram", her.chat) == her
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    server = open_engine(fresh_postgresql)
    with server.connect() as connection:
        assert len(connection.execute(text(others)).all()) == 2
    with SqlUnitOfWork(database, cipher) as one, SqlUnitOfWork(database, cipher) as other:
        assert one.workers.of_chat("telegram", her.chat) == other.workers.of_chat("telegram", her.chat) == her
    server.dispose()
    database.dispose()


def test_what_a_database_says_of_an_error_holds_no_value(database: Engine, cipher: Cipher) -> None:
    """It is logged by whoever meets it, and what is stored is somebody's."""
    hers = Worker(WorkerId("w" * 32), "telegram", ChatId("1"), language="SECRET")
    with SqlUnitOfWork(database, cipher) as unit:
        unit.workers.save(hers, NOON)
        with pytest.raises(IntegrityError) as caught:
            unit.workers.save(replace(hers, id=WorkerId("v" * 32)), NOON)
    assert "SECRET" not in str(caught.value) and "v" * 32 not in str(caught.value)


QUESTIONS = {
    "what waits in a chat": ("inbox", "state = 'open' AND chat_trace = 'x' ORDER BY id"),
    "whether an update came already": ("inbox", "key = 'x' AND digest = 'x'"),
    "what waits to be sent to a chat": ("outbox", "state = 'queued' AND chat_trace = 'x' ORDER BY id"),
    "what became of a message": ("outbox", "message_id = 1"),
    "who writes": ("workers", "channel = 'x' AND chat_trace = 'x'"),
    "her cases": ("complaints", "worker_id = 'x'"),
    "a centre's queue": ("complaints", "centre_id = 1 AND status = 'new'"),
    "the thread of a case": ("case_messages", "reference = 'x'"),
    "the files of a case": ("case_files", "reference = 'x'"),
    "the history of a case": ("audit", "reference = 'x'"),
    "the lanes of a process": ("lanes", "owner = 'x'"),
    "who guessed at a password": ("failed_sign_ins", "attempt_trace = 'x'"),
    "the lines of a visitor": ("tryit_lines", "chat_trace = 'x'"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_asked_all_the_time_looks_at_no_row_too_many(file: Engine, question: str) -> None:
    table, where = QUESTIONS[question]
    with file.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {where}")).all()
    assert [row.detail.split()[0] for row in plan] == ["SEARCH"], plan
