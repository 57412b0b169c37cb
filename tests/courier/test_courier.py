"""Does what is in the outbox reach its chat: once, in order, at once, and with what became of it written down?"""

import asyncio
import logging
import random
import statistics
import threading
import time
from datetime import timedelta

import pytest

from bot.courier.courier import Courier
from bot.errors import ChannelAway, Moved, Rejected, SendLater, Unreachable
from bot.mail.outbox import MAX_TRIES, Address, Attempt, DeliveryState
from bot.messages import ChatId
from bot.ports import OpenUnit, UnitOfWork
from tests.channel.conftest import until
from tests.courier.post import DEAD, HeldThreads, Post, utc_now


async def sent(post: Post, count: int, seconds: float = 10) -> None:
    """Until so many were sent and nothing is queued."""
    await until(lambda: len(post.channel.sent) >= count and post.all_closed(), seconds)


async def idle(courier: Courier) -> None:
    """Until no lane is served."""
    await until(lambda: not courier._lanes)


async def test_replies_go_out_at_once_in_their_order_and_the_lane_is_given_back(post: Post) -> None:
    courier = post.courier()
    post.say(courier, "7", "one", "two", "three")
    await idle(courier)
    assert post.channel.sent == [("7", "one"), ("7", "two"), ("7", "three")]
    assert (post.states(), post.free("7")) == ({"sent": 3}, True)


async def test_chats_go_side_by_side_and_each_in_its_order(post: Post) -> None:
    courier = post.courier()
    post.channel.before = lambda chat, reply: setattr(post.channel, "seconds", random.random() / 50)
    for number in range(4):
        for chat in range(20):
            post.say(courier, str(chat), str(number))
    await idle(courier)
    assert all(post.channel.to(str(chat)) == ["0", "1", "2", "3"] for chat in range(20))
    assert post.states() == {"sent": 80}


async def test_a_message_goes_only_when_what_became_of_the_one_before_is_committed(post: Post) -> None:
    seen: list[int] = []
    courier = post.courier()
    post.channel.before = lambda chat, reply: seen.append(post.states().get("sent", 0))
    post.say(courier, "7", "one", "two", "three")
    await idle(courier)
    assert seen == [0, 1, 2]


async def test_messages_of_many_chats_share_a_commit(post: Post) -> None:
    commits: list[None] = []

    def counting() -> UnitOfWork:
        unit = post.open_unit()
        commit = unit.commit
        unit.commit = lambda: (commits.append(None), commit())[1]  # type: ignore[method-assign, func-returns-value]
        return unit

    offers = [post.queue(str(chat), "hello") for chat in range(100)]
    courier = Post(counting, post.channel).courier()
    for offer in offers:
        courier.offer(*offer)
    await idle(courier)
    assert post.states() == {"sent": 100}
    assert len(commits) < 30


async def test_what_others_queued_is_found(post: Post, quick: None) -> None:
    post.news("7", "Come on Monday", post.worker("7", "km"))
    async with post.running():
        await sent(post, 1)
    assert (post.channel.sent, post.free("7")) == ([("7", "km: Come on Monday")], True)


async def test_what_a_dead_process_left_is_sent_first(post: Post, quick: None) -> None:
    dead = Post(post.open_unit, owner=DEAD)
    dead.queue("7", "one", "two")
    async with post.running() as courier:
        await asyncio.sleep(0.1)
        assert post.channel.sent == []
        with post.open_unit() as unit:
            unit.lanes.leave(DEAD)
            unit.commit()
        post.say(courier, "7", "three")
        await sent(post, 3)
    assert post.channel.to("7") == ["one", "two", "three"]


