"""A running Kawan: what `make run` starts, on a free port and a fresh folder."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bot.commands.setup import prepare
from bot.house import House, build_house
from bot.settings import read_settings
from bot.staff.rights import Role

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a password of the tour"


@dataclass
class Running:
    """Where it is, and what it stands on."""

    address: str
    house: House


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("running")
    given = {"KAWAN_DATA": str(folder), "CONSOLE_PORT": str(free_port())}
    house = build_house(read_settings(given, folder))
    prepare(house)
    with house.open_unit() as unit:
        centre = unit.centres.all()[0].id
        for login, role in (("maly", Role.OFFICER), ("nok", Role.EDITOR)):
            unit.staff.add(login, login.title(), role, centre, PasswordHasher().hash(PASSWORD))
        unit.commit()
    command = [sys.executable, "-W", "ignore", "-m", "bot"]
    parts = [subprocess.Popen([*command, name], cwd=ROOT, env=os.environ | given) for name in ("bot", "console")]
    try:
        wait_for(house.settings.console_url)
        yield Running(house.settings.console_url, house)
    finally:
        for part in parts:
            part.terminate()
        for part in parts:
            part.wait(20)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "the console did not start"
            time.sleep(0.1)
