"""The first version of Kawan, out of git as it was: what got faster since is measured beside it, in the same run."""

import io
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from bot.settings import ROOT
from tests.bench.side import QUIET, Side, SideError

FIRST: Final = "201e2d4"
"""The commit of the first version."""
DRIVER: Final = Path(__file__).with_name("first_driver.py")
MODEL_NAME: Final = "from bot.dialogue.source import model_path; print(model_path().name)"
TRAIN: Final = "from bot.dialogue.training import train_model; train_model()"


class NoFirst(Exception):
    """There is no first version here; the words say why."""


@contextmanager
def first_version(folder: Path, train: bool = True) -> Iterator[Side]:
    """Its process, in an empty `folder`, with a database of its own. Raises NoFirst where it cannot be had."""
    take_out(folder)
    bring_model(folder, train)
    (folder / "var").mkdir()
    environment = {"KAWAN_DATA": str(folder / "var" / "data"), "PYTHONPATH": str(folder)}
    with ExitStack() as stack:
        try:
            side = stack.enter_context(Side([str(DRIVER)], folder, environment))
        except SideError as error:
            raise NoFirst(f"it does not run here ({error})") from error
        yield side


def take_out(folder: Path, commit: str = FIRST) -> None:
    """The tree of the commit. Raises NoFirst in a copy of the repository without it."""
    try:
        archive = subprocess.run(["git", "-C", ROOT, "archive", commit], capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoFirst(f"commit {commit} is not in this copy of the repository") from error
    with tarfile.open(fileobj=io.BytesIO(archive)) as tree:
        tree.extractall(folder, filter="data")


def bring_model(folder: Path, train: bool) -> None:
    """Its model, trained once and kept in models/ of this repository by the name that it gives it itself."""
    name = _python(folder, MODEL_NAME).strip()
    kept = ROOT / "models" / name
    if not kept.exists() and not train:
        raise NoFirst("its model is not trained yet")
    if not kept.exists():
        _python(folder, TRAIN)
        kept.parent.mkdir(exist_ok=True)
        shutil.copy(folder / "models" / name, kept)
    (folder / "models").mkdir(exist_ok=True)
    shutil.copy(kept, folder / "models" / name)


def _python(folder: Path, code: str) -> str:
    """What its own code prints. Raises NoFirst when it fails."""
    environment = {**QUIET, "PATH": "", "HOME": str(folder), "PYTHONPATH": str(folder)}
    try:
        command = [sys.executable, "-W", "ignore", "-c", code]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True, text=True)
    except subprocess.CalledProcessError as error:
        raise NoFirst("it does not run with these libraries") from error
    return done.stdout
