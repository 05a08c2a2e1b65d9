"""Calls that ask: search passages, answer questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.answer_evaluation import evaluate as evaluate_questions
from assistant.answer_evaluation import read_questions, summary
from assistant.answers import Answer
from assistant.facade.desk import Desk, Json
from assistant.readers import ADMINISTRATOR
from assistant.results import answer_json, passage_json
from corpus.errors import CewenError
from index.presenting import extended
from index.records import Filters
from index.retriever import HybridRetriever


class QuestionCalls(Desk):
    """Ask the library."""

    def search(
        self, query: str, k: int = 10, genre: str = "", place: str = "", year: str = "", in_force: bool = False
    ) -> Json:
        """Return the passages that bear on a query, best first, each said once.

        Phrases in 「」 or “” must stand in each passage; with `in_force`, replaced versions are left out.
        """
        if not query.strip():
            raise CewenError("没有写检索词", "请写出要查的词")
        retriever = HybridRetriever(library=self.library, verbatim=True, collapse=True)
        replaced = self.library.replaced()
        found = retriever.search(query, k, Filters(place=place, genre=genre, year=year, in_force=in_force))
        passages = extended(found, self.library.catalog)
        hits = [passage_json(p, rank, replaced.get(p.chunk.doc_id, "")) for rank, p in enumerate(passages, 1)]
        return {"query": query, "hits": hits}

    def ask(
        self, question: str, history: Sequence[str] = (), genre: str = "", place: str = "", year: str = "",
        in_force: bool = False,
    ) -> Json:  # fmt: skip
        """Answer a question; `history` holds the questions asked before it, oldest first."""
        if not question.strip():
            raise CewenError("没有写问题", "请写出要问的话")
        filters = Filters(place=place, genre=genre, year=year, in_force=in_force)
        return answer_json(self._tools.answerer.answer(question, history, filters))

    def ask_stream(
        self, question: str, history: Sequence[str] = (), filters: Filters | None = None
    ) -> Iterator[Answer]:
        """Yield an answer as it grows."""
        return self._tools.answerer.stream(question, history, filters)

    def evaluate_answers(self, path: str) -> Json:
        """Ask the questions of a file, one JSON object a line, and return how they were answered."""
        self.reader.require(ADMINISTRATOR, "评测")
        return summary(evaluate_questions(read_questions(Path(path)), lambda asked, before: self.ask(asked, before)))
