"""Find what a draft can be made of: the blocks of our own place's documents on the topic, and those of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.citations import place_label
from assistant.drafting.lines import bare
from assistant.drafting.material import Block, Span, read_blocks, years_in
from assistant.drafting.request import DraftRequest
from assistant.genres import Genre
from assistant.matching import match_strength
from corpus import tokenizer
from corpus.gazetteer import is_within
from corpus.places import is_redacted
from corpus.schema import DocumentFacts, SourceDocument
from corpus.sections import read_sections
from corpus.tokenizer import fold
from index.holdings import Holdings
from index.records import Filters
from index.retriever import HybridRetriever

PASSAGES = 60
MOST_DOCUMENTS = 12
# A passage must cover this share of the topic's words, headings and title counted in.
ON_TOPIC = 0.6
# Where nothing does, a paper whose title and first lines cover this much is near enough, and said to be so.
NEAR_TOPIC = 0.4
# A document whose title covers this much of the topic is the very policy that is to be explained.
THE_VERY_PAPER = 0.85
# What a document is about stands in its title and its first lines.
HEAD = 300
USER = "用户提供"
_AHEAD = ("目标", "任务", "打算", "整改", "步骤", "保障", "建议")


@dataclass(frozen=True, slots=True)
class Material:
    """What was found: blocks of ours in order of use, of others, those that a point asks for, and what to tell."""

    ours: tuple[Block, ...] = ()
    others: tuple[Block, ...] = ()
    pointed: tuple[tuple[str, Block], ...] = ()
    warnings: tuple[str, ...] = ()
    main: SourceDocument | None = None
    former: str = ""


class MaterialFinder:
    """Find material for drafts in one library."""

    def __init__(self, library: Holdings) -> None:
        self._library = library
        self._retriever = HybridRetriever(library=library)

    def whose(self, place: str) -> tuple[str, str]:
        """Return the place that a draft speaks for, the one given or the library's only one, and a warning or ""."""
        places = set(self._library.catalog.places())
        if place:
            longer = sorted(name for name in places if re.sub(r"[县区市旗省]$", "", name) == place)
            return (longer[0] if longer else place), ""
        named = {name for name in places if not is_redacted(name)}
        if len(named) == 1:
            return named.pop(), ""
        return "", "没有指定地方，不知道是哪里的稿子，各部分均留空；请用 --place 指明"

    def find(self, request: DraftRequest, genre: Genre, place: str) -> Material:
        """Return the material for a request."""
        without = self._ids(request.without) | self._outdated(request)
        preferred = self._ids(request.prefer) - without
        warnings: list[str] = []
        any_place = genre.whose == "any"
        terms = tokenizer.content_words(request.topic)
        own = (
            self._documents(request.topic, "" if any_place else place, preferred, without) if place or any_place else []
        )
        if any_place:
            own = _very_papers(own, terms) or own
        ours: list[Block] = []
        for least in (ON_TOPIC, NEAR_TOPIC):
            for document in own:
                head = document.facts.title + document.text[:HEAD]
                about = document.doc_id in preferred or _covers(head, terms, least)
                for block in self._blocks(document):
                    mine = any_place or _is_ours(block, place)
                    if mine and (about or (least == ON_TOPIC and _covers(_whole(block), terms))):
                        ours.append(block)
            if ours:
                break
        if ours and least == NEAR_TOPIC:
            titles = "》《".join(dict.fromkeys(block.document.facts.title for block in ours))
            warnings.append(f"资料中没有专讲「{request.topic}」的材料，用的是相近的《{titles}》，请核对是否对题")
        ours, left_out = _of_period(ours, request.period)
        if left_out:
            warnings.append(f"{request.period_label}以外的材料 {left_out} 段未用")
        noted = _notes(request, place)
        pointed = []
        for point in request.points:
            words = tokenizer.content_words(point)
            near, _ = _of_period(self._on_point(point, place, any_place, preferred, without), request.period)
            pointed += [(point, block) for block in near if _covers(_whole(block), words)]
        others = self._others(request, place, without) if any(s.whose == "others" for s in genre.sections) else []
        if place and not ours and not any_place:
            held = f"资料库中没有{place}的「{request.topic}」材料，各部分均留空；请先添加本单位的总结、汇报或统计材料"
            warnings += [held, *self._elsewhere(request, place)]
        main = next((d for d in own if any(b.document is d for b in ours)), None)
        return Material(
            (*noted, *ours),
            tuple(others) if request.elsewhere else (),
            tuple(pointed),
            tuple(warnings),
            main,
            self._former(main),
        )

    def _ids(self, names: Iterable[str]) -> set[str]:
        """Return the ids of documents given by id, beginning of an id, file name or title."""
        found: set[str] = set()
        titles = {record.facts.title: record.doc_id for record in self._library.catalog.records()} if names else {}
        for name in names:
            plain = name.strip("《》")
            if plain in titles:
                found.add(titles[plain])
            else:
                found |= {record.doc_id for record in self._library.resolve(name)}
        return found

    def _outdated(self, request: DraftRequest) -> set[str]:
        at = f"{request.period[1]}-12-31" if request.period else "9999-12-31"
        return set(self._library.out_of_force(at))

    def _former(self, main: SourceDocument | None) -> str:
        """Return the version that our leading document replaced, as written in a blank."""
        if main is None:
            return ""
        replaced = self._library.replaced()
        for old in (self._library.catalog.document(o) for o, new in replaced.items() if new == main.doc_id):
            if old is not None:
                return f"：请对照《{old.facts.title}》（{old.facts.effective or old.facts.date}）逐条写明"
        return ""

    def _documents(self, query: str, place: str, preferred: set[str], without: set[str]) -> list[SourceDocument]:
        passages = self._retriever.search(query, PASSAGES, Filters(place=place))
        ids = [*sorted(preferred), *(passage.chunk.doc_id for passage in passages)]
        kept = [doc_id for doc_id in dict.fromkeys(ids) if doc_id not in without][:MOST_DOCUMENTS]
        documents = [self._library.catalog.document(doc_id) for doc_id in kept]
        return [document for document in documents if document is not None]

    def _blocks(self, document: SourceDocument) -> list[Block]:
        return read_blocks(document, self._library.catalog.places())

    def _on_point(self, point: str, place: str, any_place: bool, preferred: set[str], without: set[str]) -> list[Block]:
        if not place and not any_place:
            return []
        found = self._documents(point, "" if any_place else place, preferred, without)
        return [block for document in found for block in self._blocks(document) if any_place or _is_ours(block, place)]

    def _others(self, request: DraftRequest, place: str, without: set[str]) -> list[Block]:
        terms = tokenizer.content_words(request.topic)
        found: list[Block] = []
        for document in self._documents(request.topic, "", set(), without):
            if not _covers(document.facts.title + document.text[:HEAD], terms):
                continue
            for block in self._blocks(document):
                named = block.place and not is_redacted(block.place)
                if named and not is_within(block.place, place, document.facts.region) and not block.table:
                    found.append(block)
        return found

    def _elsewhere(self, request: DraftRequest, place: str) -> list[str]:
        others = {
            passage.facts.place: passage.facts.title
            for passage in self._retriever.search(request.topic, 10)
            if passage.facts.place and not is_within(passage.facts.place, place, passage.facts.region)
        }
        if not others:
            return []
        listed = "；".join(f"{place_label(name)}《{title}》" for name, title in list(others.items())[:4])
        return [f"其他地方的同类材料可供借鉴，未写入稿中：{listed}"]


