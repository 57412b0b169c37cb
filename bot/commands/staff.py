"""Members of staff, from the terminal: add, disable, new password."""

import argparse
import re
import secrets
from dataclasses import replace
from typing import Final

from bot.audit import AuditEntry
from bot.commands.opening import open_house
from bot.console.account.passwords import hash_password
from bot.console.frame.rendering import Templates
from bot.errors import BadInput
from bot.house import utc_now
from bot.i18n.phrasebook import load_phrasebook
from bot.ports import UnitOfWork
from bot.settings import read_settings
from bot.staff.members import Staff
from bot.staff.rights import Role
from bot.text import blank

LOGIN: Final = re.compile(r"[\w.@+-]{1,80}")
MAX_NAME: Final = 200


def staff(chosen: argparse.Namespace) -> int:
    """A new password is made here and printed once; every deed is in the audit log."""
    house = open_house(read_settings())
    with house.open_unit() as unit:
        said = _DEEDS[chosen.deed](unit, chosen)
        unit.audit.write(AuditEntry("operator", f"staff {chosen.deed}", utc_now(), None, f"login={chosen.login}"))
        unit.commit()
    print(said)
    return 0


def _add(unit: UnitOfWork, chosen: argparse.Namespace) -> str:
    centres = {centre.id: centre for centre in unit.centres.all()}
    if chosen.centre not in centres:
        known = ", ".join(f"{centre.id} {centre.name}" for centre in centres.values()) or "none yet"
        raise BadInput("--centre", f"give the id of a centre ({known})")
    password = secrets.token_urlsafe(12)
    name = chosen.name or chosen.login
    _check(unit, chosen.login, name, chosen.locale)
    unit.staff.add(chosen.login, name, Role(chosen.role), chosen.centre, hash_password(password), chosen.locale)
    return f"{chosen.login}: password {password}"


def _member(unit: UnitOfWork, login: str) -> Staff:
    """Raises BadInput when nobody has this login."""
    member = unit.staff.by_login(login) if LOGIN.fullmatch(login) else None
    if member is None:
        raise BadInput("login", "nobody has it")
    return member


def _check(unit: UnitOfWork, login: str, name: str, locale: str) -> None:
    """Raises BadInput for a login that nobody could type again or take for another, and for a name that nobody sees."""
    if not LOGIN.fullmatch(login):
        raise BadInput("login", "give 1 to 80 letters, figures, . _ @ + or -, without spaces")
    twin = next((one.login for one in unit.staff.all() if one.login.casefold() == login.casefold()), None)
    if twin is not None:
        raise BadInput("login", f"is taken: {twin}")
    if blank(name) or not name.isprintable() or len(name) > MAX_NAME:
        raise BadInput("--name", f"give 1 to {MAX_NAME} characters that can be seen")
    known = Templates(load_phrasebook()).languages
    if locale not in known:
        raise BadInput("--locale", f"must be one of {', '.join(known)}")


def _disable(unit: UnitOfWork, chosen: argparse.Namespace) -> str:
    member = _member(unit, chosen.login)
    unit.staff.save(replace(member, disabled=True))
    unit.sessions.delete_of(member.id)
    return f"{chosen.login}: disabled and signed out everywhere"


def _reset(unit: UnitOfWork, chosen: argparse.Namespace) -> str:
    member = _member(unit, chosen.login)
    if member.disabled:
        raise BadInput("login", "is disabled; a password would open nothing")
    password = secrets.token_urlsafe(12)
    unit.staff.save(replace(member, password_hash=hash_password(password)))
    unit.sessions.delete_of(member.id)
    return f"{chosen.login}: password {password}"


_DEEDS = {"add": _add, "disable": _disable, "reset-password": _reset}
