"""Check quotations, articles of regulations and document numbers: to the letter, altered, superseded or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from assistant.checking.draft import Draft
from assistant.checking.findings import ERROR, HINT, Finding, Source
from assistant.checking.pool import Held, Pool
from corpus.sentences import paragraph_span, split_sentences
from corpus.tokenizer import fold
from corpus.versions import regulation_key

_QUOTED = re.compile(r"[“「](?P<text>[^“”「」\n]{4,300})[”」]")
_SAYING = re.compile(r"(?:指出|强调|要求|规定|明确|提出|写明|写道|说|讲|中)[:：，,]?\s*$")
_NUMBER = re.compile(
    r"(?P<prefix>[\u4e00-\u9fff]{1,10}?)(?P<open>[〔\[［【（(﹝])(?P<year>(?:19|20)\d{2})(?P<close>[〕\]］】）)﹞])第?(?P<number>\d{1,5})号"
)
_ORDER = re.compile(r"(?P<prefix>[\u4e00-\u9fff]{2,14}令)?第(?P<number>\d{1,4})号令")
_ARTICLE = re.compile(r"《(?P<title>[^《》]{4,60})》[^。；《》]{0,12}?(?P<article>第[一二三四五六七八九十百零〇\d]+条)")
ALTERED = 0.72


def check_quotations(draft: Draft, pool: Pool) -> list[Finding]:
    """Return the findings on all quotations, articles and document numbers of a draft."""
    return [*_quotations(draft, pool), *_articles(draft, pool), *_numbers(draft, pool)]


# ---- “…”


def _quotations(draft: Draft, pool: Pool) -> Iterator[Finding]:
    said: set[str] = set()
    for match in _QUOTED.finditer(draft.plain):
        text = match["text"].strip()
        key = _letters(text)
        if len(key) < 4 or key in said:
            continue
        said.add(key)
        holding = [one for one in pool.held if key in one.squeezed]
        long = len(key) >= 12 or bool(_SAYING.search(draft.plain[max(0, match.start() - 8) : match.start()]))
        if holding:
            if long and all(one.replaced_by for one in holding):
                title = holding[0].document.facts.title
                message = f"这段话出自旧版《{title}》，该版已被替代"
                yield Finding(ERROR, "旧版", match.start("text"), match.end("text"), message, "请改引现行版本")
            continue
        near = _nearest(pool, text, key)
        if near is not None:
            _number, _statement_start, original, source = near
            span = smallest_difference(text, original)
            if span is None:
                continue
            start, end, right = span
            begin = match.start("text") + start
            finish = match.start("text") + end
            message = f"引文与原文不同：原文此处是“{right or '（无此字）'}”，稿中是“{text[start:end] or '（缺字）'}”"
            if begin == finish:
                begin, finish = max(match.start("text"), begin - 1), min(match.end("text"), finish + 1)
                message = f"引文与原文不同：此处原文还有“{right}”"
            yield Finding(ERROR, "引文", begin, finish, message, original, (source,))
        elif long and len(key) >= 12:
            yield Finding(
                HINT, "引文", match.start("text"), match.end("text"), "资料库里没有找到这段引文", "请核对原文"
            )


def _nearest(pool: Pool, text: str, key: str) -> tuple[int, int, str, Source] | None:
    """Return the words of the library that are nearest to a quotation, of about its length."""
    best: tuple[float, tuple[int, int, str, Source]] | None = None
    characters = set(key)
    short = len(key) < 10
    for number, one in enumerate(pool.held):
        if one.replaced_by:
            continue
        for statement in one.statements:
            if statement.text.startswith("|") or len(characters & set(fold(statement.text))) < 0.6 * len(characters):
                continue
            candidates = [m["text"] for m in _QUOTED.finditer(statement.text)]
            if not short:
                candidates += _windows(statement.text, text)
            for candidate in candidates:
                other = _letters(candidate)
                if not other or other == key or abs(len(other) - len(key)) > max(1, 0.3 * len(key)):
                    continue
                matcher = SequenceMatcher(None, key, other, autojunk=False)
                if matcher.quick_ratio() < ALTERED:
                    continue
                ratio = matcher.ratio()
                if short and (
                    len(other) != len(key) or sum(a != b for a, b in zip(key, other, strict=True)) > 1 + len(key) // 6
                ):
                    continue
                # What stands between quotation marks there, too, is likelier meant than a piece of a sentence.
                weight = ratio + 0.05 * (f"“{candidate}”" in statement.text)
                if ratio >= (0.7 if short else ALTERED) and (best is None or weight > best[0]):
                    best = (weight, (number, statement.start, candidate, pool.source(number, statement)))
    return best[1] if best else None


def _windows(text: str, quoted: str) -> Iterator[str]:
    """Yield the part of a sentence that a quotation is likeliest to be, and the whole of it."""
    matcher = SequenceMatcher(None, fold(quoted), fold(text), autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= 2]
    if blocks:
        start = max(0, blocks[0].b - blocks[0].a)
        end = min(len(text), blocks[-1].b + blocks[-1].size + len(quoted) - blocks[-1].a - blocks[-1].size)
        yield text[start:end]
    yield text


def smallest_difference(mine: str, theirs: str) -> tuple[int, int, str] | None:
    """Return the smallest span of a text that holds all that differs from another, and the other's words there."""
    one, other = fold(mine), fold(theirs)
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    back = 0
    while back < min(len(one), len(other)) - start and one[-1 - back] == other[-1 - back]:
        back += 1
    if start == len(one) == len(other):
        return None
    # A digit by itself says little: take the whole number.
    while (
        start
        and one[start - 1 : start].isdigit()
        and (one[start : start + 1].isdigit() or other[start : start + 1].isdigit())
    ):
        start -= 1
    while back and one[len(one) - back].isdigit() and one[len(one) - back - 1 : len(one) - back].isdigit():
        back -= 1
    return start, len(mine) - back, theirs[start : len(theirs) - back]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


