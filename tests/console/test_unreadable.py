"""Does a page with something that cannot be opened show all the rest, and say so?"""

from collections.abc import Callable

import pytest
from sqlalchemy import text as sql
from starlette.applications import Starlette

from bot.audit import AuditEntry
from bot.cases.routing import Route
from bot.cases.thread import Author
from bot.kinds import Reference
from bot.messages import ChatId, Reply
from bot.ports import OpenUnit
from bot.storage.unit import SqlUnitOfWork
from bot.storage.vault import FileVault
from bot.text import text
from tests.conftest import NOON
from tests.console.conftest import BANGKOK, Browser, FileCase

As = Callable[[str], Browser]
GOOD, DAMAGED = "KW-GOOD-0001", "KW-DAMA-GED1"


def do(open_unit: OpenUnit, statement: str) -> None:
    with open_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        assert unit.connection.execute(sql(statement)).rowcount == 1
        unit.commit()


@pytest.fixture
def damaged(file_case: FileCase, staffed: OpenUnit) -> None:
    """Two cases, one of which cannot be opened."""
    file_case(GOOD), file_case(DAMAGED)
    do(staffed, f"UPDATE complaints SET narrative_sealed = x'00' WHERE reference = '{DAMAGED}'")


def test_the_queue_shows_the_others_and_names_the_one(damaged: None, as_: As) -> None:
    page = as_("sokha").get("/cases")
    assert page.status_code == 200 and f'href="/cases/{GOOD}"' in page.text
    assert f"{DAMAGED} could not be opened" in page.text and f'href="/cases/{DAMAGED}"' not in page.text


@pytest.mark.parametrize("column", ["kind", "origin", "destination", "language"])
def test_a_case_with_a_code_that_nobody_knows_is_shown_with_it_and_hides_no_other(
    file_case: FileCase, staffed: OpenUnit, as_: As, column: str
) -> None:
    file_case(GOOD), file_case(DAMAGED)
    do(staffed, f"UPDATE complaints SET {column} = 'qq' WHERE reference = '{DAMAGED}'")
    browser = as_("sokha")
    for folder in ("unassigned", "all"):
        page = browser.get(f"/cases?folder={folder}")
        assert page.status_code == 200 and f"/cases/{GOOD}" in page.text and f"/cases/{DAMAGED}" in page.text
    shown = browser.get(f"/cases/{DAMAGED}")
    assert shown.status_code == 200 and "qq" in shown.text


def test_a_case_that_cannot_be_opened_leaves_the_audit_page_of_a_supervisor(
    damaged: None, as_: As, staffed: OpenUnit
) -> None:
    with staffed() as unit:
        unit.audit.write(AuditEntry("sokha", "viewed", NOON, Reference(DAMAGED), ""))
        unit.commit()
    browser = as_("chanthy")
    page = browser.get("/audit")
    assert page.status_code == 200 and "chanthy" in page.text and DAMAGED not in page.text


def test_a_route_with_a_code_that_nobody_knows_is_shown_and_can_be_deleted(staffed: OpenUnit, as_: As) -> None:
    with staffed() as unit:
        route = unit.routes.add(Route(0, BANGKOK, kind="zz", destination="qq", origin="qq", language="qq"))
        unit.commit()
    browser = as_("admin")
    page = browser.get("/routing")
    assert page.status_code == 200 and "zz" in page.text
    assert browser.fill("/routing/delete", "/routing", route=route.id).status_code == 303
    with staffed() as unit:
        assert route not in unit.routes.all()


def test_another_centre_is_not_told_of_it(damaged: None, as_: As) -> None:
    assert DAMAGED not in as_("somchai").get("/cases").text


def test_a_folder_where_it_does_not_lie_does_not_name_it(damaged: None, as_: As, staffed: OpenUnit) -> None:
    do(staffed, f"UPDATE complaints SET status = 'closed' WHERE reference = '{DAMAGED}'")
    browser = as_("sokha")
    assert DAMAGED not in browser.get("/cases").text
    assert f"{DAMAGED} could not be opened" in browser.get("/cases?folder=closed").text


def test_its_own_page_says_what_to_do_and_nothing_is_written_over_it(damaged: None, as_: As, staffed: OpenUnit) -> None:
    browser = as_("sokha")
    shown = browser.get(f"/cases/{DAMAGED}")
    assert shown.status_code == 500 and "tell an administrator" in shown.text
    claimed = browser.fill(f"/cases/{DAMAGED}/claim", f"/cases/{GOOD}", version=1)
    assert claimed.status_code == 500
    with staffed() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        kept = "SELECT narrative_sealed, version FROM complaints WHERE reference = :code"
        assert unit.connection.execute(sql(kept), {"code": DAMAGED}).one() == (b"\x00", 1)


