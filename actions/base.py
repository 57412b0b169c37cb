"""What do all actions share? Their services, the current turn, and the way to show a screen."""

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation.turn import Services, Turn, current
from bot.i18n.voice import Voice
from bot.messages import Reply

Events = list[dict[str, Any]]


def slot(name: str, value: Any) -> dict[str, Any]:
    """The event that sets a slot."""
    return {"event": "slot", "timestamp": None, "name": name, "value": value}


class KawanAction(Action):
    """An action given its services. A subclass names itself and writes `act`."""

    action_name = ""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.phrases = services.phrases

    def name(self) -> str:
        """As rules.yml calls it."""
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Shows what `act` answers; keeps the events it adds. Whatever was understood ends a row of misses."""
        events: Events = [] if tracker.get_slot("misses") in (None, 0) else [slot("misses", 0)]
        for reply in self.act(current.get(), tracker, events):
            rows = [[(one.label, one.press) for one in row] for row in reply.rows]
            dispatcher.utter_message(json_message={"text": reply.text, "rows": rows})
        return events

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """The replies of this turn; may add events."""
        raise KeyError(self.action_name)

    def voice(self, turn: Turn) -> Voice:
        """Speaks her language."""
        return Voice(self.phrases, turn.language)

    @property
    def now(self) -> datetime:
        """This moment in UTC."""
        return self.services.clock()
