"""How does somebody begin, and change her mind?"""

import pytest

from bot.answers.library import TOPICS
from bot.places import DESTINATIONS, ORIGINS
from tests.conversations.conftest import Talk


async def test_a_first_contact_is_asked_for_language_then_both_countries(talk: Talk) -> None:
    await talk.opens()
    assert [choice.press for choice in talk.choices][:2] == ["lang:en", "lang:id"]
    assert len(talk.choices) == 9
    (await talk.presses("lang:en")).reads("first.where_from")
    (await talk.presses("from:kh")).reads("first.where_to")
    (await talk.presses("to:th")).reads("menu.text")


async def test_a_deep_link_sets_language_and_corridor_at_once(talk: Talk) -> None:
    await talk.opens("km_kh-th")
    with talk.house.open_unit() as unit:
        worker = unit.workers.of_chat("terminal", talk.chat)
    assert worker is not None
    assert (worker.language, worker.corridor.origin, worker.corridor.destination) == ("km", "kh", "th")


async def test_a_link_with_nonsense_begins_as_without_it(talk: Talk) -> None:
    await talk.opens("xx_yy-zz'; DROP TABLE workers")
    assert talk.token("lang:")


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("destination", DESTINATIONS)
async def test_every_topic_is_answered_in_every_corridor(talk: Talk, origin: str, destination: str) -> None:
    await talk.opens(f"en_{origin}-{destination}")
    for topic in TOPICS:
        await talk.presses(f"topic:{topic}")
        talk.reads("answer.sources")


async def test_an_old_button_leads_to_the_menu(talk: Talk) -> None:
    await talk.opens("en_mm-th")
    (await talk.presses("something:old")).reads("menu.text")


async def test_changing_the_language_keeps_an_open_complaint(talk: Talk) -> None:
    await talk.opens("en_mm-th")
    await talk.presses("complaint", "q:consent:yes", "q:kind:unpaid_wages")
    await talk.presses("language", "lang:id")
    talk.reads("ask.province", "id")


async def test_changing_the_corridor_keeps_an_open_complaint(talk: Talk) -> None:
    await talk.opens("en_mm-th")
    await talk.presses("complaint", "q:consent:yes", "corridor", "from:la", "to:my")
    talk.reads("intake.ask_move")
    await talk.presses("complaint")
    talk.reads("ask.kind")


async def test_a_language_that_shows_itself_is_offered_first_not_assumed(talk: Talk) -> None:
    await talk.says("", start="", language_hint="vi")
    assert (talk.replies[0].rows[0][0].press, len(talk.replies[0].rows[0])) == ("lang:vi", 1)
    await talk.says("ជំរាបសួរ", language_hint="en")
    assert [choice.press for choice in talk.choices][0] == "lang:km" and len(talk.choices) == 9


async def test_what_was_asked_before_a_language_was_chosen_is_answered_after_it(talk: Talk) -> None:
    await talk.says("my boss did not pay my salary")
    assert talk.token("lang:en")
    await talk.presses("lang:en", "from:kh", "to:th")
    talk.reads("answer.sources")
    assert "wages" in talk.text
    (await talk.presses("menu")).reads("menu.text")


async def test_danger_is_answered_in_the_language_of_its_script_before_one_is_chosen(talk: Talk) -> None:
    await talk.says("ช่วยด้วย เขาจะฆ่าฉัน")
    talk.reads("danger.first", "th")


@pytest.mark.parametrize("two", ["2", "2.", "(2)", "၂", "២", "๒", "໒", "2\ufe0f\u20e3"])
async def test_a_typed_number_presses_the_button_of_that_number(talk: Talk, two: str) -> None:
    await talk.opens()
    await talk.says("1")
    talk.reads("first.where_from")
    (await talk.says(two)).reads("first.where_to")
    with talk.house.open_unit() as unit:
        worker = unit.workers.of_chat("terminal", talk.chat)
    assert worker is not None and (worker.language, worker.corridor.origin) == ("en", "id")


async def test_a_number_without_a_button_is_read_as_words(talk: Talk) -> None:
    await talk.opens("en_mm-th")
    await talk.says("77")
    assert "answer.sources" not in talk.text and talk.token("menu")
