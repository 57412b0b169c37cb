"""Which characters may an editor type, and which numbers not?

Numbers come from facts, by placeholder: a number typed by hand goes wrong when the fact changes, in nine languages.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.i18n.marked import Marked

JOINERS: Final = frozenset("\u200b\u200c\u200d\u2060")
"""Invisible, and needed: Khmer, Burmese, Thai and Lao break lines at them, emoji are joined with them."""
ERSATZ: Final = "\ufffd"
"""Stands where a letter was lost."""
FILLED: Final = "\ue000"
"""Stands for a placeholder while numbers are looked for; a private character, which nobody may type."""
NUMBER: Final = re.compile(r"\+\W?0|0[.,]?\ue000|\ue000[.,]?0|0(?:(?:[^\w\n\ue000]|_){0,4}0){2,}")
"""Digits are zeros here. A number: three digits or more, signs between them or not; a plus before a digit; a digit that
touches a placeholder."""
WA: Final = re.compile("ဝ*0[0ဝ]*(?![\u1000-\u103e])")
"""Digits with the Burmese letter that is often typed for a zero; within a word it is the letter."""


def forbidden(line: str) -> str | None:
    """The first character that may not be typed, by its code; None when all may. What it does cannot be seen: it hides
    words, turns a number around, or is shown as nothing."""
    if line.isprintable() and ERSATZ not in line:
        return None
    return next((f"U+{ord(one):04X}" for one in line if _unseen(one)), None)


def has_number(sentence: Marked) -> bool:
    """A number is typed in it."""
    if not any(map(str.isnumeric, sentence.words)):
        return False
    words = "".join(FILLED if piece.open else piece.words for piece in sentence.pieces)
    return NUMBER.search(WA.sub(lambda found: "0" * len(found[0]), "".join(_plain(words)))) is not None


def _unseen(letter: str) -> bool:
    if letter in JOINERS:
        return False
    lost = letter == ERSATZ or ord(letter) & 0xFFFE == 0xFFFE or "\ufdd0" <= letter <= "\ufdef"
    return lost or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _plain(words: str) -> Iterator[str]:
    """Digits of every script as zeros; joiners say nothing."""
    for letter in words:
        if unicodedata.category(letter)[0] == "N":
            yield "0"
        elif letter not in JOINERS:
            yield letter
