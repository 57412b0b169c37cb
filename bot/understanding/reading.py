"""How are the words of one message read? First made plain, then looked at for danger, then ranked."""

import re
from dataclasses import dataclass

from bot.understanding.intents import IntentModel
from bot.understanding.parse import Parse
from bot.understanding.text import normalize


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was learned. Threads may share it."""

    model: IntentModel
    danger: re.Pattern[str]

    def read(self, text: str) -> Parse:
        """Returns what a message seems to mean; of one without a letter or sign nothing is known."""
        plain = normalize(text)
        if not plain:
            return Parse(())
        return Parse(self.model.rank(plain), danger=self.danger.search(plain) is not None)
