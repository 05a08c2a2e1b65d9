"""Answer over the whole library: which places did a thing and how, which documents speak of it, how many.

What is listed is all that was found, with its number and of how many documents it was looked for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answer
from assistant.asked_words import QUOTED, content_terms
from assistant.citations import Citation, cite, place_label
from assistant.evidence import Evidence, is_heading, passage_as_it_stands, repeats_title
from assistant.gathering import EvidenceGatherer
from assistant.question import Question
from assistant.wording import quoted
from corpus.figures import find_figures
from corpus.synonyms import wordings_of
from corpus.tokenizer import fold
from index.records import Filters
from index.retriever import HybridRetriever

_PLACES = re.compile(
    r"(?:哪些|哪几个|有几个|有多少个?|几个)(?:县市区|县区|区县|县|区|市|地方|地区|州|省份|单位)|各(?:地|县|区|县区|市)|(?:哪里|哪儿)(?:在|有|搞|做)|谁(?:在)?搞"
)
_DOCUMENTS = re.compile(
    r"(?:哪些|哪几[份篇个]|几[份篇个]|多少[份篇个]?)(?:关于|有关|涉及)?[\u4e00-\u9fff]{0,12}?(?:文件|材料|文档|文章|简报|报告|方案|通知|总结|汇报|经验材料)(?!要求|规定)"
)
_WAYS = re.compile(r"怎么|如何|怎样|做法|经验|措施|举措|情况")
_ASKING = re.compile(r"怎么做的?|搞了?|做了?|开展了?|推行了?|实行了?|实施了?|采取了?|[^，。？?]{0,2}写到|提到|涉及")
_ALTERNATIVES = re.compile(r"或者?|、|/|以及|和|与")
_DEEDS = re.compile(r"建立|组建|实行|推行|实施|投入|新建|划分|开展|安排|制定|落实|选派|交流|统一|聘|设立|形成")
PASSAGES = 400
# How far a sentence must cover the thing asked for; less where its passage is of the very theme.
# So much of a question of so many words, and they need not stand together.
SURELY, MANY_WORDS = 0.85, 4
PLAINLY = 0.65
OF_THE_THEME = 0.45
MOST_OVERVIEWS = 5
MOST_HEADINGS = 12
MOST_PLACES = 20
MOST_DOCUMENTS = 50
# Words of one name stand within so many characters of each other.
TOGETHER = 10


# 「申请低保要带哪些材料」 asks for no documents of the library.
_TO_HAND_IN = re.compile(
    r"(?:提交|提供|准备|携带|递交|交|带|备齐|需要)(?:哪些|什么|哪几[样种份])(?:材料|资料|手续|证件|文件)"
)


def surveys(question: Question, places: int) -> bool:
    """Tell whether a question is asked of the whole library; `places` is how many places it holds documents of."""
    if question.places or _TO_HAND_IN.search(question.text):
        return False
    if _DOCUMENTS.search(question.text) or (_PLACES.search(question.text) and not question.is_point):
        return True
    return question.kind == "how" and places >= 2 and bool(_WAYS.search(question.text))


def overview(question: Question, gatherer: EvidenceGatherer, filters: Filters | None = None) -> Answer | None:
    """Return what the documents of a place are about, by their headings, for a question that names nothing but it.

    「武乡县的经验有哪些」 asks for whatever there is; None where the question asks for something, or nothing is held.
    """
    if question.terms or not question.places or question.is_point or QUOTED.search(question.text):
        return None
    scope = gatherer.library.scope(replace(filters or Filters(), place=question.places[0]))
    lines: list[str] = []
    citations: list[Citation] = []
    held = [document for doc_id in sorted(scope.doc_ids if scope else ()) if (document := gatherer.document(doc_id))]
    for document in held[:MOST_OVERVIEWS]:
        main = [section for section in document.sections if section.level == 1][:MOST_HEADINGS]
        if len(main) < 2:
            # All of a report may stand under 「一、主要工作」.
            main = [section for section in document.sections if section.level <= 2][:MOST_HEADINGS]
        if not main:
            continue
        lines += ["", f"**《{document.facts.title}》**（{place_label(document.facts.place)}）："]
        for section in main:
            end = section.start + len(document.text[section.start : section.end].split("\n")[0])
            piece = passage_as_it_stands(document, section.start, end, section.path)
            citations.append(cite(len(citations) + 1, piece))
            lines.append(f"{quoted(piece)}[{len(citations)}]")
    if not citations:
        return None
    where = question.places[0]
    head = f"资料库中{where}的文档有 {len(held)} 份，各写到以下几个方面；要细看哪一方面，请直接问。"
    return Answer(question.text, "\n".join([head, *lines]), False, 0.7, "extractive", tuple(citations))


def survey(question: Question, gatherer: EvidenceGatherer, filters: Filters | None = None) -> Answer | None:
    """Return all that the library has on the thing asked for, or None where it has nothing."""
    found = _found(question, gatherer, filters)
    if not found:
        return None
    if _DOCUMENTS.search(question.text):
        return _documents(question, gatherer, found)
    return _by_place(question, gatherer, found)


def _found(question: Question, gatherer: EvidenceGatherer, filters: Filters | None) -> list[Evidence]:
    """Return every sentence that covers the thing asked for, or one of the things set side by side by 或 and 、."""
    found: dict[tuple[str, int], Evidence] = {}
    for wording in _alternatives(question):
        asked = replace(
            question, text=wording, kind="general", terms=tuple(_terms(wording)) or question.terms, parts=()
        )
        finder = gatherer.finder(asked)
        passages = HybridRetriever(library=gatherer.library).search(wording, PASSAGES, filters)
        themes = {name for name, proven in gatherer.library.taxonomy.found(wording).items() if proven}
        themed = [passage.chunk for passage in passages if themes & set(passage.chunk.themes)]
        for piece in finder.find(gatherer.in_force(question, passages)):
            of_theme = any(
                chunk.doc_id == piece.document.doc_id and chunk.start <= piece.start < chunk.end for chunk in themed
            )
            if piece.coverage >= (OF_THE_THEME if of_theme else PLAINLY):
                key = (piece.document.doc_id, piece.start)
                if key not in found or piece.score > found[key].score:
                    found[key] = piece
    return sorted(found.values(), key=lambda piece: -piece.score)


def _alternatives(question: Question) -> list[str]:
    subject = question.text
    parts = [part for part in _ALTERNATIVES.split(subject) if _terms(part)]
    return parts if len(parts) > 1 else [subject]


def _terms(text: str) -> list[str]:
    return content_terms(_ASKING.sub("，", text))


def _by_place(question: Question, gatherer: EvidenceGatherer, found: Sequence[Evidence]) -> Answer | None:
    places: dict[str, list[Evidence]] = {}
    many = len(question.terms) >= MANY_WORDS
    of_it = [p for p in found if (many and p.coverage >= SURELY) or _speaks_of_it(question, p)] or found
    for piece in of_it:
        if piece.place:
            places.setdefault(piece.place, []).append(piece)
    if not places or (len(places) == 1 and question.kind == "how" and not _PLACES.search(question.text)):
        # What only one place tells is told as of any place.
        return None
    most = 3 if _WAYS.search(question.text) or question.kind == "how" else 1
    chosen = [(place, _telling(pieces, most)) for place, pieces in list(places.items())[:MOST_PLACES]]
    names = [place_label(place) for place, _ in chosen]
    documents = gatherer.library.catalog.counts()[0]
    lines = [f"资料库 {documents} 份文档中，有 {len(places)} 个地方写到：{'、'.join(names)}。"]
    citations: list[Citation] = []
    for place, pieces in chosen:
        lines += ["", f"**{place_label(place)}**（《{pieces[0].document.facts.title}》）："]
        for piece in pieces:
            citations.append(cite(len(citations) + 1, piece))
            lines.append(f"{quoted(piece)}[{len(citations)}]")
    nowhere = len({piece.document.doc_id for piece in of_it if not piece.place})
    if nowhere:
        lines += ["", f"另有 {nowhere} 份未写明地方的文档也写到。"]
    confidence = round(min(0.95, sum(pieces[0].coverage for _, pieces in chosen) / len(chosen)), 2)
    return Answer(question.text, "\n".join(lines), False, confidence, "extractive", tuple(citations))


def _speaks_of_it(question: Question, piece: Evidence) -> bool:
    """Tell whether words that make one name in the question, 教师+交流, stand together in a sentence or its headings.

    「改进教师的教学方式……倡导合作交流」 has both and speaks of another thing.
    """
    text = fold("　".join((*piece.section, piece.text)))
    for one, other in itertools.pairwise(question.terms):
        if one + other not in question.text:
            continue
        first, second = (_spots(term, text) for term in (one, other))
        if first and second and not any(abs(a - b) <= TOGETHER for a in first for b in second):
            return False
    return True


def _spots(term: str, text: str) -> list[int]:
    """Return where a word, or a synonym, begins in a text."""
    return [match.start() for word in (term, *wordings_of(term)) for match in re.finditer(re.escape(word), text)]


def _telling(pieces: Sequence[Evidence], most: int) -> list[Evidence]:
    """Return the sentences that say most of what was done: those with deeds and figures before mere mentions."""

    def told(piece: Evidence) -> float:
        figures = min(2, len([f for f in find_figures(piece.text) if f.kind not in ("ordinal", "document")]))
        return piece.score + 0.1 * bool(_DEEDS.search(piece.text)) + 0.05 * figures

    plain = [p for p in pieces if not is_heading(p) and not repeats_title(p)]
    best = sorted(plain or pieces, key=lambda piece: -told(piece))[:most]
    if (first := max(plain or pieces, key=lambda piece: piece.score)) not in best:
        # What bears on the question best is told, whatever else is.
        best[-1] = first
    return sorted(best, key=lambda piece: (piece.document.doc_id, piece.start))


def _documents(question: Question, gatherer: EvidenceGatherer, found: Sequence[Evidence]) -> Answer:
    """Return the documents that speak of the thing, those first that speak of it most."""
    by_document: dict[str, list[Evidence]] = {}
    for piece in found:
        by_document.setdefault(piece.document.doc_id, []).append(piece)
    documents = list(by_document.values())
    total = gatherer.library.catalog.counts()[0]
    lines = [f"资料库 {total} 份文档中，有 {len(documents)} 份写到：", ""]
    citations: list[Citation] = []
    for pieces in documents[:MOST_DOCUMENTS]:
        facts = pieces[0].document.facts
        details = "，".join(filter(None, (place_label(facts.place), facts.document_number, facts.date)))
        citations.append(cite(len(citations) + 1, pieces[0]))
        lines.append(f"{len(citations)}. 《{facts.title}》{f'（{details}）' if details else ''}[{len(citations)}]")
    if len(documents) > MOST_DOCUMENTS:
        lines.append(f"只列出前 {MOST_DOCUMENTS} 份。")
    return Answer(
        question.text, "\n".join(lines), False, round(min(0.95, found[0].coverage), 2), "extractive", tuple(citations)
    )
