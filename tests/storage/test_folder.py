"""Is a database file that was taken away noticed, and without what only the bot needs?"""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.storage.folder import check_same


def test_a_database_file_that_is_the_same_is_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "kawan.sqlite"
    file.write_bytes(b"x")
    check_same(file, file.stat().st_ino)


@pytest.mark.parametrize("replaced", [True, False])
def test_a_database_file_that_was_taken_away_ends_who_writes_to_it_in_one_line(tmp_path: Path, replaced: bool) -> None:
    file = tmp_path / "kawan.sqlite"
    file.write_bytes(b"x")
    number = file.stat().st_ino
    file.rename(tmp_path / "elsewhere")
    if replaced:
        file.write_bytes(b"another")
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        check_same(file, number)


def test_a_database_file_that_was_emptied_is_not_written_to(tmp_path: Path) -> None:
    file = tmp_path / "kawan.sqlite"
    file.write_bytes(b"x")
    number = file.stat().st_ino
    file.write_bytes(b"")
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        check_same(file, number)


def test_the_console_loads_neither_rasa_nor_telegrams_library() -> None:
    loaded = "import sys, bot.commands.console; print([one for one in ('rasa', 'telegram') if one in sys.modules])"
    ended = subprocess.run([sys.executable, "-W", "ignore", "-c", loaded], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
