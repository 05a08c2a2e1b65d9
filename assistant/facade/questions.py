"""Calls that ask: search passages, answer questions, check a draft against the library."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.answer_evaluation import evaluate as evaluate_questions
from assistant.answer_evaluation import read_questions, summary
from assistant.answers import Answer
from assistant.checking import Tell
from assistant.checking import check as check_file
from assistant.export import layout_of
from assistant.facade.desk import Desk, Json
from assistant.readers import ADMINISTRATOR
from assistant.results import answer_json, check_json, passage_json
from assistant.word_comments import write_comments
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

    def check(self, path: str, place: str = "", output: str = "", progress: Tell | None = None) -> Json:
        """Check a draft against the library and against itself; write a .docx with comments where one is named.

        Offsets count in the `text` that is returned: a text file's own characters with line ends as \\n, a Word file's
        paragraphs and table rows a line each, other formats as the library reads them.

        Args:
            progress: told what is being done, often; what it raises ends the check.
        """
        report = check_file(
            Path(path),
            place or self.settings.place,
            self._tools.shelf,
            self.library.catalog.places(),
            self.settings.seconds_per_file,
            *([progress] if progress else []),
        )
        if output:
            write_comments(Path(path), report, Path(output), layout_of(self.settings))
        return check_json(report)

    def check_text(self, text: str, place: str = "") -> Json:
        """Check a draft that is given as text."""
        if not text.strip():
            raise CewenError("稿子是空的", "请给出稿子的文字")
        with tempfile.TemporaryDirectory(prefix="cewen-") as folder:
            path = Path(folder) / "稿件.txt"
            path.write_text(text, encoding="utf-8")
            return self.check(str(path), place)
