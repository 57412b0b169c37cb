"""The tests of what staff and workers do with a case stand on one scene."""

import pytest

from bot.ports import OpenUnit
from tests.usecases.scene import Scene


@pytest.fixture
def scene(any_unit: OpenUnit) -> Scene:
    return Scene(any_unit)
