"""Which states can a case be in, and what may follow what?"""

from enum import StrEnum
from typing import Final

from bot.errors import BadInput


class Status(StrEnum):
    """Where a complaint stands."""

    NEW = "new"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    REFERRED = "referred"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def open(self) -> bool:
        """Staff still have something to do."""
        return self not in (Status.CLOSED, Status.WITHDRAWN)


NEXT: Final[dict[Status, frozenset[Status]]] = {
    Status.NEW: frozenset({Status.ACCEPTED, Status.WITHDRAWN}),
    Status.ACCEPTED: frozenset({Status.WAITING, Status.REFERRED, Status.CLOSED, Status.WITHDRAWN}),
    Status.WAITING: frozenset({Status.ACCEPTED, Status.REFERRED, Status.CLOSED, Status.WITHDRAWN}),
    Status.REFERRED: frozenset({Status.ACCEPTED, Status.WAITING, Status.CLOSED, Status.WITHDRAWN}),
    Status.CLOSED: frozenset({Status.ACCEPTED}),
    Status.WITHDRAWN: frozenset({Status.ACCEPTED}),
}


def check_step(now: Status, wanted: Status) -> None:
    """Raises BadInput when `wanted` cannot follow `now`."""
    if wanted not in NEXT[now]:
        raise BadInput("status", f"{now} cannot become {wanted}")


def moved(now: Status, wanted: Status) -> Status:
    """`wanted`, when it is the status already or may follow it. Raises BadInput otherwise."""
    if wanted is not now:
        check_step(now, wanted)
    return wanted
