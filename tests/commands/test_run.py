"""Does the whole end when a part of it does, and with a code that says so?"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bot.commands import run as run_module
from bot.commands.run import watch


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


SERVES = "import pathlib, sys, time, os; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"


def alive(file: Path) -> bool:
    """The process that wrote its number into the file still runs."""
    try:
        os.kill(int(file.read_text()), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("ends", "code"),
    [("raise SystemExit(2)", 2), ("", 1), ("import os; os.kill(os.getpid(), 9)", 1)],
)
def test_a_part_that_ends_by_itself_ends_the_other_and_never_with_0(tmp_path: Path, ends: str, code: int) -> None:
    wait = "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.05)\n"
    assert (
        watch([[*python(SERVES), str(tmp_path / "number")], [*python(wait + ends), str(tmp_path / "number")]]) == code
    )
    assert not alive(tmp_path / "number")


def test_who_is_told_to_stop_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def tell() -> None:
        while not (tmp_path / "number").exists():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=tell).start()
    assert watch([[*python(SERVES), str(tmp_path / "number")]]) == 0
    assert "Stopping" in capsys.readouterr().out and not alive(tmp_path / "number")


@pytest.fixture
def before() -> Iterator[list[int]]:
    """The signals that came to whoever called, and not to us."""
    came = list[int]()
    theirs = {
        one: signal.signal(one, lambda number, frame: came.append(number)) for one in (signal.SIGINT, signal.SIGTERM)
    }
    yield came
    for one, handler in theirs.items():
        signal.signal(one, handler)


def started(monkeypatch: pytest.MonkeyPatch, then: Callable[[], object]) -> list["subprocess.Popen[bytes]"]:
    """The parts that `watch` starts; `then` happens right after each."""
    parts, start = list["subprocess.Popen[bytes]"](), subprocess.Popen

    def start_and(command: Sequence[str]) -> "subprocess.Popen[bytes]":
        parts.append(start(command))
        then()
        return parts[-1]

    monkeypatch.setattr(run_module.subprocess, "Popen", start_and)
    return parts


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_while_the_parts_are_started_is_not_lost(
    monkeypatch: pytest.MonkeyPatch, before: list[int], told: signal.Signals
) -> None:
    """They would run on with nobody to end them. Afterwards signals are the caller's again."""
    parts = started(monkeypatch, lambda: os.kill(os.getpid(), told))
    assert watch([python("import time; time.sleep(5)")] * 2) == 0
    assert [part.poll() is None for part in parts] == [False, False] and before == []
    os.kill(os.getpid(), told)
    assert before == [told]


def test_a_part_that_does_not_end_when_it_is_told_to_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would keep the port, and the next start would fail."""
    monkeypatch.setattr(run_module, "PATIENCE", 0.3)
    there = tmp_path / "number"
    deaf = python(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{SERVES}")

    def wait() -> None:
        while not there.exists():
            time.sleep(0.01)

    parts = started(monkeypatch, wait)
    try:
        assert watch([[*deaf, str(there)], python("raise SystemExit(2)")]) == 2
        assert parts[0].wait(2) == -signal.SIGKILL
    finally:
        parts[0].kill()
