"""How is the text of an answer read? Blocks that depend on the place, and placeholders filled from facts.

{if to=th,my} ... {else} ... {end}      on lines of their own, at most two deep; `other` also means unknown
{figure:RULE.KEY} {hotline:ID} {phone:ID} {organisation:ID} {hotlines:th} {organisations:th} {to} {from}
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.answers.finding import BadText, Finding
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
class Placeholder:
    """What stands between braces: `{figure:th-x.lowest}` is kind "figure", argument "th-x.lowest"."""

    kind: str
    argument: str
    line: int

    @property
    def name(self) -> str:
        """As the text writes it."""
        return f"{self.kind}:{self.argument}" if self.argument else self.kind


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text as it was read, its number in the file, and the conditions around it.

    `placeholders` are those of the line; without any, `said` is what it always says.
    """

    number: int
    marked: Marked
    conditions: tuple[Condition, ...]
    placeholders: tuple[Placeholder, ...] = ()
    said: Text = Text("")

    def fill(self, say: Callable[[Placeholder], Text]) -> Text:
        """The line with its placeholders filled."""
        if not self.placeholders:
            return self.said
        return self.marked.fill({one.name: say(one) for one in self.placeholders})


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
            yield from line.placeholders

    def fill(self, corridor: Corridor, say: Callable[[Placeholder], Text]) -> Text:
        """The text for this corridor; a line whose placeholders say nothing is left out, and of empty lines one stays."""
        lines: list[Text] = []
        for line in self.chosen(corridor):
            filled = line.fill(say)
            blank = not filled.plain.strip()
            if not blank or (not line.marked.pieces and lines and lines[-1]):
                lines.append(filled)
        return join("\n", lines).strip()


def read_template(path: str, text: str, first_line: int = 1) -> Template:
    """Raises BadText with the line when blocks do not fit together, or a line's markup cannot be read."""
    lines: list[Line] = []
    stack: list[tuple[Condition, int]] = []
    for number, raw in enumerate(text.split("\n"), first_line):
        mark = raw.strip()
        match = BLOCK.match(mark)
        if match:
            _step(stack, match, Finding(path, number, ""))
        elif mark.startswith(("{if", "{else", "{end")):
            raise BadText(Finding(path, number, "this block mark is not understood"))
        else:
            lines.append(_read_line(path, raw, number, tuple(condition for condition, _ in stack)))
    if stack:
        raise BadText(Finding(path, stack[-1][1], "this block has no {end}"))
    return Template(tuple(lines))


def _step(stack: list[tuple[Condition, int]], match: re.Match[str], here: Finding) -> None:
    if match[1]:
        places = tuple(match[2].split(","))
        known = (*(DESTINATIONS if match[1] == "to" else ORIGINS), OTHER)
        if len(stack) == DEEPEST or not set(places) <= set(known):
            raise BadText(replace(here, text="too deep, or a place that does not exist"))
        stack.append((Condition(match[1], places), here.line))
    elif not stack:
        raise BadText(replace(here, text="a block ends that did not begin"))
    elif match[4]:
        stack.pop()
    elif stack[-1][0].negated:
        raise BadText(replace(here, text="this block has an {else} already"))
    else:
        condition, line = stack.pop()
        stack.append((replace(condition, negated=True), line))


def _read_line(path: str, raw: str, number: int, conditions: tuple[Condition, ...]) -> Line:
    """A line's tags are closed on the line, so that a line that is left out takes no tag with it. A brace as such has no
    meaning to a worker: it is a placeholder that somebody meant."""
    try:
        marked = read_marked(raw.rstrip())
    except MarkupError as error:
        raise BadText(Finding(path, number, error.reason)) from error
    if "{" in marked.words or "}" in marked.words:
        raise BadText(Finding(path, number, "these braces are no placeholder"))
    placeholders = tuple(_placeholder(name, number) for name in marked.names)
    return Line(number, marked, conditions, placeholders, Text("") if placeholders else marked.fill({}))


def _placeholder(name: str, line: int) -> Placeholder:
    kind, _, argument = name.partition(":")
    return Placeholder(kind, argument, line)
