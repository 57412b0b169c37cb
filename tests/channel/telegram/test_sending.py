"""Do replies reach Telegram as meant, and do its errors become the right decisions? Real library, real HTTP."""

import asyncio
from typing import Any

import pytest

from bot.channel.telegram.sending import Bot, TelegramFetcher, TelegramSender
from bot.errors import Rejected, SendLater, Unreachable
from bot.messages import Attachment, ChatId, Choice, Reply
from bot.text import bold, text
from tests.telegram_server import TelegramServer

CHAT = ChatId("70")
HELLO = Reply(bold("Hello") + " & <b>welcome</b>", ((Choice("Wages", "topic:wages"), Choice("Menu", "menu")),))


async def test_a_reply_arrives_with_its_buttons_and_without_link_previews(bot: Bot, server: TelegramServer) -> None:
    await TelegramSender(bot).send(CHAT, HELLO)
    (sent,) = server.to(70)
    assert (sent.text, sent.marked, sent.silent_links) == ("Hello & <b>welcome</b>", [("bold", "Hello")], True)
    assert sent.rows == [[("Wages", "topic:wages"), ("Menu", "menu")]]


async def test_a_long_reply_comes_in_parts_with_the_buttons_under_the_last(bot: Bot, server: TelegramServer) -> None:
    await TelegramSender(bot).send(CHAT, Reply(bold("word " * 1500), HELLO.rows))
    assert [bool(one.rows) for one in server.to(70)] == [False, True]
    assert all(one.marked == [("bold", one.text)] for one in server.to(70))


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ({"status": 500}, 5),
        ({"status": 502}, 5),
        ({}, 5),
        ({"status": 401, "description": "Unauthorized"}, 60),
    ],
)
async def test_a_telegram_that_is_ill_or_away_means_later(
    bot: Bot, server: TelegramServer, fault: dict[str, Any], seconds: float
) -> None:
    server.fail("sendMessage", **fault)
    with pytest.raises(SendLater) as caught:
        await TelegramSender(bot).send(CHAT, HELLO)
    assert caught.value.seconds == seconds


async def test_flood_control_is_obeyed_and_then_passed_on(bot: Bot, server: TelegramServer) -> None:
    server.fail("sendMessage", 3, status=429, description="Too Many Requests", parameters={"retry_after": 1})
    with pytest.raises(SendLater) as caught:
        await TelegramSender(bot).send(CHAT, HELLO)
    assert caught.value.seconds == 1
    assert [name for name, _ in server.calls].count("sendMessage") == 3


async def test_a_long_flood_wait_is_left_to_the_outbox(
    bot: Bot, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channel.telegram.sending.PATIENCE", 0.3)
    server.fail("sendMessage", status=429, description="Too Many Requests", parameters={"retry_after": 100})
    with pytest.raises(SendLater):
        async with asyncio.timeout(5):
            await TelegramSender(bot).send(CHAT, HELLO)


async def test_a_worker_who_blocked_the_bot_is_unreachable(bot: Bot, server: TelegramServer) -> None:
    server.blocked.add(70)
    with pytest.raises(Unreachable):
        await TelegramSender(bot).send(CHAT, HELLO)


async def test_a_chat_that_is_gone_is_unreachable(bot: Bot, server: TelegramServer) -> None:
    server.unknown.add(70)
    with pytest.raises(Unreachable):
        await TelegramSender(bot).send(CHAT, HELLO)


async def test_a_group_is_followed_to_its_new_number(bot: Bot, server: TelegramServer) -> None:
    server.moved[-5] = -1005
    await TelegramSender(bot).send(ChatId("-5"), HELLO)
    assert len(server.to(-1005)) == 1


async def test_what_telegram_will_never_take_is_rejected(bot: Bot, server: TelegramServer) -> None:
    server.fail("sendMessage", status=400, description="Bad Request: can't parse entities")
    with pytest.raises(Rejected):
        await TelegramSender(bot).send(CHAT, HELLO)


@pytest.mark.parametrize(
    ("chat", "reply"),
    [
        ("70", Reply(text("x"), ((Choice("x", "é" * 33),),))),
        ("70", Reply(text("x"), ((Choice("x", ""),),))),
        ("70", Reply(text("x"), ((Choice("", "x"),),))),
        ("70", Reply(text(" \n "))),
        ("somebody", Reply(text("x"))),
    ],
)
async def test_what_cannot_be_valid_is_not_even_sent(bot: Bot, server: TelegramServer, chat: str, reply: Reply) -> None:
    with pytest.raises(Rejected):
        await TelegramSender(bot).send(ChatId(chat), reply)
    assert "sendMessage" not in [name for name, _ in server.calls]


async def test_a_file_is_fetched(bot: Bot, server: TelegramServer) -> None:
    server.files["voice1"] = b"\x00ogg" * 1000
    assert await TelegramFetcher(bot).fetch(Attachment("voice", "voice1")) == b"\x00ogg" * 1000


async def test_a_file_that_telegram_no_longer_has_is_rejected(bot: Bot) -> None:
    with pytest.raises(Rejected):
        await TelegramFetcher(bot).fetch(Attachment("voice", "gone"))


async def test_a_link_that_has_gone_stale_is_rejected(
    bot: Bot, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files["voice1"] = b"ogg"
    monkeypatch.setattr(server, "file_of", lambda path: None)
    with pytest.raises(Rejected):
        await TelegramFetcher(bot).fetch(Attachment("voice", "voice1"))


async def test_a_file_too_large_for_bots_is_not_asked_for(bot: Bot, server: TelegramServer) -> None:
    with pytest.raises(Rejected):
        await TelegramFetcher(bot).fetch(Attachment("video", "film", size=50_000_000))
    assert "getFile" not in [name for name, _ in server.calls]


async def test_a_file_is_asked_for_again_when_telegram_is_away(bot: Bot, server: TelegramServer) -> None:
    server.fail("getFile", status=500)
    with pytest.raises(SendLater):
        await TelegramFetcher(bot).fetch(Attachment("voice", "voice1"))
