"""Does the console work in a real browser: on a small phone, by keyboard alone, and under its own content policy?"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import uvicorn
from sqlalchemy import text as sql
from starlette.applications import Starlette

from bot.kinds import Reference
from bot.mail.inbox import Arrival
from bot.mail.news import News
from bot.mail.outbox import Address, Attempt, DeliveryState
from bot.messages import ChatId, Reply
from bot.ports import OpenUnit
from bot.storage.unit import SqlUnitOfWork
from bot.text import bold, text
from bot.workers import WorkerId
from tests.browser import picture, sign_in, small_phone
from tests.conftest import NOON
from tests.console.conftest import BANGKOK, PASSWORD, FileCase

CODE = "KW-7F3K-9QTM"


@pytest.fixture
def address(build: Callable[..., Starlette]) -> Iterator[str]:
    """The console served on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(build(demo=True), port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(address: str):  # type: ignore[no-untyped-def]
    with small_phone(address) as page:
        yield page


def overflow(page) -> int:  # type: ignore[no-untyped-def]
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def trouble(open_unit: OpenUnit) -> None:
    """One of each that the page of what did not arrive lists."""
    with open_unit() as unit:
        for number, kind in enumerate(("message", "a_kind_with_a_long_name_x" + "x" * 7)):
            unit.inbox.store(
                Arrival("telegram", None, f"telegram:1:{number}", {}, kind, "AVeryLongErrorClassName" * 3), NOON
            )
        for to in (Address("telegram", ChatId("1"), WorkerId("w")), Address("telegram", ChatId("-100123456"))):
            delivery = unit.outbox.add(to, News("staff_wrote", Reference(CODE)), NOON)
            unit.outbox.record([Attempt(delivery, DeliveryState.UNREACHABLE, error="Forbidden")], NOON)
        unit.centres.lose_group(BANGKOK, NOON)
        unit.commit()


def test_nothing_scrolls_sideways_on_a_small_phone(page, file_case: FileCase, staffed: OpenUnit) -> None:  # type: ignore[no-untyped-def]
    file_case(narrative="ខ្ញុំមិនបានទទួលប្រាក់ខែ" * 20, province="จังหวัดระยอง", reachable=False)
    trouble(staffed)
    sign_in(page, "admin", PASSWORD)
    for path in (
        "/cases",
        f"/cases/{CODE}",
        "/content",
        "/content/unpaid_wages/th/km",
        "/routing",
        "/audit",
        "/mail",
        "/try",
    ):
        page.goto(path)
        picture(page, path.strip("/").replace("/", "-"))
        assert overflow(page) <= 0, path
    page.goto(f"/cases/{CODE}")
    page.get_by_role("button", name="Claim this case").click()
    page.get_by_role("heading", name="Reply to the worker").wait_for()
    picture(page, "case-claimed")
    assert overflow(page) <= 0


def test_troubles_fold_in_every_language_of_the_console(page, file_case: FileCase, staffed: OpenUnit) -> None:  # type: ignore[no-untyped-def]
    file_case(), file_case("KW-DAMA-GED1")
    trouble(staffed)
    with staffed() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        unit.connection.execute(sql("UPDATE complaints SET narrative_sealed = x'00' WHERE reference = 'KW-DAMA-GED1'"))
        unit.commit()
    sign_in(page, "admin", PASSWORD)
    for locale in ("en", "id", "ms", "th", "vi"):
        with staffed() as unit:
            admin = unit.staff.by_login("admin")
            assert admin is not None
            unit.staff.save(replace(admin, locale=locale, mail_seen_at=None))
            unit.commit()
        for path in ("/cases", "/routing", "/mail"):
            page.goto(path)
            picture(page, f"troubles{path.replace('/', '-')}-{locale}")
            assert overflow(page) <= 0, (locale, path)
    assert page.locator("table.fold").count() == 3
    assert page.locator("table.fold td").first.evaluate("one => getComputedStyle(one).display") == "block"


def test_signing_in_and_claiming_work_by_keyboard_alone(page, file_case: FileCase) -> None:  # type: ignore[no-untyped-def]
    file_case()
    page.goto("/sign-in")
    reach(page, "login")
    page.keyboard.type("sokha")
    reach(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases")
    reach_text(page, CODE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{CODE}")
    reach_text(page, "Claim this case")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Reply to the worker").wait_for()
    assert page.evaluate("getComputedStyle(document.querySelector('#reply').form).backgroundColor") != page.evaluate(
        "getComputedStyle(document.querySelector('#note').form).backgroundColor"
    )


def reach(page, element_id: str) -> None:  # type: ignore[no-untyped-def]
    _tab_until(page, f"document.activeElement.id === '{element_id}'")


def reach_text(page, text: str) -> None:  # type: ignore[no-untyped-def]
    _tab_until(page, f"document.activeElement.innerText === '{text}'")


def _tab_until(page, condition: str) -> None:  # type: ignore[no-untyped-def]
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    pytest.fail(f"not reached by the Tab key: {condition}")


def test_a_form_that_is_pressed_twice_goes_out_once(page, file_case: FileCase, staffed: OpenUnit) -> None:  # type: ignore[no-untyped-def]
    file_case()
    sign_in(page, "sokha", PASSWORD)
    page.goto(f"/cases/{CODE}")
    page.fill("#note", "called her brother")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with page.expect_navigation():
        page.evaluate(
            "() => { const form = document.querySelector('#note').form; form.requestSubmit(); form.requestSubmit(); }"
        )
    assert len(sent) == 1
    with staffed() as unit:
        assert [line.text for line in unit.cases.messages(Reference(CODE))] == ["called her brother"]
    page.fill("#note", "and her sister")
    with page.expect_navigation():
        page.get_by_role("button", name="Save note").click()
    with staffed() as unit:
        assert len(unit.cases.messages(Reference(CODE))) == 2


def test_whoever_comes_back_to_a_form_can_send_it_again_at_once(page, file_case: FileCase) -> None:  # type: ignore[no-untyped-def]
    """Browsers keep a page as it was left, and show it so when she goes back."""
    file_case()
    sign_in(page, "sokha", PASSWORD)
    page.goto(f"/cases/{CODE}")
    page.evaluate("document.querySelector('#note').form.dataset.sent = 'yes'")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.fill("#note", "called her again")
    with page.expect_navigation():
        page.get_by_role("button", name="Save note").click()
    assert page.locator("text=called her again").count() == 1


def test_the_preview_appears_beside_the_words_without_leaving_the_page(page) -> None:  # type: ignore[no-untyped-def]
    sign_in(page, "edi", PASSWORD)
    page.goto("/content/unpaid_wages/th/km")
    page.get_by_role("button", name="Preview").click()
    page.locator("#preview .bubble").wait_for()
    assert page.url.endswith("/content/unpaid_wages/th/km")
    assert "the inspector" in page.locator("#preview .bubble").inner_text()


def test_a_chat_shows_the_answer_by_itself_and_empties_its_field(page, staffed: OpenUnit) -> None:  # type: ignore[no-untyped-def]
    page.goto("/try")
    page.get_by_label("Message").fill("My wages")
    page.get_by_role("button", name="Send").click()
    page.locator(".bubble.me", has_text="My wages").wait_for()
    assert page.get_by_label("Message").input_value() == ""
    chat = next(one["value"] for one in page.context.cookies() if one["name"] == "kawan_try")
    with staffed() as unit:
        unit.tryit.add(ChatId(chat), False, Reply(text("Call ") + bold("1506")), NOON)
        unit.commit()
    page.locator(".bubble.bot b", has_text="1506").wait_for()
    assert page.locator(".bubble").count() == 2
    picture(page, "try-chat")
