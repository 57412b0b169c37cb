"""Is news worded when it is delivered: in the language she has then, with what is true then, and for nobody who is gone?"""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.assembly import BotParts, check_same, noticed
from bot.cases.case import Case
from bot.channel.telegram.reading import Membership
from bot.commands.setup import prepare
from bot.errors import SettingsError
from bot.house import House, build_house
from bot.kinds import Reference, Urgency
from bot.mail.news import News
from bot.mail.outbox import Address, Delivery
from bot.messages import ChatId, Reply
from bot.places import Corridor
from bot.settings import read_settings
from bot.workers import Worker, WorkerId
from tests.conftest import NOON

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


def test_a_database_file_that_is_the_same_is_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "kawan.sqlite"
    file.write_bytes(b"x")
    check_same(file, file.stat().st_ino)


@pytest.mark.parametrize("replaced", [True, False])
def test_a_database_file_that_was_taken_away_ends_the_bot_in_one_line(tmp_path: Path, replaced: bool) -> None:
    file = tmp_path / "kawan.sqlite"
    file.write_bytes(b"x")
    number = file.stat().st_ino
    file.rename(tmp_path / "elsewhere")
    if replaced:
        file.write_bytes(b"another")
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        check_same(file, number)
