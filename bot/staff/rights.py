"""What may each role do?"""

from enum import StrEnum
from typing import Final


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
    READ_MAIL = "read_mail"
    """What could not be read and what did not arrive, of all centres: the administrators' alone."""


RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.OFFICER: frozenset({Right.WORK_CASES}),
    Role.SUPERVISOR: frozenset({Right.WORK_CASES, Right.ASSIGN_CASES, Right.READ_AUDIT}),
    Role.EDITOR: frozenset({Right.EDIT_CONTENT}),
    Role.ADMINISTRATOR: frozenset(Right),
}
