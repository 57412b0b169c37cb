"""How is said in words what a person shared without any: a place, somebody's number, the address behind words?

The words are signs and figures alone: they stand in a complaint that may be told in any language.
"""

from typing import Any, Final

from bot.channel.telegram.raw import thing, words
from bot.understanding.text import clean

LONGEST: Final = 300
MOST_LINKS: Final = 10
PLACES: Final = 5
"""Decimals of a degree: about a metre."""


def shared(message: dict[str, Any]) -> str:
    """A location, a venue or a contact card in words; nothing for everything else, or what cannot be read of it."""
    venue = thing(message.get("venue"))
    place = _place(thing(venue.get("location")) or thing(message.get("location")))
    if place:
        named = (clean(words(venue.get(name)), LONGEST) for name in ("title", "address"))
        return "\n".join((f"📍 {place}", *(one for one in named if one)))
    card = thing(message.get("contact"))
    phone = clean(words(card.get("phone_number")), 40)
    name = " ".join(clean(words(card.get(part)), 100) for part in ("first_name", "last_name") if words(card.get(part)))
    return f"👤 {name} {phone}".strip() if phone else ""


def with_links(text: str, entities: object) -> str:
    """The text, and behind it the addresses that hang on words of it: they would be lost."""
    marks = entities if isinstance(entities, list) else []
    links = (clean(words(thing(one).get("url")), LONGEST) for one in marks[:100])
    hidden = [link for link in dict.fromkeys(links) if link and link not in text][:MOST_LINKS]
    return "\n".join((text, *hidden)) if text else text


def _place(location: dict[str, Any]) -> str:
    """Latitude and longitude."""
    latitude, longitude = location.get("latitude"), location.get("longitude")
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (latitude, longitude))
    if not numbers or not (abs(latitude or 0) <= 90 and abs(longitude or 0) <= 180):
        return ""
    return f"{latitude:.{PLACES}f}, {longitude:.{PLACES}f}"
