"""Telling a complaint: begin, answer, edit, cancel, send."""

from actions.base import KawanAction


class ActionMakeComplaint(KawanAction):
    """She wants to complain; an open complaint goes on where it was."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_make_complaint"


class ActionUrgentCase(KawanAction):
    """She wants to complain, from the screen of danger."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_urgent_case"


class ActionRefuseConsent(KawanAction):
    """She does not agree: nothing is kept, and she gets the numbers."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_refuse_consent"


class ActionAnswerQuestion(KawanAction):
    """An answer to a question, typed or pressed."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_answer_question"


class ActionEditAnswer(KawanAction):
    """She wants to change an answer before sending."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_edit_answer"


class ActionSendComplaint(KawanAction):
    """She confirmed; pressed twice it makes one complaint."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_send_complaint"


class ActionCancel(KawanAction):
    """She wants to stop what is open."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_cancel"


class ActionUndoCancel(KawanAction):
    """She wants it back."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_undo_cancel"
