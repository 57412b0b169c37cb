"""How does the bot's process start and end?"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, Final

from bot.channel.web import WebFetcher, WebSender
from bot.commands.ask import load_engine
from bot.courier.deliveries import DeliveryLoop
from bot.courier.pump import Pump
from bot.errors import SettingsError
from bot.house import House, build_house, prepare_logging, utc_now
from bot.messages import ChannelName
from bot.ports import Fetcher, Sender
from bot.settings import read_settings
from bot.storage.migrate import check_migrated
from bot.usecases.retention import clean

log = logging.getLogger("kawan.bot")

CLEAN_EVERY: Final = timedelta(hours=1)


def bot() -> int:
    """Serves until SIGINT or SIGTERM; ends within ten seconds of it."""
    prepare_logging()
    house = build_house(read_settings())
    check_migrated(house.database)
    asyncio.run(_serve(house))
    return 0


async def _serve(house: House) -> None:
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    engine = load_engine(house.services)
    senders: dict[ChannelName, Sender] = {"web": WebSender(house.open_unit, utc_now)}
    fetchers: dict[ChannelName, Fetcher] = {"web": WebFetcher(house.vault)}
    pump = Pump(house.open_unit, engine, senders, fetchers, utc_now, house.phrases)
    telegram = _telegram(house, pump, senders, fetchers)
    deliveries = DeliveryLoop(house.open_unit, senders, utc_now)
    tasks = [_watched(work, stop) for work in (pump.run(), deliveries.run(), _clean(house))]
    if telegram is not None:
        tasks.append(_watched(telegram.start(), stop))
    log.info("the bot answers (%s)", "Telegram and Try it" if telegram else "Try it only: no TELEGRAM_BOT_TOKEN")
    await stop.wait()
    if telegram is not None:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(telegram.stop(), 4)
    await asyncio.gather(deliveries.stop(), pump.stop())
    if telegram is not None:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(telegram.close(), 2)
    for task in tasks:
        task.cancel()
    failures = [one for one in await asyncio.gather(*tasks, return_exceptions=True) if isinstance(one, SettingsError)]
    if failures:
        raise failures[0]


def _telegram(
    house: House, pump: Pump, senders: dict[ChannelName, Sender], fetchers: dict[ChannelName, Fetcher]
) -> Any:
    """The Telegram channel, when there is a token."""
    if house.settings.telegram_token is None:
        return None
    from bot.channel.telegram.application import Telegram, build_bot
    from bot.channel.telegram.reception import Reception
    from bot.channel.telegram.sending import TelegramFetcher, TelegramSender

    client = build_bot(house.settings)
    senders["telegram"], fetchers["telegram"] = TelegramSender(client), TelegramFetcher(client)
    reception = Reception(client, house.open_unit, pump.wake, utc_now)
    return Telegram(client, house.settings, reception, house.phrases)


def _watched(work: Coroutine[Any, Any, None], stop: asyncio.Event) -> "asyncio.Task[None]":
    """A part that fails stops the whole: half a bot would lose messages in silence."""
    task = asyncio.get_running_loop().create_task(work)

    def ended(done: "asyncio.Task[None]") -> None:
        if not done.cancelled() and (error := done.exception()) is not None:
            log.error("a part of the bot failed: %s", type(error).__name__)
            stop.set()

    task.add_done_callback(ended)
    return task


async def _clean(house: House) -> None:
    """Erases what is erased by itself, now and then."""
    while True:
        with house.open_unit() as unit:
            clean(unit, house.vault, utc_now())
        await asyncio.sleep(CLEAN_EVERY.total_seconds())
