"""How does Rasa speak? `utter_thanks` in a rule is the phrase `say.thanks`, in the worker's language."""

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversation.turn import current
from bot.dialogue.collector import as_message
from bot.i18n.phrasebook import Phrasebook
from bot.i18n.voice import Voice
from bot.screens import first


class PhrasebookSpeech(NaturalLanguageGenerator):
    """Fulfils Rasa's natural language generation with the catalogues."""

    def __init__(self, phrases: Phrasebook) -> None:
        self._phrases = phrases

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The phrase with the way to the complaint and the menu under it."""
        key = f"say.{utter_action.removeprefix('utter_')}"
        return {"custom": as_message(first.say(Voice(self._phrases, current.get().language), key))}
