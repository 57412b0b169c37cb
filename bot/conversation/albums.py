"""Which updates of a chat are one message? The parts of an album, which Telegram brings one by one."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Incoming


def first_message(waiting: Sequence[Incoming]) -> int:
    """How many of the waiting updates, from the first on, are one message: an album's parts, else one."""
    album = waiting[0].album
    if album is None:
        return 1
    return next((number for number, one in enumerate(waiting) if one.album != album), len(waiting))


def merged(parts: Sequence[Incoming]) -> Incoming:
    """One message with the words and files of all parts."""
    words = "\n".join(part.text for part in parts if part.text)
    files = tuple(file for part in parts for file in part.attachments)
    return replace(parts[0], text=words, attachments=files)
