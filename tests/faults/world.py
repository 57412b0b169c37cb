"""Where does a run take place? A fresh installation with three centres, its Telegram, its bot and its console."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from cryptography.fernet import Fernet
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.answers.release import read_files
from bot.cases.routing import Route
from bot.errors import DatabaseAway
from bot.house import CONTENT, House, build_house, utc_now
from bot.messages import ChatId
from bot.settings import NAMES, read_settings
from bot.staff.rights import Role
from bot.storage import tables
from bot.storage.migrate import migrate
from tests.faults.databases import FaultyDatabase
from tests.faults.ledger import Ledger
from tests.faults.officer import PASSWORD
from tests.faults.processes import Child, Command, Nursery
from tests.faults.telegram import Telegram
from tests.telegram_server import TOKEN

CENTRES: Final = (("th", -100_501), ("my", -100_502))
"""Where each works, and its group."""
LOOK_EVERY: Final = 0.1
RECOVERS: Final = 6.0
"""Seconds after a fault of the database in which a process that starts may find none, and say so, and end."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done, and in which chats a message was on its way: each of them may get it twice. Lanes are known by the
    traces of their chats; while the database was away, chats are known by what they got."""

    what: str
    traces: frozenset[str]
    chats: frozenset[int] = frozenset()


@dataclass
class World:
    """Shared by all threads of a run."""

    house: House
    telegram: Telegram
    database: FaultyDatabase
    environment: dict[str, str]
    folder: Path
    nursery: Nursery
    ledger: Ledger = field(default_factory=Ledger)
    faults: list[Fault] = field(default_factory=list)
    hurt_at: float = 0.0

    def __post_init__(self) -> None:
        self.bot = Served(self, "bot")
        self.console = Served(self, "console")
        self._stopping = threading.Event()
        self._service = threading.Thread(target=self._serve, name="service", daemon=True)

    def start(self) -> None:
        """Bot and console, and whoever starts them again when one ends by itself."""
        self.bot.start()
        self.console.start()
        self._service.start()

    def stop(self) -> None:
        """Both are asked to end."""
        self._stopping.set()
        self._service.join()
        self.bot.stop()
        self.console.stop()

    def kill(self) -> None:
        """Both, at once."""
        self._stopping.set()
        self.bot.kill()
        self.console.kill()

    def _serve(self) -> None:
        while not self._stopping.wait(LOOK_EVERY):
            self.bot.look()
            self.console.look()

    def in_flight(self) -> frozenset[str]:
        """Chats whose outward lane a process holds, by trace; none when the database is away."""
        with suppress(SQLAlchemyError, DatabaseAway), self.house.database.connect() as connection:
            held = select(tables.lanes.c.chat_trace).where(tables.lanes.c.way == "out")
            return frozenset(connection.scalars(held))
        return frozenset()

    def log(self, command: Command) -> Path:
        """What this command's processes wrote."""
        return self.folder / f"{command}.log"


class Served:
    """The bot, or the console: killed and started again."""

    def __init__(self, world: World, command: Command) -> None:
        self._world = world
        self._command = command
        self._lock = threading.RLock()
        self._child: Child | None = None
        self._polls = 0
        self.ended = 0

    def start(self) -> None:
        """A new process."""
        with self._lock:
            world = self._world
            self._polls = world.telegram.polls
            world.ledger.disturbed()
            self._child = world.nursery.start(self._command, world.environment, world.log(self._command))

    def is_up(self) -> bool:
        """It takes in what people do: the bot asks Telegram, the console listens."""
        if self._command == "bot":
            return self._world.telegram.polls > self._polls
        port = int(self._world.environment["CONSOLE_PORT"])
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        return False

    def kill(self) -> None:
        """SIGKILL."""
        with self._lock:
            if self._child is not None and (code := self._child.kill()) not in (-9, None):
                self._by_itself(code)
            self._child = None

    def look(self) -> None:
        """Starts it again when it ended by itself, as an operating system's service would."""
        with self._lock:
            if self._child is not None and (code := self._child.code()) is not None:
                self._child = None
                self._by_itself(code)
                self.start()

    def stop(self) -> None:
        """SIGTERM: it must end soon. (The library that serves the console passes the signal on to itself at last: -15.)"""
        with self._lock:
            if self._child is not None and (code := self._child.stop()) not in (0, -15):
                self._world.ledger.problem(f"the {self._command} was asked to stop; its code: {code}")
            self._child = None

    def _by_itself(self, code: int) -> None:
        """Only a database that is away at the start is a reason to end."""
        world = self._world
        if world.database.goes_away and time.monotonic() - world.hurt_at < RECOVERS:
            self.ended += 1
        else:
            world.ledger.problem(f"the {self._command} ended by itself with code {code}")


@contextmanager
def new_world(database: FaultyDatabase, folder: Path, nursery: Nursery) -> Iterator[World]:
    """Leaving the block ends bot and console. Every setting is given, so that no .env of this machine plays a part."""
    with Telegram() as telegram:
        port = _free_port()
        environment = {
            **dict.fromkeys(NAMES, ""),
            "KAWAN_KEYS": Fernet.generate_key().decode(),
            "KAWAN_DATA": str(folder),
            "DATABASE_URL": database.url,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "CONSOLE_PORT": str(port),
            "CONSOLE_URL": f"http://127.0.0.1:{port}",
        }
        house = build_house(read_settings(environment, folder))
        _furnish(house)
        world = World(house, telegram, database, environment, folder, nursery)
        try:
            yield world
        finally:
            world.kill()
            house.database.dispose()


def _furnish(house: House) -> None:
    """Tables, texts, two centres with a group and an officer each."""
    migrate(house.database)
    password = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with house.open_unit() as unit:
        unit.content.publish(_texts(), "import", utc_now())
        for number, (country, group) in enumerate(CENTRES, 1):
            centre = unit.centres.add(f"Centre {number}", country, ChatId(str(group)))
            unit.staff.add(f"officer{number}", f"Officer {number}", Role.OFFICER, centre.id, password)
            unit.routes.add(Route(0, centre.id, destination=country))
        unit.routes.add(Route(0, 1))
        unit.commit()


def _texts() -> dict[str, str]:
    """Every topic in one language: a start reads them all, and is to be short here."""
    files = read_files(CONTENT)
    return {path: text for path, text in files.items() if not path.startswith("answers/") or path.endswith("/en.md")}


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
