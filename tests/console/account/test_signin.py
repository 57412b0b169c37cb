"""Who gets in, and what slows a guesser down?"""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from bot.audit import AuditEntry
from bot.console.account.passwords import HASHER, is_password
from bot.console.frame.access import hash_of
from bot.ports import OpenUnit
from tests.console.conftest import HASH, PASSWORD, Browser, Watch


def deeds(open_unit: OpenUnit) -> list[tuple[str, str, str]]:
    def plain(entry: AuditEntry) -> tuple[str, str, str]:
        return entry.actor, entry.action, entry.detail

    with open_unit() as unit:
        return [plain(entry) for entry in reversed(unit.audit.latest())]


def test_the_right_password_opens_the_queue_and_signing_out_ends_the_session(
    browser: Browser, staffed: OpenUnit
) -> None:
    signed_in = browser.sign_in("sokha")
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/")
    assert browser.get("/").headers["location"] == "/cases"
    token = browser.cookies["kawan_session"]
    assert browser.fill("/sign-out", "/cases").status_code == 303
    with staffed() as unit:
        assert unit.sessions.get(hash_of(token)) is None
    assert [deed[:2] for deed in deeds(staffed) if deed[1].startswith("signed")] == [
        ("sokha", "signed_in"),
        ("sokha", "signed_out"),
    ]


def test_the_cookie_is_for_this_console_alone_and_the_database_has_only_its_hash(
    build: Callable[..., Starlette], staffed: OpenUnit
) -> None:
    browser = Browser(build(console_url="https://kawan.example"), "https://testserver", follow_redirects=False)
    cookie = browser.sign_in("sokha").headers["set-cookie"]
    assert all(part in cookie for part in ("kawan_session=", "HttpOnly", "SameSite=strict", "Secure"))
    token = browser.cookies["kawan_session"]
    with staffed() as unit:
        assert unit.sessions.get(token) is None
        assert unit.sessions.get(hash_of(token)) is not None


def test_wrong_password_and_unknown_login_are_answered_alike_and_logged(browser: Browser, staffed: OpenUnit) -> None:
    wrong = browser.sign_in("sokha", "guess")
    unknown = browser.sign_in("hunter2", "guess")
    assert wrong.status_code == unknown.status_code == 401
    assert "Login or password is wrong." in wrong.text and "Login or password is wrong." in unknown.text
    assert deeds(staffed) == [("sokha", "sign_in_failed", ""), ("unknown", "sign_in_failed", "")]


def test_an_unknown_login_costs_a_look_at_a_password_too(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, kept, given: bool(looked.append(kept)))
    browser.sign_in("nobody")
    assert len(looked) == 1 and looked[0].startswith("$argon2id$")


def test_after_five_failures_the_right_password_is_refused_for_a_quarter_of_an_hour(
    browser: Browser, watch: Watch, staffed: OpenUnit
) -> None:
    for _ in range(5):
        assert browser.sign_in("sokha", "guess").status_code == 401
    assert browser.sign_in("SOKHA").status_code == 429
    assert browser.sign_in("sokha").status_code == 429
    assert deeds(staffed)[-1] == ("sokha", "sign_in_failed", "throttled")
    assert browser.sign_in("dara").status_code == 303
    watch.forward(minutes=16)
    assert Browser(browser.app, follow_redirects=False).sign_in("sokha").status_code == 303


def test_after_twenty_failures_an_address_is_refused_for_every_login(browser: Browser) -> None:
    for number in range(20):
        assert browser.sign_in(f"guess{number}", "guess").status_code == 401
    assert browser.sign_in("sokha").status_code == 429


def test_signing_in_counts_anew_after_success(browser: Browser) -> None:
    for _ in range(2):
        for _ in range(4):
            browser.sign_in("sokha", "guess")
        fresh = Browser(browser.app, follow_redirects=False)
        assert fresh.sign_in("sokha").status_code == 303


def test_after_signing_in_she_is_where_she_wanted_to_go_but_never_on_another_site(browser: Browser) -> None:
    assert browser.get("/cases/KW-1").headers["location"] == "/sign-in?next=%2Fcases%2FKW-1"
    assert 'value="/cases/KW-1"' in browser.get("/sign-in?next=%2Fcases%2FKW-1").text
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "/\nx"):
        fresh = Browser(browser.app, follow_redirects=False)
        assert fresh.sign_in("sokha", PASSWORD, next=elsewhere).headers["location"] == "/", elsewhere


def test_the_page_speaks_the_language_set_for_her(build: Callable[..., Starlette], staffed: OpenUnit) -> None:
    browser = Browser(build(), follow_redirects=False)
    assert '<html lang="th">' in browser.get("/sign-in", headers={"accept-language": "th-TH,en"}).text
    assert '<html lang="en">' in browser.get("/sign-in", headers={"accept-language": "xx"}).text


def test_who_signs_in_where_somebody_was_signed_in_ends_the_session_before(browser: Browser, staffed: OpenUnit) -> None:
    """On a shared computer nobody's session lives on behind the next one's."""
    browser.sign_in("sokha")
    before = browser.cookies["kawan_session"]
    browser.sign_in("dara", csrf=browser.token("/cases"))
    after = browser.cookies["kawan_session"]
    with staffed() as unit:
        assert unit.sessions.get(hash_of(before)) is None
        session = unit.sessions.get(hash_of(after))
        dara = unit.staff.by_login("dara")
    assert session is not None and dara is not None and session.staff_id == dara.id


def test_a_password_that_was_kept_weakly_is_kept_as_today_from_her_next_sign_in_on(
    browser: Browser, staffed: OpenUnit
) -> None:
    """The password is the same; nobody else's hash is touched."""
    browser.sign_in("sokha")
    with staffed() as unit:
        kept = {one.login: one.password_hash for one in unit.staff.all()}
    assert kept["sokha"] != HASH and is_password(kept["sokha"], PASSWORD)
    assert not HASHER.check_needs_rehash(kept["sokha"])
    assert {login for login, one in kept.items() if one != HASH} == {"sokha"}


def test_who_signed_out_leaves_no_cookie_behind(browser: Browser) -> None:
    browser.sign_in("sokha")
    browser.fill("/sign-out", "/cases")
    assert "kawan_session" not in browser.cookies
