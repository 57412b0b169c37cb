"""What do the words of a message seem to mean? One linear machine over words and letters, for all languages, and a list of
words of danger.

One model for nine languages, because people mix them: a Khmer sentence with English words is read by both. scikit-learn
learns the numbers (learning.py); here they are only looked up and added, so that the bot needs no scikit-learn.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.understanding.text import bare, is_strange, letters_of, normalize, words

DANGER: Final = 0.3
"""Of the intent emergency, when no word of danger was seen. A false alarm costs a screen; a miss may cost a life."""


@dataclass(frozen=True)
class Parse:
    """What was understood: intents with confidences, the best first, and whether words of danger were seen.

    `letters` are the letters and figures of the message alone, by which a label is known; `strange`: it is
    written in a script that Kawan does not speak; `intent` and `confidence` are the
    best one's; `in_danger`: words of danger were seen, or the message as a whole is a call
    for help.
    """

    ranking: tuple[tuple[str, float], ...]
    danger: bool = False
    letters: str = ""
    strange: bool = False
    intent: str = field(init=False, default="out_of_scope")
    confidence: float = field(init=False, default=0.0)
    in_danger: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        intent, confidence = self.ranking[0] if self.ranking else (self.intent, self.confidence)
        called = intent == "emergency" and confidence >= DANGER
        vars(self).update(intent=intent, confidence=confidence, in_danger=self.danger or called)


NOTHING: Final = Parse(())
"""Of a button, a command, a file without words."""


RANKED: Final = 10
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class IntentModel:
    """The numbers that were learned.

    Every piece of text that counts, a run of words or of letters, has a row: in `rarity` how telling it is, in `weights`
    what it says for or against each of the intents. Nothing changes after it was made: threads may share it.
    """

    intents: tuple[str, ...]
    word_rows: Mapping[str, int]
    letter_rows: Mapping[str, int]
    rarity: Floats
    weights: Floats
    bias: Floats
    sharpness: float
    longest: tuple[int, int]
    """How many words, and how many letters, make the longest piece."""

    def rank(self, text: str) -> tuple[tuple[str, float], ...]:
        """Returns the intents of a normalized text with confidences that sum to one over all, the best first."""
        by_words = self._measured(self.word_rows, word_pieces(words(text), self.longest[0]))
        by_letters = self._measured(self.letter_rows, letter_pieces(bare(text), self.longest[1]))
        scores = (by_words + by_letters + self.bias) * self.sharpness
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return tuple((self.intents[index], float(shares[index])) for index in np.argsort(shares)[::-1][:RANKED])

    def _measured(self, rows: Mapping[str, int], pieces: Iterable[str]) -> Any:
        """Returns what the known pieces say of each intent: common ones count little, and a long text no more than a short."""
        counts = Counter(map(rows.get, pieces))
        counts.pop(None, None)
        if not counts:
            return 0.0
        found = np.fromiter(counts.keys(), np.intp, len(counts))
        sizes = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.rarity[found]
        return sizes / np.sqrt(sizes @ sizes) @ self.weights[found]

    def packed(self) -> bytes:
        """Returns the numbers as a file: arrays and one JSON, no code that would run when it is read."""
        plain = json.dumps(
            {
                "intents": self.intents,
                "words": list(self.word_rows),
                "letters": list(self.letter_rows),
                "sharpness": self.sharpness,
                "longest": self.longest,
            },
            ensure_ascii=False,
        )
        file = BytesIO()
        text = np.frombuffer(plain.encode(), np.uint8)
        np.savez(file, plain=text, rarity=self.rarity, weights=self.weights, bias=self.bias)
        return file.getvalue()


def unpacked(content: bytes) -> IntentModel:
    """Returns the model of a packed file. Raises ValueError, KeyError or OSError when it is none."""
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        plain = json.loads(arrays["plain"].tobytes())
        rarity, weights, bias = (arrays[name] for name in ("rarity", "weights", "bias"))
    word_rows = {piece: row for row, piece in enumerate(plain["words"])}
    letter_rows = {piece: row for row, piece in enumerate(plain["letters"], len(word_rows))}
    if weights.shape != (len(rarity), len(plain["intents"])) or len(rarity) != len(word_rows) + len(letter_rows):
        raise ValueError("the numbers do not fit each other")
    most_words, most_letters = plain["longest"]
    return IntentModel(
        tuple(plain["intents"]),
        word_rows,
        letter_rows,
        rarity,
        weights,
        bias,
        float(plain["sharpness"]),
        (most_words, most_letters),
    )


def word_pieces(found: list[str], longest: int) -> Iterator[str]:
    """Returns the words, then the runs of two, and so on."""
    for size in range(1, longest + 1):
        for start in range(len(found) - size + 1):
            yield " ".join(found[start : start + size])


def letter_pieces(text: str, longest: int) -> Iterator[str]:
    """Returns runs of letters within each word; a space stands before and behind it. A word shorter than a run is one."""
    for word in text.split():
        padded = f" {word} "
        for size in range(1, longest + 1):
            for start in range(max(len(padded) - size, 0) + 1):
                yield padded[start : start + size]
            if size >= len(padded):
                break


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was learned. Threads may share it."""

    model: IntentModel
    danger: re.Pattern[str]

    def read(self, text: str) -> Parse:
        """Returns what a message seems to mean; of one without a letter or sign nothing is known."""
        plain = normalize(text)
        if not plain:
            return NOTHING
        return Parse(
            self.model.rank(plain), self.danger.search(plain) is not None, letters_of(plain), is_strange(plain)
        )
