"""Cut a web page into the blocks that a reader sees, lines, headings and tables, and choose those of its text.

An extractor tells which blocks are text for certain. It also drops what stands between them, headings and attachments
most of all; what stands among text is taken with it, and what does not read as text beside it is left.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lxml.html

from corpus import marks
from corpus.loaders.tables import markdown_table
from corpus.loaders.typed_tables import mark_tables

_UNSEEN = frozenset(
    "script style noscript template head nav button select option input textarea iframe object svg canvas video audio".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q ruby s samp small span strike strong sub sup "
    "time tt u var wbr o:p".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_COMMENTS = re.compile(r"(?:^|[\s_-])(?:comments?|cmt|pinglun|liuyan)(?:$|[\s_-])", re.IGNORECASE)
_COMMENTED = re.compile(r"^[【\[]?(?:网友|最新|热门|全部)?(?:评论|留言|跟帖)")
# Where a line of a cell breaks: it is no end of a line in the page's source.
_BREAK = "\ue000"
_DAY = re.compile(
    r"\d{4}年\s*\d{1,2}月\s*\d{1,2}日[）)]?$|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日$"
)
_BESIDE = re.compile(r"^[【\[]?(?:相关|热门|热点|推荐|更多|延伸|猜你喜欢)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Ideographs and Chinese punctuation: where the page's source wraps between two of them, no space is meant.
_WRAPPED = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[ \t]*\n\s*(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)
# More of a block in links than this, and it leads elsewhere.
MOST_LINKED = 0.5
# A shorter block is recognised nowhere for certain.
SHORTEST_KNOWN, LONG_ENOUGH = 6, 20
# Behind the text, a block reads as text from more characters on, where all that do come to so many ideographs.
SHORTEST_SENTENCE, SHORTEST_ADDITION = 40, 150
# Under 「相关阅读」 stand other papers' summaries, seldom a whole paper.
SHORTEST_PAPER_BESIDE = 300
# Behind a text its signature and date stand within so many blocks.
REACH_OF_A_DATE = 3
# So many blocks between the page's heading and its text.
REACH_OF_THE_TITLE = 12
# A cell of so many blocks, or of more text in several, lays a page out and tables nothing.
MOST_BLOCKS_IN_A_CELL, LONGEST_CELL = 3, 150
MOST_SPANNED = 200


@dataclass(frozen=True, slots=True)
class Block:
    """One line, heading or table of a page.

    Attributes:
        lines: its text, a table as Markdown rows.
        level: of a heading; None of others.
        linked: share of its characters that stand in links.
        commented: it stands in what readers wrote under the page.
    """

    lines: tuple[str, ...]
    level: int | None = None
    linked: float = 0.0
    commented: bool = False

    @property
    def ideographs(self) -> str:
        """Return its text without all that differs between two ways of writing it down."""
        return "".join(_HAN.findall("".join(self.lines)))

    @property
    def is_table(self) -> bool:
        """Tell whether it is a table of more than its head."""
        return len(self.lines) > 2 and self.lines[-1].startswith("|")

    @property
    def reads_as_text(self) -> bool:
        """Tell whether it holds sentences, or a table."""
        if self.linked > MOST_LINKED:
            return False
        return self.is_table or (len(self.lines[-1]) > SHORTEST_SENTENCE and "。" in self.lines[-1])


def blocks_of(tree: lxml.html.HtmlElement) -> list[Block]:
    """Return what a page shows, in order."""
    return [block for block in _walk(tree, False) if any(block.lines)]


def written(blocks: Sequence[Block]) -> str:
    """Return blocks as text, headings marked."""
    return "\n\n".join(
        "\n".join(block.lines) if block.level is None else marks.heading(block.lines[0], block.level)
        for block in blocks
    )


def chosen(blocks: Sequence[Block], extracted: str) -> list[Block]:
    """Return the blocks of a page's text: those that were extracted, and what belongs to them.

    Args:
        extracted: what an extractor took for the text.
    """
    known = _known(blocks, extracted)
    if not any(known):
        return []
    # A header may repeat a short line of the text; what is long enough is found nowhere else.
    sure = [n for n, block in enumerate(blocks) if known[n] and len(block.ideographs) >= LONG_ENOUGH]
    sure = sure or [n for n in range(len(blocks)) if known[n]]
    first, last = sure[0], sure[-1]
    while first and known[first - 1]:
        first -= 1
    while last + 1 < len(blocks) and known[last + 1]:
        last += 1
    text = [
        block
        for block, is_known in zip(blocks[first : last + 1], known[first : last + 1], strict=True)
        if is_known or block.linked <= MOST_LINKED
    ]
    return [*_above(blocks[:first]), *text, *_behind(blocks[last + 1 :])]


def _known(blocks: Sequence[Block], extracted: str) -> list[bool]:
    """Tell of each block whether it stands in what was extracted."""
    text = "".join(_HAN.findall(extracted))
    lines = {_bare(line) for line in extracted.split("\n")}
    known: list[bool] = []
    reached = 0
    for block in blocks:
        ideographs = block.ideographs
        if len(ideographs) < SHORTEST_KNOWN:
            known.append(len(block.lines) == 1 and _bare(block.lines[0]) in lines)
            continue
        at = text.find(ideographs, reached)
        if at >= 0 and len(ideographs) >= LONG_ENOUGH:
            reached = at + len(ideographs)
        known.append(at >= 0 or ideographs in text)
    return known


def _bare(line: str) -> str:
    return re.sub(r"^[-*|\s]+|[\s|]+", "", line)


def _above(blocks: Sequence[Block]) -> list[Block]:
    """Return what stands between the page's heading and its text, the heading with it: 「发布日期：……」."""
    near = blocks[-REACH_OF_THE_TITLE:]
    heads = [n for n, block in enumerate(near) if block.level is not None]
    titles = [n for n in heads if near[n].level == 1] or heads
    if not titles:
        return []
    return [block for block in near[titles[-1] :] if block.linked <= MOST_LINKED]


