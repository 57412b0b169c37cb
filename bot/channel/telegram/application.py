"""How is Telegram's side put together? The library's bot of these settings, and the way updates come in."""

import asyncio
import contextlib
import logging
from typing import Final

from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.channel.telegram.commands import set_command_lists
from bot.channel.telegram.polling import UNKNOWN_TOKEN, BotApi, Polling
from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import PATIENCE, Bot, SendingRequest
from bot.channel.telegram.webhook import Webhook
from bot.errors import SettingsError
from bot.i18n.phrasebook import Phrasebook
from bot.logs import hush
from bot.settings import Settings

CONNECTIONS: Final = 256
PAUSE: Final = 5.0
_log = logging.getLogger(__name__)


def build_bot(settings: Settings) -> Bot:
    """The library's bot, not yet connected. It keeps no speed limits: the courier does, for each chat by itself. Raises
    SettingsError without a token."""
    if settings.telegram_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set")
    hush()
    return ExtBot(
        str(settings.telegram_token),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=SendingRequest(connection_pool_size=CONNECTIONS, read_timeout=PATIENCE, pool_timeout=10),
        get_updates_request=HTTPXRequest(connection_pool_size=1),
    )


class Telegram:
    """Fulfils bot.ports.Part: connects, then takes updates in; by webhook when the settings name an address, else by
    polling."""

    name = "telegram"

    def __init__(self, bot: Bot, settings: Settings, reception: Reception, phrases: Phrasebook) -> None:
        self._bot = bot
        self._phrases = phrases
        self.way = _way(bot, settings, reception)

    async def run(self) -> None:
        """Waits while Telegram cannot be reached. Raises SettingsError for a token that Telegram does not know."""
        await self._connect()
        lists = asyncio.get_running_loop().create_task(set_command_lists(self._bot, self._phrases))
        try:
            await asyncio.get_running_loop().create_task(self.way.run())
        finally:
            lists.cancel()

    async def stop(self) -> None:
        """Takes no more updates; what is being answered can still be sent."""
        await self.way.stop()

    async def close(self) -> None:
        """Closes the connections, after the pump and the courier have ended. What is cut off then was not sent."""
        with contextlib.suppress(TelegramError):
            await self._bot.shutdown()

    async def _connect(self) -> None:
        while True:
            try:
                return await self._bot.initialize()
            except InvalidToken:
                # The library writes the token into this error: it must not be shown as the cause.
                raise SettingsError(UNKNOWN_TOKEN) from None
            except TelegramError as error:
                _log.warning("Telegram is not reached yet: %s", type(error).__name__)
            await asyncio.sleep(PAUSE)


def _way(bot: Bot, settings: Settings, reception: Reception) -> Polling | Webhook:
    api = BotApi(settings.telegram_api_url, bot.token)
    if settings.telegram_webhook_url is None:
        return Polling(api, reception)
    return Webhook(
        api,
        reception,
        settings.telegram_webhook_url,
        settings.telegram_webhook_secret or "",
        settings.telegram_webhook_host,
        settings.telegram_webhook_port,
    )
