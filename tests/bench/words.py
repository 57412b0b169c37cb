"""What is said while it is measured. No import: the processes of both versions can read it."""

from typing import Final

WORDS: Final = ("my boss did not pay me", "gaji belum dibayar", "hindi binayaran ang sahod ko", "လစာမရသေးဘူး")
"""The four messages of all ratios, as the first version's own bench had them."""
TOPICS: Final = ("my boss did not pay me", "they keep my passport", "I want to go home", "how do I complain")
"""Four messages that are answered differently, so that a reply tells which message it answers."""


def lines(count: int) -> list[str]:
    """WORDS over and over."""
    return [WORDS[number % len(WORDS)] for number in range(count)]
