"""Which places does an answer know, and in which order are they looked up?"""

from dataclasses import dataclass
from typing import Final

ORIGINS: Final = ("kh", "id", "la", "mm", "ph", "vn")
DESTINATIONS: Final = ("bn", "my", "sg", "th")
OTHER: Final = "other"
GENERAL: Final = "general"


@dataclass(frozen=True, slots=True)
class Corridor:
    """Where a worker comes from and where she works or wants to. None: not said; "other": none of ours."""

    origin: str | None = None
    destination: str | None = None

    @property
    def complete(self) -> bool:
        """Both ends were chosen."""
        return self.origin is not None and self.destination is not None

    def ladder(self) -> tuple[str, ...]:
        """The places to look in, the most special first: corridor, destination, origin, general."""
        origin = self.origin if self.origin in ORIGINS else None
        destination = self.destination if self.destination in DESTINATIONS else None
        pair = f"{origin}-{destination}" if origin and destination else None
        return tuple(place for place in (pair, destination, origin, GENERAL) if place)


def all_places() -> tuple[str, ...]:
    """Every place an answer may be written for."""
    pairs = tuple(f"{origin}-{destination}" for origin in ORIGINS for destination in DESTINATIONS)
    return (GENERAL, *DESTINATIONS, *ORIGINS, *pairs)


def from_start_token(token: str, languages: tuple[str, ...]) -> tuple[str | None, Corridor]:
    """Reads the token of a deep link: "kh-th", "km_kh-th" or "km"; whatever is not known is left open."""
    head, _, tail = token.partition("_")
    language = head if head in languages else None
    pair = tail if language else head
    origin, _, destination = pair.partition("-")
    return language, Corridor(
        origin if origin in (*ORIGINS, OTHER) else None,
        destination if destination in (*DESTINATIONS, OTHER) else None,
    )
