"""What do staff see of a case, and what is refused without losing their words?"""

import re
from collections.abc import Callable
from datetime import timedelta

from bot.cases.states import Status
from bot.cases.thread import Author
from bot.kinds import Reference, Urgency
from bot.ports import OpenUnit
from bot.storage.vault import FileVault
from tests.conftest import NOON
from tests.console.conftest import BANGKOK, PHNOM_PENH, Browser, FileCase

CODE = Reference("KW-7F3K-9QTM")
HERE = f"/cases/{CODE}"
As = Callable[[str], Browser]


def outbox(open_unit: OpenUnit) -> int:
    with open_unit() as unit:
        return sum(unit.outbox.counts().values())


def test_from_the_queue_through_a_reply_to_the_close(as_: As, file_case: FileCase, staffed: OpenUnit) -> None:
    file_case()
    browser = as_("sokha")
    assert CODE in browser.get("/cases").text
    assert "did not pay&lt;/b&gt;" in browser.get(HERE).text
    assert browser.fill(f"{HERE}/claim", HERE, version=1).headers["location"] == HERE
    assert browser.fill(f"{HERE}/reply", HERE, version=2, reply="Which month?").status_code == 303
    assert "queued: not sent yet" in browser.get(HERE).text
    assert browser.fill(f"{HERE}/status", HERE, version=3, status="waiting").status_code == 303
    money = {"outcome": "solved", "remedy": "money", "amount": "12,000.50", "currency": "thb"}
    assert browser.fill(f"{HERE}/close", HERE, version=4, **money).status_code == 303
    assert "Money: 12000.50 THB" in browser.get(HERE).text
    assert CODE in browser.get("/cases?folder=closed").text
    with staffed() as unit:
        done = [entry.action for entry in unit.audit.of_case(CODE) if entry.action != "viewed"]
        assert done == ["claimed", "replied", "status", "closed"]
        assert "queue_viewed" in [entry.action for entry in unit.audit.latest()]


def test_a_second_claimant_is_told_who_has_it(as_: As, file_case: FileCase) -> None:
    file_case()
    sokha, dara = as_("sokha"), as_("dara")
    sokha.fill(f"{HERE}/claim", HERE, version=1)
    refused = dara.fill(f"{HERE}/claim", HERE, version=1)
    assert refused.status_code == 409
    assert "Sokha has this case." in refused.text


def test_a_reply_to_a_case_that_changed_is_refused_and_its_words_stay(
    as_: As, file_case: FileCase, staffed: OpenUnit
) -> None:
    file_case()
    browser = as_("sokha")
    browser.fill(f"{HERE}/claim", HERE, version=1)
    refused = browser.fill(f"{HERE}/reply", HERE, version=1, reply="Words <kept>")
    assert refused.status_code == 409
    assert "The case changed since you opened it" in refused.text
    assert "Words &lt;kept&gt;</textarea>" in refused.text
    assert 'name="version" value="2"' in refused.text
    assert outbox(staffed) == 0


def test_a_reply_by_somebody_who_lost_the_case_stays_readable(as_: As, file_case: FileCase) -> None:
    file_case()
    sokha, dara = as_("sokha"), as_("dara")
    dara.fill(f"{HERE}/claim", HERE, version=1)
    refused = sokha.fill(f"{HERE}/reply", HERE, version=2, reply="My long words")
    assert refused.status_code == 409
    assert "Dara has this case." in refused.text and "My long words</textarea>" in refused.text


def test_what_somebody_who_lost_the_case_wrote_at_its_close_stays_readable(as_: As, file_case: FileCase) -> None:
    file_case()
    sokha, dara = as_("sokha"), as_("dara")
    dara.fill(f"{HERE}/claim", HERE, version=1)
    words = {"outcome": "solved", "remedy": "other", "remedy_note": "Her papers"}
    refused = sokha.fill(f"{HERE}/close", HERE, version=2, **words)
    assert refused.status_code == 409
    assert "Dara has this case." in refused.text and "Her papers</textarea>" in refused.text


