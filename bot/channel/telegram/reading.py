"""What did a person do, in Kawan's words? Reads Telegram's updates as they came, field by field.

Only the twenty fields that Kawan uses are looked at, and what can be read of a broken update is answered: a text whose
entities are wrong is still a text. Only private chats are heard; edits, channel posts and groups are passed over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.channel.telegram.raw import Unparsed, number, thing, update_id_of, words
from bot.channel.telegram.shared import shared, with_links
from bot.mail.inbox import Arrival
from bot.mail.incoming import KIND, read_incoming
from bot.messages import Attachment, AttachmentKind, ChatId, Incoming
from bot.understanding.text import clean, command_of

ALLOWED_UPDATES: Final = ("message", "callback_query", "my_chat_member")
"""What Telegram is asked for."""

UNSUPPORTED: Final[Sequence[str]] = (
    *("sticker", "poll", "contact", "venue", "location", "dice", "game", "story", "checklist", "paid_media", "invoice"),
    *("giveaway", "photo", "voice", "audio", "video", "video_note", "document", "animation", "rich_message"),
    "live_photo",
)
"""Content that Kawan cannot take; of the files those that name no file. A venue also has a location: the more exact word
stands first."""

_NOTES: Final[Sequence[str]] = (
    *("pinned_message", "message_auto_delete_timer_changed", "successful_payment", "refunded_payment"),
    *("users_shared", "chat_shared", "gift", "unique_gift", "gift_upgrade_sent", "connected_website"),
    *("write_access_allowed", "passport_data", "proximity_alert_triggered", "boost_added", "chat_background_set"),
    *("checklist_tasks_done", "checklist_tasks_added", "forum_topic_created", "forum_topic_edited"),
    *("forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden"),
    *("giveaway_created", "giveaway_winners", "giveaway_completed", "managed_bot_created"),
    *("paid_message_price_changed", "poll_option_added", "poll_option_deleted", "web_app_data"),
)
"""What Telegram itself notes in a private chat: nobody said it, and nobody waits for an answer."""

_AROUND: Final[Sequence[str]] = (
    *("message_id", "message_thread_id", "direct_messages_topic", "from", "sender_chat", "sender_boost_count"),
    *(
        "sender_business_bot",
        "sender_tag",
        "date",
        "guest_query_id",
        "business_connection_id",
        "chat",
        "forward_origin",
    ),
    *("is_topic_message", "is_automatic_forward", "reply_to_message", "external_reply", "quote", "reply_to_story"),
    *("reply_to_checklist_task_id", "reply_to_poll_option_id", "via_bot", "guest_bot_caller_user", "edit_date"),
    *("guest_bot_caller_chat", "has_protected_content", "is_from_offline", "is_paid_post", "media_group_id", "text"),
    *("author_signature", "paid_star_count", "entities", "link_preview_options", "suggested_post_info", "effect_id"),
    *("caption", "caption_entities", "show_caption_above_media", "has_media_spoiler", "reply_markup"),
)
"""What stands around a message's content, and the words, which are read. A field that is neither this nor a note is content
of a kind that Telegram has had only since."""

_FILES: Final[tuple[tuple[str, AttachmentKind, str], ...]] = (
    ("voice", "voice", "audio/ogg"),
    ("audio", "audio", "audio/mpeg"),
    ("video", "video", "video/mp4"),
    ("video_note", "video", "video/mp4"),
    ("document", "document", "application/octet-stream"),
    ("animation", "document", "video/mp4"),
)
MIME: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_THERE: Final = {"creator": True, "administrator": True, "member": True, "left": False, "kicked": False}


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether the bot is in a chat now: a worker blocked it or took it back (`private`), a group took it in or threw it
    out."""

    chat: ChatId
    private: bool
    present: bool


@dataclass(frozen=True, slots=True)
class Migration:
    """A group became a supergroup, and has another number now."""

    old: ChatId
    new: ChatId


