"""Does an answer to danger wait for nothing: no receipt, no pause, no turn of another, no message that hangs?"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from bot.courier.budget import Rank, telegram_limits
from bot.courier.lane import QUICK_TRIES
from bot.errors import ChannelAway, SendLater
from bot.mail.outbox import Address
from bot.messages import ChatId, Reply
from tests.channel.conftest import until
from tests.courier.post import Post
from tests.courier.test_courier import idle, sent


class Turns:
    """A budget that lets nothing go but what is urgent until it is opened. `asked` are the ranks, `waiting` how many wait."""

    def __init__(self) -> None:
        self.asked = list[Rank]()
        self.waiting = 0
        self.gate = asyncio.Event()

    async def turn(self, to: Address, rank: Rank) -> None:
        self.asked.append(rank)
        self.waiting += 1
        try:
            if rank is not Rank.URGENT:
                await self.gate.wait()
        finally:
            self.waiting -= 1


async def test_an_answer_to_danger_overtakes_what_waits(post: Post) -> None:
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one", "two", "three")
    await until(lambda: post.channel.to("7") == ["one"])
    post.say(courier, "7", "the numbers", urgent=True)
    post.channel.gate.set()
    await sent(post, 4)
    assert post.channel.to("7") == ["one", "the numbers", "two", "three"]


async def test_an_answer_to_danger_does_not_wait_out_the_pause_of_another(post: Post) -> None:
    post.channel.errors["7"] = [SendLater(3600)]
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: post.queued("7")[0].tries == 1)
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: [row.tries for row in post.queued("7")] == [1])
    assert post.channel.to("7") == ["the numbers"]


async def test_an_answer_to_danger_is_sent_beside_a_message_that_hangs(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.courier.HANGING_SECONDS", 0.05)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one", "two")
    await until(lambda: post.channel.to("7") == ["one"])
    send, post.channel.send = post.channel.send, open_gate(post)  # type: ignore[method-assign]
    post.say(courier, "7", "the numbers", "and what to do", urgent=True)
    await until(lambda: post.channel.to("7") == ["one", "the numbers", "and what to do"])
    assert [row.content.text.plain for row in post.queued("7")] == ["one", "two"]  # type: ignore[union-attr]
    post.channel.send = send  # type: ignore[method-assign]
    post.channel.gate.set()
    await sent(post, 4)
    assert post.channel.to("7") == ["one", "the numbers", "and what to do", "two"]


async def test_a_turn_that_is_left_for_an_answer_to_danger_is_given_back(post: Post) -> None:
    """One turn of the shared budget would be used up for nobody else, each time that somebody cries for help."""
    turns = Turns()
    post.budgets = {"telegram": turns}
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: turns.waiting == 1)
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: len(turns.asked) == 3)
    assert (turns.asked, turns.waiting) == ([Rank.ANSWER, Rank.URGENT, Rank.ANSWER], 1)
    turns.gate.set()
    await idle(courier)
    assert post.channel.to("7") == ["the numbers", "one"]


async def test_what_goes_out_beside_a_message_that_hangs_has_a_turn_of_its_own(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram answers whoever sends faster than it allows with a wait for all."""
    monkeypatch.setattr("bot.courier.courier.HANGING_SECONDS", 0.05)
    turns = Turns()
    turns.gate.set()
    post.budgets = {"telegram": turns}
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: post.channel.to("7") == ["one"])
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: post.channel.to("7") == ["one", "the numbers"])
    assert turns.asked == [Rank.ANSWER, Rank.URGENT]
    post.channel.gate.set()
    await idle(courier)


