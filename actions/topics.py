"""Danger, answers about rights, small talk, and what is said when nothing was understood."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher

from actions.base import KawanAction


class ActionDanger(KawanAction):
    """Danger comes first: the emergency numbers of the place."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_danger"


class ActionAnswer(KawanAction):
    """A question about her rights; the intent is the topic."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_answer"


class ActionSay(KawanAction):
    """Small talk; the intent is the sentence."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_say"


class ActionOffer(KawanAction):
    """What may have been meant, when it is not sure."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_offer"


class ActionFallback(KawanAction):
    """Not understood twice: the menu and a person. Rasa also brings here what no rule speaks of."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Rasa forgets the message then, else it would bring it here again."""
        events = await super().run(dispatcher, tracker, domain)
        return [*events, UserUtteranceReverted()]


class ActionTalkToPerson(KawanAction):
    """She wants to talk to a person."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_talk_to_person"


class ActionPrivacy(KawanAction):
    """Who reads what she writes?"""

    def name(self) -> str:
        """As the rules call it."""
        return "action_privacy"


class ActionUnsupported(KawanAction):
    """A sticker, a poll, an empty message: what can be sent instead."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_unsupported"
