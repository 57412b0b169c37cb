"""How are numbers and dates written in a language?

Digits are always 0-9: phone numbers and amounts must be the same to read and to dial for everybody.
"""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from bot.i18n.languages import Language

_WESTERN = str.maketrans("၀၁၂၃၄၅၆၇၈၉០១២៣៤៥៦៧៨៩໐໑໒໓໔໕໖໗໘໙๐๑๒๓๔๕๖๗๘๙", "0123456789" * 4)


def number(value: float | str, language: Language) -> str:
    """15000 as "15,000" or "15.000", as the language does."""
    if isinstance(value, str):
        return value
    return format_decimal(value, locale=language.locale).translate(_WESTERN)


def day(moment: date, language: Language) -> str:
    """A date in the language's medium form. The Christian era is used everywhere, also in Thai."""
    return format_date(moment, format="medium", locale=language.locale).translate(_WESTERN)


@lru_cache(maxsize=4096)
def as_of(text: str, language: Language) -> str:
    """The date of a fact, as exact as it is known: "2021", "2024-07" or "2025-07-01"; other words stay as they are."""
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return text
    if len(parts) == 1:
        return text
    if len(parts) == 2:
        month = datetime(int(parts[0]), int(parts[1]), 1)
        return format_skeleton("yMMM", month, locale=language.locale).translate(_WESTERN)
    return day(date.fromisoformat(text), language)
