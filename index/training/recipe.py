"""The whole recipe: words counted, a tokenizer built, word vectors trained on pairs, then on layperson questions."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.training.data import AskedQuestions, Texts, encode, read_texts
from index.training.learning import AskedSource, PairSources, learn
from index.training.options import TrainingOptions
from index.training.vocabulary import build_tokenizer, count_words, initial_vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BaseModel:
    """Hold word vectors trained without any layperson question, and the tokenizer whose entries they are."""

    tokenizer: Tokenizer
    vectors: np.ndarray


def prepare(texts: Texts, options: TrainingOptions) -> tuple[Tokenizer, dict[str, float]]:
    """Return the tokenizer over these texts, and the IDF of their words."""
    everything = [
        *texts.news,
        *(f"{article.heading} {article.text}" for article in texts.articles),
        *dict.fromkeys(context for _, context in texts.questions),
    ]
    occurrences, documents = count_words(everything)
    weights = {word: math.log(len(everything) / (1 + count)) for word, count in documents.items()}
    return build_tokenizer(occurrences, options.vocabulary), weights


def train_base(data: Path, options: TrainingOptions, known: Path | None = None) -> BaseModel:
    """Train on the pairs of a data folder; a file named `known` (.npz) is read where it is there, else written."""
    if known is not None and known.is_file():
        return read_base(known)
    texts = read_texts(data / "texts")
    logger.info("%d news texts, %d articles, %d questions", len(texts.news), len(texts.articles), len(texts.questions))
    tokenizer, weights = prepare(texts, options)
    pairs = PairSources(texts, tokenizer, weights, options)
    start = initial_vectors(tokenizer, weights, options)
    vectors = learn(start, lambda _, rng: pairs.draw(rng), options.steps, options.learning_rate, options)
    base = BaseModel(tokenizer, vectors)
    if known is not None:
        write_base(base, known)
    return base


def write_base(base: BaseModel, path: Path) -> None:
    """Write rows and tokenizer into one file: rows are worth nothing under another tokenizer's numbers."""
    np.savez(path, vectors=base.vectors, tokenizer=np.array(base.tokenizer.to_str()))


def read_base(path: Path) -> BaseModel:
    """Read what `write_base` wrote."""
    from tokenizers import Tokenizer

    with np.load(path) as held:
        return BaseModel(Tokenizer.from_str(str(held["tokenizer"])), held["vectors"])


def tune(base: BaseModel, asked: AskedQuestions, chosen: list[int], options: TrainingOptions) -> np.ndarray:
    """Return the rows tuned on the chosen questions; left-out tokens make what is learned hold for other articles."""
    passages = encode(asked.passages, base.tokenizer)
    source = AskedSource(asked, chosen, passages, base.tokenizer, base.vectors, options)
    return learn(base.vectors, lambda _, rng: source.draw(rng), options.tuning_steps, options.tuning_rate, options)
