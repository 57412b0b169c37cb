"""How did a case end, and what did the worker get?"""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a complaint ended."""

    SOLVED = "solved"
    PARTLY_SOLVED = "partly_solved"
    NOT_SOLVED = "not_solved"
    REFERRED = "referred"
    NOT_LABOUR = "not_labour"
    NO_CONTACT = "no_contact"


class RemedyKind(StrEnum):
    """What the worker got."""

    NONE = "none"
    MONEY = "money"
    DOCUMENTS = "documents"
    NEW_EMPLOYER = "new_employer"
    TREATMENT = "treatment"
    RETURN_HOME = "return_home"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the worker got: for money an amount in the currency's main unit ("1200.50") and its ISO 4217 code."""

    kind: RemedyKind = RemedyKind.NONE
    amount: str | None = None
    currency: str | None = None
    note: str | None = None
