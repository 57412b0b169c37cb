"""What does a button, a command or a deep link mean? It takes the same way as words, without being guessed at."""

from typing import Final

PRESSES: Final = {
    "menu": "menu",
    "lang": "set_language",
    "from": "set_origin",
    "to": "set_destination",
    "complaint": "make_complaint",
    "urgent": "urgent_case",
    "q": "answer_question",
    "edit": "edit_answer",
    "send": "send_complaint",
    "refuse": "refuse_consent",
    "cancel": "cancel",
    "undo": "undo_cancel",
    "status": "complaint_status",
    "case": "own_case",
    "person": "talk_to_person",
    "privacy": "privacy",
    "language": "change_language",
    "corridor": "change_corridor",
    "helpful": "helpful",
    "not_helpful": "not_helpful",
    "delete": "delete_confirmed",
    "missed": "missed_messages",
}
DANGER_PRESSES: Final = ("topic:emergency", "urgent")
"""Buttons of somebody in danger."""
COMMANDS: Final = {
    "menu": "menu",
    "help": "menu",
    "complaint": "make_complaint",
    "status": "complaint_status",
    "language": "change_language",
    "country": "change_corridor",
    "hotlines": "hotlines",
    "privacy": "privacy",
    "delete": "delete_my_data",
    "cancel": "cancel",
    "stop": "cancel",
}


def read_press(token: str) -> tuple[str, str]:
    """A button's intent and argument; a token nobody knows (an old button) leads to the menu."""
    head, _, argument = token.partition(":")
    if head in ("topic", "act"):
        return argument, ""
    return PRESSES.get(head, "menu"), argument


def read_command(command: str) -> tuple[str, str]:
    """A command's intent; an unknown one leads to the menu."""
    return COMMANDS.get(command.casefold(), "menu"), ""
