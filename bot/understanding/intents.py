"""What does a message mean? TF-IDF of words and of letters, and one linear support vector machine for all languages.

One model for nine languages, because people mix them: a Khmer sentence with English words is read by both.
"""

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.understanding.text import bare, words

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
