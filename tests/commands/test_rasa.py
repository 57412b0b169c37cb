"""Do Rasa's own commands talk as the bot does: on this machine only, and never with what is live?"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
import yaml

from bot.commands.rasa import demonstration
from bot.house import House, build_house
from bot.messages import ChatId
from bot.settings import read_settings
from bot.storage.migrate import migrate
from bot.understanding.model import model_path

ROOT = Path(__file__).resolve().parents[2]
STORY = "The boss at the QUIET-MIRROR factory did not pay me for three months"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def command(*arguments: str) -> list[str]:
    """As the first line of .venv/bin/rasa runs it."""
    return [sys.executable, "-W", "ignore", "-m", "bot.commands.rasa", *arguments]


@contextmanager
def running(arguments: list[str], port: int, environment: Mapping[str, str], log: Path) -> Iterator[psutil.Process]:
    """A process that listens on this port; it is ended as Ctrl-C ends it."""
    with log.open("wb") as output:
        process = subprocess.Popen(command(*arguments), cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 90
        while not _listens(port):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.2)
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def heard_at(process: psutil.Process) -> set[str]:
    """Returns the addresses that a process listens on."""
    return {one.laddr.ip for one in process.net_connections("inet") if one.status == psutil.CONN_LISTEN}


class Person:
    """Writes to Rasa's server and presses the buttons that it shows."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
        self.shown: list[dict[str, Any]] = []

    def says(self, text: str) -> None:
        answer = httpx.post(self._url, json={"sender": "sokha", "message": text}, timeout=60)
        self.shown = answer.raise_for_status().json()
        assert self.shown, f"silence after {text!r}"

    def presses(self, *tokens: str) -> None:
        for token in tokens:
            payloads = [one["payload"] for message in self.shown for one in message.get("buttons", [])]
            self.says(next(payload for payload in payloads if f'"token": "{token}' in payload))

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.shown)


@pytest.fixture
def live(tmp_path: Path) -> House:
    """What is live beside the demonstration: a database with somebody in it."""
    house = build_house(read_settings({"KAWAN_DATA": str(tmp_path)}, tmp_path))
    migrate(house.database)
    with house.open_unit() as unit:
        unit.centres.add("Live", "th")
        unit.commit()
    house.database.dispose()
    return house


def state_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Returns when each file of a folder was written, and what is in it."""
    return {one.name: (one.stat().st_mtime_ns, one.read_bytes()) for one in folder.iterdir() if one.is_file()}


def test_a_complaint_is_told_to_rasas_server_and_filed_in_the_demonstration(tmp_path: Path, live: House) -> None:
    before = state_of(tmp_path)
    actions, server = free_port(), free_port()
    (tmp_path / "more").mkdir()
    endpoints = tmp_path / "more" / "endpoints.yml"
    endpoints.write_text(yaml.safe_dump({"action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"}}))
    environment = {name: value for name, value in os.environ.items() if name not in ("SANIC_HOST", "DATABASE_URL")}
    environment |= {"KAWAN_DATA": str(tmp_path), "HOME": str(tmp_path / "more"), "PYTHONUTF8": "1"}
    rasa = [
        "run",
        "--connector",
        "rest",
        "--model",
        str(model_path()),
        "--endpoints",
        str(endpoints),
        "-p",
        str(server),
    ]
    logs = tmp_path / "more" / "actions.log", tmp_path / "more" / "rasa.log"
    with (
        running(["run", "actions", "-p", str(actions)], actions, environment, logs[0]) as one,
        running(rasa, server, environment, logs[1]) as other,
    ):
        assert heard_at(one) == heard_at(other) == {"127.0.0.1"}
        person = Person(server)
        person.says("hello")
        person.presses("lang:en", "from:kh", "to:th")
        person.says("my boss did not pay my salary")
        assert "wage" in person.text.lower()
        person.presses("complaint", "q:consent:yes")
        person.says("Samut Sakhon")
        person.says(STORY)
        person.presses("q:story:", "q:identity:anonymous", "send:")
        receipt = person.text
        for strange in ("/nobody_knows_this", "\u200b", "☎"):
            person.says(strange)
            assert len(person.shown) == 1
    shell = build_house(demonstration(live.settings))
    with shell.open_unit() as unit:
        worker = unit.workers.of_chat("terminal", ChatId("rasa:sokha"))
        assert worker is not None
        (case,) = unit.cases.of_worker(worker.id)
        assert (case.narrative, case.kind, case.centre_id is not None) == (STORY, "unpaid_wages", True)
        assert case.reference in receipt
    assert state_of(tmp_path) == before
    assert all("QUIET-MIRROR" not in log.read_text(encoding="utf-8") for log in logs)
    assert not (tmp_path / "more" / ".config" / "rasa").exists(), "Rasa's telemetry left its mark"


def test_the_demonstration_shares_nothing_with_what_is_live(tmp_path: Path) -> None:
    given = {
        "KAWAN_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql+psycopg://somebody@somewhere/live",
        "KAWAN_KEYS": "a key of the live ones",
        "TELEGRAM_BOT_TOKEN": "1:token",
    }
    settings = demonstration(read_settings(given, tmp_path))
    assert settings.database_url == f"sqlite:///{tmp_path / 'shell' / 'kawan.sqlite'}"
    assert (settings.media.parent, settings.keys_file.parent) == (tmp_path / "shell",) * 2
    assert (settings.keys, settings.telegram_token) == ((), None)


def test_on_a_fresh_clone_the_folder_is_made_and_nothing_live_with_it(tmp_path: Path) -> None:
    environment = {**os.environ, "KAWAN_DATA": str(tmp_path / "var")}
    with running(["run", "actions", "-p", str(port := free_port())], port, environment, tmp_path / "actions.log"):
        assert [one.name for one in (tmp_path / "var").iterdir()] == ["shell"]
        assert (tmp_path / "var" / "shell" / "kawan.sqlite").exists()


def test_a_wrong_folder_is_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "KAWAN_DATA": str(tmp_path / "nowhere" / "var")}
    done = subprocess.run(
        command("run", "actions"), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("kawan: KAWAN_DATA")


def test_rasa_checks_the_data_and_has_nothing_to_say() -> None:
    lines = ["data", "validate", "--data", "intents", "--domain", "intents/domain.yml", "--config", "config.yml"]
    done = subprocess.run(command(*lines), cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if " INFO " not in line and line.strip()]
    assert (done.returncode, said) == (0, [])


def test_what_readme_says_of_rasa_is_said_of_this_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in readme.splitlines() if ".venv/bin/rasa " in line]
    assert {" ".join(line.split()[1:3]) for line in lines} >= {"data validate", "test nlu", "run actions"}
    assert any(line.startswith(".venv/bin/rasa shell") for line in lines)
    assert "-m bot.commands.rasa" in (ROOT / "scripts" / "bootstrap").read_text(encoding="utf-8")
