"""How do Rasa's own commands run on Kawan? `.venv/bin/rasa` is this.

`rasa run actions` gets Kawan's conversation on a demonstration of its own in KAWAN_DATA/shell: its database, its keys, its
files. The live ones are not opened.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace

from actions.asking import Asking
from actions.base import KawanAction
from bot.commands.edge import ended
from bot.commands.opening import house_of
from bot.commands.setup import prepare
from bot.dialogue.commands import run_rasa
from bot.dialogue.quiet import quiet_warnings
from bot.house import build_talk
from bot.settings import Secret, Settings, read_settings
from bot.storage.disk import make_folder


def main(arguments: Sequence[str]) -> int:
    """Runs a command of Rasa's; an error of ours is one line and exit code 2."""
    quiet_warnings()
    return ended(lambda: _run(arguments))


def _run(arguments: Sequence[str]) -> int:
    if list(arguments[:2]) == ["run", "actions"] and not {"-h", "--help"} & set(arguments):
        bring_conversation()
    return run_rasa(arguments)


def bring_conversation() -> None:
    """Makes or opens the demonstration, and lets the actions ask its conversation."""
    settings = read_settings()
    if settings.data.parent.is_dir():
        make_folder(settings.data)
    house = house_of(demonstration(settings))
    print(f"Demonstration: {house.settings.data}")
    print(f"Its console: DATABASE_URL= KAWAN_KEYS= KAWAN_DATA={house.settings.data} CONSOLE_PORT=8090 kawan console")
    prepare(house)
    KawanAction.ask = Asking(house.open_unit, build_talk(house.phrases, house.library.current))


def demonstration(settings: Settings) -> Settings:
    """Returns the settings with a folder, a database and keys of their own, and without Telegram."""
    data = settings.data / "shell"
    return replace(
        settings,
        data=data,
        database_url=Secret(f"sqlite:///{data / 'kawan.sqlite'}"),
        keys=(),
        telegram_token=None,
        telegram_webhook_url=None,
        telegram_webhook_secret=None,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
