"""Does the courier keep its word over the real library and real HTTP?"""

import json
import statistics
import time
from typing import Any

import pytest

from bot.channel.telegram.sending import Bot, TelegramSender
from bot.courier.budget import telegram_limits
from bot.mail.outbox import Address, DeliveryState, Form
from bot.messages import ChatId, Choice, Reply
from bot.text import bold
from tests.channel.conftest import until
from tests.courier.post import Post, utc_now
from tests.telegram_server import TelegramServer
from tests.telegram_server.wire import Refused

QUESTION = Reply(bold("Do you agree?"), ((Choice("Yes", "consent:yes"),),))


@pytest.fixture
def post(post: Post, bot: Bot) -> Post:
    post.sender = TelegramSender(bot)
    post.budgets = {"telegram": telegram_limits()}
    return post


def refusing(server: TelegramServer, times: int) -> list[str]:
    """Each message is refused so often, whoever it is for; returns the words of all tries."""
    left, tried, send = dict[str, int](), list[str](), server._on_sendMessage

    def refuse(given: dict[str, str]) -> Any:
        tried.append(given["text"])
        if left.setdefault(given["chat_id"], times) > 0:
            left[given["chat_id"]] -= 1
            raise Refused(400, "Bad Request: can't parse entities")
        return send(given)

    server._on_sendMessage = refuse  # type: ignore[method-assign]
    return tried


def ask(post: Post, chat: str) -> None:
    with post.open_unit() as unit:
        unit.outbox.add(Address("telegram", ChatId(chat), post.worker(chat).id), QUESTION, utc_now())
        unit.commit()


async def test_nobody_is_left_without_words_when_every_message_is_refused_once(
    post: Post, server: TelegramServer, quick: None
) -> None:
    refusing(server, 1)
    for chat in range(1, 9):
        ask(post, str(chat))
    async with post.running():
        await until(post.all_closed)
    for chat in range(1, 9):
        (sent,) = server.to(chat)
        assert "Do you agree?" in sent.text and "Yes" in sent.text and (sent.marked, sent.rows) == ([], [])
    with post.open_unit() as unit:
        assert {(one.state, one.form) for one in unit.outbox.troubles()} == {(DeliveryState.SENT, Form.PLAIN)}


async def test_refused_whatever_it_is_she_gets_a_try_in_each_form_and_it_is_shown(
    post: Post, server: TelegramServer, quick: None
) -> None:
    tried = refusing(server, 99)
    ask(post, "7")
    async with post.running():
        await until(post.all_closed)
    assert tried == ["Do you agree?", "Do you agree?\n\n- Yes", *["Police 999"] * 4]
    with post.open_unit() as unit:
        assert [(one.state, one.error) for one in unit.outbox.troubles()] == [(DeliveryState.REFUSED, "Rejected")]


async def test_words_refused_in_both_forms_leave_her_the_numbers(
    post: Post, server: TelegramServer, quick: None
) -> None:
    refusing(server, 2)
    ask(post, "7")
    async with post.running():
        await until(post.all_closed)
    assert [one.text for one in server.to(7)] == ["Police 999"] and post.states() == {"refused": 1}


async def test_one_chats_flood_control_adds_nothing_to_the_others(post: Post, server: TelegramServer) -> None:
    """The same twice, in one run: a dozen chats with two messages each, without and with one that is told to wait."""

    async def median(busy: int) -> float:
        courier, began, done, left = post.courier(), time.monotonic(), list[float](), [busy]
        post.budgets["telegram"], send = telegram_limits(), server._on_sendMessage

        def sometimes(given: dict[str, str]) -> Any:
            if given["chat_id"].endswith("7") and left[0] > 0:
                left[0] -= 1
                raise Refused(429, "Too Many Requests: retry after 30", {"retry_after": 30})
            if not given["chat_id"].endswith("7"):
                done.append(time.monotonic() - began)
            return send(given)

        server._on_sendMessage = sometimes  # type: ignore[method-assign]
        for number in range(2):
            for chat in range(10, 23):
                post.say(courier, str(chat), str(number))
        await until(lambda: len(done) == 24)
        await courier.stop()
        server._on_sendMessage = send  # type: ignore[method-assign]
        with post.open_unit() as unit:
            unit.outbox.lose(Address("telegram", ChatId("17")), "Test", utc_now())
            unit.commit()
        return statistics.median(done)

    without = await median(0)
    assert await median(2) < 1.5 * without + 0.1


