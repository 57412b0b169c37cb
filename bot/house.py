"""Which concrete thing fulfils which port? The one module that knows every class; builds the house from Settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from bot.answers.library import Library, LiveLibrary, read_folder
from bot.cases.routing import Route
from bot.conversation.policy import read_policy
from bot.conversation.talk import Talk
from bot.conversation.turn import Means
from bot.i18n.phrasebook import Phrasebook, load_phrasebook
from bot.places import OTHER
from bot.ports import Clock, OpenUnit
from bot.settings import ROOT, Settings
from bot.storage.encryption import new_cipher
from bot.storage.engine import Database, open_engine, open_memory
from bot.storage.keys import open_cipher
from bot.storage.unit import SqlUnitOfWork
from bot.storage.vault import FileVault
from bot.understanding.model import load, model_path

CONTENT = ROOT / "content"


utc_now: Final[Clock] = partial(datetime.now, UTC)
"""This moment, in UTC and aware of it."""


@dataclass(frozen=True, slots=True)
class House:
    """What the bot, the console and the commands stand on."""

    settings: Settings
    database: Database
    open_unit: OpenUnit
    phrases: Phrasebook
    vault: FileVault
    library: LiveLibrary


def build_house(settings: Settings) -> House:
    """Opens the database, the keys and the catalogues; migrates nothing."""
    database = open_engine(settings.database_url)
    cipher = open_cipher(settings, database)
    open_unit: Callable[[], SqlUnitOfWork] = partial(SqlUnitOfWork, database, cipher)
    phrases = load_phrasebook()
    library = LiveLibrary(open_unit, phrases)
    return House(settings, database, open_unit, phrases, FileVault(settings.media, cipher), library)


def folder_library(phrases: Phrasebook, folder: Path = CONTENT) -> Library:
    """The library of the files, without a database."""
    return read_folder(folder, phrases)


def build_talk(phrases: Phrasebook, library_of: Callable[[], Library]) -> Talk:
    """The conversation, with the model of these intents. Raises SettingsError when there is none."""
    return Talk(Means(phrases, library_of, utc_now), load(model_path()), read_policy())


def memory_unit(centre: str = "Kawan") -> OpenUnit:
    """Opens units of work on a database in memory, which nobody else sees and nothing is kept in. One centre takes all
    complaints there."""
    open_unit: OpenUnit = partial(SqlUnitOfWork, open_memory(), new_cipher())
    with open_unit() as unit:
        unit.routes.add(Route(0, unit.centres.add(centre, OTHER).id))
        unit.commit()
    return open_unit
