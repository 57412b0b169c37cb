"""Which languages may a worker choose?"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import ContentError

LOCALES: Final = Path(__file__).resolve().parents[2] / "locales"
FALLBACK: Final = "en"
FEW_LETTERS: Final = 2
SCRIPTS: Final = {
    "th": re.compile("[\u0e01-\u0e5b]"),
    "lo": re.compile("[\u0e81-\u0edf]"),
    "my": re.compile("[\u1000-\u109f]"),
    "km": re.compile("[\u1780-\u17ff]"),
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code here, its name in its own script, its Babel locale, its code for Telegram's command lists."""

    code: str
    name: str
    locale: str
    telegram: str
    live: bool


def read_languages(folder: Path = LOCALES) -> Mapping[str, Language]:
    """The live languages of locales/languages.toml, in its order. Raises ContentError when it cannot be read."""
    try:
        table = tomllib.loads((folder / "languages.toml").read_text(encoding="utf-8"))
        languages = {code: Language(code=code, **entry) for code, entry in table.items()}
    except (OSError, ValueError, TypeError) as error:
        raise ContentError(
            f"locales/languages.toml: no table of languages ({type(error).__name__}); mend it"
        ) from error
    if FALLBACK not in languages or not languages[FALLBACK].live:
        raise ContentError(f"locales/languages.toml: {FALLBACK} must be live; it is said when a phrase is missing")
    return {code: language for code, language in languages.items() if language.live}


def from_script(text: str) -> str | None:
    """The language of a script that is one language's alone; None for Latin letters and for hardly any letters."""
    counts = {code: len(letters.findall(text)) for code, letters in SCRIPTS.items()}
    code = max(counts, key=counts.__getitem__)
    return code if counts[code] >= FEW_LETTERS else None


def from_hint(hint: str | None, languages: Mapping[str, Language]) -> str | None:
    """The language of a Telegram client ("id", "tl", "pt-br"), when it is one of ours."""
    head = (hint or "").split("-")[0].casefold()
    return next((one.code for one in languages.values() if head and head in (one.code, one.telegram)), None)
