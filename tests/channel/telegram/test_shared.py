"""Is what a person shares without words said in words, and nothing of an address behind words lost?"""

from typing import Any

import pytest

from bot.channel.telegram.reading import read
from bot.messages import Incoming
from tests.telegram_server import updates


def said(**content: Any) -> Incoming:
    incoming = read(updates.message(1, 7, **content), "message")
    assert incoming is not None
    return incoming


HERE = {"latitude": 13.756331, "longitude": 100.501762}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"location": HERE}, "📍 13.75633, 100.50176"),
        ({"location": {**HERE, "live_period": 900}}, "📍 13.75633, 100.50176"),
        (
            {"location": HERE, "venue": {"location": HERE, "title": "Factory 2", "address": "Soi 4"}},
            "📍 13.75633, 100.50176\nFactory 2\nSoi 4",
        ),
        ({"contact": {"first_name": "Boss", "last_name": "Lek", "phone_number": "+66 2"}}, "👤 Boss Lek +66 2"),
        ({"contact": {"phone_number": "+66 2"}}, "👤  +66 2"),
        ({"contact": {"first_name": "Boss"}}, ""),
        ({"location": {"latitude": 91.0, "longitude": 0.0}}, ""),
        ({"location": {"latitude": True, "longitude": 0.0}}, ""),
        ({"location": {"latitude": float("nan"), "longitude": 0.0}}, ""),
        ({"sticker": {"file_id": "s"}}, ""),
    ],
)
def test_a_place_and_a_card_are_said_in_words(content: dict[str, Any], words: str) -> None:
    incoming = said(**content)
    assert (incoming.shared, incoming.text) == (words, "") and incoming.unsupported


def link(url: object, kind: str = "text_link") -> dict[str, Any]:
    return {"type": kind, "offset": 0, "length": 4, "url": url}


def test_an_address_behind_words_stands_behind_them() -> None:
    entities = [
        link("https://job.example/a"),
        link("https://job.example/a"),
        {"type": "bold", "offset": 0, "length": 4},
    ]
    assert said(text="this job", entities=entities).text == "this job\nhttps://job.example/a"
    photo = said(**updates.photo("p"), caption="look here", caption_entities=[link("https://b.example")])
    assert photo.text == "look here\nhttps://b.example" and photo.attachments


@pytest.mark.parametrize("entities", ["no list", [7], [link("")], [link("https://said.example")], [None] * 5_000])
def test_entities_that_say_nothing_new_change_nothing(entities: object) -> None:
    assert said(text="see https://said.example", entities=entities).text == "see https://said.example"


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        (-6.2, 106.816666, "📍 -6.20000, 106.81667"),
        (40.7, -74.0, "📍 40.70000, -74.00000"),
        (3, 101, "📍 3.00000, 101.00000"),
    ],
)
def test_a_place_in_the_south_or_the_west_or_of_whole_degrees_is_a_place(
    latitude: float, longitude: float, words: str
) -> None:
    """Jakarta is in the south."""
    assert said(location={"latitude": latitude, "longitude": longitude}).shared == words


def test_long_addresses_and_several_of_them_are_kept_whole() -> None:
    links = [f"https://job.example/{number}/{'a' * 150}" for number in range(5)]
    assert said(text="these jobs", entities=[link(one) for one in links]).text == "\n".join(("these jobs", *links))