def _behind(blocks: Sequence[Block]) -> list[Block]:
    """Return what reads as text behind the extracted: an attachment, a second paper, with the headings over it."""
    ending = next(
        (n for n, block in enumerate(blocks) if block.commented or _COMMENTED.match(block.lines[0])), len(blocks)
    )
    blocks = blocks[:ending]
    beside = next((n for n, block in enumerate(blocks) if _BESIDE.match(block.lines[0])), len(blocks))
    if sum(len(block.ideographs) for block in blocks[beside:] if block.reads_as_text) < SHORTEST_PAPER_BESIDE:
        blocks = blocks[:beside]
    signed = next((n + 1 for n, block in enumerate(blocks[:REACH_OF_A_DATE]) if _dates(block)), 0)
    kept = set(range(signed))
    reading = [n for n, block in enumerate(blocks) if block.reads_as_text]
    if sum(len(blocks[n].ideographs) for n in reading) < SHORTEST_ADDITION:
        reading = [n for n in reading if blocks[n].is_table]
    for n in reading:
        kept.add(n)
        above = n - 1
        while above >= 0 and above not in kept and _heads(blocks[above]):
            kept.add(above)
            above -= 1
    return [blocks[n] for n in sorted(kept)]


def _dates(block: Block) -> bool:
    """Tell whether a block ends with the day on which a paper was signed."""
    return (
        block.linked <= MOST_LINKED and len(block.lines[0]) <= SHORTEST_SENTENCE and bool(_DAY.search(block.lines[0]))
    )


def _heads(block: Block) -> bool:
    """Tell whether a block is a heading, or a short line that may head what is under it."""
    return block.linked <= MOST_LINKED and (block.level is not None or len(block.lines[0]) <= SHORTEST_SENTENCE)


# ---- the page


