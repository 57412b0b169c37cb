"""What may come in as text? Invisible characters go, overlong texts are cut, a command is told from a sentence."""

import re
from typing import Final

LONGEST: Final = 10_000
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls, zero-width and bidi characters, and halves of surrogate pairs (no database takes those)."""
_COMMAND: Final = re.compile(r"/([A-Za-z][A-Za-z0-9_]{0,31})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


def clean(text: str | None, longest: int = LONGEST) -> str:
    """The text without what cannot be seen, at most `longest` characters of it; paragraphs stay."""
    return _INVISIBLE.sub("", (text or "").replace("\r\n", "\n"))[:longest].strip()


def command_of(text: str) -> tuple[str, str] | None:
    """("start", "TOKEN") of "/start TOKEN"; None when the text is no command."""
    found = _COMMAND.fullmatch(text)
    return (found[1].casefold(), (found[2] or "").strip()) if found else None
