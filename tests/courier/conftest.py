"""The courier's tests stand on the channel's instruments."""

from datetime import timedelta

import pytest

from bot.ports import OpenUnit
from tests.channel.conftest import bot, clock, server, settings, worker_of  # noqa: F401
from tests.courier.post import Post


@pytest.fixture
def post(open_unit: OpenUnit) -> Post:
    return Post(open_unit)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of a second take a fiftieth of it, and the courier looks as often."""
    monkeypatch.setattr("bot.mail.outbox.FIRST_WAIT", timedelta(milliseconds=20))
    monkeypatch.setattr("bot.courier.courier.LOOK_EVERY", 0.02)
