"""How is `kawan` run as a process of its own, with nothing of this shell's settings?"""

import ctypes
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

from bot.environment import OURS
from bot.settings import NAMES

ROOT: Final = Path(__file__).resolve().parents[2]
PR_CAPBSET_DROP: Final = 24
ALMIGHTY: Final = (1, 2, 3, 10)
"""What lets root pass over the rights of files, and listen on ports below 1024."""


def kawan(
    *arguments: str, mortal: bool = False, largest_file: int = 0, **given: str
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end. `mortal`: root's rights count for no more than anybody's. `largest_file`: a disk that
    is full after that many bytes of a file."""

    def prepare() -> None:
        if mortal:
            for right in ALMIGHTY:
                ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, right)
        if largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(**given),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=prepare,
    )


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "bot", *arguments]


def environment(**given: str) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if name not in NAMES and not name.startswith(OURS)}
    return {**others, "PYTHONUTF8": "1", **given}