async def test_what_was_sent_beside_a_message_that_hangs_and_is_offered_only_then_is_not_sent_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pump commits and offers in two steps; in between the courier may have found it in the database."""
    monkeypatch.setattr("bot.courier.courier.HANGING_SECONDS", 0.05)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one", "two")
    await until(lambda: post.channel.to("7") == ["one"])
    send, post.channel.send = post.channel.send, open_gate(post)  # type: ignore[method-assign]
    to, found = post.queue("7", "found", urgent=True)
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: post.states() == {"queued": 2, "sent": 2})
    courier.offer(to, found)
    post.channel.send = send  # type: ignore[method-assign]
    post.channel.gate.set()
    await idle(courier)
    assert sorted(post.channel.to("7")) == ["found", "one", "the numbers", "two"]


async def test_an_answer_to_danger_that_did_not_go_out_beside_comes_before_what_else_waits(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.courier.HANGING_SECONDS", 0.05)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one", "two")
    await until(lambda: post.channel.to("7") == ["one"])
    post.channel.errors["7"] = [SendLater(0.1)]
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: any(row.urgent and row.tries for row in post.queued("7")))
    post.channel.gate.set()
    await sent(post, 3)
    assert post.channel.to("7") == ["one", "the numbers", "two"]


async def test_an_answer_to_danger_that_hangs_itself_is_sent_again_at_once(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.lane.URGENT_PATIENCE", 0.1)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: post.channel.to("7") == ["the numbers", "the numbers"])
    post.channel.gate.set()
    await until(post.all_closed)
    assert set(post.channel.to("7")) == {"the numbers"}, "twice harms nobody, never does"
    assert post.states() == {"sent": 1}


async def test_what_hangs_for_long_is_not_sent_for_ever(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.lane.URGENT_PATIENCE", 0.05)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: len(post.channel.to("7")) == QUICK_TRIES + 1)
    await asyncio.sleep(0.3)
    assert len(post.channel.to("7")) == QUICK_TRIES + 1
    post.channel.gate.set()
    await until(post.all_closed)


async def test_a_single_failure_beside_a_message_that_hangs_costs_a_moment(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.courier.HANGING_SECONDS", 0.05)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: post.channel.to("7") == ["one"])
    post.channel.errors["7"] = [ChannelAway(0.1)]
    began = time.monotonic()
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: post.channel.to("7") == ["one", "the numbers"])
    assert time.monotonic() - began < 3
    post.channel.gate.set()
    await until(post.all_closed)


def open_gate(post: Post) -> Callable[[ChatId, Reply], Awaitable[None]]:
    """The channel answers everything from now on, but for what hangs already."""

    async def send(chat: ChatId, reply: Reply) -> None:
        post.channel.sent.append((chat, reply.text.plain))

    return send


async def test_an_answer_to_danger_waits_for_nobodys_turn(post: Post) -> None:
    """Two hundred others are answered first, and one of her own: a minute after an outage, were it not for this."""
    post.budgets = {"telegram": telegram_limits()}
    courier = post.courier()
    for chat in range(100, 300):
        post.say(courier, str(chat), "hello")
    post.say(courier, "7", "hello")
    await until(lambda: len(post.channel.sent) >= 4)
    began = time.monotonic()
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: bool(post.channel.to("7")))
    assert post.channel.to("7") == ["the numbers"] and time.monotonic() - began < 2
    await courier.stop()


async def test_an_answer_to_danger_that_hangs_beside_a_message_that_hangs_is_sent_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.courier.HANGING_SECONDS", 0.05)
    monkeypatch.setattr("bot.courier.lane.URGENT_PATIENCE", 0.1)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: post.channel.to("7") == ["one"])
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: post.channel.to("7")[:3] == ["one", "the numbers", "the numbers"])
    post.channel.gate.set()
    await until(post.all_closed)


async def test_an_answer_to_danger_waits_as_long_as_the_channel_asks_beside_a_message_that_hangs(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks again before its time is made to wait longer. Another answer to danger does not wait for it."""
    monkeypatch.setattr("bot.courier.courier.HANGING_SECONDS", 0.05)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: post.channel.to("7") == ["one"])
    post.channel.errors["7"] = [SendLater(1.0)]
    began = time.monotonic()
    post.say(courier, "7", "the numbers", urgent=True)
    await until(lambda: any(row.urgent and row.tries for row in post.queued("7")))
    send, post.channel.send = post.channel.send, open_gate(post)  # type: ignore[method-assign]
    post.say(courier, "7", "what to do", urgent=True)
    await until(lambda: "what to do" in post.channel.to("7"))
    assert time.monotonic() - began < 0.9
    await until(lambda: "the numbers" in post.channel.to("7"))
    assert 0.9 < time.monotonic() - began < 4
    post.channel.send = send  # type: ignore[method-assign]
    post.channel.gate.set()
    await until(post.all_closed)


async def test_of_two_answers_to_danger_that_wait_beside_a_message_that_hangs_the_shorter_wait_counts(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.courier.HANGING_SECONDS", 0.05)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: post.channel.to("7") == ["one"])
    post.channel.errors["7"] = [SendLater(8.0), SendLater(0.2)]
    began = time.monotonic()
    post.say(courier, "7", "the numbers", "what to do", urgent=True)
    await until(lambda: "what to do" in post.channel.to("7"))
    assert time.monotonic() - began < 4
    await courier.stop()
