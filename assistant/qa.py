"""Answer a question from the library: evidence first, then the words; no evidence, no answer.

Without a chat model the answer is made of the sentences themselves. With one, the same sentences are rewritten
and checked. The refusal comes before any model is called.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from assistant.chat_models import stream_text
from assistant.citations import Citation, check_text, cite, place_label
from assistant.evidence import ENOUGH, WORTH_SHOWING, Evidence, EvidenceFinder, announces, is_heading, is_plan, rarity
from assistant.prompting import load_prompt
from assistant.question import Question, about, read_question
from corpus.errors import ChatModelError
from corpus.schema import SourceDocument
from corpus.sentences import split_sentences
from corpus.tokenizer import telling
from corpus.versions import asks_for_former
from index.library import Library
from index.passage import Passage
from index.records import Filters
from index.retriever import HybridRetriever

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

logger = logging.getLogger(__name__)

_ASKS_PLAN = re.compile(r"计划|目标|打算|将|要|拟|预计|力争|到20\d\d年|达到")
_BEFORE_FIGURE = re.compile(
    r"(?:(?:不(?:得)?(?:超过|少于|低于|高于)|至少|最多|最高|最低|超过|高于|低于|近|约|逾|达)(?:每[\u4e00-\u9fff]{1,6})?|每[\u4e00-\u9fff]{1,6})$"
)
_BEHIND_FIGURE = re.compile(r"^(?:以上|以下|以内|左右|(?:至|—|-|～|到)[^，。；]{1,10}[日元%人]|[/／][^，。；]{1,6})")
_SIGNED = re.compile(r"^(?:\d{4}年\d{1,2}月\d{1,2}日|.{2,20}(?:政府|局|委员会|办公室|委|中心))$")

PASSAGES = 30
MOST_SENTENCES = 6
MOST_RELATED = 3
LONGEST_LIST = 30

GREETING = "您好，我是策问。请直接提问资料库里的政策和经验，例如「某县投入了多少资金用于校舍建设」；我只根据资料回答，并注明出处。"


@dataclass(frozen=True, slots=True)
class Related:
    """Something near that is no answer: another place's fact, named as that place's, or the nearest document."""

    place: str
    title: str
    doc_id: str
    file: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or a refusal, with what it rests on.

    Attributes:
        question: the question that was answered, a follow-up completed.
        mode: "extractive", "model", "refusal" or "greeting".
        confidence: 0 to 1; of a refusal, how sure it is that the library does not hold the thing asked for.
        unsupported: sentences of a model that no cited source supports; marked in the answer.
        notice: a line to show beside the answer, such as that the model server failed.
    """

    question: str
    answer: str
    refused: bool
    confidence: float
    mode: str
    citations: tuple[Citation, ...] = ()
    unsupported: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    notice: str = ""


