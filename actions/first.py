"""Language, corridor, menu: the first screens and the way back to them."""

from actions.base import KawanAction


class ActionStart(KawanAction):
    """A first contact, or a link with language and corridor."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_start"


class ActionSetLanguage(KawanAction):
    """A language was chosen."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_set_language"


class ActionSetOrigin(KawanAction):
    """Where she comes from was chosen."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_set_origin"


class ActionSetDestination(KawanAction):
    """Where she works, or wants to, was chosen."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_set_destination"


class ActionChangeLanguage(KawanAction):
    """She wants another language."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_change_language"


class ActionChangeCorridor(KawanAction):
    """She is from, or in, another country."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_change_corridor"


class ActionMenu(KawanAction):
    """She wants the menu, or pressed a button that nobody knows any more."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_menu"


class ActionGreet(KawanAction):
    """She said hello."""

    def name(self) -> str:
        """As the rules call it."""
        return "action_greet"
