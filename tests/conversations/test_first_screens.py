"""How does somebody begin, and change her mind?"""

import pytest

from bot.answers.library import TOPICS
from bot.answers.places import DESTINATIONS, ORIGINS
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
    talk.reads("ask.kind")
