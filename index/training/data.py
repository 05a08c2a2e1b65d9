"""What the model learns from: texts as token ids in pieces, and pairs of a query and the passage it should find."""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = np.ndarray
IdPair = tuple[Ids, Ids]

_SENTENCE_END = re.compile(r"(?<=[。！？；\n])")
_CLAUSE_END = re.compile(r"(?<=[，、：])")
_NUMBER = "[一二三四五六七八九十百千零]+"
_CITED = re.compile(rf"《([^》]{{2,40}})》(第{_NUMBER}条(?:之{_NUMBER})?)")
_CITED_BARE = re.compile(
    rf"(民法典|刑法|民事诉讼法|刑事诉讼法|行政诉讼法|公司法|劳动法|劳动合同法)(第{_NUMBER}条(?:之{_NUMBER})?)"
)
_CITED_OWN = re.compile(rf"本(?:法|条例|办法|规定)(第{_NUMBER}条)")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a law; `heading` names law, chapter and article, as it stands before an indexed passage."""

    law: str
    chapter: str
    number: str
    text: str

    @property
    def heading(self) -> str:
        """Return what stands before the text when it is indexed."""
        return " ".join(part for part in (self.law, self.chapter, self.number) if part)


@dataclass(frozen=True, slots=True)
class Texts:
    """Hold the texts of a data folder; a twentieth of the news and a fifth of the titles are kept for measuring."""

    news: list[str]
    articles: list[Article]
    questions: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AskedQuestions:
    """Hold layperson questions over a corpus of articles; `answers` are rows of `passages`, by question."""

    passages: list[str]
    questions: list[str]
    answers: list[tuple[int, ...]]


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-lines file, gzipped or not."""
    opening = gzip.open if path.suffix == ".gz" else open
    with opening(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def is_held_out_news(text: str) -> bool:
    """Tell whether a news text is kept for measuring (one in twenty, by a checksum of its beginning)."""
    return zlib.crc32(text[:200].encode()) % 20 == 0


def is_held_out_title(title: str) -> bool:
    """Tell whether the questions on this title are kept for measuring (one title in five, by its characters)."""
    return sum(map(ord, title)) % 5 == 0


def read_texts(folder: Path) -> Texts:
    """Read news, law articles, and question–paragraph pairs, without what is kept for measuring."""
    news = dict.fromkeys(row["text"] for row in read_jsonl(folder / "news_train.jsonl.gz"))
    articles = [
        Article(row["name"], " ".join(chapter.split()), number, text)
        for row in read_jsonl(folder / "laws.jsonl.gz")
        for chapter, number, text in row["arts"]
        if len(text) >= 30
    ]
    questions = [
        (question, row["context"])
        for row in read_jsonl(folder / "drcd_dev.jsonl.gz")
        if not is_held_out_title(row["title"])
        for question in row["questions"]
    ]
    return Texts([text for text in news if not is_held_out_news(text)], articles, questions)


def read_asked(folder: Path) -> AskedQuestions:
    """Read a BEIR folder; questions without an answer in the corpus are left out."""
    corpus = list(read_jsonl(folder / "corpus.jsonl"))
    rows = {row["_id"]: number for number, row in enumerate(corpus)}
    answers: dict[str, list[int]] = defaultdict(list)
    for line in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, passage, score = line.split("\t")
        if int(score) > 0 and passage in rows:
            answers[question].append(rows[passage])
    asked = [row for row in read_jsonl(folder / "queries.jsonl") if row["_id"] in answers]
    return AskedQuestions(
        [f"{row['title']}\n{row['text']}".strip() for row in corpus],
        [row["text"] for row in asked],
        [tuple(answers[row["_id"]]) for row in asked],
    )


def folds_by_answer(answers: list[tuple[int, ...]], folds: int) -> list[list[int]]:
    """Part questions into folds of about one size, such that no passage answers questions of two folds."""
    parent: dict[int, int] = {}

    def root(passage: int) -> int:
        while parent.setdefault(passage, passage) != passage:
            passage = parent[passage]
        return passage

    for passages in answers:
        for other in passages[1:]:
            parent[root(other)] = root(passages[0])
    groups: dict[int, list[int]] = defaultdict(list)
    for question, passages in enumerate(answers):
        groups[root(passages[0])].append(question)
    parts: list[list[int]] = [[] for _ in range(folds)]
    for group in sorted(groups.values(), key=lambda group: (-len(group), group)):
        min(parts, key=len).extend(group)
    return parts


class Encoded:
    """Hold many texts as token ids, cut into pieces: sentences, or clauses where there is one sentence alone.

    Token ids of pieces joined are those of the text joined, because the tokenizer never joins across punctuation;
    so texts are tokenised once, which was 97% of training time.
    """

    def __init__(self, texts: Iterable[str], tokenizer: Tokenizer) -> None:
        pieces: list[str] = []
        self._first = [0]
        for text in texts:
            pieces.extend(cut_pieces(text))
            self._first.append(len(pieces))
        self.ids: list[Ids] = []
        for start in range(0, len(pieces), 20_000):
            self.ids.extend(encode(pieces[start : start + 20_000], tokenizer))

    def __len__(self) -> int:
        return len(self._first) - 1

    def pieces(self, number: int) -> list[Ids]:
        """Return the ids of each piece of a text, empty ones left out."""
        return [ids for ids in self.ids[self._first[number] : self._first[number + 1]] if len(ids)]


def cut_pieces(text: str) -> list[str]:
    """Cut a text into its sentences, or into clauses where it is one sentence."""
    sentences = [piece for piece in _SENTENCE_END.split(text) if len(piece) > 1]
    return sentences if len(sentences) > 1 else [piece for piece in _CLAUSE_END.split(text) if piece]


def encode(texts: list[str], tokenizer: Tokenizer) -> list[Ids]:
    """Return the known token ids of each text."""
    encodings = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    return [np.array([row for row in encoding.ids if row], dtype=np.int32) for encoding in encodings]


def encode_pairs(pairs: list[tuple[str, str]], tokenizer: Tokenizer) -> list[IdPair]:
    """Return the token ids of both sides, without pairs of which a side has no known token."""
    left, right = zip(*pairs, strict=True)
    both = zip(encode(list(left), tokenizer), encode(list(right), tokenizer), strict=True)
    return [(query, passage) for query, passage in both if len(query) and len(passage)]


def citing_pairs(texts: Texts) -> list[tuple[str, str]]:
    """Return pairs of a passage of news or law that cites an article, and that article.

    News tell in everyday words what the cited article says in its own: the nearest to a layperson's question
    that the texts hold. The citation itself is taken out.
    """
    known: dict[str, dict[str, Article]] = defaultdict(dict)
    for article in texts.articles:
        known[article.law][article.number] = article
        known[article.law.removeprefix("中华人民共和国")].setdefault(article.number, article)
    pairs = []
    citing = [("", "", text) for text in texts.news] + [(a.law, a.number, a.text) for a in texts.articles]
    for law, number, text in citing:
        found = [
            (match.group(1), match.group(2), match.span())
            for pattern in (_CITED, _CITED_BARE)
            for match in pattern.finditer(text)
        ]
        if law:
            found += [(law, match.group(1), match.span()) for match in _CITED_OWN.finditer(text)]
        for name, cited, (start, end) in found:
            target = known.get(name, {}).get(cited)
            if target is None or (law, number) == (target.law, cited):
                continue
            around = text[max(0, start - 160) : start] + text[end : end + 120]
            pairs.append((around, f"{target.heading}\n{target.text}"))
    return pairs


def news_questions(news: list[str]) -> list[tuple[str, str]]:
    """Return pairs of a question that a news text asks and what the text says next."""
    pairs = []
    for text in news:
        sentences = cut_pieces(text)
        for number, sentence in enumerate(sentences[:-1]):
            if sentence.endswith("？") and 8 <= len(sentence) <= 60:
                after = "".join(sentences[number + 1 : number + 8])[:400]
                if len(after) >= 60:
                    pairs.append((sentence, after))
    return pairs


def heading_pairs(articles: list[Article]) -> list[tuple[str, str]]:
    """Return pairs of law and chapter, and the text of an article that stands under them."""
    return [(f"{article.law} {article.chapter}", article.text) for article in articles if article.chapter]


def window(pieces: list[Ids], rng: random.Random, longest: int) -> list[Ids]:
    """Return pieces that follow one another, `longest` tokens at most but one piece at least."""
    total = sum(map(len, pieces))
    if total <= longest:
        return pieces
    start = rng.randrange(len(pieces))
    chosen: list[Ids] = []
    length = 0
    for piece in pieces[start:]:
        if chosen and length + len(piece) > longest:
            break
        chosen.append(piece)
        length += len(piece)
    return chosen
