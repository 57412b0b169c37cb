"""What does a message mean? TF-IDF of words and of letters, and one linear support vector machine for all languages.

One model for nine languages, because people mix them: a Khmer sentence with English words is read by both.
"""

import pickle
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.dialogue.normalize import bare, normalize
from bot.dialogue.tokenizer import words

RANKED = 10


class IntentModel:
    """The numbers that were learned. Small enough to be pickled as one."""

    def __init__(self, word_ngrams: int, letter_ngrams: int, strength: float, sharpness: float) -> None:
        self._words = TfidfVectorizer(
            analyzer="word",
            tokenizer=words,
            token_pattern=None,
            lowercase=False,
            ngram_range=(1, word_ngrams),
            sublinear_tf=True,
            dtype=np.float32,
        )
        self._letters = TfidfVectorizer(
            analyzer="char_wb",
            lowercase=False,
            preprocessor=bare,
            ngram_range=(1, letter_ngrams),
            min_df=2,
            sublinear_tf=True,
            dtype=np.float32,
        )
        self._machine = LinearSVC(C=strength, class_weight="balanced")
        self._sharpness = sharpness

    def fit(self, texts: list[str], intents: list[str]) -> None:
        """Learns from normalized texts."""
        features = hstack([self._words.fit_transform(texts), self._letters.fit_transform(texts)]).tocsr()
        self._machine.fit(features, intents)
        self.intents: list[str] = list(self._machine.classes_)
        self._weights = np.ascontiguousarray(self._machine.coef_.T, dtype=np.float32)
        self._bias = self._machine.intercept_.astype(np.float32)
        del self._machine

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Intents of a normalized text with confidences that sum to one, the best first."""
        features = hstack([self._words.transform([text]), self._letters.transform([text])]).tocsr()
        scores = self._score(features) * self._sharpness
        weights = np.exp(scores - scores.max())
        confidences = weights / weights.sum()
        best = np.argsort(confidences)[::-1][:RANKED]
        return [(self.intents[index], float(confidences[index])) for index in best]

    def _score(self, features: csr_matrix) -> Any:
        """Rows of the weights that the text touches, summed: a few hundred of half a million."""
        return features.data @ self._weights[features.indices] + self._bias


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Rasa's component around IntentModel."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength`: the machine's C; `sharpness`: how far scores are spread into confidences."""
        return {"word_ngrams": 2, "letter_ngrams": 5, "strength": 0.6, "sharpness": 3.5}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._model: IntentModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LinearIntentClassifier":
        """An untrained one."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all languages together and keeps what it learned."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        model = IntentModel(*(self._config[key] for key in ("word_ngrams", "letter_ngrams", "strength", "sharpness")))
        model.fit([normalize(one.get(TEXT)) for one in examples], [one.get(INTENT) for one in examples])
        self._model = model
        with self._storage.write_to(self._resource) as folder:
            (folder / "model.pickle").write_bytes(pickle.dumps(model))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LinearIntentClassifier":
        """A trained one. The pickle is our own, from the model this machine trained."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = pickle.loads((folder / "model.pickle").read_bytes())
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """What later components see while training."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds intent and ranking."""
        for message in messages:
            ranking = self._ranking(message)
            message.set(INTENT, ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}, True)
            message.set(INTENT_RANKING_KEY, ranking, True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        text = normalize(message.get(TEXT) or "")
        if self._model is None or not text:
            return []
        ranked = self._model.rank(text)
        return [{INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: confidence} for intent, confidence in ranked]
