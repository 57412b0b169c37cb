"""How is it learned what messages mean? With scikit-learn; needed while training only."""

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.understanding.intents import IntentModel
from bot.understanding.text import bare, words


def learn(
    texts: list[str], intents: list[str], word_ngrams: int, letter_ngrams: int, strength: float, sharpness: float
) -> IntentModel:
    """Returns what normalized texts teach. The same lines, in whatever order, teach the same numbers."""
    lines = sorted(zip(texts, intents, strict=True))
    counted = features_of(word_ngrams, letter_ngrams)
    features = hstack([one.fit_transform([text for text, _ in lines]) for one in counted]).tocsr()
    machine = machine_of(strength).fit(features, [intent for _, intent in lines])
    rows = [sorted(one.vocabulary_, key=one.vocabulary_.__getitem__) for one in counted]
    return IntentModel(
        intents=tuple(machine.classes_),
        word_rows={piece: row for row, piece in enumerate(rows[0])},
        letter_rows={piece: row for row, piece in enumerate(rows[1], len(rows[0]))},
        rarity=np.concatenate([one.idf_ for one in counted]).astype(np.float32),
        weights=np.ascontiguousarray(machine.coef_.T, dtype=np.float32),
        bias=machine.intercept_.astype(np.float32),
        sharpness=sharpness,
        longest=(word_ngrams, letter_ngrams),
    )


def features_of(word_ngrams: int, letter_ngrams: int) -> tuple[TfidfVectorizer, TfidfVectorizer]:
    """Returns what counts words and what counts letters within words."""
    by_words = TfidfVectorizer(
        analyzer="word",
        tokenizer=words,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, word_ngrams),
        sublinear_tf=True,
        dtype=np.float32,
    )
    by_letters = TfidfVectorizer(
        analyzer="char_wb",
        lowercase=False,
        preprocessor=bare,
        ngram_range=(1, letter_ngrams),
        min_df=2,
        sublinear_tf=True,
        dtype=np.float32,
    )
    return by_words, by_letters


def machine_of(strength: float) -> LinearSVC:
    """Returns the machine that learns; with the same start it learns the same."""
    return LinearSVC(C=strength, class_weight="balanced", random_state=0)
