"""Check names and single words of a draft against the sentence of the library that says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from assistant.checking.draft import Draft
from assistant.checking.figures import FigureOutcome
from assistant.checking.findings import ERROR, HINT, Finding
from assistant.checking.leftover_places import strange_place, wrong_place
from assistant.checking.matching import Matcher, opposites
from assistant.checking.periods import coverage
from assistant.checking.statements import Statement
from corpus.synonyms import synonyms_of
from corpus.tokenizer import fold, stop_words

_SUFFIX = r"(?:[一二三四五六七八九十]小|[一二三四五六七八九十]中|小学|中学|初中|高中|幼儿园|学校|学院|大学|医院|卫生院|教育集团|公司|村|乡|镇|街道)"
_NAME = re.compile(rf"[\u4e00-\u9fff]{{2,7}}?{_SUFFIX}(?![\u4e00-\u9fff]?(?:生|教育|阶段|教师|校长|学生))")
_GENERIC = re.compile(
    r"^(?:[一二三四五六七八九十两几各全每该本我这那所间多]+|.*(?:农村|城区|优质|薄弱|成员|龙头|乡镇|城乡|城镇|中心|寄宿制|寄宿|民办|公办|普通|义务教育|小规模|标准化|示范|全部|所有|乡村|县城|城市|新建|公立|职业|中小|以上|重点|名校|结对|试点|一贯制|完全|特色|同类|人民|实验|规模|区域|直属|扩建|改建|学区|全省|全市|全县|全区|附属|集团|山区|边远|偏远|贫困|特殊|综合|高等|科学|现代化|数字化|智慧|绿色|文明|先进|美丽|的|了|为|在|和|与|及|到|由|把|对|将|向|从|是|有))"
)
_JOINTS = re.compile(
    r"[、，,；;。：:（）()《》“”\s和与及]|以及|成员为|为龙头|成员|其中|包括|新建|建成|改建|扩建|划入|并入"
)


def check_wording(draft: Draft, matcher: Matcher, outcome: FigureOutcome) -> list[Finding]:
    """Return findings on names, places and words that the library has otherwise."""
    findings: list[Finding] = []
    taken = [(f.start, f.end) for f in outcome.findings]
    changed = 0
    for statement in draft.statements:
        aligned = _aligned(matcher, statement, outcome)
        place = wrong_place(draft, matcher, statement, aligned, outcome)
        place += strange_place(draft, matcher, statement, aligned)
        findings += [one for one in place if (one.start, one.end) not in taken]
        if not aligned or not statement.words:
            continue
        names = list(_names(matcher, statement, aligned))
        findings += names
        turned = list(_turned(matcher, statement, aligned, taken))
        findings += turned
        if not names and not place and not turned and changed < 6:
            words = list(_changed_words(matcher, statement, aligned, taken))
            changed += len(words)
            findings += words
    return findings


def _aligned(matcher: Matcher, statement: Statement, outcome: FigureOutcome) -> list[tuple[int, Statement, float]]:
    found: dict[tuple[int, int], tuple[int, Statement, float]] = {}
    candidates = [(m.document, m.statement) for m in outcome.support.get(statement.start, [])]
    candidates += [matcher.pool.statements[position] for position, _ in matcher.pool.similar(statement.words, 8)]
    for number, other in candidates:
        if matcher.pool.held[number].replaced_by:
            continue
        covered = coverage(matcher, statement, other)
        if covered >= 0.55:
            found[(number, other.start)] = (number, other, covered)
    return sorted(found.values(), key=lambda item: -item[2])


# ---- names


def _names(matcher: Matcher, statement: Statement, aligned: list[tuple[int, Statement, float]]) -> Iterator[Finding]:
    """Yield names of schools and the like for which the same sentence of the library has another."""
    everywhere = [one for one in matcher.pool.held if not one.replaced_by]
    mine = list(_find_names(statement.text))
    for name, offset in mine:
        if any(name in one.squeezed for one in everywhere):
            continue
        for number, other, covered in aligned[:3]:
            if covered < 0.55 or not matcher.is_ours(statement, number, other):
                continue
            theirs = [n for n, _ in _find_names(other.text) if n not in statement.text and n[-1] == name[-1]]
            if len(theirs) != 1 and not (theirs := [n for n in theirs if set(n[:-2]) & set(name[:-2])]):
                continue
            start = statement.start + offset
            message = f"资料里的名称是“{theirs[0]}”，稿中写作“{name}”"
            source = matcher.pool.source(number, other)
            yield Finding(ERROR, "名称", start, start + len(name), message, theirs[0], (source,))
            break


def _find_names(text: str) -> Iterator[tuple[str, int]]:
    """Yield the proper names of schools, villages and the like with their offsets."""
    position = 0
    pieces: list[tuple[str, int]] = []
    for joint in [*_JOINTS.finditer(text), None]:
        end = joint.start() if joint else len(text)
        pieces.append((text[position:end], position))
        position = joint.end() if joint else position
    for piece, offset in pieces:
        for match in _NAME.finditer(piece):
            if not _GENERIC.match(match[0]):
                yield match[0], offset + match.start()


# ---- single words


def _turned(
    matcher: Matcher,
    statement: Statement,
    aligned: list[tuple[int, Statement, float]],
    taken: list[tuple[int, int]],
) -> Iterator[Finding]:
    """Yield words that say the opposite of the same clause of the library: 高于规定值 for 低于规定值."""
    for match in re.finditer(r"[^，,；;。！？：:]{4,}", statement.text):
        clause = match[0]
        if any(clause in other.text for _, other, _ in aligned):
            continue
        for number, other, covered in aligned[:3]:
            if covered < 0.6 or not matcher.is_ours(statement, number, other):
                continue
            theirs = max(
                (
                    re.sub(r"^[一二三四五六七八九十]是", "", piece)
                    for piece in re.findall(r"[^，,；;。！？：:]{4,}", other.text)
                ),
                key=lambda piece: SequenceMatcher(None, clause, piece, autojunk=False).ratio(),
                default="",
            )
            if SequenceMatcher(None, clause, theirs, autojunk=False).ratio() < 0.66:
                continue
            pair = opposites(clause, theirs)
            if pair is None:
                break
            start = statement.start + match.start() + clause.index(pair[0])
            if not any(s < start + len(pair[0]) and start < e for s, e in taken):
                message = f"资料里是“{pair[1]}”，稿中写成了“{pair[0]}”"
                source = matcher.pool.source(number, other)
                yield Finding(ERROR, "表述", start, start + len(pair[0]), message, pair[1], (source,))
            break


def _changed_words(
    matcher: Matcher,
    statement: Statement,
    aligned: list[tuple[int, Statement, float]],
    taken: list[tuple[int, int]],
) -> Iterator[Finding]:
    """Yield the one word that differs where a clause is otherwise, to the letter, a clause of the library."""
    clauses = [
        (match.start(), match[0]) for match in re.finditer(r"[^，,；;。！？]+", statement.text) if len(match[0]) >= 10
    ]
    for offset, clause in clauses:
        for number, other, covered in aligned[:3]:
            if covered < 0.7 or clause in other.text or not matcher.is_ours(statement, number, other):
                continue
            if any(clause in one.document.text for one in matcher.pool.held):
                break
            found = _one_change(clause, other.text)
            if found is None:
                continue
            start, end, right = found
            begin = statement.start + offset + start
            finish = statement.start + offset + end
            if any(s < finish and begin < e for s, e in taken):
                break
            wrong = clause[start:end]
            turned = opposites(wrong, right) or {wrong, right} <= {"不", "未", "无", "已", ""}
            severity = ERROR if turned else HINT
            message = f"资料原文此处是“{right}”，稿中是“{wrong}”"
            yield Finding(severity, "表述", begin, finish, message, right, (matcher.pool.source(number, other),))
            break


def _one_change(clause: str, text: str) -> tuple[int, int, str] | None:
    """Return the span of the one word in which a clause differs from a text, and the text's word there."""
    folded = fold(clause)
    blocks = SequenceMatcher(None, folded, fold(text), autojunk=False).get_matching_blocks()
    pairs = [block for block in blocks if block.size >= 3]
    if len(pairs) != 2:
        return None
    first, second = pairs
    if first.a > 0 or second.a + second.size < len(clause) or second.b < first.b:
        return None
    start, end = first.size, second.a
    right = text[first.b + first.size : second.b]
    wrong = clause[start:end]
    if not (1 <= len(wrong) <= 4 and 1 <= len(right) <= 4) or re.search(r"[\d，。；的了在由为和与及]", wrong + right):
        return None
    if (
        wrong in stop_words()
        or right in stop_words()
        or right in synonyms_of(wrong)
        or wrong in right
        or right in wrong
    ):
        return None
    return start, end, right
