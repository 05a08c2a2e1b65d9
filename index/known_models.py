"""What is known of embedding models by their names, from data/embedding_models.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "embedding_models.toml"
# For a model that the table does not name: both halves count the same.
UNKNOWN_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class KnownModel:
    """How an embedding model is used.

    Attributes:
        pattern: occurs in the model's name; `*` stands for anything.
        dense_weight: how much the dense half of a search weighs, 0 to 1.
        query: what is put before a query, where the model itself names nothing.
        document: what is put before a passage.
    """

    pattern: str
    dense_weight: float = UNKNOWN_WEIGHT
    query: str = ""
    document: str = ""


@lru_cache(maxsize=1)
def known_models() -> tuple[KnownModel, ...]:
    """Return the table."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["model"]
    return tuple(KnownModel(**row) for row in rows)


def known_model(name: str) -> KnownModel:
    """Return what is known of a model by its name or folder; a neutral value for one that is not in the table."""
    # A folder says what it holds by its last names: models/BAAI/bge-base-zh-v1.5/snapshots/….
    plain = name.replace("\\", "/").lower()
    return next((model for model in known_models() if fnmatch(plain, f"*{model.pattern}*")), KnownModel(""))
