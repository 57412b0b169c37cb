"""What does this process know of a chat's outward lane, and what becomes of an attempt to send its oldest message?

A message is worded and sent, and every error becomes a decision. What the channel refuses is tried at once in the next form:
as it is, as plain words, as the numbers of the place. What is written of a lane is one step within a unit.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar

from bot.courier.budget import Budget, Rank, Unlimited
from bot.errors import ChannelAway, DatabaseAway, Moved, Rejected, SendLater, Unreachable, Unreadable
from bot.mail.lanes import Owner
from bot.mail.news import News
from bot.mail.outbox import MAX_TRIES, Address, Attempt, Delivery, DeliveryState, Form, wait_before
from bot.messages import ChannelName, ChatId, Reply
from bot.ports import Clock, InThread, OpenUnit, Sender, UnitOfWork
from bot.text import Text, join, text
from bot.usecases import reachability

T = TypeVar("T")
Word = Callable[[UnitOfWork, Delivery], Reply | None]
"""Words news in the language she has now; None: there is nothing to say any more."""
LastWords = Callable[[UnitOfWork, Address], Reply | None]
"""The numbers of the place, in her language; None: there are none to give (a group of staff)."""
MAX_PUZZLES: Final = 8
"""Tries of a message that fails with an error nobody foresaw: two minutes, in which it holds up its chat."""
MAX_REFUSALS: Final = 4
"""Tries of the numbers of the place when they are refused too: what is wrong may pass, and she has no words yet."""
URGENT_PATIENCE: Final = 3.0
"""Seconds for each of the first tries of an answer to danger."""
QUICK_TRIES: Final = 20
LONGEST_ASKED: Final = 24 * 3600.0
"""Seconds that a channel can make a chat wait at most before it is asked again."""
_log: Final = logging.getLogger(__name__)
FRESH_SECONDS: Final = 2.0
"""How long what was read may be sent without a look: she may delete her data meanwhile, and a process that stood still
for longer may have been taken for dead, and its lanes be another's."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt came to. `away`: the channel did not answer, and is tried again after `wait` seconds, or as soon as it
    is back. `moved_to`: the group has this number now."""

    attempt: Attempt
    wait: float = 0.0
    away: bool = False
    moved_to: ChatId | None = None


class Attempts:
    """One attempt after the other; `make` never raises but when it is cancelled."""

    def __init__(
        self,
        senders: Mapping[ChannelName, Sender],
        budgets: Mapping[ChannelName, Budget],
        word: Word,
        last_words: LastWords,
        open_unit: OpenUnit,
        in_thread: InThread,
        clock: Clock,
    ) -> None:
        self._senders = senders
        self._budgets = budgets
        self._word = word
        self._last_words = last_words
        self._open_unit = open_unit
        self._in_thread = in_thread
        self._clock = clock

    async def turn(self, delivery: Delivery) -> None:
        """Returns when the channel's budget lets it go."""
        news = Rank.NEWS if isinstance(delivery.content, News) else Rank.ANSWER
        rank = Rank.URGENT if delivery.urgent else news
        await self._budgets.get(delivery.to.channel, Unlimited()).turn(delivery.to, rank)

    async def make(self, delivery: Delivery) -> Result:
        """Tries it, in each form that is left while it is refused; the numbers of the place a few times more."""
        while (result := await self._tried(delivery)) is None:
            if delivery.form is Form.NUMBERS:
                return refused(delivery, self._clock)
            delivery = replace(delivery, form=NEXT[delivery.form])
            await self.turn(delivery)
        return result

    async def make_soon(self, delivery: Delivery) -> Result:
        """The same; but what is urgent is sent again when the channel does not answer soon, a few times: that it may come
        twice harms nobody."""
        if not delivery.urgent or delivery.tries >= QUICK_TRIES:
            return await self.make(delivery)
        try:
            async with asyncio.timeout(URGENT_PATIENCE):
                return await self.make(delivery)
        except TimeoutError:
            return Result(Attempt(delivery, DeliveryState.QUEUED, delivery.form, error=SendLater.__name__))

    async def _tried(self, delivery: Delivery) -> Result | None:
        """None: it was refused in this form."""
        try:
            return await self._sent(delivery)
        except Rejected:
            _log.warning("delivery %d was refused as %s", delivery.id, delivery.form)
            return None
        except Exception as error:
            return result_of(delivery, error, self._clock)

    async def _sent(self, delivery: Delivery) -> Result:
        reply = await self._reply(delivery)
        if reply is None:
            return Result(Attempt(delivery, DeliveryState.SENT, delivery.form))
        sender = self._senders[delivery.to.channel]
        parts = sender.parts(reply)
        if not parts:
            raise Rejected("nothing to send")
        if delivery.form is Form.NUMBERS:
            for part in parts:
                await sender.send(delivery.to.chat, part)
            return Result(Attempt(delivery, DeliveryState.REFUSED, delivery.form, error=Rejected.__name__))
        await asyncio.get_running_loop().create_task(sender.send(delivery.to.chat, parts[0]))
        if parts[1:]:
            rest = Reply(join("\n\n", [part.text for part in parts[1:]]), parts[-1].rows)
            return Result(Attempt(delivery, DeliveryState.QUEUED, delivery.form, rest=rest))
        error = Rejected.__name__ if delivery.form is Form.PLAIN else None
        return Result(Attempt(delivery, DeliveryState.SENT, delivery.form, error=error))

    async def _reply(self, delivery: Delivery) -> Reply | None:
        if delivery.form is Form.NUMBERS:
            return plain(await self._in_thread(partial(self._numbers, delivery.to)))
        reply = delivery.content
        if isinstance(reply, News):
            worded = await self._in_thread(partial(self._worded, delivery))
            if worded is None:
                return None
            reply = worded
        return plain(reply) if delivery.form is Form.PLAIN else reply

    def _worded(self, delivery: Delivery) -> Reply | None:
        with self._open_unit() as unit:
            return self._word(unit, delivery)

    def _numbers(self, to: Address) -> Reply:
        with self._open_unit() as unit:
            words = self._last_words(unit, to)
        if words is None:
            raise Rejected("no last words for this chat")
        return words