def test_an_empty_reply_and_money_without_an_amount_are_said_at_their_fields(as_: As, file_case: FileCase) -> None:
    file_case()
    browser = as_("sokha")
    browser.fill(f"{HERE}/claim", HERE, version=1)
    empty = browser.fill(f"{HERE}/reply", HERE, version=2, reply="  ")
    assert empty.status_code == 422
    assert 'id="reply-error"' in empty.text and "Please write something here." in empty.text
    close = browser.fill(f"{HERE}/close", HERE, version=2, outcome="solved", remedy="money", amount="x", currency="THB")
    assert close.status_code == 422
    assert 'id="amount-error"' in close.text and 'value="THB"' in close.text
    assert 'value="solved" selected' in close.text
    unknown = browser.fill(f"{HERE}/close", HERE, version=2, outcome="", remedy="none")
    assert unknown.status_code == 422 and 'id="outcome-error"' in unknown.text


def test_a_note_is_for_colleagues_and_never_on_its_way_to_the_worker(
    as_: As, file_case: FileCase, staffed: OpenUnit
) -> None:
    file_case()
    browser = as_("sokha")
    assert browser.fill(f"{HERE}/note", HERE, note="Knows the employer").status_code == 303
    page = browser.get(HERE).text
    assert "Internal note: Sokha" in page
    assert "Save note - the worker never sees this" in page
    with staffed() as unit:
        assert [line.author for line in unit.cases.messages(CODE)] == [Author.NOTE]
    assert outbox(staffed) == 0


def test_a_note_typed_into_no_reply_address_is_sent_nowhere(as_: As, file_case: FileCase, staffed: OpenUnit) -> None:
    file_case()
    browser = as_("sokha")
    browser.fill(f"{HERE}/claim", HERE, version=1)
    assert browser.fill(f"{HERE}/reply", HERE, version=2, note="internal").status_code == 422
    assert browser.fill(f"{HERE}/note", HERE, version=2, reply="to the worker").status_code == 422
    assert outbox(staffed) == 0


def test_a_case_of_another_centre_is_as_if_there_were_none(as_: As, file_case: FileCase, staffed: OpenUnit) -> None:
    file_case(centre_id=BANGKOK)
    browser = as_("sokha")
    none = browser.get("/cases/KW-2222-2222")
    assert browser.get(HERE).status_code == none.status_code == 404
    assert browser.get(HERE).text.replace(browser.token("/cases"), "") == none.text.replace(browser.token("/cases"), "")
    assert CODE not in browser.get("/cases?folder=all").text
    for form in ("claim", "reply", "note", "status", "close"):
        fields = {"version": 1, "reply": "x", "note": "x", "status": "waiting", "outcome": "solved", "remedy": "none"}
        assert browser.fill(f"{HERE}/{form}", "/cases", **fields).status_code == 404, form
    assert CODE in as_("somchai").get("/cases").text
    assert CODE in as_("admin").get("/cases").text


def test_a_worker_who_cannot_be_reached_is_shown_so(as_: As, file_case: FileCase) -> None:
    file_case(reachable=False)
    assert "The worker cannot be reached" in as_("sokha").get(HERE).text


def test_urgent_and_overdue_are_words_and_fifty_are_on_a_page(as_: As, file_case: FileCase) -> None:
    file_case("KW-URGE-0001", urgency=Urgency.URGENT)
    file_case("KW-LATE-0001", due_at=NOON - timedelta(hours=1))
    for number in range(50):
        file_case(f"KW-MANY-{number:04}")
    browser = as_("sokha")
    page = browser.get("/cases").text
    assert page.count('class="code"') == 50
    assert page.index("KW-URGE-0001") < page.index("KW-LATE-0001") < page.index("KW-MANY")
    assert "URGENT</strong>" in page and "Overdue</strong>" in page and "1 urgent, 1 overdue" in page
    assert browser.get("/cases?page=2").text.count('class="code"') == 2
    assert browser.get("/cases?page=x&folder=y").status_code == 200


