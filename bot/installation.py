"""Whose data is this? An installation remembers its keys and its bot, and a start with others is refused.

With other keys nothing opens and nobody is found again; another bot cannot write to the people of this one.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from bot.errors import SettingsError

BOT: Final = "bot"
"""Its value is the bot's number, the head of its token."""
KEY: Final = "key "
"""A name that begins so ends with a key's fingerprint; its value says whether the hashes are made with it."""
OLDEST: Final = "oldest"
LATER: Final = "later"


class Installation(Protocol):
    """What is remembered, by name."""

    def read(self) -> Mapping[str, str]: ...
    def keep(self, name: str, value: str) -> None:
        """Remembers it, unless something is remembered under this name."""
        ...

    def replace(self, name: str, value: str) -> None:
        """Remembers it instead of what was."""
        ...

    def fingerprints(self) -> Sequence[str]:
        """Those of the keys in hand, the newest first."""
        ...

    def opens(self) -> bool:
        """The keys in hand open what is sealed here, or there is nothing."""
        ...


def recognise(installation: Installation, bot_id: str | None, keys_from: str) -> bool:
    """Remembers keys and bot where they are new; returns whether something was. Raises SettingsError for others."""
    known, fingerprints = installation.read(), installation.fingerprints()
    if not any(name.startswith(KEY) for name in known) and not installation.opens():
        raise SettingsError(_other_keys(keys_from))
    new = {name: value for name, value in _facts(fingerprints, bot_id).items() if name not in known}
    for name, value in new.items():
        installation.keep(name, value)
    check(installation.read(), fingerprints, bot_id, keys_from)
    return bool(new)


def check(known: Mapping[str, str], fingerprints: Sequence[str], bot_id: str | None, keys_from: str) -> None:
    """Raises SettingsError when keys or bot are others than those that are remembered."""
    keys = {name.removeprefix(KEY): value for name, value in known.items() if name.startswith(KEY)}
    if [one for one, value in keys.items() if value == OLDEST] != [fingerprints[-1]]:
        raise SettingsError(_other_keys(keys_from))
    if not keys.keys() <= set(fingerprints):
        raise SettingsError(f"{keys_from}: a key that the data needs was taken away; put it back behind the new one")
    if bot_id is not None and known.get(BOT) != bot_id:
        raise SettingsError(
            f"TELEGRAM_BOT_TOKEN: is of bot {bot_id}, the data of bot {known.get(BOT)}; "
            "put that one's token back, or take the new bot on with `kawan adopt-bot`"
        )


def _facts(fingerprints: Sequence[str], bot_id: str | None) -> Mapping[str, str]:
    keys = {KEY + one: OLDEST if one == fingerprints[-1] else LATER for one in fingerprints}
    return {**keys, **({} if bot_id is None else {BOT: bot_id})}


def _other_keys(keys_from: str) -> str:
    return f"{keys_from}: the data was written with other keys; put those back (the oldest last, new ones in front)"