NEXT: Final[Mapping[Form, Form]] = {Form.WHOLE: Form.PLAIN, Form.PLAIN: Form.NUMBERS}


def plain(reply: Reply) -> Reply:
    """The words alone. What the buttons said stands under them: typed, it does the same."""
    labels = "\n".join(f"- {choice.label}" for row in reply.rows for choice in row if choice.label.strip())
    return Reply(join("\n\n", [one for one in (Text(reply.text.plain), text(labels)) if one]))


def refused(delivery: Delivery, clock: Clock) -> Result:
    """It was refused in every form: to a worker the numbers of the place are tried again, a group has none."""
    error, tries = Rejected.__name__, delivery.tries + 1
    if tries >= MAX_REFUSALS or delivery.to.worker_id is None:
        return Result(Attempt(delivery, DeliveryState.REFUSED, delivery.form, error=error))
    wait = wait_before(tries)
    again = Attempt(delivery, DeliveryState.QUEUED, delivery.form, clock() + wait, error)
    return Result(again, wait.total_seconds())


def result_of(delivery: Delivery, error: Exception, clock: Clock) -> Result:
    """What an error means. One that nobody foresaw means later, too, but not for hours: its chat waits behind it. News of a
    case that cannot be opened holds up nobody."""
    name, tries = type(error).__name__, delivery.tries + 1
    if isinstance(error, Unreachable):
        return Result(Attempt(delivery, DeliveryState.UNREACHABLE, delivery.form, error=name))
    if isinstance(error, Unreadable):
        return Result(Attempt(delivery, DeliveryState.FAILED, delivery.form, error=name))
    foreseen = isinstance(error, SendLater | DatabaseAway)
    if tries >= (MAX_TRIES if foreseen else MAX_PUZZLES):
        return Result(Attempt(delivery, DeliveryState.FAILED, delivery.form, error=name))
    again = Attempt(delivery, DeliveryState.QUEUED, delivery.form, error=name)
    if isinstance(error, Moved):
        return Result(again, moved_to=ChatId(error.chat))
    asked = timedelta(seconds=min(error.seconds, LONGEST_ASKED)) if isinstance(error, SendLater) else timedelta(0)
    wait = max(wait_before(tries), asked)
    if isinstance(error, ChannelAway):
        return Result(again, wait.total_seconds(), away=True)
    return Result(replace(again, not_before=clock() + wait), wait.total_seconds())