def arrival_of(raw: object, bot_id: str) -> Arrival | None:
    """The update as the inbox takes it; None when it is certainly not for Kawan to answer. Never raises."""
    if isinstance(raw, Unparsed):
        return _aside(raw, bot_id, "no_json", raw.text, raw.error)
    kind = kind_of(raw)
    content = thing(raw).get(kind)
    if kind == "other":
        passed_over = update_id_of(raw) is not None and len(thing(raw)) > 1
        return None if passed_over else _aside(raw, bot_id, kind, raw, "NoContent")
    if kind not in ALLOWED_UPDATES or not isinstance(content, dict):
        return _aside(raw, bot_id, kind, raw, "NoObject")
    if kind == "my_chat_member":
        return None if notice_of(raw) else _aside(raw, bot_id, kind, raw, "NoMembership")
    if _elsewhere(kind, content):
        return None
    if chat := _private_chat(kind, content):
        return Arrival("telegram", chat, key_of(raw, bot_id), raw, kind)
    return _aside(raw, bot_id, kind, raw, "NoChat")


def notice_of(raw: object) -> Membership | Migration | None:
    """What the update says about Kawan's place in a chat; None when it says nothing about it. Never raises."""
    update = thing(raw)
    return _membership(thing(update.get("my_chat_member"))) or _migration(thing(update.get("message")))


def read(body: Any, kind: str) -> Incoming | None:
    """Fulfils bot.ports.Reader: what the stored update says. None for what Telegram itself notes in a chat; raises
    ValueError when nothing of it can be read."""
    if kind == KIND:
        return read_incoming(body, kind)
    kind = kind_of(body)
    content = thing(thing(body).get(kind))
    chat = _private_chat(kind, content)
    if chat is None:
        raise ValueError("no chat")
    key = f"telegram:{update_id_of(body)}"
    return _press(content, chat, key) if kind == "callback_query" else _message(content, chat, key)


def key_of(raw: object, bot_id: str) -> str:
    """Unique for bot and update. What has no id is told from others by its content alone."""
    update_id = update_id_of(raw)
    return f"telegram:{bot_id}:{'none' if update_id is None else update_id}"


def kind_of(raw: object) -> str:
    """What it is, in a word that holds nothing of what it says: a kind of update, "other", or a kind of JSON value."""
    if not isinstance(raw, dict):
        return type(raw).__name__
    present = [name for name in ("callback_query", "message", "my_chat_member") if raw.get(name) is not None]
    whole = [name for name in present if isinstance(raw[name], dict)]
    named = [name for name in ALLOWED_UPDATES if name in raw]
    return next(iter((*whole, *present, *named)), "other")


def query_of(raw: object) -> str | None:
    """The id of a press, by which Telegram is told that it came."""
    return _plain(words(thing(thing(raw).get("callback_query")).get("id")), 64) or None


def _aside(raw: object, bot_id: str, kind: str, body: Any, error: str) -> Arrival:
    return Arrival("telegram", None, key_of(raw, bot_id), body, kind, error)


def _elsewhere(kind: str, content: dict[str, Any]) -> bool:
    """It was said in a group or a channel, or pressed under a game or a message that a person carried elsewhere."""
    if kind == "callback_query" and any(
        content.get(name) is not None for name in ("inline_message_id", "game_short_name")
    ):
        return True
    chat = thing(_chat(kind, content))
    group = chat.get("type") != "private" and number(chat.get("id"), most=-1) is not None
    return group or chat.get("type") in ("group", "supergroup", "channel")


def _private_chat(kind: str, content: dict[str, Any]) -> ChatId | None:
    """A person's chat has the person's number, which is above zero. Kawan's buttons hang in private chats alone: where
    the message with the button is missing, the chat is that of whoever pressed it."""
    chat = _chat(kind, content)
    told = number(chat.get("id") if isinstance(chat, dict) else chat)
    if told is None and kind == "callback_query":
        told = number(thing(content.get("from")).get("id"))
    return ChatId(str(told)) if told is not None and told > 0 else None


def _chat(kind: str, content: dict[str, Any]) -> object:
    return (thing(content.get("message")) if kind == "callback_query" else content).get("chat")


