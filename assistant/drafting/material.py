"""Read a document as blocks: the sentences under one heading, with their headings, their place and their year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.drafting.lines import Line, bare, item_level, read_lines
from assistant.drafting.roles import load_roles
from assistant.whose import fact_place
from corpus.schema import SourceDocument
from corpus.sentences import Sentence, split_sentences

SHORTEST_SENTENCE = 10
# A longer sentence is taken clause by clause, at its semicolons.
LONGEST_SENTENCE = 220
_DEPENDENT = re.compile(
    r"^(?:即(?![将使便])|其中|其(?![他它])|这|该|此(?!外)|为此|对此|通过(?:这|以上|上述)|正是|上述|以上|同时|另外|此外|因此|所以|但|然而|"
    r"不过|并且?(?=[^轨]))|而且|(?:所)?占[^，。]{0,8}\d|截至目前，?该|在此基础上|与此同时|由此|从而|再次|其次"
)
_REFERS = re.compile(r"该[省市县区旗州局校镇乡项办院]|上述|前述")
_INNER_ITEM = re.compile(r"(?<=[；;])[二三四五六七八九十]{1,2}是(?=[\u4e00-\u9fff“])")
_SPEECH = re.compile(
    r"^(?:尊敬的|各位|首先我代表|下面[，,]?我|谢谢|以上(?:汇报|是|发言|材料)|特此|此致|敬礼)|欢迎大家|热烈祝贺|小编|本文|欢迎分享|以下是|"
    r"^(?:联系人|联系电话|抄送|印发|附件|主送)[：:]"
)
_BLOTTED_PLACE = re.compile(r"[XxＸ×]{2,}[县区市旗]|某[县区市]")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*(?:年|学年|[-—–~至到]))|(?<=[-—–~至到])((?:19|20)\d{2})(?=年)")


@dataclass(frozen=True, slots=True)
class Span:
    """One sentence of a block; `text` is `document.text[start:end]`.

    Attributes:
        paragraph: which line it stands in.
        item: level of the list mark that it opens with; 0 without one.
        lead: it announces the items behind it (「……6个集团：」).
        of_lead: it is an item of such a list, or says 其中 or 该: it cannot stand without the one before.
    """

    start: int
    end: int
    text: str
    paragraph: int
    item: int = 0
    lead: bool = False
    dependent: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The sentences that stand under one heading of one document.

    Attributes:
        path: headings above them without numbers, outermost first, the document's title left out.
        role: what they can serve as.
        place: whose facts they state.
        opening: they stand before the first heading.
    """

    document: SourceDocument
    path: tuple[str, ...]
    spans: tuple[Span, ...]
    role: str
    place: str
    opening: bool = False
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """Return its sentences together."""
        return "".join(span.text for span in self.spans)

    @property
    def year(self) -> str:
        """Return the year that the block speaks of: of its headings, else of the title; "" where none is named."""
        for words in (*reversed(self.path), self.document.facts.title):
            found = years_in(words)
            if found:
                return found[-1]
        return ""


def years_in(text: str) -> list[str]:
    """Return the years that a text names, in order."""
    return [match[1] or match[2] for match in _YEARS.finditer(text)]


def read_blocks(document: SourceDocument, known_places: Sequence[str] = ()) -> list[Block]:
    """Return the blocks of a document in order, its title, salutations and signature left out."""
    blocks: list[Block] = []
    stack: list[tuple[int, str]] = []
    spans: list[Span] = []
    table: list[tuple[str, ...]] = []
    headed = False
    table_at = (0, 0)

    def close() -> None:
        nonlocal spans, table
        path = tuple(head for _, head in stack)
        if table:
            whole = Span(*table_at, document.text[slice(*table_at)], -1)
            block = _block(document, path, (whole,), document.facts.place, "数据")
            blocks.append(replace(block, table=tuple(table)))
        if spans:
            blocks.extend(_by_place(document, path, tuple(spans), not headed, known_places))
        spans, table = [], []

    headings = {section.start: section.heading for section in document.sections}
    listing = False
    inline = 0
    for line in read_lines(document.text, headings):
        if line.table:
            if not table:
                close()
                table_at = (line.start, line.end)
            table_at = (table_at[0], line.end)
            row = tuple(cell.strip() for cell in document.text[line.start : line.end].strip().strip("|").split("|"))
            if not all(re.fullmatch(r":?-+:?", cell) for cell in row):
                table.append(row)
            continue
        if table:
            close()
        if _is_frame(document, line):
            continue
        if line.head:
            close()
            level = line.level
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, bare(line.head)))
            headed, listing = True, False
        elif line.level or (stack and inline >= 60):
            # An item that is all text closes what stands under a deeper heading; so does a line behind 「▲题。文」.
            level = line.level or inline
            if stack and stack[-1][0] >= level:
                close()
            while stack and stack[-1][0] >= level:
                stack.pop()
        inline = line.level if line.head and line.end > line.start else 0
        found = list(_spans(document, line, listing))
        if found:
            listing = found[-1].lead or (listing and found[0].dependent)
        spans += found
    close()
    return [block for block in blocks if block.spans]


