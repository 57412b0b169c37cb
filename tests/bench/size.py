"""How much is measured? All of it for `make bench`; a little of everything for the tests."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of messages and people. What is compared is measured in so many `rounds`, one after the other in each."""

    rounds: int
    words: int
    turns: int
    stock: int
    long_talk: int
    crowd: int
    each: int
    ordered: int
    askers: int
    flood: int
    beside: int
    refused: int
    warm: int
    memory: int
    lines: int
    whole: bool
    """Also what takes long and cannot be made small: training."""


FULL: Final = Size(
    rounds=4,
    words=100,
    turns=60,
    stock=20,
    long_talk=1_000,
    crowd=500,
    each=4,
    ordered=500,
    askers=50,
    flood=1_000,
    beside=250,
    refused=40,
    warm=2_000,
    memory=20_000,
    lines=200,
    whole=True,
)

TINY: Final = Size(
    rounds=1,
    words=4,
    turns=4,
    stock=2,
    long_talk=100,
    crowd=20,
    each=4,
    ordered=20,
    askers=3,
    flood=60,
    beside=20,
    refused=4,
    warm=20,
    memory=40,
    lines=4,
    whole=False,
)
