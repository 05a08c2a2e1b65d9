"""Set two versions of a regulation side by side, article by article: what was changed, added, taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.answers import Answer
from assistant.citations import Citation, cite
from assistant.evidence import passage_as_it_stands
from assistant.gathering import EvidenceGatherer
from assistant.matching import match_strength, pairs_of
from assistant.question import Question
from corpus.schema import SourceDocument
from corpus.tokenizer import fold, telling
from corpus.versions import FORMER, regulation_key

_CHANGES = re.compile(r"变化|变动|区别|不同|差别|差异(?!系数|率|化)|修改|改了|改动|调整|对比|比较|新增|删[去除]")
_VERSIONS = re.compile(
    r"新旧|修订|修正|版本|[两新旧]版|前后|(?:19|20)\d{2}年?版|(?:19|20)\d{2}年[^，。]{0,8}(?:办法|规定|条例|细则).{0,4}(?:19|20)\d{2}年|原来?的?(?:办法|规定|条例)"
)
_BOTH = re.compile(
    r"新旧|[旧老](?:版|办法|规定|条例).{0,6}新|新(?:版|办法|规定|条例).{0,6}[旧老]|两版|(?:修订|修改)前后(?!.{0,30}多少)"
)
# 「比较管用的做法」 compares nothing.
_RATHER = re.compile(r"比较(?=管用|好|有效|突出|成功|典型|大|多|明显|集中|常见|普遍|严重|困难|重要|满意|稳定)")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百零〇\d]+条")
# Two articles are one, changed, where so much of them is the same.
ALIKE = 0.5
MOST_ROWS = 30
# So many pairs of characters of its title name a regulation.
NAMED = 3


@dataclass(frozen=True, slots=True)
class _Article:
    document: SourceDocument
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end].strip()

    @property
    def number(self) -> str:
        found = _ARTICLE.match(self.text)
        return found[0] if found else ""


def asks_for_changes(text: str) -> bool:
    """Tell whether a question is what changed between versions of a regulation."""
    text = _RATHER.sub("", text)
    return bool(_CHANGES.search(text) and (_VERSIONS.search(text) or FORMER.search(text))) or bool(_BOTH.search(text))


def version_changes(question: Question, gatherer: EvidenceGatherer) -> Answer | None:
    """Return the changes as a table, each cell cited; None where the library holds no two versions that are meant."""
    pair = _pair(question, gatherer)
    if pair is None:
        return None
    old, new = pair
    rows = _aligned(_articles(old), _articles(new))
    changed = [(a, b) for a, b in rows if a is None or b is None or fold(_body(a)) != fold(_body(b))]
    title = regulation_key(new.facts.title)
    terms = [t for t in question.terms if t not in title and not _CHANGES.search(t) and not _VERSIONS.search(t)]
    if terms:
        narrowed = [row for row in changed if _speaks_of(terms, row)]
        changed = narrowed or changed
    if not changed:
        return None
    counts = [
        sum(a is not None and b is not None for a, b in changed),
        sum(a is None for a, _ in changed),
        sum(b is None for _, b in changed),
    ]
    said = "、".join(
        f"{name} {count} 条" for name, count in zip(("改动", "新增", "删去"), counts, strict=True) if count
    )
    lines = [f"《{new.facts.title}》{_version(new)}与{_version(old)}相比：{said}。", ""]
    lines += [f"| {_version(old)} | {_version(new)} |", "| --- | --- |"]
    citations: list[Citation] = []
    for row in changed[:MOST_ROWS]:
        cells: list[str] = []
        for article in row:
            if article is None:
                cells.append("（无）")
                continue
            piece = passage_as_it_stands(
                article.document, article.start, article.start + len(article.text), (article.number,)
            )
            citations.append(cite(len(citations) + 1, piece))
            cells.append(f"{article.text.replace(chr(10), ' ')}[{len(citations)}]")
        lines.append(f"| {cells[0]} | {cells[1]} |")
    if len(changed) > MOST_ROWS:
        lines.append(f"只列出前 {MOST_ROWS} 条。")
    return Answer(question.text, "\n".join(lines), False, 0.9, "extractive", tuple(citations))


def _pair(question: Question, gatherer: EvidenceGatherer) -> tuple[SourceDocument, SourceDocument] | None:
    """Return the older and the newer document whose title the question names best."""
    best: tuple[int, SourceDocument, SourceDocument] | None = None
    for old_id, new_id in gatherer.library.replaced().items():
        old, new = gatherer.document(old_id), gatherer.document(new_id)
        if old is None or new is None or not _articles(new):
            continue
        if question.places and new.facts.place and new.facts.place not in question.places:
            continue
        title = regulation_key(new.facts.title) or new.facts.title
        # 「六安招生办法」 names the measures of that long title.
        named = len(pairs_of(title) & pairs_of(question.text))
        if named >= NAMED and (best is None or (named, new.facts.date) > (best[0], best[2].facts.date)):
            best = (named, old, new)
    return (best[1], best[2]) if best else None


def _articles(document: SourceDocument) -> list[_Article]:
    return [
        _Article(document, section.start, section.end)
        for section in document.sections
        if _ARTICLE.match(document.text[section.start : section.start + 12])
    ]


def _body(article: _Article) -> str:
    return _ARTICLE.sub("", article.text).strip()


def _aligned(old: list[_Article], new: list[_Article]) -> list[tuple[_Article | None, _Article | None]]:
    """Return articles in pairs, in the order of the new version; what has no counterpart stands alone."""
    left = list(old)
    pairs: list[tuple[_Article | None, _Article | None]] = []
    for article in new:
        scored = [
            (SequenceMatcher(None, _body(article), _body(other), autojunk=False).ratio(), other) for other in left
        ]
        ratio, nearest = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if nearest is not None and ratio >= ALIKE:
            left.remove(nearest)
            pairs.append((nearest, article))
        else:
            pairs.append((None, article))
    return pairs + [(article, None) for article in left]


def _speaks_of(terms: list[str], row: tuple[_Article | None, _Article | None]) -> bool:
    text = fold(" ".join(article.text for article in row if article is not None))
    weights = [telling(term) for term in terms]
    covered = sum(weight * match_strength(term, text) for term, weight in zip(terms, weights, strict=True))
    return covered >= 0.5 * (sum(weights) or 1.0)


def _version(document: SourceDocument) -> str:
    year = (document.facts.effective or document.facts.date)[:4]
    return f"{year}年版" if year else "未注日期版"
