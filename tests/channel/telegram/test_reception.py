"""Is every update stored once, is everybody woken whose it is ours to answer, and does a strange one hold up nobody?"""

import asyncio
import logging
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channel.telegram.raw import Unparsed
from bot.channel.telegram.reading import Membership, Migration, read
from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import Bot
from bot.errors import DatabaseAway
from bot.mail.inbox import Arrival, Stored
from bot.mail.lanes import Owner, Way
from bot.messages import ChannelName, ChatId
from bot.ports import OpenUnit
from bot.storage.encryption import Cipher
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.rows.inbox import InboxTable, LaneRows
from bot.storage.unit import SqlUnitOfWork
from tests.channel.conftest import SettableClock, until
from tests.channel.telegram.broken import BROKEN, numbered
from tests.channel.telegram.conftest import OWNER, Heard, Switch
from tests.channel.telegram.test_reading import JSON, membership
from tests.conftest import NOON
from tests.in_threads import InThreads
from tests.telegram_server import TelegramServer, updates

HELLO = updates.message(1, 70, text="hello")


async def test_an_update_is_stored_whole_and_its_chat_is_woken(
    reception: Reception, switch: Switch, heard: Heard
) -> None:
    await reception.take([HELLO])
    assert heard.woken == [Stored(heard.woken[0].id, "telegram", "70", HELLO, "message")]  # type: ignore[arg-type]
    assert switch.bodies(70) == [HELLO]


async def test_a_batch_is_one_unit_of_work(reception: Reception, switch: Switch, heard: Heard) -> None:
    await reception.take([updates.message(number, 70 + number % 3, text="hello") for number in range(50)])
    assert switch.opened == 1
    assert switch.counts() == {"open": 50} and len(heard.woken) == 50


async def test_nothing_to_store_opens_no_unit_of_work(reception: Reception, switch: Switch) -> None:
    await reception.take([updates.message(1, -5, text="hello", chat_type="group"), {"update_id": 2, "poll": {}}])
    assert switch.opened == 0


async def test_a_repeated_update_is_stored_once(reception: Reception, switch: Switch, heard: Heard) -> None:
    await reception.take([HELLO, HELLO])
    assert switch.counts() == {"open": 1} and heard.chats == ["70"]
    with switch.real() as unit:
        unit.inbox.done([heard.woken[0].id], SettableClock()())
        unit.commit()
    await reception.take([HELLO])
    assert switch.counts() == {"done": 1} and heard.chats == ["70"]


async def test_a_repeat_that_is_still_open_wakes_its_chat_with_all_that_waits_there(
    reception: Reception, switch: Switch, heard: Heard
) -> None:
    """The answer to the commit that kept it may have been lost, and nobody woken."""
    with switch.real() as unit:
        for update in (HELLO, updates.message(2, 70, text="more")):
            unit.inbox.store(Arrival("telegram", ChatId("70"), f"telegram:123456:{update['update_id']}", update), NOON)
        unit.lanes.take("in", "telegram", ChatId("70"), OWNER)
        unit.commit()
    await reception.take([HELLO])
    assert [row.body for row in heard.woken] == [HELLO, updates.message(2, 70, text="more")]
    assert switch.counts() == {"open": 2}


async def test_ids_that_begin_anew_are_no_repeats(reception: Reception, switch: Switch, heard: Heard) -> None:
    await reception.take([HELLO])
    await reception.take([updates.message(1, 71, text="hello"), updates.message(1, 70, text="hello again")])
    assert switch.counts() == {"open": 3} and heard.chats == ["70", "71", "70"]


async def test_another_bots_updates_are_no_repeats(
    reception: Reception, switch: Switch, heard: Heard, bot: Bot, clock: SettableClock
) -> None:
    class Other:
        token = "654321:another-token"

    other = Reception(Other(), switch, InThreads(1, "database"), heard.wake, heard.notice, clock, lambda: OWNER)  # type: ignore[arg-type]
    await reception.take([HELLO])
    await other.take([HELLO])
    assert switch.counts() == {"open": 2}


async def test_the_lane_of_whoever_wrote_is_taken_with_the_message(reception: Reception, switch: Switch) -> None:
    await reception.take([HELLO])
    with switch.real() as unit:
        assert unit.inbox.waiting(["telegram"]) == []
        assert not unit.lanes.take("in", "telegram", "70", Owner("another process"))  # type: ignore[arg-type]


async def test_a_chat_that_another_process_answers_is_left_to_it(
    reception: Reception, switch: Switch, heard: Heard
) -> None:
    with switch.real() as unit:
        unit.lanes.take("in", "telegram", "70", Owner("another process"))  # type: ignore[arg-type]
        unit.commit()
    await reception.take([HELLO, updates.message(2, 71, text="hello")])
    assert heard.chats == ["71"] and switch.counts() == {"open": 2}


