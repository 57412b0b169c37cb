"""What does a message seem to mean, and can many be read at once?"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.understanding.intents import NOTHING, Parse, Understanding
from tests.nlu_messages import all_messages


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e\n"])
def test_nothing_is_understood_where_nothing_is_said(understanding: Understanding, text: str) -> None:
    parse = understanding.read(text)
    assert parse == NOTHING and (parse.intent, parse.confidence) == ("out_of_scope", 0.0)


def test_words_of_danger_are_seen_whatever_the_rest_means(understanding: Understanding) -> None:
    assert understanding.read("hello where is my salary he will kill me").danger
    assert not understanding.read("hello where is my salary").in_danger


@pytest.mark.parametrize(("confidence", "expected"), [(0.29, False), (0.3, True)])
def test_a_call_for_help_is_danger_from_a_low_confidence_on(confidence: float, expected: bool) -> None:
    assert Parse((("emergency", confidence),)).in_danger is expected
    assert not Parse((("greet", 0.9), ("emergency", confidence))).in_danger


def test_threads_that_read_at_once_read_what_one_reads(understanding: Understanding) -> None:
    texts = all_messages()
    alone = [understanding.read(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(understanding.read, texts, chunksize=3)) == alone
