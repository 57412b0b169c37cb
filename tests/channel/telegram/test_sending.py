"""Do replies reach Telegram as meant, and do its errors become the right decisions? Real library, real HTTP."""

import asyncio
import time
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.channel.telegram import sending
from bot.channel.telegram.sending import Bot, SendingRequest, TelegramFetcher, TelegramSender
from bot.channel.telegram.split import LIMIT, units
from bot.errors import ChannelAway, Moved, Rejected, SendError, SendLater, Unreachable
from bot.messages import Attachment, ChatId, Choice, Reply
from bot.text import Mark, Text, bold, text
from tests.telegram_server import TelegramServer

CHAT = ChatId("70")
HELLO = Reply(bold("Hello") + " & <b>welcome</b>", ((Choice("Wages", "topic:wages"), Choice("Menu", "menu")),))


async def test_a_reply_arrives_with_its_buttons_and_without_link_previews(bot: Bot, server: TelegramServer) -> None:
    await TelegramSender(bot).send(CHAT, HELLO)
    (sent,) = server.to(70)
    assert (sent.text, sent.marked, sent.silent_links) == ("Hello & <b>welcome</b>", [("bold", "Hello")], True)
    assert sent.rows == [[("Wages", "topic:wages"), ("Menu", "menu")]]


def test_a_long_reply_is_cut_with_the_buttons_under_the_last_part(bot: Bot) -> None:
    first, second = TelegramSender(bot).parts(Reply(bold("word " * 1500), HELLO.rows))
    assert (first.rows, second.rows) == ((), HELLO.rows)
    assert all(one.text.marks[0].length == len(one.text.plain) <= 4096 for one in (first, second))


def test_signs_that_telegram_counts_twice_are_cut_in_time(bot: Bot) -> None:
    """Three thousand of them are six thousand to Telegram: refused in every form, she would be left with the numbers."""
    parts = TelegramSender(bot).parts(Reply(text("👍" * 3000), HELLO.rows))
    assert [units(part.text.plain) <= LIMIT for part in parts] == [True, True]


def test_telegram_has_as_long_for_its_answer_as_a_message_may_take(bot: Bot) -> None:
    """The library's own five seconds would send again what a slow Telegram took: she would read it twice."""
    assert bot.request.read_timeout == sending.PATIENCE


def test_a_reply_that_fits_stays_whole_and_one_without_words_is_none(bot: Bot) -> None:
    assert TelegramSender(bot).parts(HELLO) == [HELLO]
    assert TelegramSender(bot).parts(Reply(text(" \u200b\n"), HELLO.rows)) == []


async def test_entities_are_counted_as_telegram_counts(bot: Bot, server: TelegramServer) -> None:
    words = text("🇲🇲 ကူညီပါ ") + bold("👩🏽‍🏭 ជួយ") + " " + Text("ask us", (Mark("link", 0, 3, "https://a.example"),))
    await TelegramSender(bot).send(CHAT, Reply(words))
    (sent,) = server.to(70)
    assert (sent.text, sent.marked) == (words.plain, [("bold", "👩🏽‍🏭 ជួយ"), ("text_link", "ask")])


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ({"status": 500}, 1),
        ({"status": 502}, 1),
        ({}, 1),
        ({"status": 401, "description": "Unauthorized"}, 60),
        ({"status": 404, "description": "Not Found"}, 60),
    ],
)
async def test_a_telegram_that_is_ill_or_away_means_later(
    bot: Bot, server: TelegramServer, fault: dict[str, Any], seconds: float
) -> None:
    server.fail("sendMessage", **fault)
    with pytest.raises(ChannelAway) as caught:
        await TelegramSender(bot).send(CHAT, HELLO)
    assert caught.value.seconds == seconds
    assert caught.value.__cause__ is None and server.token not in str(caught.value)


async def test_flood_control_is_passed_on_at_once_and_is_no_outage(bot: Bot, server: TelegramServer) -> None:
    server.fail("sendMessage", status=429, description="Too Many Requests", parameters={"retry_after": 100})
    with pytest.raises(SendLater) as caught:
        async with asyncio.timeout(5):
            await TelegramSender(bot).send(CHAT, HELLO)
    assert caught.value.seconds == 100 and not isinstance(caught.value, ChannelAway)


