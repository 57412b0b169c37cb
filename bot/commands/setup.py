"""How does a fresh machine become a running Kawan? Migrate, load content, make the demonstration once."""

import secrets
from datetime import datetime

from argon2 import PasswordHasher

from bot.answers.release import import_new
from bot.ports import UnitOfWork
from bot.referrals.routing import Route
from bot.referrals.staff import Role
from bot.settings import read_settings
from bot.storage.migrate import migrate
from bot.wiring import CONTENT, House, build_house, utc_now

DEMONSTRATION = (
    ("Demonstration centre Mae Sot", "th", "th"),
    ("Demonstration centre Kuala Lumpur", "my", "my"),
)
"""Two centres: name, country, and the destination whose complaints reach it. Real centres are named by an administrator."""


def migrate_only() -> int:
    """Brings the database to this version."""
    migrate(build_house(read_settings()).database)
    print("The database is of this version.")
    return 0


def setup() -> int:
    """Everything a start needs; may be repeated."""
    prepare(build_house(read_settings()))
    return 0


def prepare(house: House) -> None:
    """Migrates, publishes what is new in content/, and on the very first run makes the demonstration."""
    migrate(house.database)
    with house.open_unit() as unit:
        published = import_new(unit, CONTENT, house.phrases, utc_now())
        passwords = _demonstration(unit, utc_now()) if house.settings.demo and not unit.centres.all() else {}
        unit.commit()
    print(f"Content: {published} texts published." if published else "Content: nothing new.")
    if not house.settings.keys:
        print("Encryption keys: KAWAN_KEYS is not set, they are in the file `keys` of KAWAN_DATA. Back it up.")
    if passwords:
        _tell(passwords)


def _demonstration(unit: UnitOfWork, now: datetime) -> dict[str, str]:
    """Centres, their routes, and a member of staff of each role; answers logins and passwords."""
    passwords: dict[str, str] = {}
    centres = [unit.centres.add(name, country) for name, country, _ in DEMONSTRATION]
    unit.routes.add(Route(0, centres[0].id))
    for centre, (_, _, destination) in zip(centres, DEMONSTRATION, strict=True):
        unit.routes.add(Route(0, centre.id, destination=destination))
    for number, centre in enumerate(centres, 1):
        for role in Role if number == 1 else (Role.OFFICER, Role.SUPERVISOR):
            login = f"{role}{number}"
            passwords[login] = secrets.token_urlsafe(9)
            unit.staff.add(login, f"{role.title()} {number}", role, centre.id, PasswordHasher().hash(passwords[login]))
    return passwords


def _tell(passwords: dict[str, str]) -> None:
    print("\nDemonstration staff (shown once; `kawan staff reset-password LOGIN` makes a new one):")
    for login, password in passwords.items():
        print(f"    {login:<16} {password}")
    print()
