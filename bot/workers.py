"""Who is the worker, and what do we remember of her?

Kept: an opaque id, the chat she writes from (encrypted), her language, her corridor, whether we can reach her.
Not kept: her name (unless she gives it with a complaint), her username, her number, her words.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NewType, Protocol

from bot.messages import ChannelName, ChatId
from bot.places import Corridor

WorkerId = NewType("WorkerId", str)


@dataclass(frozen=True, slots=True)
class Worker:
    """A person who writes to Kawan. `language` is None until she chose one."""

    id: WorkerId
    channel: ChannelName
    chat: ChatId
    language: str | None = None
    corridor: Corridor = Corridor()
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """A worker who is known, what the dialogue remembers of her, and whether she is telling a complaint."""

    worker: Worker
    slots: Mapping[str, Any]
    telling: bool


class Workers(Protocol):
    """Stored workers."""

    def get(self, worker_id: WorkerId) -> Worker:
        """Raises NotFound."""
        ...

    def of_chat(self, channel: ChannelName, chat: ChatId) -> Worker | None: ...
    def standing(self, channel: ChannelName, chat: ChatId) -> Standing | None:
        """Where the worker of this chat stands; None when nobody of this chat is known."""
        ...

    def save(self, worker: Worker, now: datetime) -> None: ...
    def lose(self, channel: ChannelName) -> int:
        """Marks everybody of this channel as not reachable; returns how many were."""
        ...

    def without_case(self, channel: ChannelName, before: datetime) -> Sequence[WorkerId]:
        """Who came by this channel before then and has no case."""
        ...

    def delete(self, worker_id: WorkerId) -> None: ...


class Memory(Protocol):
    """What the dialogue remembers of a worker between two turns: a few slots, stored encrypted, never her words."""

    def load(self, worker_id: WorkerId) -> dict[str, Any]: ...
    def change(self, worker_id: WorkerId, changes: Mapping[str, Any]) -> None:
        """Sets these slots and leaves the others as they are now; None forgets a slot."""
        ...

    def delete(self, worker_id: WorkerId) -> None: ...


def arrive(workers: Workers, channel: ChannelName, chat: ChatId, now: datetime) -> Worker:
    """Answers the worker of this chat; a new one gets a random id. Somebody who writes can be reached again."""
    known = workers.of_chat(channel, chat)
    if known is not None and known.reachable:
        return known
    worker = replace(known, reachable=True) if known else Worker(WorkerId(uuid.uuid4().hex), channel, chat)
    workers.save(worker, now)
    return worker