def test_the_administrator_is_told_and_can_empty_the_list(damaged: None, as_: As, staffed: OpenUnit) -> None:
    as_("sokha").get("/cases")
    browser = as_("admin")
    assert "1 new</span>" in browser.get("/audit").text
    page = browser.get("/mail").text
    assert "a case</td>" in page and "<code>Unreadable</code>" in page and DAMAGED not in page
    assert browser.fill("/mail/forget", "/mail").status_code == 303
    assert "Everything stored that was looked at could be opened." in browser.get("/mail").text
    with staffed() as unit:
        assert "unreadable_forgotten" in {entry.action for entry in unit.audit.latest()}
    browser.get("/cases")
    assert "a case</td>" in browser.get("/mail").text, "what still cannot be opened comes back"


@pytest.mark.parametrize("login", ["sokha", "chanthy", "edi"])
def test_nobody_else_empties_it(as_: As, login: str) -> None:
    assert as_(login).fill("/mail/forget").status_code == 403


def test_a_message_of_a_case_is_marked_and_the_others_are_shown(
    file_case: FileCase, as_: As, staffed: OpenUnit
) -> None:
    file_case(GOOD)
    with staffed() as unit:
        for number in range(2):
            unit.cases.add_message(Reference(GOOD), Author.WORKER, f"line {number}", NOON)
        unit.commit()
    do(staffed, "UPDATE case_messages SET text_sealed = x'00' WHERE id = 1")
    page = as_("sokha").get(f"/cases/{GOOD}").text
    assert "line 1" in page and "line 0" not in page and page.count("This message could not be opened") == 1


@pytest.mark.parametrize("fault", ["damaged", "gone"])
def test_a_file_that_cannot_be_opened_is_said_and_the_next_one_opens(
    file_case: FileCase, as_: As, staffed: OpenUnit, vault: FileVault, fault: str
) -> None:
    file_case(GOOD)
    kept = [vault.put(b"first"), vault.put(b"second")]
    with staffed() as unit:
        ids = [unit.cases.add_file(Reference(GOOD), "photo", "image/png", 5, one, NOON) for one in kept]
        unit.commit()
    path = vault._path(kept[0])
    path.unlink() if fault == "gone" else path.write_bytes(b"garbage")
    browser = as_("sokha")
    assert browser.get(f"/cases/{GOOD}").text.count("/files/") == 2
    broken = browser.get(f"/cases/{GOOD}/files/{ids[0]}")
    assert broken.status_code == (404 if fault == "gone" else 500)
    assert browser.get(f"/cases/{GOOD}/files/{ids[1]}").content == b"second"


def test_an_entry_of_the_log_with_an_impossible_date_hides_no_other(as_: As, staffed: OpenUnit) -> None:
    with staffed() as unit:
        unit.audit.write(AuditEntry("dara", "viewed", NOON, Reference(GOOD)))
        unit.commit()
    do(staffed, "INSERT INTO audit (at, actor, action, detail) VALUES ('yesterday?', 'somchai', 'viewed', '')")
    page = as_("admin").get("/audit").text
    assert "dara" in page and "somchai" in page and "1970" in page


def test_a_line_of_try_it_is_marked_and_the_chat_goes_on(build: Callable[..., Starlette], staffed: OpenUnit) -> None:
    visitor = Browser(build(demo=True), follow_redirects=False)
    visitor.get("/try")
    with staffed() as unit:
        chat = ChatId(visitor.cookies["kawan_try"])
        for number in range(2):
            unit.tryit.add(chat, False, Reply(text(f"line {number}")), NOON)
        unit.commit()
    do(staffed, "UPDATE tryit_lines SET reply_sealed = x'00' WHERE id = 2")
    page = visitor.get("/try").text
    assert "line 0" in page and "This message could not be opened." in page and "after=2" in page
    assert visitor.get("/try/lines?after=2").status_code == 204
    assert "could not be opened" in visitor.get("/try/lines?after=1").text
    with staffed() as unit:
        assert [(one.noun, one.count) for one in unit.unreadable.counts()] == [("tryit", 1)]


def test_a_centre_whose_group_cannot_be_opened_is_shown_as_one_that_lost_it(as_: As, staffed: OpenUnit) -> None:
    with staffed() as unit:
        unit.centres.set_group(BANGKOK, ChatId("-1001"))
        unit.commit()
    do(staffed, f"UPDATE centres SET group_chat_sealed = x'00' WHERE id = {BANGKOK}")
    browser = as_("admin")
    assert "MRC Bangkok" in browser.get("/mail").text and "takes no more messages" in browser.get("/routing").text
    browser.fill("/routing/centre", "/routing", centre=BANGKOK, group="-1002000")
    with staffed() as unit:
        assert (unit.centres.get(BANGKOK).group_chat, unit.centres.get(BANGKOK).group_lost_at) == ("-1002000", None)


def test_a_colleague_with_an_unknown_role_hides_nobody_and_cannot_come_in(
    file_case: FileCase, as_: As, staffed: OpenUnit, browser: Browser
) -> None:
    file_case(GOOD)
    do(staffed, "UPDATE staff SET role = 'queen' WHERE login = 'dara'")
    assert GOOD in as_("sokha").get("/cases").text
    refused = browser.sign_in("dara")
    assert refused.status_code == 500 and "kawan_session" not in browser.cookies
