"""Train the model that ranks blocks, from folders of papers with questions; needs torch.

Each folder below the one given has `docs/`, and `questions.jsonl` as `cewen eval --answers` reads it. A block answers a
question where what is told of it holds every gold string, and is not much longer than the shortest block that does.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answer_evaluation import holds, read_questions
from assistant.app import Cewen
from assistant.blocks.candidates import Block
from assistant.blocks.features import Asked, features
from assistant.blocks.ranker import MODEL, RankingModel, blocks_for, gate_figures, sure_of_first
from assistant.blocks.telling import RANKED_KINDS
from assistant.gathering import EvidenceGatherer
from assistant.named_papers import asked_of, papers_named_in
from assistant.question import Question, read_question
from assistant.settings import load_settings
from index.records import Filters

logger = logging.getLogger(__name__)

Arrays = dict[str, np.ndarray]

NETWORKS, NETWORKS_HELD_OUT, HIDDEN, EPOCHS, BATCH = 5, 2, 24, 30, 16
RATE, DECAY, DROPOUT = 3e-3, 1e-3, 0.1
# How far the gate's weights may go from zero.
GATE_FREEDOM = 0.03
FOLDS = 5
# A block that answers is told in so many characters, or so many times those of the shortest that answers.
SHORT_ENOUGH, TIMES_THE_SHORTEST = 400, 3.0


@dataclass(frozen=True)
class Example:
    """A question with its blocks.

    Attributes:
        answerable: the papers answer it, though perhaps in no single block.
        figures: those of the blocks, shape (blocks, figures).
        answers: which blocks answer, shape (blocks,).
    """

    folder: str
    question: str
    answerable: bool
    blocks: list[Block]
    figures: np.ndarray
    answers: np.ndarray


def read_examples(folder: Path, homes: Path) -> Iterator[Example]:
    """Yield the questions of a folder of papers that a block may answer; its library is made in `homes` once."""
    home = homes / folder.name
    made = home.exists()
    with Cewen(load_settings(home, {})) as cewen:
        if not made:
            cewen.add([str(folder / "docs")])
        gatherer = EvidenceGatherer(cewen.library)
        for asked in read_questions(folder / "questions.jsonl"):
            question, filters = read_as_asked(asked.question, gatherer)
            if question.kind not in RANKED_KINDS:
                continue
            finder, found = gatherer.gather(question, filters)
            seen = Asked(question, finder.weights, found, finder.suffices)
            blocks = blocks_for(seen) if found else []
            if not blocks:
                continue
            told = ["".join(block.sentences) for block in blocks]
            full = np.array([bool(asked.gold) and all(holds(text, gold) for gold in asked.gold) for text in told])
            if full.any():
                lengths = np.array([len(text) for text in told])
                full &= lengths <= max(SHORT_ENOUGH, TIMES_THE_SHORTEST * lengths[full].min())
            yield Example(folder.name, asked.question, asked.kind == "answerable", blocks, features(seen, blocks), full)


def read_as_asked(text: str, gatherer: EvidenceGatherer) -> tuple[Question, Filters | None]:
    """Return a question and the papers that it names, as answering reads it."""
    question = read_question(text, gatherer.library.catalog.places())
    named = papers_named_in(question, gatherer, None)
    return (question, None) if named is None else asked_of(named, gatherer)


def train(examples: Sequence[Example], networks: int = NETWORKS) -> Arrays:
    """Return the arrays of networks trained so that blocks that answer have the most of the probability."""
    import torch

    every = np.concatenate([example.figures for example in examples])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-2
    questions = [
        (torch.tensor((example.figures - mean) / spread, dtype=torch.float32), torch.tensor(example.answers))
        for example in examples
        if example.answers.any()
    ]
    trained = []
    for seed in range(networks):
        torch.manual_seed(seed)
        network = torch.nn.Sequential(
            torch.nn.Linear(every.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Dropout(DROPOUT), torch.nn.Linear(HIDDEN, 1)
        )  # fmt: skip
        optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
        order = random.Random(seed)
        for _ in range(EPOCHS):
            order.shuffle(questions)
            for first in range(0, len(questions), BATCH):
                scores = [(network(figures)[:, 0], answers) for figures, answers in questions[first : first + BATCH]]
                losses = [torch.logsumexp(some, 0) - torch.logsumexp(some[answers], 0) for some, answers in scores]
                optimizer.zero_grad()
                torch.stack(losses).mean().backward()  # type: ignore[no-untyped-call]
                optimizer.step()
        trained.append([parameter.detach().numpy() for parameter in network.parameters()])
    into, bias, out = (np.stack([parameters[n] for parameters in trained]) for n in range(3))
    return {
        "mean": mean,
        "spread": spread,
        "into_hidden": np.ascontiguousarray(into.transpose(0, 2, 1)),
        "hidden_bias": np.ascontiguousarray(bias[:, None, :]),
        "out_of_hidden": np.ascontiguousarray(out[:, 0]),
    }


def train_gate(seen: Sequence[np.ndarray], answerable: Sequence[bool]) -> Arrays:
    """Return the arrays of a logistic regression, pulled towards zero, that tells which questions can be answered."""
    import torch

    figures = np.stack(seen)
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-2
    scaled = torch.tensor((figures - mean) / spread, dtype=torch.float32)
    wanted = torch.tensor(answerable, dtype=torch.float32)
    weights = torch.zeros(figures.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        lost = torch.nn.functional.binary_cross_entropy_with_logits(scaled @ weights + bias, wanted, reduction="sum")
        lost = lost + weights.square().sum() / (2 * GATE_FREEDOM)
        lost.backward()  # type: ignore[no-untyped-call]
        return lost

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return {
        "gate_mean": mean,
        "gate_spread": spread,
        "gate_weights": weights.detach().numpy(),
        "gate_bias": bias.detach().numpy(),
    }


def held_out(examples: Sequence[Example]) -> Iterator[tuple[Example, np.ndarray]]:
    """Yield each question with the scores of its blocks by networks that saw no paper of its folder."""
    folders = sorted({example.folder for example in examples})
    random.Random(1).shuffle(folders)
    for fold in range(FOLDS):
        held = set(folders[fold::FOLDS])
        model = RankingModel(train([example for example in examples if example.folder not in held], NETWORKS_HELD_OUT))
        for example in examples:
            if example.folder in held:
                yield example, model.scores(example.figures)


def main() -> None:
    """Read the folders, say how well held-out ones are answered, and write the model of all."""
    from safetensors.numpy import save_file

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, help="folder of folders with docs/ and questions.jsonl")
    parser.add_argument("--homes", type=Path, required=True, help="where the libraries of the papers are kept")
    parser.add_argument("-o", "--output", type=Path, default=MODEL)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    examples: list[Example] = []
    for folder in sorted(path.parent for path in arguments.folders.glob("*/questions.jsonl")):
        if (folder / "docs").is_dir():
            examples += read_examples(folder, arguments.homes)
    scored = list(held_out(examples))
    told = [example.answers[int(scores.argmax())] for example, scores in scored if example.answers.any()]
    logger.info(
        "%d questions; %d that a block answers, with their folder held out: %.3f right",
        len(examples),
        len(told),
        np.mean(told),
    )
    # The gate learns from rankings of papers not seen, as it will meet them.
    gate = train_gate(
        [gate_figures(e.figures, scores, sure_of_first(e.blocks, scores)) for e, scores in scored],
        [example.answerable for example, _ in scored],
    )
    arrays = {name: array.astype(np.float16) for name, array in (train(examples) | gate).items()}
    save_file(arrays, arguments.output)
    logger.info("saved %s", arguments.output)


if __name__ == "__main__":
    main()
