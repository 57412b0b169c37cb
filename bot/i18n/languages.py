"""Which languages may a worker choose?"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOCALES: Final = Path(__file__).resolve().parents[2] / "locales"
FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code here, its name in its own script, its Babel locale, its code for Telegram's command lists."""

    code: str
    name: str
    locale: str
    telegram: str
    live: bool


def read_languages(folder: Path = LOCALES) -> Mapping[str, Language]:
    """The live languages of locales/languages.toml, in its order."""
    table = tomllib.loads((folder / "languages.toml").read_text(encoding="utf-8"))
    languages = {code: Language(code=code, **entry) for code, entry in table.items()}
    return {code: language for code, language in languages.items() if language.live}


def from_hint(hint: str | None, languages: Mapping[str, Language]) -> str | None:
    """The language of a Telegram client ("id", "tl", "pt-br"), when it is one of ours."""
    head = (hint or "").split("-")[0].casefold()
    return next((one.code for one in languages.values() if head and head in (one.code, one.telegram)), None)
