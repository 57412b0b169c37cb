"""Which model belongs to these intents, and what is in its file? Rasa trains and packs it; reading it needs no Rasa.

It is named by a hash of what it is trained from. Of the archive two files are read, into memory: nothing is unpacked to
the disk and nothing in it is run.
"""

import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import BadZipFile

from bot.errors import SettingsError
from bot.understanding.danger import pattern_of
from bot.understanding.intents import Understanding, unpacked

HERE: Final = Path(__file__).resolve().parents[2]
LEARNING: Final = (
    "bot/dialogue/classifier.py",
    "bot/dialogue/danger.py",
    "bot/dialogue/tokenizer.py",
    "bot/understanding/danger.py",
    "bot/understanding/intents.py",
    "bot/understanding/learning.py",
    "bot/understanding/text.py",
)
"""The components that Rasa trains, and what they are made of."""

INTENTS_FILE: Final = "intents.npz"
DANGER_FILE: Final = "danger.json"
LARGEST: Final = 500_000_000
"""Bytes. No part of a model of ours comes near it."""

BROKEN: Final = (
    AttributeError,
    ValueError,
    KeyError,
    TypeError,
    OSError,
    EOFError,
    tarfile.TarError,
    zlib.error,
    BadZipFile,
)
"""What reading a file that is cut off, or is no model, may raise."""


def model_path(root: Path = HERE) -> Path:
    """Returns where the model of these intents, this pipeline and these components stands, trained or not."""
    digest = hashlib.sha256()
    for path in sorted(_sources(root)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return root / "models" / f"kawan-{digest.hexdigest()[:16]}.tar.gz"


def load(path: Path) -> Understanding:
    """Returns what was learned. Raises SettingsError when there is no model, or none that can be read."""
    if not path.exists():
        raise SettingsError("there is no model of these intents yet; run `kawan train` first")
    try:
        parts = _parts(path)
        return Understanding(unpacked(parts[INTENTS_FILE]), pattern_of(json.loads(parts[DANGER_FILE])))
    except BROKEN as error:
        raise SettingsError(
            f"the model {path.name} cannot be read; run `kawan train --force` to make it anew"
        ) from error


def _parts(path: Path) -> dict[str, bytes]:
    """Returns the contents of our files in the archive, by name; each lies in components/<the component>/."""
    found: dict[str, bytes] = {}
    with tarfile.open(path, "r|gz") as archive:
        for member in archive:
            name = PurePosixPath(member.name).name
            if name not in (INTENTS_FILE, DANGER_FILE):
                continue
            if name in found or not member.isreg() or member.size > LARGEST:
                raise ValueError(name)
            file = archive.extractfile(member)
            found[name] = file.read() if file else b""
    return found


def _sources(root: Path) -> Iterator[Path]:
    yield root / "config.yml"
    yield from (root / "intents").rglob("*.yml")
    yield from (root / name for name in LEARNING)
