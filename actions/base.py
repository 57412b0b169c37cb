"""What do all actions share? They hand the message to Kawan's conversation, and what it says to Rasa.

What is decided and done stands in bot/conversation; so `rasa shell` says what the bot says. Rasa constructs actions
without arguments, so whoever starts its action server (bot/commands/rasa.py) says whom they ask.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.reading import incoming_of, parse_of, payload_of
from bot.errors import SettingsError
from bot.messages import Incoming, Reply
from bot.understanding.intents import Parse

Ask = Callable[[Incoming, Parse], Sequence[Reply]]
"""Answers one message; every effect is committed when it returns."""


def nobody(incoming: Incoming, parse: Parse) -> Sequence[Reply]:
    """Stands in until somebody can be asked."""
    raise SettingsError("start the actions with `.venv/bin/rasa run actions`: it brings the conversation that they ask")


class KawanAction(Action, ABC):
    """One action of the rules. Abstract: Rasa's server registers every class that is not."""

    ask: ClassVar[Ask] = staticmethod(nobody)

    @abstractmethod
    def name(self) -> str:
        """Returns the name that rules.yml calls it by."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Says what the conversation says. Rasa need remember nothing: the conversation does."""
        incoming = incoming_of(tracker)
        for reply in KawanAction.ask(incoming, parse_of(tracker, incoming)):
            buttons = [{"title": one.label, "payload": payload_of(one.press)} for row in reply.rows for one in row]
            dispatcher.utter_message(text=str(reply.text), buttons=buttons)
        return []
