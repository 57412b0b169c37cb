"""Does the whole end when a part of it does, and with a code that says so?"""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

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
