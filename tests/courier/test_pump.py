"""Is every stored update answered: in order, side by side, after crashes, and when things fail?"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.courier.pump import Pump
from bot.errors import Rejected, SendLater, Unreachable
from bot.i18n.phrasebook import Phrasebook
from bot.mail.inbox import LEASE
from bot.messages import Attachment, ChatId, Incoming, Reply
from bot.ports import Dialogue, OpenUnit
from bot.workers import Worker
from tests.channel.conftest import EchoDialogue, SettableClock, until


class Mailbox:
    """A sender that keeps what it is given, and fails once for each error in `errors`."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.errors: dict[str, Exception] = {}

    async def send(self, chat: ChatId, reply: Reply) -> None:
        await asyncio.sleep(0)
        if reply.text in self.errors:
            raise self.errors.pop(reply.text)
        self.sent.append((chat, reply.text))

    def texts(self, chat: str) -> list[str]:
        return [text for to, text in self.sent if to == chat]


class NoFiles:
    async def fetch(self, attachment: Attachment) -> bytes:
        raise Rejected("no files here")


class House:
    """A pump with all it needs."""

    def __init__(self, open_unit: OpenUnit, clock: SettableClock, phrases: Phrasebook) -> None:
        self.open_unit, self.clock, self.phrases = open_unit, clock, phrases
        self.mail = Mailbox()
        self.dialogue = EchoDialogue()

    def pump(self, dialogue: Dialogue | None = None) -> Pump:
        senders, fetchers = {"telegram": self.mail, "web": self.mail}, {"telegram": NoFiles(), "web": NoFiles()}
        return Pump(self.open_unit, dialogue or self.dialogue, senders, fetchers, self.clock, self.phrases)

    def store(self, chat: str, text: str) -> None:
        with self.open_unit() as unit:
            unit.inbox.store(Incoming("telegram", ChatId(chat), f"{chat}:{text}", text=text), self.clock())
            unit.commit()

    def count(self, state: str) -> int:
        with self.open_unit() as unit:
            return unit.inbox.counts().get(state, 0)

    def outbox(self) -> list[tuple[str, str | None]]:
        with self.open_unit() as unit:
            found = unit.outbox.claim_due("a test", self.clock())
        return [(one.reply.text, one.worker_id) for one in found]

    @asynccontextmanager
    async def running(self, pump: Pump | None = None) -> AsyncIterator[Pump]:
        pump = pump or self.pump()
        task = asyncio.create_task(pump.run())
        yield pump
        await pump.stop()
        await task


@pytest.fixture
def house(open_unit: OpenUnit, clock: SettableClock, phrases: Phrasebook) -> House:
    return House(open_unit, clock, phrases)


async def test_one_chat_is_answered_in_order(house: House) -> None:
    house.dialogue.slow = {"0": 0.05}
    for number in range(10):
        house.store("7", str(number))
    async with house.running():
        await until(lambda: house.count("done") == 10)
    assert house.mail.texts("7") == [str(number) for number in range(10)]
    assert house.dialogue.most_at_once == 1


async def test_chats_are_answered_side_by_side(house: House) -> None:
    house.dialogue.slow = {"hello": 0.2}
    for chat in range(20):
        house.store(str(chat), "hello")
    async with house.running():
        await until(lambda: house.count("done") == 20, 3)
    assert house.dialogue.most_at_once == 20


async def test_waking_answers_at_once_and_without_the_loop(house: House) -> None:
    pump = house.pump()
    house.store("7", "hello")
    pump.wake("telegram", ChatId("7"))
    pump.wake("telegram", ChatId("7"))
    await until(lambda: house.count("done") == 1)
    await pump.stop()
    assert house.mail.texts("7") == ["hello"]


async def test_what_came_while_the_last_answer_was_sent_is_answered_too(house: House) -> None:
    house.dialogue.slow = {"first": 0.1}
    pump = house.pump()
    house.store("7", "first")
    pump.wake("telegram", ChatId("7"))
    await asyncio.sleep(0.05)
    house.store("7", "second")
    pump.wake("telegram", ChatId("7"))
    await until(lambda: house.count("done") == 2)
    await pump.stop()
    assert house.mail.texts("7") == ["first", "second"]


async def test_an_update_of_a_process_that_died_is_answered_by_another(house: House) -> None:
    house.store("7", "hello")
    with house.open_unit() as unit:
        assert unit.inbox.claim("telegram", ChatId("7"), "the process that died", house.clock())
        unit.commit()
    async with house.running():
        await asyncio.sleep(0.4)
        assert house.mail.sent == []
        house.clock.pass_by(LEASE.total_seconds() + 1)
        await until(lambda: house.count("done") == 1)
    assert house.mail.texts("7") == ["hello"]


