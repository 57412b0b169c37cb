"""What does one attempt come to: in which form is a message sent, and what does each error decide?"""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.courier.budget import Rank
from bot.courier.lane import MAX_PUZZLES, Attempts, Result, plain, result_of
from bot.errors import ChannelAway, DatabaseAway, Moved, Rejected, SendLater, Unreachable, Unreadable
from bot.kinds import Reference
from bot.mail.news import News
from bot.mail.outbox import MAX_TRIES, Address, Delivery, DeliveryState, Form
from bot.messages import ChatId, Choice, Reply
from bot.ports import UnitOfWork
from bot.text import bold, text
from tests.conftest import NOON
from tests.courier.post import Post, numbers, utc_now, worded

QUESTION = Reply(bold("Do you agree?"), ((Choice("Yes", "consent:yes"), Choice("No", "consent:no")),))


class CountingBudget:
    def __init__(self) -> None:
        self.ranks: list[Rank] = []

    async def turn(self, to: Address, rank: Rank) -> None:
        self.ranks.append(rank)


@pytest.fixture
def budget() -> CountingBudget:
    return CountingBudget()


@pytest.fixture
def attempts(post: Post, budget: CountingBudget) -> Attempts:
    sender = {"telegram": post.channel}
    return Attempts(sender, {"telegram": budget}, worded, numbers, post.open_unit, post.threads, utc_now)  # type: ignore[arg-type]


def delivery(post: Post, content: Reply | News = QUESTION, **more: Any) -> Delivery:
    return Delivery(1, Address("telegram", ChatId("7"), post.worker("7", "km").id), content, **more)


def what(result: Result) -> tuple[DeliveryState, Form, str | None]:
    return result.attempt.state, result.attempt.form, result.attempt.error


async def test_a_reply_is_sent_whole(attempts: Attempts, post: Post) -> None:
    assert what(await attempts.make(delivery(post))) == (DeliveryState.SENT, Form.WHOLE, None)
    assert [rows for _, rows in post.channel.tried] == [Reply(text("Do you agree?"), QUESTION.rows)]


async def test_a_refused_reply_keeps_its_words_and_shows_what_could_be_pressed(attempts: Attempts, post: Post) -> None:
    post.channel.errors["7"] = [Rejected()]
    assert what(await attempts.make(delivery(post))) == (DeliveryState.SENT, Form.PLAIN, "Rejected")
    assert post.channel.sent == [("7", "Do you agree?\n\n- Yes\n- No")]
    assert post.channel.tried[-1][1].rows == () and post.channel.tried[-1][1].text.marks == ()


async def test_words_that_are_refused_twice_leave_the_numbers_and_count_as_refused(
    attempts: Attempts, post: Post
) -> None:
    post.channel.errors["7"] = [Rejected(), Rejected()]
    assert what(await attempts.make(delivery(post))) == (DeliveryState.REFUSED, Form.NUMBERS, "Rejected")
    assert post.channel.sent == [("7", "Police 999")]


async def test_who_is_refused_everything_gets_a_try_in_each_form_and_the_numbers_again_soon(
    attempts: Attempts, post: Post, budget: CountingBudget
) -> None:
    post.channel.errors["7"] = [Rejected()] * 9
    result = await attempts.make(delivery(post))
    assert what(result) == (DeliveryState.QUEUED, Form.NUMBERS, "Rejected") and 0 < result.wait <= 1
    assert len(post.channel.tried) == len(Form) and len(budget.ranks) == len(Form) - 1


async def test_numbers_that_are_refused_are_tried_four_times_and_no_more(attempts: Attempts, post: Post) -> None:
    post.channel.errors["7"] = [Rejected()] * 9
    states = [what(await attempts.make(delivery(post, form=Form.NUMBERS, tries=tries)))[0] for tries in range(1, 4)]
    assert states == [DeliveryState.QUEUED, DeliveryState.QUEUED, DeliveryState.REFUSED]
    assert len(post.channel.tried) == 3 and {shown.text.plain for _, shown in post.channel.tried} == {"Police 999"}


async def test_a_group_gets_no_numbers(attempts: Attempts, post: Post) -> None:
    post.channel.errors["-5"] = [Rejected()] * 9
    row = Delivery(1, Address("telegram", ChatId("-5")), QUESTION)
    assert what(await attempts.make(row)) == (DeliveryState.REFUSED, Form.NUMBERS, "Rejected")
    assert len(post.channel.tried) == 2


async def test_what_waits_after_a_refusal_goes_on_in_its_form(attempts: Attempts, post: Post) -> None:
    post.channel.errors["7"] = [Rejected(), SendLater(5)]
    assert what(await attempts.make(delivery(post))) == (DeliveryState.QUEUED, Form.PLAIN, "SendLater")
    await attempts.make(delivery(post, form=Form.PLAIN))
    assert post.channel.tried[-1][1] == plain(QUESTION)


