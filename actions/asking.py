"""How is Kawan's conversation asked from Rasa's side? One unit of work for a message, as the bot does it."""

import logging
from collections.abc import Sequence

from bot.messages import Incoming, Reply
from bot.ports import Conversation, Fetched, OpenUnit
from bot.understanding.intents import Parse

log = logging.getLogger("kawan.actions")


class Asking:
    """Answers one message after the other. What Rasa understood is taken: so a changed pipeline can be tried."""

    def __init__(self, open_unit: OpenUnit, conversation: Conversation) -> None:
        self._open_unit = open_unit
        self._conversation = conversation

    def __call__(self, incoming: Incoming, parse: Parse) -> Sequence[Reply]:
        """Returns the replies; when the turn fails nothing is kept of it, and she is told."""
        try:
            with self._open_unit() as unit:
                answered = self._conversation.answer(unit, incoming, parse, Fetched())
                unit.commit()
        except Exception as error:
            log.error("a message could not be answered: %s", type(error).__name__)
            with self._open_unit() as unit:
                answered = self._conversation.sorry(unit, incoming)
        return answered.replies
