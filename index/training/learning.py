"""Contrastive training of word vectors: a query's vector is to lie nearer to its passage than to all others."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.training.data import (
    AskedQuestions,
    Encoded,
    IdPair,
    Ids,
    Texts,
    citing_pairs,
    encode,
    encode_pairs,
    heading_pairs,
    news_questions,
    window,
)
from index.training.options import TrainingOptions

if TYPE_CHECKING:
    from tokenizers import Tokenizer

logger = logging.getLogger(__name__)

# Words that a layperson's question has around its subject; wrapped about cloze queries, they lose their weight.
CHATTER = (
    "我 我的 请问 怎么办 怎么 如何 是否 可以 吗 呢 什么 哪些 有没有 应该 能不能 需要 会 被 要 想 他 别人 对方 合法吗 "
    "算不算 有什么规定 怎么处理 多少 多久 谁 哪里 什么时候 为什么 是什么 有哪些 怎样 何时 哪个 哪一 能否 是不是 可不可以 "
    "应当 如果 但是 因为 的话 之后 自己 没有 不 了 的 在 把 让 给 跟 和 说 去 来 还 就 都 也"
).split()


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold one step's queries and passages; `answers` names a query's own passage by its place.

    `mask` is True where a passage must not count as a negative of a query: another right answer to it.
    """

    queries: list[Ids]
    passages: list[Ids]
    answers: np.ndarray
    mask: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of pairs: how often it is drawn, and how a batch of it is made."""

    name: str
    weight: float
    draw: Callable[[random.Random], Batch]


class PairSources:
    """Draw batches from news, laws and the pairs made of them; one batch holds one kind alone."""

    def __init__(self, texts: Texts, tokenizer: Tokenizer, weights: dict[str, float], options: TrainingOptions) -> None:
        self._options = options
        vocabulary = tokenizer.get_vocab()
        # Single characters make poor keywords; 0 keeps them from being drawn.
        self._telling = np.zeros(tokenizer.get_vocab_size(), dtype=np.float32)
        for token, row in vocabulary.items():
            if len(token) > 1:
                self._telling[row] = weights.get(token, 0.0)
        self._chatter = [ids for ids in encode(list(CHATTER), tokenizer) if len(ids)]
        nothing = np.zeros(0, dtype=np.int32)
        news = Encoded(texts.news, tokenizer)
        laws = Encoded((article.text for article in texts.articles), tokenizer)
        headings = encode([article.heading for article in texts.articles], tokenizer)
        questions = encode_pairs(texts.questions, tokenizer)
        asked = encode_pairs(news_questions(texts.news), tokenizer)
        citing = encode_pairs(citing_pairs(texts), tokenizer)
        chapters = encode_pairs(heading_pairs(texts.articles), tokenizer)
        logger.info("%d questions, %d of news, %d citations", len(questions), len(asked), len(citing))
        self.sources = [
            Source("news", 0.34, lambda rng: self._cloze(news, lambda _: nothing, rng)),
            Source("laws", 0.34, lambda rng: self._cloze(laws, lambda number: headings[number], rng)),
            Source("questions", 0.1, lambda rng: self._pairs(questions, rng)),
            Source("news questions", 0.07, lambda rng: self._pairs(asked, rng)),
            Source("citations", 0.1, lambda rng: self._pairs(citing, rng)),
            Source("chapters", 0.05, lambda rng: self._pairs(chapters, rng)),
        ]

    def draw(self, rng: random.Random) -> Batch:
        """Draw a kind by its weight, and a batch of it."""
        return rng.choices(self.sources, [source.weight for source in self.sources])[0].draw(rng)

    def _pairs(self, pairs: list[IdPair], rng: random.Random) -> Batch:
        rows = rng.sample(pairs, min(len(pairs), int(self._options.batch_size * 1.3)))
        # A passage once in a batch: the other pairs of it are no negatives.
        unique = list({passage.tobytes(): (query, passage) for query, passage in rows}.values())
        unique = unique[: self._options.batch_size]
        longest = self._options.passage_tokens
        return Batch([q[:longest] for q, _ in unique], [p[:longest] for _, p in unique], np.arange(len(unique)))

    def _cloze(self, texts: Encoded, heading: Callable[[int], Ids], rng: random.Random) -> Batch:
        queries: list[Ids] = []
        passages: list[Ids] = []
        for number in rng.sample(range(len(texts)), int(self._options.batch_size * 1.15)):
            pair = self._cloze_pair(texts.pieces(number), heading(number), rng)
            if pair is not None:
                queries.append(pair[0])
                passages.append(pair[1])
        size = self._options.batch_size
        return Batch(queries[:size], passages[:size], np.arange(min(size, len(queries))))

    def _cloze_pair(self, pieces: list[Ids], heading: Ids, rng: random.Random) -> IdPair | None:
        """Make a query of a piece of a passage: the piece, or its most telling words.

        In nine cases of ten a whole piece is taken out of the passage (inverse cloze task, Lee et al. 2019), of
        telling words in one of two.
        """
        pieces = window(pieces, rng, self._options.passage_tokens)
        if len(pieces) < 2:
            return None
        chosen = rng.randrange(len(pieces))
        piece = pieces[chosen]
        if rng.random() < 0.5:
            words = [row for row in dict.fromkeys(piece.tolist()) if self._telling[row] > 0.0]
            words.sort(key=lambda row: -self._telling[row] * rng.uniform(0.5, 1.0))
            query, keep = np.array(words[: rng.randint(2, 6)], dtype=np.int32), 0.5
        else:
            query, keep = piece[:96], 0.1
        if len(query) < 2:
            return None
        if rng.random() < self._options.chatter:
            query = np.concatenate([*rng.sample(self._chatter, rng.randint(1, 4)), query])
        rest = pieces if rng.random() < keep else pieces[:chosen] + pieces[chosen + 1 :]
        return query, np.concatenate([heading, *rest]) if len(heading) else np.concatenate(rest)


class AskedSource:
    """Draw batches of layperson questions: one answer of each, and hard negatives, the nearest wrong articles."""

    def __init__(
        self,
        asked: AskedQuestions,
        chosen: list[int],
        passages: list[Ids],
        tokenizer: Tokenizer,
        vectors: np.ndarray,
        options: TrainingOptions,
    ) -> None:
        self._options = options
        self._passages = passages
        self._questions = encode([asked.questions[number] for number in chosen], tokenizer)
        self._answers = [asked.answers[number] for number in chosen]
        self._nearest = nearest(self._questions, passages, vectors, options.nearest)

    def draw(self, rng: random.Random) -> Batch:
        """Draw questions, all answered by some passage of the batch; other right answers are masked."""
        options = self._options
        numbers = rng.sample(range(len(self._questions)), min(len(self._questions), options.tuning_questions))
        rows: dict[int, int] = {}
        own = []
        for number in numbers:
            own.append(rows.setdefault(rng.choice(self._answers[number]), len(rows)))
        for number in numbers:
            for row in rng.sample(self._nearest[number], options.hard_negatives):
                rows.setdefault(row, len(rows))
        while len(rows) < options.tuning_passages:
            rows.setdefault(rng.randrange(len(self._passages)), len(rows))
        mask = np.zeros((len(numbers), len(rows)), dtype=bool)
        for place, number in enumerate(numbers):
            for row in self._answers[number]:
                if row in rows and rows[row] != own[place]:
                    mask[place, rows[row]] = True
        longest = options.passage_tokens
        return Batch(
            [thinned(self._questions[number], options.dropout, rng) for number in numbers],
            [thinned(self._passages[row][:longest], options.dropout, rng) for row in rows],
            np.array(own),
            mask,
        )


def thinned(ids: Ids, dropout: float, rng: random.Random) -> Ids:
    """Drop tokens by chance, so that no answer is learned by heart from a single word; one is always kept."""
    kept = ids[[rng.random() >= dropout for _ in range(len(ids))]]
    return kept if len(kept) else ids


def embed(texts: list[Ids], vectors: np.ndarray) -> np.ndarray:
    """Return the unit vectors of token ids by these rows, in fp32."""
    embedded = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
    for number, ids in enumerate(texts):
        if len(ids):
            embedded[number] = vectors[ids].sum(axis=0)
    embedded /= np.maximum(np.linalg.norm(embedded, axis=1, keepdims=True), 1e-12)
    return embedded


def nearest(questions: list[Ids], passages: list[Ids], vectors: np.ndarray, count: int) -> list[list[int]]:
    """Return the rows of the passages nearest to each question, in no order."""
    similar = embed(questions, vectors) @ embed(passages, vectors).T
    found: list[list[int]] = np.argpartition(-similar, count, axis=1)[:, :count].tolist()
    return found


def loss_of(queries: Any, passages: Any, batch: Batch, scale: float) -> Any:
    """Return the ranking loss of a batch: queries to passages, and passages to queries where each has one."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    scores = scale * normalize(queries, dim=1) @ normalize(passages, dim=1).T
    if batch.mask is not None:
        scores = scores.masked_fill(torch.from_numpy(batch.mask), float("-inf"))
        return cross_entropy(scores, torch.from_numpy(batch.answers))
    answers = torch.from_numpy(batch.answers)
    return (cross_entropy(scores, answers) + cross_entropy(scores.T, answers)) / 2


