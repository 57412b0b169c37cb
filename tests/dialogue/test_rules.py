"""Does Rasa's policy, as it was trained, do for every intent what intents/rules.yml reads as?"""

from pathlib import Path

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

RULES = yaml.safe_load((Path(__file__).resolve().parents[2] / "intents" / "rules.yml").read_text(encoding="utf-8"))
PLAIN = {
    one["intent"]: rule["steps"][1]["action"]
    for rule in RULES["rules"]
    for one in rule["steps"][0].get("or", [rule["steps"][0]])
}
SEEN = [[], [{"entity": "danger", "value": "danger"}], [{"entity": "token", "value": "menu"}]]


def predicted(agent: Agent, tracker: DialogueStateTracker) -> str:
    assert agent.processor is not None
    prediction = agent.processor._predict_next_with_tracker(tracker)
    domain = agent.processor.domain
    return str(domain.action_names_or_texts[prediction.max_confidence_index])


@pytest.mark.parametrize("intent", PLAIN)
@pytest.mark.parametrize("entities", SEEN)
def test_the_trained_policy_does_what_the_rules_say(agent: Agent, intent: str, entities: list[dict[str, str]]) -> None:
    assert agent.domain is not None
    said = UserUttered("", {"name": intent, "confidence": 1.0}, entities)
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), said], agent.domain.slots)
    assert predicted(agent, tracker) == PLAIN[intent]
    tracker.update(ActionExecuted(PLAIN[intent]))
    assert predicted(agent, tracker) == "action_listen"


@pytest.mark.parametrize("intent", [None, "nobody_knows_it"])
def test_what_no_rule_speaks_of_is_answered_all_the_same(agent: Agent, intent: str | None) -> None:
    assert agent.domain is not None
    said = UserUttered("", {"name": intent, "confidence": 0.0})
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), said], agent.domain.slots)
    assert predicted(agent, tracker) == "action_fallback"
