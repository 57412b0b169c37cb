"""What do the words of one message seem to mean?"""

from dataclasses import dataclass
from typing import Final

DANGER: Final = 0.3
"""Of the intent emergency, when no word of danger was seen. A false alarm costs a screen; a miss may cost a life."""


@dataclass(frozen=True, slots=True)
class Parse:
    """What was understood: intents with confidences, the best first, and whether words of danger were seen."""

    ranking: tuple[tuple[str, float], ...]
    danger: bool = False

    @property
    def intent(self) -> str:
        """Returns the best intent."""
        return self.ranking[0][0] if self.ranking else "out_of_scope"

    @property
    def confidence(self) -> float:
        """Returns how sure the best intent is."""
        return self.ranking[0][1] if self.ranking else 0.0

    @property
    def in_danger(self) -> bool:
        """Words of danger were seen, or the message as a whole is a call for help."""
        return self.danger or (self.intent == "emergency" and self.confidence >= DANGER)


NOTHING: Final = Parse(())
"""Of a button, a command, a file without words."""
