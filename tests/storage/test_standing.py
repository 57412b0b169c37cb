"""Is a database that should be there missed before anything is made in its place, and a log of another file noticed?"""

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.errors import SettingsError
from bot.storage.engine import open_engine
from bot.storage.standing import GONE, LOG_ALONE, MIXED, check_standing, is_marked, mark


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder whose process was killed: the file, and beside it a log with rows that are in nothing else."""
    with closing(sqlite3.connect(tmp_path / "kawan.sqlite", isolation_level=None)) as running:
        running.execute("PRAGMA journal_mode=WAL")
        running.execute("PRAGMA wal_autocheckpoint=0")
        running.execute("CREATE TABLE complaints (code TEXT PRIMARY KEY, story TEXT)")
        for number in range(500):
            if number == 20:
                running.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                shutil.copy(tmp_path / "kawan.sqlite", tmp_path / "backup")
            if number == 400:
                running.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            running.execute("INSERT INTO complaints VALUES (?, ?)", (f"KW-{number * 7919 % 1000}", "x" * 200))
        (tmp_path / "killed").mkdir()
        for file in tmp_path.glob("kawan.sqlite*"):
            shutil.copy(file, tmp_path / "killed" / file.name)
    return tmp_path / "killed"


@pytest.fixture
def database(data: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{data / 'kawan.sqlite'}")
    yield engine
    engine.dispose()


def contents(data: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in data.iterdir() if not file.name.endswith("-shm")}


def refused(data: Path, database: Engine) -> str:
    before = contents(data)
    with pytest.raises(SettingsError) as said:
        check_standing(data, database)
    assert contents(data) == before, "asking changes nothing"
    return str(said.value)


def rows(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM complaints").fetchone()[0])


def test_after_a_kill_the_file_and_its_log_belong_together_and_nothing_is_lost(data: Path, database: Engine) -> None:
    mark(data)
    check_standing(data, database)
    assert rows(data / "kawan.sqlite") == 500


@pytest.mark.parametrize("emptied", [False, True])
def test_a_file_that_was_moved_away_can_be_put_back_with_all_that_its_log_holds(
    data: Path, database: Engine, tmp_path: Path, emptied: bool
) -> None:
    (data / "kawan.sqlite").rename(tmp_path / "away")
    if emptied:
        (data / "kawan.sqlite").touch()
    assert refused(data, database) == LOG_ALONE
    (tmp_path / "away").rename(data / "kawan.sqlite")
    check_standing(data, database)
    assert rows(data / "kawan.sqlite") == 500


def test_a_backup_beside_the_log_of_another_file_is_noticed(data: Path, database: Engine, tmp_path: Path) -> None:
    shutil.copy(tmp_path / "backup", data / "kawan.sqlite")
    assert refused(data, database) == MIXED
    for name in ("kawan.sqlite-wal", "kawan.sqlite-shm"):
        (data / name).unlink()
    check_standing(data, database)
    assert rows(data / "kawan.sqlite") == 20, "as the line says"


def test_a_link_to_the_file_is_looked_through(data: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "kawan.sqlite").symlink_to(data / "kawan.sqlite")
    linked = open_engine(f"sqlite:///{tmp_path / 'linked' / 'kawan.sqlite'}")
    shutil.copy(tmp_path / "backup", data / "kawan.sqlite")
    assert refused(data, linked) == MIXED
    (data / "kawan.sqlite").unlink()
    assert refused(data, linked) == LOG_ALONE


def test_of_two_that_mark_a_folder_neither_fails(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        for number in range(20):
            (tmp_path / str(number)).mkdir()
            for marked in [threads.submit(mark, tmp_path / str(number)) for _ in range(8)]:
                marked.result()
            assert is_marked(tmp_path / str(number))


def test_a_mark_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "installed").symlink_to(tmp_path / "nowhere" / "installed")
    with pytest.raises(SettingsError, match="`installed` in it cannot be written"):
        mark(tmp_path)


def test_where_an_installation_stood_no_new_file_is_made(data: Path, database: Engine) -> None:
    mark(data)
    for file in data.glob("kawan.sqlite*"):
        file.unlink()
    assert refused(data, database) == GONE


def test_a_first_start_has_nothing_to_miss(data: Path, database: Engine) -> None:
    for file in data.glob("kawan.sqlite*"):
        file.unlink()
    check_standing(data, database)
    assert not is_marked(data)
    for _ in range(2):
        mark(data)
    assert is_marked(data)


def test_what_is_no_database_is_left_to_whoever_opens_it_and_beside_a_log_it_is_damaged(
    data: Path, database: Engine
) -> None:
    (data / "kawan.sqlite").write_bytes(b"this is not a database " * 5_000)
    assert refused(data, database) == MIXED
    (data / "kawan.sqlite-wal").unlink()
    check_standing(data, database)


def test_a_server_is_no_file(data: Path, postgresql_url: str) -> None:
    check_standing(data, open_engine(postgresql_url))


def test_an_empty_log_is_none(data: Path, database: Engine) -> None:
    """It holds nothing that could be put back: a first start goes on, and an installation is told of its database."""
    for file in data.glob("kawan.sqlite*"):
        file.unlink()
    (data / "kawan.sqlite-wal").touch()
    check_standing(data, database)
    mark(data)
    assert refused(data, database) == GONE


def test_a_database_that_somebody_holds_is_not_called_damaged(
    data: Path, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever follows that line would remove the log with the newest complaints."""
    monkeypatch.setattr("bot.storage.standing.CHECK_SECONDS", 0.1)
    with closing(sqlite3.connect(data / "kawan.sqlite", isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        holder.execute("INSERT INTO complaints VALUES ('KW-1000', 'x')")
        assert (data / "kawan.sqlite-wal").stat().st_size > 0
        check_standing(data, database)
