"""Is a request of the bot valid for the Bot API, by Telegram's own description of its methods and types?"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).parents[2].parent / "shared/telegram/api.json"
BUILT_IN: dict[str, dict[str, tuple[list[str], bool]]] = {
    "getMe": {},
    "getUpdates": {
        "offset": (["Integer"], False),
        "limit": (["Integer"], False),
        "timeout": (["Integer"], False),
        "allowed_updates": (["Array of String"], False),
    },
    "setWebhook": {
        "url": (["String"], True),
        "max_connections": (["Integer"], False),
        "allowed_updates": (["Array of String"], False),
        "drop_pending_updates": (["Boolean"], False),
        "secret_token": (["String"], False),
    },
    "deleteWebhook": {"drop_pending_updates": (["Boolean"], False)},
    "setMyCommands": {
        "commands": (["Array of BotCommand"], True),
        "scope": (["BotCommandScope"], False),
        "language_code": (["String"], False),
    },
    "answerCallbackQuery": {"callback_query_id": (["String"], True)},
    "getFile": {"file_id": (["String"], True)},
    "sendMessage": {
        "chat_id": (["Integer", "String"], True),
        "text": (["String"], True),
        "parse_mode": (["String"], False),
        "entities": (["Array of MessageEntity"], False),
        "link_preview_options": (["LinkPreviewOptions"], False),
        "reply_markup": (["InlineKeyboardMarkup"], False),
    },
}
"""Used where the description is not at hand (it is not part of this repository)."""

Fields = dict[str, tuple[list[str], bool]]


@lru_cache(maxsize=1)
def _api() -> dict[str, Any] | None:
    return json.loads(SCHEMA.read_text(encoding="utf-8")) if SCHEMA.exists() else None


def _fields(described: list[dict[str, Any]]) -> Fields:
    return {one["name"]: (one["types"], one["required"]) for one in described}


def method_fields(method: str) -> Fields | None:
    """The parameters of a method; None when there is no such method."""
    api = _api()
    if api is None:
        return BUILT_IN.get(method)
    return _fields(api["methods"][method].get("fields", [])) if method in api["methods"] else None


def problems_of(method: str, given: dict[str, str]) -> list[str]:
    """What is wrong with a call, as sentences; parameters arrive as strings, compound ones as JSON."""
    fields = method_fields(method)
    if fields is None:
        return [f"{method}: no such method"]
    found = [f"{method}: {name} is missing" for name, (_, needed) in fields.items() if needed and name not in given]
    for name, text in given.items():
        if name not in fields:
            found.append(f"{method}: no parameter {name}")
        elif not any(_fits(_decoded(text, kind), kind) for kind in fields[name][0]):
            found.append(f"{method}: {name} is no {' or '.join(fields[name][0])}")
    return found


def _decoded(text: str, kind: str) -> Any:
    if kind == "String":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return None


def _fits(value: Any, kind: str) -> bool:
    if kind.startswith("Array of "):
        return isinstance(value, list) and all(_fits(one, kind.removeprefix("Array of ")) for one in value)
    match kind:
        case "String":
            return isinstance(value, str)
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "Boolean" | "True":
            return isinstance(value, bool)
    return isinstance(value, dict) and _object_fits(value, kind)


def _object_fits(value: dict[str, Any], kind: str) -> bool:
    api = _api()
    if api is None:
        return True
    described = api["types"][kind]
    if described.get("subtypes"):
        return any(_object_fits(value, one) for one in described["subtypes"])
    fields = _fields(described.get("fields", []))
    if any(needed and name not in value for name, (_, needed) in fields.items()):
        return False
    return all(name in fields and any(_fits(one, type_) for type_ in fields[name][0]) for name, one in value.items())
