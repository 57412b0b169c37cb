"""What was given to this process by name: in its environment and in .env, and which of those names are misspelt?"""

import difflib
import os
import re
from collections.abc import Collection, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from dotenv.parser import Binding, parse_stream

from bot.errors import SettingsError

OURS: Final = ("KAWAN_", "TELEGRAM_", "CONSOLE_")
"""A name in the environment that begins so and resembles a setting is a misspelt one. All others are somebody else's."""
ALIKE: Final = 0.8
SHOWN: Final = re.compile("[A-Za-z_][A-Za-z0-9_]{0,39}")
"""What may be shown as a name: an encryption key on a line of its own is longer, or holds other letters."""


def read_given(names: Collection[str], environment: Mapping[str, str] | None, file: Path) -> Mapping[str, str]:
    """Returns the values of these names that are not empty; the environment comes before the file.

    Raises SettingsError naming the line that cannot be read, and every name that is none of these.
    """
    surroundings = os.environ if environment is None else environment
    written = _written(file)
    strangers = [*_unknown(written, names), *_misspelt(surroundings, names)]
    if strangers:
        raise SettingsError("; ".join(strangers))
    given = {**{one.key: one.value for one in written}, **surroundings}
    return {name: value.strip() for name in names if (value := given.get(name)) and value.strip()}


def _written(file: Path) -> Sequence[Binding]:
    """Returns the NAME=value lines: `export`, comments, quotes and a byte order mark are understood."""
    found = [one for one in parse_stream(StringIO(_text(file))) if one.key is not None or one.error]
    for one in found:
        if one.error or one.value is None:
            raise SettingsError(f".env, line {_line(one)}: expected NAME=value")
    return found


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(f".env: cannot be read ({error.strerror})") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f".env, line {number}: is not UTF-8; save the file as UTF-8") from error


def _line(one: Binding) -> int:
    """Returns where the binding begins, behind the empty lines that the parser counts to it."""
    text = one.original.string
    return one.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _unknown(written: Sequence[Binding], names: Collection[str]) -> list[str]:
    """Returns a complaint for each name of .env that is no setting: it would have no effect, and nobody would know."""
    strangers = [one for one in written if one.key not in names]
    return [f".env, line {_line(one)}: {_shown(one.key)} is no setting; {_advice(one.key, names)}" for one in strangers]


def _misspelt(environment: Mapping[str, str], names: Collection[str]) -> list[str]:
    """Returns a complaint for each name of the environment that was probably meant for Kawan."""
    ours = sorted(name for name in environment if name.startswith(OURS) and name not in names)
    return [f"{name}: is no setting; {_advice(name, names)}" for name in ours if _closest(name, names, ALIKE)]


def _shown(name: str | None) -> str:
    return name if name and SHOWN.fullmatch(name) else "this name"


def _advice(name: str | None, names: Collection[str]) -> str:
    meant = _closest(name or "", names, 0.6)
    return f"did you mean {meant}?" if meant else "see .env.example"


def _closest(name: str, names: Collection[str], alike: float) -> str | None:
    return next(iter(difflib.get_close_matches(name.upper(), names, 1, alike)), None)
