"""How does a fresh machine become a running Kawan? Migrate, load content, make the demonstration once."""

import secrets
from collections.abc import Sequence

from bot.answers.facts import Facts
from bot.cases.routing import Route
from bot.commands.opening import check_not_lost, house_of, recognise_owner
from bot.console.account.passwords import hash_password
from bot.errors import SettingsError
from bot.house import CONTENT, House, folder_library, utc_now
from bot.ports import UnitOfWork
from bot.settings import read_settings
from bot.staff.centres import Centre
from bot.staff.rights import Role
from bot.storage.folder import alone
from bot.storage.migrate import is_filled, migrate
from bot.storage.standing import mark
from bot.usecases.publishing import import_new
from bot.usecases.shipped import read_shipped_file

DEMONSTRATION = (("Demonstration centre Mae Sot", "th"), ("Demonstration centre Kuala Lumpur", "my"))
"""Two centres: name, and the destination whose complaints reach it. An administrator renames them or adds others."""


def migrate_only() -> int:
    """Brings the database to this version."""
    house = house_of(read_settings())
    with alone(house.settings.data, house.database):
        _migrate(house)
    print("The database is of this version.")
    return 0


def setup() -> int:
    """Everything a start needs; may be repeated."""
    prepare(house_of(read_settings()))
    return 0


def prepare(house: House) -> None:
    """Migrates, publishes what is new in content/, and on the very first run makes the demonstration.

    Of processes that start at once one prepares, and the others find it done.
    """
    with alone(house.settings.data, house.database):
        _migrate(house)
        published, passwords = _publish(house)
        mark(house.settings.data)
    print(f"Content: {published} texts published." if published else "Content: nothing new.")
    if not house.settings.keys:
        print("Encryption keys: KAWAN_KEYS is not set, they are in the file `keys` of KAWAN_DATA. Back it up.")
    if passwords:
        _tell(passwords)


def _migrate(house: House) -> None:
    """An empty database beside files of complaints has lost what they belong to: it is not filled as if all were new."""
    if house.vault.older_than(utc_now()) and not is_filled(house.database):
        raise SettingsError(
            "DATABASE_URL: the database is empty, but KAWAN_DATA/media holds files of complaints; put the database's "
            "backup in its place, or move `media` away"
        )
    check_not_lost(house)
    migrate(house.database)
    recognise_owner(house)


def _publish(house: House) -> tuple[int, dict[str, str]]:
    """Returns how many texts are new, and the sign-ins of a demonstration that was made."""
    with house.open_unit() as unit:
        published = import_new(unit, CONTENT, house.phrases, utc_now())
        passwords = {} if unit.centres.all() else _first_centres(unit, folder_library(house.phrases).facts)
        unit.commit()
    return published, passwords


def _first_centres(unit: UnitOfWork, facts: Facts) -> dict[str, str]:
    """The demonstration's two centres with staff, and the shipped routes; answers logins and passwords."""
    centres = [unit.centres.add(name, country) for name, country in DEMONSTRATION]
    _shipped(unit, facts)
    unit.routes.add(Route(0, centres[0].id))
    for centre in centres:
        unit.routes.add(Route(0, centre.id, destination=centre.country))
    return _demonstration(unit, centres)


def _shipped(unit: UnitOfWork, facts: Facts) -> None:
    """A centre for each organisation of content/routes.yml, without staff, and its routes."""
    made: dict[str, Centre] = {}
    for row in read_shipped_file(CONTENT, facts.organisations):
        one = row.organisation
        if one.id not in made:
            made[one.id] = unit.centres.add(one.name, one.country)
        unit.routes.add(Route(0, made[one.id].id, **row.fields))


def _demonstration(unit: UnitOfWork, centres: Sequence[Centre]) -> dict[str, str]:
    """A member of staff of each role; answers logins and passwords."""
    passwords: dict[str, str] = {}
    for number, centre in enumerate(centres, 1):
        for role in Role if number == 1 else (Role.OFFICER, Role.SUPERVISOR):
            login = f"{role}{number}"
            passwords[login] = secrets.token_urlsafe(9)
            unit.staff.add(login, f"{role.title()} {number}", role, centre.id, hash_password(passwords[login]))
    return passwords


def _tell(passwords: dict[str, str]) -> None:
    print("\nDemonstration staff (shown once; `kawan staff reset-password LOGIN` makes a new one):")
    for login, password in passwords.items():
        print(f"    {login:<16} {password}")
    print()
