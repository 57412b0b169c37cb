"""How does a reply reach a Telegram chat, and how does a file come from one?

Telegram's errors become decisions: wait and repeat, follow a group to its new number, stop because she is gone, stop
because this can never be sent.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate, pairwise
from typing import Any, Final

import httpx
from telegram import File, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.channel.telegram.raw import parsed, thing
from bot.channel.telegram.split import split
from bot.errors import ChannelAway, Moved, Rejected, SendError, SendLater, Unreachable
from bot.messages import Attachment, ChatId, Reply
from bot.text import Mark, MarkKind, Text, blank

PAUSE: Final = 1.0
"""Seconds to wait at first when Telegram does not answer or is ill; the courier doubles them."""
LONG_PAUSE: Final = 60.0
"""Seconds to wait when the operator must act (a token that was revoked)."""
PATIENCE: Final = 30.0
"""Seconds for one message. When they are over, nobody knows whether it arrived: it is sent again, and may come twice."""
LARGEST: Final = 20 * 1024 * 1024
"""Bytes; Telegram lets bots fetch no larger file."""
FETCH_PAUSES: Final = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each further try to fetch a file: a line that was cut costs her no file, and her chat does not wait long."""
SILENCE_PAUSE: Final = 60.0
"""Seconds until a message is sent again that Telegram took without an answer: perhaps it arrived."""
PRESS_BYTES: Final = 64
OK: Final = 200
"""HTTP's own number."""
_GONE: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_id_invalid",
    "input_user_deactivated",
    "group chat was deactivated",
    "bot is not a member",
    "chat_write_forbidden",
    "chat_restricted",
    "no rights to send",
    "not enough rights to send",
    "need administrator rights",
)
"""What Telegram says, as a bad request, of a chat that takes no message of the bot."""
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
SHORT: Final = 2_000
"""Characters of a text that need not be cut."""
NESTING: Final[tuple[tuple[MarkKind, str], ...]] = (("link", "text_link"), ("bold", "bold"), ("italic", "italic"))
"""The outermost first: entities must not cross, so an inner one is cut where an outer one begins or ends."""

Bot = ExtBot[Any]


class SendingRequest(HTTPXRequest):
    """Of what Telegram says of a message that it took, nothing is read but that it took it: one whose details cannot be
    read would be sent again."""

    async def do_request(self, url: str, *args: Any, **options: Any) -> tuple[int, bytes]:
        """As the library's, with True for the message; an answer that says nothing is none."""
        code, answer = await super().do_request(url, *args, **options)
        if code == OK and url.endswith("/sendMessage"):
            taken = thing(parsed(answer)).get("ok") is True
            return code, b'{"ok": true, "result": true}' if taken else b""
        return code, answer


class TelegramSender:
    """Fulfils bot.ports.Sender."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def parts(self, reply: Reply) -> Sequence[Reply]:
        """Messages of the length that Telegram takes; the buttons stand under the last. None for nothing that can be seen."""
        plain = reply.text.plain
        if len(plain) <= SHORT and plain == plain.strip() and _seen(plain):
            return [reply]
        texts = split(reply.text)
        return [Reply(part) for part in texts[:-1]] + [Reply(part, reply.rows) for part in texts[-1:]]

    async def send(self, chat: ChatId, reply: Reply) -> None:
        """Words and entities: nothing in them can be taken for a tag."""
        number, keyboard = chat_number(chat), keyboard_of(reply)
        if not _seen(reply.text.plain):
            raise Rejected("nothing to send")
        entities = [MessageEntity(**one) for one in entities_of(reply.text)]
        with errors_as_decisions():
            async with asyncio.timeout(PATIENCE):
                await self._bot.send_message(
                    number,
                    reply.text.plain,
                    entities=entities,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=keyboard,
                )


class TelegramFetcher:
    """Fulfils bot.ports.Fetcher."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of a file somebody sent; tried again for some seconds while Telegram does not answer."""
        if (attachment.size or 0) > LARGEST:
            raise Rejected("larger than Telegram gives to bots")
        for pause in FETCH_PAUSES:
            try:
                return await self._fetch(attachment)
            except SendLater:
                await asyncio.sleep(pause)
        return await self._fetch(attachment)

    async def _fetch(self, attachment: Attachment) -> bytes:
        try:
            with errors_as_decisions():
                return await self._download(await self._bot.get_file(attachment.ref))
        except Unreachable as error:
            raise Rejected("Telegram does not give this file") from error

    async def _download(self, file: File) -> bytes:
        """A link that has gone stale is "not found", which the library takes for a wrong token."""
        if not file.file_path:
            raise Rejected("Telegram gives no path for this file")
        try:
            return bytes(await file.download_as_bytearray())
        except InvalidToken as error:
            raise Rejected("the file is gone") from error


