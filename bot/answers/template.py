"""How is the text of an answer read? Blocks that depend on the place, and placeholders filled from facts.

{if to=th,my} ... {else} ... {end}      on lines of their own, at most two deep; `other` also means unknown
{figure:RULE.KEY} {hotline:ID} {phone:ID} {organisation:ID} {hotlines:th} {organisations:th} {to} {from}
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.errors import ContentError
from bot.i18n.marked import Marked, MarkupError, read_marked
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor
from bot.text import Text, join

BLOCK: Final = re.compile(r"^\{(?:if (to|from)=([a-z]+(?:,[a-z]+)*)|(else)|(end))\}$")
DEEPEST: Final = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the corridor's end (`to` or `from`) is one of `places`."""

    end: str
    places: tuple[str, ...]
    negated: bool = False

    def holds(self, corridor: Corridor) -> bool:
        """An end that was not said counts as `other`."""
        place = (corridor.destination if self.end == "to" else corridor.origin) or OTHER
        return (place in self.places) is not self.negated


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text as it was read, its number in the file, and the conditions around it."""

    number: int
    marked: Marked
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands between braces: `{figure:th-x.lowest}` is kind "figure", argument "th-x.lowest"."""

    kind: str
    argument: str
    line: int


@dataclass(frozen=True, slots=True)
class Template:
    """A text that was read; `lines` without the block marks."""

    lines: tuple[Line, ...]

    def chosen(self, corridor: Corridor) -> list[Line]:
        """The lines that a worker of this corridor reads."""
        return [line for line in self.lines if all(one.holds(corridor) for one in line.conditions)]

    def placeholders(self, corridor: Corridor | None = None) -> Iterator[Placeholder]:
        """Those of one corridor, or of all."""
        for line in self.lines if corridor is None else self.chosen(corridor):
            for name in line.marked.names:
                yield _placeholder(name, line.number)

    def fill(self, corridor: Corridor, say: Callable[[Placeholder], Text]) -> Text:
        """The text for this corridor; a line whose placeholders say nothing is left out, and of empty lines one stays."""
        lines: list[Text] = []
        for line in self.chosen(corridor):
            filled = line.marked.fill({name: say(_placeholder(name, line.number)) for name in line.marked.names})
            blank = not filled.plain.strip()
            if not blank or (not line.marked.pieces and lines and lines[-1]):
                lines.append(filled)
        return join("\n", lines).strip()


def read_template(text: str, first_line: int = 1) -> Template:
    """Raises ContentError with the line's number when blocks do not fit together, or a line's markup cannot be read."""
    lines: list[Line] = []
    stack: list[Condition] = []
    for number, raw in enumerate(text.splitlines(), first_line):
        mark = raw.strip()
        match = BLOCK.match(mark)
        if match:
            _step(stack, match, number)
        elif mark.startswith(("{if", "{else", "{end")):
            raise ContentError(f"line {number}: this block mark is not understood")
        else:
            lines.append(Line(number, _read_line(raw, number), tuple(stack)))
    if stack:
        raise ContentError(f"line {first_line + len(text.splitlines())}: a block has no {{end}}")
    return Template(tuple(lines))


def _step(stack: list[Condition], match: re.Match[str], number: int) -> None:
    if match[1]:
        places = tuple(match[2].split(","))
        known = (*(DESTINATIONS if match[1] == "to" else ORIGINS), OTHER)
        if len(stack) == DEEPEST or not set(places) <= set(known):
            raise ContentError(f"line {number}: too deep, or a place that does not exist")
        stack.append(Condition(match[1], places))
    elif not stack:
        raise ContentError(f"line {number}: a block ends that did not begin")
    elif match[3]:
        stack[-1] = Condition(stack[-1].end, stack[-1].places, negated=True)
    else:
        stack.pop()


def _read_line(raw: str, number: int) -> Marked:
    """A line's tags are closed on the line, so that a line that is left out takes no tag with it."""
    try:
        return read_marked(raw.rstrip())
    except MarkupError as error:
        raise ContentError(f"line {number}: {error.reason}") from error


def _placeholder(name: str, line: int) -> Placeholder:
    kind, _, argument = name.partition(":")
    return Placeholder(kind, argument, line)
