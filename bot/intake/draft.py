"""What is a complaint while it is told?"""

import uuid
from dataclasses import dataclass

from bot.kinds import KINDS, URGENT_KINDS, Urgency
from bot.places import DESTINATIONS, Corridor
from bot.workers import WorkerId


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file sent with the story; `file_id` opens it in the vault."""

    file_id: str
    kind: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A complaint being told. None means: not answered yet. `id` makes filing idempotent."""

    id: str
    worker_id: WorkerId
    consent: bool = False
    kind: str | None = None
    country: str | None = None
    province: str | None = None
    story: tuple[str, ...] = ()
    files: tuple[DraftFile, ...] = ()
    story_done: bool = False
    anonymous: bool | None = None
    name: str | None = None
    urgent: bool = False
    held: bool = False
    """Words of danger that were told to nobody yet, and that she did not call a complaint."""

    @property
    def urgency(self) -> Urgency:
        """Urgent when she came from the danger screen or the kind is urgent by itself."""
        return Urgency.URGENT if self.urgent or self.kind in URGENT_KINDS else Urgency.NORMAL

    @property
    def narrative(self) -> str:
        """Her story as one text."""
        return "\n\n".join(self.story)


def start(worker_id: WorkerId, corridor: Corridor, kind: str | None = None, held: bool = False) -> Draft:
    """An empty draft; what is known already (the country, the kind she was reading about) is not asked again."""
    country = corridor.destination if corridor.destination in DESTINATIONS else None
    return Draft(uuid.uuid4().hex, worker_id, country=country, kind=kind if kind in KINDS else None, held=held)
