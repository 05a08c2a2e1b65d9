"""Write the trained rows as a folder that sentence-transformers and model2vec both read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer


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
