"""Answer a question from the library: evidence first, then the words; no evidence, no answer.

Without a chat model the answer is made of the sentences themselves. With one, the same sentences are rewritten
and checked. The refusal comes before any model is called.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering_parts import PartsAnswerer
from assistant.answers import Answer, Related
from assistant.chat_models import stream_text, without_thoughts
from assistant.choosing import choose, one_per_place
from assistant.citations import Citation, cite, place_label
from assistant.comparing import compare, compares
from assistant.dialogue import item_asked
from assistant.evidence import ENOUGH, Evidence, is_plan
from assistant.extracts import extractive_answer
from assistant.gathering import EvidenceGatherer
from assistant.model_check import check_text
from assistant.named_papers import asked_of, papers_named_in
from assistant.papers import from_its_head
from assistant.prompting import load_prompt
from assistant.question import Question, about, read_question
from assistant.surveying import overview, survey, surveys
from assistant.tabular.answering import from_tables
from assistant.validity import validity, which_in_force
from assistant.version_changes import asks_for_changes, version_changes
from assistant.which_place import which_place
from assistant.wording import grouped, quoted
from corpus.errors import ChatModelError
from corpus.sections import path_at
from corpus.sentences import split_sentences
from index.holdings import Holdings
from index.records import Filters

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

logger = logging.getLogger(__name__)

MOST_RELATED = 3
# A reply of more characters is no answer to a question over thirty sentences.
LONGEST_REPLY = 6_000
# A point told in full: so many sentences of its paragraph or section.
LONGEST_ITEM = 12

GREETING = "您好，我是策问。请直接提问资料库里的政策和经验，例如「某县投入了多少资金用于校舍建设」；我只根据资料回答，并注明出处。"
OFF_TOPIC = "这个问题不是资料库里的文件能回答的。我只根据本单位的资料回答政策、工作和经验方面的问题，并注明出处。"


class QuestionAnswerer:
    """Answer questions from one library."""

    def __init__(
        self, library: Holdings, chat_model: BaseChatModel | None = None, *, remove_unsupported: bool = False
    ) -> None:
        self._remove_unsupported = remove_unsupported
        self._library = library
        self._gatherer = EvidenceGatherer(library)
        self._chat_model = chat_model
        self._parts = PartsAnswerer(self._gatherer, self._extractive)

    def answer(self, asked: str, history: Sequence[str] = (), filters: Filters | None = None) -> Answer:
        """Answer one question; `history` holds the questions asked before it, oldest first."""
        return list(self.stream(asked, history, filters))[-1]

    def stream(self, asked: str, history: Sequence[str] = (), filters: Filters | None = None) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is whole and checked."""
        if (number := item_asked(asked)) and history:
            yield self._item(number, history, filters)
            return
        question = self._read(asked, history)
        if question.greeting:
            yield Answer(question.text, GREETING, False, 1.0, "greeting")
            return
        if question.off_topic:
            yield Answer(question.text, OFF_TOPIC, True, 1.0, "refusal")
            return
        extract = self._told(question, filters)
        if extract.refused or self._chat_model is None:
            yield extract
            return
        try:
            yield from self._written(question, extract, self._chat_model)
        except ChatModelError as error:
            logger.warning("%s", error)
            yield replace(extract, notice=str(error))

    def _read(self, asked: str, history: Sequence[str]) -> Question:
        known = self._library.catalog.places()
        before: Question | None = None
        for earlier in history[-5:]:
            before = read_question(earlier, known, before)
        return read_question(asked, known, before)

    # ---- each kind of question as itself

    def _told(self, question: Question, filters: Filters | None) -> Answer:
        """Answer a question from the papers that it names, or from all of the library."""
        named = papers_named_in(question, self._gatherer, filters)
        of_several = len(question.places) > 1 and named is not None and not named.surely
        if named is None or of_several or (filters and filters.doc_ids):
            return self._extractive(question, filters)
        answer = self._extractive(*asked_of(named, self._gatherer, filters))
        if answer.refused and not named.surely:
            return self._extractive(question, filters)
        return replace(answer, question=question.text)

    def _extractive(self, question: Question, filters: Filters | None, within: Collection[str] = ()) -> Answer:
        """Answer a question; `within` are the only documents that may answer, where there are such."""
        special = self._special(question, filters) if not within else None
        if special is not None:
            return special
        finder, found = self._gatherer.gather(question, filters)
        found = [piece for piece in found if not within or piece.document.doc_id in within]
        evidence = choose(question, finder, found)
        if not evidence:
            return self._refuse(replace(question, terms=finder.terms), filters, found)
        return extractive_answer(question, evidence, self._gatherer)

    def _special(self, question: Question, filters: Filters | None) -> Answer | None:
        """Return the answer of a kind that single sentences do not give; None where it is none, or nothing was found."""
        if asks_for_changes(question.text) and (changed := version_changes(question, self._gatherer)) is not None:
            return changed
        for teller in (validity, which_in_force):
            if (told := teller(question, self._gatherer, filters)) is not None:
                return told
        for teller in (from_its_head, from_tables):
            if (told := teller(question, self._gatherer, filters)) is not None:
                return self._parts.completed(question, told)
        if compares(question):
            return compare(question, self._gatherer, filters)
        if (told := which_place(question, self._gatherer, filters)) is not None:
            return told
        if len(question.parts) > 1:
            return self._parts.several(question, filters)
        if (known := overview(question, self._gatherer, filters)) is not None:
            return known
        if not question.paper and surveys(question, len(self._library.catalog.places())):
            return survey(question, self._gatherer, filters)
        return None

    def _item(self, number: int, history: Sequence[str], filters: Filters | None) -> Answer:
        """Tell one point of the last answer in full: the text around its quotation."""
        last = self._told(self._read(history[-1], history[:-1]), filters)
        text = f"{last.question}（第{number}点）"
        # The heading over a list is none of its points.
        points = [c for c in last.citations if not (c.section and _bare(c.quote) == _bare(c.section[-1]))]
        if number > len(points):
            return Answer(text, f"上一个回答只有 {len(points)} 点，没有第 {number} 点。", True, 1.0, "refusal")
        cited = points[number - 1]
        document = self._gatherer.document(cited.doc_id)
        assert document is not None
        around = [s for s in document.sections if s.start <= cited.start < s.end]
        start, end = (around[-1].start, around[-1].end) if around else (cited.start, len(document.text))
        sentences = [s for s in split_sentences(document.text[start:end], start) if s.end > cited.start][:LONGEST_ITEM]
        pieces = [
            Evidence(document, s.start, s.end, path_at(document.sections, s.start), 1.0, 1.0, cited.place)
            for s in sentences
        ]
        citations = tuple(cite(n, piece) for n, piece in enumerate(pieces, 1))
        return Answer(text, "\n".join(grouped(pieces)), False, 0.9, "extractive", citations)

    # ---- words

    def _written(self, question: Question, extract: Answer, model: BaseChatModel) -> Iterator[Answer]:
        listed = "\n".join(
            f"[{c.n}]（{place_label(c.place) or '地方不详'}，《{c.title}》{c.date}）{c.quote}"
            for c in extract.citations
        )
        messages = load_prompt("answer").messages(question=question.text, evidence=listed)
        written = ""
        for piece in without_thoughts(stream_text(model, messages)):
            written += piece
            if len(written) > LONGEST_REPLY:
                raise ChatModelError("大模型服务的回答长得没有尽头", "已改用摘录方式回答；请检查大模型服务")
            yield replace(extract, answer=written, mode="model")
        if not written.strip():
            raise ChatModelError("大模型服务只回了思考过程", "已改用摘录方式回答；请检查大模型服务")
        checked = check_text(
            written.strip(),
            extract.citations,
            self._likeness,
            places=self._library.catalog.places(),
            remove=self._remove_unsupported,
        )
        if not checked.text.strip():
            yield replace(extract, notice="大模型写的话在资料中都没有依据，已改用摘录方式回答。")
            return
        used = tuple(citation for citation in extract.citations if citation.n in checked.cited)
        yield replace(
            extract,
            answer=checked.text,
            mode="model",
            citations=used or extract.citations,
            unsupported=checked.unsupported,
            confidence=round(extract.confidence * (0.5 if checked.unsupported else 1.0), 2),
        )

    def _likeness(self, one: str, other: str) -> float:
        """Return the cosine of two texts by the library's embedding model."""
        first, second = self._library.embeddings.embed_array([one, other])
        return float(first @ second)

    def _refuse(self, question: Question, filters: Filters | None, weighed: Sequence[Evidence]) -> Answer:
        """Say what was looked for, what is near, and what document would answer."""
        elsewhere = about(question, "")
        finder, found = self._gatherer.gather(elsewhere, filters)
        near = [evidence for evidence in found if finder.suffices(evidence) and evidence.place]
        related = tuple(
            Related(
                place_label(piece.place),
                piece.document.facts.title,
                piece.document.doc_id,
                cite(1, piece).file,
                piece.text,
                f"资料库中有{place_label(piece.place)}的同类情况",
            )
            for piece in one_per_place(near)[:MOST_RELATED]
            if question.places
        )
        subject = "、".join(term for term in question.terms[:6]) or question.text
        where = f"《{question.paper}》里" if question.paper else "、".join(question.places)
        year = "、".join(f"{year}年" for year in question.years)
        lines = [f"资料库中没有找到{where}{year}关于「{subject}」的答案，不作回答。"]
        known = [piece for piece in weighed if piece.coverage >= ENOUGH]
        citations: tuple[Citation, ...] = ()
        if known and (question.asks_names or question.is_point):
            citations = (cite(1, known[0]),)
            lines.append(_nearest(question, known[0]))
        if (
            question.places
            and not question.paper
            and not any(self._library.scope(replace(filters or Filters(), place=place)) for place in question.places)
        ):
            lines.append(f"资料库里还没有{where}的文档。")
        if related:
            lines.append(f"其他地方的同类情况见「相关资料」，不能当作{'、'.join(question.places)}的情况。")
        whose = "、".join(question.places) or "有关单位"
        lines.append(f"如需回答，请补充{whose}写明此事的文件，例如工作总结、汇报材料或统计表。")
        sure = 1.0 - (found[0].coverage if found else 0.0) * 0.5
        return Answer(question.text, "\n".join(lines), True, round(sure, 2), "refusal", citations, related=related)


def _nearest(question: Question, piece: Evidence) -> str:
    """Return what to say of the sentence that comes nearest, cited as [1].

    What is known is said where names are asked for; a figure that is not the one asked for is shown as a source
    and not repeated, so that nobody copies it.
    """
    if question.asks_names:
        return f"资料只写到：{quoted(piece)}[1]"
    where = f"《{piece.document.facts.title}》"
    if is_plan(piece):
        return f"{where}只写了计划或目标，没有写实际结果，见出处[1]。"
    return f"最接近的一处在{where}，写的不是所问的内容，见出处[1]。"


def _bare(line: str) -> str:
    return line.rstrip("：:。")
