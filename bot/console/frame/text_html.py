"""How is a text with marks shown in a browser? Every word is escaped; only a mark becomes a tag."""

from itertools import pairwise

from markupsafe import Markup, escape

from bot.text import Mark, Text


def to_markup(text: Text) -> Markup:
    """The text as HTML. Between two edges of marks the same marks hold, so no tags can cross."""
    edges = {0, len(text.plain), *(edge for one in text.marks for edge in (one.start, one.start + one.length))}
    return Markup("").join(_run(text, start, end) for start, end in pairwise(sorted(edges)))


def _run(text: Text, start: int, end: int) -> Markup:
    shown = escape(text.plain[start:end])
    for mark in text.marks:
        if mark.start <= start and end <= mark.start + mark.length:
            shown = _marked(mark, shown)
    return shown


def _marked(mark: Mark, shown: Markup) -> Markup:
    if mark.kind == "link":
        if not mark.url.startswith(("https://", "http://")):
            return shown
        return Markup('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>').format(mark.url, shown)
    return Markup("<b>{}</b>" if mark.kind == "bold" else "<i>{}</i>").format(shown)
