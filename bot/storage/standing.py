"""Is the database there that this folder belongs to? Asking opens, makes and changes nothing.

SQLite makes an empty file where there is none, and writes its log over whatever lies there: a start beside a database that
was moved away, or a backup put beside the log of another file, would lose what is in that log.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from bot.errors import SettingsError
from bot.storage.disk import sync_folder

MARK: Final = "installed"
"""A file in KAWAN_DATA: an installation stands here, so its database must be there."""
WORDS: Final = b"An installation of Kawan works with this folder; its database holds its complaints.\n"
CHECK_SECONDS: Final = 15.0
GONE: Final = (
    "DATABASE_URL: this folder belongs to an installation whose database is not there; put it, or its backup, in its "
    "place, or move KAWAN_DATA away to begin anew"
)
LOG_ALONE: Final = (
    "DATABASE_URL: the database file is not there, only its log (-wal); put the very file back beside it, or remove "
    "the log and put a backup in its place"
)
MIXED: Final = (
    "DATABASE_URL: the database file is damaged, or the log (-wal) beside it is another file's; put a backup in its "
    "place, and remove -wal and -shm first"
)


def check_standing(data: Path, database: Engine) -> None:
    """Raises SettingsError when SQLite's file is not there though it should be, or its log does not fit it."""
    if database.dialect.name != "sqlite":
        return
    file = Path(database.url.database or "").resolve()
    log = file.with_name(f"{file.name}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    if not (file.exists() and file.stat().st_size > 0):
        if has_log:
            raise SettingsError(LOG_ALONE)
        if is_marked(data):
            raise SettingsError(GONE)
    elif has_log:
        _check_log(file)


def is_marked(data: Path) -> bool:
    """An installation stands in this folder."""
    return (data / MARK).exists()


def mark(data: Path) -> None:
    """From now on an empty database beside this folder is one that was lost."""
    if not is_marked(data):
        try:
            descriptor = os.open(data / MARK, os.O_WRONLY | os.O_CREAT, 0o600)
        except OSError as error:
            raise SettingsError(
                f"KAWAN_DATA: `{MARK}` in it cannot be written ({error.strerror}); remove it"
            ) from error
        try:
            os.write(descriptor, WORDS)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_folder(data)


def _check_log(file: Path) -> None:
    """After an unclean end, or beside a Kawan that runs: reads the file with its log and writes to neither. A database that
    somebody holds, or that is none, is left to whoever opens it next, and says so then."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=CHECK_SECONDS)) as there:
            sound = there.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    except sqlite3.Error as error:
        sound = not getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT")
    if not sound:
        raise SettingsError(MIXED)
