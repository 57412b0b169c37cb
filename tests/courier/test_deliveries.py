"""Is what became of every queued message recorded, over the real library and real HTTP?"""

import asyncio
from collections.abc import Callable

import pytest

from bot.channel.telegram.sending import Bot, TelegramSender
from bot.courier.deliveries import DeliveryLoop, later
from bot.errors import SendLater
from bot.mail.outbox import MAX_TRIES, Delivery, DeliveryState
from bot.messages import ChatId, Reply
from bot.ports import OpenUnit
from bot.workers import Worker
from tests.channel.conftest import SettableClock, until
from tests.telegram_server import TelegramServer

AddTo = Callable[..., int]


@pytest.fixture
def loop(open_unit: OpenUnit, bot: Bot, clock: SettableClock) -> DeliveryLoop:
    return DeliveryLoop(open_unit, {"telegram": TelegramSender(bot)}, clock)


@pytest.fixture
def add(open_unit: OpenUnit, clock: SettableClock) -> AddTo:
    def queue(text: str, worker: Worker | None = None, chat: str = "7") -> int:
        with open_unit() as unit:
            row = unit.outbox.add("telegram", ChatId(chat), Reply(text), clock(), worker.id if worker else None)
            unit.commit()
        return row

    return queue


def counts(open_unit: OpenUnit) -> dict[str, int]:
    with open_unit() as unit:
        return unit.outbox.counts()


async def test_a_queued_message_is_sent_once(
    loop: DeliveryLoop, add: AddTo, open_unit: OpenUnit, server: TelegramServer
) -> None:
    add("Your case was taken")
    assert [await loop.deliver_due(), await loop.deliver_due()] == [1, 0]
    assert [one.text for one in server.to(7)] == ["Your case was taken"]
    assert counts(open_unit) == {"sent": 1}


async def test_a_message_waits_while_telegram_is_ill(
    loop: DeliveryLoop, add: AddTo, open_unit: OpenUnit, server: TelegramServer, clock: SettableClock
) -> None:
    server.fail("sendMessage", status=500)
    add("hello")
    await loop.deliver_due()
    assert (counts(open_unit), await loop.deliver_due()) == ({"queued": 1}, 0)
    clock.pass_by(6)
    await loop.deliver_due()
    assert counts(open_unit) == {"sent": 1}


async def test_a_blocked_bot_marks_message_and_worker(
    loop: DeliveryLoop,
    add: AddTo,
    open_unit: OpenUnit,
    server: TelegramServer,
    worker_of: Callable[[str], Worker],
) -> None:
    worker = worker_of("7")
    server.blocked.add(7)
    add("hello", worker)
    await loop.deliver_due()
    with open_unit() as unit:
        assert not unit.workers.get(worker.id).reachable
    assert counts(open_unit) == {"unreachable": 1}


async def test_a_rejected_message_fails_and_lets_the_next_pass(
    loop: DeliveryLoop, add: AddTo, open_unit: OpenUnit, server: TelegramServer
) -> None:
    add(" ")
    add("good")
    await loop.deliver_due()
    await loop.deliver_due()
    assert counts(open_unit) == {"failed": 1, "sent": 1}


async def test_a_channel_without_sender_waits(open_unit: OpenUnit, add: AddTo, clock: SettableClock) -> None:
    add("hello")
    await DeliveryLoop(open_unit, {}, clock).deliver_due()
    assert counts(open_unit) == {"queued": 1}


def test_the_waiting_grows_but_is_never_shorter_than_asked() -> None:
    outcomes = [later(Delivery(1, "telegram", ChatId("7"), Reply("x"), tries=tries), SendLater(30)) for tries in (0, 9)]
    assert [one.wait.total_seconds() for one in outcomes if one.wait] == [30, 2560]


def test_after_the_last_try_it_failed() -> None:
    delivery = Delivery(1, "telegram", ChatId("7"), Reply("x"), tries=MAX_TRIES - 1)
    assert later(delivery, SendLater(5)).state is DeliveryState.FAILED


async def test_the_loop_sends_until_it_is_stopped(
    loop: DeliveryLoop, add: AddTo, open_unit: OpenUnit, server: TelegramServer
) -> None:
    for chat in range(1, 31):
        add("hello", chat=str(chat))
    task = asyncio.create_task(loop.run())
    await until(lambda: len(server.sent) == 30)
    await loop.stop()
    await task
    assert counts(open_unit) == {"sent": 30}
