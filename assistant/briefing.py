"""Draft a document of a genre on a topic for a place, from the library's own sentences.

Every sentence is one of ours, cited; another place's facts are never taken in. What the library does not hold
is a visible blank, 〔待补充：……〕.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.citations import Citation, cite, place_label
from assistant.evidence import Evidence, fact_place, match_strength
from assistant.genres import Genre, GenreSection, find_genre
from corpus import tokenizer
from corpus.figures import find_figures
from corpus.gazetteer import is_within
from corpus.places import is_redacted
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.sentences import whole_sentences
from corpus.tokenizer import fold
from index.library import Library
from index.passage import Passage
from index.records import Filters
from index.retriever import HybridRetriever

PASSAGES = 60
# A passage must cover this share of the topic's words, headings and title counted in.
ON_TOPIC = 0.6
SHORTEST_SENTENCE = 12
# A longer sentence is taken clause by clause, at its semicolons.
LONGEST_SENTENCE = 200
_NUMERALS = "一二三四五六七八九十"
_ITEM = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]\d{1,2}[）)]|\d{1,2}[、.．](?!\d)|[▲●◆■★•①-⑩]|[-*·] |"
    r"[一二三四五六七八九十]{1,2}是(?=[\u4e00-\u9fff“])|[第其][一二三四五六七八九十]{1,2}[，,、])\s*"
)
_DEPENDENT = re.compile(
    r"^(?:即|其中|这|该|此|为此|对此|通过这些|正是|上述|同时|另外|此外|因此|所以|但|然而|不过|并且?|而且)"
)
_ELSEWHERE = re.compile(r"问题|不足|原因|困难|短板|打算|计划|下一步|建议")
_PROBLEMS = re.compile(r"问题|不足|原因|短板")
_RESULTS = re.compile(r"累计|已(?:经|建成|完成|投入)|以来|(?:19|20)\d{2}年(?:全年|共|新)|达到了|提高到|荣获|评为")
_AIMS = re.compile(r"目标|重点任务|步骤|保障措施|指导思想|打算")
_BLANK = re.compile(r"〔待补充：([^〕]*)〕")
_SPEECH = re.compile(
    r"^(?:尊敬的|各位|首先我代表|下面|谢谢|以上|现将)|(?:汇报|报告|总结|通报)如下|欢迎大家|热烈祝贺|小编|本文"
)
_HALF = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"})


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """One sentence of a draft and the citation that it rests on; 0 for words of the genre itself."""

    text: str
    n: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `text` is its sentences together."""

    text: str
    citations: tuple[int, ...] = ()
    sentences: tuple[BriefSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefSection:
    """One heading, level 1 for 一、 and 2 for （一）, and the paragraphs right under it."""

    heading: str
    level: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A draft: `gaps` are its blanks, `warnings` what its reader must know."""

    genre: str
    title: str
    place: str
    topic: str
    sections: tuple[BriefSection, ...]
    citations: tuple[Citation, ...]
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]
    salutation: str = ""
    masthead: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    evidence: Evidence
    paragraph: int
    theme: str
    dependent: bool


class BriefWriter:
    """Write drafts from one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def write(self, genre_name: str, topic: str, place: str = "") -> Brief:
        """Return a draft.

        Raises:
            DraftError: the genre is not known.
        """
        genre = find_genre(genre_name)
        topic = topic.strip()
        warnings: list[str] = []
        place = self._whose(place, warnings)
        candidates = self._candidates(topic, place)
        if not candidates:
            warnings.append(
                f"资料库中没有{place or '可用'}的「{topic}」材料，各部分均留空；请先添加本单位的总结、汇报或统计材料"
            )
            warnings += self._elsewhere(topic, place)
        placed = _place_in_sections(genre, candidates)
        numbers = _Numbering()
        sections: list[BriefSection] = []
        gaps: list[str] = []
        for number, section in enumerate(genre.sections):
            heading = f"{_NUMERALS[number]}、{section.heading}"
            chosen = placed.get(number, [])
            if chosen:
                sections += _written(heading, section, chosen, numbers)
            else:
                missing = section.missing.format(place=place, topic=topic)
                gaps.append(missing)
                sections.append(BriefSection(heading, 1, (Paragraph(f"〔待补充：{missing}〕"),)))
        opening = genre.opening.format(place=place, topic=topic)
        if opening:
            lead = Paragraph(opening, (), (BriefSentence(opening, 0),))
            sections.insert(0, BriefSection("", 0, (lead,)))
        blanks = [
            blank
            for s in sections
            for text in (s.heading, *(p.text for p in s.paragraphs))
            for blank in _BLANK.findall(text)
        ]
        gaps += [blank for blank in dict.fromkeys(blanks) if blank not in gaps]
        gaps += [gap for line in (*genre.masthead, *genre.footer) for gap in _BLANK.findall(line)]
        return Brief(
            genre=genre.name,
            title=genre.title.format(place=place, topic=topic),
            place=place,
            topic=topic,
            sections=tuple(sections),
            citations=tuple(numbers.citations),
            gaps=tuple(gaps),
            warnings=tuple(warnings),
            salutation=genre.salutation,
            masthead=genre.masthead,
            footer=genre.footer,
        )

    # ---- whose

    def _whose(self, place: str, warnings: list[str]) -> str:
        """Return the place that the draft speaks for: the one given, or the library's only one."""
        places = set(self._library.catalog.places())
        if place:
            longer = sorted(name for name in places if re.sub(r"[县区市旗省]$", "", name) == place)
            return longer[0] if longer else place
        named = {name for name in places if not is_redacted(name)}
        if len(named) == 1:
            return named.pop()
        warnings.append("没有指定地方，不知道是哪里的稿子，各部分均留空；请用 --place 指明")
        return ""

    def _elsewhere(self, topic: str, place: str) -> list[str]:
        retriever = HybridRetriever(library=self._library)
        others = {
            passage.facts.place: passage.facts.title
            for passage in retriever.search(topic, 10)
            if passage.facts.place and not is_within(passage.facts.place, place, passage.facts.region)
        }
        if not others:
            return []
        listed = "；".join(f"{place_label(name)}《{title}》" for name, title in list(others.items())[:4])
        return [f"其他地方的同类材料可供借鉴，未写入稿中：{listed}"]

    # ---- evidence

    def _candidates(self, topic: str, place: str) -> list[_Candidate]:
        filters = Filters(place=place)
        terms = tokenizer.content_words(topic)
        retriever = HybridRetriever(library=self._library)
        found: list[_Candidate] = []
        seen: set[str] = set()
        documents: dict[str, SourceDocument | None] = {}
        passages = retriever.search(topic, PASSAGES, filters)
        if not place:
            # Papers that do not say whose they are are no basis for a report of anyone's work.
            return []
        passages = [passage for passage in passages if _on_topic(passage, terms)]
        order = {doc_id: rank for rank, doc_id in enumerate(dict.fromkeys(p.chunk.doc_id for p in passages))}
        for passage in sorted(passages, key=lambda p: (order[p.chunk.doc_id], p.chunk.start)):
            doc_id = passage.chunk.doc_id
            if doc_id not in documents:
                documents[doc_id] = self._library.catalog.document(doc_id)
            document = documents[doc_id]
            if document is None:
                continue
            for candidate in _sentences_of(passage, document, place):
                key = re.sub(r"\W", "", fold(candidate.evidence.text))
                if key not in seen:
                    seen.add(key)
                    found.append(candidate)
        return found


class _Numbering:
    """Hand out citation numbers in the order of the draft, one a sentence of a source."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []
        self._numbers: dict[tuple[str, int], int] = {}

    def number(self, evidence: Evidence) -> int:
        key = (evidence.document.doc_id, evidence.start)
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(cite(self._numbers[key], evidence))
        return self._numbers[key]


def _on_topic(passage: Passage, terms: Sequence[str]) -> bool:
    text = fold(passage.chunk.index_text)
    return not terms or sum(match_strength(term, text) for term in terms) >= ON_TOPIC * len(terms)


def _sentences_of(passage: Passage, document: SourceDocument, place: str) -> Iterator[_Candidate]:
    """Yield the whole sentences of a passage that can stand in a paper of ours."""
    theme = ""
    path: tuple[str, ...] = ()
    for sentence in whole_sentences(document.text, passage.chunk.start, passage.chunk.end, LONGEST_SENTENCE):
        text = sentence.text
        section = path_at(document.sections, sentence.start)
        body = _ITEM.sub("", text)
        if _ITEM.match(text):
            followed = document.text[sentence.end : sentence.end + 2].strip(" ") not in ("", "\n", "\n\n")
            is_heading = len(body) <= 40 and body.endswith(("。", "；", ";")) and not find_figures(body)
            theme = (
                body if is_heading and followed and "\n" not in document.text[sentence.end : sentence.end + 1] else ""
            )
            if theme:
                # 「一是推进城区布局均衡。」 is the heading of what follows it.
                continue
        if section != path:
            path, theme = section, theme if _ITEM.match(text) else ""
        if (
            len(body) < SHORTEST_SENTENCE
            or not text.endswith(("。", "！", "；", ";", "”", "）"))
            or text.startswith("|")
        ):
            continue
        if _SPEECH.search(text) or (section and text.rstrip("。") == section[-1].rstrip("。")):
            continue
        if re.search(r"[XxＸ]{2,}(?:大|届)|[XxＸ]{2,}[县区市]", text):
            continue
        whose = fact_place(text, document)
        if place and not is_within(whose, place, document.facts.region):
            continue
        heading = theme or (section[-1] if section else "")
        evidence = Evidence(document, sentence.start, sentence.end, section, 1.0, passage.score, whose)
        line = document.text.count("\n", 0, sentence.start)
        yield _Candidate(evidence, line, _ITEM.sub("", heading).rstrip("。；;：:"), bool(_DEPENDENT.match(body)))


def _place_in_sections(genre: Genre, candidates: Sequence[_Candidate]) -> dict[int, list[_Candidate]]:
    """Give each sentence to the section that it fits best, at most as many as the section takes."""
    fits: dict[int, list[tuple[float, int, _Candidate]]] = {}
    body = next((number for number, section in enumerate(genre.sections) if section.themed and not section.theme), None)
    last: int | None = None
    for position, candidate in enumerate(candidates):
        if candidate.dependent:
            # What says 「其中」 or 「同时」 goes where the sentence before it went, or nowhere.
            previous = candidates[position - 1] if position else None
            if last is not None and previous is not None and _adjacent(previous, candidate):
                fits[last].append((0.0, position, candidate))
            continue
        scored = [(_fit(section, candidate), -number) for number, section in enumerate(genre.sections)]
        best, negative = max(scored)
        if best <= 0 and body is not None and not _ELSEWHERE.search(" ".join(candidate.evidence.section)):
            # What is on the topic and fits no section by its words belongs to the body of the paper.
            best, negative = 0.1 + 0.2 * bool(find_figures(candidate.evidence.text)), -body
        last = -negative if best > 0 else None
        if last is not None:
            fits.setdefault(last, []).append((best, position, candidate))
    placed: dict[int, list[_Candidate]] = {}
    for number, fitting in fits.items():
        own = [entry for entry in fitting if not entry[2].dependent]
        kept = {position for _, position, _ in sorted(own, key=lambda e: (-e[0], e[1]))[: genre.sections[number].most]}
        for _, position, candidate in fitting:
            if candidate.dependent and position - 1 in kept:
                kept.add(position)
        placed[number] = [candidates[position] for position in sorted(kept)]
    return placed


def _adjacent(one: _Candidate, other: _Candidate) -> bool:
    same = one.evidence.document.doc_id == other.evidence.document.doc_id
    return same and 0 <= other.evidence.start - one.evidence.end <= 3


def _fit(section: GenreSection, candidate: _Candidate) -> float:
    evidence = candidate.evidence
    headings = [*evidence.section, candidate.theme]
    source = " ".join(evidence.section)
    problems = _PROBLEMS.search(source)
    if problems and not section.sources.search(problems[0]):
        # A problem or its cause is no task, no measure and no result.
        return 0.0
    if _RESULTS.search(evidence.text) and _AIMS.search(section.heading):
        return 0.0
    deepest = max((depth for depth, heading in enumerate(headings, 1) if section.sources.search(heading)), default=0)
    by_heading = 1.0 + 0.1 * deepest if deepest else 0.0
    cues = len({match[0] for match in section.cues.finditer(evidence.text)})
    fit = 3.0 * by_heading + min(cues, 3)
    if section.required and fit < 2:
        return 0.0
    figures = sum(figure.value is not None for figure in find_figures(evidence.text))
    return fit + 0.2 * min(figures, 3) + 0.3 * evidence.score if fit else 0.0


def _written(heading: str, section: GenreSection, chosen: list[_Candidate], numbers: _Numbering) -> list[BriefSection]:
    """Return the section with its paragraphs; a themed one with a heading of its own over each group."""
    groups: list[tuple[str, list[_Candidate]]] = []
    for candidate in chosen:
        key = _theme(section, candidate)
        if groups and groups[-1][0] == key and (key or groups[-1][1][-1].paragraph == candidate.paragraph):
            groups[-1][1].append(candidate)
        else:
            groups.append((key, [candidate]))
    if not section.themed or not any(theme for theme, _ in groups):
        return [BriefSection(heading, 1, tuple(_paragraph(group, numbers) for _, group in groups))]
    sections: list[BriefSection] = []
    plain = [_paragraph(group, numbers) for theme, group in groups if not theme]
    sections.append(BriefSection(heading, 1, tuple(plain)))
    themed = [(theme, group) for theme, group in groups if theme]
    for count, (theme, group) in enumerate(themed):
        label = f"（{_chinese(count + 1)}）{_blank_out(tidy_punctuation(theme))}"
        sections.append(BriefSection(label, 2, (_paragraph(group, numbers),)))
    return sections


def _theme(section: GenreSection, candidate: _Candidate) -> str:
    """Return the heading that a sentence stands under in a themed section; none that only leads in."""
    if not section.themed:
        return ""
    theme = candidate.theme
    if section.theme is not None:
        theme = next((h for h in reversed(candidate.evidence.section) if section.theme.search(h)), "")
        theme = _ITEM.sub("", theme)
    elif len(candidate.evidence.section) < 2 and theme in map(_bare, candidate.evidence.section):
        theme = theme if re.search(r"[，,：:]|推进|加强|加快|加大|建立|完善|实施", theme) else ""
    lead = theme.endswith(("是", "如下", "情况", "措施", "做法")) or theme.startswith(("—", "－", "-"))
    return "" if lead or len(theme) < 4 or theme == candidate.evidence.document.facts.title else theme


def _bare(heading: str) -> str:
    return _ITEM.sub("", heading).rstrip("。；;：:")


def _chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens - 1] + "十") + (
        _NUMERALS[units - 1] if units else ""
    )


def _paragraph(group: Sequence[_Candidate], numbers: _Numbering) -> Paragraph:
    sentences = tuple(
        BriefSentence(_as_sentence(candidate.evidence.text), numbers.number(candidate.evidence)) for candidate in group
    )
    return Paragraph("".join(s.text for s in sentences), tuple(dict.fromkeys(s.n for s in sentences)), sentences)


def _as_sentence(text: str) -> str:
    """Return a source's sentence as it stands in a draft: no item mark, full-width punctuation, a full stop."""
    # 「一是……；二是……」 in one sentence keeps its counting.
    body = text if re.search(r"[；;，,。]\s*二是", text) else _ITEM.sub("", text)
    body = _blank_out(tidy_punctuation(body))
    body = re.sub(r"[；;]$", "。", body)
    return body if body[-1] in "。！？”）" else body + "。"


def _blank_out(text: str) -> str:
    """Return a text with a visible blank where the source blotted a year or a name out."""
    text = re.sub(r"[XxＸ]{2,4}(?=年)", "〔待补充：年份〕", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff])[*＊]{1,4}(?=[\u4e00-\u9fff])", "〔待补充：材料隐去的内容〕", text)
    return re.sub(r"[XxＸ]{2,4}(?![A-Za-z])", "〔待补充：材料隐去的内容〕", text)


def tidy_punctuation(text: str) -> str:
    """Return a text with full-width punctuation where it is Chinese prose; figures such as 1,250 and 8:1 stay."""
    wide = [
        character.translate(_HALF) if character in ",;:?!()" and not _between_digits(text, position) else character
        for position, character in enumerate(text)
    ]
    return re.sub(r"(?<=[\u4e00-\u9fff，。；：、！？]) +(?=[\u4e00-\u9fff“《（])", "", "".join(wide))


def _between_digits(text: str, position: int) -> bool:
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return before.isascii() and after.isascii() and before.isdigit() and after.isdigit()
