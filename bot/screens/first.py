"""The first screens: language, where from, where to, and the menu."""

from bot.answers.library import TOPICS
from bot.i18n.voice import Voice
from bot.messages import Choice, Reply
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor
from bot.screens.buttons import button, columns, help_row, topic_buttons
from bot.text import join


def languages(voice: Voice, guess: str | None = None) -> Reply:
    """Every language in its own script; the greeting in all of them, since we know none yet.

    A guessed language stands first, in a row of its own: to be confirmed, not assumed.
    """
    codes = sorted(voice.languages, key=lambda code: code != guess)
    choices = [Choice(voice.languages[code].name, f"lang:{code}") for code in codes]
    greetings = join("\n", (voice.within(code).say("first.choose_language") for code in codes))
    first = 1 if guess in codes else 0
    return Reply(greetings, (*columns(choices[:first], 1), *columns(choices[first:], 3)))


def origins(voice: Voice) -> Reply:
    """Where from?"""
    choices = [button(voice, f"country.{code}", f"from:{code}") for code in (*ORIGINS, OTHER)]
    return Reply(voice.say("first.where_from"), columns(choices, 2))


def destinations(voice: Voice) -> Reply:
    """Where to, or where now?"""
    choices = [button(voice, f"country.{code}", f"to:{code}") for code in (*DESTINATIONS, OTHER)]
    return Reply(voice.say("first.where_to"), columns(choices, 2))


def menu(voice: Voice, corridor: Corridor) -> Reply:
    """All topics, the complaint, and the settings."""
    rows = (
        (button(voice, "topic.emergency", "topic:emergency"),),
        *topic_buttons(voice, (topic for topic in TOPICS if topic != "emergency")),
        (
            button(voice, "button.complaint", "complaint"),
            button(voice, "button.status", "status"),
        ),
        (button(voice, "button.person", "person"), button(voice, "button.privacy", "privacy")),
        (
            button(voice, "button.language", "language"),
            button(voice, "button.corridor", "corridor"),
        ),
    )
    return Reply(voice.say("menu.text", **ends(voice, corridor)), rows)


def greeting(voice: Voice, corridor: Corridor) -> Reply:
    """Hello, and the menu under it."""
    shown = menu(voice, corridor)
    return Reply(join("\n\n", (voice.say("say.greet"), shown.text)), shown.rows)


def say(voice: Voice, key: str) -> Reply:
    """A phrase, with the way to the complaint and the menu under it."""
    return Reply(voice.say(key), (help_row(voice),))


def ends(voice: Voice, corridor: Corridor) -> dict[str, str]:
    """Both ends of the corridor by name."""
    return {
        "origin": voice.word(f"country.{corridor.origin or 'other'}"),
        "destination": voice.word(f"country.{corridor.destination or 'other'}"),
    }
