"""To which centre does a complaint go?"""

import pytest

from bot.answers.places import Corridor
from bot.errors import NotFound
from bot.referrals.routing import Route, choose

ROUTES = [
    Route(1, 10),
    Route(2, 20, destination="th"),
    Route(3, 30, destination="th", province="Tak"),
    Route(4, 40, kind="forced_labour"),
    Route(5, 50, destination="th", origin="mm"),
]


@pytest.mark.parametrize(
    ("origin", "destination", "province", "kind", "centre"),
    [
        ("kh", "sg", "", "other", 10),
        ("kh", "th", "", "other", 20),
        ("kh", "th", " tak ", "other", 30),
        ("mm", "th", "Tak", "other", 30),
        ("mm", "th", "", "other", 50),
        ("kh", "my", "", "forced_labour", 40),
        (None, None, "", "other", 10),
    ],
)
def test_the_most_special_route_wins(origin: str, destination: str, province: str, kind: str, centre: int) -> None:
    assert choose(ROUTES, Corridor(origin, destination), province, kind, "en") == centre


def test_without_a_default_nothing_is_guessed() -> None:
    with pytest.raises(NotFound):
        choose(ROUTES[1:], Corridor("kh", "sg"), "", "other", "en")
