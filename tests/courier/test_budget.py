"""Does a budget keep its limits, delay nobody it need not, and let answers go before news?"""

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.courier.budget import Bucket, ChatBudgets, Limits, Rank, Rate, SharedBudget, Unlimited, telegram_limits
from bot.mail.outbox import Address
from bot.messages import ChatId


def to(chat: int | str) -> Address:
    return Address("telegram", ChatId(str(chat)))


@given(pauses=st.lists(st.floats(0, 3), max_size=40), burst=st.integers(1, 5), rate=st.floats(0.2, 30))
def test_no_span_of_time_holds_more_than_burst_and_rate_allow(pauses: list[float], burst: int, rate: float) -> None:
    now, used, bucket = 0.0, list[float](), Bucket(Rate(rate, burst), 0.0)
    for pause in pauses:
        now += pause
        now += bucket.take(now)
        used.append(now)
    for first, start in enumerate(used):
        for last, end in enumerate(used[first:], first):
            assert last - first + 1 <= burst + (end - start) * rate + 1e-6


def test_a_burst_is_free_and_comes_back_with_time() -> None:
    bucket = Bucket(Rate(2.0, 3), 0.0)
    assert [bucket.take(0.0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert not bucket.full(1.0) and bucket.full(2.0)
    assert [bucket.take(100.0) for _ in range(4)] == [0, 0, 0, 0.5]


async def test_danger_goes_before_answers_they_before_news_and_each_in_the_order_it_came() -> None:
    budget, gone = SharedBudget(Rate(50, 1)), list[str]()

    async def go(name: str, rank: Rank) -> None:
        await budget.turn(rank)
        gone.append(name)

    names = [("first", Rank.NEWS), ("news 1", Rank.NEWS), ("news 2", Rank.NEWS), ("a", Rank.ANSWER), ("b", Rank.ANSWER)]
    names += [("danger 1", Rank.URGENT), ("danger 2", Rank.URGENT)]
    await asyncio.gather(*(go(*one) for one in names))
    assert gone == ["first", "danger 1", "danger 2", "a", "b", "news 1", "news 2"]


async def test_who_was_cancelled_takes_no_turn() -> None:
    budget, began = SharedBudget(Rate(10, 1)), time.monotonic()
    await budget.turn(Rank.ANSWER)
    waiting = [asyncio.create_task(budget.turn(Rank.ANSWER)) for _ in range(20)]
    await asyncio.sleep(0)
    for task in waiting[:-1]:
        task.cancel()
    await waiting[-1]
    assert time.monotonic() - began < 1


async def test_two_or_three_replies_of_one_turn_are_not_delayed_and_a_fourth_is() -> None:
    limits, began = telegram_limits(), time.monotonic()
    for _ in range(3):
        await limits.turn(to(7), Rank.ANSWER)
    assert time.monotonic() - began < 0.2
    await limits.turn(to(7), Rank.ANSWER)
    assert 0.9 < time.monotonic() - began < 1.5


async def test_the_bot_as_a_whole_keeps_telegrams_limit() -> None:
    limits, times = telegram_limits(), list[float]()

    async def go(chat: int) -> None:
        await limits.turn(to(chat), Rank.ANSWER)
        times.append(time.monotonic())

    await asyncio.gather(*(go(chat) for chat in range(50)), *(go(-chat) for chat in range(1, 4)))
    assert max(sum(start <= one < start + 1 for one in times) for start in times) <= 30
    assert times[-1] - times[0] < 2.6


async def test_groups_never_delay_people() -> None:
    limits = telegram_limits()
    alerts = [asyncio.create_task(limits.turn(to(-group), Rank.NEWS)) for group in range(1, 100)]
    await asyncio.sleep(0)
    async with asyncio.timeout(0.1):
        for chat in range(4):
            await limits.turn(to(chat), Rank.ANSWER)
    for task in alerts:
        task.cancel()


async def test_a_groups_own_limit_is_not_that_of_a_person() -> None:
    def wide() -> SharedBudget:
        return SharedBudget(Rate(1000, 1000))

    narrow, ample = ChatBudgets(Rate(0.1, 1)), ChatBudgets(Rate(1000, 1000))
    limits = Limits(lambda chat: chat.startswith("-"), wide(), ample, wide(), narrow)
    for _ in range(5):
        await limits.turn(to(7), Rank.ANSWER)
    await limits.turn(to(-7), Rank.ANSWER)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await limits.turn(to(-7), Rank.ANSWER)


def test_a_group_hears_at_most_twenty_messages_a_minute() -> None:
    bucket, at, count = Bucket(telegram_limits().each_group._rate, 0.0), 0.0, 0
    while (at := at + bucket.take(at)) < 60:
        count += 1
    assert 18 <= count <= 20


async def test_quiet_chats_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.budget.MOST_REMEMBERED", 10)
    now = [0.0]
    budgets = ChatBudgets(Rate(1.0, 1), lambda: now[0])
    for chat in range(40):
        now[0] += 0.5
        await budgets.turn(ChatId(str(chat)))
    assert len(budgets._buckets) <= 12


async def test_a_channel_without_limits_never_waits() -> None:
    async with asyncio.timeout(0.1):
        for _ in range(1000):
            await Unlimited().turn(to(7), Rank.NEWS)


@pytest.mark.parametrize("chat", ["7", "-7"])
async def test_who_waits_for_the_chats_own_turn_takes_none_of_the_bots(chat: str) -> None:
    """A chat that was told much must not use up what others could be told meanwhile."""
    asked, own = list[str](), asyncio.Event()

    class Shared:
        async def turn(self, rank: Rank) -> None:
            asked.append("shared")

    class Own:
        async def turn(self, chat: ChatId) -> None:
            asked.append("own")
            await own.wait()

    limits = Limits(lambda one: one.startswith("-"), Shared(), Own(), Shared(), Own())  # type: ignore[arg-type]
    waiting = asyncio.create_task(limits.turn(to(chat), Rank.ANSWER))
    await asyncio.sleep(0.01)
    assert asked == ["own"]
    own.set()
    await waiting
    assert asked == ["own", "shared"]


async def test_where_many_write_a_chat_that_used_up_its_turns_gets_none_back_by_being_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of three turns two are taken; then others come, and who need not be remembered is forgotten."""
    monkeypatch.setattr("bot.courier.budget.MOST_REMEMBERED", 1)
    chats = ChatBudgets(Rate(0.01, 3), lambda: 100.0)
    for chat in ("7", "7", "8", "9", "7"):
        await asyncio.wait_for(chats.turn(ChatId(chat)), 1)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(chats.turn(ChatId("7")), 0.1)
