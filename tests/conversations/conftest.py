"""One model on one database for all conversations; each conversation is another person. No Rasa is loaded."""

import re
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from bot.answers.library import Library
from bot.cases.routing import Route
from bot.conversation import talk as conversation
from bot.conversation.files import fetch_files
from bot.conversation.policy import read_policy
from bot.conversation.turn import Means
from bot.courier.hurry import Hurry
from bot.house import folder_library
from bot.i18n.phrasebook import Phrasebook, load_phrasebook
from bot.messages import Attachment, ChatId, Choice, Incoming, Reply
from bot.ports import OpenUnit
from bot.storage.encryption import Cipher
from bot.storage.engine import open_engine
from bot.storage.unit import SqlUnitOfWork
from bot.storage.vault import FileVault
from bot.understanding.intents import Understanding
from bot.understanding.model import load, model_path
from tests.conftest import NOON

LEFTOVER = re.compile(r"\{[a-z_]+\}")


class Photos:
    """Fetches ten bytes, whatever is asked."""

    async def fetch(self, attachment: Attachment) -> bytes:
        return b"0123456789"


async def at_once(work: Callable[[], Any]) -> Any:
    """Fulfils bot.ports.InThread without a thread."""
    return work()


@dataclass
class House:
    """What a conversation stands on; `turn` is what the pump does with one message."""

    speech: conversation.Talk
    means: Means
    open_unit: OpenUnit
    vault: FileVault

    async def turn(self, incoming: Incoming) -> list[Reply]:
        understood = self.speech.understand(incoming)
        fetched = await fetch_files(incoming, Photos(), self.vault, at_once, Hurry())
        with self.open_unit() as unit:
            answered = self.speech.answer(unit, incoming, understood, fetched)
            unit.commit()
        for file_id in (*answered.unused, *answered.erase):
            self.vault.delete(file_id)
        return list(answered.replies)


@cache
def understanding() -> Understanding:
    """The trained model, read once."""
    assert model_path().exists(), "train the model first: make train"
    return load(model_path())


@cache
def answers() -> Library:
    """The answers of content/, read once; nothing was told yet."""
    return folder_library(load_phrasebook())


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, cipher: Cipher, phrases: Phrasebook, migrated_file: Path) -> House:
    folder: Path = tmp_path_factory.mktemp("house")
    shutil.copy(migrated_file, folder / "kawan.sqlite")
    open_unit = partial(SqlUnitOfWork, open_engine(f"sqlite:///{folder / 'kawan.sqlite'}"), cipher)
    with open_unit() as unit:
        centre = unit.centres.add("Mae Sot", "th", ChatId("-100500"))
        unit.routes.add(Route(0, centre.id))
        unit.commit()
    library = Library(answers().answers, answers().facts, phrases)
    means = Means(phrases, lambda: library, lambda: NOON)
    speech = conversation.Talk(means, understanding(), read_policy())
    return House(speech, means, open_unit, FileVault(folder / "media", cipher))


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
        return "\n".join(str(reply.text) for reply in self.replies)

    @property
    def choices(self) -> list[Choice]:
        return [choice for reply in self.replies for row in reply.rows for choice in row]

    def token(self, head: str) -> str:
        return next(choice.press for choice in self.choices if choice.press.startswith(head))

    def reads(self, key: str, language: str = "en", **values: object) -> None:
        """The reply holds this phrase: its first words that are no placeholder."""
        phrases = self.house.means.phrases
        expected = next(
            one.words for one in phrases.sentence(language, key).pieces if not one.open and one.words.strip()
        )
        assert expected.strip() and expected in self.text, self.text

    async def _turn(self, incoming: Incoming) -> "Talk":
        self.replies = await self.house.turn(incoming)
        assert self.replies, "silence"
        for reply in self.replies:
            assert str(reply.text).strip()
            assert not LEFTOVER.search(str(reply.text))
        assert all(len(choice.press.encode()) <= 64 and choice.label for choice in self.choices)
        return self


@pytest.fixture
def talk(house: House) -> Talk:
    return Talk(house)


@pytest.fixture
def new_talk(house: House) -> Callable[[], Talk]:
    return lambda: Talk(house)
