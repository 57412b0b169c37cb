"""Which centres are there?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.messages import ChatId


@dataclass(frozen=True, slots=True)
class Centre:
    """A Migrant Worker Resource Centre. `group_chat` is its staff's Telegram group, when it has one."""

    id: int
    name: str
    country: str
    group_chat: ChatId | None = None


class Centres(Protocol):
    """Stored centres."""

    def add(self, name: str, country: str, group_chat: ChatId | None = None) -> Centre: ...
    def get(self, centre_id: int) -> Centre: ...
    def all(self) -> Sequence[Centre]: ...
    def staffed(self) -> frozenset[int]:
        """Ids of centres where somebody may work cases."""
        ...

    def rename(self, centre_id: int, name: str) -> None: ...
    def set_group(self, centre_id: int, group_chat: ChatId | None) -> None: ...