def _is_ours(block: Block, place: str) -> bool:
    whose = block.place
    return not is_redacted(whose) and is_within(whose, place, block.document.facts.region)


def _covers(text: str, terms: Sequence[str], least: float = ON_TOPIC) -> bool:
    folded = fold(text)
    return not terms or sum(match_strength(term, folded) for term in terms) >= least * len(terms)


def _whole(block: Block) -> str:
    return " ".join((block.document.facts.title, *block.path, block.text))


def _very_papers(documents: Sequence[SourceDocument], terms: Sequence[str]) -> list[SourceDocument]:
    return [document for document in documents if _covers(document.facts.title, terms, THE_VERY_PAPER)]


def _of_period(blocks: Sequence[Block], period: tuple[int, int] | None) -> tuple[list[Block], int]:
    """Return the blocks with the sentences of the period only, and how many sentences were left out.

    A sentence's own years count first, then those of headings and title, then the date: a report is often written
    in the year after the one that it tells of. What looks ahead, a plan for 2026 written in 2023, is of the year in
    which it was written. What tells no year stays.
    """
    if period is None:
        return list(blocks), 0
    wanted = range(period[0], period[1] + 1)
    kept: list[Block] = []
    left_out = 0
    for block in blocks:
        written = block.document.facts.date[:4] or block.year
        spans: list[Span] = []
        for span in block.spans:
            own = [] if block.role in _AHEAD else years_in(span.text)
            told = own or ([block.year] if block.year and block.role not in _AHEAD else [])
            fits = (
                any(int(year) in wanted for year in told)
                if told
                else not written or (period[0] <= int(written) <= period[1] + 1)
            )
            if own and len(own) > 1 and not all(int(year) in wanted for year in own):
                fits = fits and any(min(map(int, own)) <= year <= max(map(int, own)) for year in wanted)
            if fits:
                spans.append(span)
            else:
                left_out += 1
        if spans:
            kept.append(replace(block, spans=tuple(spans)))
    return kept, left_out


def _notes(request: DraftRequest, place: str) -> list[Block]:
    """Return the user's own notes as blocks, by heading where they have headings."""
    if not request.notes:
        return []
    facts = DocumentFacts(USER, place)
    document = SourceDocument("", USER, 1, 1, "", request.notes, facts, read_sections(request.notes, {}))
    return [
        replace(block, place=place, path=tuple(bare(heading) for heading in block.path))
        for block in read_blocks(document)
    ]
