"""What does every start look at before it does anything? Each thing that is wrong is one line that says what to do."""

from bot.commands.listening import check_listening
from bot.house import House, build_house
from bot.installation import recognise
from bot.settings import Settings
from bot.storage.folder import check_folder
from bot.storage.migrate import check_migrated


def house_of(settings: Settings) -> House:
    """Returns the house over whatever the database holds. Raises SettingsError for a wrong folder, key or catalogue."""
    check_folder(settings.data)
    return build_house(settings)


def open_house(settings: Settings, wants_bot: bool = False) -> House:
    """Returns the house of a process that works with the data of this very installation. Raises SettingsError."""
    check_listening(settings, bot=wants_bot)
    house = house_of(settings)
    check_migrated(house.database)
    recognise_owner(house)
    return house


def recognise_owner(house: House, whichever_bot: bool = False) -> None:
    """Refuses other keys and another bot than the data's own; remembers those of the first start."""
    settings = house.settings
    bot_id = None if whichever_bot else settings.bot_id
    with house.open_unit() as unit:
        if recognise(unit.installation, bot_id, "KAWAN_KEYS" if settings.keys else "KAWAN_DATA/keys"):
            unit.commit()
