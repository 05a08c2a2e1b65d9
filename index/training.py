"""Train the built-in embedding model: word vectors from contrastive pairs of Chinese public texts.

The model is a sentence-transformers ``StaticEmbedding`` followed by ``Normalize``, written in model2vec's
layout with int8 rows, so that both libraries read the very same folder. Training needs torch; reading
(see `index.embeddings`) does not.

Run ``python -m index.training DATA_DIR`` with the folder that holds ``texts/``; see index/model/README.md.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import math
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

logger = logging.getLogger(__name__)

Pair = tuple[str, str]

_SENTENCE_END = re.compile(r"(?<=[。！？；])")
_WORD = re.compile(r"^[\w一-鿿]+$")


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """Hold the recipe; every figure that the model card reports follows from these and the data."""

    vocabulary: int = 70_000
    dimensions: int = 512
    truncated_dimensions: int = 128
    steps: int = 600
    batch_size: int = 2_048
    learning_rate: float = 0.2
    scale: float = 20.0
    passage_tokens: int = 256
    seed: int = 20_261_121


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_passages(texts: Path) -> tuple[list[str], list[str], list[Pair]]:
    """Read news texts, law articles prefixed with law and chapter, and question–paragraph pairs.

    A fifth of the questions, by paragraph title, is left out so that the model can be measured on them.
    """
    news = [row["text"] for row in read_jsonl(texts / "news_train.jsonl.gz")]
    laws = [
        f"{row['name']} {chapter} {number} {text}".replace("  ", " ")
        for row in read_jsonl(texts / "laws.jsonl.gz")
        for chapter, number, text in row["arts"]
        if len(text) >= 30
    ]
    questions = [
        (question, row["context"])
        for row in read_jsonl(texts / "drcd_dev.jsonl.gz")
        if not is_held_out(row["title"])
        for question in row["questions"]
    ]
    return news, laws, questions


def is_held_out(title: str) -> bool:
    """Tell whether the questions on this title are kept for measuring (one title in five, by its characters)."""
    return sum(map(ord, title)) % 5 == 0


def count_words(texts: list[str]) -> tuple[Counter[str], Counter[str]]:
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


def crop(text: str, rng: random.Random, longest: int = 420) -> str:
    """Cut a window of whole sentences out of a long text."""
    if len(text) <= longest:
        return text
    sentences = _SENTENCE_END.split(text)
    start = rng.randrange(len(sentences))
    window = ""
    for sentence in sentences[start:]:
        if window and len(window) + len(sentence) > longest:
            break
        window += sentence
    return window[: longest * 2]


def cloze_pair(text: str, rng: random.Random, weights: dict[str, float]) -> Pair | None:
    """Make a query from one sentence of a passage: the sentence itself, or its most telling words.

    In nine cases of ten the sentence is taken out of the passage (inverse cloze task, Lee et al. 2019).
    """
    import rjieba

    passage = crop(text, rng)
    sentences = [s for s in _SENTENCE_END.split(passage) if len(s) >= 10]
    if len(sentences) < 2:
        pieces = [p for p in re.split(r"(?<=[，、；])", passage) if len(p) >= 6]
        if len(pieces) < 2:
            return None
        sentences = pieces
    sentence = rng.choice(sentences)
    if rng.random() < 0.5:
        words = [w for w in dict.fromkeys(rjieba.cut(sentence)) if len(w) > 1 and w in weights]
        words.sort(key=lambda w: -weights[w] * rng.uniform(0.5, 1.0))
        chosen = set(words[: rng.randint(2, 6)])
        query = "".join(w for w in words if w in chosen)
        keep = 0.5
    else:
        query, keep = sentence, 0.1
    if len(query) < 4:
        return None
    return query, passage if rng.random() < keep else passage.replace(sentence, "", 1)


def make_batches(
    sources: dict[str, list[Any]], options: TrainingOptions, weights: dict[str, float]
) -> Iterator[list[Pair]]:
    """Yield batches from one source at a time, each text used at most once in a batch."""
    rng = random.Random(options.seed)
    names = list(sources)
    sizes = [math.sqrt(len(sources[name])) for name in names]
    for _ in range(options.steps):
        name = rng.choices(names, sizes)[0]
        rows = rng.sample(sources[name], min(len(sources[name]), int(options.batch_size * 1.15)))
        if rows and isinstance(rows[0], tuple):
            unique = {context: (question, context) for question, context in rows}
            pairs = list(unique.values())
        else:
            pairs = [pair for text in rows if (pair := cloze_pair(text, rng, weights))]
        yield pairs[: options.batch_size]


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


def train(
    sources: dict[str, list[Any]], tokenizer: Tokenizer, weights: dict[str, float], options: TrainingOptions
) -> np.ndarray:
    """Train with a symmetric in-batch ranking loss at full and at truncated width; return the rows in fp32."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.manual_seed(options.seed)
    static = StaticEmbedding(tokenizer, embedding_weights=initial_vectors(tokenizer, weights, options))
    model = SentenceTransformer(modules=[static], device="cpu")
    loss_of = MultipleNegativesRankingLoss(
        model, scale=options.scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=options.learning_rate)
    warmup = max(1, options.steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warmup, max(0.02, (options.steps - step) / (options.steps - warmup)))
    )
    tokenizer.enable_truncation(options.passage_tokens)
    started = time.monotonic()
    labels = torch.zeros(0)
    for step, pairs in enumerate(make_batches(sources, options, weights)):
        embeddings = [static(static.preprocess(list(side)))["sentence_embedding"] for side in zip(*pairs, strict=True)]
        truncated = [part[:, : options.truncated_dimensions] for part in embeddings]
        loss = loss_of.compute_loss_from_embeddings(embeddings, labels)
        loss = loss + loss_of.compute_loss_from_embeddings(truncated, labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        with torch.no_grad():
            static.embedding.weight[0] = 0.0
        if step % 20 == 0:
            logger.info(
                "step %d of %d, loss %.3f, %.0f s", step, options.steps, loss.item(), time.monotonic() - started
            )
    tokenizer.no_truncation()
    weight: np.ndarray = static.embedding.weight.detach().numpy()
    return weight


def save_model(vectors: np.ndarray, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the checkpoint: int8 rows with one fp32 scale each, tokenizer, and both libraries' configurations."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    scales = np.abs(vectors).max(axis=1) / 127.0
    safe = np.where(scales == 0.0, 1.0, scales)
    rows = np.rint(vectors / safe[:, None]).astype(np.int8)
    save_file({"embeddings": rows, "weights": scales.astype(np.float32)}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "model.safetensors").chmod(0o644)
    checksum = hashlib.sha256((folder / "model.safetensors").read_bytes() + (folder / "tokenizer.json").read_bytes())
    (folder / "config.json").write_text(
        json.dumps(
            {
                "model_type": "model2vec",
                "architectures": ["StaticModel"],
                "hidden_dim": vectors.shape[1],
                "normalize": True,
                "max_length": None,
                "embedding_dtype": "int8",
                "vocabulary_size": vectors.shape[0],
                "checksum": checksum.hexdigest()[:16],
            },
            indent=2,
        )
        + "\n",
        encoding="utf-8",
    )
    modules = [
        {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", encoding="utf-8")
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")


def main() -> None:
    """Run the whole recipe from a data folder to a model folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder that holds texts/*.jsonl.gz")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parent / "model")
    parser.add_argument("--steps", type=int, default=TrainingOptions().steps)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")

    options = TrainingOptions(steps=arguments.steps)
    news, laws, questions = read_passages(arguments.data / "texts")
    logger.info("%d news texts, %d articles, %d questions", len(news), len(laws), len(questions))
    everything = news + laws + [context for _, context in questions]
    occurrences, documents = count_words(everything)
    logger.info("%d distinct words", len(occurrences))
    tokenizer = build_tokenizer(occurrences, options.vocabulary)
    weights = {word: math.log(len(everything) / (1 + count)) for word, count in documents.items()}
    vectors = train({"news": news, "laws": laws, "questions": questions}, tokenizer, weights, options)
    save_model(vectors, tokenizer, arguments.output)
    logger.info("saved %s", arguments.output)


if __name__ == "__main__":
    main()
