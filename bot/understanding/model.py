"""Which model belongs to these intents? It is named by a hash of what it is trained from, and imports no Rasa."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT

LEARNING = (
    "bot/dialogue/classifier.py",
    "bot/dialogue/danger.py",
    "bot/dialogue/tokenizer.py",
    "bot/understanding/danger.py",
    "bot/understanding/intents.py",
    "bot/understanding/text.py",
)
"""The components that Rasa trains, and what they are made of."""


def model_path(root: Path = ROOT) -> Path:
    """Where the model of these intents, this pipeline and these components stands, trained or not."""
    digest = hashlib.sha256()
    for path in sorted(_sources(root)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return root / "models" / f"kawan-{digest.hexdigest()[:16]}.tar.gz"


def _sources(root: Path) -> Iterator[Path]:
    yield root / "config.yml"
    yield from (root / "intents").rglob("*.yml")
    yield from (root / name for name in LEARNING)
