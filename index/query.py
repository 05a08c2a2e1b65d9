"""Read a query for what it names exactly: quoted phrases, document numbers, articles of laws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import tokenizer
from corpus.figures import chinese_number

_PHRASE = re.compile(r"「([^「」]+)」|“([^“”]+)”|\"([^\"]+)\"|『([^『』]+)』")
_HAN = "\u4e00-\u9fff"
_OPEN, _CLOSE = r"[\[(<{〈《「]", r"[\])>}〉》」]"
# 云政发〔2024〕12号 with any brackets or none, in folded text; 国务院令第412号 has no year.
_NUMBER = re.compile(
    rf"(?P<prefix>[{_HAN}a-z]{{1,16}})\s*(?:{_OPEN}\s*(?P<year>(?:19|20)\d{{2}})\s*{_CLOSE}|(?P<bare>(?:19|20)\d{{2}})(?!\d|\s*年))"
    r"\s*第?\s*0*(?P<number>\d{1,5})\s*号"
)
_ORDER = re.compile(
    rf"(?P<prefix>[{_HAN}]{{2,20}}令)\s*第?\s*0*(?P<number>\d{{1,4}})\s*号"
    rf"|(?P<issuer>[{_HAN}]{{2,20}})\s*第\s*0*(?P<ordinal>\d{{1,4}})\s*号令"
)
_NUMERAL = r"[一二三四五六七八九十百千零〇两\d]{1,9}"
_ARTICLE = re.compile(
    rf"(?:《(?P<title>[^《》]{{2,60}})》|(?P<tail>[{_HAN}]{{2,40}}?))\s*的?\s*"
    rf"第\s*(?P<number>{_NUMERAL})\s*条(?:之(?P<inserted>[一二三四五六七八九十]))?"
)
_HEADING = re.compile(rf"^[\s　]*第\s*(?P<number>{_NUMERAL})\s*条(?:之(?P<inserted>[一二三四五六七八九十]))?")
# What a shared ending of two written prefixes must have at least to be the same issuer's sign: 国发 has two.
_SHARED = 3


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Name a paper by its 发文字号: the issuer's sign as written, the year ("" for orders), the number."""

    prefix: str
    year: str
    number: int

    def likeness(self, other: DocumentNumber) -> int:
        """Return how many characters of the issuer's sign two numbers share; 0 where they are not the same.

        Words that stand before a sign, 请问云政发 and 根据云政发, run into it; so endings are compared.
        """
        if (self.year, self.number) != (other.year, other.number):
            return 0
        shared = 0
        for mine, theirs in zip(reversed(self.prefix), reversed(other.prefix), strict=False):
            if mine != theirs:
                break
            shared += 1
        return shared if shared >= min(len(self.prefix), len(other.prefix), _SHARED) else 0


@dataclass(frozen=True, slots=True)
class ArticleNumber:
    """Number an article: 第一百二十条之一 is (120, 1)."""

    number: int
    inserted: int = 0


@dataclass(frozen=True, slots=True)
class ArticleReference:
    """Name an article of a law.

    Attributes:
        law: the law's title where the query marks it by 《》, else the words before the article, which may
            hold more than the title.
        marked: whether 《》 mark the title.
    """

    law: str
    marked: bool
    article: ArticleNumber


@dataclass(frozen=True, slots=True)
class Query:
    """What a query says and names."""

    text: str
    phrases: tuple[str, ...] = ()
    numbers: tuple[DocumentNumber, ...] = ()
    articles: tuple[ArticleReference, ...] = ()


def read_query(text: str) -> Query:
    """Return a query with what it names exactly."""
    phrases = (next(group for group in match.groups() if group).strip() for match in _PHRASE.finditer(text))
    return Query(
        text,
        tuple(dict.fromkeys(phrase for phrase in phrases if any(map(str.isalnum, phrase)))),
        tuple(dict.fromkeys(document_numbers(text))),
        tuple(dict.fromkeys(_articles(text))),
    )


def document_numbers(text: str) -> Iterator[DocumentNumber]:
    """Yield the document numbers that a text writes."""
    folded = tokenizer.fold(text)
    for match in _NUMBER.finditer(folded):
        yield DocumentNumber(match["prefix"], match["year"] or match["bare"], int(match["number"]))
    for match in _ORDER.finditer(folded):
        prefix = match["prefix"] or f"{match['issuer']}令"
        yield DocumentNumber(prefix, "", int(match["number"] or match["ordinal"]))


def article_heading(line: str) -> ArticleNumber | None:
    """Return the number of the article that a line opens, or None."""
    match = _HEADING.match(line)
    return _article_number(match["number"], match["inserted"]) if match else None


def _articles(text: str) -> Iterator[ArticleReference]:
    for match in _ARTICLE.finditer(text):
        article = _article_number(match["number"], match["inserted"])
        if article:
            law = match["title"] or match["tail"].removesuffix("的")
            yield ArticleReference(law.strip(), match["title"] is not None, article)


def _article_number(written: str, inserted: str | None) -> ArticleNumber | None:
    number = chinese_number(written) if not written.isdigit() else int(written)
    after = chinese_number(inserted) if inserted else 0
    return None if number is None or after is None else ArticleNumber(int(number), int(after))