# ---- 《…》第X条


def _articles(draft: Draft, pool: Pool) -> Iterator[Finding]:
    for match in _ARTICLE.finditer(draft.plain):
        key = regulation_key(match["title"])
        held = [one for one in pool.held if key and regulation_key(one.document.facts.title) == key]
        held = [one for one in held if not one.replaced_by] or held
        if not held:
            continue
        sentence = next((s for s in split_sentences(draft.plain) if s.start <= match.start() < s.end), None)
        said = draft.plain[match.end() : sentence.end if sentence else match.end() + 80]
        article = _letters(match["article"])
        articles = _article_texts(held[0])
        if article not in articles:
            message = f"《{held[0].document.facts.title}》没有{match['article']}"
            yield Finding(
                ERROR, "引文", match.start("article"), match.end("article"), message, _fitting(articles, said)
            )
            continue
        better = _fitting(articles, said)
        if better and better != article and _overlap(said, articles[better]) > _overlap(said, articles[article]) + 0.25:
            start = held[0].document.text.find(articles[better][:20])
            quote = articles[better].split("\n")[0]
            facts = held[0].document.facts
            source = Source(
                held[0].document.doc_id, facts.title, held[0].document.source.rsplit("/", 1)[-1].rsplit("\\", 1)[-1],
                facts.place, facts.date, quote if start >= 0 else "", max(0, start), max(0, start + len(quote)),
            )  # fmt: skip
            message = f"这句话说的是《{facts.title}》{better}的内容，稿中写作{match['article']}"
            yield Finding(ERROR, "引文", match.start("article"), match.end("article"), message, better, (source,))


def _article_texts(held: Held) -> dict[str, str]:
    text = held.document.text
    starts = [
        (m.start(), _letters(m[0])) for m in re.finditer(r"^第[一二三四五六七八九十百零〇\d]+条", text, re.MULTILINE)
    ]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return {name: text[start:end].strip() for (start, name), end in zip(starts, ends, strict=True)}


def _fitting(articles: dict[str, str], said: str) -> str:
    """Return the article that says most of what the draft says that it does."""
    best = max(articles, key=lambda name: _overlap(said, articles[name]), default="")
    return best if best and _overlap(said, articles[best]) >= 0.5 else ""


