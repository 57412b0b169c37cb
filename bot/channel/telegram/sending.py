"""How does a reply reach a Telegram chat, and how does a file come from one?

Telegram's errors become decisions: wait and repeat, stop because she is gone, stop because it can never be sent.
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
from bot.errors import Moved, Rejected, SendLater, Unreachable
from bot.messages import Attachment, ChatId, Reply
from bot.text import Text

PAUSE: Final = 5.0
"""Seconds to wait when Telegram does not answer or is ill."""
LONG_PAUSE: Final = 60.0
"""Seconds to wait when the operator must act (a token that was revoked)."""
PATIENCE: Final = 30.0
"""A reply is sent within these seconds or left to the outbox: a turn must end before its lease does."""
LARGEST: Final = 20 * 1024 * 1024
"""Bytes; Telegram lets bots fetch no larger file."""
PRESS_BYTES: Final = 64
_GONE: Final = ("chat not found", "user not found", "peer_id_invalid", "user_id_invalid")
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)

Bot = ExtBot[Any]


class TelegramSender:
    """Fulfils bot.ports.Sender."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def parts(self, reply: Reply) -> Sequence[Reply]:
        """Long texts go in several messages; the buttons stand under the last."""
        cut = split(reply.text)
        return [Reply(part, reply.rows if number == len(cut) else ()) for number, part in enumerate(cut, 1)]

    async def send(self, chat: ChatId, reply: Reply) -> None:
        """One message. Raises SendLater, Moved, Unreachable or Rejected."""
        if not reply.text.plain.strip():
            raise Rejected("nothing to send")
        with errors_as_decisions():
            async with asyncio.timeout(PATIENCE):
                await self._post(chat_number(chat), reply.text, keyboard_of(reply))

    async def _post(self, number: int, part: Text, keyboard: InlineKeyboardMarkup | None) -> None:
        entities = [MessageEntity(**one) for one in entities_of(part)]
        await self._bot.send_message(
            number, part.plain, entities=entities, link_preview_options=_NO_PREVIEW, reply_markup=keyboard
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
    """Inside, errors of the library are raised as SendLater, Unreachable or Rejected."""
    try:
        yield
    except TimeoutError as error:
        raise SendLater(PAUSE) from error
    except TelegramError as error:
        raise decision_of(error) from error


def decision_of(error: TelegramError) -> SendLater | Moved | Unreachable | Rejected:
    """What an error of Telegram means for us. A BadRequest is a NetworkError to the library, so it is asked first."""
    match error:
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case RetryAfter():
            return SendLater(_seconds(error))
        case Forbidden():
            return Unreachable(type(error).__name__)
        case BadRequest():
            gone = any(words in error.message.casefold() for words in _GONE)
            return Unreachable("chat not found") if gone else Rejected(type(error).__name__)
        case NetworkError():
            return SendLater(PAUSE)
    return SendLater(LONG_PAUSE)


def keyboard_of(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons of a reply. Raises Rejected when a token is longer than Telegram carries."""
    choices = [choice for row in reply.rows for choice in row]
    if any(not 1 <= len(choice.press.encode()) <= PRESS_BYTES or not choice.label for choice in choices):
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
