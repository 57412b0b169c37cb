"""Is every page closed until it says who may open it?"""

import subprocess
import sys
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot.console.frame import app
from bot.console.frame.access import Page
from bot.errors import SettingsError
from bot.kinds import Reference
from bot.ports import OpenUnit
from bot.settings import Settings
from tests.console.conftest import Browser, FileCase, Watch

OPEN_PAGES = {"/sign-in"}


def test_a_page_without_a_right_keeps_the_console_from_starting(
    build: Callable[..., Starlette], monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = Page("/forgotten", lambda visit: visit.go("/"))
    monkeypatch.setattr(app.queue, "PAGES", (forgotten,))
    with pytest.raises(SettingsError, match="/forgotten"):
        build()


def test_nothing_but_signing_in_is_open(build: Callable[..., Starlette], settings: Settings) -> None:
    console = build()
    paths = [route.path for route in console.routes if isinstance(route, Route)]
    assert len(paths) == len(app.pages(settings)) > 20
    assert [route.path for route in console.routes if isinstance(route, Mount)] == ["/static"]
    browser = Browser(console, follow_redirects=False)
    for page in app.pages(settings):
        if page.path in OPEN_PAGES:
            continue
        path = page.path.format(reference="KW-1", file_id="1", topic="t", place="th", language="km")
        response = browser.request(page.method, path)
        assert (response.status_code, response.headers["location"].split("?")[0]) == (303, "/sign-in"), page.path


@pytest.mark.parametrize(
    ("login", "closed"),
    [
        ("sokha", ["/content", "/routing", "/audit"]),
        ("chanthy", ["/content", "/routing"]),
        ("edi", ["/cases", "/cases/KW-7F3K-9QTM", "/routing", "/audit"]),
        ("admin", []),
    ],
)
def test_a_role_opens_its_own_pages_only(
    as_: Callable[[str], Browser], file_case: FileCase, login: str, closed: list[str]
) -> None:
    file_case()
    browser = as_(login)
    for path in ("/cases", "/cases/KW-7F3K-9QTM", "/content", "/routing", "/audit"):
        assert browser.get(path).status_code == (403 if path in closed else 200), path


def test_a_form_without_its_token_is_refused(as_: Callable[[str], Browser], file_case: FileCase) -> None:
    file_case()
    browser = as_("sokha")
    for token in ({}, {"csrf": "x"}, {"csrf": as_("dara").token("/cases")}):
        refused = browser.post("/cases/KW-7F3K-9QTM/claim", data={"version": "1", **token})
        assert refused.status_code == 403
    header = {"x-csrf-token": browser.token("/cases")}
    assert browser.post("/cases/KW-7F3K-9QTM/claim", data={"version": "1"}, headers=header).status_code == 303


def test_a_note_with_a_sign_that_no_database_takes_is_kept_without_it(
    as_: Callable[[str], Browser], file_case: FileCase, staffed: OpenUnit
) -> None:
    file_case()
    here = "/cases/KW-7F3K-9QTM"
    assert as_("sokha").fill(f"{here}/note", here, note="called\x00 her").status_code == 303
    with staffed() as unit:
        assert [line.text for line in unit.cases.messages(Reference("KW-7F3K-9QTM"))] == ["called her"]


def test_a_sign_that_no_database_takes_is_left_out(as_: Callable[[str], Browser], browser: Browser) -> None:
    browser.get("/sign-in")
    token = browser.token("/sign-in")
    assert browser.post("/sign-in", data={"login": "so\x00x", "password": "x", "csrf": token}).status_code == 401
    assert as_("sokha").get("/cases/KW-%00").status_code == 404


def test_the_sign_in_form_needs_its_token_too(browser: Browser) -> None:
    browser.get("/sign-in")
    refused = browser.post("/sign-in", data={"login": "sokha", "password": "x", "csrf": "guessed"})
    assert refused.status_code == 403


def test_a_form_that_is_too_big_or_of_unknown_size_is_not_read(as_: Callable[[str], Browser]) -> None:
    browser = as_("sokha")
    assert browser.post("/sign-out", data={"csrf": "x" * 2_000_000}).status_code == 413
    assert browser.post("/sign-out", content=(part for part in [b"csrf=x"])).status_code == 411


def test_every_answer_carries_the_security_headers(browser: Browser) -> None:
    for path in ("/sign-in", "/cases", "/no-such-page", "/static/console.css"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'"), path
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")


def test_an_idle_session_ends_and_one_in_use_ends_after_twelve_hours(
    as_: Callable[[str], Browser], watch: Watch
) -> None:
    browser = as_("sokha")
    for _ in range(24):
        watch.forward(minutes=29)
        assert browser.get("/cases").status_code == 200
    watch.forward(minutes=29)
    assert browser.get("/cases").status_code == 303
    idle = as_("sokha")
    watch.forward(minutes=31)
    assert idle.get("/cases").status_code == 303


def test_the_chat_that_asks_for_news_does_not_keep_a_session_alive(as_: Callable[[str], Browser], watch: Watch) -> None:
    browser = as_("sokha")
    for _ in range(4):
        watch.forward(minutes=9)
        last = browser.get("/try/lines", headers={"hx-request": "true"})
    assert (last.status_code, last.headers["hx-redirect"]) == (401, "/sign-in")


def test_a_disabled_member_of_staff_is_out_at_once(as_: Callable[[str], Browser], staffed: OpenUnit) -> None:
    from dataclasses import replace

    browser = as_("sokha")
    with staffed() as unit:
        sokha = unit.staff.by_login("sokha")
        assert sokha is not None
        unit.staff.save(replace(sokha, disabled=True))
        unit.commit()
    assert browser.get("/cases").status_code == 303


def test_an_unforeseen_error_is_told_without_its_words(
    as_: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = as_("admin")

    def fail(self: object) -> None:
        raise RuntimeError("the story of a worker")

    monkeypatch.setattr("bot.storage.rows.routes.RouteRows.all", fail)
    response = browser.get("/routing")
    assert response.status_code == 500
    assert "story of a worker" not in response.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_the_console_starts_without_rasa() -> None:
    code = (
        "import sys, bot.console.frame.app; "
        "print([m for m in ('rasa', 'tensorflow', 'telegram', 'rasa_sdk') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_other_site_frames_opens_or_is_sent_anything_by_a_page(browser: Browser) -> None:
    """What a page that was tricked into showing foreign markup could otherwise be made to do."""
    for path in ("/sign-in", "/no-such-page"):
        headers = browser.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy == {
            "default-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "object-src": "'none'",
        }
        assert headers["cross-origin-opener-policy"] == "same-origin"


def test_who_is_signed_out_while_she_sends_a_form_comes_back_to_a_page_that_is_there(
    as_: Callable[[str], Browser], file_case: FileCase, watch: Watch
) -> None:
    file_case()
    browser = as_("sokha")
    watch.forward(minutes=31)
    sent = browser.post("/cases/KW-7F3K-9QTM/claim", data={"version": "1", "csrf": "x"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=%2F")


def test_of_a_page_that_failed_the_log_names_the_class_of_the_error_and_no_case(
    as_: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = as_("sokha")
    monkeypatch.setattr("bot.usecases.desk.Desk.open", lambda *of: 1 / 0)
    assert browser.get("/cases/KW-7F3K-9QTM").status_code == 500
    assert [one.getMessage() for one in caplog.records if one.name.startswith("bot.")] == [
        "a page failed: ZeroDivisionError"
    ]
