"""Is "Try it" a channel like Telegram, open to everybody only in the demonstration?"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from bot.mail.incoming import read_incoming
from bot.messages import Choice, Incoming, Reply
from bot.ports import OpenUnit
from bot.storage.vault import FileVault
from bot.text import bold
from tests.conftest import NOON
from tests.console.conftest import Browser, Watch

HTMX = {"hx-request": "true"}


@pytest.fixture
def visitor(build: Callable[..., Starlette]) -> Browser:
    """Somebody at the demonstration, not signed in."""
    browser = Browser(build(demo=True), follow_redirects=False)
    browser.get("/sign-in")
    assert browser.get("/try").status_code == 303
    return browser


def answer(open_unit: OpenUnit) -> list[Incoming]:
    """Plays the bot: takes what waits in the inbox, and answers it with its own words and a button."""
    taken = []
    with open_unit() as unit:
        for channel, chat in unit.inbox.waiting(["web"]):
            for stored in unit.inbox.open_of(channel, chat):
                incoming = read_incoming(stored.body, stored.kind)
                taken.append(incoming)
                words = incoming.press or incoming.text or "Welcome"
                reply = Reply(bold("Heard") + f": {words}", ((Choice("Menu & more", "menu"),),))
                unit.tryit.add(chat, False, reply, NOON)
                unit.inbox.done([stored.id], NOON)
        unit.commit()
    return taken


def test_a_visitor_writes_and_presses_and_is_answered(visitor: Browser, staffed: OpenUnit) -> None:
    first = answer(staffed)
    assert [(one.channel, one.start) for one in first] == [("web", "")]
    page = visitor.get("/try").text
    assert "<b>Heard</b>: Welcome" in page and "Menu &amp; more" in page
    last = re.search(r"after=(\d+)", page)
    assert last
    assert visitor.get(f"/try/lines?after={last[1]}").status_code == 204
    assert visitor.fill("/try/send", "/try", text="My wages & <i>hours</i>").headers["location"] == "/try"
    token = {"x-csrf-token": visitor.token("/try"), **HTMX}
    assert visitor.post("/try/press", data={"press": "menu", "label": "Menu"}, headers=token).status_code == 204
    assert [(one.text, one.press) for one in answer(staffed)] == [("My wages & <i>hours</i>", None), ("", "menu")]
    lines = visitor.get(f"/try/lines?after={last[1]}", headers=HTMX).text
    assert "My wages &amp; &lt;i&gt;hours&lt;/i&gt;" in lines and "<b>Heard</b>: menu" in lines
    assert 'hx-swap-oob="beforeend:#chat"' in lines


def test_start_again_is_a_new_chat_and_forgets_the_old_lines(visitor: Browser, staffed: OpenUnit) -> None:
    answer(staffed)
    old = visitor.cookies["kawan_try"]
    assert visitor.fill("/try/again", "/try").status_code == 303
    assert visitor.cookies["kawan_try"] != old
    with staffed() as unit:
        assert not unit.tryit.since(old, 0)  # type: ignore[arg-type]
    assert [one.start for one in answer(staffed)] == [""]


def test_a_file_goes_to_the_vault_and_on_as_an_attachment(
    visitor: Browser, staffed: OpenUnit, vault: FileVault
) -> None:
    answer(staffed)
    token = {"csrf": visitor.token("/try")}
    photo = {"file": ("receipt.png", b"picture", "image/png")}
    assert visitor.post("/try/send", data=token, files=photo).status_code == 303
    (attachment,) = answer(staffed)[0].attachments
    assert (attachment.kind, attachment.mime, attachment.size) == ("photo", "image/png", 7)
    assert vault.get(attachment.ref) == b"picture"
    assert "receipt.png" not in visitor.get("/try").text


def test_a_file_that_is_too_big_or_of_a_wrong_kind_is_refused_and_the_words_stay(visitor: Browser) -> None:
    words = {"csrf": visitor.token("/try"), "text": "my story"}
    program = {"file": ("x.exe", b"MZ", "application/x-msdownload")}
    refused = visitor.post("/try/send", data=words, files=program)
    assert refused.status_code == 422 and "This kind of file" in refused.text and 'value="my story"' in refused.text
    big = {"file": ("x.png", b"0" * (20 * 1024 * 1024 + 1), "image/png")}
    fragment = visitor.post("/try/send", data=words, files=big, headers=HTMX)
    assert fragment.status_code == 422 and "20 MB at most" in fragment.text and "<html" not in fragment.text
    huge = {"file": ("x.png", b"0" * (21 * 1024 * 1024), "image/png")}
    assert visitor.post("/try/send", data=words, files=huge).status_code == 413
    assert visitor.post("/try/send", data={"csrf": words["csrf"], "text": " "}).status_code == 422


def test_outside_the_demonstration_only_staff_try_it(browser: Browser) -> None:
    assert browser.get("/try").headers["location"].startswith("/sign-in")
    browser.sign_in("edi")
    assert browser.get("/try").headers["location"] == "/try"
    assert browser.get("/try").status_code == 200


def test_a_visitor_of_the_demonstration_sees_no_case(visitor: Browser) -> None:
    assert visitor.get("/cases").status_code == 303


def test_an_address_keeps_twenty_files_in_a_quarter_of_an_hour_and_words_always_pass(
    visitor: Browser, staffed: OpenUnit, vault: FileVault, watch: Watch
) -> None:
    """A page that is open to everybody must not fill the disk; a file that was refused is not kept."""
    token = {"csrf": visitor.token("/try")}

    def upload() -> int:
        files = {"file": ("receipt.png", b"picture", "image/png")}
        return int(visitor.post("/try/send", data=token, files=files).status_code)

    assert [upload() for _ in range(22)] == [303] * 20 + [422] * 2
    assert len(vault.older_than(watch.now + timedelta(days=36_500))) == 20
    assert visitor.post("/try/send", data={**token, "text": "my story"}).status_code == 303
    watch.forward(minutes=16)
    assert upload() == 303
    with staffed() as unit:
        assert unit.inbox.counts() == {"open": 1 + 20 + 1 + 1}


def test_no_script_reads_whose_chat_it_is_and_no_other_site_speaks_in_it(build: Callable[..., Starlette]) -> None:
    """Who has the number of a chat reads it."""
    browser = Browser(build(demo=True, console_url="https://kawan.example"), "https://x", follow_redirects=False)
    cookie = next(one for one in browser.get("/try").headers.get_list("set-cookie") if one.startswith("kawan_try="))
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Secure", "Max-Age=86400"))


def test_a_press_longer_than_a_button_carries_is_refused(visitor: Browser, staffed: OpenUnit) -> None:
    answer(staffed)
    token = {"csrf": visitor.token("/try")}
    assert visitor.post("/try/press", data={**token, "press": "ក" * 22}).status_code == 422
    assert visitor.post("/try/press", data={**token, "press": "x" * 64}).status_code == 303
    assert [one.press for one in answer(staffed)] == ["x" * 64]
