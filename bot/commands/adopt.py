"""How does an operator give this installation another bot?"""

import asyncio

from bot.channel.telegram.polling import BotApi, CallFailed
from bot.commands.opening import check_not_lost, house_of, recognise_owner
from bot.errors import SettingsError
from bot.house import utc_now
from bot.settings import read_settings
from bot.storage.migrate import check_migrated
from bot.usecases.adopt import Adopted, adopt_bot


def adopt() -> int:
    """Takes on the bot of TELEGRAM_BOT_TOKEN, once Telegram knows it, and says what that means."""
    settings = read_settings()
    if settings.bot_id is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN: is not set; put the new bot's token there")
    house = house_of(settings)
    check_not_lost(house)
    check_migrated(house.database)
    recognise_owner(house, whichever_bot=True)
    asyncio.run(_ask(BotApi(settings.telegram_api_url, settings.telegram_token or "")))
    with house.open_unit() as unit:
        adopted = adopt_bot(unit, settings.bot_id, utc_now())
        unit.commit()
    _tell(settings.bot_id, adopted)
    return 0


async def _ask(api: BotApi) -> None:
    """Nobody of the old bot can be reached afterwards: a token with a typing mistake must not do that."""
    try:
        async with api:
            await api.call("getMe")
    except CallFailed as failure:
        line = f"TELEGRAM_API_URL: Telegram cannot be asked about this bot ({failure.what}); try again"
        raise SettingsError(line) from None


def _tell(bot_id: str, adopted: Adopted) -> None:
    print(f"Bot {bot_id} is taken on; before: {adopted.before or 'none'}.")
    if adopted.people == 0:
        return
    print(f"Telegram lets it write only to those who write to it first. {adopted.people} people could be reached;")
    print(
        "each of them is again when she writes to the new bot. Tell them its name, and add it to the centres' groups."
    )
