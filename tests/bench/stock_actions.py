"""The action server of the stock way: Rasa's own, with Kawan's actions, over HTTP.

It does what a bot of Rasa's that says the same would do at least: Rasa understands and its rules choose the action (in
`rasa run`, with its tracker store on SQLite); here the same act words the same answer from the same catalogues, for a
worker from Cambodia in Thailand who reads English. What is not asked of it is all that Kawan's turn does on top: who writes
is given, and nothing is read from our database, kept in an inbox, or written for sure.
"""

import sys
from collections.abc import Sequence
from typing import Any

from rasa_sdk import endpoint

from actions.base import Ask, KawanAction
from bot.conversation.acts import ACTS
from bot.conversation.decide import decide
from bot.conversation.policy import read_policy
from bot.conversation.turn import Means, Situation, Turn
from bot.house import folder_library, utc_now
from bot.i18n.phrasebook import load_phrasebook
from bot.messages import ChatId, Incoming, Reply
from bot.places import Corridor
from bot.understanding.intents import Parse
from bot.workers import Worker, WorkerId


def answers() -> Ask:
    """Everything is loaded before the first message."""
    phrases = load_phrasebook()
    library, policy = folder_library(phrases), read_policy()
    means = Means(phrases, lambda: library, utc_now)
    situation = Situation(Worker(WorkerId("stock"), "terminal", ChatId("stock"), "en", Corridor("kh", "th")))
    no_unit: Any = None

    def answer(incoming: Incoming, parse: Parse) -> Sequence[Reply]:
        decision = decide(incoming, parse, situation)
        turn = Turn(no_unit, means, situation, decision.intent, decision.value, decision.topics)
        return ACTS[policy[decision.intent]](turn)

    return answer


if __name__ == "__main__":
    KawanAction.ask = answers()
    endpoint.run("actions", port=int(sys.argv[1]))