async def test_news_is_worded_when_it_is_sent_in_the_language_she_has_then(attempts: Attempts, post: Post) -> None:
    news = News("staff_wrote", Reference("KW-2222-3333"), "Come on Monday")
    row = delivery(post, news)
    post.worker("7", "vi")
    assert what(await attempts.make(row)) == (DeliveryState.SENT, Form.WHOLE, None)
    assert post.channel.sent == [("7", "vi: Come on Monday")]


async def test_news_of_which_nothing_is_to_be_said_any_more_is_closed_in_silence(
    attempts: Attempts, post: Post
) -> None:
    row = delivery(post, News("closed", Reference("KW-2222-3333"), "gone"))
    assert what(await attempts.make(row)) == (DeliveryState.SENT, Form.WHOLE, None)
    assert post.channel.tried == []


async def test_news_that_cannot_be_worded_is_tried_again(post: Post) -> None:
    def broken(unit: UnitOfWork, delivery: Delivery) -> Reply:
        raise KeyError("case.staff_wrote")

    attempts = Attempts({"telegram": post.channel}, {}, broken, numbers, post.open_unit, post.threads, utc_now)
    result = await attempts.make(delivery(post, News("closed", Reference("KW-2222-3333"))))
    assert what(result) == (DeliveryState.QUEUED, Form.WHOLE, "KeyError")


async def test_of_a_message_that_became_long_one_part_goes_at_a_time(attempts: Attempts, post: Post) -> None:
    result = await attempts.make(delivery(post, Reply(text("one | two | three"), QUESTION.rows)))
    assert post.channel.sent == [("7", "one")]
    assert what(result) == (DeliveryState.QUEUED, Form.WHOLE, None)
    assert result.attempt.rest == Reply(text("two\n\nthree"), QUESTION.rows)


async def test_a_message_without_words_is_not_sent_and_leaves_nobody_without(attempts: Attempts, post: Post) -> None:
    assert what(await attempts.make(delivery(post, Reply(text("  "))))) == (
        DeliveryState.REFUSED,
        Form.NUMBERS,
        "Rejected",
    )
    assert post.channel.sent == [("7", "Police 999")]


async def test_the_budget_knows_answers_from_news(attempts: Attempts, post: Post, budget: CountingBudget) -> None:
    await attempts.turn(delivery(post))
    await attempts.turn(delivery(post, News("closed", Reference("KW-2222-3333"))))
    assert budget.ranks == [Rank.ANSWER, Rank.NEWS]


@pytest.mark.parametrize(
    ("error", "state", "wait", "away", "kept"),
    [
        (SendLater(30), DeliveryState.QUEUED, 30, False, True),
        (SendLater(0.1), DeliveryState.QUEUED, 1, False, True),
        (ChannelAway(5), DeliveryState.QUEUED, 5, True, False),
        (OSError(), DeliveryState.QUEUED, 1, False, True),
        (DatabaseAway(), DeliveryState.QUEUED, 1, False, True),
        (Moved("-100"), DeliveryState.QUEUED, 0, False, False),
        (Unreachable(), DeliveryState.UNREACHABLE, 0, False, False),
        (Unreadable(), DeliveryState.FAILED, 0, False, False),
    ],
)
def test_an_error_is_a_decision(error: Exception, state: DeliveryState, wait: float, away: bool, kept: bool) -> None:
    """`kept`: the wait is written down for a restart. A channel that is away is tried at once by a new process."""
    row = Delivery(1, Address("telegram", ChatId("-5")), QUESTION)
    result = result_of(row, error, lambda: NOON)
    assert (result.attempt.state, result.wait, result.away) == (state, wait, away)
    assert result.attempt.not_before == (NOON + timedelta(seconds=wait) if kept else None)
    assert result.attempt.error == type(error).__name__
    assert result.moved_to == ("-100" if isinstance(error, Moved) else None)


@pytest.mark.parametrize(
    ("error", "most"),
    [(SendLater(1), MAX_TRIES), (ChannelAway(1), MAX_TRIES), (DatabaseAway(), MAX_TRIES), (OSError(), MAX_PUZZLES)],
)
def test_waits_grow_and_end(error: Exception, most: int) -> None:
    def of(tries: int) -> Result:
        return result_of(Delivery(1, Address("telegram", ChatId("7")), QUESTION, tries=tries), error, lambda: NOON)

    assert [of(tries).wait for tries in range(4)] == [1, 2, 4, 8]
    assert (of(most - 2).attempt.state, of(most - 1).attempt.state) == (DeliveryState.QUEUED, DeliveryState.FAILED)


async def test_being_cancelled_is_no_outcome(attempts: Attempts, post: Post) -> None:
    post.channel.seconds = 10
    task = asyncio.create_task(attempts.make(delivery(post)))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_nobody_makes_a_chat_wait_longer_than_a_day(post: Post) -> None:
    """Whatever number stands there: her answers would never come."""
    result = result_of(delivery(post), SendLater(31_536_000), lambda: NOON)
    assert result.attempt.not_before == NOON + timedelta(days=1) and result.wait == 24 * 3600
