"""The terminal as a channel: a number presses a button, everything else is said."""

import asyncio
import html
import re
import sys
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from bot.errors import Rejected
from bot.messages import Attachment, ChatId, Choice, Incoming, Reply
from bot.ports import Dialogue


class NoFiles:
    """Fulfils bot.ports.Fetcher: a terminal has no files."""

    async def fetch(self, attachment: Attachment) -> bytes:
        """Never."""
        raise Rejected("a terminal has no files")


def plain(text: str) -> str:
    """Telegram HTML without its tags."""
    return html.unescape(re.sub(r"</?[a-z][^>]*>", "", text))


def show(replies: Sequence[Reply], write: Callable[[str], Any]) -> list[Choice]:
    """Writes the replies with numbered choices; answers the choices."""
    for reply in replies:
        write(f"\n{plain(reply.text)}\n")
    choices = [choice for row in (replies[-1].rows if replies else ()) for choice in row]
    for number, choice in enumerate(choices, 1):
        write(f"  {number:>2}  {choice.label}\n")
    return choices


async def chat(
    dialogue: Dialogue,
    chat_id: ChatId,
    read_line: Callable[[], str] = sys.stdin.readline,
    write: Callable[[str], Any] = sys.stdout.write,
) -> None:
    """Talks until the input ends."""
    incoming = Incoming("terminal", chat_id, uuid.uuid4().hex, start="")
    while True:
        choices = show(await dialogue.turn(incoming, NoFiles()), write)
        write("> ")
        line = await asyncio.to_thread(read_line)
        if not line:
            return
        incoming = _said(line.strip(), choices, chat_id)


def _said(line: str, choices: Sequence[Choice], chat_id: ChatId) -> Incoming:
    key = uuid.uuid4().hex
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(choices):
        return Incoming("terminal", chat_id, key, press=choices[int(line) - 1].press)
    if line.startswith("/"):
        return Incoming("terminal", chat_id, key, command=line[1:])
    return Incoming("terminal", chat_id, key, text=line)
