"""Do first starts that come at once make one installation?"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.commands.setup import DEMONSTRATION
from bot.house import build_house
from bot.installation import BOT, KEY
from bot.settings import read_settings
from tests.commands.process import ROOT, command, environment

AT_ONCE = 4


@pytest.fixture(params=["sqlite", "postgresql", "postgresql and a folder each"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Sequence[dict[str, str]]:
    """The settings of each process: of one machine, and of several that share database and keys."""
    settings = {"KAWAN_DATA": str(tmp_path / "data"), "TELEGRAM_BOT_TOKEN": "111:letters"}
    if request.param == "sqlite":
        return [settings] * AT_ONCE
    settings["DATABASE_URL"] = request.getfixturevalue("fresh_postgresql")
    if request.param == "postgresql":
        return [settings] * AT_ONCE
    settings["KAWAN_KEYS"] = Fernet.generate_key().decode()
    return [{**settings, "KAWAN_DATA": str(tmp_path / f"data{number}")} for number in range(AT_ONCE)]


def at_once(deed: str, machines: Sequence[dict[str, str]]) -> list[str]:
    """What each of the processes printed. All of them end well."""
    pipe, into = subprocess.PIPE, subprocess.STDOUT
    starts = [
        subprocess.Popen(command(deed), cwd=ROOT, env=environment(**given), stdout=pipe, stderr=into)
        for given in machines
    ]
    printed = [start.communicate(timeout=120)[0].decode() for start in starts]
    assert [start.returncode for start in starts] == [0] * AT_ONCE, printed
    return printed


def test_four_first_starts_make_one_installation(machines: Sequence[dict[str, str]], tmp_path: Path) -> None:
    printed = at_once("setup", machines)
    first = [text for text in printed if "texts published" in text]
    assert len(first) == 1 and sum("administrator1" in text for text in printed) == 1 and "administrator1" in first[0]
    assert sum("Content: nothing new." in text for text in printed) == AT_ONCE - 1
    with build_house(read_settings(machines[0], tmp_path)).open_unit() as unit:
        names = [centre.name for centre in unit.centres.all()]
        assert len(names) == len(set(names)) and {name for name, _ in DEMONSTRATION} <= set(names)
        assert [entry.action for entry in unit.audit.latest()] == ["content_imported"]
        known = unit.installation.read()
        assert len([name for name in known if name.startswith(KEY)]) == 1 and known[BOT] == "111"


@pytest.mark.parametrize("machines", ["sqlite"], indirect=True)
def test_four_migrations_at_once_are_one(machines: Sequence[dict[str, str]], tmp_path: Path) -> None:
    at_once("migrate", machines)
    assert [file.name for file in (tmp_path / "data").glob("keys*")] == ["keys"]
