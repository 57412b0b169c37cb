"""Which words do the channels and the dialogue share?

An `Incoming` is one thing a person did (wrote, pressed, sent a photo); a `Reply` is one message back.
Nothing here knows Telegram or Rasa.
"""

from dataclasses import dataclass, field
from typing import Literal, NewType

from bot.text import Text

ChatId = NewType("ChatId", str)
"""The channel's own number of a chat. Personal: it is stored encrypted and never logged."""

ChannelName = Literal["telegram", "web", "terminal"]
AttachmentKind = Literal["photo", "voice", "audio", "video", "document"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message. `ref` is the channel's handle to fetch it; `size` is in bytes, when told."""

    kind: AttachmentKind
    ref: str
    mime: str = "application/octet-stream"
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did. `key` is unique for the update that brought it, so a repeat can be known.

    At most one of `press` (a button's token), `start` (the token of a deep link) and `command` (without slash) is set.
    `unsupported` names what was sent when Kawan cannot read it ("sticker", "poll", ...): it is answered kindly.
    `shared` says in words what came without any: a place, somebody's number. It joins a complaint or a case; outside of
    those it is answered as `unsupported`. `album` is shared by the messages of one album.
    """

    channel: ChannelName
    chat: ChatId
    key: str
    text: str = ""
    press: str | None = None
    start: str | None = None
    command: str | None = None
    attachments: tuple[Attachment, ...] = ()
    unsupported: str | None = None
    shared: str = ""
    language_hint: str | None = None
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says, and the token that comes back when it is pressed (at most 64 bytes)."""

    label: str
    press: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a worker: words with their marks, and rows of buttons under it."""

    text: Text
    rows: tuple[tuple[Choice, ...], ...] = field(default=())
