"""Who works at which centre, and what may she do?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.errors import Forbidden
from bot.staff.rights import RIGHTS, Right, Role


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. `locale` is the console's language for her; `mail_seen_at` is when she last looked at what did not
    arrive."""

    id: int
    login: str
    name: str
    role: Role
    centre_id: int
    password_hash: str
    locale: str = "en"
    disabled: bool = False
    mail_seen_at: datetime | None = None

    def may(self, right: Right) -> bool:
        """Her role has this right."""
        return not self.disabled and right in RIGHTS[self.role]

    def require(self, right: Right, centre_id: int | None = None) -> None:
        """Raises Forbidden unless she has the right, and for this centre when one is given."""
        if not self.may(right) or (centre_id is not None and not self.sees(centre_id)):
            raise Forbidden(right)

    def sees(self, centre_id: int) -> bool:
        """Cases of this centre are hers to see."""
        return self.role is Role.ADMINISTRATOR or centre_id == self.centre_id


class StaffMembers(Protocol):
    """Stored staff."""

    def add(self, login: str, name: str, role: Role, centre_id: int, password_hash: str, locale: str = "en") -> Staff:
        """Raises BadInput when the login is taken."""
        ...

    def get(self, staff_id: int) -> Staff:
        """Raises NotFound, and Unreadable when her row holds what is not known here."""
        ...

    def by_login(self, login: str) -> Staff | None: ...
    def all(self, centre_id: int | None = None) -> Sequence[Staff]: ...
    def save(self, staff: Staff) -> None: ...
