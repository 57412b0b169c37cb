"""To which centre does a complaint go?

A table of routes; an empty field matches everything. Of the routes that match, the one with the most fields filled
wins; among equals destination weighs most, then province, kind, origin, language. The row with no field is the default.
A centre where nobody works cases is passed over while another route that matches has staff. Of rows with the same
fields the older one with staff wins.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.errors import NotFound
from bot.places import Corridor


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table. None matches everything."""

    id: int
    centre_id: int
    destination: str | None = None
    origin: str | None = None
    province: str | None = None
    kind: str | None = None
    language: str | None = None

    def matches(self, corridor: Corridor, province: str, kind: str, language: str) -> bool:
        """Every filled field is equal to the complaint's; provinces are compared without case and spaces at the ends."""
        return (
            self.destination in (None, corridor.destination)
            and self.origin in (None, corridor.origin)
            and self.kind in (None, kind)
            and self.language in (None, language)
            and (self.province is None or _plain(self.province) == _plain(province))
        )

    @property
    def weight(self) -> tuple[int, ...]:
        """How special the route is: filled fields, then which."""
        filled = tuple(
            int(field is not None) for field in (self.destination, self.province, self.kind, self.origin, self.language)
        )
        return (sum(filled), *filled)

    @property
    def is_default(self) -> bool:
        """No field is filled: it takes what no other row takes."""
        return not any(self.weight)


class Routes(Protocol):
    """The stored table."""

    def all(self) -> Sequence[Route]: ...
    def add(self, route: Route) -> Route:
        """Adds it (its id is given by the store). Raises BadInput when the same row exists."""
        ...

    def delete(self, route_id: int) -> None: ...


def choose(
    routes: Sequence[Route], staffed: Collection[int], corridor: Corridor, province: str, kind: str, language: str
) -> int:
    """The centre's id; `staffed` are the centres with staff. Raises NotFound when no route matches: a default prevents it."""
    matching = [route for route in routes if route.matches(corridor, province, kind, language)]
    if not matching:
        raise NotFound("no route matches and there is no default")
    return max(matching, key=lambda route: (route.centre_id in staffed, route.weight, -route.id)).centre_id


def _plain(province: str) -> str:
    return " ".join(province.casefold().split())
