"""A small Bot API server for tests."""

from tests.telegram_server import updates
from tests.telegram_server.server import TOKEN, Sent, TelegramServer

__all__ = ["TOKEN", "Sent", "TelegramServer", "updates"]
