"""What does Rasa remember of a conversation? A few slots, and that it listens; never anybody's words.

Rasa replays a conversation several times a turn; with a history of one event a turn costs the same after a thousand
messages as after ten (docs/decisions/0004).
"""

from collections.abc import Iterable
from typing import Any, Final

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.collector import collecting
from bot.ports import OpenUnit
from bot.workers import WorkerId

KEPT: Final = ("misses", "case", "asked")
SHOWN: Final = "shown"
"""The tokens of the buttons she sees: with them a typed number is a press."""


class SlotMemory(TrackerStore):
    """A tracker store over `unit.memory`."""

    def __init__(self, domain: Domain, open_unit: OpenUnit, event_broker: EventBroker | None = None) -> None:
        super().__init__(domain, event_broker)
        self._open_unit = open_unit

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps what this turn changed, and nothing else: staff may have changed another slot meanwhile."""
        changes = changed_slots(tracker.events)
        tokens = collecting.get().tokens
        if tokens:
            changes[SHOWN] = tokens
        if changes:
            with self._open_unit() as unit:
                unit.memory.change(WorkerId(tracker.sender_id), changes)
                unit.commit()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A tracker that holds the slots and listens."""
        with self._open_unit() as unit:
            slots = unit.memory.load(WorkerId(sender_id))
        return DialogueStateTracker.from_events(sender_id, self._events(slots), self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """Not listed: nobody needs a list of those who wrote."""
        return []

    async def delete(self, sender_id: str) -> None:
        """Nothing is remembered."""
        with self._open_unit() as unit:
            unit.memory.delete(WorkerId(sender_id))
            unit.commit()

    def _events(self, slots: dict[str, Any]) -> list[Event]:
        kept = [SlotSet(name, slots[name]) for name in KEPT if name in slots]
        return [*kept, ActionExecuted(ACTION_LISTEN_NAME)]


def changed_slots(events: Iterable[Event]) -> dict[str, Any]:
    """Slots set since the tracker listened: what stands before the first listening was loaded, not changed."""
    changes: dict[str, Any] = {}
    listened = False
    for event in events:
        if listened and isinstance(event, SlotSet) and event.key in KEPT:
            changes[event.key] = event.value or None
        listened = listened or isinstance(event, ActionExecuted)
    return changes
