"""How is a message prepared before anything reads it?

Zawgyi becomes Unicode; compatibility forms become plain ones; what cannot be seen goes; letters become lower case;
runs of the same letter ("heeelp") are cut to two; digits become one sign, so that 300 and 350 read the same.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from icu4py.breakers import WordBreaker
from myanmar.converter import convert
from myanmartools import ZawgyiDetector

ZAWGYI: Final = 0.95
"""The detector's authors take a text above this for Zawgyi (myanmartools README)."""
_BURMESE: Final = re.compile(r"[\u1000-\u109f]")
_UNSEEN: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufe0f]")
_RUN: Final = re.compile(r"(\w)\1{2,}")
_TWICE: Final = re.compile(r"([a-z])\1")
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")


def normalize(text: str) -> str:
    """The text as classifier and danger words see it."""
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", to_unicode(text))).casefold()
    return " ".join(_DIGITS.sub("0", _RUN.sub(r"\1\1", text)).split())


def bare(text: str) -> str:
    """A normalized text without the accents of Latin letters and with no letter twice in a row: many type so."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text) if not "\u0300" <= sign <= "\u036f")
    return _TWICE.sub(r"\1", plain.replace("đ", "d"))


def to_unicode(text: str) -> str:
    """Burmese typed in Zawgyi, converted; everything else as it is."""
    if not _BURMESE.search(text) or _detector().get_zawgyi_probability(text) < ZAWGYI:
        return text
    converted: str = convert(text, "zawgyi", "unicode")
    return converted


@lru_cache(maxsize=1)
def _detector() -> ZawgyiDetector:
    return ZawgyiDetector()


def words(text: str) -> list[str]:
    """Words of a normalized text, without punctuation and spaces. ICU finds the script by itself."""
    return [word for segment in WordBreaker(text, "en") if (word := str(segment).strip()) and _has_letter(word)]


def _has_letter(word: str) -> bool:
    return any(sign.isalnum() for sign in word)
