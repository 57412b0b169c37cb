"""Which kinds of complaint are there, how urgent is one, and by which code is it spoken of?"""

from enum import StrEnum
from typing import Final, NewType

Reference = NewType("Reference", str)
"""The code on the receipt, such as KW-7F3K-9QTM. It opens nothing by itself."""


KINDS: Final = (
    "unpaid_wages",
    "recruitment_fees",
    "passport_kept",
    "injury_compensation",
    "harassment_violence",
    "forced_labour",
    "change_employer",
    "working_hours",
    "other",
)


URGENT_KINDS: Final = frozenset({"forced_labour"})


class Urgency(StrEnum):
    """How soon staff should answer: FIRST_REPLY says the time."""

    NORMAL = "normal"
    URGENT = "urgent"
