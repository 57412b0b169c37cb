"""Is KAWAN_DATA a folder that can be written to, and who may prepare what is in it?"""

import errno
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, text

from bot.errors import SettingsError
from bot.storage.disk import make_folder, only_one, write_whole

FULL: Final = "its disk is full; make room"
CLOSED: Final = "this user may not write there; give the folder to it"
PROBLEMS: Final[Mapping[int, str]] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: "its disk is read-only; mount it for writing, or name another folder",
    errno.EACCES: CLOSED,
    errno.EPERM: CLOSED,
}
FILE_SECONDS: Final = 2.0
"""Between two looks whether the database file is still the same."""
LOCK: Final = 7_265_302
"""An arbitrary number: PostgreSQL's advisory lock of whoever prepares. The one of migrations is another."""


def check_folder(data: Path) -> None:
    """Makes KAWAN_DATA and its `media` where they are missing, and writes to both. Raises SettingsError."""
    try:
        if not data.parent.is_dir():
            raise SettingsError(f"KAWAN_DATA: there is no folder {data.parent}; make it, or mend the path")
        if data.exists() and not data.is_dir():
            raise SettingsError("KAWAN_DATA: is a file; name a folder")
        for folder in (data, data / "media"):
            make_folder(folder)
            _try(folder / f"{uuid.uuid4().hex}.try")
    except FileExistsError as error:
        raise SettingsError("KAWAN_DATA: `media` in it is a file; move it away") from error
    except OSError as error:
        raise SettingsError(f"KAWAN_DATA: {disk_problem(error)}") from error


def disk_problem(error: OSError) -> str:
    """Returns what is wrong with the disk or the folder, and what to do."""
    return PROBLEMS.get(error.errno or 0, f"cannot be written to ({error.strerror}); mend the disk, or name another")


@contextmanager
def alone(data: Path, database: Engine) -> Iterator[None]:
    """Whoever is inside prepares; everybody else waits, on this machine and on others with the same database."""
    if (data / "lock").is_dir():
        raise SettingsError("KAWAN_DATA: `lock` in it is a folder; move it away")
    with only_one(data / "lock"):
        if database.dialect.name == "sqlite":
            yield
            return
        with database.connect() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield


def check_same(file: Path, number: int) -> None:
    """Raises SettingsError when another file stands where the database was, or none, or an empty one: what is written would
    be lost."""
    if number_of(file) != number:
        raise SettingsError(
            "DATABASE_URL: the database file was taken away while Kawan ran; put it back, then start again"
        )


def number_of(file: Path) -> int | None:
    """By which a file is known, whatever its name; None when there is none, or nothing in it."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino if found.st_size else None


def _try(file: Path) -> None:
    write_whole(file, bytes(4096))
    file.unlink()
