"""What was said on the console's "Try it" page?

The page is a channel like Telegram: its messages enter the inbox, the bot's replies are kept here (encrypted) until
the page has shown them. Lines older than a day are erased.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.messages import ChatId, Reply

KEEP: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of the chat. `mine` is what the visitor wrote or pressed; else it is the bot's reply. One that cannot be opened
    has no words and is not `readable`."""

    id: int
    mine: bool
    reply: Reply
    readable: bool = True


class TryItLines(Protocol):
    """Stored lines of "Try it" chats."""

    def add(self, chat: ChatId, mine: bool, reply: Reply, now: datetime) -> int: ...
    def since(self, chat: ChatId, after: int, limit: int = 200) -> Sequence[ChatLine]: ...
    def erase_before(self, moment: datetime) -> int: ...
    def erase_chat(self, chat: ChatId) -> int: ...
