"""How is a message prepared before anything reads it?

As it comes in, what cannot be seen goes, an overlong text is cut, and a command is told from a sentence. To be understood,
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

LONGEST: Final = 10_000
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls, zero-width and bidi characters, and halves of surrogate pairs (no database takes those)."""
_COMMAND: Final = re.compile(r"/([A-Za-z][A-Za-z0-9_]{0,31})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
ZAWGYI: Final = 0.95
"""The detector's authors take a text above this for Zawgyi (myanmartools README)."""
_BURMESE: Final = re.compile(r"[\u1000-\u109f]")
_UNSEEN: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufe0f]")
_RUN: Final = re.compile(r"(\w)\1{2,}")
_TWICE: Final = re.compile(r"([a-z])\1")
_OURS: Final = re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff]")
FEW: Final = 2
"""So many letters show a script."""
_SIGNS: Final = re.compile(r"[\w\u0300-\u036f\u0e31-\u0e4e\u0eb1-\u0ece\u102b-\u103e\u17b4-\u17d3]+")
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")


def clean(text: str | None, longest: int = LONGEST) -> str:
    """The text without what cannot be seen, at most `longest` characters of it; paragraphs stay."""
    return _INVISIBLE.sub("", (text or "").replace("\r\n", "\n"))[:longest].strip()


def command_of(text: str) -> tuple[str, str] | None:
    """("start", "TOKEN") of "/start TOKEN"; None when the text is no command. A command stands alone: what is written behind
    any other than "start" is what she says, and must be heard."""
    found = _COMMAND.fullmatch(text)
    name, rest = (found[1].casefold(), (found[2] or "").strip()) if found else ("", "")
    return (name, rest) if name and (not rest or (name == "start" and len(rest.split()) == 1)) else None


def normalize(text: str) -> str:
    """The text as classifier and danger words see it."""
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", to_unicode(text))).casefold()
    return " ".join(_DIGITS.sub("0", _RUN.sub(r"\1\1", text)).split())


def compact(text: str) -> str:
    """The letters and figures of a text alone, by which a label is known."""
    return letters_of(normalize(text))


def letters_of(normalized: str) -> str:
    """A normalized text without emoji, points and spaces."""
    return "".join(_SIGNS.findall(normalized))


def is_strange(text: str) -> bool:
    """Most of its letters are of scripts in which none of our languages is written."""
    letters = [letter for letter in text if letter.isalpha()]
    strange = sum(not _OURS.match(letter) for letter in letters)
    return strange >= FEW and strange * 2 > len(letters)


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
