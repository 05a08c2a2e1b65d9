"""Train the model from a data folder and write it; ``--base`` keeps the rows before tuning for the fold benchmark."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from index.embeddings import BUILT_IN
from index.training.checkpoint import save_model
from index.training.data import read_asked
from index.training.options import TrainingOptions
from index.training.recipe import train_base, tune


def main() -> None:
    """Run the whole recipe."""
    defaults = TrainingOptions()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder that holds texts/*.jsonl.gz and statutes/")
    parser.add_argument("-o", "--output", type=Path, default=BUILT_IN)
    parser.add_argument("--base", type=Path, help="read the model before tuning from this .npz file, or write it")
    parser.add_argument("--steps", type=int, default=defaults.steps)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options = TrainingOptions(steps=arguments.steps)
    base = train_base(arguments.data, options, arguments.base)
    asked = read_asked(arguments.data / "statutes")
    vectors = tune(base, asked, list(range(len(asked.questions))), options)
    save_model(vectors, base.tokenizer, arguments.output)
    logging.getLogger(__name__).info("saved %s", arguments.output)


if __name__ == "__main__":
    main()
