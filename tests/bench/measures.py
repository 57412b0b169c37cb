"""What is measured of Kawan itself: turns, a crowd, lines asked, the console, training."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections import defaultdict
from pathlib import Path

import psutil
from bot.dialogue.asking import judge, read_question
from bot.dialogue.engine import Engine
from rich.progress import track

from bot.courier.pump import Pump
from bot.house import House, utc_now
from bot.messages import Attachment, ChatId, Incoming, Reply
from bot.settings import ROOT, Settings
from bot.understanding.model import LEARNING

WORDS = ("my boss did not pay me", "gaji belum dibayar", "hindi binayaran ang sahod ko", "လစာမရသေးဘူး")
PORT = 18_099


class Nothing:
    """Sends into the air, and remembers in which order; fetches nothing."""

    def __init__(self) -> None:
        self.sent: dict[ChatId, int] = defaultdict(int)

    async def send(self, chat: ChatId, reply: Reply) -> None:
        self.sent[chat] += 1

    async def fetch(self, attachment: Attachment) -> bytes:
        return b""


def said(chat: str, number: int) -> Incoming:
    return Incoming("terminal", ChatId(chat), uuid.uuid4().hex, text=WORDS[number % len(WORDS)])


async def conversation(engine: Engine, turns: int) -> list[float]:
    """Milliseconds of each turn of one conversation."""
    chat = uuid.uuid4().hex
    await engine.turn(Incoming("terminal", ChatId(chat), uuid.uuid4().hex, start="en_kh-th"), Nothing())
    costs = []
    for number in track(range(turns), description="one conversation"):
        started = time.perf_counter()
        await engine.turn(said(chat, number), Nothing())
        costs.append((time.perf_counter() - started) * 1000)
    return costs


async def crowd(house: House, engine: Engine, people: int, each: int) -> tuple[float, bool]:
    """Messages a second from many people at once, inbox included, and whether all were answered."""
    air = Nothing()
    chats = [uuid.uuid4().hex for _ in range(people)]
    with house.open_unit() as unit:
        for number in range(each):
            for chat in chats:
                unit.inbox.store(said(chat, number), utc_now())
        unit.commit()
    pump = Pump(house.open_unit, engine, {"terminal": air}, {"terminal": air}, utc_now, house.phrases)
    started = time.perf_counter()
    running = asyncio.create_task(pump.run())
    while sum(air.sent.values()) < people * each and time.perf_counter() - started < 120:
        await asyncio.sleep(0.02)
    seconds = time.perf_counter() - started
    await pump.stop()
    running.cancel()
    return people * each / seconds, all(air.sent[ChatId(chat)] == each for chat in chats)


def console_start(settings: Settings) -> tuple[float, float]:
    """Seconds until the console's first page, and its megabytes."""
    environment = {**os.environ, "KAWAN_DATA": str(settings.data), "CONSOLE_PORT": str(PORT)}
    started = time.perf_counter()
    part = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "bot", "console"], env=environment)
    try:
        while not answers(f"http://127.0.0.1:{PORT}/") and time.perf_counter() - started < 30:
            time.sleep(0.02)
        return time.perf_counter() - started, psutil.Process(part.pid).memory_info().rss / 2**20
    finally:
        part.terminate()
        part.wait()


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


async def asked(house: House, engine: Engine, lines: int) -> list[float]:
    """Milliseconds of each line of `kawan ask --file`, once loaded."""
    costs = []
    for number in track(range(lines), description="lines asked"):
        question = read_question({"text": WORDS[number % len(WORDS)], "from": "kh", "to": "th"}, house.phrases)
        started = time.perf_counter()
        await judge(engine, house.services, question)
        costs.append((time.perf_counter() - started) * 1000)
    return costs


def training_seconds(folder: Path) -> float:
    """Seconds to train the model from a copy of intents/, kept to two cores."""
    shutil.copytree(ROOT / "intents", folder / "intents")
    shutil.copy(ROOT / "config.yml", folder)
    for name in LEARNING:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    code = (
        "import os, sys; from pathlib import Path; os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2]);"
        "from bot.dialogue.training import train_model; train_model(Path(sys.argv[1]))"
    )
    started = time.perf_counter()
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(folder)], check=True, cwd=ROOT, capture_output=True)
    return time.perf_counter() - started
