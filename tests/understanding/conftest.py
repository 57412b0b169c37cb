"""What was learned of these intents, loaded once."""

import pytest

from bot.understanding.model import load, model_path
from bot.understanding.reading import Understanding


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    return load(model_path())
