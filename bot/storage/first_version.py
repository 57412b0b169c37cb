"""How is a message of the first version read, which was kept as Telegram's HTML?

Such messages wait in the outbox of an installation that was upgraded, and on "Try it" pages for a day.
"""

import unicodedata
from html.parser import HTMLParser
from typing import Final

from bot.text import Mark, MarkKind, Text

KINDS: Final[dict[str, MarkKind]] = {"b": "bold", "i": "italic"}


def from_telegram_html(html: str) -> Text:
    """Its words and marks. A tag that the first version did not write falls away; its words stay."""
    reader = _Reader()
    reader.feed(unicodedata.normalize("NFC", html))
    reader.close()
    return Text(reader.plain, tuple(reader.marks))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.plain = ""
        self.marks: list[Mark] = []
        self._opened: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._opened.append((tag, len(self.plain)))

    def handle_endtag(self, tag: str) -> None:
        """Closes the last tag of that name; those opened after it and never closed mark nothing."""
        while self._opened:
            name, start = self._opened.pop()
            if name == tag:
                if name in KINDS and len(self.plain) > start:
                    self.marks.append(Mark(KINDS[name], start, len(self.plain) - start))
                return

    def handle_data(self, data: str) -> None:
        self.plain += data
