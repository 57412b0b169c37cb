"""Can an administrator steer complaints, and is the default safe?"""

from collections.abc import Callable

from bot.ports import OpenUnit
from tests.console.conftest import BANGKOK, Browser, FileCase

As = Callable[[str], Browser]


def test_a_row_is_added_once_and_deleted(as_: As, staffed: OpenUnit) -> None:
    browser = as_("admin")
    row = {"destination": "th", "origin": "", "province": " Rayong ", "kind": "", "language": "", "centre": BANGKOK}
    assert browser.fill("/routing/add", "/routing", **row).status_code == 303
    again = browser.fill("/routing/add", "/routing", **row)
    assert again.status_code == 422 and "such a row already" in again.text and 'value="Rayong"' in again.text
    with staffed() as unit:
        added = next(route for route in unit.routes.all() if route.destination == "th")
    assert (added.province, added.centre_id, added.kind) == ("Rayong", BANGKOK, None)
    assert browser.fill("/routing/delete", "/routing", route=added.id).status_code == 303
    with staffed() as unit:
        assert len(unit.routes.all()) == 1
        assert {"route_added", "route_deleted"} <= {entry.action for entry in unit.audit.latest()}


def test_the_default_cannot_be_deleted(as_: As, staffed: OpenUnit) -> None:
    with staffed() as unit:
        default = unit.routes.all()[0]
    refused = as_("admin").fill("/routing/delete", "/routing", route=default.id)
    assert refused.status_code == 422 and "last default row cannot be deleted" in refused.text
    with staffed() as unit:
        assert default in unit.routes.all()


def test_another_default_can_take_its_place(as_: As, staffed: OpenUnit) -> None:
    browser = as_("admin")
    with staffed() as unit:
        old = unit.routes.all()[0]
        other = next(centre for centre in unit.centres.all() if centre.id != old.centre_id)
    assert browser.fill("/routing/add", "/routing", centre=other.id).status_code == 303
    assert browser.fill("/routing/delete", "/routing", route=old.id).status_code == 303
    with staffed() as unit:
        assert [(route.is_default, route.centre_id) for route in unit.routes.all()] == [(True, other.id)]


def test_a_new_centre_is_shown_as_without_staff_and_renamed(as_: As, staffed: OpenUnit) -> None:
    browser = as_("admin")
    assert browser.fill("/routing/centres", "/routing", name="", country="th").status_code == 422
    assert browser.fill("/routing/centres", "/routing", name="MRC Trat", country="xx").status_code == 422
    assert browser.fill("/routing/centres", "/routing", name="MRC Trat", country="th").status_code == 303
    with staffed() as unit:
        added = unit.centres.all()[-1]
    assert f"{added.id}. MRC Trat (no staff yet)" in browser.get("/routing").text
    browser.fill("/routing/centre", "/routing", centre=added.id, centre_name="MRC Trat and Chanthaburi")
    with staffed() as unit:
        assert unit.centres.get(added.id).name == "MRC Trat and Chanthaburi"
        assert added.id not in unit.centres.staffed()


def test_unknown_places_and_centres_are_refused(as_: As) -> None:
    browser = as_("admin")
    assert browser.fill("/routing/add", "/routing", destination="xx", centre=BANGKOK).status_code == 422
    assert browser.fill("/routing/add", "/routing", destination="th", centre=999).status_code == 404
    assert browser.fill("/routing/delete", "/routing", route=999).status_code == 404


def test_a_centre_gets_its_group_and_the_log_does_not_name_it(as_: As, staffed: OpenUnit) -> None:
    browser = as_("admin")
    assert browser.fill("/routing/centre", "/routing", centre=BANGKOK, group="@friends").status_code == 422
    assert browser.fill("/routing/centre", "/routing", centre=BANGKOK, group="-1001234567890").status_code == 303
    with staffed() as unit:
        assert unit.centres.get(BANGKOK).group_chat == "-1001234567890"
        assert not any("1001234567890" in entry.detail for entry in unit.audit.latest())
    browser.fill("/routing/centre", "/routing", centre=BANGKOK, group="")
    with staffed() as unit:
        assert unit.centres.get(BANGKOK).group_chat is None


def test_a_supervisor_reads_of_her_centre_only(as_: As, file_case: FileCase) -> None:
    file_case("KW-BKKB-0001", centre_id=BANGKOK)
    file_case("KW-PNHP-0001")
    as_("somchai").get("/cases/KW-BKKB-0001")
    as_("sokha").get("/cases/KW-PNHP-0001")
    hers, all_of_it = as_("chanthy").get("/audit").text, as_("admin").get("/audit").text
    assert "KW-PNHP-0001" in hers and "KW-BKKB-0001" not in hers and "somchai" not in hers
    assert "KW-PNHP-0001" in all_of_it and "KW-BKKB-0001" in all_of_it and "somchai" in all_of_it


def test_the_audit_goes_back_page_by_page(as_: As) -> None:
    browser = as_("admin")
    for _ in range(110):
        browser.get("/cases")
    first = browser.get("/audit").text
    assert "Older entries" in first
    older = first.split('href="/audit?before=')[1].split('"')[0]
    assert "signed in" in browser.get(f"/audit?before={older}").text


def deeds(open_unit: OpenUnit) -> list[tuple[str, str, str]]:
    """Without who signed in."""
    with open_unit() as unit:
        entries = [one for one in reversed(unit.audit.latest()) if one.action != "signed_in"]
    return [(one.actor, one.action, one.detail) for one in entries]


def test_whatever_an_administrator_does_to_a_centre_is_in_the_log_in_her_name(as_: As, staffed: OpenUnit) -> None:
    browser = as_("admin")
    browser.fill("/routing/centres", "/routing", name="MRC Trat", country="th")
    for changes in ({"centre_name": "MRC Trat and Chanthaburi"}, {"group": "-1001234567890"}, {"group": ""}):
        browser.fill("/routing/centre", "/routing", centre=3, **changes)
    deed_of = ("centre_added", "centre_renamed", "group_set", "group_removed")
    assert deeds(staffed) == [("admin", deed, "centre=3") for deed in deed_of]


def test_saving_a_centre_as_it_is_leaves_no_entry(as_: As, staffed: OpenUnit) -> None:
    as_("admin").fill("/routing/centre", "/routing", centre=BANGKOK, centre_name="MRC Bangkok", group="")
    assert deeds(staffed) == []


def test_who_reads_the_log_stands_in_it(as_: As, staffed: OpenUnit) -> None:
    as_("chanthy").get("/audit")
    assert deeds(staffed) == [("chanthy", "audit_viewed", "")]
