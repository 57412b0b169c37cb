"""What must somebody hear, not yet worded? A fact about a case; it is worded when it is delivered, in the language she has then."""

from dataclasses import dataclass
from typing import Literal

from bot.kinds import Reference

NewsKind = Literal["staff_wrote", "became_accepted", "became_waiting", "became_referred", "closed", "filed"]
"""`filed` goes to a centre's group; all others to the worker."""


@dataclass(frozen=True, slots=True)
class News:
    """`words` are staff's own, when they wrote some. What else is said (outcome, remedy, kind, urgency) is read from the
    case when the news is worded, so that it is true at that moment."""

    kind: NewsKind
    reference: Reference
    words: str = ""
