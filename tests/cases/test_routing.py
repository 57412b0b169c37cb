"""To which centre does a complaint go?"""

import pytest

from bot.cases.routing import Route, choose
from bot.errors import NotFound
from bot.places import Corridor

ROUTES = [
    Route(1, 10),
    Route(2, 20, destination="th"),
    Route(3, 30, destination="th", province="Tak"),
    Route(4, 40, kind="forced_labour"),
    Route(5, 50, destination="th", origin="mm"),
    Route(6, 60, language="vi"),
    Route(7, 70, destination="th", province="Nakhon Sawan"),
]
EVERYWHERE = {10, 20, 30, 40, 50, 60, 70}


@pytest.mark.parametrize(
    ("origin", "destination", "province", "kind", "centre"),
    [
        ("kh", "sg", "", "other", 10),
        ("kh", "th", "", "other", 20),
        ("kh", "th", " tak ", "other", 30),
        ("kh", "th", "Nakhon  sawan", "other", 70),
        ("kh", "th", "Nakhonsawan", "other", 20),
        ("mm", "th", "Tak", "other", 30),
        ("mm", "th", "", "other", 50),
        ("kh", "my", "", "forced_labour", 40),
        (None, None, "", "other", 10),
    ],
)
def test_the_most_special_route_wins(origin: str, destination: str, province: str, kind: str, centre: int) -> None:
    assert choose(ROUTES, EVERYWHERE, Corridor(origin, destination), province, kind, "en") == centre


def test_without_a_default_nothing_is_guessed() -> None:
    with pytest.raises(NotFound):
        choose(ROUTES[1:], EVERYWHERE, Corridor("kh", "sg"), "", "other", "en")


def test_a_centre_without_staff_is_passed_over_while_another_has_some() -> None:
    assert choose(ROUTES, {10, 20}, Corridor("mm", "th"), "Tak", "other", "en") == 20
    assert choose(ROUTES, {10}, Corridor("mm", "th"), "Tak", "other", "en") == 10


def test_without_any_staff_a_complaint_still_has_a_centre() -> None:
    assert choose(ROUTES, set(), Corridor("mm", "th"), "Tak", "other", "en") == 30


def test_of_equal_rows_the_older_with_staff_wins() -> None:
    twice = [Route(1, 10, destination="th"), Route(2, 20, destination="th")]
    assert choose(twice, {10, 20}, Corridor("kh", "th"), "", "other", "en") == 10
    assert choose(twice, {20}, Corridor("kh", "th"), "", "other", "en") == 20


def test_a_language_is_the_last_to_weigh() -> None:
    assert choose(ROUTES, EVERYWHERE, Corridor("vn", "sg"), "", "other", "vi") == 60
    assert choose(ROUTES, EVERYWHERE, Corridor("vn", "sg"), "", "forced_labour", "vi") == 40
    assert choose(ROUTES, EVERYWHERE, Corridor("vn", "th"), "", "other", "vi") == 20


def test_the_default_is_the_row_without_a_field() -> None:
    assert [route.is_default for route in ROUTES] == [True] + [False] * 6