def _overlap(said: str, article: str) -> float:
    pairs = {said[i : i + 2] for i in range(len(said) - 1) if re.fullmatch(r"[\u4e00-\u9fff]{2}", said[i : i + 2])}
    return sum(pair in article for pair in pairs) / len(pairs) if pairs else 0.0


# ---- 发文字号


def _numbers(draft: Draft, pool: Pool) -> Iterator[Finding]:
    """Yield findings on document numbers that the library has otherwise for the same paper."""
    seen: set[str] = set()
    own = _letters(draft.facts.document_number)
    for match in _NUMBER.finditer(draft.plain):
        key = _letters(match["prefix"][-6:] + match["year"] + match["number"] + "号")
        whole = _letters(match[0])
        if key in seen or (own and own == whole and _is_own_line(draft.plain, match)):
            continue
        seen.add(key)
        tail = _letters(match["prefix"][-2:] + match["year"])
        endings = (f"{tail}{int(match['number'])}号", f"{tail}第{int(match['number'])}号")
        holding = [one for one in pool.held if any(ending in one.squeezed for ending in endings)]
        if holding:
            continue
        title = _title_before(draft.plain, match.start())
        near = _number_of(pool, title, match)
        if near is None:
            yield Finding(
                HINT,
                "文号",
                match.start() + _prefix_start(match["prefix"]),
                match.end(),
                "资料库里没有这个文号",
                "请核对原文件",
            )
            continue
        start, end, right, source = near
        message = f"文号与资料不一致：资料里是“{right}”"
        yield Finding(ERROR, "文号", start, end, message, right, (source,))


def _is_own_line(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number stands on a line by itself, as a paper's own does."""
    start, end = paragraph_span(text, match.start(), match.end())
    return len(text[start:end].strip()) <= len(match[0]) + 4


def _prefix_start(prefix: str) -> int:
    joint = list(re.finditer(r"[据照按依印发以和及、的（(]", prefix))
    return joint[-1].end() if joint and joint[-1].end() < len(prefix) else 0


def _title_before(text: str, at: int) -> str:
    match = re.search(r"《([^《》]{4,60})》\s*[（(]?\s*[\u4e00-\u9fff]{0,6}$", text[max(0, at - 80) : at])
    return match[1] if match else ""


def _number_of(pool: Pool, title: str, match: re.Match[str]) -> tuple[int, int, str, Source] | None:
    """Return the span that differs and the right number: of the same title, else of nearly the same number."""
    best: tuple[int, tuple[int, int, str, Source]] | None = None
    for number, one in enumerate(pool.held):
        for statement in one.statements:
            if "号" not in statement.text:
                continue
            for other in _NUMBER.finditer(statement.text):
                before = _title_before(statement.text, other.start())
                titled = bool(title) and (
                    _letters(title) == _letters(before)
                    or (_letters(title) == _letters(one.document.facts.title) and statement.start < 200)
                )
                same = [
                    match["year"] == other["year"],
                    match["number"] == other["number"],
                    match["prefix"][-2:] == other["prefix"][-2:],
                ]
                if not titled and (sum(same) < 2 or title):
                    continue
                score = 4 * titled + sum(same)
                wrong = [name for name, ok in zip(("year", "number", "prefix"), same, strict=True) if not ok]
                start, end = _wrong_span(match, other, wrong)
                tail = other["prefix"][_prefix_start(other["prefix"]) :]
                right = tail + statement.text[other.start("open") : other.end()]
                if best is None or score > best[0]:
                    best = (score, (start, end, right, pool.source(number, statement)))
    return best[1] if best and best[0] >= 2 else None


def _wrong_span(match: re.Match[str], other: re.Match[str], wrong: list[str]) -> tuple[int, int]:
    if not wrong:
        return match.start("prefix"), match.end()
    starts, ends = [], []
    for name in wrong:
        start, end = match.span(name)
        if name == "prefix":
            difference = smallest_difference(match["prefix"][-6:], other["prefix"][-6:])
            if difference is not None:
                base = match.end("prefix") - len(match["prefix"][-6:])
                start, end = base + difference[0], max(base + difference[1], base + difference[0] + 1)
        starts.append(start)
        ends.append(end)
    return min(starts), max(ends)
