"""How does Rasa learn and rank intents? With Kawan's own model (bot/understanding/intents.py)."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.intents import IntentModel, unpacked
from bot.understanding.learning import learn
from bot.understanding.model import INTENTS_FILE
from bot.understanding.text import normalize


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
        texts, intents = [normalize(one.get(TEXT)) for one in examples], [one.get(INTENT) for one in examples]
        self._model = learn(texts, intents, **{key: self._config[key] for key in self.get_default_config()})
        with self._storage.write_to(self._resource) as folder:
            (folder / INTENTS_FILE).write_bytes(self._model.packed())
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
        """Returns a trained one."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = unpacked((folder / INTENTS_FILE).read_bytes())
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