class QuestionAnswerer:
    """Answer questions from one library."""

    def __init__(self, library: Library, chat_model: BaseChatModel | None = None) -> None:
        self._library = library
        self._chat_model = chat_model
        self._documents: dict[str, SourceDocument | None] = {}
        self._documents_at = -1

    def answer(self, asked: str, history: Sequence[str] = (), filters: Filters | None = None) -> Answer:
        """Answer one question; `history` holds the questions asked before it, oldest first."""
        return list(self.stream(asked, history, filters))[-1]

    def stream(self, asked: str, history: Sequence[str] = (), filters: Filters | None = None) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is whole and checked."""
        question = self._read(asked, history)
        if question.greeting:
            yield Answer(question.text, GREETING, False, 1.0, "greeting")
            return
        finder = self._finder(question)
        found = finder.find(self._in_force(question, self._passages(question, filters)))
        evidence = _chosen(question, finder, found)
        if not evidence:
            yield self._refuse(question, filters, found)
            return
        extract = self._extract(question, evidence)
        if self._chat_model is None:
            yield extract
            return
        try:
            yield from self._written(question, extract, self._chat_model)
        except ChatModelError as error:
            logger.warning("%s", error)
            yield replace(extract, notice=str(error))

    # ---- reading and gathering

    def _read(self, asked: str, history: Sequence[str]) -> Question:
        known = self._library.catalog.places()
        before: Question | None = None
        for earlier in history[-5:]:
            before = read_question(earlier, known, before)
        return read_question(asked, known, before)

    def _passages(self, question: Question, filters: Filters | None) -> list[Passage]:
        retriever = HybridRetriever(library=self._library)
        found: dict[str, Passage] = {}
        filters = filters or Filters()
        for place in question.places or ("",):
            narrowed = replace(filters, place=filters.place or place)
            for passage in retriever.search(question.text, PASSAGES, narrowed):
                found.setdefault(passage.chunk.chunk_id, passage)
        if question.places and not filters.place:
            for passage in retriever.search(question.text, PASSAGES // 2, filters):
                found.setdefault(passage.chunk.chunk_id, passage)
        return list(found.values())

    def _in_force(self, question: Question, passages: list[Passage]) -> list[Passage]:
        """Leave out versions of regulations that were not in force at the time asked about, today by default."""
        if asks_for_former(question.text):
            return passages
        at = f"{max(question.years)}-12-31" if question.years else "9999-12-31"
        out = self._library.out_of_force(at)
        return [passage for passage in passages if passage.chunk.doc_id not in out]

    def _standing(self, evidence: Sequence[Evidence]) -> list[str]:
        """Return since when the regulations that are quoted are in force, and what they replaced."""
        replaced = self._library.replaced()
        lines: list[str] = []
        for document in {piece.document.doc_id: piece.document for piece in evidence}.values():
            facts = document.facts
            former = [self._document(old) for old, new in replaced.items() if new == document.doc_id]
            dates = "、".join(sorted(old.facts.effective or old.facts.date for old in former if old))
            since = f"自{facts.effective}起施行" if facts.effective else ""
            if document.doc_id in replaced:
                lines.append(f"《{facts.title}》（{facts.effective or facts.date}）已被新的版本替代，仅供对照。")
            elif former:
                lines.append(f"《{facts.title}》{since + '，' if since else ''}已替代{dates}的版本。")
        return lines

    def _finder(self, question: Question) -> EvidenceFinder:
        chunks = max(1, self._library.lexical.count())
        if self._documents_at != self._library.catalog.change_count():
            self._documents = {}
            self._documents_at = self._library.catalog.change_count()
        return EvidenceFinder(
            question,
            lambda term: rarity(chunks, self._library.lexical.holding(term)) * telling(term),
            self._document,
            self._library.catalog.places(),
        )

    def _document(self, doc_id: str) -> SourceDocument | None:
        if doc_id not in self._documents:
            self._documents[doc_id] = self._library.catalog.document(doc_id)
        return self._documents[doc_id]

    # ---- words

    def _extract(self, question: Question, evidence: Sequence[Evidence]) -> Answer:
        if not question.is_point:
            evidence = _in_reading_order(evidence)
        citations = tuple(cite(n, piece) for n, piece in enumerate(evidence, 1))
        lines: list[str] = []
        if question.is_point:
            several = len({piece.place for piece in evidence}) < len(evidence)
            direct = [_direct(question, piece, n, several) for n, piece in enumerate(evidence, 1)]
            lines = [*direct, "", "原文："] + [f"{_quoted(piece)}[{n}]" for n, piece in enumerate(evidence, 1)]
        else:
            lines = _grouped(evidence)
        standing = self._standing(evidence)
        if standing:
            lines += ["", *standing]
        confidence = min(
            0.99, round(max(piece.coverage for piece in evidence) * (0.95 if question.is_point else 0.9), 2)
        )
        return Answer(question.text, "\n".join(lines), False, confidence, "extractive", citations)

    def _written(self, question: Question, extract: Answer, model: BaseChatModel) -> Iterator[Answer]:
        listed = "\n".join(
            f"[{c.n}]（{place_label(c.place) or '地方不详'}，《{c.title}》{c.date}）{c.quote}"
            for c in extract.citations
        )
        messages = load_prompt("answer").messages(question=question.text, evidence=listed)
        written = ""
        for piece in stream_text(model, messages):
            written += piece
            yield replace(extract, answer=written, mode="model")
        checked = check_text(written.strip(), extract.citations)
        used = tuple(citation for citation in extract.citations if citation.n in checked.cited)
        yield replace(
            extract,
            answer=checked.text,
            mode="model",
            citations=used or extract.citations,
            unsupported=checked.unsupported,
            confidence=round(extract.confidence * (0.5 if checked.unsupported else 1.0), 2),
        )

    def _refuse(self, question: Question, filters: Filters | None, weighed: Sequence[Evidence]) -> Answer:
        """Say what was looked for, what is near, and what document would answer."""
        elsewhere = about(question, "")
        finder = self._finder(elsewhere)
        found = finder.find(self._passages(elsewhere, filters))
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
            for piece in _one_per_place(near)[:MOST_RELATED]
            if question.places
        )
        subject = "、".join(term for term in question.terms[:6]) or question.text
        where = "、".join(question.places)
        year = "、".join(f"{year}年" for year in question.years)
        lines = [f"资料库中没有找到{where}{year}关于「{subject}」的答案，不作回答。"]
        known = [piece for piece in weighed if piece.coverage >= ENOUGH]
        citations: tuple[Citation, ...] = ()
        if known and (question.asks_names or question.is_point):
            citations = (cite(1, known[0]),)
            lines.append(f"资料只写到：{_quoted(known[0])}[1]")
        if question.places and not any(
            self._library.scope(replace(filters or Filters(), place=place)) for place in question.places
        ):
            lines.append(f"资料库里还没有{where}的文档。")
        if related:
            lines.append("其他地方的同类情况见「相关资料」，不能当作" + where + "的情况。")
        lines.append(f"如需回答，请补充{where or '有关单位'}写明此事的文件，例如工作总结、汇报材料或统计表。")
        sure = 1.0 - (found[0].coverage if found else 0.0) * 0.5
        return Answer(question.text, "\n".join(lines), True, round(sure, 2), "refusal", citations, related=related)


def _chosen(question: Question, finder: EvidenceFinder, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that the answer is made of, best first; none where nothing suffices."""
    best = [evidence for evidence in found if finder.suffices(evidence)]
    if not best:
        return []
    floor = max(WORTH_SHOWING, 0.8 * best[0].coverage)
    if question.is_point:
        done = [evidence for evidence in best if not is_plan(evidence)]
        if done and not _ASKS_PLAN.search(question.text):
            best = done
        chosen = [evidence for evidence in best if evidence.score >= 0.85 * best[0].score]
        return _one_per_place(chosen) if not question.places else _agreeing(chosen)
    chosen = [evidence for evidence in found if evidence.coverage >= floor and evidence.score >= 0.75 * best[0].score]
    return _opened(question, chosen) or _of_the_very_thing(question, chosen)[:MOST_SENTENCES]


