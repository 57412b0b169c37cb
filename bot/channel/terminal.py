"""How does one talk to Kawan in a terminal? Text is sent; a number presses the button of that number; Ctrl-D ends."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from bot.messages import ChatId, Choice, Incoming, Reply
from bot.text import Text
from bot.understanding.text import clean, command_of

ReadLine = Callable[[], Awaitable[str]]
"""Reads one line; raises EOFError at the end."""
Write = Callable[[str], None]
Answer = Callable[[Incoming], Awaitable[Sequence[Reply]]]
"""Answers one message; every effect of it is kept when it returns."""

HERE: Final = ChatId("terminal")


class TerminalSender:
    """Fulfils bot.ports.Sender. Remembers the choices shown since `forget`, so that a number can press one."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self.choices: list[Choice] = []

    async def send(self, chat: ChatId, reply: Reply) -> None:
        """The text, then a numbered line for each button."""
        self._write(shown(reply.text) + "\n")
        for choice in (one for row in reply.rows for one in row):
            self.choices.append(choice)
            self._write(f"  {len(self.choices)}. {choice.label}\n")
        self._write("\n")

    def forget(self) -> None:
        """Before new choices are shown."""
        self.choices = []


async def chat(answer: Answer, read_line: ReadLine, write: Write, chat_id: ChatId = HERE) -> None:
    """Talks until the input ends. Begins with /start, as Telegram does."""
    sender, line = TerminalSender(write), "/start"
    while True:
        incoming = said(line, sender.choices, chat_id)
        if incoming is not None:
            replies = await answer(incoming)
            sender.forget()
            for reply in replies:
                await sender.send(chat_id, reply)
        try:
            line = await read_line()
        except EOFError:
            return


def said(line: str, choices: list[Choice], chat_id: ChatId) -> Incoming | None:
    """What a line means, given the choices on the screen; None for an empty line."""
    text, key = clean(line), f"terminal:{uuid.uuid4().hex}"
    if not text:
        return None
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(choices):
        return Incoming("terminal", chat_id, key, press=choices[int(text) - 1].press)
    command, argument = command_of(text) or (None, "")
    if command == "start":
        return Incoming("terminal", chat_id, key, start=argument)
    return Incoming("terminal", chat_id, key, text="" if command else text, command=command)


def shown(text: Text) -> str:
    """The words; a link's address stands behind them."""
    said, end = "", 0
    for mark in sorted((one for one in text.marks if one.kind == "link"), key=lambda one: one.start):
        said += f"{text.plain[end : mark.start + mark.length]} ({mark.url})"
        end = mark.start + mark.length
    return said + text.plain[end:]
