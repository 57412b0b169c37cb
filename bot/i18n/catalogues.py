"""How does a translation's source (.po) become what is looked up? Compiled once, kept beside it, made anew when damaged."""

import struct
import uuid
from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.errors import ContentError
from bot.i18n.languages import FALLBACK, LOCALES

DAMAGED: Final = (OSError, ValueError, struct.error)
"""What reading a compiled catalogue may raise that is cut off, or no catalogue."""


def load_catalogue(language: str, domain: str, folder: Path = LOCALES) -> NullTranslations:
    """One compiled catalogue; an empty one when the language has none. Raises ContentError naming file and line."""
    source = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if not source.exists():
        return NullTranslations()
    compiled = source.with_suffix(".mo")
    try:
        if compiled.stat().st_mtime >= source.stat().st_mtime:
            return GNUTranslations(BytesIO(compiled.read_bytes()))
    except DAMAGED:
        pass
    content = _compile(source)
    _keep(compiled, content)
    return GNUTranslations(BytesIO(content))


def check_whole(catalogues: Mapping[str, NullTranslations], domain: str) -> None:
    """Raises ContentError when the language that is said instead of others lacks a phrase of theirs: its file is cut off."""
    whole = keys(catalogues[FALLBACK])
    for language, catalogue in catalogues.items():
        if missing := sorted(keys(catalogue) - whole):
            file = f"locales/{FALLBACK}/LC_MESSAGES/{domain}.po"
            raise ContentError(f"{file}: lacks {missing[0]}, which {language} has; put the whole file back")


def keys(catalogue: NullTranslations) -> set[str]:
    """Returns the names of its phrases."""
    return {key for key in getattr(catalogue, "_catalog", {}) if isinstance(key, str) and key}


def _compile(source: Path) -> bytes:
    """Returns the bytes of the .mo."""
    compiled = BytesIO()
    try:
        write_mo(compiled, read_po(BytesIO(_utf8(source)), abort_invalid=True))
        GNUTranslations(BytesIO(compiled.getvalue()))
    except PoFileError as error:
        raise ContentError(
            f"{_named(source)}, line {error.lineno + 1}: no catalogue; put the whole file back"
        ) from error
    except (*DAMAGED, LookupError, TypeError) as error:
        raise ContentError(
            f"{_named(source)}: no catalogue ({type(error).__name__}); put the whole file back"
        ) from error
    return compiled.getvalue()


def _utf8(source: Path) -> bytes:
    content = source.read_bytes()
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ContentError(f"{_named(source)}, line {line}: not UTF-8; save the file as UTF-8") from error
    return content


def _keep(compiled: Path, content: bytes) -> None:
    """Spares the next start the work; in one step, so that a reader never sees half of it. A folder that takes nothing
    is no fault: then each start compiles."""
    half = compiled.with_suffix(f".{uuid.uuid4().hex}.half")
    try:
        half.write_bytes(content)
        half.replace(compiled)
    except OSError:
        if half.exists():
            half.unlink()


def _named(source: Path) -> str:
    return f"locales/{source.parents[1].name}/LC_MESSAGES/{source.name}"
