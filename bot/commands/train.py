"""How is the model made, when it needs to be?"""

import subprocess
import sys
import tempfile
import time

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.understanding.model import model_path

USUAL_SECONDS = 60
"""What training usually takes on two cores."""


def train(force: bool = False) -> int:
    """Trains with a progress bar; says at once when nothing changed."""
    if model_path().exists() and not force:
        print("Model: up to date.")
        return 0
    return _with_bar()


def _with_bar() -> int:
    """Trains in a process of its own, so that its memory is given back, and moves a bar meanwhile."""
    print(f"Model: training from intents/ and config.yml; this usually takes about {USUAL_SECONDS} seconds.")
    code = "from bot.dialogue.training import train_model; train_model()"
    with tempfile.TemporaryFile() as errors:
        worker = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.DEVNULL, stderr=errors
        )
        _move_bar(worker)
        if worker.returncode:
            errors.seek(0)
            sys.stderr.write(errors.read().decode(errors="replace")[-2000:])
    return worker.returncode


def _move_bar(worker: "subprocess.Popen[bytes]") -> None:
    with Progress(TextColumn("  training"), BarColumn(), TimeElapsedColumn()) as progress:
        task = progress.add_task("training", total=USUAL_SECONDS)
        started = time.monotonic()
        while worker.poll() is None:
            progress.update(task, completed=min(time.monotonic() - started, USUAL_SECONDS * 0.98))
            time.sleep(0.2)
        progress.update(task, completed=USUAL_SECONDS)
