"""Is what comes in as text made harmless, and are commands told from sentences?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.text import LONGEST, clean, command_of


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert clean("pass\u200bport\x00 \u202ekept\u2069\ufeff \ud800") == "passport kept"


def test_paragraphs_stay() -> None:
    assert clean("one\r\n\r\ntwo\tthree") == "one\n\ntwo\tthree"


@given(st.text(st.characters(), max_size=LONGEST + 50))
def test_any_text_can_be_stored(text: str) -> None:
    assert len(clean(text).encode()) >= 0 and len(clean(text)) <= LONGEST


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/menu", ("menu", "")),
        ("/Menu@kawan_bot", ("menu", "")),
        ("/start abc-123", ("start", "abc-123")),
        ("/start", ("start", "")),
        ("/ 5", None),
        ("hello /menu", None),
        ("/5 baht", None),
        ("/foo", ("foo", "")),
        ("/foo my room is number 12", None),
        ("/help he beats me", None),
        ("/my boss did not pay", None),
        ("/start my boss did not pay", None),
        ("/menu\n", ("menu", "")),
    ],
)
def test_a_command_is_told_from_a_sentence(text: str, command: tuple[str, str] | None) -> None:
    assert command_of(text) == command
