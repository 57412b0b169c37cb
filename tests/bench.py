"""How fast is Kawan, and how much memory does it take? `make bench` prints a table; ratios are of one run."""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import psutil
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.channel.pump import Pump
from bot.commands.ask import load_engine
from bot.commands.setup import prepare
from bot.dialogue.engine import Engine
from bot.messages import Attachment, ChatId, Incoming, Reply
from bot.settings import Settings, read_settings
from bot.wiring import House, build_house, utc_now

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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"KAWAN_DATA": folder, "KAWAN_DEMO": "1"}, Path(folder))
        house = build_house(settings)
        prepare(house)
        engine = load_engine(house.services)
        costs = asyncio.run(conversation(engine, 1_000))
        rate, complete = asyncio.run(crowd(house, engine, 500, 4))
        memory = psutil.Process().memory_info().rss / 2**20
        seconds, console_memory = console_start(settings)
    early, late = statistics.median(costs[5:45]), statistics.median(costs[-40:])
    rows: list[tuple[str, str, Callable[[], bool]]] = [
        ("a turn, median (ms)", f"{statistics.median(costs):.1f}", lambda: statistics.median(costs) <= 8),
        ("the 1,000th message against the 10th", f"{late / early:.2f}", lambda: late / early <= 1.2),
        ("500 people at once (messages a second)", f"{rate:.0f}", lambda: rate >= 100 and complete),
        ("bot process (MB)", f"{memory:.0f}", lambda: memory < 800),
        ("console: first page (s)", f"{seconds:.2f}", lambda: seconds <= 2),
        ("console process (MB)", f"{console_memory:.0f}", lambda: console_memory < 150),
    ]
    table = Table("measure", "here", "as promised")
    for name, value, kept in rows:
        table.add_row(name, value, "yes" if kept() else "no")
    Console().print(table)


if __name__ == "__main__":
    main()
