"""Which concrete thing fulfils which port? The one module that knows every class; builds the house from Settings."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.answers.library import Library
from bot.answers.release import LiveLibrary, read_folder
from bot.conversation.turn import Services
from bot.i18n.phrasebook import Phrasebook, load_phrasebook
from bot.ports import OpenUnit
from bot.settings import ROOT, Settings
from bot.storage.encryption import open_cipher
from bot.storage.engine import Database, open_engine
from bot.storage.unit import SqlUnitOfWork
from bot.storage.vault import FileVault

CONTENT = ROOT / "content"


def utc_now() -> datetime:
    """Fulfils bot.ports.Clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    """What the bot, the console and the commands stand on."""

    settings: Settings
    database: Database
    open_unit: OpenUnit
    phrases: Phrasebook
    vault: FileVault
    library: LiveLibrary

    @property
    def services(self) -> Services:
        """For actions and the console."""
        return Services(
            self.open_unit, self.phrases, self.library.current, self.vault, utc_now, self.settings.console_url
        )


def build_house(settings: Settings) -> House:
    """Opens the database, the keys and the catalogues; migrates nothing."""
    cipher = open_cipher(settings)
    database = open_engine(settings.database_url)
    open_unit: Callable[[], SqlUnitOfWork] = partial(SqlUnitOfWork, database, cipher)
    phrases = load_phrasebook()
    library = LiveLibrary(open_unit, phrases)
    return House(settings, database, open_unit, phrases, FileVault(settings.media, cipher), library)


def folder_library(phrases: Phrasebook, folder: Path = CONTENT) -> Library:
    """The library of the files, without a database."""
    return read_folder(folder, phrases)


def prepare_logging() -> None:
    """Ids, counts and classes of errors; never texts, names, chat ids or tokens."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("httpx", "httpcore", "telegram", "rasa", "apscheduler", "uvicorn.access", "alembic", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
