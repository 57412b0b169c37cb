"""Which centres are there?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.messages import ChatId


@dataclass(frozen=True, slots=True)
class Centre:
    """A Migrant Worker Resource Centre. `group_chat` is its staff's Telegram group, when it has one; `group_lost_at` says
    since when the group no longer takes the bot's messages."""

    id: int
    name: str
    country: str
    group_chat: ChatId | None = None
    group_lost_at: datetime | None = None


class Centres(Protocol):
    """Stored centres."""

    def add(self, name: str, country: str, group_chat: ChatId | None = None) -> Centre: ...
    def get(self, centre_id: int) -> Centre: ...
    def all(self) -> Sequence[Centre]: ...
    def staffed(self) -> frozenset[int]:
        """Ids of centres where somebody may work cases."""
        ...

    def rename(self, centre_id: int, name: str) -> None: ...
    def set_group(self, centre_id: int, group_chat: ChatId | None) -> None:
        """Another group (or none); it counts as reachable."""
        ...

    def of_group(self, group_chat: ChatId) -> Sequence[Centre]:
        """The centres whose group this is."""
        ...

    def lose_group(self, centre_id: int, now: datetime) -> None:
        """The group threw the bot out, or is gone."""
        ...
