"""The courier's tests stand on the channel's instruments."""

from tests.channel.conftest import bot, clock, server, settings, worker_of  # noqa: F401
