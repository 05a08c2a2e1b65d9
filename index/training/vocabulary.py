"""The tokenizer of the model: a Unigram over jieba's words and characters."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.training.options import TrainingOptions

_WORD = re.compile(r"^[\w一-鿿]+$")


def count_words(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Count jieba words over all texts: occurrences, and the number of texts that hold each."""
    import rjieba

    occurrences: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for text in texts:
        words = [word for word in rjieba.cut(text.lower()) if _WORD.match(word) and len(word) <= 12]
        occurrences.update(words)
        documents.update(set(words))
    return occurrences, documents


def build_tokenizer(occurrences: Counter[str], size: int) -> Tokenizer:
    """Build a Unigram tokenizer whose pieces are the most frequent jieba words and every frequent character.

    A Unigram model with log frequencies as scores cuts much as jieba does, without jieba at run time.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    characters: Counter[str] = Counter()
    for word, count in occurrences.items():
        for character in word:
            characters[character] += count
    kept = {character for character, count in characters.items() if count >= 3}
    for word, _ in occurrences.most_common():
        if len(kept) >= size:
            break
        kept.add(word)
    total = sum(occurrences.values())
    scores = {piece: math.log(max(occurrences[piece], 1) / total) for piece in kept}
    # A character that is rare as a word of its own must not win against the word around it.
    floor = math.log(0.5 / total)
    vocabulary = [("[UNK]", floor - 10.0), *sorted(scores.items(), key=lambda item: (-item[1], item[0]))]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), behavior="removed"),
            pre_tokenizers.Split(Regex(r"[A-Za-z]+|[0-9]+"), behavior="isolated"),
        ]
    )
    return tokenizer


def initial_vectors(tokenizer: Tokenizer, weights: dict[str, float], options: TrainingOptions) -> np.ndarray:
    """Draw random rows scaled by IDF, shape (vocabulary, dimensions); the unknown token stays zero."""
    rng = np.random.default_rng(options.seed)
    vectors = rng.standard_normal((tokenizer.get_vocab_size(), options.dimensions), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    highest = max(weights.values())
    for token, row in tokenizer.get_vocab().items():
        vectors[row] *= weights.get(token, highest * 0.6)
    vectors[0] = 0.0
    return vectors
