"""How is the model trained?"""

import tempfile
from pathlib import Path

from rasa.model_training import train

from bot.dialogue.quiet import quiet_rasa
from bot.errors import SettingsError
from bot.settings import ROOT
from bot.understanding.model import model_path


def train_model(root: Path = ROOT) -> Path:
    """Trains it; it stands in its place only when it is whole. Raises SettingsError when Rasa refuses the data."""
    quiet_rasa()
    target = model_path(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".training-") as folder:
        result = train(
            domain=str(root / "intents" / "domain.yml"),
            config=str(root / "config.yml"),
            training_files=[str(root / "intents")],
            output=folder,
            fixed_model_name=target.name.removesuffix(".tar.gz"),
            force_training=True,
        )
        if result.model is None:
            raise SettingsError("the model could not be trained from intents/ and config.yml")
        Path(result.model).replace(target)
    return target
