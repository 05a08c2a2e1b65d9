"""The training recipe in figures; all that the model card reports follows from these and the data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """Hold the recipe.

    Attributes:
        scale: what cosines are multiplied by in the softmax; 1 / temperature.
        tuning_steps: further batches, of layperson questions, after `steps` of pairs without them.
        tuning_questions: how many questions a batch of tuning has at most.
        tuning_passages: how many articles it has: the answers, hard negatives, and any others.
        hard_negatives: articles drawn for each layperson question from the nearest that do not answer it.
        nearest: how many of the nearest articles these are drawn from.
        chatter: share of cloze queries that are wrapped in words of asking.
        dropout: share of the tokens of layperson questions and their articles that a batch leaves out.
    """

    vocabulary: int = 70_000
    dimensions: int = 512
    truncated_dimensions: int = 128
    steps: int = 900
    tuning_steps: int = 80
    batch_size: int = 2_048
    learning_rate: float = 0.2
    tuning_rate: float = 0.03
    tuning_questions: int = 512
    tuning_passages: int = 2_048
    scale: float = 20.0
    passage_tokens: int = 256
    hard_negatives: int = 3
    nearest: int = 60
    chatter: float = 0.3
    dropout: float = 0.4
    seed: int = 20_261_121
