"""A PostgreSQL server of this run's own, on loopback, that can be stopped as if its machine had died."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Final, Self

import psycopg

OPTIONS: Final = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "logging_collector=off",
)
"""No power fails here, so nothing needs to be synced; every commit is still written before it is answered."""
GUARDED: Final = '"$@" & server=$!; cat > /dev/null; kill -QUIT $server; wait $server'
"""The server ends at once (-m immediate) when its input ends: at `stop`, and when this process dies, however it dies."""


class Cluster:
    """Leaving the block stops the server and erases it."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._folder = Path(tempfile.mkdtemp(prefix="kawan-faults-"))
        self._as = _other_user()
        self._guard: subprocess.Popen[bytes] | None = None
        self._port = _free_port()

    def __enter__(self) -> Self:
        try:
            if self._as:
                shutil.chown(self._folder, self._as, self._as)
            make = ["initdb", "-D", "data", "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]
            with self._log() as log:
                subprocess.run(self._command(*make), check=True, stdout=log, stderr=log, **self._how())
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def url(self) -> str:
        """Of its first database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Returns when it listens."""
        options = [part for option in (*OPTIONS, f"port={self._port}") for part in ("-c", option)]
        command = ["sh", "-c", GUARDED, "sh", *self._command("postgres", "-D", "data", *options)]
        with self._log() as log:
            self._guard = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True, **self._how()
            )
        _wait_for(self.url.replace("+psycopg", ""))

    def stop(self) -> None:
        """At once: sessions are cut, nothing is tidied up; the next start recovers what was committed."""
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.close()
            self._guard.wait(20)
        self._guard = None

    def _command(self, name: str, *rest: str) -> list[str]:
        return [str(self._binaries / name), *rest]

    def _how(self) -> dict[str, Any]:
        """Where and as whom it runs: it refuses to be root."""
        who = {"user": self._as, "group": self._as, "extra_groups": []} if self._as else {}
        return {"cwd": self._folder, **who}

    def _log(self) -> "contextlib.AbstractContextManager[object]":
        return (self._folder / "log").open("ab")


def find_binaries() -> Path | None:
    """The folder with the newest PostgreSQL server of this machine; None when there is none, or nobody to run it as."""
    if os.getuid() == 0 and _other_user() is None:
        return None
    known = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    named = shutil.which("initdb")
    found = [Path(named).resolve().parent] if named else []
    return next(iter([*sorted(known, key=lambda path: float(path.parent.name), reverse=True), *found]), None)


def _other_user() -> str | None:
    if os.getuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(url: str) -> None:
    """Until it lets somebody in: after a hard stop it recovers first."""
    until = time.monotonic() + 30
    while True:
        try:
            return psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.03)
