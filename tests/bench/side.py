"""How do two things that are compared run side by side? Each in a process of its own that measures when it is asked.

One line of JSON asks, one line answers, so the parent can ask one, then the other, and again: what else the machine
does meanwhile falls on both. This file imports nothing of ours: the first version's process loads it too.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Measure = Callable[..., Coroutine[Any, Any, Any]]
ANSWERS = "BENCH_ANSWERS"
"""Names the pipe for answers: what libraries print goes elsewhere."""
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore", "PYTHONUTF8": "1"}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class SideError(Exception):
    """A process ended in the middle; it holds the last line that it wrote."""


class Side:
    """A process that measures. It is ready when the block is entered, and ended when it is left."""

    def __init__(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-W", "ignore", *arguments]
        self._folder = folder
        self._environment = {**os.environ, **QUIET, **environment}

    def __enter__(self) -> Self:
        self._errors = (Path(self._environment["KAWAN_DATA"]).parent / f"errors-{id(self)}.log").open("w+b")
        reading, writing = os.pipe()
        self._process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            env={**self._environment, ANSWERS: str(writing)},
            pass_fds=[writing],
            stdin=subprocess.PIPE,
            stdout=self._errors,
            stderr=self._errors,
        )
        os.close(writing)
        self._answers = os.fdopen(reading)
        try:
            self._read()
        except SideError:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(BrokenPipeError):
            self._process.stdin.close()  # type: ignore[union-attr]
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
        self._errors.close()

    def ask(self, measure: str, **values: Any) -> Any:
        """Returns what the measure returns. Raises SideError when the process ends instead."""
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps([measure, values]).encode() + b"\n")  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]
        return self._read()

    def _read(self) -> Any:
        line = self._answers.readline()
        if line:
            return json.loads(line)
        self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        raise SideError(lines[-1] if lines else f"it ended with code {self._process.returncode}")


async def answer(measures: Mapping[str, Measure]) -> None:
    """In the process: says that it is ready, then measures what is asked, until nothing more is."""
    with os.fdopen(int(os.environ[ANSWERS]), "w") as answers:
        print("true", file=answers, flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            name, values = json.loads(line)
            print(json.dumps(await measures[name](**values)), file=answers, flush=True)
