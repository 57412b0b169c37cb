"""Is there enough to learn from, and does everything named exist?"""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.answers.library import TOPICS
from bot.i18n.languages import read_languages

ROOT = Path(__file__).resolve().parents[2]
ACTIONS = [
    "greet",
    "menu",
    "thanks",
    "goodbye",
    "affirm",
    "deny",
    "cancel",
    "change_language",
    "change_corridor",
    "make_complaint",
    "complaint_status",
    "add_to_complaint",
    "withdraw_complaint",
    "talk_to_person",
    "delete_my_data",
    "privacy",
    "bot_identity",
    "free_of_charge",
    "not_understood",
    "helpful",
    "not_helpful",
    "out_of_scope",
]
LANGUAGES = sorted(path.name for path in (ROOT / "intents").iterdir() if path.is_dir())


def examples(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in (ROOT / "intents" / language).glob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            name = entry.get("intent") or f"lookup {entry['lookup']}"
            found.setdefault(name, []).extend(
                line[2:] for line in entry["examples"].splitlines() if line.startswith("- ")
            )
    return found


def test_every_language_that_can_be_chosen_is_learned() -> None:
    assert sorted(read_languages()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_enough_varied_examples(language: str) -> None:
    found = examples(language)
    assert set(found) == {*TOPICS, *ACTIONS, "lookup danger"}
    short = {name for name in TOPICS if len(found[name]) < 40} | {name for name in ACTIONS if len(found[name]) < 25}
    assert short == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_stands_under_two_intents(language: str) -> None:
    counted = Counter(
        line for name, lines in examples(language).items() if not name.startswith("lookup") for line in lines
    )
    assert [line for line, count in counted.items() if count > 1] == []


def test_every_action_a_rule_names_exists() -> None:
    domain = yaml.safe_load((ROOT / "intents" / "domain.yml").read_text(encoding="utf-8"))
    rules = yaml.safe_load((ROOT / "intents" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    intents = [step["intent"] for rule in rules for step in rule["steps"] if "intent" in step]
    actions = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    assert sorted(intents) == sorted(domain["intents"])
    assert actions == {*domain["actions"], *domain["responses"]}


def test_no_message_to_test_with_is_learned_from() -> None:
    learned = {
        line
        for language in LANGUAGES
        for name, lines in examples(language).items()
        if not name.startswith("lookup")
        for line in lines
    }
    kept_apart = [
        line
        for path in (ROOT / "tests" / "nlu").glob("*.yml")
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in entry["examples"].splitlines()
    ]
    assert len(kept_apart) > 500
    assert [line for line in kept_apart if line.removeprefix("- ") in learned] == []