async def test_a_message_that_telegram_takes_in_silence_is_not_sent_again_for_a_while(
    bot: Bot, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channel.telegram.sending.PATIENCE", 0.2)
    monkeypatch.setattr(server, "_on_sendMessage", lambda given: time.sleep(0.5))
    with pytest.raises(SendLater):
        await TelegramSender(bot).send(CHAT, HELLO)


async def test_of_silence_nobody_knows_whether_it_arrived_so_a_minute_passes_before_it_is_sent_again(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever notices the silence first: the reading of the answer, or the patience with the whole message. Sent again
    after a second, as to a Telegram that cannot be reached, it would come twice."""
    monkeypatch.setattr(server, "_on_sendMessage", lambda given: time.sleep(0.5))
    for reading, patience in ((0.2, 30.0), (30.0, 0.2)):
        monkeypatch.setattr(sending, "PATIENCE", patience)
        request = SendingRequest(read_timeout=reading)
        async with ExtBot(server.token, base_url=f"{server.url}/bot", request=request) as impatient:
            with pytest.raises(SendLater) as caught:
                await TelegramSender(impatient).send(CHAT, HELLO)
        assert caught.value.seconds == 60 and not isinstance(caught.value, ChannelAway)


async def test_a_worker_who_blocked_the_bot_is_unreachable(bot: Bot, server: TelegramServer) -> None:
    server.blocked.add(70)
    with pytest.raises(Unreachable):
        await TelegramSender(bot).send(CHAT, HELLO)


async def test_a_chat_that_is_gone_is_unreachable(bot: Bot, server: TelegramServer) -> None:
    server.unknown.add(70)
    with pytest.raises(Unreachable):
        await TelegramSender(bot).send(CHAT, HELLO)


@pytest.mark.parametrize(
    "description",
    ["PEER_ID_INVALID", "not enough rights to send text messages to the chat", "CHAT_WRITE_FORBIDDEN"],
)
async def test_a_chat_that_takes_nothing_is_unreachable(bot: Bot, server: TelegramServer, description: str) -> None:
    server.fail("sendMessage", status=400, description=f"Bad Request: {description}")
    with pytest.raises(Unreachable):
        await TelegramSender(bot).send(CHAT, HELLO)


async def test_a_group_with_another_number_is_told(bot: Bot, server: TelegramServer) -> None:
    server.moved[-5] = -1005
    with pytest.raises(Moved) as caught:
        await TelegramSender(bot).send(ChatId("-5"), HELLO)
    assert caught.value.chat == "-1005" and server.to(-1005) == []


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


async def test_a_file_is_asked_for_again_when_telegram_is_away(
    bot: Bot, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FETCH_PAUSES", (0, 0))
    server.files["voice1"] = b"ogg"
    server.fail("getFile", times=2)
    assert await TelegramFetcher(bot).fetch(Attachment("voice", "voice1")) == b"ogg"
    server.fail("getFile", times=3, status=500)
    with pytest.raises(SendLater):
        await TelegramFetcher(bot).fetch(Attachment("voice", "voice1"))


@pytest.mark.parametrize(
    "result",
    [
        b"null",
        b"[]",
        b"7",
        b'{"message_id": 1}',
        b'{"message_id": 1, "date": "x", "chat": {"id": 70, "type": "private"}}',
    ],
)
async def test_what_telegram_took_is_sent_whatever_it_says_of_it(
    bot: Bot, server: TelegramServer, result: bytes
) -> None:
    server.fail("sendMessage", body=b'{"ok": true, "result": ' + result + b"}")
    await TelegramSender(bot).send(CHAT, HELLO)


@pytest.mark.parametrize("answer", [b"<html>", b"", b'{"ok": false}', b"[]", b'{"result": true}'])
async def test_an_answer_that_does_not_say_that_it_was_taken_is_none(
    bot: Bot, server: TelegramServer, answer: bytes
) -> None:
    server.fail("sendMessage", body=answer)
    with pytest.raises(SendLater):
        await TelegramSender(bot).send(CHAT, HELLO)


async def test_what_telegram_said_does_not_travel_with_the_decision(bot: Bot, server: TelegramServer) -> None:
    """The library's words hold the token or what a person wrote; whoever shows the cause of an error shows them."""
    for fault in (
        {"status": 400, "description": "Bad Request: Sok"},
        {"status": 403, "description": "Forbidden: Sok"},
        {},
    ):
        server.fail("sendMessage", 1, **fault)
        with pytest.raises(SendError) as raised:
            await TelegramSender(bot).send(CHAT, HELLO)
        assert raised.value.__cause__ is None and raised.value.__suppress_context__
        assert "Sok" not in str(raised.value) and server.token not in str(raised.value)
