"""What does every start look at before it does anything? Each thing that is wrong is one line that says what to do."""

from bot.commands.listening import check_listening
from bot.errors import SettingsError
from bot.house import House, build_house
from bot.installation import recognise
from bot.settings import Settings
from bot.storage.engine import open_engine
from bot.storage.folder import check_folder
from bot.storage.migrate import check_migrated, is_filled
from bot.storage.standing import GONE, check_standing, is_marked, mark


def house_of(settings: Settings) -> House:
    """Returns the house over whatever the database holds. Raises SettingsError for a wrong folder, key or catalogue."""
    check_folder(settings.data)
    check_standing(settings.data, open_engine(settings.database_url))
    return build_house(settings)


def open_house(settings: Settings, wants_bot: bool = False) -> House:
    """Returns the house of a process that works with the data of this very installation. Raises SettingsError."""
    check_listening(settings, bot=wants_bot)
    house = house_of(settings)
    check_not_lost(house)
    check_migrated(house.database)
    recognise_owner(house)
    mark(settings.data)
    return house


def check_not_lost(house: House) -> None:
    """Raises SettingsError for an empty database where an installation stood: it is not filled as if all were new."""
    if is_marked(house.settings.data) and not is_filled(house.database):
        raise SettingsError(GONE)


def recognise_owner(house: House, whichever_bot: bool = False) -> None:
    """Refuses other keys and another bot than the data's own; remembers those of the first start."""
    settings = house.settings
    bot_id = None if whichever_bot else settings.bot_id
    with house.open_unit() as unit:
        if recognise(unit.installation, bot_id, "KAWAN_KEYS" if settings.keys else "KAWAN_DATA/keys"):
            unit.commit()
