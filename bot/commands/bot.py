"""How does the bot's process start and end?"""

import asyncio
import logging
import os
import signal
import threading
from typing import Final

from bot.assembly import BotParts
from bot.commands.opening import open_house
from bot.house import House
from bot.logs import prepare_logging
from bot.parts import serve, stop_on
from bot.settings import read_settings

STOP_SECONDS: Final = 9.5
_log: Final = logging.getLogger("kawan.bot")


def bot() -> int:
    """Serves until SIGINT or SIGTERM; ends within ten seconds of it. Raises SettingsError when it cannot go on."""
    prepare_logging()
    asyncio.run(_serve(open_house(read_settings(), wants_bot=True)))
    return 0


async def _serve(house: House) -> None:
    stopping = asyncio.Event()
    stop_on(stopping, (signal.SIGINT, signal.SIGTERM))
    parts = BotParts(house)
    await parts.keeper.begin()
    _log.info("the bot answers (%s)", "Telegram and Try it" if house.settings.telegram_token else "Try it only")
    leaving = asyncio.get_running_loop().create_task(_end_in_time(stopping))
    try:
        await serve(parts.listed(), stopping)
    finally:
        await parts.close()
        leaving.cancel()


async def _end_in_time(stopping: asyncio.Event) -> None:
    """A thread that waits for a database that hangs cannot be stopped: it is left, and what it had in hand is done again
    at the next start."""
    await stopping.wait()
    leaving = threading.Timer(STOP_SECONDS, _leave)
    leaving.daemon = True
    leaving.start()


def _leave() -> None:
    _log.error("the bot did not end in time; what hangs is left")
    os._exit(1)
