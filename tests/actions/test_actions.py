"""Do Rasa's actions stand for the rules, and ask Kawan's conversation for every turn?"""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import Action

from actions.base import KawanAction
from actions.reading import parse_of, payload_of
from actions.topics import ActionAnswer
from bot.errors import SettingsError
from bot.messages import ChatId, Choice, Incoming, Reply
from bot.text import bold, text
from bot.understanding.intents import NOTHING, Parse

ROOT = Path(__file__).resolve().parents[2]
RULES = yaml.safe_load((ROOT / "intents" / "rules.yml").read_text(encoding="utf-8"))["rules"]
REPLIES = [
    Reply(text("You were ") + bold("not"), ((Choice("Yes", "q:consent:yes"),), (Choice("Stop", "cancel"),))),
    Reply(text("paid")),
]


class Asked(list[tuple[Incoming, Parse]]):
    """A conversation that always says the same, and keeps what it was asked."""

    def __call__(self, incoming: Incoming, parse: Parse) -> Sequence[Reply]:
        self.append((incoming, parse))
        return REPLIES


@pytest.fixture
def asked() -> Iterator[Asked]:
    before, asked = KawanAction.ask, Asked()
    KawanAction.ask = asked
    yield asked
    KawanAction.ask = before


def said(text: str, **more: Any) -> Tracker:
    return Tracker("someone", {}, {"text": text, **more}, [], False, None, {}, "action_listen")


def run(action: Action, tracker: Tracker) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    assert asyncio.run(action.run(dispatcher, tracker, {})) == []
    return dispatcher.messages


def test_rasas_server_finds_one_action_for_each_rule_and_no_other() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert sorted(executor.actions) == sorted(rule["steps"][1]["action"] for rule in RULES)


def test_what_the_conversation_says_is_said_in_plain_words_with_its_buttons(asked: Asked) -> None:
    first, second = run(ActionAnswer(), said("where is my salary"))
    assert (first["text"], second["text"], second["buttons"]) == ("You were not", "paid", [])
    assert first["buttons"] == [
        {"title": "Yes", "payload": '/answer_question{"token": "q:consent:yes"}'},
        {"title": "Stop", "payload": '/cancel{"token": "cancel"}'},
    ]


def test_words_are_asked_about_with_what_rasa_understood_of_them(asked: Asked) -> None:
    ranking = [{"name": "unpaid_wages", "confidence": 0.9}, {"name": "greet", "confidence": 0.1}]
    run(ActionAnswer(), said(" my salary ", intent_ranking=ranking, entities=[{"entity": "danger"}]))
    ((incoming, parse),) = asked
    assert (incoming.text, incoming.channel, incoming.press) == ("my salary", "terminal", None)
    assert parse == Parse((("unpaid_wages", 0.9), ("greet", 0.1)), danger=True, letters="mysalary")


@pytest.mark.parametrize("token", ["lang:en", "topic:hotlines", "q:province:ភ្នំពេញ", 'q:story:"a"', "case:done"])
def test_a_button_comes_back_as_the_press_that_it_is(asked: Asked, token: str) -> None:
    run(ActionAnswer(), said(payload_of(token)))
    ((incoming, parse),) = asked
    assert (incoming.press, incoming.text, parse) == (token, "", NOTHING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", {"start": ""}),
        ("/menu", {"command": "menu"}),
        ('/menu{"token": 3}', {"command": "menu"}),
        ("/menu{broken}", {"command": "menu"}),
        ("/ or so", {"text": "/ or so"}),
    ],
)
def test_commands_are_commands_and_other_strokes_are_words(asked: Asked, text: str, expected: dict[str, str]) -> None:
    run(ActionAnswer(), said(text))
    incoming = asked[0][0]
    shown = {name: getattr(incoming, name) for name in ("start", "command", "press", "text")}
    assert {name: value for name, value in shown.items() if value or name in expected} == expected


def test_each_conversation_of_rasas_is_a_chat_and_each_message_new(asked: Asked) -> None:
    run(ActionAnswer(), said("a"))
    run(ActionAnswer(), said("a"))
    (first, _), (second, _) = asked
    assert first.chat == second.chat == ChatId("rasa:someone") and first.key != second.key


def test_actions_that_nobody_gave_a_conversation_say_how_to_start_them() -> None:
    with pytest.raises(SettingsError, match="rasa run actions"):
        run(ActionAnswer(), said("hello"))


@pytest.mark.parametrize(("text", "strange"), [("মালিক তিন মাস বেতন দেয় না", True), ("they did not pay me", False)])
def test_a_script_that_kawan_does_not_speak_is_seen_through_rasa_too(text: str, strange: bool) -> None:
    assert parse_of(said(text), Incoming("terminal", ChatId("1"), "k", text=text)).strange == strange
