"""Is enough understood of messages written by other hands than the examples? They stand in tests/nlu/."""

import pytest

from bot.understanding.intents import Understanding
from tests.nlu_messages import LANGUAGES, messages


def share(understanding: Understanding, language: str) -> tuple[float, float]:
    """Returns how many are right at first, and how many among three."""
    lines, first, three = messages(language), 0, 0
    for text, intent in lines:
        ranking = [name for name, _ in understanding.read(text).ranking[:3]]
        first += ranking[:1] == [intent]
        three += intent in ranking
    return first / len(lines), three / len(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_left_behind(understanding: Understanding, language: str) -> None:
    first, three = share(understanding, language)
    assert first >= 0.72 and three >= 0.86, (first, three)


def test_most_is_understood_at_once_and_nearly_all_among_three(understanding: Understanding) -> None:
    shares = [share(understanding, language) for language in LANGUAGES]
    first, three = (sum(column) / len(LANGUAGES) for column in zip(*shares, strict=True))
    assert first >= 0.8 and three >= 0.92, shares


def test_calls_for_help_are_seen_and_calm_questions_are_not_taken_for_them(understanding: Understanding) -> None:
    seen = missed = false = calm = 0
    for language in LANGUAGES:
        for text, intent in messages(language):
            danger = understanding.read(text).in_danger
            if intent == "emergency":
                seen, missed = seen + danger, missed + (not danger)
            elif intent != "harassment_violence":
                calm, false = calm + 1, false + danger
    assert seen / (seen + missed) >= 0.85, (seen, missed)
    assert false / calm <= 0.02, (false, calm)