def learn(
    start: np.ndarray,
    draw: Callable[[int, random.Random], Batch],
    steps: int,
    rate: float,
    options: TrainingOptions,
) -> np.ndarray:
    """Train the rows over `steps` batches at full and at truncated width; return them in fp32."""
    import torch
    from torch.nn.functional import embedding_bag

    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    rows = torch.nn.Parameter(torch.from_numpy(start.copy()))
    optimizer = torch.optim.Adam([rows], lr=rate, fused=True)
    warmup = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warmup, max(0.02, (steps - step) / max(1, steps - warmup)))
    )

    def embed_bags(texts: list[Ids]) -> Any:
        starts = torch.from_numpy(np.cumsum([0, *(len(ids) for ids in texts[:-1])]))
        return embedding_bag(torch.from_numpy(np.concatenate(texts).astype(np.int64)), rows, starts, mode="mean")

    started = time.monotonic()
    for step in range(steps):
        batch = draw(step, rng)
        queries, passages = embed_bags(batch.queries), embed_bags(batch.passages)
        loss = loss_of(queries, passages, batch, options.scale)
        narrow = options.truncated_dimensions
        loss = loss + loss_of(queries[:, :narrow], passages[:, :narrow], batch, options.scale)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 20 == 0:
            logger.info("step %d of %d, loss %.3f, %.0f s", step, steps, loss.item(), time.monotonic() - started)
    trained: np.ndarray = rows.detach().numpy()
    trained[0] = 0.0
    return trained
