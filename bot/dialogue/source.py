"""Which model belongs to these intents? It is named by a hash of what it is trained from, and imports no Rasa."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT

LEARNING = ("classifier.py", "danger.py", "normalize.py", "tokenizer.py")


def model_path(root: Path = ROOT) -> Path:
    """Where the model of these intents, this pipeline and these components stands, trained or not."""
    digest = hashlib.sha256()
    for path in sorted(_sources(root)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return root / "models" / f"kawan-{digest.hexdigest()[:16]}.tar.gz"


def _sources(root: Path) -> Iterator[Path]:
    yield root / "config.yml"
    yield from (root / "intents").rglob("*.yml")
    yield from (root / "bot" / "dialogue" / name for name in LEARNING)