def _press(query: dict[str, Any], chat: ChatId, key: str) -> Incoming:
    token = clean(words(query.get("data")), 64)
    if not token:
        raise ValueError("a press without a token")
    return Incoming("telegram", chat, key, press=token, language_hint=_hint(query))


def _message(message: dict[str, Any], chat: ChatId, key: str) -> Incoming | None:
    files, said = _attachments(message), words(message.get("text")) or words(message.get("caption"))
    marks = message.get("entities") or message.get("caption_entities")
    text = clean(said) if said else ""
    text = with_links(text, marks) if marks else text
    command, argument = (command_of(text) if text.startswith("/") and not files else None) or (None, "")
    unsupported = None if files or text else _unsupported(message)
    if not (files or said or unsupported):
        if not any(name in message for name in _NOTES):
            raise ValueError("nothing that can be read")
        return None
    return Incoming(
        channel="telegram",
        chat=chat,
        key=key,
        text="" if command else text,
        start=argument[:64] if command == "start" else None,
        command=command if command != "start" else None,
        attachments=files,
        unsupported=unsupported,
        shared=shared(message) if unsupported else "",
        language_hint=_hint(message),
        album=_plain(words(message.get("media_group_id")), 64) or None,
    )


def _attachments(message: dict[str, Any]) -> tuple[Attachment, ...]:
    """At most one: Telegram brings each picture of an album in a message of its own."""
    sizes = message.get("photo")
    photos = [thing(one) for one in (sizes if isinstance(sizes, list) else [sizes]) if _ref(one)]
    if photos:
        return (_attachment("photo", max(photos, key=_area), "image/jpeg"),)
    for name, kind, usual_mime in _FILES:
        if _ref(message.get(name)):
            mime = message[name].get("mime_type")
            return (_attachment(kind, message[name], _mime(mime) or usual_mime),)
    return ()


def _mime(told: object) -> str:
    """Type and subtype alone: what a sender's program writes behind them may be anything."""
    found = MIME.match(_plain(told, 100).casefold())
    return found[0] if found else ""


def _attachment(kind: AttachmentKind, file: dict[str, Any], mime: str) -> Attachment:
    return Attachment(kind, _ref(file), mime, number(file.get("file_size"), 0))


def _ref(file: object) -> str:
    """The handle by which the file is fetched; nothing when there is none that could be sent back."""
    ref = words(thing(file).get("file_id"))
    return ref if ref.isascii() and ref.isprintable() else ""


def _area(size: dict[str, Any]) -> tuple[int, int]:
    width, height, length = (number(size.get(name), 0) or 0 for name in ("width", "height", "file_size"))
    return width * height, length


def _unsupported(message: dict[str, Any]) -> str | None:
    """Its name; "other" for a message of pages and tables, and for what Telegram has only since: she said something."""
    known = next((name for name in UNSUPPORTED if message.get(name) is not None), None)
    new = known is None and any(
        value is not None and name not in _AROUND and name not in _NOTES for name, value in message.items()
    )
    return "other" if known == "rich_message" or new else known


def _hint(content: dict[str, Any]) -> str | None:
    return _plain(thing(content.get("from")).get("language_code"), 16) or None


def _plain(value: object, longest: int) -> str:
    """A technical word; what cannot be seen in it goes."""
    if not isinstance(value, str):
        return ""
    return value.strip()[:longest] if value.isascii() and value.isprintable() else clean(value, longest)


def _membership(change: dict[str, Any]) -> Membership | None:
    chat, member = number(thing(change.get("chat")).get("id")), thing(change.get("new_chat_member"))
    status = words(member.get("status"))
    present = member.get("is_member") is True if status == "restricted" else _THERE.get(status)
    return None if not chat or present is None else Membership(ChatId(str(chat)), chat > 0, present)


def _migration(message: dict[str, Any]) -> Migration | None:
    """Telegram says it twice, in the old group and in the new."""
    here = number(thing(message.get("chat")).get("id"), most=-1)
    new = number(message.get("migrate_to_chat_id"), most=-1) or here
    old = number(message.get("migrate_from_chat_id"), most=-1) or here
    return None if old is None or new is None or old == new else Migration(ChatId(str(old)), ChatId(str(new)))