def test_a_supervisor_gives_a_case_to_a_colleague_of_the_centre_only(
    as_: As, file_case: FileCase, staffed: OpenUnit
) -> None:
    file_case()
    browser = as_("chanthy")
    with staffed() as unit:
        ids = {one.login: one.id for one in unit.staff.all()}
    assert browser.fill(f"{HERE}/assign", HERE, version=1, staff=ids["dara"]).status_code == 303
    assert browser.fill(f"{HERE}/assign", HERE, version=2, staff=ids["somchai"]).status_code == 422
    assert as_("sokha").fill(f"{HERE}/assign", HERE, version=2, staff=ids["sokha"]).status_code == 403
    with staffed() as unit:
        assert unit.cases.get(CODE).owner_id == ids["dara"]
        assert unit.cases.get(CODE).status is Status.ACCEPTED


def test_pictures_are_drawn_and_every_other_file_is_only_saved(
    as_: As, file_case: FileCase, staffed: OpenUnit, vault: FileVault
) -> None:
    file_case()
    with staffed() as unit:
        for kind, mime in (("photo", "image/jpeg"), ("document", "image/svg+xml"), ("document", "text/html")):
            unit.cases.add_file(CODE, kind, mime, 4, vault.put(b"data"), NOON)
        unit.commit()
        ids = [one.id for one in unit.cases.files(CODE)]
    browser = as_("sokha")
    opened = [browser.get(f"{HERE}/files/{file_id}") for file_id in ids]
    assert [one.headers["content-disposition"].split(";")[0] for one in opened] == [
        "inline",
        "attachment",
        "attachment",
    ]
    assert [one.headers["content-type"] for one in opened] == ["image/jpeg", *["application/octet-stream"] * 2]
    assert all(one.content == b"data" and one.headers["x-content-type-options"] == "nosniff" for one in opened)
    assert browser.get(f"{HERE}/files/999").status_code == 404
    assert as_("somchai").get(f"{HERE}/files/{ids[0]}").status_code == 404
    with staffed() as unit:
        assert [entry.action for entry in unit.audit.of_case(CODE)].count("file_opened") == 3


def test_every_number_of_the_queue_counts_her_centre_alone(as_: As, file_case: FileCase) -> None:
    """An administrator counts them all."""
    for code, centre in (("KW-PNHP-0001", PHNOM_PENH), ("KW-BKKB-0001", BANGKOK), ("KW-BKKB-0002", BANGKOK)):
        file_case(code, centre_id=centre)
        file_case(f"{code[:-4]}1{code[-3:]}", centre_id=centre, status=Status.CLOSED, closed_at=NOON)

    def counts(login: str) -> dict[str, int]:
        page = as_(login).get("/cases").text
        found = re.findall(r'href="/cases\?folder=(\w+)"[^>]*>[^<]* <span class="count">(\d+)</span>', page)
        return {folder: int(count) for folder, count in found}

    hers, theirs, all_of_them = counts("sokha"), counts("somchai"), counts("admin")
    assert (hers["unassigned"], hers["closed"]) == (1, 1)
    assert (theirs["unassigned"], theirs["closed"]) == (2, 2)
    assert (all_of_them["unassigned"], all_of_them["closed"]) == (3, 3)


def test_a_case_can_be_given_only_to_those_who_may_work_it_and_only_by_those_who_may_give_it(
    as_: As, file_case: FileCase
) -> None:
    file_case()
    page = as_("chanthy").get(HERE).text
    offered = re.findall(r"<option[^>]*>([^<]+)</option>", page[page.index(f'action="{HERE}/assign"') :])
    assert {"Sokha", "Dara", "Chanthy"} <= set(offered) and not {"Edi", "Somchai"} & set(offered)
    assert "/assign" not in as_("sokha").get(HERE).text
