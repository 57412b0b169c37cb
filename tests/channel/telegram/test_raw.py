"""Is what can be parsed of an answer parsed, whatever stands beside it?"""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel.telegram.raw import LARGEST_ANSWER, Unparsed, number, parsed, update_id_of, updates_in, words

GOOD = '{"update_id": 7, "message": {"text": "a \\"quoted\\" [word], {and} more"}}'
DEEP = '{"update_id": 8, "message": {"text": "hello", "x": ' + "[" * 50_000 + "]" * 50_000 + "}}"
LONG_NUMBER = '{"update_id": 9, "message": {"text": "hello", "x": ' + "1" * 6_000 + "}}"


def answer(*pieces: str) -> bytes:
    return ('{"ok":true,"result":[' + ",".join(pieces) + "]}").encode()


def test_an_answer_is_the_list_of_its_updates() -> None:
    assert updates_in(answer(GOOD, "[5]", "null")) == [json.loads(GOOD), [5], None]
    assert updates_in(answer()) == []


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b'{"ok":true}', b'{"result":5}', b"[]", b"null", b"\xff\xfe"])
def test_what_holds_no_list_is_told_from_an_empty_one(body: bytes) -> None:
    assert updates_in(body) is None


@pytest.mark.parametrize("strange", [DEEP, LONG_NUMBER, GOOD.replace("more", "\x01\x02")])
def test_a_strange_update_is_parsed_with_its_neighbours(strange: str) -> None:
    found = updates_in(answer(GOOD, strange, GOOD))
    assert found is not None and [update_id_of(one) for one in found] == [7, update_id_of(parsed(strange)), 7]
    assert found[1]["message"]["text"]


@pytest.mark.parametrize(
    "broken",
    [
        '{"update_id": 8, "message": }',
        '{"update_id": 8, "text": "x" "y"}',
        '{"update_id": 8 "message": {"text": "a]b"}}',
        '{"update_id": 8, "message": {"text": "never closed"',
        '{"update_id": 8, "message": {"text": "never ended}}',
        '{"update_id": 8, "message": {"text": "closed twice"}}}}]]',
    ],
)
def test_an_update_that_is_no_json_keeps_its_id_and_its_neighbours(broken: str) -> None:
    found = updates_in(answer(GOOD, broken, GOOD))
    assert found is not None and found[0] == found[2] == json.loads(GOOD)
    assert isinstance(found[1], Unparsed) and len(found) == 3
    assert (found[1].update_id, found[1].error) == (8, "JSONDecodeError")


@pytest.mark.parametrize("garbage", ["}", "nonsense", '{"a" 1}', "{", "]", '"x" "y"'])
def test_garbage_between_updates_keeps_nobody(garbage: str) -> None:
    found = updates_in(answer(GOOD, garbage, GOOD))
    assert found is not None and found[0] == found[-1] == json.loads(GOOD)


def test_an_answer_that_breaks_off_gives_what_is_whole() -> None:
    assert updates_in(answer(GOOD, GOOD)[:-20]) == [json.loads(GOOD)]
    assert updates_in(answer(GOOD)[:-20]) is None, "it is fetched again: nobody's words are set aside for a broken line"


def test_an_update_that_is_larger_than_what_is_read_is_named_by_its_id() -> None:
    large = '{"update_id": 8, "message": {"text": "' + "x" * LARGEST_ANSWER + '"}}'
    found = updates_in(answer(large)[:LARGEST_ANSWER])
    assert found is not None and [(one.update_id, one.error) for one in found] == [(8, "OverflowError")]
    assert updates_in(answer(GOOD, large)[:LARGEST_ANSWER]) == [json.loads(GOOD)], (
        "the large one is fetched again, alone"
    )


@pytest.mark.parametrize(
    "nasty",
    [
        '"' + '\\"' * 1_000_000,
        "[" * 2_000_000,
        "{" * 2_000_000 + "}" * 2_000_000,
        "," * 2_000_000,
        '"' * 2_000_001,
        "\\" * 2_000_000,
        "1" * 2_000_000,
        "1," * 1_000_000,
    ],
    ids=["quotes in a text", "open arrays", "objects", "commas", "quotes", "backslashes", "digits", "many"],
)
def test_nothing_keeps_the_parser_long(nasty: str) -> None:
    begun = time.process_time()
    updates_in(b'{"result":[' + nasty.encode())
    parsed(nasty)
    assert time.process_time() - begun < 10


def test_no_more_is_taken_at_once_than_telegram_brings() -> None:
    assert updates_in(answer(*["1"] * 5_000)) == [1] * 100
    assert updates_in(answer(*["1"] * 5_000)[:-9]) == [1] * 100


@given(st.binary(max_size=200) | st.text('[]{},"\\:0ab', max_size=60).map(lambda text: b'{"result":[' + text.encode()))
def test_no_bytes_at_all_raise(body: bytes) -> None:
    updates_in(body), parsed(body)


@given(
    st.recursive(
        st.none() | st.integers(0, 9) | st.text(max_size=8),
        lambda one: st.lists(one) | st.dictionaries(st.text(max_size=3), one),
    )
)
def test_what_is_json_stays_what_it_says(value: object) -> None:
    text = json.dumps(value)
    assert parsed(text) == value
    assert updates_in(answer(text, text)) == [value, value]
    broken = updates_in(answer(text, "nonsense", text))
    assert broken is not None and (broken[0], broken[2]) == (value, value)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (5, 5),
        ("5", 5),
        (5.0, 5),
        ("-5", -5),
        (5.5, None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        (2**60, None),
        ("9" * 5_000, None),
        ("٥", None),
        ("five", None),
        (None, None),
        ([5], None),
    ],
)
def test_a_number_is_read_however_it_is_written(value: object, read: int | None) -> None:
    assert number(value) == read


def test_words_are_texts_and_numbers_alone() -> None:
    assert [words(one) for one in ("a", 5, None, True, [1], {"a": 1}, 10**5000)] == ["a", "5", "", "", "", "", ""]
