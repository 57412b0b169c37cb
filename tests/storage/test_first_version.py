"""Are messages that the first version stored still read, with what was marked in them?"""

import pytest

from bot.messages import Choice, Reply
from bot.storage.first_version import from_telegram_html
from bot.storage.rows.base import reply_of, reply_value
from bot.text import Mark, Text, bold, text


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("<b>News about KW-1</b>\na &lt; b &amp; c {x}", bold("News about KW-1") + "\na < b & c {x}"),
        ("<i>Kham</i> → Thai", Text("Kham → Thai", (Mark("italic", 0, 4),))),
        ("<b>bold <i>both</i></b>", Text("bold both", (Mark("italic", 5, 4), Mark("bold", 0, 9)))),
        ("<b>never closed", text("never closed")),
        ("<b></b>a < b <u>c</u>", text("a < b c")),
    ],
)
def test_telegrams_html_is_read_as_text_and_marks(stored: str, read: Text) -> None:
    assert from_telegram_html(stored) == read
    assert reply_of({"text": stored, "rows": [[["Menu", "menu"]]]}) == Reply(read, ((Choice("Menu", "menu"),),))


def test_a_reply_is_stored_with_its_marks_and_its_words_are_no_markup() -> None:
    reply = Reply(bold("a") + " <b>b</b> &amp;" + Text("c", (Mark("link", 0, 1, "https://c.example"),)))
    assert reply_of(reply_value(reply)) == reply
