"""Her case: how it stands, more words, withdrawing it; deleting everything."""

from actions.base import KawanAction


class ActionComplaintStatus(KawanAction):
    """How does it stand?"""

    def name(self) -> str:
        """As the rules call it."""
        return "action_complaint_status"


class ActionAddToComplaint(KawanAction):
    """She has more to say."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_add_to_complaint"


class ActionWithdrawComplaint(KawanAction):
    """She no longer wants it: which, and is she sure?"""

    def name(self) -> str:
        """As the rules call it."""
        return "action_withdraw_complaint"


class ActionOwnCase(KawanAction):
    """A button of one of her cases."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_own_case"


class ActionCaseWords(KawanAction):
    """Words that join the open case."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_case_words"


class ActionMissedMessages(KawanAction):
    """What could not reach her while she had blocked the bot."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_missed_messages"


class ActionDeleteMyData(KawanAction):
    """She wants to be forgotten: what it means, and is she sure?"""

    def name(self) -> str:
        """As the rules call it."""
        return "action_delete_my_data"


class ActionDeleteConfirmed(KawanAction):
    """She is sure."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_delete_confirmed"
