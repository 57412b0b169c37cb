"""Is news worded when it is delivered: in the language she has then, with what is true then, and for nobody who is gone?

And are the parts put together so that nothing is doubled at the end, and nobody waits for what is none of hers?"""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.assembly import BotParts, _aside, noticed
from bot.cases.case import Case
from bot.channel.telegram.reading import Membership, Migration
from bot.commands.setup import prepare
from bot.courier.budget import Limits
from bot.errors import Rejected
from bot.house import House, build_house, utc_now
from bot.kinds import Reference, Urgency
from bot.mail.inbox import Arrival
from bot.mail.lanes import Owner
from bot.mail.news import News
from bot.mail.outbox import Address, Delivery
from bot.messages import ChatId, Reply
from bot.parts import Repeated
from bot.places import Corridor
from bot.settings import read_settings
from bot.storage.migrate import migrate
from bot.workers import Worker, WorkerId
from tests.channel.conftest import until
from tests.conftest import NOON
from tests.courier.instruments import Echo
from tests.courier.post import FakeChannel
from tests.telegram_server import TOKEN

CODE = Reference("KW-2345-6789")
HER = Worker(WorkerId("w" * 32), "telegram", ChatId("7"), "my", Corridor("mm", "th"))
HERE, GROUP = Address("telegram", HER.chat, HER.id), Address("telegram", ChatId("-5"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with the content of the tree."""
    folder: Path = tmp_path_factory.mktemp("assembly")
    given = {"KAWAN_DATA": str(folder), "CONSOLE_URL": "https://kawan.example"}
    house = build_house(read_settings(given, folder))
    prepare(house)
    return house


@pytest.fixture
async def parts(house: House) -> BotParts:
    """Her case was filed in Khmer; she reads Burmese now."""
    with house.open_unit() as unit:
        unit.workers.delete(HER.id)
        unit.workers.save(HER, NOON)
        if unit.cases.of_draft("d" * 32) is None:
            unit.cases.add(
                Case(
                    CODE, "d" * 32, HER.id, "unpaid_wages", Corridor("kh", "th"), "Tak", "km", Urgency.NORMAL,
                    "SECRET story", NOON, unit.centres.all()[0].id, name="SECRET name",
                )
            )  # fmt: skip
        unit.commit()
    return BotParts(house)


def worded(parts: BotParts, house: House, news: News, to: Address = HERE) -> Reply | None:
    with house.open_unit() as unit:
        return parts._worded(unit, Delivery(1, to, news))


def change(house: House, worker: Worker) -> None:
    with house.open_unit() as unit:
        unit.workers.save(worker, NOON)
        unit.commit()


@pytest.mark.parametrize("language", ["my", "vi", "en"])
def test_it_is_said_in_her_language_now_not_in_that_of_the_case(parts: BotParts, house: House, language: str) -> None:
    change(house, replace(HER, language=language))
    for news in (News("staff_wrote", CODE, "Come <b>now</b>"), News("became_waiting", CODE)):
        said = worded(parts, house, news)
        assert said is not None
        assert said.text == house.phrases.say(language, f"case.{news.kind}", code=CODE, text=news.words)
        assert house.phrases.word(language, "button.answer") in [one.label for row in said.rows for one in row]


def test_before_she_chose_a_language_it_is_english(parts: BotParts, house: House) -> None:
    change(house, replace(HER, language=None))
    said = worded(parts, house, News("became_waiting", CODE))
    assert said is not None and said.text == house.phrases.say("en", "case.became_waiting", code=CODE)


def test_who_is_forgotten_and_what_is_gone_is_told_nothing(parts: BotParts, house: House) -> None:
    assert worded(parts, house, News("became_waiting", Reference("KW-0000-0000"))) is None
    with house.open_unit() as unit:
        unit.workers.delete(HER.id)
        unit.commit()
    assert worded(parts, house, News("staff_wrote", CODE, "secret")) is None


def test_a_group_reads_english_and_neither_story_nor_name(parts: BotParts, house: House) -> None:
    said = worded(parts, house, News("filed", CODE), GROUP)
    assert said is not None and f"https://kawan.example/cases/{CODE}" in said.text.plain
    assert "New complaint" in said.text.plain and "SECRET" not in said.text.plain


def test_the_last_words_are_the_numbers_of_her_place_in_her_language(parts: BotParts, house: House) -> None:
    with house.open_unit() as unit:
        words, none = parts._last_words(unit, HERE), parts._last_words(unit, GROUP)
    assert none is None and words is not None
    assert words.text.plain.splitlines() == list(house.library.current().numbers(HER.corridor, "my"))


@pytest.mark.parametrize("back", [True, False])
def test_what_telegram_tells_of_a_chat_is_written_down(house: House, parts: BotParts, back: bool) -> None:
    change(house, replace(HER, reachable=not back))
    with house.open_unit() as unit:
        noticed(unit, Membership(HER.chat, True, back))
        assert unit.workers.get(HER.id).reachable is back


@asynccontextmanager
async def sending(parts: BotParts, channel: FakeChannel) -> AsyncIterator[None]:
    """The courier runs, with another channel in Telegram's place."""
    parts.channels.senders["telegram"] = channel
    running = asyncio.create_task(parts.courier.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])
        await parts.courier.stop()


def queued(house: House, content: Reply | News, to: Address) -> Delivery:
    with house.open_unit() as unit:
        row = unit.outbox.add(to, content, NOON)
        unit.commit()
    return row


def state(house: House, row: Delivery) -> str:
    """Of a delivery that did not arrive; "sent" for another that is closed."""
    with house.open_unit() as unit:
        if row in unit.outbox.queued(row.to):
            return "queued"
        return next((one.state for one in unit.outbox.troubles() if one.id == row.id), "sent")


async def test_news_of_a_case_that_is_gone_is_closed_in_silence(parts: BotParts, house: House) -> None:
    row, channel = queued(house, News("closed", Reference("KW-0000-0000")), HERE), FakeChannel()
    async with sending(parts, channel):
        await until(lambda: state(house, row) == "sent")
    assert channel.tried == []


async def test_refused_whatever_it_is_she_is_sent_numbers_a_group_none_and_both_are_written_down(
    parts: BotParts, house: House
) -> None:
    channel, told = FakeChannel(), News("became_waiting", CODE)
    channel.errors = {HER.chat: [Rejected(), Rejected()], GROUP.chat: [Rejected(), Rejected()]}
    rows = [queued(house, told, HERE), queued(house, News("filed", CODE), GROUP)]
    async with sending(parts, channel):
        await until(lambda: [state(house, row) for row in rows] == ["refused", "refused"])
    numbers = "\n".join(house.library.current().numbers(HER.corridor, "my"))
    assert channel.sent == [(HER.chat, numbers)]


def test_a_group_is_lost_then_back_then_followed_and_no_worker_is_taken_for_it(parts: BotParts, house: House) -> None:
    seen = list[tuple[ChatId | None, bool]]()
    with house.open_unit() as unit:
        centre = unit.centres.add("With a group", "th", ChatId("-77"))
        for notice in (
            Membership(ChatId("-77"), private=False, present=False),
            Membership(ChatId("-77"), private=False, present=True),
            Migration(ChatId("-77"), ChatId("-1077")),
        ):
            noticed(unit, notice)
            now = unit.centres.get(centre.id)
            seen.append((now.group_chat, now.group_lost_at is not None))
        assert unit.workers.get(HER.id).reachable
    assert seen == [("-77", True), ("-77", False), ("-1077", False)]


@pytest.fixture
async def of_telegram(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[House, BotParts]]:
    """The parts with a token, and a conversation that needs no model."""
    monkeypatch.setattr("bot.assembly.build_talk", lambda phrases, library_of: Echo())
    house = build_house(read_settings({"KAWAN_DATA": str(tmp_path), "TELEGRAM_BOT_TOKEN": TOKEN}, tmp_path))
    migrate(house.database)
    parts = BotParts(house)
    yield house, parts
    await parts.close()


async def test_nothing_new_comes_in_then_turns_end_then_replies_go_then_lanes_are_free(
    of_telegram: tuple[House, BotParts],
) -> None:
    """In this order parts stop. Lanes given back before the last message is sent are another process's: it comes twice."""
    names = [part.name for part in of_telegram[1].listed()]
    assert names[0] == "telegram" and names[-3:] == ["pump", "courier", "lanes"]
    assert {"cleaning", "answers", "file"} == set(names[1:-3])


async def test_what_is_looked_at_now_and_then_is_looked_at_often_enough(of_telegram: tuple[House, BotParts]) -> None:
    """What an editor published is live within ten seconds; what is written to a file that was taken away is lost."""
    seconds = {part.name: part._seconds for part in of_telegram[1].listed() if isinstance(part, Repeated)}
    assert (seconds["answers"] <= 5, seconds["file"] <= 5, seconds["cleaning"] <= 3600) == (True, True, True)


async def test_telegram_has_the_limits_that_it_asks_for(of_telegram: tuple[House, BotParts]) -> None:
    budgets = of_telegram[1].channels.budgets
    assert isinstance(budgets["telegram"], Limits) and "web" not in budgets


async def test_the_process_says_that_it_is_alive_also_while_the_database_thread_is_busy(
    of_telegram: tuple[House, BotParts],
) -> None:
    parts, end = of_telegram[1], threading.Event()
    busy = asyncio.gather(*(parts.in_thread(lambda: end.wait(10)) for _ in range(4)))
    try:
        await asyncio.wait_for(parts.keeper.begin(), 3)
        assert not busy.done()
    finally:
        end.set()
        await busy


async def test_what_is_old_enough_is_erased_by_itself(of_telegram: tuple[House, BotParts]) -> None:
    house, parts = of_telegram
    with house.open_unit() as unit:
        row = unit.inbox.store(Arrival("telegram", HER.chat, "telegram:1:1", {}), NOON)
        assert row is not None
        unit.inbox.done([row.id], utc_now() - timedelta(days=3))
        unit.commit()

    def counts() -> dict[str, int]:
        with house.open_unit() as unit:
            return unit.inbox.counts()

    cleaning = next(part for part in parts.listed() if part.name == "cleaning")
    running = asyncio.create_task(cleaning.run())
    await until(lambda: counts() == {})
    running.cancel()


async def test_both_channels_have_all_that_a_message_needs(of_telegram: tuple[House, BotParts]) -> None:
    channels = of_telegram[1].channels
    assert channels.senders.keys() == channels.fetchers.keys() == channels.readers.keys() == {"web", "telegram"}


async def test_a_process_that_was_taken_for_dead_has_its_new_name_everywhere(
    of_telegram: tuple[House, BotParts],
) -> None:
    """Lanes taken under the old one would be nobody's, and their chats silent."""
    parts = of_telegram[1]
    parts.keeper.owner = Owner("another")
    assert parts._telegram is not None
    names = [one._owner_of() for one in (parts.courier, parts.pump._turns, parts._telegram.way._reception)]
    assert names == ["another"] * 3


async def test_a_file_that_cannot_be_erased_keeps_no_other_and_no_turn_from_going_on(
    of_telegram: tuple[House, BotParts],
) -> None:
    house, parts = of_telegram
    other, stuck = house.vault.put(b"photo"), "a" * 32
    (house.settings.media / stuck).mkdir()
    await parts._erase([stuck, other])
    assert not (house.settings.media / other).exists()


async def test_files_are_kept_beside_the_event_loop_and_beside_the_databases_thread(
    of_telegram: tuple[House, BotParts],
) -> None:
    threads = {threading.current_thread(), await of_telegram[1].in_thread(threading.current_thread)}
    assert await _aside(threading.current_thread) not in threads
