"""What does the console need from the answers? A Protocol only; bot/answers/library.py fulfils it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from bot.places import Corridor


class Library(Protocol):
    """The live answers, as far as the editing desk asks about them."""

    def topics(self) -> Sequence[str]: ...
    def preview(self, path: str, text: str, corridor: Corridor) -> str:
        """The text as Telegram HTML. Raises ContentError with the line in its message."""
        ...

    def coverage(self) -> Mapping[str, Mapping[str, str]]:
        """Topic to language to "missing", "draft" or "reviewed"."""
        ...


LibraryOf = Callable[[], Library]
"""Answers the library that is live now; it is asked anew at each page."""
