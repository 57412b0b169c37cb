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
from typing import Final

import psutil

from bot.settings import ROOT
from tests.bench.side import QUIET, free_port

LOOPBACK: Final = "127.0.0.1"


def say(server: str, sender: str, text: str) -> float:
    """Milliseconds of one message by REST. Raises ValueError when nothing is answered."""
    body = json.dumps({"sender": sender, "message": text}).encode()
    request = urllib.request.Request(f"{server}/webhooks/rest/webhook", body)
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30) as response:
        replies = json.load(response)
    if not replies:
        raise ValueError(f"the stock way said nothing to {text!r}")
    return (time.perf_counter() - started) * 1000


@contextmanager
def served(model: Path, data: Path) -> Iterator[str]:
    """Both servers, up, and the address to speak to; down afterwards with their children."""
    server, actions = f"http://{LOOPBACK}:{free_port()}", f"http://{LOOPBACK}:{free_port()}"
    parts = [
        start(["tests.bench.stock_actions", actions.rpartition(":")[2]], data),
        start(["rasa", *run_arguments(model, data, server, actions)], data),
    ]
    try:
        wait(f"{actions}/health", parts[0])
        wait(f"{server}/status", parts[1])
        yield server
    finally:
        for part in parts:
            stop(part)


def run_arguments(model: Path, data: Path, server: str, actions: str) -> list[str]:
    """Arguments of `rasa run`, their files written into `data`."""
    credentials, endpoints = data / "credentials.yml", data / "endpoints.yml"
    credentials.write_text("rest:\n", encoding="utf-8")
    endpoints.write_text(
        f"action_endpoint:\n  url: {actions}/webhook\n"
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {data / 'stock.sqlite'}\n  query: {{timeout: '30'}}\n",
        encoding="utf-8",
    )
    files = ["--credentials", str(credentials), "--endpoints", str(endpoints)]
    return ["run", "--enable-api", "-m", str(model), "-i", LOOPBACK, "-p", server.rpartition(":")[2], *files]


def start(module: list[str], data: Path) -> subprocess.Popen[bytes]:
    """A Python module as a process; what it prints goes to a file."""
    environment = {**os.environ, **QUIET, "SANIC_HOST": LOOPBACK}
    with (data / f"{module[0]}.log").open("wb") as log:
        command = [sys.executable, "-W", "ignore", "-m", *module]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)


def wait(address: str, part: subprocess.Popen[bytes]) -> None:
    """Until the address answers. Raises TimeoutError after three minutes, or when the part ended."""
    until = time.monotonic() + 180
    while time.monotonic() < until and part.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{part.args[4]} did not answer; it ended with {part.poll()}")  # type: ignore[index]


def stop(part: subprocess.Popen[bytes]) -> None:
    """The process and its children."""
    family = psutil.Process(part.pid).children(recursive=True) if part.poll() is None else []
    part.terminate()
    for child in family:
        if child.is_running():
            child.terminate()
    part.wait(20)
