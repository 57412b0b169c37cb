"""Does Telegram take whatever an editor may publish, with its marks, and is every shipped answer taken?"""

import pytest

from bot.answers.library import TOPICS, Library, read_library
from bot.answers.release import read_files
from bot.channel.telegram.sending import Bot, TelegramSender
from bot.house import CONTENT
from bot.i18n.phrasebook import Phrasebook
from bot.i18n.voice import Voice
from bot.messages import ChatId, Reply
from bot.places import Corridor
from bot.screens import topics
from tests.editor_texts import SHOWN, file_of
from tests.telegram_server import TelegramServer

CHAT = ChatId("70")


@pytest.fixture(scope="module")
def library(phrases: Phrasebook) -> Library:
    return read_library(read_files(CONTENT), phrases)


@pytest.mark.parametrize("kind", SHOWN)
async def test_what_passes_the_gate_arrives_as_it_stands(
    bot: Bot, server: TelegramServer, library: Library, kind: str
) -> None:
    body, shown, marked = SHOWN[kind]
    told = library.told("answers/unpaid_wages/th/en.md", file_of(body), Corridor("kh", "th"))
    for part in TelegramSender(bot).parts(Reply(told)):
        await TelegramSender(bot).send(CHAT, part)
    (arrived,) = server.to(70)
    assert arrived.text.split("\n\n")[0] == shown
    assert [words for _, words in arrived.marked if words in shown] == marked


@pytest.mark.parametrize("language", ["en", "km", "my", "vi"])
async def test_every_shipped_answer_arrives_in_one_message(
    bot: Bot, server: TelegramServer, library: Library, language: str
) -> None:
    voice = Voice(library.phrases, language)
    for topic in TOPICS:
        reply = topics.answer(voice, library, topic, Corridor("kh", "th"))
        (part,) = TelegramSender(bot).parts(reply)
        await TelegramSender(bot).send(CHAT, part)
        assert server.to(70)[-1].text == reply.text.plain and server.to(70)[-1].marked