def _one_per_place(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Keep the best sentence of each place, and of each document where the place is not known."""
    kept: dict[str, Evidence] = {}
    for piece in evidence:
        kept.setdefault(piece.place or piece.document.doc_id, piece)
    return list(kept.values())[:MOST_SENTENCES]


def _agreeing(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Keep the best sentence, and one of each other document that gives a figure for the same thing."""
    kept: dict[str, Evidence] = {}
    for piece in evidence:
        kept.setdefault(piece.document.doc_id, piece)
    return list(kept.values())[:3]


def _of_the_very_thing(question: Question, evidence: list[Evidence]) -> list[Evidence]:
    """Keep, for a list asked for by a name of six characters or more, only what holds that very name.

    「温江二中教育集团有哪些成员」 asks of one of twelve groups whose sentences are otherwise alike.
    """
    if question.kind != "list" or not evidence:
        return evidence
    best = evidence[0].text
    match = SequenceMatcher(None, question.text, best, autojunk=False).find_longest_match()
    name = question.text[match.a : match.a + match.size]
    return [piece for piece in evidence if name in piece.text] if match.size >= 6 else evidence


def _opened(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what a heading or a sentence that announces a list stands for: the items or the text under it.

    For 「五条原则是什么」 the heading 「五条原则：」 covers the question best and says nothing; what it heads does.
    """
    if question.kind == "definition":
        return []
    opener = next((piece for piece in evidence[:4] if announces(piece) or is_heading(piece)), None)
    if opener is None or (opener is not evidence[0] and question.kind != "list"):
        return []
    text = opener.document.text
    sections = opener.document.sections
    around = [s for s in sections if s.start <= opener.start < s.end]
    section = around[-1] if around else None
    end = min(opener.end + 4000, section.end if section is not None else len(text))
    if is_heading(opener) and section is not None:
        inner = [s for s in sections if section.start < s.start < section.end and s.level == section.level + 1]
        if len(inner) >= 2:
            headings = [split_sentences(text[s.start : s.end], s.start)[0] for s in inner[:LONGEST_LIST]]
            return [opener] + [
                replace(opener, start=h.start, end=h.end, section=s.path) for h, s in zip(headings, inner, strict=False)
            ]
    items: list[Evidence] = []
    most = LONGEST_LIST if announces(opener) or question.kind == "list" else MOST_SENTENCES
    for sentence in split_sentences(text[opener.end : end], opener.end):
        if len(items) >= most:
            break
        if not _SIGNED.match(sentence.text):
            items.append(replace(opener, start=sentence.start, end=sentence.end))
    return [opener, *items] if items else []


def _direct(question: Question, piece: Evidence, n: int, several: bool) -> str:
    """Return the short answer to a point question: whose, and the figure as written.

    Where several documents of one place answer, each answer names its document.
    """
    assert piece.figure is not None
    facts = piece.document.facts
    title = f"《{facts.title}》"
    whose = place_label(piece.place) or title
    dated = facts.effective or facts.date
    where = f"（{title}{'，' + dated if dated else ''}）" if several and whose != title else ""
    if piece.rivals:
        start = max((m.end() for m in re.finditer(r"[，,；;。：:]", piece.text[: piece.figure.start])), default=0)
        return f"{whose}：{piece.text[start : piece.rivals]}{where}。[{n}]"
    counted = ""
    behind = piece.text[piece.figure.end :]
    for word in question.focus:
        if behind.startswith(word):
            counted += word
            behind = behind[len(word) :]
    before = _BEFORE_FIGURE.search(piece.text[: piece.figure.start])
    after = _BEHIND_FIGURE.search(behind)
    limits = (before[0] if before else "", after[0] if after else "")
    planned = "（计划）" if is_plan(piece) else ""
    return f"{whose}：{limits[0]}{piece.figure.text}{counted}{limits[1]}{planned}{where}。[{n}]"


def _quoted(piece: Evidence) -> str:
    return f"“{piece.text}”"


def _in_reading_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence by document, the best document first, and as it stands within each."""
    order = {doc_id: rank for rank, doc_id in enumerate(dict.fromkeys(piece.document.doc_id for piece in evidence))}
    return sorted(evidence, key=lambda piece: (order[piece.document.doc_id], piece.start))


def _grouped(evidence: Sequence[Evidence]) -> list[str]:
    """Return the sentences with their numbers, under the name of the document that they come from."""
    lines: list[str] = []
    groups: dict[str, list[tuple[int, Evidence]]] = {}
    for n, piece in enumerate(evidence, 1):
        groups.setdefault(piece.document.doc_id, []).append((n, piece))
    for pieces in groups.values():
        document = pieces[0][1].document
        whose = place_label(pieces[0][1].place)
        lines.append(f"{whose + '，' if whose else ''}《{document.facts.title}》：")
        lines += [f"{_quoted(piece)}[{n}]" for n, piece in sorted(pieces, key=lambda pair: pair[1].start)]
        lines.append("")
    return lines[:-1]
