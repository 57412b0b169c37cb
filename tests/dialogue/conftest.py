"""One agent of Rasa's for all tests of this room."""

import pytest
from rasa.core.agent import Agent

from bot.dialogue.quiet import quiet_rasa
from bot.understanding.model import model_path


@pytest.fixture(scope="session")
def agent() -> Agent:
    quiet_rasa()
    return Agent.load(str(model_path()))
