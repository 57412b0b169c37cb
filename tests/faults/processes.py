"""How are bots and consoles started and killed, hundreds of times? Each is a child of the nursery."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

ROOT: Final = Path(__file__).resolve().parents[2]
Command = Literal["bot", "console"]


class Nursery:
    """The process in which everything is loaded. Leaving the block ends it, and with it all of its children; so does the
    end of this process, however it ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        command = [sys.executable, "-W", "ignore", "-m", "tests.faults.nursery"]
        quick = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "SSL_CERT_DIR": "/nowhere"}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **quick}, stdin=pipe, stdout=pipe, text=True, start_new_session=True
        )
        if not self._line():
            raise RuntimeError("the process from which bots are forked did not start")
        return self

    def __exit__(self, *exc: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def start(self, command: Command, environment: Mapping[str, str], log: Path) -> "Child":
        """Forks one."""
        order = {"start": command, "environment": dict(environment), "log": str(log)}
        return Child(self, int(self.ask(order)["pid"]))

    def ask(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """What the nursery says to an order."""
        with self._lock:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return self._line()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        said: dict[str, Any] = json.loads(line) if line else {}
        return said


@dataclass(frozen=True, slots=True)
class Child:
    """A bot or a console that runs, or ran."""

    nursery: Nursery
    pid: int

    def kill(self) -> int | None:
        """SIGKILL. Returns its code: another than -9 when it had ended by itself."""
        code: int | None = self.nursery.ask({"kill": self.pid})["code"]
        return code

    def stop(self) -> int | None:
        """SIGTERM. Returns its code; None when it did not end in time."""
        code: int | None = self.nursery.ask({"stop": self.pid})["code"]
        return code

    def code(self) -> int | None:
        """None while it runs."""
        code: int | None = self.nursery.ask({"code": self.pid})["code"]
        return code
