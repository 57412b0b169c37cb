"""Is enough understood of messages written by other hands than the examples? They stand in tests/nlu/."""

from pathlib import Path

import pytest
import yaml

from bot.conversation.decide import decide
from bot.conversation.turn import Situation
from bot.messages import ChatId, Incoming
from bot.workers import Worker, WorkerId
from tests.conversations.conftest import House

FOLDER = Path(__file__).resolve().parents[1] / "nlu"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yml"))


def messages(language: str) -> list[tuple[str, str]]:
    """Text and intent of each."""
    entries = yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))["nlu"]
    return [(line[2:], one["intent"]) for one in entries for line in one["examples"].splitlines() if line]


def said(text: str) -> Incoming:
    return Incoming("terminal", ChatId("x"), "k", text=text)


async def share(house: House, language: str) -> tuple[float, float]:
    """How many are right at first, and among three."""
    lines, first, three = messages(language), 0, 0
    for text, intent in lines:
        ranking = [name for name, _ in house.speech.understand(said(text)).ranking[:3]]
        first += ranking[:1] == [intent]
        three += intent in ranking
    return first / len(lines), three / len(lines)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_language_is_left_behind(house: House, language: str) -> None:
    first, three = await share(house, language)
    assert first >= 0.72 and three >= 0.86, (first, three)


async def test_most_is_understood_at_once_and_nearly_all_among_three(house: House) -> None:
    shares = [await share(house, language) for language in LANGUAGES]
    first, three = (sum(column) / len(LANGUAGES) for column in zip(*shares, strict=True))
    assert first >= 0.8 and three >= 0.92, shares


async def test_calls_for_help_are_seen_and_calm_questions_are_not_taken_for_them(house: House) -> None:
    seen = missed = false = calm = 0
    for language in LANGUAGES:
        situation = Situation(Worker(WorkerId("w"), "terminal", ChatId("x"), language))
        for text, intent in messages(language):
            danger = decide(said(text), house.speech.understand(said(text)), situation).kind == "danger"
            if intent == "emergency":
                seen, missed = seen + danger, missed + (not danger)
            elif intent != "harassment_violence":
                calm, false = calm + 1, false + danger
    assert seen / (seen + missed) >= 0.85, (seen, missed)
    assert false / calm <= 0.02, (false, calm)
