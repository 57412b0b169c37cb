"""Do the channels without Telegram bring the same replies?"""

from collections.abc import Callable

import pytest

from bot.channel.terminal import chat, said, shown
from bot.channel.web import WebFetcher, WebSender
from bot.errors import Rejected
from bot.messages import Attachment, ChatId, Choice, Incoming, Reply
from bot.ports import OpenUnit
from bot.storage.vault import FileVault
from bot.text import Mark, Text, bold
from tests.channel.conftest import SettableClock
from tests.in_threads import InThreads

ROWS = ((Choice("Yes", "consent:yes"), Choice("No", "consent:no")),)


async def test_a_reply_waits_for_the_page(open_unit: OpenUnit, clock: SettableClock) -> None:
    await WebSender(open_unit, clock, InThreads(1, "test")).send(ChatId("visitor"), Reply(bold("Hello"), ROWS))
    with open_unit() as unit:
        (line,) = unit.tryit.since(ChatId("visitor"), 0)
    assert (line.mine, line.reply) == (False, Reply(bold("Hello"), ROWS))


async def test_a_file_of_the_page_comes_from_the_vault(vault: FileVault) -> None:
    ref = vault.put(b"photo")
    assert await WebFetcher(vault).fetch(Attachment("photo", ref)) == b"photo"
    vault.delete(ref)
    with pytest.raises(Rejected):
        await WebFetcher(vault).fetch(Attachment("photo", ref))


def reader(*lines: str) -> Callable[[], object]:
    left = iter(lines)

    async def read() -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    return read


async def test_a_number_presses_the_button_of_that_number() -> None:
    written: list[str] = []
    seen: list[Incoming] = []

    async def answer(incoming: Incoming) -> list[Reply]:
        seen.append(incoming)
        return [Reply(bold("Sure?"), ROWS)] if incoming.text == "ask" else [Reply(bold("Well"))]

    await chat(answer, reader("ask", "", "2", "/menu", "2"), written.append)
    assert [(one.text, one.press, one.command, one.start) for one in seen] == [
        ("", None, None, ""),
        ("ask", None, None, None),
        ("", "consent:no", None, None),
        ("", None, "menu", None),
        ("2", None, None, None),
    ]
    assert "Sure?\n" in written and "  2. No\n" in written


def test_a_number_without_a_button_is_text() -> None:
    incoming = said("3", [ROWS[0][0]], ChatId("here"))
    assert incoming is not None and (incoming.text, incoming.press) == ("3", None)


def test_a_link_stands_behind_its_words() -> None:
    told = bold("Call") + " " + Text("us", (Mark("link", 0, 2, "https://a.example"),)) + " & wait"
    assert shown(told) == "Call us (https://a.example) & wait"
