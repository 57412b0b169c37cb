"""How is the model made, when it needs to be?"""

import subprocess
import sys
import tempfile
import time
from typing import IO, Final

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.errors import SettingsError
from bot.settings import ROOT
from bot.storage.disk import only_one
from bot.understanding.model import model_path

USUAL_SECONDS: Final = 40
"""What training usually takes on two cores."""
LONGEST_LINE: Final = 400
MARK: Final = "kawan: "
HERE: Final = "from bot.commands.train import train_here; train_here()"


def train(force: bool = False) -> int:
    """Trains with a progress bar; says at once when nothing changed. Of two that train at once the second waits."""
    model = model_path()
    model.parent.mkdir(exist_ok=True)
    with only_one(model.parent / "lock"):
        if model.exists() and not force:
            print("Model: up to date.")
            return 0
        _with_bar()
    return 0


def train_here() -> None:
    """Trains in this process. Rasa tells of a wrong file in many lines and a traceback: it becomes one line."""
    from bot.dialogue.training import train_model

    try:
        train_model()
    except Exception as error:
        said = " ".join(str(error).replace(f"{ROOT}/", "").split())
        sys.exit(f"{MARK}{said[:LONGEST_LINE] or type(error).__name__}")


def _with_bar() -> None:
    """Trains in a process of its own, so that its memory is given back, and moves a bar meanwhile."""
    print(f"Model: training from intents/ and config.yml; this usually takes about {USUAL_SECONDS} seconds.")
    with tempfile.TemporaryFile("w+", errors="replace") as errors:
        worker = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", HERE], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors
        )
        _move_bar(worker)
        if worker.returncode:
            raise SettingsError(f"intents/: no model could be trained: {_reason(worker.returncode, errors)}")


def _reason(code: int, errors: IO[str]) -> str:
    errors.seek(0)
    lines = [line.strip() for line in errors if line.strip()]
    marked = [line.removeprefix(MARK) for line in lines if line.startswith(MARK)]
    return (marked or lines or [f"training ended with code {code}; is there enough memory?"])[-1]


def _move_bar(worker: "subprocess.Popen[bytes]") -> None:
    with Progress(TextColumn("  training"), BarColumn(), TimeElapsedColumn()) as progress:
        task = progress.add_task("training", total=USUAL_SECONDS)
        started = time.monotonic()
        while worker.poll() is None:
            progress.update(task, completed=min(time.monotonic() - started, USUAL_SECONDS * 0.98))
            time.sleep(0.2)
        if worker.returncode == 0:
            progress.update(task, completed=USUAL_SECONDS)
