"""Are there words of danger in a message?"""

import re

from bot.understanding.text import normalize


def pattern_of(phrases: list[str]) -> re.Pattern[str]:
    """Matches any of the phrases. In scripts with spaces a phrase must be whole words; in the others it may stand anywhere."""
    whole = sorted({one for one in map(normalize, phrases) if one and _spaced(one)}, key=len, reverse=True)
    anywhere = sorted({one for one in map(normalize, phrases) if one and not _spaced(one)}, key=len, reverse=True)
    parts = []
    if whole:
        parts.append(rf"(?<!\w)(?:{'|'.join(map(re.escape, whole))})(?!\w)")
    if anywhere:
        parts.append("|".join(map(re.escape, anywhere)))
    return re.compile("|".join(parts) if parts else r"(?!)")


def _spaced(phrase: str) -> bool:
    """Written in Latin letters, with spaces between words; Thai, Lao, Khmer and Burmese are not."""
    return not re.search(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]", phrase)
