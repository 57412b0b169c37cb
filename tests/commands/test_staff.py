"""Does an operator's word on staff hold at once and everywhere, and is it in the audit log?"""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.console.account.passwords import is_password
from bot.console.frame.access import new_session
from bot.house import build_house, utc_now
from bot.ports import OpenUnit
from bot.settings import read_settings
from bot.staff.members import Staff
from bot.staff.rights import Role
from bot.staff.sessions import Session
from bot.storage.migrate import migrate
from bot.storage.standing import is_marked
from tests.console.conftest import HASH, PASSWORD


@pytest.fixture
def staffed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenUnit:
    """A centre with two officers; the command finds them by its settings."""
    given = {"KAWAN_DATA": str(tmp_path), "TELEGRAM_BOT_TOKEN": ""}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    house = build_house(read_settings(given, tmp_path))
    migrate(house.database)
    with house.open_unit() as unit:
        centre = unit.centres.add("MRC Phnom Penh", "kh")
        for login in ("sokha", "dara"):
            unit.staff.add(login, login, Role.OFFICER, centre.id, HASH)
        unit.commit()
    return house.open_unit


def staff(open_unit: OpenUnit, login: str) -> Staff:
    with open_unit() as unit:
        found = unit.staff.by_login(login)
    assert found is not None
    return found


def sessions(open_unit: OpenUnit, sessions_of: list[Session]) -> list[bool]:
    with open_unit() as unit:
        return [unit.sessions.get(one.token_hash) is not None for one in sessions_of]


def deeds(open_unit: OpenUnit) -> list[tuple[str, str, str]]:
    with open_unit() as unit:
        return [(one.actor, one.action, one.detail) for one in unit.audit.latest()]


def signed_in(open_unit: OpenUnit, *logins: str) -> list[Session]:
    """A browser for each."""
    found = [new_session(staff(open_unit, login), utc_now())[1] for login in logins]
    with open_unit() as unit:
        for session in found:
            unit.sessions.add(session)
        unit.commit()
    return found


def test_a_new_password_ends_every_session_of_hers_and_nobody_elses(
    staffed: OpenUnit, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever stole the old one is out."""
    browsers = signed_in(staffed, "sokha", "sokha", "dara")
    assert main(["staff", "reset-password", "sokha"]) == 0
    password = capsys.readouterr().out.strip().removeprefix("sokha: password ")
    kept = staff(staffed, "sokha").password_hash
    assert is_password(kept, password) and not is_password(kept, PASSWORD)
    assert is_password(staff(staffed, "dara").password_hash, PASSWORD)
    assert sessions(staffed, browsers) == [False, False, True]
    assert deeds(staffed) == [("operator", "staff reset-password", "login=sokha")]


def test_who_is_disabled_is_signed_out_everywhere_and_that_is_logged(staffed: OpenUnit) -> None:
    browsers = signed_in(staffed, "sokha", "dara")
    assert main(["staff", "disable", "sokha"]) == 0
    assert staff(staffed, "sokha").disabled and not staff(staffed, "dara").disabled
    assert sessions(staffed, browsers) == [False, True]
    assert deeds(staffed) == [("operator", "staff disable", "login=sokha")]


def test_a_new_member_of_staff_has_the_role_centre_and_password_that_were_said(
    staffed: OpenUnit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff", "add", "maly", "--role", "supervisor", "--centre", "1", "--locale", "th"]) == 0
    password = capsys.readouterr().out.strip().removeprefix("maly: password ")
    maly = staff(staffed, "maly")
    assert (maly.role, maly.centre_id, maly.locale, maly.disabled) == (Role.SUPERVISOR, 1, "th", False)
    assert is_password(maly.password_hash, password)
    assert deeds(staffed) == [("operator", "staff add", "login=maly")]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("disable", "nobody"), "login: nobody has it"),
        (("reset-password", "nobody"), "login: nobody has it"),
        (("add", "maly", "--centre", "9"), "1 MRC Phnom Penh"),
        (("add", "sokha", "--centre", "1"), "login"),
        (("add", "Sokha", "--centre", "1"), "login: is taken: sokha"),
        (("add", "", "--centre", "1"), "login: give 1 to 80 letters"),
        (("add", " maly ", "--centre", "1"), "login: give 1 to 80 letters"),
        (("add", "maly\u200b", "--centre", "1"), "login: give 1 to 80 letters"),
        (("add", "m" * 81, "--centre", "1"), "login: give 1 to 80 letters"),
        (("add", "maly", "--centre", "1", "--name", "\u200b"), "--name: give 1 to 200 characters"),
        (("add", "maly", "--centre", "1", "--name", "Ma\nly"), "--name: give 1 to 200 characters"),
        (("add", "maly", "--centre", "1", "--name", "Ma\u202ely"), "--name: give 1 to 200 characters"),
        (("add", "maly", "--centre", "1", "--name", "x" * 201), "--name: give 1 to 200 characters"),
        (("add", "maly", "--centre", "1", "--locale", "km"), "--locale: must be one of"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_no_trace(
    staffed: OpenUnit, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], named: str
) -> None:
    assert main(["staff", *arguments]) == 2
    assert named in capsys.readouterr().err
    with staffed() as unit:
        assert [one.login for one in unit.staff.all()] == ["dara", "sokha"] and not unit.audit.latest()


def test_a_login_that_is_disabled_gets_no_password_that_opens_nothing(
    staffed: OpenUnit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff", "disable", "sokha"]) == 0
    assert main(["staff", "reset-password", "sokha"]) == 2
    assert "login: is disabled" in capsys.readouterr().err
    assert is_password(staff(staffed, "sokha").password_hash, PASSWORD)


def test_an_installation_that_an_earlier_version_made_is_marked_by_whoever_works_with_it(
    staffed: OpenUnit, tmp_path: Path
) -> None:
    """From then on its database is missed when it is moved away."""
    assert not is_marked(tmp_path)
    assert main(["staff", "disable", "sokha"]) == 0
    assert is_marked(tmp_path)


@pytest.mark.parametrize("login", ["\udcff", "so\x00kha", "", "nobody at all"])
@pytest.mark.parametrize("verb", ["disable", "reset-password"])
def test_a_login_that_nobody_can_have_is_said_to_be_nobodys(
    staffed: OpenUnit, capsys: pytest.CaptureFixture[str], verb: str, login: str
) -> None:
    """Signs that no database takes would end in a traceback."""
    assert main(["staff", verb, login]) == 2
    assert "login: nobody has it" in capsys.readouterr().err
