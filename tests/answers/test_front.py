"""Is front matter read as an editor means it, and does a review hold only for the words that were reviewed?"""

from datetime import date

import pytest

from bot.answers.answer import review_lapsed
from bot.answers.finding import BadText
from bot.answers.front import read_front

PATH = "answers/unpaid_wages/th/en.md"
REVIEWED = """---
title: Wages not paid
sources: [a, b]
status: reviewed
reviewed_by: S. Chan
reviewed_on: 2026-11-01
---
Words
---
"""


def test_front_and_body_are_told_apart_by_the_first_two_fences() -> None:
    front, body, first_line = read_front(PATH, REVIEWED)
    assert (front.title, front.sources, front.status) == ("Wages not paid", ("a", "b"), "reviewed")
    assert (front.reviewed_by, front.reviewed_on) == ("S. Chan", date(2026, 11, 1))
    assert (body, first_line, front.lines["status"]) == ("Words\n---\n", 8, 4)


def test_what_is_left_open_in_a_draft_is_nothing() -> None:
    front, _, _ = read_front(PATH, "---\ntitle: W\nsources:\nstatus: draft\nreviewed_by:\nreviewed_on:\n---\n")
    assert (front.sources, front.reviewed_by, front.reviewed_on) == ((), "", None)


def test_comments_and_lists_over_lines_are_yaml() -> None:
    front, _, _ = read_front(PATH, "---\n# to do: more\ntitle: W\nsources:\n  - a\n  - b\nstatus: draft\n---\n")
    assert front.sources == ("a", "b")


@pytest.mark.parametrize("front", ["[" * 3_000, "title: &a [*a]\nstatus: draft", "? title\n: W", "- a: b"])
def test_strange_yaml_is_refused_and_not_followed(front: str) -> None:
    with pytest.raises(BadText):
        read_front(PATH, f"---\n{front}\n---\nWords")


@pytest.mark.parametrize(
    ("changed", "lapsed"),
    [
        (REVIEWED, False),
        (REVIEWED.replace("Words", "Other words"), True),
        (REVIEWED.replace("[a, b]", "[a]"), True),
        (REVIEWED.replace("not paid", "paid late"), True),
        (REVIEWED.replace("Words", "Other words").replace("2026-11-01", "2026-11-24"), False),
        (REVIEWED.replace("Words", "Other words").replace("S. Chan", "R. Aye"), False),
        (REVIEWED.replace("Words", "Other words").replace("status: reviewed", "status: draft"), False),
        ("no front matter", False),
    ],
)
def test_a_review_lapses_with_the_words_it_was_of(changed: str, lapsed: bool) -> None:
    assert review_lapsed(PATH, changed, REVIEWED) is lapsed
