"""Check the model's path against a real server program: `transformers serve` with a tiny random Qwen2 checkpoint.

Run ``python -m tests.benchmarks.real_chat_server PYTHON``, where PYTHON is the interpreter of another environment with
torch and ``transformers[serving]`` (tried with 5.23.0). The checkpoint is made on the spot and knows no language, so
that what it streams is noise: it must be marked as unsupported, or with `remove_unsupported` give way to the
extractive answer; once the server is stopped, the extractive answer must come with a notice.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from assistant.app import Cewen
from assistant.settings import load_settings

QUESTION = "青岚县把全县学校划分成了多少个片区？"
UNANSWERABLE = "青岚县有多少家养老机构？"
SECONDS_TO_START = 180
# Runs in the other environment: a tokenizer trained on the samples, a chat template, random weights.
MAKE_CHECKPOINT = """
import sys
from pathlib import Path
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM
folder, samples = sys.argv[1:]
texts = [path.read_text(encoding="utf-8") for path in Path(samples).glob("*.md")]
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
alphabet = pre_tokenizers.ByteLevel.alphabet()
tokenizer.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=2000, special_tokens=special, initial_alphabet=alphabet))
fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>")
fast.chat_template = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\\n{{ m['content'] }}<|im_end|>\\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\\n{% endif %}"
)
fast.save_pretrained(folder)
config = Qwen2Config(
    vocab_size=len(fast), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=8192, eos_token_id=fast.eos_token_id, pad_token_id=fast.pad_token_id,
)
Qwen2ForCausalLM(config).save_pretrained(folder)
"""


@contextmanager
def serving(python: Path, checkpoint: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a checkpoint until the block ends; yields the base URL and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [python.parent / "transformers", "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    offline = os.environ | {"HF_HUB_OFFLINE": "1"}
    with (checkpoint / "serve.log").open("wb") as log:
        server = subprocess.Popen([*map(str, command), str(checkpoint)], stdout=log, stderr=log, env=offline)
    try:
        _wait(f"http://127.0.0.1:{port}/health", server)
        yield f"http://127.0.0.1:{port}/v1", server
    finally:
        server.terminate()
        server.wait(30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(SECONDS_TO_START):
        if server.poll() is not None:
            raise SystemExit("transformers serve 没有起来，见检查点文件夹里的 serve.log")
        try:
            urlopen(url, timeout=1)
        except (URLError, OSError):
            time.sleep(1)
        else:
            return
    raise SystemExit(f"{SECONDS_TO_START} 秒内 transformers serve 没有回应")


def ask(home: Path, environment: dict[str, str], question: str) -> str:
    """Ask one question; return a line that tells how the answer came."""
    with Cewen(load_settings(home, environment)) as cewen:
        cewen.add_samples()
        started = time.perf_counter()
        answers = list(cewen.ask_stream(question))
    last = answers[-1]
    return (
        f"{len(answers)} 步，{time.perf_counter() - started:.1f} 秒，mode={last.mode}，拒答={last.refused}，"
        f"引用 {len(last.citations)} 条，无依据 {len(last.unsupported)} 句，提示「{last.notice}」，"
        f"开头「{last.answer[:40]!r}」"
    )


def main() -> None:
    """Run the four askings and print how each went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", type=Path, help="interpreter of an environment with transformers[serving]")
    arguments = parser.parse_args()
    samples = Path(__file__).parents[2] / "corpus" / "samples"
    with tempfile.TemporaryDirectory() as folder:
        checkpoint, home = Path(folder) / "tiny-qwen2", Path(folder) / "home"
        checkpoint.mkdir()
        subprocess.run([str(arguments.python), "-c", MAKE_CHECKPOINT, str(checkpoint), str(samples)], check=True)
        print(date.today(), "transformers serve, Qwen2 random, hidden size 64")
        with serving(arguments.python, checkpoint) as (url, server):
            environment = {
                "CEWEN_CHAT_BASE_URL": url,
                "CEWEN_CHAT_MODEL": str(checkpoint),
                "CEWEN_CHAT_MAX_TOKENS": "60",
            }
            print("问得到的：", ask(home, environment, QUESTION))
            print("去掉无依据的：", ask(home, environment | {"CEWEN_REMOVE_UNSUPPORTED": "true"}, QUESTION))
            print("问不到的：", ask(home, environment, UNANSWERABLE))
            server.terminate()
            server.wait(30)
            print("服务停了：", ask(home, environment, QUESTION))


if __name__ == "__main__":
    main()
