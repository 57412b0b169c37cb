"""Are updates fetched, stored and only then confirmed, whatever Telegram brings or fails with? Real HTTP, a real database."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.channel.telegram import polling as module
from bot.channel.telegram.application import Telegram, build_bot
from bot.channel.telegram.polling import BotApi, CallFailed, Polling
from bot.channel.telegram.raw import LARGEST_ANSWER
from bot.channel.telegram.reading import ALLOWED_UPDATES
from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import Bot
from bot.errors import SettingsError
from bot.i18n.phrasebook import Phrasebook
from bot.settings import Secret, Settings
from tests.channel.conftest import until
from tests.channel.telegram.broken import ASIDE, BROKEN, Broken, numbered
from tests.channel.telegram.conftest import Heard, Switch
from tests.telegram_server import TOKEN, TelegramServer, updates


@pytest.fixture(autouse=True)
def no_long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {"SHORTEST_PAUSE": 0.02, "IDLE_PAUSE": 0.05, "CONFLICT_SECONDS": 1.0}.items():
        monkeypatch.setattr(module, name, seconds)


@pytest.fixture
def polling(server: TelegramServer, reception: Reception) -> Polling:
    return Polling(BotApi(server.url, TOKEN), reception)


@asynccontextmanager
async def running(part: Polling | Telegram) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(part.run())
    yield task
    task.cancel()
    await asyncio.wait([task])
    await part.stop()


def polls(server: TelegramServer) -> list[dict[str, str]]:
    return [given for name, given in server.calls if name == "getUpdates"]


async def heard_from(heard: Heard, *chats: int) -> None:
    await until(lambda: set(map(str, chats)) <= set(heard.chats))


async def test_an_update_is_stored_and_then_confirmed(
    polling: Polling, server: TelegramServer, heard: Heard, switch: Switch
) -> None:
    async with running(polling):
        first = server.says(70, "hello")
        await until(lambda: server.pending == [])
        assert heard.chats == ["70"] and switch.counts() == {"open": 1}
        assert polls(server)[-1]["offset"] == str(first + 1)
    assert (
        json.loads(polls(server)[0]["allowed_updates"])
        == list(ALLOWED_UPDATES)
        == [
            "message",
            "callback_query",
            "my_chat_member",
        ]
    )


async def test_an_update_is_not_confirmed_before_it_is_stored(
    polling: Polling, server: TelegramServer, switch: Switch
) -> None:
    switch.away = True
    async with running(polling):
        first = server.says(70, "hello")
        await until(lambda: switch.opened >= 3)
        assert server.pending == [first] and len(polls(server)) == 1
        switch.away = False
        await until(lambda: server.pending == [])
    assert switch.counts() == {"open": 1}


async def test_stopping_while_the_database_is_away_leaves_the_update_at_telegram(
    polling: Polling, server: TelegramServer, switch: Switch, heard: Heard
) -> None:
    switch.away = True
    async with asyncio.timeout(5), running(polling):
        first = server.says(70, "hello")
        await until(lambda: switch.opened)
    assert server.pending == [first]
    switch.away = False
    async with running(polling):
        await heard_from(heard, 70)


@pytest.mark.parametrize("one", ASIDE, ids=lambda one: one.why)
async def test_an_update_that_cannot_be_read_is_set_aside_and_stops_nobody(
    polling: Polling, server: TelegramServer, heard: Heard, switch: Switch, one: Broken
) -> None:
    server.says(71, "before")
    server.add_raw(json.dumps(numbered(one.content, 2)))
    async with running(polling):
        await heard_from(heard, 71)
        await until(lambda: server.pending == [])
        server.add_raw(json.dumps(numbered(one.content, 5001)), 5001)
        server.says(72, "later")
        await heard_from(heard, 72)
        await until(lambda: server.pending == [])
    assert [kind for kind, _ in switch.aside()] == [one.kind]


async def test_broken_updates_among_readable_ones_stop_nobody_and_leave_no_word_in_a_log(
    polling: Polling, server: TelegramServer, heard: Heard, switch: Switch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    for number, one in enumerate(BROKEN):
        server.add_raw(json.dumps(numbered(one.content, 5001 + 10 * number)), 5001 + 10 * number)
        server.add(updates.message(5002 + 10 * number, 100 + number, text="hello"))
    async with running(polling):
        await until(lambda: server.pending == [])
        server.says(70, "hello")
        await heard_from(heard, 70)
    readable = {str(5001 + 10 * number) for number, one in enumerate(BROKEN) if one.said is not None}
    assert set(heard.chats) == {"70", *(str(100 + number) for number in range(len(BROKEN)))} | readable
    assert sum(switch.aside().values()) == sum(one.said is None for one in BROKEN)
    assert "passports" not in caplog.text and TOKEN not in caplog.text
    assert not any(chat in caplog.text for chat in readable)


DEEP = '{"update_id": 5001, "message": {"chat": {"id": 5001}, "text": "hello", "x": %s}}'


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        (DEEP % ("[" * 100_000 + "]" * 100_000), True),
        (DEEP % ('{"a":' * 100_000 + "1" + "}" * 100_000), True),
        (DEEP % ("9" * 10_000), True),
        (DEEP % ('"' + "x" * 3_000_000 + '"'), True),
        (DEEP % ('"' + "x" * LARGEST_ANSWER + '"'), False),
        (DEEP % "nonsense", False),
        ("nonsense", False),
        ("}", False),
        (DEEP.removesuffix("}}") % 1, False),
    ],
    ids=[
        "deep arrays",
        "deep objects",
        "a long number",
        "a large text",
        "too large",
        "half JSON",
        "no JSON",
        "a brace",
        "never closed",
    ],
)
async def test_what_no_parser_takes_stops_nobody(
    polling: Polling, server: TelegramServer, heard: Heard, switch: Switch, text: str, readable: bool
) -> None:
    server.says(71, "before")
    server.add_raw(text, 5001)
    server.add(updates.message(6000, 72, text="behind"))
    async with running(polling):
        await heard_from(heard, 71, 72)
        await until(lambda: server.pending == [])
        server.says(73, "later")
        await heard_from(heard, 73)
    assert ("5001" in heard.chats) == readable
    assert len(switch.aside()) == (not readable)


async def test_the_loop_stands_still_for_no_large_answer(
    polling: Polling, server: TelegramServer, heard: Heard
) -> None:
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            begun = time.monotonic()
            await asyncio.sleep(0.005)
            longest = max(longest, time.monotonic() - begun)

    server.add_raw(DEEP % ("[" * 1_000_000 + "]" * 1_000_000), 5001)
    async with running(polling):
        ticking = asyncio.create_task(tick())
        await heard_from(heard, 5001)
        ticking.cancel()
    assert longest < 0.5


async def test_while_nothing_but_updates_without_ids_waits_telegram_is_not_asked_without_end(
    polling: Polling, server: TelegramServer, heard: Heard, switch: Switch
) -> None:
    for number in range(3):
        server.add_raw("[5]", 5001 + number)
    async with running(polling):
        await asyncio.sleep(0.5)
        assert len(polls(server)) < 15
        assert switch.aside() == {("list", "NoObject"): 1}
        server.add(updates.message(6000, 70, text="hello"))
        await heard_from(heard, 70)
        await until(lambda: server.pending == [])
        server.add_raw("[6]", 6001)
        server.add_raw("[7]", 6002)
        await until(lambda: server.pending == [])
        server.says(71, "hello")
        await heard_from(heard, 71)


async def test_a_server_that_never_lets_wait_is_not_asked_without_end(
    polling: Polling, server: TelegramServer, heard: Heard
) -> None:
    server.fail("getUpdates", 1000, body=b'{"ok":true,"result":[]}')
    async with running(polling):
        await asyncio.sleep(0.5)
    assert 2 < len(polls(server)) < 15


async def test_ids_that_begin_anew_below_the_old_ones_are_heard(
    polling: Polling, server: TelegramServer, heard: Heard
) -> None:
    server.add(updates.message(2**40, 70, text="hello"))
    async with running(polling):
        await until(lambda: server.pending == [] and len(polls(server)) > 1)
        server.add(updates.message(5, 71, text="hello"))
        await heard_from(heard, 71)
        server.add(updates.message(6, 72, text="hello"))
        await heard_from(heard, 72)


async def test_the_same_update_brought_twice_is_stored_once(
    polling: Polling, server: TelegramServer, heard: Heard, switch: Switch
) -> None:
    server.add(updates.message(1, 70, text="hello"))
    async with running(polling):
        await until(lambda: server.pending == [])
    server.add(updates.message(1, 70, text="hello"))
    async with running(polling):
        await until(lambda: server.pending == [])
    assert heard.chats == ["70"] and switch.counts() == {"open": 1}


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"status": 500},
        {"status": 502, "body": b"<html>bad gateway</html>"},
        {"status": 404, "body": b"<html>a page of somebody between</html>"},
        {"status": 400, "description": "Bad Request"},
        {"body": b"<html>welcome to the hotel</html>"},
        {"body": b'{"ok":true,"result":{}}'},
        {"body": b'{"ok":true,"result":[{"update_id":1,"mess'},
        {"body": b'{"ok":true}'},
        {"body": b""},
        {"body": b"\xff\xfe\x00"},
        {"body": b"[" * 200_000},
    ],
)
async def test_a_fault_of_telegram_is_waited_for(
    polling: Polling,
    server: TelegramServer,
    heard: Heard,
    switch: Switch,
    fault: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.fail("getUpdates", 3, **fault)
    server.fail("deleteWebhook", 1, status=500)
    server.says(70, "hello")
    async with running(polling):
        await heard_from(heard, 70)
    assert switch.counts() == {"open": 1}
    assert caplog.text.count("polling: ") == 4 and TOKEN not in caplog.text


async def test_pauses_grow_while_telegram_is_away(
    polling: Polling, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    async def note(seconds: float) -> None:
        asked.append(seconds)

    server.fail("getUpdates", 12, status=500)
    monkeypatch.setattr(module.asyncio, "sleep", note)  # type: ignore[attr-defined]
    task = asyncio.create_task(polling.run())
    await asyncio.to_thread(server.wait_for, lambda: len(polls(server)) == 13)
    task.cancel()
    await asyncio.wait([task])
    assert asked[:3] == [0.02, 0.04, 0.08] and max(asked) == asked[-1] <= 60


async def test_telegram_is_asked_again_when_it_says(polling: Polling, server: TelegramServer, heard: Heard) -> None:
    server.fail("getUpdates", 1, status=429, parameters={"retry_after": 1})
    server.says(70, "hello")
    begun = time.monotonic()
    async with running(polling):
        await heard_from(heard, 70)
    assert time.monotonic() - begun > 1


async def test_telegram_makes_nobody_wait_longer_than_an_hour(settings: Settings, server: TelegramServer) -> None:
    """Whatever number stands there: a bot that waits for a year is deaf."""
    server.fail("getUpdates", 1, status=429, parameters={"retry_after": 31_536_000})
    async with BotApi(settings.telegram_api_url, server.token) as api:
        with pytest.raises(CallFailed) as caught:
            await api.call("getUpdates")
    assert caught.value.retry_after == 3600


async def test_a_webhook_that_is_set_is_removed_and_what_waits_is_kept(
    polling: Polling, server: TelegramServer, heard: Heard
) -> None:
    server.webhook = {"url": "https://bot.example/"}
    server.says(70, "hello")
    async with running(polling):
        await heard_from(heard, 70)
        assert ("deleteWebhook", {"drop_pending_updates": "false"}) in server.calls
        server.webhook = {"url": "https://bot.example/"}
        server.says(71, "hello")
        await heard_from(heard, 71)


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_was_taken_back_ends_polling_with_one_line(
    polling: Polling, server: TelegramServer, heard: Heard, code: int
) -> None:
    async with running(polling) as task:
        server.says(70, "hello")
        await heard_from(heard, 70)
        server.fail("getUpdates", 1, status=code, description="Unauthorized")
        server.says(71, "hello")
        await until(task.done)
        with pytest.raises(SettingsError, match="^TELEGRAM_BOT_TOKEN: Telegram does not know this token") as ended:
            task.result()
    assert TOKEN not in str(ended.value) and "\n" not in str(ended.value)


async def test_another_poller_is_waited_for_and_then_named(
    polling: Polling, server: TelegramServer, heard: Heard
) -> None:
    conflict = {"status": 409, "description": "Conflict: terminated by other getUpdates request"}
    server.fail("getUpdates", 3, **conflict)
    server.says(70, "hello")
    async with running(polling) as task:
        await heard_from(heard, 70)
        server.fail("getUpdates", 1000, **conflict)
        server.says(71, "hello")
        await until(task.done)
        with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN: another process fetches") as ended:
            task.result()
    assert "\n" not in str(ended.value)
    assert "deleteWebhook" not in [name for name, _ in server.calls[3:]]


async def test_two_that_poll_with_one_token_do_not_go_on_for_ever(
    polling: Polling, server: TelegramServer, reception: Reception
) -> None:
    async with running(polling) as first, running(Polling(BotApi(server.url, TOKEN), reception)) as second:
        await until(lambda: first.done() or second.done())
        ended = first if first.done() else second
        with pytest.raises(SettingsError, match="another process"):
            ended.result()


async def test_somebody_who_sets_a_webhook_again_and_again_is_named(polling: Polling, server: TelegramServer) -> None:
    server.fail("getUpdates", 1000, status=409, description="Conflict: can't use getUpdates while webhook is active")
    async with running(polling) as task:
        await until(task.done)
        with pytest.raises(SettingsError, match="sets a webhook"):
            task.result()
    assert [name for name, _ in server.calls].count("deleteWebhook") > 3


async def test_many_people_at_once_are_stored_in_order(polling: Polling, server: TelegramServer, heard: Heard) -> None:
    for number in range(15):
        for chat in range(1, 21):
            server.says(chat, f"{chat}-{number}")
    async with running(polling):
        await until(lambda: len(heard.woken) == 300, 20)
    texts = [(row.chat, row.body["message"]["text"]) for row in heard.woken]
    assert all([text for who, text in texts if who == str(c)] == [f"{c}-{n}" for n in range(15)] for c in range(1, 21))


async def test_telegram_connects_sets_command_lists_beside_and_polls(
    bot: Bot, settings: Settings, reception: Reception, phrases: Phrasebook, server: TelegramServer, heard: Heard
) -> None:
    server.fail("setMyCommands", 1, status=500)
    async with running(Telegram(bot, settings, reception, phrases)):
        server.says(70, "hello")
        await heard_from(heard, 70)
    server.commands.clear()
    async with running(Telegram(bot, settings, reception, phrases)):
        expected = {"", *(one.telegram for one in phrases.languages.values() if len(one.telegram) == 2)}
        await until(lambda: set(server.commands) == expected)
        assert server.commands[""] == server.commands["en"]


async def test_connecting_is_tried_until_telegram_is_there(
    settings: Settings,
    reception: Reception,
    phrases: Phrasebook,
    server: TelegramServer,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.channel.telegram.application.PAUSE", 0.05)
    server.fail("getMe", 1, status=500)
    server.fail("getMe", 1)
    server.fail("getMe", 1, body=b"<html>")
    server.says(70, "hello")
    telegram = Telegram(build_bot(settings), settings, reception, phrases)
    async with running(telegram):
        await heard_from(heard, 70)
    await telegram.close()


async def test_a_token_that_telegram_does_not_know_stops_the_start_and_is_not_shown(
    settings: Settings, reception: Reception, phrases: Phrasebook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    wrong = replace(settings, telegram_token=Secret("1:wrong-and-secret"))
    telegram = Telegram(build_bot(wrong), wrong, reception, phrases)
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN") as refused:
        await telegram.run()
    await telegram.close()
    assert "wrong-and-secret" not in str(refused.value) + caplog.text


async def test_without_a_token_there_is_no_bot(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN is not set"):
        build_bot(replace(settings, telegram_token=None))


async def test_the_library_keeps_no_speed_limits(bot: Bot) -> None:
    assert bot.rate_limiter is None


async def test_no_line_of_polling_holds_words_or_the_token(
    polling: Polling, server: TelegramServer, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    logging.getLogger("httpx").setLevel(1)
    for fault in ({"status": 500}, {}, {"body": b'{"ok":true,"result":[{"text":"XYLOPHONE'}):
        server.fail("getUpdates", 1, **fault)
    server.says(70, "XYLOPHONE")
    async with running(polling):
        await heard_from(heard, 70)
    assert "XYLOPHONE" not in caplog.text and TOKEN not in caplog.text
