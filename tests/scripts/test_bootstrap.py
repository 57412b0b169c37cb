"""Does the installation say what a person needs, and not what the installer says to itself?"""

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import ROOT

UV = """#!/bin/sh
echo "$@" >> calls
case "$*" in
venv*) mkdir -p .venv/bin ;;
*) for number in 1 2 3; do echo " + package-$number==1.0" >&2; done; sleep 1; exit ${FAILS:-0} ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A tree with the script, a lock, and an installer that only talks."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "scripts" / "bootstrap", tmp_path / "scripts")
    (tmp_path / "requirements.lock").write_text("package==1.0\n")
    (tmp_path / "bin" / "uv").write_text(UV)
    (tmp_path / "bin" / "uv").chmod(0o755)
    return tmp_path


def bootstrap(clone: Path, fails: int = 0, output: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{clone / 'bin'}:{os.environ['PATH']}", "HOME": str(clone), "FAILS": str(fails)}
    return subprocess.run(
        [clone / "scripts" / "bootstrap"],
        env=environment,
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


def stamps(clone: Path) -> list[Path]:
    return list((clone / ".venv").glob(".lock-*"))


def test_one_line_and_no_list_of_packages(clone: Path) -> None:
    done = bootstrap(clone)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1 and done.stdout.startswith("Installing ")
    assert len(stamps(clone)) == 1 and os.access(clone / ".venv" / "bin" / "kawan", os.X_OK)


def test_what_is_there_is_not_installed_again(clone: Path) -> None:
    bootstrap(clone)
    calls = (clone / "calls").read_text()
    assert bootstrap(clone).stdout == "" and (clone / "calls").read_text() == calls


def test_what_the_installer_said_is_shown_when_it_fails(clone: Path) -> None:
    failed = bootstrap(clone, fails=3)
    assert failed.returncode == 3 and "package-1==1.0" in failed.stderr
    assert not stamps(clone), "the next run tries again"


def test_on_a_terminal_a_bar_moves(clone: Path) -> None:
    ours, theirs = pty.openpty()
    assert bootstrap(clone, output=theirs).returncode == 0
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "\r  installing [" in shown and "package-" not in shown
