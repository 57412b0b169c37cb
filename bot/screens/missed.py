"""What could not be delivered while she had blocked the bot: offered, and shown."""

from bot.i18n.voice import Voice
from bot.messages import Choice, Reply


def offer(voice: Voice, count: int) -> Reply:
    """Something waits for her; she says whether she wants to see it."""
    rows = (
        (
            Choice(voice.word("button.missed_show"), "missed:show"),
            Choice(voice.word("button.missed_drop"), "missed:drop"),
        ),
    )
    return Reply(voice.say("missed.offer", count=count), rows)


def all_shown(voice: Voice) -> Reply:
    """Stands below them: they keep their place in the chat's lane, before this."""
    return Reply(voice.say("missed.all_shown"))