async def test_the_database_is_worked_with_in_a_thread(
    bot: Bot, switch: Switch, heard: Heard, clock: SettableClock
) -> None:
    """The loop goes on while the database takes its time."""

    async def slowly(work: Any) -> Any:
        await asyncio.sleep(0.2)
        return await asyncio.to_thread(work)

    reception = Reception(bot, switch, slowly, heard.wake, heard.notice, clock, lambda: OWNER)
    taking = asyncio.create_task(reception.take([HELLO]))
    await asyncio.sleep(0.05)
    assert not taking.done() and heard.woken == []
    await taking
    assert heard.chats == ["70"]


async def test_a_press_is_acknowledged_to_telegram(reception: Reception, server: TelegramServer) -> None:
    server.presses(70, "menu")
    await reception.take([updates.press(1, 70, "menu")])
    await until(lambda: server.answered == ["query1"])


async def test_each_press_of_a_batch_is_acknowledged(reception: Reception, server: TelegramServer) -> None:
    for chat in (70, 71):
        server.presses(chat, "menu")
    presses = [updates.press(number, 69 + number, "menu") for number in (1, 2)]
    await reception.take([*presses, updates.message(3, 72, text="hello")])
    await until(lambda: sorted(server.answered) == ["query1", "query2"])


async def test_lanes_are_taken_in_one_order_whoever_wrote_first(
    reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that take the same chats in two orders wait for each other for ever."""
    taken, take = list[str](), LaneRows.take

    def noted(lanes: LaneRows, way: Way, channel: ChannelName, chat: ChatId, owner: Owner) -> bool:
        taken.append(chat)
        return take(lanes, way, channel, chat, owner)

    monkeypatch.setattr(LaneRows, "take", noted)
    chats = (75, 71, 79, 72, 78, 70, 77, 73)
    await reception.take([updates.message(number, chat, text="hello") for number, chat in enumerate(chats, 1)])
    assert taken == [str(chat) for chat in sorted(chats)]


async def test_an_acknowledgement_that_fails_changes_nothing(
    reception: Reception, server: TelegramServer, heard: Heard
) -> None:
    await reception.take([updates.press(1, 70, "menu")])
    await until(lambda: "answerCallbackQuery" in [name for name, _ in server.calls])
    assert heard.chats == ["70"]


async def test_each_broken_update_leaves_its_neighbours_in_peace(
    reception: Reception, switch: Switch, heard: Heard
) -> None:
    batch: list[Any] = []
    for number, one in enumerate(BROKEN):
        batch += [numbered(one.content, 5001 + number), updates.message(9000 + number, 70 + number, text="hello")]
    await reception.take(batch)
    readable = [str(5001 + number) for number, one in enumerate(BROKEN) if one.said is not None]
    assert sorted(heard.chats) == sorted(readable + [str(70 + number) for number in range(len(BROKEN))])
    aside = switch.aside()
    assert sum(aside.values()) == sum(one.said is None for one in BROKEN)
    assert {kind for kind, _ in aside} == {one.kind for one in BROKEN if one.said is None}


async def test_what_is_stored_of_a_broken_update_can_be_read_again(reception: Reception, heard: Heard) -> None:
    readable = [one for one in BROKEN if one.said]
    await reception.take([numbered(one.content, 5001 + number) for number, one in enumerate(readable)])
    for row, one in zip(heard.woken, readable, strict=True):
        incoming = read(row.body, row.kind)
        assert incoming is not None and (incoming.text or incoming.press) == one.said


@pytest.mark.parametrize("error", [ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError])
async def test_an_update_that_cannot_be_stored_is_set_aside_without_its_words(
    reception: Reception,
    switch: Switch,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    store = InboxTable.store

    def poisoned(self: InboxTable, arrival: Arrival, now: Any) -> Stored | None:
        if arrival.body and "strange" in str(arrival.body):
            raise error("strange words of hers")
        return store(self, arrival, now)

    monkeypatch.setattr(InboxTable, "store", poisoned)
    with caplog.at_level(logging.DEBUG, "bot"):
        await reception.take([HELLO, updates.message(2, 71, text="strange"), updates.message(3, 72, text="hello")])
    assert heard.chats == ["70", "72"]
    assert switch.aside() == {("message", error.__name__): 1}
    assert "strange" not in caplog.text and "71" not in caplog.text


async def test_both_databases_take_a_batch_with_a_repeat_and_broken_ones(
    bot: Bot, any_unit: OpenUnit, heard: Heard, clock: SettableClock
) -> None:
    with any_unit() as unit:
        unit.lanes.begin(OWNER)
        unit.commit()
    switch = Switch(any_unit)
    reception = Reception(bot, switch, InThreads(1, "database"), heard.wake, heard.notice, clock, lambda: OWNER)
    broken = [numbered(one.content, 5001 + number) for number, one in enumerate(BROKEN)]
    await reception.take([HELLO, *broken, HELLO, updates.message(2, 71, text="null \0 and half a pair \ud800")])
    readable = sum(one.said is not None for one in BROKEN)
    assert switch.counts() == {"open": readable + 2, "aside": len(BROKEN) - readable}
    assert heard.chats[0] == "70" and heard.chats[-1] == "71" and len(heard.chats) == readable + 2


async def test_half_a_surrogate_pair_is_stored_and_read_without_it(reception: Reception, heard: Heard) -> None:
    await reception.take([updates.message(1, 70, text="he\ud800llo", language="e\ud800n")])
    incoming = read(heard.woken[0].body, "message")
    assert incoming is not None and (incoming.text, incoming.language_hint) == ("hello", "en")


async def test_what_is_no_json_is_counted_once_however_often_it_comes(reception: Reception, switch: Switch) -> None:
    for _ in range(3):
        await reception.take([Unparsed("{", "JSONDecodeError"), [700_004]])
    assert switch.aside() == {("no_json", "JSONDecodeError"): 1, ("list", "NoObject"): 1}


async def test_while_the_database_is_away_an_update_waits(
    reception: Reception, switch: Switch, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    switch.away = True
    with pytest.raises(OSError, match="away"):
        await reception.take([HELLO])
    waiting = asyncio.create_task(reception.take_surely([HELLO, updates.message(2, 71, text="XYLOPHONE")]))
    await until(lambda: switch.opened >= 3)
    assert heard.woken == []
    switch.away = False
    await waiting
    assert heard.chats == ["70", "71"] and switch.counts() == {"open": 2}
    assert "2 updates wait for the database: OSError" in caplog.text
    assert "XYLOPHONE" not in caplog.text


async def test_a_notice_is_handed_on_in_a_unit_of_work_that_is_committed_and_stored_as_no_message(
    reception: Reception, switch: Switch, heard: Heard
) -> None:
    moved = updates.message(2, -5, chat_type="group", migrate_to_chat_id=-1005)
    await reception.take([membership("kicked"), moved, HELLO])
    assert heard.notices == [Membership("70", True, False), Migration("-5", "-1005")]  # type: ignore[arg-type]
    assert switch.counts() == {"open": 1} and heard.chats == ["70"]
    with switch.real() as unit:
        assert [one.action for one in unit.audit.latest()] == ["Migration", "Membership"]


async def test_a_notice_that_cannot_be_written_is_set_aside(reception: Reception, switch: Switch, heard: Heard) -> None:
    heard.refusing = RuntimeError("a fault of ours")
    await reception.take([membership("kicked"), HELLO])
    assert switch.aside() == {("my_chat_member", "RuntimeError"): 1} and heard.chats == ["70"]


async def test_a_notice_is_not_set_aside_for_a_database_that_was_away_for_a_moment(
    reception: Reception, switch: Switch, heard: Heard
) -> None:
    heard.refusing = DatabaseAway("OperationalError")
    with pytest.raises(DatabaseAway):
        await reception.take([membership("kicked")])
    heard.refusing = None
    await reception.take([membership("kicked")])
    assert switch.aside() == {} and len(heard.notices) == 1


async def test_a_notice_comes_again_when_the_database_is_away(
    reception: Reception, switch: Switch, heard: Heard
) -> None:
    switch.away = True
    waiting = asyncio.create_task(reception.take_surely([membership("kicked")]))
    await until(lambda: switch.opened >= 4)
    switch.away = False
    await waiting
    assert len(heard.notices) == 1 and switch.aside() == {}


class Nobody:
    """A bot whose Telegram is away."""

    token = "123456:x"

    async def answer_callback_query(self, query: str) -> None:
        raise OSError


@pytest.fixture(scope="module")
def one_database(cipher: Cipher, tmp_path_factory: pytest.TempPathFactory) -> OpenUnit:
    """For all examples: making a database takes longer than all else."""
    database = open_engine(f"sqlite:///{tmp_path_factory.mktemp('any') / 'kawan.sqlite'}")
    migrate(database)
    return partial(SqlUnitOfWork, database, cipher)


@given(raw=JSON, number=st.integers(0, 2**40))
@settings(max_examples=150, deadline=None)
def test_any_json_at_all_stops_nobody(one_database: OpenUnit, raw: Any, number: int) -> None:
    heard = Heard()

    async def here(work: Any) -> Any:
        return work()

    reception = Reception(Nobody(), one_database, here, heard.wake, heard.notice, SettableClock(), lambda: OWNER)  # type: ignore[arg-type]
    words = f"{number} {raw!r:.50}"
    asyncio.run(reception.take([updates.message(number, 70, text=words), raw, updates.message(number, 71, text=words)]))
    with one_database() as unit:
        stored = {chat: unit.inbox.open_of("telegram", chat, 10_000) for chat in (ChatId("70"), ChatId("71"))}
    assert all(any(row.body["message"]["text"] == words for row in rows) for rows in stored.values())
