"""One trained engine on one database for all conversations; each conversation is another person."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from bot.answers.release import LiveLibrary, import_folder
from bot.cases.routing import Route
from bot.conversation.turn import Services
from bot.dialogue.engine import Engine
from bot.house import CONTENT
from bot.i18n.phrasebook import Phrasebook
from bot.messages import Attachment, ChatId, Choice, Incoming, Reply
from bot.ports import OpenUnit
from bot.storage.encryption import Cipher
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.unit import SqlUnitOfWork
from bot.storage.vault import FileVault
from bot.understanding.model import model_path
from tests.conftest import NOON

LEFTOVER = re.compile(r"\{[a-z_]+\}")


class Photos:
    """Fetches ten bytes, whatever is asked."""

    async def fetch(self, attachment: Attachment) -> bytes:
        return b"0123456789"


@dataclass
class House:
    """What a conversation stands on."""

    services: Services
    engine: Engine
    open_unit: OpenUnit


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, cipher: Cipher, phrases: Phrasebook) -> Iterator[House]:
    assert model_path().exists(), "train the model first: make train"
    folder: Path = tmp_path_factory.mktemp("house")
    database = open_engine(f"sqlite:///{folder / 'kawan.sqlite'}")
    migrate(database)
    open_unit = partial(SqlUnitOfWork, database, cipher)
    with open_unit() as unit:
        import_folder(unit, CONTENT, phrases, NOON)
        centre = unit.centres.add("Mae Sot", "th", ChatId("-100500"))
        unit.routes.add(Route(0, centre.id))
        unit.commit()
    library = LiveLibrary(open_unit, phrases)
    vault = FileVault(folder / "media", cipher)
    services = Services(open_unit, phrases, library.current, vault, lambda: NOON, "http://console")
    yield House(services, Engine(model_path(), services), open_unit)


@dataclass
class Talk:
    """One person's conversation. Every reply is checked against the rules that hold for all."""

    house: House
    chat: ChatId = field(default_factory=lambda: ChatId(uuid.uuid4().hex))
    replies: list[Reply] = field(default_factory=list)

    async def says(self, text: str, **extra: object) -> "Talk":
        return await self._turn(Incoming("terminal", self.chat, uuid.uuid4().hex, text=text, **extra))  # type: ignore[arg-type]

    async def presses(self, *tokens: str) -> "Talk":
        for token in tokens:
            await self._turn(Incoming("terminal", self.chat, uuid.uuid4().hex, press=token))
        return self

    async def opens(self, link: str = "") -> "Talk":
        return await self._turn(Incoming("terminal", self.chat, uuid.uuid4().hex, start=link))

    async def sends(self, kind: str, mime: str, size: int | None = 10) -> "Talk":
        return await self.says("", attachments=(Attachment(kind, "ref", mime, size),))  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        return "\n".join(reply.text.plain for reply in self.replies)

    @property
    def choices(self) -> list[Choice]:
        return [choice for reply in self.replies for row in reply.rows for choice in row]

    def token(self, head: str) -> str:
        return next(choice.press for choice in self.choices if choice.press.startswith(head))

    def reads(self, key: str, language: str = "en", **values: object) -> None:
        """The reply holds this phrase, as far as its first placeholder."""
        phrases = self.house.services.phrases
        expected = phrases.sentence(language, key).pieces[0].words
        assert expected.strip() and expected in self.text, self.text

    async def _turn(self, incoming: Incoming) -> "Talk":
        self.replies = list(await self.house.engine.turn(incoming, Photos()))
        assert self.replies, "silence"
        for reply in self.replies:
            assert reply.text.plain.strip()
            assert not LEFTOVER.search(reply.text.plain)
        assert all(len(choice.press.encode()) <= 64 and choice.label for choice in self.choices)
        return self


@pytest.fixture
def talk(house: House) -> Talk:
    return Talk(house)


@pytest.fixture
def new_talk(house: House) -> Callable[[], Talk]:
    return lambda: Talk(house)
