"""Is there enough to learn from, and does everything named exist?"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answers.library import TOPICS
from bot.i18n.languages import read_languages
from tests.nlu_messages import all_messages

ROOT = Path(__file__).resolve().parents[2]
INTENTS = ROOT / "intents"
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
LANGUAGES = sorted(path.name for path in INTENTS.iterdir() if path.is_dir())


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def examples(language: str) -> dict[str, list[str]]:
    """Returns the lines of each intent; those of danger, which is a lookup table, apart."""
    found: dict[str, list[str]] = {}
    for path in (INTENTS / language).glob("*.yml"):
        for entry in read(path)["nlu"]:
            name = entry.get("intent") or f"lookup {entry['lookup']}"
            found.setdefault(name, []).extend(
                line[2:] for line in entry["examples"].splitlines() if line.startswith("- ")
            )
    return found


def intents_of(rule: dict[str, Any]) -> list[str]:
    """Returns the intents that a rule names, joined with `or` or alone."""
    first = rule["steps"][0]
    return [one["intent"] for one in first.get("or", [first])]


def rules() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(INTENTS / "rules.yml")["rules"]
    return found


def test_every_language_that_can_be_chosen_is_learned() -> None:
    assert sorted(read_languages()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_holds_the_one_intent_that_it_is_named_after(language: str) -> None:
    for path in (INTENTS / language).iterdir():
        (entry,) = read(path)["nlu"]
        assert path.name == f"{entry.get('intent') or entry.get('lookup')}.yml"
        assert set(entry) == ({"lookup", "examples"} if path.stem == "danger" else {"intent", "examples"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_enough_varied_examples(language: str) -> None:
    found = examples(language)
    assert set(found) == {*TOPICS, *ACTIONS, "lookup danger"}
    short = {name for name in TOPICS if len(found[name]) < 40} | {name for name in ACTIONS if len(found[name]) < 25}
    assert short == set()


def test_no_example_stands_under_two_intents_in_whatever_language() -> None:
    meanings: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for name, lines in examples(language).items():
            for line in lines if not name.startswith("lookup") else ():
                meanings.setdefault(line, set()).add(name)
    assert {line: names for line, names in meanings.items() if len(names) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_stands_twice(language: str) -> None:
    counted = Counter(
        line for name, lines in examples(language).items() if not name.startswith("lookup") for line in lines
    )
    assert [line for line, count in counted.items() if count > 1] == []


def test_every_intent_has_one_rule_and_every_action_is_named_by_one() -> None:
    domain = read(INTENTS / "domain.yml")
    intents = [intent for rule in rules() for intent in intents_of(rule)]
    assert sorted(intents) == sorted(domain["intents"])
    assert sorted(rule["steps"][1]["action"] for rule in rules()) == sorted(domain["actions"])


def test_every_rule_is_a_policy_in_plain_words_and_has_the_two_steps_that_the_bot_reads() -> None:
    titles = [rule["rule"] for rule in rules()]
    assert len(set(titles)) == len(titles)
    for rule in rules():
        assert set(rule) == {"rule", "steps"} and rule["rule"][0].isupper() and "_" not in rule["rule"]
        first, second = rule["steps"]
        assert set(first) in ({"or"}, {"intent"}) and set(second) == {"action"}
        assert all(set(one) == {"intent"} for one in first.get("or", []))


def test_no_message_to_test_with_is_learned_from() -> None:
    learned = {
        line
        for language in LANGUAGES
        for name, lines in examples(language).items()
        if not name.startswith("lookup")
        for line in lines
    }
    kept_apart = all_messages()
    assert len(kept_apart) > 500
    assert [line for line in kept_apart if line in learned] == []
