"""What was learned of these intents, loaded once."""

import pytest

from bot.understanding.intents import Understanding
from bot.understanding.model import load, model_path


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    return load(model_path())