async def test_she_who_blocked_the_bot_is_marked_over_http(post: Post, server: TelegramServer, quick: None) -> None:
    server.blocked.add(7)
    ask(post, "7")
    async with post.running():
        await until(post.all_closed)
    with post.open_unit() as unit:
        worker = unit.workers.of_chat("telegram", ChatId("7"))
        assert worker is not None and not worker.reachable
        assert (unit.outbox.missed(worker.id), unit.outbox.counts()) == (1, {"unreachable": 1})


async def test_alerts_follow_a_group_to_its_new_number_in_their_order(
    post: Post, server: TelegramServer, quick: None
) -> None:
    server.moved[-5] = -1005
    with post.open_unit() as unit:
        centre = unit.centres.add("Bangkok", "th", ChatId("-5"))
        unit.commit()
    for words in ("one", "two", "three"):
        post.news("-5", words)
    async with post.running():
        await until(post.all_closed)
    assert [one.text for one in server.to(-1005)] == ["staff: one", "staff: two", "staff: three"]
    with post.open_unit() as unit:
        assert unit.centres.get(centre.id).group_chat == "-1005"


async def test_a_group_that_threw_the_bot_out_is_shown(post: Post, server: TelegramServer, quick: None) -> None:
    server.blocked.add(-5)
    with post.open_unit() as unit:
        centre = unit.centres.add("Bangkok", "th", ChatId("-5"))
        unit.commit()
    post.news("-5", "one")
    async with post.running():
        await until(post.all_closed)
    with post.open_unit() as unit:
        assert unit.centres.get(centre.id).group_lost_at is not None
        assert [(one.state, one.group, one.news) for one in unit.outbox.troubles()] == [
            (DeliveryState.UNREACHABLE, True, "staff_wrote")
        ]


async def test_a_line_that_is_cut_is_tried_again_soon(
    post: Post, server: TelegramServer, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channel.telegram.sending.PAUSE", 0.02)
    server.fail("sendMessage", 2)
    ask(post, "7")
    async with post.running():
        await until(post.all_closed)
    assert [one.text for one in server.to(7)] == ["Do you agree?"]


async def test_killed_while_telegram_answers_she_reads_one_message_twice_at_most(
    post: Post, server: TelegramServer, quick: None
) -> None:
    courier = post.courier()
    for chat in ("7", "8"):
        post.say(courier, chat, "one", "two", "three")
    await until(lambda: server.to(7) and server.to(8))
    for task in courier._tasks.values():
        task.cancel()
    await until(lambda: not courier._lanes)
    with post.open_unit() as unit:
        unit.lanes.leave(post.owner)
        unit.commit()
    async with post.running():
        await until(post.all_closed)
    for chat in (7, 8):
        words = [one.text for one in server.to(chat)]
        assert list(dict.fromkeys(words)) == ["one", "two", "three"] and len(words) <= 4


async def test_what_is_sent_is_words_and_entities_never_html(post: Post, server: TelegramServer, quick: None) -> None:
    ask(post, "7")
    async with post.running():
        await until(post.all_closed)
    (given,) = [given for name, given in server.calls if name == "sendMessage"]
    assert "parse_mode" not in given
    assert json.loads(given["entities"]) == [{"length": 13, "offset": 0, "type": "bold"}]
    assert json.loads(given["link_preview_options"]) == {"is_disabled": True}
