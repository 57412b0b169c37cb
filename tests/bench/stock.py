"""The stock way: `rasa run` with its REST channel, its SQL tracker store and an HTTP action server, on the same model."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from rich.progress import track

PORT, ACTIONS = 18_105, 18_155


def stock_turns(model: Path, data: Path, lines: list[str]) -> list[float]:
    """Milliseconds of each of these messages, said in conversations of ten, after one that is not counted."""
    with served(model, data):
        say("warm", lines[0])
        return [say(f"person{n // 10}", line) for n, line in enumerate(track(lines, description="the stock way"))]


def say(sender: str, text: str) -> float:
    """One message by REST. Raises ValueError when nothing is answered."""
    body = json.dumps({"sender": sender, "message": text}).encode()
    address = f"http://127.0.0.1:{PORT}/webhooks/rest/webhook"
    started = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(address, body), timeout=30) as response:
        replies = json.load(response)
    if not replies:
        raise ValueError(f"the stock way said nothing to {text!r}")
    return (time.perf_counter() - started) * 1000


@contextmanager
def served(model: Path, data: Path) -> Iterator[None]:
    """Both servers, up; down afterwards with their children."""
    parts = [
        start(["tests.bench.stock_actions", str(ACTIONS)], data),
        start(["rasa", *run_arguments(model, data)], data),
    ]
    try:
        wait(f"http://127.0.0.1:{ACTIONS}/health", parts)
        wait(f"http://127.0.0.1:{PORT}/status", parts)
        yield
    finally:
        for part in parts:
            stop(part)


def run_arguments(model: Path, data: Path) -> list[str]:
    """Arguments of `rasa run`, their files written into `data`."""
    (data / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    (data / "endpoints.yml").write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{ACTIONS}/webhook\n"
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {data / 'stock.sqlite'}\n  query: {{timeout: '30'}}\n",
        encoding="utf-8",
    )
    files = ["--credentials", str(data / "credentials.yml"), "--endpoints", str(data / "endpoints.yml")]
    return ["run", "--enable-api", "-m", str(model), "-i", "127.0.0.1", "-p", str(PORT), *files]


def start(module: list[str], data: Path) -> subprocess.Popen[bytes]:
    """A Python module as a process; what it prints goes to a file."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SANIC_HOST": "127.0.0.1"}
    environment = {**os.environ, **quiet, "KAWAN_DATA": str(data)}
    with (data / f"{module[0]}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", *module], env=environment, stdout=log, stderr=log
        )


def wait(address: str, parts: list[subprocess.Popen[bytes]]) -> None:
    """Until the address answers. Raises TimeoutError after three minutes or when a part ended."""
    until = time.monotonic() + 180
    while time.monotonic() < until and all(part.poll() is None for part in parts):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer")


def stop(part: subprocess.Popen[bytes]) -> None:
    """The process and its children."""
    family = psutil.Process(part.pid).children(recursive=True) if part.poll() is None else []
    part.terminate()
    for child in family:
        if child.is_running():
            child.terminate()
    part.wait(20)
