"""The tests of turns stand on the house of the conversations."""

import pytest

from tests.conversation.person import Person
from tests.conversations.conftest import House, house, new_talk, talk  # noqa: F401


@pytest.fixture
def sokha(house: House) -> Person:  # noqa: F811
    """She reads English, comes from Cambodia and works in Thailand."""
    return Person(house).known()
