"""Does each member of staff read the console in her own language?"""

from collections.abc import Callable

import pytest

from bot.audit import AuditEntry
from bot.ports import OpenUnit
from tests.conftest import NOON
from tests.console.conftest import Browser

As = Callable[[str], Browser]


@pytest.mark.parametrize(
    ("locale", "heading"), [("th", "เรื่องร้องเรียน"), ("ms", "Kes"), ("id", "Kasus"), ("vi", "Hồ sơ"), ("en", "Cases")]
)
def test_she_sets_her_language_and_reads_in_it(as_: As, locale: str, heading: str) -> None:
    browser = as_("somchai")
    assert browser.fill("/language", "/cases", locale=locale).status_code == 303
    page = browser.get("/cases").text
    assert f'<html lang="{locale}">' in page and f">{heading}<" in page


def test_a_language_without_a_catalogue_is_refused(as_: As, staffed: OpenUnit) -> None:
    browser = as_("somchai")
    for locale in ("km", "xx", ""):
        assert browser.fill("/language", "/cases", locale=locale).status_code == 422
    with staffed() as unit:
        member = unit.staff.by_login("somchai")
    assert member is not None and member.locale == "en"


def test_that_she_set_it_is_in_the_log(as_: As, staffed: OpenUnit) -> None:
    as_("somchai").fill("/language", "/cases", locale="th")
    with staffed() as unit:
        entry = next(one for one in unit.audit.latest() if one.action == "language_set")
    assert entry == AuditEntry("somchai", "language_set", NOON, None, "th", entry.id)
