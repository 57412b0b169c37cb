"""Where do words begin and end? ICU knows it also for Thai, Lao, Khmer and Burmese, which write no spaces."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.text import normalize, words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class IcuTokenizer(Tokenizer):
    """Rasa's tokenizer with ICU's word breaker."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own settings of a tokenizer."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of the normalized text; positions are those of the normalized text."""
        text = normalize(message.get(attribute) or "")
        tokens, position = [], 0
        for word in words(text):
            position = text.index(word, position)
            tokens.append(Token(word, position))
            position += len(word)
        return tokens
