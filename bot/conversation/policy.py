"""Which act follows which intent? Read from intents/rules.yml, as Rasa reads it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from bot.errors import SettingsError
from bot.settings import ROOT

RULES: Final = ROOT / "intents" / "rules.yml"


@lru_cache(maxsize=4)
def read_policy(path: Path = RULES) -> Mapping[str, str]:
    """Intent to the name of its action. Raises SettingsError for rules that cannot be read or speak twice of an intent."""
    try:
        rules = yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
        pairs = [(intent, rule["steps"][1]["action"]) for rule in rules for intent in _intents(rule["steps"][0])]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError, IndexError) as error:
        raise SettingsError(f"intents/{path.name}: the rules cannot be read ({type(error).__name__})") from error
    policy = dict(pairs)
    if len(policy) != len(pairs):
        raise SettingsError(f"intents/{path.name}: two rules speak of the same intent")
    return policy


def _intents(step: Mapping[str, Any]) -> Iterator[str]:
    """Of a step that names one intent, or several joined with `or`."""
    yield from (one["intent"] for one in step.get("or", [step]))
