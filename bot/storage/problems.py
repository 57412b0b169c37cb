"""What is wrong with the database or the disk, in one line for the operator? None holds an address, a password or a value."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError

from bot.storage.folder import PROBLEMS, disk_problem

SQLITE: Final[Mapping[str, str]] = {
    "SQLITE_CANTOPEN": "its file cannot be opened; it must be a file in a folder that is there and that we may write to",
    "SQLITE_NOTADB": "its file is no SQLite database; name another, or put a backup in its place",
    "SQLITE_CORRUPT": "its file is damaged; put a backup in its place",
    "SQLITE_READONLY": "its file cannot be written to; make file, folder and disk writable for this user",
    "SQLITE_PERM": "its file cannot be written to; make file, folder and disk writable for this user",
    "SQLITE_BUSY": "another program holds its file and does not let go; stop it",
    "SQLITE_LOCKED": "another program holds its file and does not let go; stop it",
    "SQLITE_FULL": "its disk is full; make room",
    "SQLITE_IOERR": "its disk does not take what we write, or does not give it back; is it full, or broken?",
}
"""By the beginning of SQLite's name for the error."""

NO_ENTRY: Final = "the server does not know this user with this password; mend user and password"
NOBODY: Final = "no PostgreSQL answers at this host and port; start it, or mend the address"
BEHIND: Final = "there is something behind the ? that PostgreSQL does not know; take it out"
CONNECTING: Final[Mapping[str, str]] = {
    "password authentication failed": NO_ENTRY,
    "no password supplied": NO_ENTRY,
    'FATAL:  role "': NO_ENTRY,
    'FATAL:  database "': "the server has no such database; make it (createdb), or mend the name",
    "pg_hba.conf": "the server does not let this machine and user in; mend its pg_hba.conf",
    "invalid connection option": BEHIND,
    "invalid integer value": BEHIND,
    "bad value for": BEHIND,
    "resolve host": "this host is not known; mend its name",
    "connection refused": NOBODY,
    "timeout": NOBODY,
    "no such file or directory": NOBODY,
    "no route to host": NOBODY,
    "network is unreachable": NOBODY,
    "starting up": "the server is starting or stopping; try again in a moment",
    "shutting down": "the server is starting or stopping; try again in a moment",
    "too many clients": "the server takes no more connections; raise its max_connections, or stop other programs",
    "connection slots": "the server takes no more connections; raise its max_connections, or stop other programs",
}
"""By words of the error: the library gives a failed connection no code."""

CODES: Final[Mapping[str, str]] = {
    "25006": "the server takes no changes (a standby?); name the one that does",
    "3F000": "the user's search_path names no schema that is there; make one, or mend it",
    "42501": "the user may not make or use the tables; grant it the database's schema",
    "53100": "the server's disk is full; make room",
    "57P01": "the server is starting or stopping; try again in a moment",
}


def explain(error: BaseException | None) -> str | None:
    """Returns the line; None for what is no fault of a setting."""
    if isinstance(error, OSError) and error.errno in PROBLEMS:
        return f"{error.filename or 'KAWAN_DATA'}: {disk_problem(error)}"
    if not isinstance(error, DBAPIError) or error.orig is None:
        return None
    name = getattr(error.orig, "sqlite_errorname", None)
    said = _postgresql(error) if name is None else _sqlite(name)
    return f"DATABASE_URL: {said}" if said else None


def _sqlite(name: str) -> str | None:
    return next((line for head, line in SQLITE.items() if name.startswith(head)), None)


def _postgresql(error: DBAPIError) -> str | None:
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        return CODES.get(code)
    said = str(error.orig).casefold()
    known = next((line for words, line in CONNECTING.items() if words.casefold() in said), None)
    away = error.connection_invalidated or "connection" in said
    return known or ("the connection to the server failed; mend the address, or look into its log" if away else None)
