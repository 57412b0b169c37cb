"""The messages of other hands in tests/nlu/: none of them is learned from."""

from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "nlu"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yml"))


def messages(language: str) -> list[tuple[str, str]]:
    """Returns text and intent of each."""
    entries = yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))["nlu"]
    return [(line[2:], one["intent"]) for one in entries for line in one["examples"].splitlines() if line]


def all_messages() -> list[str]:
    """Returns the texts of every language."""
    return [text for language in LANGUAGES for text, _ in messages(language)]
