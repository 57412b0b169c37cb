"""How fast may messages go out? All chats of a channel share one budget, each chat has one of its own.

Groups of staff have theirs apart from the workers': an alert never delays a person. Where the shared budget is short,
an answer to danger goes first, then answers to whoever wrote, then news.
"""

import asyncio
import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol

from bot.mail.outbox import Address
from bot.messages import ChatId

Seconds = Callable[[], float]
MOST_REMEMBERED: Final = 5_000


class Rank(IntEnum):
    """Who goes first."""

    URGENT = 0
    ANSWER = 1
    NEWS = 2


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `burst` at once; `per_second` come back."""

    per_second: float
    burst: int


class Budget(Protocol):
    """A channel's limits."""

    async def turn(self, to: Address, rank: Rank) -> None:
        """Returns when a message may go there."""
        ...


class Unlimited:
    """The budget of a channel that has no limits."""

    async def turn(self, to: Address, rank: Rank) -> None:
        """At once."""


class Bucket:
    """What is left of a rate."""

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._left = float(rate.burst)
        self._at = now

    def left(self, now: float) -> float:
        """Turns that may be taken now; less than nothing when some were taken in advance."""
        self._left = min(self._rate.burst, self._left + (now - self._at) * self._rate.per_second)
        self._at = now
        return self._left

    def take(self, now: float) -> float:
        """Takes a turn, and returns after how many seconds it may be used."""
        self._left = self.left(now) - 1
        return max(-self._left / self._rate.per_second, 0.0)

    def full(self, now: float) -> bool:
        """Nothing was taken for so long that it need not be remembered."""
        return self.left(now) >= self._rate.burst


class SharedBudget:
    """One rate for many: whoever has the lower rank goes first, then who came first."""

    def __init__(self, rate: Rate, now: Seconds = time.monotonic) -> None:
        self._rate = rate
        self._now = now
        self._bucket = Bucket(rate, now())
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, rank: Rank) -> None:
        """Returns when it is this one's turn."""
        go = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._waiting, (rank, self._count, go))
        if self._timer is None:
            self._serve()
        await go

    def _serve(self) -> None:
        """Lets go who may; one who was cancelled meanwhile takes no turn."""
        self._timer = None
        while self._waiting:
            if self._waiting[0][2].done():
                heapq.heappop(self._waiting)
            elif (left := self._bucket.left(self._now())) >= 1:
                self._bucket.take(self._now())
                heapq.heappop(self._waiting)[2].set_result(None)
            else:
                pause = (1 - left) / self._rate.per_second
                self._timer = asyncio.get_running_loop().call_later(pause, self._serve)
                return


class ChatBudgets:
    """One rate a chat. A chat that was quiet for long is forgotten: it may do all that a new one may."""

    def __init__(self, rate: Rate, now: Seconds = time.monotonic) -> None:
        self._rate = rate
        self._now = now
        self._buckets: dict[ChatId, Bucket] = {}

    async def turn(self, chat: ChatId) -> None:
        """Returns when the chat may be written to."""
        if len(self._buckets) > MOST_REMEMBERED:
            self._buckets = {one: bucket for one, bucket in self._buckets.items() if not bucket.full(self._now())}
        bucket = self._buckets.setdefault(chat, Bucket(self._rate, self._now()))
        pause = bucket.take(self._now())
        if pause:
            await asyncio.sleep(pause)


@dataclass(frozen=True, slots=True)
class Limits:
    """A budget of two sides that do not touch each other: workers, and groups of staff."""

    is_group: Callable[[ChatId], bool]
    all_workers: SharedBudget
    each_worker: ChatBudgets
    all_groups: SharedBudget
    each_group: ChatBudgets

    async def turn(self, to: Address, rank: Rank) -> None:
        """The chat's own turn first, so that who waits for it holds up nobody."""
        group = self.is_group(to.chat)
        await (self.each_group if group else self.each_worker).turn(to.chat)
        await (self.all_groups if group else self.all_workers).turn(rank)


def telegram_limits(now: Seconds = time.monotonic) -> Limits:
    """What Telegram allows a bot, with a margin: about 30 messages a second, one a second in a chat (two or three replies
    of one turn go at once), 20 a minute in a group. A group's number is negative."""
    return Limits(
        is_group=lambda chat: chat.startswith("-"),
        all_workers=SharedBudget(Rate(23.0, 4), now),
        each_worker=ChatBudgets(Rate(1.0, 3), now),
        all_groups=SharedBudget(Rate(2.0, 1), now),
        each_group=ChatBudgets(Rate(0.25, 5), now),
    )
