"""Is every stored update answered: in order, side by side, once, and when things fail?"""

import asyncio
import logging
import time

import pytest

from bot.courier import pump as pump_module
from bot.courier.hurry import Hurry
from bot.errors import DatabaseAway, NotKept, Stale
from bot.mail.inbox import MAX_DEATHS, MAX_TRIES
from bot.mail.lanes import Owner
from bot.mail.outbox import Address
from bot.messages import ChatId, Incoming
from bot.ports import Fetched, OpenUnit
from tests.channel.conftest import SettableClock, until
from tests.courier.instruments import Yard, idle


@pytest.fixture
def yard(any_unit: OpenUnit) -> Yard:
    return Yard(any_unit, SettableClock())


async def test_one_chat_is_answered_in_order(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", f"{n}") for n in range(8)])
    await idle(pump)
    assert yard.echo.seen == [f"{n}" for n in range(8)]
    assert yard.replies("1") == yard.lines("1") == [f"{n}" for n in range(8)]
    assert yard.counts() == {"done": 8}


async def test_replies_are_offered_at_once_and_only_after_the_commit(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", "hello")])
    await idle(pump)
    assert yard.offered == [("1", ["hello"])] and yard.counts() == {"done": 1}


async def test_older_messages_of_the_chat_are_offered_before_a_reply(yard: Yard) -> None:
    pump = yard.pump()
    yard.echo.script = {"first": ["a", "b"], "second": ["c"]}
    pump.wake([yard.store("1", "first"), yard.store("1", "second")])
    await idle(pump)
    assert yard.offered == [("1", ["a", "b"]), ("1", ["a", "b", "c"])]


async def test_a_message_takes_two_units_of_work_before_it_is_sent(yard: Yard) -> None:
    opened = []
    real = yard.open_unit

    def counted() -> object:
        opened.append(1)
        return real()

    yard.open_unit = counted  # type: ignore[assignment]
    pump = yard.pump()
    pump.wake([yard.store("1", "hello")])
    await idle(pump)
    assert len(opened) == 2


async def test_what_another_process_stored_is_found_and_answered(yard: Yard) -> None:
    pump = yard.pump()
    yard.store_only("1", "hello")
    running = asyncio.create_task(pump.run())
    await until(lambda: yard.counts() == {"done": 1})
    running.cancel()
    assert yard.replies("1") == ["hello"]


async def test_a_chat_whose_lane_is_held_and_whom_nobody_woke_is_found_and_answered(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit was kept, and its answer lost on the way."""
    monkeypatch.setattr(pump_module, "OWN_EVERY", 2)
    yard.store("1", "hello")
    pump = yard.pump()
    running = asyncio.create_task(pump.run())
    await until(lambda: yard.counts() == {"done": 1})
    running.cancel()
    assert yard.lines("1") == yard.replies("1") == ["hello"]


async def test_what_a_dead_process_left_of_a_chat_is_answered_before_what_comes_now(yard: Yard) -> None:
    """Its lane was freed, and the next message took it before anybody had looked what waits there."""
    yard.store_only("1", "first")
    yard.store_only("1", "second")
    pump = yard.pump()
    pump.wake([yard.store("1", "third")])
    await idle(pump)
    assert yard.lines("1") == yard.replies("1") == ["first", "second", "third"]
    assert yard.counts() == {"done": 3}


async def test_a_chat_that_another_process_holds_is_left_to_it(yard: Yard) -> None:
    pump = yard.pump()
    yard.owner = Owner("another")
    yard.store("1", "hello")
    yard.owner = Owner("this one")
    running = asyncio.create_task(pump.run())
    await asyncio.sleep(0.6)
    running.cancel()
    assert yard.counts() == {"open": 1} and not yard.echo.seen


async def test_two_pumps_that_both_have_an_update_in_hand_answer_it_once(yard: Yard) -> None:
    first, second = yard.pump(), yard.pump()
    rows = [yard.store("1", "a"), yard.store("1", "b")]
    first.wake(rows)
    second.wake(rows)
    await idle(first)
    await idle(second)
    assert yard.lines("1") == yard.replies("1") == ["a", "b"]
    assert yard.counts() == {"done": 2}


async def test_a_turn_that_fails_leaves_nothing_and_is_given_up_with_one_apology(
    yard: Yard, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pump_module, "AGAIN_SECONDS", 0.01)
    yard.echo.failing = {"bad"}
    pump = yard.pump()
    pump.wake([yard.store("1", "bad"), yard.store("1", "good")])
    await idle(pump)
    assert yard.echo.seen == ["bad"] * MAX_TRIES + ["good"]
    assert yard.lines("1") == ["good"] and yard.replies("1") == ["sorry", "good"]
    assert yard.counts() == {"done": 1, "gave_up": 1}
    assert "a secret" not in caplog.text


def die(yard: Yard, times: int) -> None:
    """So many processes hold the chat's lane, one after the other, and die."""
    with yard.open_unit() as unit:
        unit.lanes.leave(yard.owner)
        for number in range(times):
            unit.lanes.take("in", "web", ChatId("1"), Owner(f"died {number}"))
            unit.lanes.bury(Owner(f"died {number}"))
        unit.commit()


async def test_an_update_that_processes_died_of_is_given_up_untried(yard: Yard) -> None:
    yard.store("1", "deadly")
    die(yard, MAX_DEATHS)
    pump = yard.pump()
    running = asyncio.create_task(pump.run())
    await until(lambda: yard.counts() == {"gave_up": 1})
    running.cancel()
    assert not yard.echo.seen and yard.replies("1") == ["sorry"]


async def test_an_update_is_not_to_blame_for_the_processes_that_were_killed_while_it_was_in_hand(yard: Yard) -> None:
    yard.store("1", "hello")
    die(yard, MAX_DEATHS - 1)
    pump = yard.pump()
    running = asyncio.create_task(pump.run())
    await until(lambda: yard.counts() == {"done": 1})
    running.cancel()
    assert yard.lines("1") == yard.replies("1") == ["hello"]


@pytest.mark.parametrize("error", [DatabaseAway("x"), Stale("x")])
async def test_a_database_away_for_a_moment_costs_no_try_and_doubles_nothing(yard: Yard, error: Exception) -> None:
    fails = [error, error]

    def fail(incoming: object) -> None:
        if fails:
            raise fails.pop()

    yard.echo.before = fail
    pump = yard.pump()
    pump.wake([yard.store("1", "hello")])
    await idle(pump)
    assert yard.lines("1") == yard.replies("1") == ["hello"] and yard.counts() == {"done": 1}


async def test_a_commit_whose_answer_was_lost_is_not_repeated(yard: Yard) -> None:
    """The turn was kept, and the connection was cut before this was told."""
    real = yard.open_unit
    cut = [True]

    class Cut:
        def __init__(self) -> None:
            self.unit = real()

        def __enter__(self) -> object:
            self.unit.__enter__()
            commit = self.unit.commit

            def commit_and_cut() -> None:
                commit()
                if yard.echo.seen and cut:
                    cut.pop()
                    raise DatabaseAway("cut")

            self.unit.commit = commit_and_cut  # type: ignore[method-assign]
            return self.unit

        def __exit__(self, *exc: object) -> None:
            self.unit.__exit__(*exc)

    yard.open_unit = Cut  # type: ignore[assignment]
    pump = yard.pump()
    pump.wake([yard.store("1", "hello", files=1, extra="keep")])
    await idle(pump)
    yard.open_unit = real
    assert yard.lines("1") == yard.replies("1") == ["hello"]
    assert ("1", []) in yard.offered, "what the first try left in the outbox is looked for"
    assert "1-0" not in yard.erased, "a file that the kept turn may name is not erased"


async def test_what_cannot_be_read_is_set_aside_and_its_neighbours_go_on(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", 7), yard.store("1", "good"), yard.store("2", "other")])
    await idle(pump)
    assert yard.replies("1") == ["good"] and yard.replies("2") == ["other"]
    assert yard.counts() == {"aside": 1, "done": 2}
    with yard.open_unit() as unit:
        assert [(one.kind, one.error, one.count) for one in unit.inbox.aside()] == [("message", "AttributeError", 1)]


async def test_what_is_nothing_to_answer_is_done_without_a_word(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", None), yard.store("1", "good")])
    await idle(pump)
    assert yard.replies("1") == ["good"] and yard.counts() == {"done": 2}


async def test_an_album_is_one_message(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", "keep these", files=1, album="a", key="1")])
    await asyncio.sleep(0.1)
    pump.wake([yard.store("1", "", files=1, album="a", key="2")])
    pump.wake([yard.store("1", "", files=1, album="a", key="3")])
    await idle(pump)
    assert yard.echo.seen == ["keep these"] and yard.fetched == 1 and yard.counts() == {"done": 3}


async def test_another_message_ends_an_album_at_once(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", "x", files=1, album="a"), yard.store("1", "y", files=1, album="b", key="b")])
    pump.wake([yard.store("1", "after")])
    await idle(pump)
    assert yard.echo.seen == ["x", "y", "after"]


async def test_the_answer_to_danger_is_marked_to_go_out_first(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", "hello"), yard.store("1", "danger")])
    await idle(pump)
    assert yard.replies("1") == ["danger", "hello"]


async def test_the_numbers_go_out_first_whole_and_the_receipt_in_its_order(yard: Yard) -> None:
    yard.echo.script = {"danger": ["the numbers|and more numbers", "it was added"]}
    pump = yard.pump()
    pump.wake([yard.store("1", "hello"), yard.store("1", "danger")])
    await idle(pump)
    assert yard.replies("1") == ["the numbers", "and more numbers", "hello", "it was added"]


async def test_danger_does_not_wait_for_the_rest_of_an_album(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pump_module, "ALBUM_QUIET", 10.0)
    pump = yard.pump()
    loop = asyncio.get_running_loop()
    started = loop.time()
    pump.wake([yard.store("1", "danger", files=1, album="a")])
    await idle(pump)
    assert loop.time() - started < pump_module.ALBUM_QUIET


async def test_files_that_nobody_took_are_erased(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", "no", files=2)])
    await idle(pump)
    assert yard.erased == ["1-0", "1-1"]


async def test_a_turn_that_fails_leaves_no_file_of_any_of_its_tries(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pump_module, "AGAIN_SECONDS", 0.01)
    yard.echo.failing = {"keep"}
    pump = yard.pump()
    pump.wake([yard.store("1", "keep", files=1)])
    await idle(pump)
    assert yard.erased == [f"{number}-0" for number in range(1, MAX_TRIES + 1)]


async def test_chats_are_answered_side_by_side(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store(f"{chat}", f"{n}") for n in range(3) for chat in range(5)])
    await idle(pump)
    assert yard.echo.seen[:5] == ["0"] * 5, "nobody waits for the second message of another"


async def test_who_writes_a_lot_rests_so_that_others_are_answered(yard: Yard) -> None:
    yard.echo.before = lambda incoming: time.sleep(0.005)
    pump = yard.pump()
    pump.wake([row for n in range(10) if (row := yard.store("a", f"m{n}"))])
    started = time.monotonic()
    await idle(pump)
    assert time.monotonic() - started >= 10 * 0.005 + 9 * 0.01
    assert yard.lines("a") == [f"m{n}" for n in range(10)]


async def test_the_lane_is_given_back_when_nothing_waits(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", "hello")])
    await idle(pump)
    with yard.open_unit() as unit:
        assert unit.lanes.take("in", "web", ChatId("1"), Owner("another"))


async def test_stopping_ends_the_update_in_hand_and_takes_no_other(yard: Yard) -> None:
    pump = yard.pump()
    yard.echo.before = lambda incoming: setattr(pump, "_stopping", True)
    pump.wake([yard.store("1", "a"), yard.store("1", "b")])
    await idle(pump)
    await pump.stop()
    assert yard.counts() == {"done": 1, "open": 1}


async def test_no_line_of_the_pump_holds_a_word_or_a_chat(yard: Yard, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    yard.echo.failing = {"XYLOPHONE"}
    pump = yard.pump()
    pump.wake([yard.store("chat-MIRROR", "XYLOPHONE"), yard.store("chat-MIRROR", 7)])
    await asyncio.sleep(0.3)
    await pump.stop()
    assert "XYLOPHONE" not in caplog.text and "MIRROR" not in caplog.text


async def test_a_chat_that_a_look_found_is_this_processs_before_it_is_answered(yard: Yard) -> None:
    """Its lane is committed with the look: another process leaves the chat alone meanwhile."""
    seen: list[bool] = []

    def another_tries(incoming: object) -> None:
        with yard.open_unit() as unit:
            seen.append(unit.lanes.take("in", "web", ChatId("1"), Owner("another")))

    yard.store_only("1", "hello")
    pump, understand = yard.pump(), yard.echo.understand
    yard.echo.understand = lambda incoming: (another_tries(incoming), understand(incoming))[1]  # type: ignore[method-assign]
    running = asyncio.create_task(pump.run())
    await until(lambda: yard.counts() == {"done": 1})
    running.cancel()
    assert seen == [False] and yard.replies("1") == ["hello"]


async def test_replies_are_hers_so_that_they_go_with_her_and_are_kept_while_she_is_away(yard: Yard) -> None:
    pump = yard.pump()
    pump.wake([yard.store("1", "hello")])
    await idle(pump)
    with yard.open_unit() as unit:
        her = unit.workers.of_chat("web", ChatId("1"))
        assert her is not None
        to = Address("web", her.chat)
        assert [one.to.worker_id for one in unit.outbox.queued(to)] == [her.id]
        unit.outbox.lose(to, "Unreachable", yard.clock())
        assert unit.outbox.missed(her.id) == 1
        unit.workers.delete(her.id)
        assert unit.outbox.counts() == {}


async def test_replies_are_not_offered_here_while_another_process_sends_to_the_chat(yard: Yard) -> None:
    with yard.open_unit() as unit:
        unit.lanes.take("out", "web", ChatId("1"), Owner("another"))
        unit.commit()
    pump = yard.pump()
    pump.wake([yard.store("1", "hello")])
    await idle(pump)
    assert (yard.offered, yard.replies("1")) == ([], ["hello"])


async def test_stopping_waits_for_the_update_in_hand(yard: Yard) -> None:
    """Its files are fetched already: they and the turn would be done again by the next process."""
    pump, fetch = yard.pump(), yard._fetch

    async def slowly(incoming: Incoming, hurry: Hurry) -> Fetched:
        await asyncio.sleep(0.2)
        return await fetch(incoming, hurry)

    pump._fetch = slowly
    pump.wake([yard.store("1", "keep", files=1)])
    await asyncio.sleep(0.05)
    await pump.stop()
    assert (yard.counts(), yard.lines("1")) == ({"done": 1}, ["keep"])


@pytest.mark.parametrize(("caption", "behind"), [("danger keep", []), ("keep", ["hello", "danger"])])
async def test_danger_does_not_wait_for_a_file(yard: Yard, caption: str, behind: list[str]) -> None:
    pump, fetch = yard.pump(), yard._fetch

    async def until_hurried(incoming: Incoming, hurry: Hurry) -> Fetched:
        while not hurry.ended:
            await asyncio.sleep(0.01)
        return await fetch(incoming, hurry)

    pump._fetch = until_hurried
    pump.wake([yard.store("1", caption, files=1)])
    await asyncio.sleep(0.3)
    assert bool(behind) == (not yard.lines("1")), "without danger it is waited for"
    pump.wake([yard.store("1", text) for text in behind])
    await asyncio.wait_for(idle(pump), 5)
    assert yard.lines("1") == [caption, *behind]


async def test_words_without_danger_wait_for_the_file_before_them(yard: Yard) -> None:
    pump, fetch, hurried = yard.pump(), yard._fetch, list[bool]()

    async def slowly(incoming: Incoming, hurry: Hurry) -> Fetched:
        await asyncio.sleep(0.5)
        hurried.append(hurry.ended)
        return await fetch(incoming, hurry)

    pump._fetch = slowly
    pump.wake([yard.store("1", "keep", files=1), yard.store("1", "hello")])
    await asyncio.wait_for(idle(pump), 5)
    assert (yard.lines("1"), hurried) == (["keep", "hello"], [False])


async def test_a_disk_that_takes_no_files_makes_nobody_mute(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for a while; then she is told that this file could not be kept, and what she says next is answered."""
    monkeypatch.setattr(pump_module, "KEEPING_SECONDS", 0.2)
    patient = list[bool]()

    async def refuse(incoming: Incoming, hurry: Hurry) -> Fetched:
        patient.append(not hurry.ended)
        if hurry.ended:
            return Fetched((), "file_lost")
        raise NotKept("no room")

    monkeypatch.setattr(yard, "_fetch", refuse)
    pump = yard.pump()
    pump.wake([yard.store("1", "look", files=1), yard.store("1", "and then"), yard.store("1", "more", files=1)])
    await idle(pump)
    assert yard.lines("1") == ["look", "and then", "more"]
    assert patient[0] and not patient[-1] and patient.count(False) == 2, "each file has its time"


async def test_a_file_after_one_that_could_not_be_kept_is_waited_for_as_long(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may take it again: what is given up at once is lost."""
    monkeypatch.setattr(pump_module, "KEEPING_SECONDS", 0.2)
    patient = list[bool]()

    async def refuse(incoming: Incoming, hurry: Hurry) -> Fetched:
        patient.append(not hurry.ended)
        if hurry.ended:
            return Fetched((), "file_lost")
        raise NotKept("no room")

    monkeypatch.setattr(yard, "_fetch", refuse)
    pump = yard.pump()
    pump.wake([yard.store("1", "look", files=1), yard.store("1", "more", files=1)])
    await idle(pump)
    assert yard.lines("1") == ["look", "more"]
    assert patient[patient.index(False) + 1], patient


async def test_all_files_before_words_of_danger_share_one_patience(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.hurry.HURRY_SECONDS", 0.3)
    monkeypatch.setattr("bot.courier.hurry.MOMENT", 0.01)
    pump, fetch = yard.pump(), yard._fetch

    async def never(incoming: Incoming, hurry: Hurry) -> Fetched:
        try:
            await hurry.in_time(asyncio.sleep(600))
        except TimeoutError:
            return Fetched((), "file_lost")
        return await fetch(incoming, hurry)

    pump._fetch = never
    photos = [yard.store("1", f"photo {number}", files=1) for number in range(8)]
    pump.wake([*photos, yard.store("1", "danger")])
    started = time.monotonic()
    await asyncio.wait_for(idle(pump), 20)
    assert yard.lines("1")[-1] == "danger" and len(yard.lines("1")) == 9
    assert time.monotonic() - started < 8 * 0.3


async def test_after_danger_was_answered_a_file_is_waited_for_again(yard: Yard) -> None:
    pump, fetch, hurried = yard.pump(), yard._fetch, list[bool]()

    async def seen(incoming: Incoming, hurry: Hurry) -> Fetched:
        hurried.append(hurry.ended)
        return await fetch(incoming, hurry)

    pump._fetch = seen
    rows = [yard.store("1", text, files=1) for text in ("danger one", "keep", "keep too")]
    pump.wake(rows)
    await asyncio.wait_for(idle(pump), 5)
    assert hurried == [True, False, False]
