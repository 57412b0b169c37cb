"""The first screens: language, where from, where to, and the menu."""

from bot.answers.library import TOPICS
from bot.i18n.phrasebook import Phrasebook
from bot.messages import Choice, Reply
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor
from bot.screens.buttons import button, columns, help_row, topic_buttons


def languages(phrases: Phrasebook, guess: str | None = None) -> Reply:
    """Every language in its own script; the greeting in all of them, since we know none yet.

    A guessed language stands first, in a row of its own: to be confirmed, not assumed.
    """
    codes = sorted(phrases.languages, key=lambda code: code != guess)
    choices = [Choice(phrases.languages[code].name, f"lang:{code}") for code in codes]
    greetings = "\n".join(phrases.say(code, "first.choose_language") for code in codes)
    first = 1 if guess in codes else 0
    return Reply(greetings, (*columns(choices[:first], 1), *columns(choices[first:], 3)))


def origins(phrases: Phrasebook, language: str) -> Reply:
    """Where from?"""
    choices = [button(phrases, language, f"country.{code}", f"from:{code}") for code in (*ORIGINS, OTHER)]
    return Reply(phrases.say(language, "first.where_from"), columns(choices, 2))


def destinations(phrases: Phrasebook, language: str) -> Reply:
    """Where to, or where now?"""
    choices = [button(phrases, language, f"country.{code}", f"to:{code}") for code in (*DESTINATIONS, OTHER)]
    return Reply(phrases.say(language, "first.where_to"), columns(choices, 2))


def menu(phrases: Phrasebook, language: str, corridor: Corridor) -> Reply:
    """All topics, the complaint, and the settings."""
    rows = (
        (button(phrases, language, "topic.emergency", "topic:emergency"),),
        *topic_buttons(phrases, language, (topic for topic in TOPICS if topic != "emergency")),
        (
            button(phrases, language, "button.complaint", "complaint"),
            button(phrases, language, "button.status", "status"),
        ),
        (button(phrases, language, "button.person", "person"), button(phrases, language, "button.privacy", "privacy")),
        (
            button(phrases, language, "button.language", "language"),
            button(phrases, language, "button.corridor", "corridor"),
        ),
    )
    return Reply(phrases.say(language, "menu.text", **ends(phrases, language, corridor)), rows)


def greeting(phrases: Phrasebook, language: str, corridor: Corridor) -> Reply:
    """Hello, and the menu under it."""
    shown = menu(phrases, language, corridor)
    return Reply(f"{phrases.say(language, 'say.greet')}\n\n{shown.text}", shown.rows)


def say(phrases: Phrasebook, language: str | None, key: str) -> Reply:
    """A phrase, with the way to the complaint and the menu under it."""
    return Reply(phrases.say(language, key), (help_row(phrases, language),))


def ends(phrases: Phrasebook, language: str, corridor: Corridor) -> dict[str, str]:
    """Both ends of the corridor by name."""
    return {
        "origin": phrases.say(language, f"country.{corridor.origin or 'other'}"),
        "destination": phrases.say(language, f"country.{corridor.destination or 'other'}"),
    }