def _walk(element: lxml.html.HtmlElement, commented: bool) -> Iterator[Block]:
    """Yield an element's blocks."""
    commented = commented or bool(_COMMENTS.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
    if element.tag in _HEADINGS:
        if line := _line(_inline(element)):
            yield Block((line,), _HEADINGS[element.tag], _linked(element), commented)
        return
    if element.tag == "table" and not _lays_out(element):
        yield Block(tuple(_table(element)), None, _linked(element), commented)
        return
    if element.tag == "pre":
        yield from _preformatted(element.text_content(), commented)
        return
    said: list[tuple[str, bool]] = [(_number_of(element) + (element.text or ""), False)]
    for child in element:
        if isinstance(child.tag, str) and not _is_unseen(child):
            if child.tag == "br":
                yield from _said(said, commented)
                said = []
            elif child.tag in _INLINE and not _holds_blocks(child):
                said.append((_inline(child), child.tag == "a"))
            else:
                yield from _said(said, commented)
                said = []
                yield from _walk(child, commented)
        said.append((child.tail or "", False))
    yield from _said(said, commented)


def _preformatted(text: str, commented: bool) -> Iterator[Block]:
    """Yield the lines of preformatted text, and tables typed into it with tabs, bars or blanks whole."""
    for of_a_table, lines in itertools.groupby(mark_tables(text).split("\n"), key=lambda line: line.startswith("|")):
        if of_a_table:
            yield Block(tuple(lines), None, commented=commented)
        else:
            yield from (Block((line,), commented=commented) for text in lines if (line := _line(text)))


def _number_of(element: lxml.html.HtmlElement) -> str:
    """Return what a browser writes before an item of a counted list; empty for anything else."""
    listing = element.getparent()
    if element.tag != "li" or listing is None or listing.tag != "ol":
        return ""
    return f"{_whole_number(listing, 'start') + sum(1 for _ in element.itersiblings('li', preceding=True))}. "


def _said(pieces: Sequence[tuple[str, bool]], commented: bool) -> Iterator[Block]:
    """Yield the block of a run of text, of which some pieces stand in links; none for a blank run."""
    line = _line("".join(text for text, _ in pieces))
    if line:
        linked = sum(len(_line(text)) for text, in_link in pieces if in_link)
        yield Block((line,), None, linked / len(line), commented)


def _inline(element: lxml.html.HtmlElement) -> str:
    """Return the text of an element of one line or cell, `_BREAK` where it breaks; what is not seen is left out."""
    for gone in [child for child in element.iterdescendants() if isinstance(child.tag, str) and _is_unseen(child)]:
        if gone.getparent() is not None:
            gone.drop_tree()
    for pause in element.iter("br", "p", "div"):
        if pause is not element:
            pause.tail = _BREAK + (pause.tail or "")
    return str(element.text_content())


def _line(text: str) -> str:
    """Return text as one line, as a browser runs it together; a blank where it breaks."""
    pieces = (_WRAPPED.sub("", piece.replace("\xa0", " ")) for piece in text.split(_BREAK))
    return " ".join(plain for piece in pieces if (plain := re.sub(r"\s+", " ", piece).strip()))


def _linked(element: lxml.html.HtmlElement) -> float:
    whole = len(_line(element.text_content()))
    return sum(len(_line(link.text_content())) for link in element.iter("a")) / whole if whole else 0.0


def _is_unseen(element: lxml.html.HtmlElement) -> bool:
    return element.tag in _UNSEEN or bool(_HIDDEN.search(element.get("style") or ""))


def _holds_blocks(element: lxml.html.HtmlElement) -> bool:
    """Tell whether an inline element holds what is none, or breaks its line: pages wrap paragraphs in a span."""
    return any(
        isinstance(child.tag, str) and child.tag not in _INLINE | _UNSEEN | {"img"}
        for child in element.iterdescendants()
    )


def _lays_out(table: lxml.html.HtmlElement) -> bool:
    """Tell whether a table only arranges a page, as old sites do."""
    rows = [row for row in table.iter("tr") if _table_of(row) is table]
    if max((len(row) for row in rows), default=0) < 2:
        return True
    for row in rows:
        for cell in row.iterchildren("td", "th"):
            inside = list(cell.iterdescendants("p", "div", "br", "table", "ul", "ol", *_HEADINGS))
            if any(child.tag == "table" for child in inside):
                return True
            if len(inside) > MOST_BLOCKS_IN_A_CELL and len(_line(cell.text_content())) > LONGEST_CELL:
                return True
    return False


def _table_of(row: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    return next(row.iterancestors("table"), None)


def _table(table: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield a table's caption and its rows, what a cell spans told in each row and column that it spans."""
    for caption in table.iterchildren("caption"):
        yield _line(_inline(caption))
    rows: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        told: list[str] = []
        for cell in [*(cell for cell in row.iterchildren("td", "th") if not _is_unseen(cell)), None]:
            while len(told) in hanging:
                left, text = hanging.pop(len(told))
                if left > 1:
                    hanging[len(told)] = (left - 1, text)
                told.append(text)
            if cell is None:
                continue
            text = _line(_inline(cell))
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    hanging[len(told)] = (down - 1, text)
                told.append(text)
        rows.append(told)
    yield from markdown_table(rows)


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    """Return how many columns or rows a cell spans; a page that lies about it is held to what a table may have."""
    return min(max(_whole_number(cell, name), 1), MOST_SPANNED)


def _whole_number(element: lxml.html.HtmlElement, name: str) -> int:
    """Return an attribute that is a whole number; 1 where it is none, or not there."""
    value = (element.get(name) or "1").strip()
    return int(value[:4]) if value.isdecimal() else 1
