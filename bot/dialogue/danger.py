"""Are there words of danger in a message? They stand in intents/<language>/danger.yml, as a Rasa lookup table."""

import json
from typing import Any, Final

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.danger import pattern_of
from bot.understanding.model import DANGER_FILE
from bot.understanding.text import normalize

TABLE: Final = "danger"
ENTITY: Final = {"entity": "danger", "value": "danger", "extractor": "DangerSpotter", "start": 0, "end": 0}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DangerSpotter(GraphComponent):
    """Adds the entity `danger`; it carries no word of the message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set."""
        return {}

    def __init__(self, model_storage: ModelStorage, resource: Resource, phrases: list[str]) -> None:
        self._storage = model_storage
        self._resource = resource
        self._pattern = pattern_of(phrases)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DangerSpotter":
        """One that knows no phrase yet."""
        return cls(model_storage, resource, [])

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps the phrases of every table named danger."""
        phrases: list[str] = []
        for table in training_data.lookup_tables:
            if table["name"] == TABLE:
                phrases.extend(table["elements"])
        with self._storage.write_to(self._resource) as folder:
            (folder / DANGER_FILE).write_text(json.dumps(phrases, ensure_ascii=False), encoding="utf-8")
        self._pattern = pattern_of(phrases)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "DangerSpotter":
        """With the phrases it was trained on."""
        with model_storage.read_from(resource) as folder:
            phrases = json.loads((folder / DANGER_FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, phrases)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """What later components see while training."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Marks the messages in which a phrase occurs."""
        for message in messages:
            if self._pattern.search(normalize(message.get(TEXT) or "")):
                message.set(ENTITIES, [*message.get(ENTITIES, []), dict(ENTITY)], add_to_output=True)
        return messages
