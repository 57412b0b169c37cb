"""What does the pump write? Each method is one short transaction, run in a thread."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.mail.inbox import MAX_TRIES, Stored
from bot.mail.lanes import Owner
from bot.mail.outbox import Address, Delivery
from bot.messages import ChannelName, ChatId, Incoming
from bot.ports import Answered, Clock, Conversation, Fetched, OpenUnit, Sender, UnitOfWork


@dataclass(frozen=True, slots=True)
class Written:
    """What a turn left behind: replies to send now (when this process holds the outward lane), updates of the chat that
    wait, files to erase."""

    to: Address
    deliveries: Sequence[Delivery] = ()
    sends: bool = False
    more: Sequence[Stored] = ()
    erase: Sequence[str] = ()


class Turns:
    """The pump's transactions. `owner_of` tells this process's name."""

    def __init__(
        self,
        open_unit: OpenUnit,
        conversation: Conversation,
        senders: Mapping[ChannelName, Sender],
        clock: Clock,
        owner_of: Callable[[], Owner],
    ) -> None:
        self._open_unit = open_unit
        self._conversation = conversation
        self._senders = senders
        self._clock = clock
        self._owner_of = owner_of

    def look(self, busy: Collection[tuple[ChannelName, ChatId]] | None = None) -> list[Stored]:
        """Takes the lanes of chats that wait, and returns what waits there. With `busy`, the chats that this process
        answers, also those whose lane it holds and does not: the answer to a commit was lost, and nobody was woken."""
        found: list[Stored] = []
        with self._open_unit() as unit:
            waiting = unit.inbox.waiting(tuple(self._senders), own=None if busy is None else self._owner_of())
            for channel, chat in waiting:
                if (channel, chat) not in (busy or ()) and unit.lanes.take("in", channel, chat, self._owner_of()):
                    found += unit.inbox.open_of(channel, chat)
            unit.commit()
        return found

    def look_at(self, channel: ChannelName, chat: ChatId) -> list[Stored]:
        """What waits in one chat, when this process holds its lane or may take it."""
        with self._open_unit() as unit:
            mine = unit.lanes.take("in", channel, chat, self._owner_of())
            found = list(unit.inbox.open_of(channel, chat)) if mine else []
            if mine and not found:
                unit.lanes.release("in", channel, chat, self._owner_of())
            unit.commit()
        return found

    def answer(self, parts: Sequence[Stored], incoming: Incoming, fetched: Fetched, last: bool) -> Written:
        """One turn: effects, replies and `done` together. Raises Overtaken, and whatever the turn raises: nothing of it
        is kept then. `last`: nothing else of this chat is known to wait."""
        understood, ids = self._conversation.understand(incoming), [part.id for part in parts]
        with self._open_unit() as unit:
            answered = self._conversation.answer(unit, incoming, understood, fetched)
            unit.inbox.done(ids, self._clock())
            return self._sealed(unit, parts[0], answered, last)

    def failed(self, part: Stored, incoming: Incoming | None, error: str) -> Written | None:
        """Counts the failure; None when it is to be tried again. After MAX_TRIES it is given up, and she is told once."""
        with self._open_unit() as unit:
            if unit.inbox.failed(part.id) < MAX_TRIES:
                unit.commit()
                return None
            return self._give_up(unit, part, incoming, error)

    def give_up(self, part: Stored, incoming: Incoming | None, error: str) -> Written:
        """An update that processes died of is not tried again."""
        with self._open_unit() as unit:
            return self._give_up(unit, part, incoming, error)

    def close(self, part: Stored, aside: str | None, last: bool) -> Written:
        """Nothing is to be answered; or it cannot be read (`aside` is the class of the error)."""
        with self._open_unit() as unit:
            if aside is None:
                unit.inbox.done([part.id], self._clock())
            else:
                unit.inbox.set_aside(part.id, aside, self._clock())
            return self._sealed(unit, part, Answered(None, []), last)

    def _give_up(self, unit: UnitOfWork, part: Stored, incoming: Incoming | None, error: str) -> Written:
        unit.inbox.give_up(part.id, error, self._clock())
        answered = self._conversation.sorry(unit, incoming) if incoming else Answered(None, [])
        return self._sealed(unit, part, answered, last=True)

    def _sealed(self, unit: UnitOfWork, part: Stored, answered: Answered, last: bool) -> Written:
        """The replies join the outbox, the lanes are settled, and all of it is committed."""
        owner, now = self._owner_of(), self._clock()
        to = Address(part.channel, part.chat, answered.worker.id if answered.worker else None)
        queued: list[Delivery] = []
        for place, reply in enumerate(answered.replies):
            for piece in self._senders[part.channel].parts(reply):
                urgent = answered.urgent and place == 0
                queued.append(unit.outbox.add(to, piece, now, (part.id, len(queued)), urgent=urgent))
        sends = bool(queued) and unit.lanes.take("out", to.channel, to.chat, owner)
        older = unit.outbox.before(to, queued[0].id) if sends else []
        more: Sequence[Stored] = ()
        if last and not unit.lanes.release_idle(part.channel, part.chat, owner):
            more = unit.inbox.open_of(part.channel, part.chat)
            if not more:
                unit.lanes.release("in", part.channel, part.chat, owner)
        unit.commit()
        return Written(to, [*older, *queued], sends, more, [*answered.unused, *answered.erase])
