"""How is a message in Telegram's HTML shown in a browser without trusting it?

Only b, i, u and links to http(s) pages stay; every other tag falls away and its words remain as plain text.
"""

from html.parser import HTMLParser
from typing import Final

from markupsafe import Markup, escape

PLAIN: Final = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u"}


def to_markup(text: str) -> Markup:
    """The message as safe HTML, every opened tag closed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Markup("".join([*reader.out, *(f"</{tag}>" for tag in reversed(reader.opened))]))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PLAIN:
            self._open(PLAIN[tag], "")
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            if address.startswith(("https://", "http://")):
                self._open("a", f' href="{escape(address)}" rel="noopener noreferrer" target="_blank"')

    def handle_endtag(self, tag: str) -> None:
        """Closes what was opened since, too, so that tags never cross."""
        wanted = PLAIN.get(tag, tag)
        if wanted not in self.opened:
            return
        while (last := self.opened.pop()) != wanted:
            self.out.append(f"</{last}>")
        self.out.append(f"</{wanted}>")

    def handle_data(self, data: str) -> None:
        self.out.append(str(escape(data)))

    def _open(self, tag: str, attributes: str) -> None:
        self.out.append(f"<{tag}{attributes}>")
        self.opened.append(tag)
