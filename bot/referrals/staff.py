"""Who works at which centre, and what may she do?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from bot.errors import Forbidden
from bot.messages import ChatId


class Role(StrEnum):
    """What a member of staff may do, within her centre; an administrator in all of them."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """One thing a role may be allowed."""

    WORK_CASES = "work_cases"
    ASSIGN_CASES = "assign_cases"
    EDIT_CONTENT = "edit_content"
    EDIT_ROUTES = "edit_routes"
    READ_AUDIT = "read_audit"


RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.OFFICER: frozenset({Right.WORK_CASES}),
    Role.SUPERVISOR: frozenset({Right.WORK_CASES, Right.ASSIGN_CASES, Right.READ_AUDIT}),
    Role.EDITOR: frozenset({Right.EDIT_CONTENT}),
    Role.ADMINISTRATOR: frozenset(Right),
}


@dataclass(frozen=True, slots=True)
class Centre:
    """A Migrant Worker Resource Centre. `group_chat` is its staff's Telegram group, when it has one."""

    id: int
    name: str
    country: str
    group_chat: ChatId | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. `locale` is the console's language for her."""

    id: int
    login: str
    name: str
    role: Role
    centre_id: int
    password_hash: str
    locale: str = "en"
    disabled: bool = False

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


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. `token_hash` is SHA-256 of the cookie's token; the token itself is stored nowhere."""

    token_hash: str
    staff_id: int
    csrf: str
    created_at: datetime
    seen_at: datetime


class Centres(Protocol):
    """Stored centres."""

    def add(self, name: str, country: str, group_chat: ChatId | None = None) -> Centre: ...
    def get(self, centre_id: int) -> Centre: ...
    def all(self) -> Sequence[Centre]: ...
    def staffed(self) -> frozenset[int]:
        """Ids of centres where somebody may work cases."""
        ...

    def rename(self, centre_id: int, name: str) -> None: ...
    def set_group(self, centre_id: int, group_chat: ChatId | None) -> None: ...


class StaffMembers(Protocol):
    """Stored staff."""

    def add(self, login: str, name: str, role: Role, centre_id: int, password_hash: str, locale: str = "en") -> Staff:
        """Raises BadInput when the login is taken."""
        ...

    def get(self, staff_id: int) -> Staff: ...
    def by_login(self, login: str) -> Staff | None: ...
    def all(self, centre_id: int | None = None) -> Sequence[Staff]: ...
    def save(self, staff: Staff) -> None: ...


class Sessions(Protocol):
    """Stored sessions, and attempts that are counted (of signing in, of uploading), by a keyed hash of what is counted."""

    def add(self, session: Session) -> None: ...
    def get(self, token_hash: str) -> Session | None: ...
    def seen(self, token_hash: str, now: datetime) -> None: ...
    def delete(self, token_hash: str) -> None: ...
    def delete_of(self, staff_id: int) -> None: ...
    def failed(self, key: str, now: datetime) -> None: ...
    def failures(self, key: str, since: datetime) -> int: ...
    def clear_failures(self, key: str) -> None: ...
