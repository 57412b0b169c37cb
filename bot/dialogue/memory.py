"""What does Rasa remember of a conversation? A few slots, and that it listens; never anybody's words.

Rasa replays a conversation several times a turn; with a history of one event a turn costs the same after a thousand
messages as after ten (docs/decisions/0004).
"""

from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.ports import OpenUnit
from bot.workers import WorkerId

KEPT = ("misses", "case", "last_topic")


class SlotMemory(TrackerStore):
    """A tracker store over `unit.memory`."""

    def __init__(self, domain: Domain, open_unit: OpenUnit, event_broker: EventBroker | None = None) -> None:
        super().__init__(domain, event_broker)
        self._open_unit = open_unit

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the slots; writes only when one changed."""
        slots = {name: tracker.get_slot(name) for name in KEPT if tracker.get_slot(name) is not None}
        worker_id = WorkerId(tracker.sender_id)
        with self._open_unit() as unit:
            if slots != unit.memory.load(worker_id):
                unit.memory.save(worker_id, slots)
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
        return [*(SlotSet(name, value) for name, value in slots.items()), ActionExecuted(ACTION_LISTEN_NAME)]
