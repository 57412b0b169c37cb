"""Is a text well-formed in Telegram's HTML, and how long is what is seen of it?"""

import html
import re

TAGS = frozenset(
    (
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "span",
        "tg-spoiler",
        "a",
        "code",
        "pre",
        "blockquote",
        "tg-emoji",
    )
)
_TAG = re.compile(r"<(/?)([a-zA-Z-]+)((?:\s+[a-zA-Z-]+(?:=\"[^\"<>]*\")?)*)>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


def parse(text: str) -> str:
    """What is seen. Raises ValueError with Telegram's kind of words."""
    opened: list[str] = []
    for found in _TAG.finditer(text):
        closing, name = found[1] == "/", found[2].lower()
        if name not in TAGS:
            raise ValueError(f'can\'t parse entities: Unsupported start tag "{name}"')
        if closing and (not opened or opened.pop() != name):
            raise ValueError(f'can\'t parse entities: Unexpected end tag "{name}"')
        if not closing:
            opened.append(name)
    if opened:
        raise ValueError(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1]}\"")
    return _seen(_TAG.sub("", text))


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _seen(text: str) -> str:
    if "<" in text or ">" in text:
        raise ValueError("can't parse entities: Unsupported start tag")
    if "&" in _ENTITY.sub("", text):
        raise ValueError("can't parse entities: & must be written &amp;")
    return html.unescape(text)
