"""How does a reply reach a Telegram chat, and how does a file come from one?

Telegram's errors become decisions: wait and repeat, follow a group to its new number, stop because she is gone, stop
because this can never be sent.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from telegram import File, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.channel.telegram.split import entities_of, split
from bot.errors import ChannelAway, Moved, Rejected, SendError, SendLater, Unreachable
from bot.messages import Attachment, ChatId, Reply
from bot.text import blank

PAUSE: Final = 1.0
"""Seconds to wait at first when Telegram does not answer or is ill; the courier doubles them."""
LONG_PAUSE: Final = 60.0
"""Seconds to wait when the operator must act (a token that was revoked)."""
PATIENCE: Final = 30.0
"""Seconds for one message. When they are over, nobody knows whether it arrived: it is sent again, and may come twice."""
LARGEST: Final = 20 * 1024 * 1024
"""Bytes; Telegram lets bots fetch no larger file."""
PRESS_BYTES: Final = 64
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

Bot = ExtBot[Any]


class TelegramSender:
    """Fulfils bot.ports.Sender."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def parts(self, reply: Reply) -> Sequence[Reply]:
        """Messages of the length that Telegram takes; the buttons stand under the last. None for nothing that can be seen."""
        texts = split(reply.text)
        return [Reply(part) for part in texts[:-1]] + [Reply(part, reply.rows) for part in texts[-1:]]

    async def send(self, chat: ChatId, reply: Reply) -> None:
        """Words and entities: nothing in them can be taken for a tag."""
        number, keyboard = chat_number(chat), keyboard_of(reply)
        if blank(reply.text.plain):
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
        """The bytes of a file somebody sent."""
        if (attachment.size or 0) > LARGEST:
            raise Rejected("larger than Telegram gives to bots")
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
        raise ChannelAway(PAUSE) from None
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
        case NetworkError():
            return ChannelAway(PAUSE)
    return ChannelAway(LONG_PAUSE)


def keyboard_of(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons of a reply. Raises Rejected when a token is longer than Telegram carries, or a label cannot be seen."""
    choices = [choice for row in reply.rows for choice in row]
    if any(not 1 <= len(choice.press.encode()) <= PRESS_BYTES or blank(choice.label) for choice in choices):
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