async def test_two_pumps_answer_each_update_once(house: House) -> None:
    for number in range(30):
        house.store(str(number % 6), str(number))
    async with house.running(house.pump()), house.running(house.pump()):
        await until(lambda: house.count("done") == 30)
    assert sorted(text for _, text in house.mail.sent) == sorted(str(number) for number in range(30))


async def test_a_turn_that_fails_is_tried_again_and_given_up_with_one_apology(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.dialogue.failing = {"poison"}
    house.store("7", "poison")
    house.store("7", "after it")
    with caplog.at_level(logging.INFO):
        async with house.running():
            for tries in (1, 2, 3):
                await until(lambda tries=tries: len(house.dialogue.seen) >= tries)
                await asyncio.sleep(0.05)
                house.clock.pass_by(2)
            await until(lambda: house.count("done") == 1)
    sorry = house.phrases.say("en", "error.sorry")
    assert house.mail.texts("7") == [sorry, "after it"]
    assert [one.text for one in house.dialogue.seen] == ["poison"] * 3 + ["after it"]
    assert house.count("gave_up") == 1
    assert "RuntimeError" in caplog.text and "secret" not in caplog.text and "poison" not in caplog.text


async def test_an_update_that_kills_processes_is_given_up(house: House) -> None:
    house.store("7", "deadly")
    for _ in range(3):
        with house.open_unit() as unit:
            assert unit.inbox.claim("telegram", ChatId("7"), "a process that died", house.clock())
            unit.commit()
        house.clock.pass_by(LEASE.total_seconds() + 1)
    async with house.running():
        await until(lambda: house.count("gave_up") == 1)
    assert house.dialogue.seen == []


async def test_from_the_reply_that_must_wait_on_all_go_to_the_outbox(
    house: House, worker_of: Callable[[str], Worker]
) -> None:
    worker = worker_of("7")
    house.dialogue.script = {"hello": [Reply("one"), Reply("two"), Reply("three")]}
    house.mail.errors["two"] = SendLater(5)
    house.store("7", "hello")
    async with house.running():
        await until(lambda: house.count("done") == 1)
    assert house.mail.texts("7") == ["one"]
    assert house.outbox() == [("two", worker.id)]
    with house.open_unit() as unit:
        assert unit.outbox.counts() == {"queued": 2}


async def test_an_unexpected_error_of_a_sender_loses_no_reply(house: House) -> None:
    house.mail.errors["hello"] = RuntimeError("the disk is full")
    house.store("7", "hello")
    async with house.running():
        await until(lambda: house.count("done") == 1)
    assert house.outbox() == [("hello", None)]


async def test_a_worker_who_blocked_the_bot_is_marked(house: House, worker_of: Callable[[str], Worker]) -> None:
    worker = worker_of("7")
    house.mail.errors["hello"] = Unreachable()
    house.store("7", "hello")
    async with house.running():
        await until(lambda: house.count("done") == 1)
    with house.open_unit() as unit:
        assert not unit.workers.get(worker.id).reachable
    assert house.outbox() == []


async def test_a_refused_reply_does_not_hold_back_the_next(house: House) -> None:
    house.dialogue.script = {"hello": [Reply("bad"), Reply("good")]}
    house.mail.errors["bad"] = Rejected()
    house.store("7", "hello")
    async with house.running():
        await until(lambda: house.count("done") == 1)
    assert house.mail.texts("7") == ["good"]


async def test_stopping_gives_back_what_takes_too_long(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.pump.STOP_SECONDS", 0.1)
    house.dialogue.slow = {"slow": 60}
    house.store("7", "slow")
    async with house.running():
        await until(lambda: house.dialogue.seen)
    house.dialogue.slow = {}
    house.clock.pass_by(1)
    async with house.running(house.pump()):
        await until(lambda: house.count("done") == 1)
    assert house.mail.texts("7") == ["slow"]


async def test_stopping_lets_the_update_in_hand_end_and_claims_no_other(house: House) -> None:
    house.dialogue.slow = {"one": 0.2}
    house.store("7", "one")
    house.store("7", "two")
    async with house.running():
        await until(lambda: house.dialogue.seen)
    assert house.mail.texts("7") == ["one"]
    assert (house.count("done"), house.count("open")) == (1, 1)


async def test_a_database_away_for_a_moment_makes_nobody_read_twice(house: House) -> None:
    failures = iter([False, True, True])
    whole = house.open_unit

    def shaky() -> object:
        if next(failures, False):
            raise OSError("the database is away")
        return whole()

    house.store("7", "hello")
    house.open_unit = shaky  # type: ignore[assignment]
    pump = house.pump()
    house.open_unit = whole
    pump.wake("telegram", ChatId("7"))
    await until(lambda: house.count("done") == 1)
    await pump.stop()
    assert house.mail.texts("7") == ["hello"]
