"""How is the model trained, and when does it need to be? It is named by a hash of what it was trained from."""

import hashlib
import importlib.metadata
from collections.abc import Iterator
from pathlib import Path

from rasa.model_training import train

from bot.dialogue.engine import quiet_rasa
from bot.errors import SettingsError
from bot.settings import ROOT


def model_path(root: Path = ROOT) -> Path:
    """Where the model of these intents, this pipeline and these components stands, trained or not."""
    digest = hashlib.sha256(importlib.metadata.version("rasa").encode())
    for path in sorted(_sources(root)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return root / "models" / f"kawan-{digest.hexdigest()[:16]}.tar.gz"


def train_model(root: Path = ROOT) -> Path:
    """Trains it. Raises SettingsError when Rasa refuses the data."""
    quiet_rasa()
    target = model_path(root)
    result = train(
        domain=str(root / "intents" / "domain.yml"),
        config=str(root / "config.yml"),
        training_files=[str(root / "intents")],
        output=str(target.parent),
        fixed_model_name=target.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.model is None:
        raise SettingsError("the model could not be trained from intents/ and config.yml")
    return Path(result.model)


def _sources(root: Path) -> Iterator[Path]:
    yield root / "config.yml"
    yield from (root / "intents").rglob("*.yml")
    yield from (root / "bot" / "dialogue" / name for name in ("classifier.py", "danger.py", "normalize.py", "tokenizer.py"))


