"""The action server of the stock way: Rasa's own, with Kawan's actions, over HTTP.

It does the least that a bot of Rasa's which says the same would do: Rasa understands and its rules choose the action (in
`rasa run`, with its tracker store on SQLite); here the same screen words the same answer, for a worker from Cambodia in
Thailand who reads English. What Kawan's turn does on top is not asked of it: who writes is given, and nothing is read from
our database, kept in an inbox, or written for sure.
"""

import sys
from collections.abc import Sequence

from rasa_sdk import endpoint

from actions.base import Ask, KawanAction
from bot.house import folder_library
from bot.i18n.phrasebook import load_phrasebook
from bot.i18n.voice import Voice
from bot.messages import Incoming, Reply
from bot.places import Corridor
from bot.screens import topics
from bot.understanding.intents import Parse


def answers() -> Ask:
    """Everything is loaded before the first message."""
    phrases = load_phrasebook()
    library, voice, corridor = folder_library(phrases), Voice(phrases, "en"), Corridor("kh", "th")

    def answer(incoming: Incoming, parse: Parse) -> Sequence[Reply]:
        return [topics.answer(voice, library, parse.intent, corridor)]

    return answer


if __name__ == "__main__":
    KawanAction.ask = answers()
    endpoint.run("actions", port=int(sys.argv[1]))
