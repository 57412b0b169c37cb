"""Updates that are broken in one place, each with what can be read of it. Chats are numbered from 5001 on."""

from dataclasses import dataclass
from typing import Any

from tests.telegram_server import updates


@dataclass(frozen=True, slots=True)
class Broken:
    """`said` is the text or button that can be read; "" something unsupported; None: it is set aside as `kind`."""

    why: str
    content: Any
    said: str | None
    kind: str = "message"


def _message(**changes: Any) -> dict[str, Any]:
    """The update of a message by chat 0 (numbered later); `...` takes a field away."""
    update = updates.message(0, 0)
    return {**update, "message": _changed(update["message"], changes)}


def _press(**changes: Any) -> dict[str, Any]:
    update = updates.press(0, 0, "topic:wages")
    return {**update, "callback_query": _changed(update["callback_query"], changes)}


def _changed(content: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    named = {name.rstrip("_"): value for name, value in changes.items()}
    return {name: value for name, value in {**content, **named}.items() if value is not ...}


TEXT = "he keeps our passports"
POLL = {"id": "9", "question": "Who was paid?", "options": []}
NESTED: Any = None
for _ in range(150):
    NESTED = [NESTED]

READABLE = (
    Broken("a poll with half of its fields", _message(poll=POLL), ""),
    Broken("a poll that is a word", _message(poll="yes or no"), ""),
    Broken("an entity without length", _message(text=TEXT, entities=[{"type": "bold", "offset": 0}]), TEXT),
    Broken("an entity that is a number", _message(text=TEXT, entities=[5]), TEXT),
    Broken("entities that are a word", _message(text=TEXT, entities="bold"), TEXT),
    Broken(
        "an entity of a user without a name", _message(text=TEXT, entities=[{"type": "text_mention", "user": {}}]), TEXT
    ),
    Broken("no date", _message(text=TEXT, date=...), TEXT),
    Broken("a date of the year 30,000", _message(text=TEXT, date=10**15), TEXT),
    Broken("a date that is a word", _message(text=TEXT, date="yesterday"), TEXT),
    Broken("no message id", _message(text=TEXT, message_id=...), TEXT),
    Broken("no sender", _message(text=TEXT, from_=...), TEXT),
    Broken("a sender that is null", _message(text=TEXT, from_=None), TEXT),
    Broken("a sender that is a list", _message(text=TEXT, from_=[1, 2]), TEXT),
    Broken("a sender without a name", _message(text=TEXT, from_={"id": 1}), TEXT),
    Broken("a language that is a number", _message(text=TEXT, from_={"id": 1, "language_code": 7}), TEXT),
    Broken("a reply to a broken message", _message(text=TEXT, reply_to_message={"poll": POLL}), TEXT),
    Broken("forwarded from a thing", _message(text=TEXT, forward_origin={"type": "nobody"}), TEXT),
    Broken("a keyboard that is broken", _message(text=TEXT, reply_markup={"inline_keyboard": [5]}), TEXT),
    Broken("a text that is a number", _message(text=1500), "1500"),
    Broken("half a surrogate pair", _message(text=f"\ud83d{TEXT}"), TEXT),
    Broken("much within each other", _message(text=TEXT, link_preview_options=NESTED), TEXT),
    Broken("a broken file under a caption", _message(caption=TEXT, photo=[{"width": 1}]), TEXT),
    Broken("a caption with broken entities", _message(**updates.photo("f"), caption=TEXT, caption_entities=[{}]), TEXT),
    Broken("photos of which none has a handle", _message(photo=[{"width": 90}, None, 5]), ""),
    Broken("a voice without a handle", _message(voice={"duration": 4}), ""),
    Broken("a sticker that is a list", _message(sticker=[]), ""),
    Broken("a place without its numbers", _message(location={}), ""),
    Broken("a contact without a number", _message(contact={"first_name": "Sok"}), ""),
    Broken(
        "a button under a message without its date",
        _press(message={"chat": {"id": 0, "type": "private"}}),
        "topic:wages",
    ),
    Broken("a button under a message that is gone", _press(message=...), "topic:wages"),
    Broken("a button without a chat instance", _press(chat_instance=...), "topic:wages"),
    Broken("a button pressed by nobody", _press(from_=...), "topic:wages"),
)
ASIDE = (
    Broken("a list", [700_004], None, "list"),
    Broken("a word", "hello", None, "str"),
    Broken("a number", 700_004, None, "int"),
    Broken("null", None, None, "NoneType"),
    Broken("true", True, None, "bool"),
    Broken("an empty object", {}, None, "other"),
    Broken("a message that is a list", {"update_id": 0, "message": ["hello"]}, None),
    Broken("a message that is null", {"update_id": 0, "message": None}, None),
    Broken("a message without a chat", _message(text=TEXT, chat=...), None),
    Broken("a chat without a number", _message(text=TEXT, chat={"type": "private"}), None),
    Broken("a chat with a number that no chat has", _message(text=TEXT, chat={"id": 2**70, "type": "private"}), None),
    Broken("a person's chat with a group's number", _message(text=TEXT, chat={"id": -5, "type": "private"}), None),
    Broken("a press that is a word", {"update_id": 0, "callback_query": "menu"}, None, "callback_query"),
    Broken("a press by nobody under nothing", _press(message=..., from_=...), None, "callback_query"),
    Broken("a change of membership without a status", {"update_id": 0, "my_chat_member": {}}, None, "my_chat_member"),
)
BROKEN = (*READABLE, *ASIDE)


def numbered(content: Any, number: int) -> Any:
    """The same with an update id and a chat of its own, where it has such."""
    if isinstance(content, dict):
        return {name: number if (name, value) in _HERE else numbered(value, number) for name, value in content.items()}
    return [numbered(one, number) for one in content] if isinstance(content, list) and number else content


_HERE = (("update_id", 0), ("id", 0))