async def test_a_lane_that_is_held_and_not_served_is_found_again(
    post: Post, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.courier.OWN_EVERY", 2)
    post.queue("7", "committed, and the pump was cancelled before it could offer it")
    async with post.running():
        await sent(post, 1)
    assert len(post.channel.sent) == 1


async def test_an_offer_without_messages_sends_what_waits_there(post: Post) -> None:
    courier = post.courier()
    to, _ = post.queue("7", "committed, but the answer of the database was lost")
    courier.offer(to, [])
    courier.offer(to, [])
    await idle(courier)
    assert (len(post.channel.sent), post.states()) == (1, {"sent": 1})


async def test_what_its_lane_sent_already_is_not_sent_again(post: Post) -> None:
    courier = post.courier()
    to, rows = post.queue("7", "hello")
    courier.offer(to, [])
    await idle(courier)
    courier.offer(to, rows)
    await idle(courier)
    assert post.channel.to("7") == ["hello"]


async def test_what_is_just_being_sent_is_not_sent_again(post: Post) -> None:
    courier = post.courier()
    post.channel.gate.clear()
    to, rows = post.queue("7", "hello")
    courier.offer(to, [])
    await until(lambda: post.channel.sent)
    courier.offer(to, rows)
    post.channel.gate.set()
    await idle(courier)
    assert post.channel.to("7") == ["hello"]


@pytest.mark.parametrize("known", [True, False])
async def test_what_is_offered_right_after_the_last_look_is_sent(post: Post, known: bool) -> None:
    """The lane was given back in the database, and the courier does not know it yet. Not `known`: the pump does not know
    what its own commit left there."""
    post.threads = held = HeldThreads()
    courier = post.courier()
    post.say(courier, "7", "one")
    held.gate.clear()
    await until(lambda: held.done)
    to, rows = post.queue("7", "two")
    courier.offer(to, rows if known else [])
    held.gate.set()
    await idle(courier)
    assert (post.channel.to("7"), post.states(), post.free("7")) == (["one", "two"], {"sent": 2}, True)


async def test_nothing_is_left_behind_or_doubled_while_a_lane_runs_empty(post: Post) -> None:
    """Adders in threads of their own, as the pump and the console are; the courier looks only when it is offered."""
    courier, loop = post.courier(), asyncio.get_running_loop()
    chats = [str(chat) for chat in range(4)]

    def add(chat: str) -> None:
        for number in range(25):
            to, rows = post.queue(chat, str(number))
            loop.call_soon_threadsafe(courier.offer, to, rows)
            time.sleep(random.random() / 200)

    threads = [threading.Thread(target=add, args=(chat,)) for chat in chats]
    for thread in threads:
        thread.start()
    await until(lambda: not any(thread.is_alive() for thread in threads))
    await idle(courier)
    assert [post.channel.to(chat) for chat in chats] == [[str(n) for n in range(25)]] * 4
    assert post.states() == {"sent": 100}


async def test_a_chat_that_must_wait_holds_up_no_other(post: Post) -> None:
    async def median(errors: list[Exception]) -> float:
        courier, begun = post.courier(), time.monotonic()
        post.channel.errors["7"] = errors
        post.channel.sent, post.channel.at = [], []
        for number in range(3):
            for chat in range(30):
                post.say(courier, str(chat), str(number))
        await until(lambda: len([one for one in post.channel.sent if one[0] != "7"]) == 87)
        times = [at - begun for (chat, _), at in zip(post.channel.sent, post.channel.at, strict=True) if chat != "7"]
        await courier.stop()
        with post.open_unit() as unit:
            for row in unit.outbox.queued(Address("telegram", ChatId("7"))):
                unit.outbox.record([Attempt(row, DeliveryState.SENT)], utc_now())
            unit.commit()
        return statistics.median(times)

    await median([])
    without = await median([])
    assert await median([SendLater(60), SendLater(60)]) < 2 * without + 2, (
        "others waited for it; a busy machine is forgiven"
    )


async def test_a_wait_that_was_asked_for_is_kept_for_a_restart_and_then_the_order_stays(
    post: Post, quick: None
) -> None:
    post.channel.errors["7"] = [SendLater(0.6)]
    async with post.running() as courier:
        post.say(courier, "7", "one", "two")
        await until(lambda: any(row.not_before for row in post.queued("7")))
    (first, _), began = post.queued("7"), time.monotonic()
    assert first.not_before is not None and first.tries == 1
    assert timedelta(0) < first.not_before - utc_now() < timedelta(seconds=0.6)
    async with post.running() as courier:
        post.say(courier, "7", "three")
        await sent(post, 3)
    assert post.channel.to("7") == ["one", "two", "three"]
    assert time.monotonic() - began > 0.3


async def test_a_chat_that_waits_costs_nothing(post: Post, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the database, nor tries: looks do not wake it."""
    monkeypatch.setattr("bot.courier.courier.OWN_EVERY", 1)
    post.channel.errors = {"7": [SendLater(60)], "8": [ChannelAway(60)]}
    post.threads = held = HeldThreads()
    async with post.running() as courier:
        post.say(courier, "7", "one")
        post.say(courier, "8", "one")
        await until(lambda: all(row.tries == 1 for chat in "78" for row in post.queued(chat)))
        await asyncio.sleep(0.1)
        before = held.done
        await asyncio.sleep(0.3)
    assert len(post.channel.tried) == 2
    assert held.done - before < 20


async def test_what_is_written_while_the_chat_waits_comes_behind(post: Post, quick: None) -> None:
    post.channel.errors["7"] = [SendLater(0.1)]
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: len(post.channel.tried) == 1)
    post.say(courier, "7", "two")
    post.news("7", "three", post.worker("7"))
    await sent(post, 3)
    assert post.channel.to("7") == ["one", "two", "en: three"]


async def test_she_who_writes_again_does_not_wait_out_a_channel_that_was_away(post: Post) -> None:
    post.channel.errors["7"] = [ChannelAway(3600)]
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: post.queued("7")[0].tries == 1)
    post.say(courier, "7", "two")
    await sent(post, 2)
    assert post.channel.to("7") == ["one", "two"]


async def test_she_who_writes_often_does_not_use_up_the_tries_of_an_outage(post: Post) -> None:
    post.channel.errors["7"] = [ChannelAway(3600) for _ in range(6)]
    courier = post.courier()
    for number in range(6):
        post.say(courier, "7", str(number))
        await until(lambda number=number: len(post.channel.tried) == number + 1)  # type: ignore[misc]
        await until(lambda: all(lane.away and lane.in_hand is None for lane in courier._lanes.values()))
    assert post.queued("7")[0].tries == 1
    post.say(courier, "7", "6")
    await sent(post, 7)
    assert post.channel.to("7") == [str(number) for number in range(7)]


async def test_a_channel_that_is_back_is_used_at_once_by_all_that_wait(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.courier.OUTAGE_SECONDS", 0.2)
    courier = post.courier()
    for chat in ("1", "2", "3"):
        post.channel.errors[chat] = [ChannelAway(3600)]
        post.say(courier, chat, "hello")
    await until(lambda: all(row.tries == 1 for chat in "123" for row in post.queued(chat)))
    await asyncio.sleep(0.25)
    post.say(courier, "4", "hello")
    await sent(post, 4)
    assert sorted(chat for chat, _ in post.channel.sent) == ["1", "2", "3", "4"]


async def test_an_error_that_nobody_foresaw_means_later_and_is_logged_without_its_words(
    post: Post, quick: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    post.channel.errors["7"] = [RuntimeError("my name is Sok")]
    courier = post.courier()
    post.say(courier, "7", "one", "two")
    await sent(post, 2)
    assert post.channel.to("7") == ["one", "two"]
    assert "RuntimeError" in caplog.text and "Sok" not in caplog.text


async def test_a_message_that_fails_for_ever_lets_the_next_one_pass(
    post: Post, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.lane.MAX_PUZZLES", 3)
    post.channel.errors["7"] = [RuntimeError()] * 3
    courier = post.courier()
    post.say(courier, "7", "one", "two")
    await until(post.all_closed)
    assert (post.channel.to("7"), post.states()) == (["two"], {"failed": 1, "sent": 1})
    with post.open_unit() as unit:
        assert [(one.state, one.error) for one in unit.outbox.troubles()] == [(DeliveryState.FAILED, "RuntimeError")]


def test_a_channel_that_is_away_for_hours_is_outlasted() -> None:
    from bot.mail.outbox import wait_before

    assert sum((wait_before(tries) for tries in range(1, MAX_TRIES)), timedelta(0)) > timedelta(hours=12)


async def test_she_who_blocked_the_bot_is_marked_and_keeps_what_she_missed(post: Post) -> None:
    her, other = post.worker("7"), post.worker("8")
    post.channel.errors["7"] = [Unreachable()]
    courier = post.courier()
    post.say(courier, "7", "one", "two", worker=her)
    post.say(courier, "8", "hello", worker=other)
    await idle(courier)
    with post.open_unit() as unit:
        assert (unit.workers.get(her.id).reachable, unit.workers.get(other.id).reachable) == (False, True)
        assert (unit.outbox.missed(her.id), unit.outbox.counts()) == (2, {"unreachable": 2, "sent": 1})
    assert (len(post.channel.tried), post.free("7")) == (2, True)


async def test_what_she_missed_is_sent_when_she_wants_it_though_it_was_closed_before(post: Post) -> None:
    her = post.worker("7")
    post.channel.errors["7"] = [Unreachable()]
    courier = post.courier()
    post.say(courier, "7", "one", "two", worker=her)
    await idle(courier)
    with post.open_unit() as unit:
        unit.outbox.send_missed(her.id)
        unit.commit()
    post.say(courier, "7", "Here it is:", worker=her)
    await idle(courier)
    assert post.channel.to("7") == ["one", "two", "Here it is:"] and post.states() == {"sent": 3}


async def test_a_message_that_was_deleted_while_it_waited_is_not_sent(
    post: Post, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.lane.FRESH_SECONDS", 0.1)
    her = post.worker("7")

    class Slow:
        async def turn(self, to: Address, rank: int) -> None:
            await asyncio.sleep(0.3)

    slow = Post(post.open_unit, post.channel, budgets={"telegram": Slow()})
    courier = slow.courier()
    slow.say(courier, "7", "her news", worker=her)
    with post.open_unit() as unit:
        unit.workers.delete(her.id)
        unit.commit()
    await idle(courier)
    assert post.channel.tried == []


async def test_a_process_that_was_taken_for_dead_lets_go(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.lane.FRESH_SECONDS", 0.05)
    courier = post.courier()
    post.channel.gate.clear()
    post.say(courier, "7", "one", "two")
    await until(lambda: post.channel.sent)
    with post.open_unit() as unit:
        unit.lanes.leave(post.owner)
        assert unit.lanes.take("out", "telegram", ChatId("7"), DEAD)
        unit.commit()
    await asyncio.sleep(0.1)
    post.channel.gate.set()
    await idle(courier)
    assert post.channel.to("7") == ["one"]


async def test_killed_between_sending_and_recording_at_most_one_message_a_chat_comes_twice(
    post: Post, quick: None
) -> None:
    courier = post.courier()
    post.channel.gate.clear()
    for chat in ("1", "2", "3"):
        post.say(courier, chat, "one", "two", "three")
    await until(lambda: len(post.channel.sent) == 3)
    for task in courier._tasks.values():
        task.cancel()
    await idle(courier)
    post.channel.gate.set()
    with post.open_unit() as unit:
        unit.lanes.leave(post.owner)
        unit.commit()
    async with post.running():
        await until(post.all_closed)
    assert all(post.channel.to(chat) == ["one", "one", "two", "three"] for chat in ("1", "2", "3"))


async def test_a_group_is_followed_at_once(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.courier.LOOK_EVERY", 60)
    post.channel.errors["-5"] = [Moved("-1005")]
    with post.open_unit() as unit:
        centre = unit.centres.add("Bangkok", "th", ChatId("-5"))
        unit.commit()
    post.news("-5", "one")
    post.news("-5", "two")
    async with post.running():
        await sent(post, 2)
    assert post.channel.sent == [("-1005", "staff: one"), ("-1005", "staff: two")]
    with post.open_unit() as unit:
        assert unit.centres.get(centre.id).group_chat == "-1005"


async def test_stopping_lets_what_is_in_hand_be_recorded_and_gives_the_lanes_back(post: Post) -> None:
    courier = post.courier()
    post.channel.seconds = 0.2
    post.channel.errors["8"] = [SendLater(60)]
    post.say(courier, "7", "one", "two")
    post.say(courier, "8", "one")
    await until(lambda: len(post.channel.tried) == 2)
    began = time.monotonic()
    await courier.stop()
    assert time.monotonic() - began < 2
    assert (post.channel.sent, post.states()) == ([("7", "one")], {"sent": 1, "queued": 2})
    assert post.free("7") and post.free("8")
    post.say(courier, "9", "too late")
    assert not courier._lanes


async def test_while_the_database_is_away_nothing_is_sent_twice(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    away = [True]

    def breaking() -> UnitOfWork:
        if away[0]:
            raise OSError("the password of the database")
        return post.open_unit()

    offer = post.queue("7", "one", "two")
    courier = Post(breaking, post.channel).courier()
    courier.offer(*offer)
    await asyncio.sleep(0.4)
    assert (post.channel.to("7"), post.states()) == (["one"], {"queued": 2})
    away[0] = False
    await idle(courier)
    assert (post.channel.to("7"), post.states()) == (["one", "two"], {"sent": 2})
    assert "OSError" in caplog.text and "password" not in caplog.text


async def test_a_look_that_fails_is_repeated(post: Post, quick: None) -> None:
    calls = [0]

    def breaking() -> UnitOfWork:
        calls[0] += 1
        if calls[0] < 3:
            raise OSError
        return post.open_unit()

    post.news("7", "hello", post.worker("7"))
    async with Post(breaking, post.channel).running():
        await sent(post, 1)


async def test_more_chats_than_may_be_served_at_once_are_served_one_after_the_other(
    post: Post, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.courier.MOST_LANES", 3)
    for chat in range(10):
        post.news(str(chat), "hello", post.worker(str(chat)))
    most = [0]
    async with post.running() as courier:
        post.channel.before = lambda chat, reply: most.append(len(courier._lanes))
        await sent(post, 10)
    assert max(most) <= 3


async def test_chats_that_wait_for_a_channel_that_is_away_take_nobodys_place(
    post: Post, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five hundred who wait for Telegram would keep everybody else's news, of every channel, from being looked for."""
    monkeypatch.setattr("bot.courier.courier.MOST_LANES", 3)
    post.channel.errors = {chat: [ChannelAway(3600)] for chat in "123"}
    for chat in "123":
        post.news(chat, "hello", post.worker(chat))
    async with post.running():
        await until(lambda: all(row.tries == 1 for chat in "123" for row in post.queued(chat)))
        post.news("7", "hello", post.worker("7"))
        await until(lambda: post.channel.sent)
    assert post.channel.sent == [("7", "en: hello")]


@pytest.mark.parametrize(("refusals", "arrived"), [(3, ["Police 999", "two"]), (6, ["two"])])
async def test_no_message_waits_for_ever_for_one_that_is_refused(
    post: Post, quick: None, refusals: int, arrived: list[str]
) -> None:
    courier = post.courier()
    post.channel.errors["7"] = [Rejected()] * refusals
    post.say(courier, "7", "one", "two", worker=post.worker("7"))
    await idle(courier)
    assert (post.channel.to("7"), post.states()) == (arrived, {"refused": 1, "sent": 1})


@pytest.mark.parametrize("hand", ["offered", "found"])
async def test_two_processes_never_send_one_message_twice(post: Post, quick: None, hand: str) -> None:
    other = Post(post.open_unit, post.channel, owner=DEAD)
    async with post.running() as first, other.running() as second:
        for number in range(20):
            for one, courier in ((post, first), (other, second)):
                if hand == "found":
                    one.news(str(number % 5), f"{number}")
                else:
                    one.say(courier, str(number % 5), f"{number}")
            await asyncio.sleep(0.01)
        await sent(post, 40)
    assert len(post.channel.sent) == 40


async def test_both_databases_tell_the_same(any_unit: OpenUnit, quick: None) -> None:
    post = Post(any_unit)
    her = post.worker("7")
    post.channel.errors = {"7": [SendLater(0.05), Rejected(), Unreachable()], "8": [Rejected()] * 3}
    async with post.running() as courier:
        post.say(courier, "7", "one", "two", worker=her)
        post.say(courier, "8", "gone", worker=post.worker("8"))
        post.news("9", "hello", post.worker("9"))
        await until(post.all_closed)
    assert post.states() == {"unreachable": 2, "refused": 1, "sent": 1}


async def test_no_line_of_the_courier_holds_a_word_or_a_chat(
    post: Post, quick: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever becomes of a message: refused, put off, unreachable, or something nobody foresaw."""
    caplog.set_level(logging.DEBUG)
    errors = (Rejected("XYLOPHONE"), SendLater(0.01), Unreachable("XYLOPHONE"), RuntimeError("XYLOPHONE"))
    async with post.running() as courier:
        for number, error in enumerate(errors):
            chat = f"770077{number}"
            post.channel.errors[chat] = [error]
            post.say(courier, chat, "XYLOPHONE", worker=post.worker(chat))
        await until(post.all_closed, 20)
    assert "delivery 1 was refused as whole" in caplog.text and "Unreachable" in caplog.text
    assert "XYLOPHONE" not in caplog.text and "770077" not in caplog.text and "worker7" not in caplog.text


async def test_what_is_not_urgent_and_hangs_is_never_sent_a_second_time(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram may have it already: that it comes twice harms nobody only when somebody is in danger."""
    monkeypatch.setattr("bot.courier.lane.URGENT_PATIENCE", 0.05)
    post.channel.gate.clear()
    courier = post.courier()
    post.say(courier, "7", "one")
    await until(lambda: post.channel.to("7") == ["one"])
    await asyncio.sleep(0.5)
    post.channel.gate.set()
    await until(post.all_closed)
    assert post.channel.to("7") == ["one"]