class ChatLane:
    """The messages of one chat that wait in memory, by their ids. `known`: nothing older waits in the database. `cried`: there
    is something urgent, which waits neither for a rest, nor for the turn of another message, nor behind one that hangs."""

    def __init__(self, to: Address, rows: Iterable[Delivery], now: float) -> None:
        self.to = to
        self.rows = {row.id: row for row in rows}
        self.known = bool(self.rows)
        self.read_at = now
        self.look_again = False
        self.has_turn = False
        self.in_hand: int | None = None
        self.away = self.early = False
        self.nudged = asyncio.Event()
        self.cried = asyncio.Event()

    def offer(self, rows: Collection[Delivery]) -> None:
        """More to send. What is offered while memory is not whole is found in the database; nothing means: look there."""
        self.look_again = self.look_again or not rows
        if self.known:
            self.rows.update({row.id: row for row in rows if row.id != self.in_hand})
        urgent = any(row.urgent for row in rows)
        if urgent:
            self.cried.set()
        if self.away or urgent:
            self.nudged.set()

    async def until_cry(self, work: asyncio.Future[T], seconds: float | None = None) -> bool:
        """Returns True when the work is done, False when something urgent came in before, or the seconds are over."""
        cry = asyncio.ensure_future(self.cried.wait())
        either: list[asyncio.Future[Any]] = [work, cry]
        try:
            await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            cry.cancel()
        return work.done()

    def take(self, delivery: Delivery) -> None:
        """It is in hand now, and has used the turn."""
        self.rows.pop(delivery.id)
        if not any(row.urgent for row in self.rows.values()):
            self.cried.clear()
        self.in_hand, self.has_turn = delivery.id, False

    def forget(self) -> None:
        """What is in memory does not count any more."""
        self.rows.clear()
        self.known = False

    def begin_reading(self) -> None:
        """What is in memory is read anew; what is offered from now on comes on top of it."""
        self.rows.clear()
        self.known, self.look_again = True, False

    def end_reading(self, found: Iterable[Delivery], now: float) -> None:
        """This waits in the database."""
        self.rows = {row.id: row for row in found} | self.rows
        self.read_at = now

    def must_read(self, now: float) -> bool:
        """Memory is not whole, or too old."""
        old = bool(self.rows) and now - self.read_at >= FRESH_SECONDS
        return not self.known or old or (self.look_again and not self.rows)

    @property
    def ended(self) -> bool:
        """Nothing waits, and the lane was given back."""
        return self.known and not self.rows and not self.look_again

    @property
    def head(self) -> Delivery:
        """What is urgent, then the oldest."""
        return min(self.rows.values(), key=lambda row: (not row.urgent, row.id))


def take_waiting(
    unit: UnitOfWork,
    channels: Collection[ChannelName],
    owner: Owner,
    now: datetime,
    limit: int,
    busy: Collection[tuple[str, str]] | None,
) -> list[Address]:
    """Takes free lanes in which something is due, and returns them. With `busy`, the lanes that this process serves, also
    those that it holds and does not serve: a task that failed left them."""
    waiting = unit.outbox.waiting(channels, now, limit, own=None if busy is None else owner)
    found = [to for to in waiting if (to.channel, to.chat) not in (busy or ())]
    return [to for to in found if unit.lanes.take("out", to.channel, to.chat, owner)]


def read_on(unit: UnitOfWork, to: Address, owner: Owner) -> Sequence[Delivery]:
    """What waits in the lane, the oldest first; the lane is given back when nothing does. It is given back first and taken
    again: who adds a message in this moment either is seen here, or waits and finds the lane free."""
    unit.lanes.release("out", to.channel, to.chat, owner)
    found = unit.outbox.queued(to)
    return found if found and unit.lanes.take("out", to.channel, to.chat, owner) else ()


def settle(unit: UnitOfWork, result: Result, now: datetime) -> None:
    """Writes what became of an attempt, and what it showed of the chat."""
    attempt, to = result.attempt, result.attempt.delivery.to
    unit.outbox.record([attempt], now)
    if attempt.state is DeliveryState.UNREACHABLE:
        reachability.not_reached(unit, to, attempt.error or "", now)
    if result.moved_to is not None:
        reachability.group_moved(unit, to.channel, to.chat, result.moved_to)
