"""Does a message go from Telegram through inbox, dialogue and back, and is none lost? The real library over real HTTP."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.channel.telegram.application import Telegram, build_bot
from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import Bot, TelegramFetcher, TelegramSender
from bot.courier.pump import Pump
from bot.errors import SettingsError
from bot.i18n.phrasebook import Phrasebook
from bot.messages import Choice, Reply
from bot.ports import OpenUnit
from bot.settings import Secret, Settings
from tests.channel.conftest import EchoDialogue, SettableClock, until
from tests.telegram_server import TOKEN, TelegramServer, updates


@asynccontextmanager
async def living_bot(
    settings: Settings, open_unit: OpenUnit, clock: SettableClock, phrases: Phrasebook, dialogue: EchoDialogue
) -> AsyncIterator[Bot]:
    """Everything wired as the real process does."""
    bot = build_bot(settings)
    pump = Pump(
        open_unit, dialogue, {"telegram": TelegramSender(bot)}, {"telegram": TelegramFetcher(bot)}, clock, phrases
    )
    telegram = Telegram(bot, settings, Reception(bot, open_unit, pump.wake, clock), phrases)
    await telegram.start()
    running = asyncio.create_task(pump.run())
    yield bot
    await telegram.stop()
    await pump.stop()
    await running
    await telegram.close()


async def test_a_conversation_from_end_to_end(
    settings: Settings,
    open_unit: OpenUnit,
    clock: SettableClock,
    phrases: Phrasebook,
    server: TelegramServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    dialogue = EchoDialogue(script={"hello": [Reply("Choose", ((Choice("Wages", "topic:wages"),),))]})
    with caplog.at_level(logging.INFO):
        async with living_bot(settings, open_unit, clock, phrases, dialogue):
            server.says(70, "hello")
            await until(lambda: len(server.to(70)) == 1)
            server.presses(70, "topic:wages")
            await until(lambda: len(server.to(70)) == 2 and server.answered)
    assert server.to(70)[0].rows == [[("Wages", "topic:wages")]]
    assert server.to(70)[1].text == "topic:wages"
    assert server.pending == [] and server.calls[1][0] == "setMyCommands"
    assert TOKEN not in caplog.text


async def test_many_people_at_once_get_their_own_answers_in_order(
    settings: Settings, open_unit: OpenUnit, clock: SettableClock, phrases: Phrasebook, server: TelegramServer
) -> None:
    for number in range(3):
        for chat in range(1, 21):
            server.says(chat, f"{chat}-{number}")
    async with living_bot(settings, open_unit, clock, phrases, EchoDialogue()):
        await until(lambda: len(server.sent) == 60, 20)
    assert all([one.text for one in server.to(chat)] == [f"{chat}-{n}" for n in range(3)] for chat in range(1, 21))


async def test_an_update_is_not_acknowledged_before_it_is_stored(
    settings: Settings, open_unit: OpenUnit, clock: SettableClock, phrases: Phrasebook, server: TelegramServer
) -> None:
    broken = True

    def shaky() -> object:
        if broken:
            raise OSError("the database is away")
        return open_unit()

    bot = build_bot(settings)
    telegram = Telegram(bot, settings, Reception(bot, shaky, lambda channel, chat: None, clock), phrases)  # type: ignore[arg-type]
    await telegram.start()
    first = server.says(70, "hello")
    await until(lambda: [name for name, _ in server.calls].count("getUpdates") >= 1)
    await asyncio.sleep(0.4)
    assert server.pending == [first]
    broken = False
    await until(lambda: server.pending == [])
    with open_unit() as unit:
        assert unit.inbox.counts() == {"open": 1}
    await telegram.stop()
    await telegram.close()


async def test_stopping_while_the_database_is_away_leaves_the_update_at_telegram(
    settings: Settings, clock: SettableClock, phrases: Phrasebook, server: TelegramServer
) -> None:
    def away() -> object:
        raise OSError("the database is away")

    bot = build_bot(settings)
    telegram = Telegram(bot, settings, Reception(bot, away, lambda channel, chat: None, clock), phrases)  # type: ignore[arg-type]
    first = server.says(70, "hello")
    await telegram.start()
    await asyncio.sleep(0.3)
    async with asyncio.timeout(5):
        await telegram.stop()
        await telegram.close()
    assert server.pending == [first]


async def test_the_same_update_twice_is_answered_once(
    settings: Settings, open_unit: OpenUnit, clock: SettableClock, phrases: Phrasebook, server: TelegramServer
) -> None:
    server.fail("getUpdates", 1, status=500)
    dialogue = EchoDialogue()
    server.says(70, "hello")
    async with living_bot(settings, open_unit, clock, phrases, dialogue):
        await until(lambda: server.sent)
    server.add(updates.message(1, 70, text="hello"))
    async with living_bot(settings, open_unit, clock, phrases, dialogue):
        await until(lambda: server.pending == [])
        await asyncio.sleep(0.1)
    assert len(dialogue.seen) == 1


async def test_command_lists_are_set_in_every_language(
    settings: Settings, open_unit: OpenUnit, clock: SettableClock, phrases: Phrasebook, server: TelegramServer
) -> None:
    async with living_bot(settings, open_unit, clock, phrases, EchoDialogue()):
        assert set(server.commands) >= {"", "en"}
        assert len(server.commands) == 1 + len({one.telegram for one in phrases.languages.values()})
        assert server.commands[""] == server.commands["en"]


async def test_a_token_that_telegram_does_not_know_stops_the_start(
    settings: Settings, open_unit: OpenUnit, clock: SettableClock, phrases: Phrasebook
) -> None:
    wrong = replace(settings, telegram_token=Secret("1:wrong"))
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN"):
        async with living_bot(wrong, open_unit, clock, phrases, EchoDialogue()):
            pass
