"""How long does a process take until somebody is served, how much memory does it have then, and how long is training?"""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bot.house import House, utc_now
from bot.mail.incoming import arrival_of
from bot.messages import ChatId, Incoming
from bot.settings import ROOT, Settings
from bot.understanding.model import LEARNING
from tests.bench.side import QUIET, free_port

PATIENCE = 60.0
TRAIN = (
    "import os, sys; from pathlib import Path; os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2]);"
    "from bot.dialogue.training import train_model; train_model(Path(sys.argv[1]))"
)


def bot_start(house: House) -> tuple[float, float]:
    """Seconds from the start of the bot's process until it answered a message that waited for it, and its megabytes."""
    chat = ChatId(uuid.uuid4().hex)
    with house.open_unit() as unit:
        unit.inbox.store(arrival_of(Incoming("web", chat, uuid.uuid4().hex, text="hello")), utc_now())
        unit.commit()

    def answered() -> bool:
        with house.open_unit() as unit:
            return any(not line.mine for line in unit.tryit.since(chat, 0))

    return _started("bot", house.settings, answered)


def console_start(settings: Settings) -> tuple[float, float]:
    """Seconds until the console's first page, and its megabytes."""
    port = free_port()
    return _started("console", settings, lambda: answers(f"http://127.0.0.1:{port}/"), port)


def training_seconds(folder: Path) -> float:
    """Seconds to train the model from a copy of intents/, kept to two cores."""
    shutil.copytree(ROOT / "intents", folder / "intents")
    shutil.copy(ROOT / "config.yml", folder)
    for name in LEARNING:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    started = time.perf_counter()
    command = [sys.executable, "-W", "ignore", "-c", TRAIN, str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **QUIET}, capture_output=True)
    return time.perf_counter() - started


def answers(address: str) -> bool:
    """An error page is an answer, too."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _started(command: str, settings: Settings, ready: Callable[[], bool], port: int = 0) -> tuple[float, float]:
    started = time.perf_counter()
    with _process(command, settings, port or free_port()) as part:
        while not ready():
            if part.poll() is not None or time.perf_counter() - started > PATIENCE:
                raise TimeoutError(f"kawan {command} was not ready")
            time.sleep(0.02)
        return time.perf_counter() - started, psutil.Process(part.pid).memory_info().rss / 2**20


@contextmanager
def _process(command: str, settings: Settings, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A command of kawan, on a port of its own and without a bot's token; ended afterwards."""
    own = {"KAWAN_DATA": str(settings.data), "CONSOLE_PORT": str(port), "TELEGRAM_BOT_TOKEN": ""}
    quiet = subprocess.DEVNULL
    arguments = [sys.executable, "-W", "ignore", "-m", "bot", command]
    part = subprocess.Popen(arguments, cwd=ROOT, env={**os.environ, **own}, stdout=quiet, stderr=quiet)
    try:
        yield part
    finally:
        part.terminate()
        part.wait(20)
