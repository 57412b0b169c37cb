"""What did a person do, as Rasa tells it? Words and what they seem to mean, or a button, or a command.

A button's token travels as an entity of the intent that it means, as Rasa's buttons do: `/set_language{"token": "lang:en"}`.
"""

import json
import re
import uuid
from typing import Final

from rasa_sdk import Tracker

from bot.conversation.presses import read_press
from bot.messages import ChatId, Incoming
from bot.understanding.intents import NOTHING, Parse
from bot.understanding.text import compact, is_strange

PAYLOAD: Final = re.compile(r"/(\w+)\s*(\{.*\})?", re.DOTALL)


def payload_of(press: str) -> str:
    """Returns what Rasa sends when the button with this token is pressed."""
    intent, _ = read_press(press)
    return f"/{intent}{json.dumps({'token': press}, ensure_ascii=False)}"


def incoming_of(tracker: Tracker) -> Incoming:
    """Returns the newest message; each conversation of Rasa's is a chat in a terminal."""
    text = (tracker.latest_message.get("text") or "").strip()
    chat, key = ChatId(f"rasa:{tracker.sender_id}"), f"rasa:{uuid.uuid4().hex}"
    found = PAYLOAD.fullmatch(text)
    if found is None:
        return Incoming("terminal", chat, key, text=text)
    if (press := _token(found[2])) is not None:
        return Incoming("terminal", chat, key, press=press)
    if found[1] == "start":
        return Incoming("terminal", chat, key, start="")
    return Incoming("terminal", chat, key, command=found[1])


def parse_of(tracker: Tracker, incoming: Incoming) -> Parse:
    """Returns what Rasa understood of the words; nothing of a button or a command."""
    if not incoming.text:
        return NOTHING
    said = tracker.latest_message
    ranking = tuple((one["name"], one["confidence"]) for one in said.get("intent_ranking") or [])
    danger = any(one["entity"] == "danger" for one in said.get("entities") or [])
    return Parse(ranking, danger, compact(incoming.text), is_strange(incoming.text))


def _token(entities: str | None) -> str | None:
    """Returns the token that is named; None when there is none, or what stands there cannot be read."""
    try:
        token = json.loads(entities or "{}").get("token")
    except ValueError:
        return None
    return token if isinstance(token, str) else None