@contextmanager
def errors_as_decisions() -> Iterator[None]:
    """Inside, errors of the library are raised as SendLater, Moved, Unreachable or Rejected. The library's own words are
    not handed on: they may hold the token."""
    try:
        yield
    except TimeoutError:
        raise SendLater(SILENCE_PAUSE) from None
    except TelegramError as error:
        raise decision_of(error) from None


def decision_of(error: TelegramError) -> SendError:
    """What an error of Telegram means for us. A BadRequest is a NetworkError to the library, so it is asked first."""
    match error:
        case RetryAfter():
            return SendLater(_seconds(error))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Unreachable(type(error).__name__)
        case BadRequest():
            gone = any(words in error.message.casefold() for words in _GONE)
            return Unreachable("the chat takes nothing") if gone else Rejected(type(error).__name__)
        case TimedOut() if isinstance(error.__cause__, httpx.ReadTimeout):
            return SendLater(SILENCE_PAUSE)
        case NetworkError():
            return ChannelAway(PAUSE)
    return ChannelAway(LONG_PAUSE)


def _seen(words: str) -> bool:
    """Something of it can be seen: a letter or a figure, nearly always, or at least a sign."""
    return any(map(str.isalnum, words)) or not blank(words)


def keyboard_of(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons of a reply. Raises Rejected when a token is longer than Telegram carries, or a label cannot be seen."""
    choices = [choice for row in reply.rows for choice in row]
    if any(not 1 <= len(choice.press.encode()) <= PRESS_BYTES or not _seen(choice.label) for choice in choices):
        raise Rejected("a button has no label, or its token not 1 to 64 bytes")
    rows = [[InlineKeyboardButton(one.label, callback_data=one.press) for one in row] for row in reply.rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def chat_number(chat: ChatId) -> int:
    """Telegram's number of a chat. Raises Rejected."""
    try:
        return int(chat)
    except ValueError:
        raise Rejected("not a chat of Telegram") from None


def _seconds(error: RetryAfter) -> float:
    """The library answers seconds or, when so configured, a timedelta."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def entities_of(text: Text) -> list[dict[str, Any]]:
    """The marks as Telegram's entities. None is empty or begins or ends with white space, and none crosses another."""
    at = list(accumulate((2 if ord(letter) > 0xFFFF else 1 for letter in text.plain), initial=0))
    cuts, entities = set[int](), list[dict[str, Any]]()
    for kind, name in NESTING:
        marks = _merged(one for one in text.marks if one.kind == kind)
        for mark in (piece for one in marks for piece in _pieces(one, cuts)):
            start, end = _trimmed(text.plain, mark.start, mark.start + mark.length)
            if start < end:
                entity = {"type": name, "offset": at[start], "length": at[end] - at[start]}
                entities.append({**entity, "url": mark.url} if mark.url else entity)
        cuts.update(edge for one in marks for edge in (one.start, one.start + one.length))
    return sorted(entities, key=lambda one: (one["offset"], -one["length"]))


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """Marks of one kind without overlaps; what touches and is the same becomes one, of two links the first goes on."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda one: one.start):
        last, end = merged[-1] if merged else None, mark.start + mark.length
        begun = last.start + last.length if last else mark.start
        if last is not None and mark.start <= begun and mark.url == last.url:
            merged[-1] = replace(last, length=max(begun, end) - last.start)
        elif end > max(begun, mark.start):
            start = max(begun, mark.start)
            merged.append(replace(mark, start=start, length=end - start))
    return merged


def _pieces(mark: Mark, cuts: set[int]) -> Iterator[Mark]:
    end = mark.start + mark.length
    edges = [mark.start, *sorted(cut for cut in cuts if mark.start < cut < end), end]
    return (Mark(mark.kind, first, last - first, mark.url) for first, last in pairwise(edges))


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    """Within the text, and without white space at its ends."""
    words = plain[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
