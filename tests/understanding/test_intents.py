"""Does the model without scikit-learn rank as scikit-learn itself does?"""

from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy.sparse import hstack

from bot.understanding.intents import IntentModel, unpacked
from bot.understanding.learning import features_of, learn, machine_of
from bot.understanding.text import normalize
from tests.nlu_messages import all_messages

INTENTS = Path(__file__).resolve().parents[2] / "intents"
SETTINGS = {"word_ngrams": 2, "letter_ngrams": 5, "strength": 0.6, "sharpness": 3.5}


def examples(*languages: str, of_each: int = 12) -> list[tuple[str, str]]:
    """Returns some normalized lines of every intent."""
    entries = [
        (one["intent"], one["examples"].splitlines()[:of_each])
        for language in languages
        for path in sorted((INTENTS / language).glob("*.yml"))
        for one in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if "intent" in one
    ]
    return sorted((normalize(line[2:]), intent) for intent, lines in entries for line in lines)


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, str]]:
    return examples("en", "km", "my", "vi")


@pytest.fixture(scope="module")
def model(lines: list[tuple[str, str]]) -> IntentModel:
    return learn([text for text, _ in lines], [intent for _, intent in lines], **SETTINGS)


def test_the_numbers_are_those_of_scikit_learn(lines: list[tuple[str, str]], model: IntentModel) -> None:
    counted = features_of(2, 5)
    features = hstack([one.fit_transform([text for text, _ in lines]) for one in counted]).tocsr()
    machine = machine_of(0.6).fit(features, [intent for _, intent in lines])
    texts = [plain for text in all_messages() if (plain := normalize(text))]
    scores = machine.decision_function(hstack([one.transform(texts) for one in counted]).tocsr()) * 3.5
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    assert len(texts) > 1000
    for text, row in zip(texts, shares, strict=True):
        ranking = model.rank(text)
        assert ranking[0][0] == machine.classes_[row.argmax()]
        expected = dict(zip(machine.classes_, row, strict=True))
        assert all(abs(expected[intent] - share) < 1e-6 for intent, share in ranking)


def test_ten_are_ranked_the_best_first_and_all_together_make_one(model: IntentModel) -> None:
    ranking = model.rank("my boss did not pay me")
    shares = [share for _, share in ranking]
    assert len({intent for intent, _ in ranking}) == len(ranking) == 10
    assert shares == sorted(shares, reverse=True) and 0 < sum(shares) <= 1


def test_what_was_never_seen_is_ranked_all_the_same(model: IntentModel) -> None:
    assert 0 < model.rank("☎☎☎")[0][1] < 1


def test_a_packed_model_is_the_same_model(model: IntentModel) -> None:
    again = unpacked(model.packed())
    assert again.intents == model.intents and again.longest == model.longest
    assert all(again.rank(normalize(text)) == model.rank(normalize(text)) for text in all_messages()[:100])


def test_the_same_lines_in_another_order_teach_the_same(lines: list[tuple[str, str]]) -> None:
    few = lines[::4]
    there, back = (
        learn([text for text, _ in some], [intent for _, intent in some], **SETTINGS) for some in (few, few[::-1])
    )
    assert there.packed() == back.packed()
