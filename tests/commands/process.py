"""How is `kawan` run as a process of its own, with nothing of this shell's settings?

Each run is forked from one process that has everything loaded and nothing running: a start costs a moment, not two seconds.
Where a disk is to be full, a new interpreter is started: the limit would hold for what it says, too.
"""

import ctypes
import gc
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.environment import OURS
from bot.settings import NAMES

ROOT: Final = Path(__file__).resolve().parents[2]
PR_CAPBSET_DROP: Final = 24
ALMIGHTY: Final = (1, 2, 3, 10)
"""What lets root pass over the rights of files, and listen on ports below 1024."""
CAPABILITIES: Final = 0x20080522
"""The version of capset's header (linux/capability.h, _LINUX_CAPABILITY_VERSION_3)."""
LONGEST: Final = 120.0
LOADED: Final = [
    "tests.commands.process",
    *(
        f"bot.commands.{name}"
        for name in ("adopt", "ask", "bot", "console", "content", "run", "setup", "staff", "train")
    ),
]
FORKS: Final = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(LOADED)


def kawan(
    *arguments: str, mortal: bool = False, largest_file: int = 0, **given: str
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end. `mortal`: root's rights count for no more than anybody's. `largest_file`: a disk that
    is full after that many bytes of a file."""
    if largest_file:
        return _started(arguments, largest_file, environment(**given))
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder, name) for name in ("out", "err")]
        child = FORKS.Process(target=_run, args=(arguments, environment(**given), mortal, [str(file) for file in said]))
        child.start()
        child.join(LONGEST)
        if child.exitcode is None:
            child.kill()
            raise subprocess.TimeoutExpired(arguments, LONGEST)
        out, err = (file.read_text(encoding="utf-8", errors="replace") if file.exists() else "" for file in said)
        return subprocess.CompletedProcess(arguments, child.exitcode, out, err)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "bot", *arguments]


def environment(**given: str) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if name not in NAMES and not name.startswith(OURS)}
    return {**others, "PYTHONUTF8": "1", **given}


def _started(arguments: Sequence[str], largest_file: int, given: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file)),
    )


def _run(arguments: Sequence[str], given: Mapping[str, str], mortal: bool, said: Sequence[str]) -> None:
    """In the child: what it says goes into these files, and its code is the process's."""
    from bot.__main__ import main

    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(given)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, file in enumerate(said, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), descriptor)
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
    if mortal:
        _become_mortal()
    code = main(list(arguments))
    gc.collect()  # closes the database, as the end of an interpreter does
    sys.exit(code)


def _become_mortal() -> None:
    """Gives up root's rights, also for processes that this one starts."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = (ctypes.c_uint32 * 2)(CAPABILITIES, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(header, data) == 0
    for right in ALMIGHTY:
        libc.prctl(PR_CAPBSET_DROP, right)
        for place in range(3):
            data[place] &= ~(1 << right)
    assert libc.capset(header, data) == 0
