"""Which commands does Telegram show, and in which words?"""

import logging
from typing import Final

from telegram import BotCommand
from telegram.error import TelegramError

from bot.channel.telegram.sending import Bot
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook

COMMANDS: Final = ("start", "menu", "complaint", "status", "language", "hotlines", "privacy", "delete")
_log = logging.getLogger(__name__)


async def set_command_lists(bot: Bot, phrases: Phrasebook) -> None:
    """One list a language, and English for everybody else. What fails is logged: the commands work without a list."""
    try:
        await bot.set_my_commands(_list(phrases, FALLBACK))
        for language in phrases.languages.values():
            if len(language.telegram) == 2:
                await bot.set_my_commands(_list(phrases, language.code), language_code=language.telegram)
    except TelegramError as error:
        _log.warning("command lists were not set: %s", type(error).__name__)


def _list(phrases: Phrasebook, language: str) -> list[BotCommand]:
    return [BotCommand(name, phrases.word(language, f"command.{name}")) for name in COMMANDS]
