"""What did a person do, in Kawan's words? Turns an update of Telegram into an Incoming, or None when nobody is to answer.

Only private chats are heard. Edits, channel posts, groups and changes of membership are passed over in silence.
"""

from typing import Final

from telegram import Chat, Message, Update

from bot.channel.text import clean, command_of
from bot.messages import Attachment, AttachmentKind, ChatId, Incoming

ALLOWED_UPDATES: Final = ("message", "callback_query")
"""What Telegram is asked for."""

UNREADABLE: Final = (
    "sticker",
    "poll",
    "contact",
    "venue",
    "location",
    "dice",
    "game",
    "story",
    "checklist",
    "paid_media",
    "invoice",
    "giveaway",
)
"""A venue also has a location: the more exact word stands first."""

_FILES: Final[tuple[tuple[str, AttachmentKind, str], ...]] = (
    ("voice", "voice", "audio/ogg"),
    ("audio", "audio", "audio/mpeg"),
    ("video", "video", "video/mp4"),
    ("video_note", "video", "video/mp4"),
    ("document", "document", "application/octet-stream"),
)


def incoming_of(update: Update) -> Incoming | None:
    """What the update says; None when it is not for Kawan to answer."""
    if update.callback_query is not None:
        return _of_press(update)
    if update.message is None or update.message.chat.type != Chat.PRIVATE:
        return None
    return _of_message(update, update.message)


def _of_press(update: Update) -> Incoming | None:
    query = update.callback_query
    if query is None or query.message is None or query.message.chat.type != Chat.PRIVATE or not query.data:
        return None
    return Incoming(
        channel="telegram",
        chat=ChatId(str(query.message.chat.id)),
        key=f"telegram:{update.update_id}",
        press=clean(query.data, 64),
        language_hint=_hint(query.from_user.language_code),
    )


def _of_message(update: Update, message: Message) -> Incoming | None:
    files, text = _attachments(message), clean(message.text or message.caption)
    command, argument = (None if files else command_of(text)) or (None, "")
    unsupported = None if files or text else _unreadable(message)
    if not (files or text or unsupported or message.text):
        return None
    return Incoming(
        channel="telegram",
        chat=ChatId(str(message.chat.id)),
        key=f"telegram:{update.update_id}",
        text="" if command else text,
        start=argument[:64] if command == "start" else None,
        command=command if command != "start" else None,
        attachments=files,
        unsupported=unsupported,
        language_hint=_hint(message.from_user.language_code if message.from_user else None),
    )


def _attachments(message: Message) -> tuple[Attachment, ...]:
    if message.photo:
        largest = max(message.photo, key=lambda photo: photo.width * photo.height)
        return (Attachment("photo", largest.file_id, "image/jpeg", largest.file_size),)
    for name, kind, usual_mime in _FILES:
        found = getattr(message, name)
        if found is not None:
            mime = clean(getattr(found, "mime_type", None), 100) or usual_mime
            return (Attachment(kind, found.file_id, mime, found.file_size),)
    return ()


def _unreadable(message: Message) -> str | None:
    """Its name; "other" for a kind that is newer than the library; None for Telegram's own notes (a pinned message)."""
    known = next((name for name in UNREADABLE if getattr(message, name, None) is not None), None)
    return known or ("other" if "rich_message" in message.api_kwargs else None)


def _hint(code: str | None) -> str | None:
    return clean(code, 16) or None
