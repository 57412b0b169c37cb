"""Which process deals with a chat? One at a time: it holds the chat's lane, inward (answering) or outward (sending).

A process that is alive says so every second by counting its beats up. One whose count stands still while another process
watches is taken for dead (no clock is compared with another machine's), and its lanes fall to whoever looks next.
"""

from collections.abc import Mapping
from typing import Final, Literal, NewType, Protocol

from bot.messages import ChannelName, ChatId

Owner = NewType("Owner", str)
"""A process, by a random name of its own that it takes at its start."""
Way = Literal["in", "out"]
BEAT_SECONDS: Final = 1.0
DEAD_AFTER_SECONDS: Final = 4.0
"""A count that stands still for so long is a dead process's; with a start of two seconds nobody waits more than ten."""


class Lanes(Protocol):
    """Stored lanes and beats."""

    def take(self, way: Way, channel: ChannelName, chat: ChatId, owner: Owner) -> bool:
        """True when `owner` holds the lane now, whether it did before or not; False when another process holds it."""
        ...

    def release(self, way: Way, channel: ChannelName, chat: ChatId, owner: Owner) -> None:
        """Gives the lane back, if it is the owner's."""
        ...

    def release_idle(self, channel: ChannelName, chat: ChatId, owner: Owner) -> bool:
        """Gives the inward lane back, if it is the owner's and no update of the chat is open; returns whether it did."""
        ...

    def beat(self, owner: Owner) -> bool:
        """Counts up; False when this process was taken for dead and must begin anew under another name."""
        ...

    def begin(self, owner: Owner) -> None:
        """The process is there."""
        ...

    def beats(self) -> Mapping[Owner, int]:
        """Of every process."""
        ...

    def bury(self, owner: Owner) -> None:
        """The process is dead: its lanes are free, and each update it had in hand counts a death."""
        ...

    def leave(self, owner: Owner) -> None:
        """The process ends by itself: its lanes are free, and nothing failed."""
        ...
