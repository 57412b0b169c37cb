"""Which errors does Kawan know, and what does each mean for the one who catches it?

KawanError
├── SettingsError        a setting is missing or wrong: do not start
├── ContentError         a fact or an answer is wrong: names file and line
├── BadInput             somebody's input cannot be taken: names the field
├── DatabaseAway         the database does not answer, or the connection was cut: try again
├── NotFound             there is no such complaint, member of staff, answer ...
├── Forbidden            this role may not do that
├── Unreadable           no key opens this row or file: set it aside, its neighbours go on
├── NotKept              the disk did not take a file: nothing of it is left, try again later
├── Overtaken            another process dealt with this update meanwhile: roll back, nothing is lost
├── Stale                the case changed since the form was opened: show it anew
│   └── AlreadyClaimed   a colleague has it: says who
└── SendError            a message did not reach the channel
    ├── SendLater        try again, after `seconds`
    │   └── ChannelAway  the channel does not answer: the message itself is not to blame
    ├── Moved            the group has another number now: keep it, send there
    ├── Unreachable      the worker blocked the bot or is gone: stop
    └── Rejected         the channel will never take this message: stop, tell the operator
"""


class KawanError(Exception):
    """Everything that Kawan raises on purpose."""


class SettingsError(KawanError):
    """A setting is missing or wrong. The message names the variable."""


class ContentError(KawanError):
    """A fact or answer cannot be used. The message names the file and the line."""


class BadInput(KawanError):
    """Input that cannot be taken. `field` names it, `reason` is a catalogue key or plain words for staff."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class DatabaseAway(KawanError):
    """The database does not answer, is locked for too long, or the connection was cut. The message is a class, no words."""


class NotFound(KawanError):
    """There is no such thing, or not for this person."""


class Forbidden(KawanError):
    """This role, or this centre, may not do that."""


class Unreadable(KawanError):
    """A row or a file that no key opens: it is damaged, or was written with a key that is gone."""


class NotKept(KawanError):
    """A file that the disk did not take. Nothing of it is left."""


class Overtaken(KawanError):
    """Another process dealt with this update, or this process was taken for dead. Nothing may be kept of the turn."""


class Stale(KawanError):
    """The case changed since the form was opened. Nothing was written."""


class AlreadyClaimed(Stale):
    """A colleague has the case. `holder` is the colleague's display name."""

    def __init__(self, holder: str) -> None:
        super().__init__("the case is already claimed")
        self.holder = holder


class SendError(KawanError):
    """A message did not reach the channel."""


class SendLater(SendError):
    """The channel is busy or away. Try again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds


class ChannelAway(SendLater):
    """The channel does not answer, or is ill: it is tried again at the latest after `seconds`, and sooner when it is back."""


class Unreachable(SendError):
    """The worker blocked the bot, or her account is gone."""


class Moved(SendError):
    """The group became a supergroup. `chat` is its new number."""

    def __init__(self, chat: str) -> None:
        super().__init__("the group has another number")
        self.chat = chat


class Rejected(SendError):
    """The channel will never take this message."""
