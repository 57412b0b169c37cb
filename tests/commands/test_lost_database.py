"""What becomes of an installation whose database is moved away, put back, or replaced by a backup?"""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.commands.process import kawan
from tests.commands.test_wrong_starts import refused


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("made") / "data"
    assert kawan("setup", KAWAN_DATA=str(data)).returncode == 0
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def members(data: Path) -> int:
    with sqlite3.connect(data / "kawan.sqlite") as connection:
        return int(connection.execute("SELECT count(*) FROM staff").fetchone()[0])


def test_no_command_makes_another_installation_while_the_database_is_moved_away(data: Path, tmp_path: Path) -> None:
    before = members(data)
    (data / "kawan.sqlite").rename(tmp_path / "away")
    for command in (("setup",), ("run",), ("migrate",), ("console",), ("staff", "disable", "officer1")):
        said = refused(*command, KAWAN_DATA=str(data), CONSOLE_PORT="18098")
        assert "DATABASE_URL: this folder belongs to an installation whose database is not there" in said, command
        assert not (data / "kawan.sqlite").exists()
    (tmp_path / "away").rename(data / "kawan.sqlite")
    assert kawan("setup", KAWAN_DATA=str(data)).returncode == 0 and members(data) == before


def test_an_empty_server_is_not_filled_where_an_installation_stood(data: Path, fresh_postgresql: str) -> None:
    for command in ("setup", "migrate", "console"):
        said = refused(command, KAWAN_DATA=str(data), DATABASE_URL=fresh_postgresql, CONSOLE_PORT="18098")
        assert "DATABASE_URL: this folder belongs to an installation" in said


def test_a_log_without_its_file_is_kept_for_it(data: Path, tmp_path: Path) -> None:
    (data / "kawan.sqlite").rename(tmp_path / "away")
    (data / "kawan.sqlite-wal").write_bytes(b"the newest complaints")
    said = refused("setup", KAWAN_DATA=str(data))
    assert "only its log (-wal)" in said
    assert (data / "kawan.sqlite-wal").read_bytes() == b"the newest complaints" and not (data / "kawan.sqlite").exists()
