"""Members of staff, from the terminal: add, disable, new password."""

import argparse
import secrets
from dataclasses import replace

from bot.audit import AuditEntry
from bot.commands.opening import open_house
from bot.console.account.passwords import hash_password
from bot.errors import BadInput
from bot.house import utc_now
from bot.ports import UnitOfWork
from bot.settings import read_settings
from bot.staff.rights import Role


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
    unit.staff.add(chosen.login, name, Role(chosen.role), chosen.centre, hash_password(password), chosen.locale)
    return f"{chosen.login}: password {password}"


def _disable(unit: UnitOfWork, chosen: argparse.Namespace) -> str:
    member = unit.staff.by_login(chosen.login)
    if member is None:
        raise BadInput("login", "nobody has it")
    unit.staff.save(replace(member, disabled=True))
    unit.sessions.delete_of(member.id)
    return f"{chosen.login}: disabled and signed out everywhere"


def _reset(unit: UnitOfWork, chosen: argparse.Namespace) -> str:
    member = unit.staff.by_login(chosen.login)
    if member is None:
        raise BadInput("login", "nobody has it")
    password = secrets.token_urlsafe(12)
    unit.staff.save(replace(member, password_hash=hash_password(password)))
    unit.sessions.delete_of(member.id)
    return f"{chosen.login}: password {password}"


_DEEDS = {"add": _add, "disable": _disable, "reset-password": _reset}