def _is_frame(document: SourceDocument, line: Line) -> bool:
    """Tell a title, a subtitle, a form of address, a signature or a date, which no draft takes over."""
    text = document.text[line.opens : line.end].strip()
    title = document.facts.title
    if text in title or title == text or text.startswith(("——", "—")):
        return True
    if re.fullmatch(r"[^，。]{0,40}(?:领导|同志|同仁|代表|来宾|朋友)[^，。]{0,12}[：:]", text):
        return True
    if re.fullmatch(r"[（(][^（）()]*(?:公布|通过|修订|修正|施行)[^（）()]*[）)]", text):
        return True
    return bool(re.fullmatch(r"(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日", text)) and not line.head


def _spans(document: SourceDocument, line: Line, listing: bool) -> Iterator[Span]:
    text = document.text
    if line.end <= line.start:
        return
    body = text[line.start : line.end]
    sentences = split_sentences(body, line.start, semicolons=False)
    cut: list[Sentence] = []
    for sentence in sentences:
        listed = _INNER_ITEM.search(sentence.text)
        long = sentence.end - sentence.start > LONGEST_SENTENCE
        if listed:
            cut += _items_in(sentence)
        else:
            cut += split_sentences(sentence.text, sentence.start) if long else [sentence]
    item = 0 if line.head else line.level
    for position, sentence in enumerate(cut):
        words = sentence.text
        lead = words.endswith(("：", ":")) and position == len(cut) - 1
        inside = listing and position == 0 and (line.level == 70 or bool(re.match(r"[^，。：]{2,20}[：:]", words)))
        if not lead and not _is_sentence(words, item > 0 or inside or bool(line.head)):
            continue
        if _SPEECH.search(words) or _BLOTTED_PLACE.search(words):
            continue
        inner, mark = item_level(words)
        first = position == 0
        start = sentence.start
        if inner == 60:
            start, words = start + mark, words[mark:]
        dependent = bool(_DEPENDENT.match(words)) or (bool(_REFERS.search(words)) and not first) or inside
        level = item if first and item else 60 if inner == 60 else 0
        yield Span(start, sentence.end, words, line.number, level, lead, dependent)


def _items_in(sentence: Sentence) -> list[Sentence]:
    """Return the items that one sentence joins with semicolons: 「……；二是……」."""
    cuts = [0, *(match.start() for match in _INNER_ITEM.finditer(sentence.text)), len(sentence.text)]
    return [
        Sentence(sentence.start + start, sentence.start + end, sentence.text[start:end])
        for start, end in pairwise(cuts)
    ]


def _is_sentence(text: str, marked: bool) -> bool:
    if text.startswith("|") or len(text) < SHORTEST_SENTENCE:
        return False
    if text.endswith(("。", "！", "；", ";", "”", "）", ")", "!")):
        return True
    # A line that lost its full stop: text, not a signature or a caption.
    return len(text) >= (12 if marked else 30) and (marked or "，" in text or "," in text)


def _by_place(
    document: SourceDocument, path: tuple[str, ...], spans: tuple[Span, ...], opening: bool, known: Sequence[str]
) -> Iterator[Block]:
    """Yield the block, cut where its sentences speak of another place, or before all headings serve as another thing."""
    group: list[Span] = []
    whose = role = ""
    for span in spans:
        stays = span.dependent and bool(group)
        place = whose if stays else fact_place(span.text, document, known)
        serves = role if stays else _opening_role(document, span, spans[0]) if opening else ""
        if group and (place, serves) != (whose, role):
            yield _block(document, path, group, whose, role)
            group = []
        whose, role = place, serves
        group.append(span)
    if group:
        yield _block(document, path, group, whose, role)


def _opening_role(document: SourceDocument, span: Span, first: Span) -> str:
    """Return what a sentence before all headings serves as: what it says itself, else the first paragraph sums up."""
    roles = load_roles()
    own = roles.of_sentence(span.text, opening=True)
    if own or document.facts.genre in roles.of_genre:
        return own
    return "总述" if span.paragraph == first.paragraph and (document.sections or span is first) else ""


def _block(document: SourceDocument, path: tuple[str, ...], spans: Sequence[Span], place: str, role: str = "") -> Block:
    role = role or load_roles().of_path(path, document.facts.genre)
    return Block(document, path, tuple(spans), role, place, not path)
