"""Is the policy what intents/rules.yml says, and is a file that says something else refused by name?"""

from pathlib import Path

import pytest

from bot.conversation.acts import ACTS
from bot.conversation.policy import RULES, read_policy
from bot.conversation.presses import COMMANDS, PRESSES, read_command, read_press
from bot.errors import SettingsError

RULE = "  - rule: A rule\n    steps:\n      - {step}\n      - action: {action}\n"


def rules(folder: Path, *written: str) -> Path:
    path = folder / "rules.yml"
    path.write_text("rules:\n" + "".join(written), encoding="utf-8")
    return path


def rule(step: str, action: str = "action_say") -> str:
    return RULE.format(step=step, action=action)


def test_every_rule_names_an_act_and_every_act_is_named() -> None:
    assert set(read_policy().values()) == set(ACTS) and read_policy() == read_policy(RULES)
    assert read_policy()["emergency"] == read_policy()["danger"] == "action_danger"
    assert read_policy()["delete_confirmed"] == "action_delete_confirmed"


def test_an_intent_alone_and_intents_joined_with_or_are_read(tmp_path: Path) -> None:
    path = rules(tmp_path, rule("intent: thanks"), rule("or: [{intent: a}, {intent: b}]", "action_menu"))
    assert read_policy(path) == {"thanks": "action_say", "a": "action_menu", "b": "action_menu"}


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"rules: [", "ParserError"),
        (b"rules: \xff", "UnicodeDecodeError"),
        (b"stories: []", "KeyError"),
        (b"", "TypeError"),
        (b"rules: [{rule: x, steps: [{intent: a}]}]", "IndexError"),
        (
            b"rules: [{rule: x, steps: [{intent: a}, {action: y}]}, {rule: z, steps: [{nothing: a}, {action: y}]}]",
            "KeyError",
        ),
    ],
)
def test_rules_that_cannot_be_read_are_named(tmp_path: Path, content: bytes, cause: str) -> None:
    path = tmp_path / "policy.yml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=rf"^intents/policy\.yml: the rules cannot be read \({cause}\)$"):
        read_policy(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^intents/rules\.yml: the rules cannot be read \(FileNotFoundError\)$"):
        read_policy(tmp_path / "rules.yml")


def test_two_rules_of_one_intent_are_refused(tmp_path: Path) -> None:
    path = rules(tmp_path, rule("intent: thanks"), rule("or: [{intent: thanks}, {intent: b}]", "action_menu"))
    with pytest.raises(SettingsError, match=r"^intents/rules\.yml: two rules speak of the same intent$"):
        read_policy(path)


def test_a_button_means_what_it_says() -> None:
    assert read_press("q:story:12:30") == ("answer_question", "story:12:30")
    assert read_press("case:answer:KW-1") == ("own_case", "answer:KW-1")
    assert read_press("menu") == ("menu", "")
    assert read_press("topic:hotlines") == ("hotlines", "") and read_press("act:greet") == ("greet", "")
    assert read_press("gone:x") == ("menu", "x") and read_press("") == ("menu", "")
    assert {head: read_press(f"{head}:x") for head in PRESSES} == {
        head: (intent, "x") for head, intent in PRESSES.items()
    }


def test_a_command_is_read_in_whatever_case_and_an_unknown_one_leads_to_the_menu() -> None:
    assert {name: read_command(name.upper()) for name in COMMANDS} == {name: (to, "") for name, to in COMMANDS.items()}
    assert read_command("gone") == ("menu", "")


def test_every_button_and_command_has_a_rule() -> None:
    known = read_policy().keys()
    assert {*PRESSES.values(), *COMMANDS.values()} <= known
