"""What does an update of Telegram look like? Whole ones, with the fields that real ones have."""

from typing import Any

MOMENT = 1_793_620_800
Update = dict[str, Any]


def message(update_id: int, chat: int, *, language: str = "en", chat_type: str = "private", **content: Any) -> Update:
    """A message with any content: text="hello", sticker={...}."""
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": MOMENT,
            "chat": {"id": chat, "type": chat_type, "first_name": "Sok"},
            "from": {"id": abs(chat), "is_bot": False, "first_name": "Sok", "language_code": language},
            **content,
        },
    }


def press(update_id: int, chat: int, data: str, *, language: str = "en", chat_type: str = "private") -> Update:
    """A button under a message of the bot was pressed."""
    return {
        "update_id": update_id,
        "callback_query": {
            "id": f"query{update_id}",
            "from": {"id": abs(chat), "is_bot": False, "first_name": "Sok", "language_code": language},
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": 1, "date": MOMENT, "chat": {"id": chat, "type": chat_type, "first_name": "Sok"}},
        },
    }


def photo(file_id: str) -> dict[str, Any]:
    """Content of a message: one picture in two sizes."""
    sizes = ((90, f"{file_id}-small"), (1280, file_id))
    return {
        "photo": [
            {"file_id": one, "file_unique_id": one, "width": side, "height": side, "file_size": side * 100}
            for side, one in sizes
        ]
    }


def file(kind: str, file_id: str, **more: Any) -> dict[str, Any]:
    """Content of a message: voice, audio, video, video_note, document."""
    needed: dict[str, Any] = {"file_id": file_id, "file_unique_id": file_id, "file_size": 2000}
    match kind:
        case "voice" | "audio":
            needed["duration"] = 3
        case "video":
            needed |= {"duration": 3, "width": 640, "height": 360}
        case "video_note":
            needed |= {"duration": 3, "length": 240}
    return {kind: {**needed, **more}}
