"""Are there words of danger in a message?"""

import re
from collections.abc import Iterable

from bot.understanding.text import normalize


def pattern_of(phrases: list[str]) -> re.Pattern[str]:
    """Matches any of the phrases. In scripts with spaces a phrase must be whole words; in the others it may stand anywhere."""
    plain = {one for one in map(normalize, phrases) if one}
    whole, anywhere = {one for one in plain if _spaced(one)}, {one for one in plain if not _spaced(one)}
    parts = []
    if whole:
        parts.append(rf"(?<!\w){_tree(whole)}(?!\w)")
    if anywhere:
        parts.append(_tree(anywhere))
    return re.compile("|".join(parts) if parts else r"(?!)")


def _tree(phrases: Iterable[str]) -> str:
    """Returns one expression for all of them. What they begin with in common stands once: a long story is searched at once."""
    tails: dict[str, set[str]] = {}
    for phrase in phrases:
        tails.setdefault(phrase[:1], set()).add(phrase[1:])
    ends = tails.pop("", None) is not None
    branches = [re.escape(sign) + _tree(rest) for sign, rest in sorted(tails.items())]
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if ends else "")


def _spaced(phrase: str) -> bool:
    """Written with spaces between words, in letters alone; Thai, Lao, Khmer, Burmese, Chinese, Japanese and Korean are not, and
    in the scripts of India endings and vowel signs hang on a word."""
    return not re.search(r"[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]", phrase)
