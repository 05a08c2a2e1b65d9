"""For which school, office or company a paper speaks: it names it once, and says 我校 from there on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.schema import SourceDocument
from corpus.tokenizer import fold

# Papers of an institution name it once and say 我校 from there on.
_SELF = {
    "学校": "我校", "小学": "我校", "中学": "我校", "大学": "我校", "幼儿园": "我园", "学院": "我院", "医院": "我院", "卫生院": "我院",
    "局": "我局", "镇": "我镇", "乡": "我乡", "村": "我村", "街道": "我街道", "社区": "我社区", "公司": "我公司", "中心": "我中心", "集团": "我集团",
}  # fmt: skip
OPENING = 160
INSTITUTION = re.compile(rf"(?<=[\u4e00-\u9fff])(?:{'|'.join(_SELF)})$")


def speakers(words: Sequence[str], document: SourceDocument) -> list[str]:
    """Return the words of the institutions of the question for which a document speaks: it says 我校, or opens with them."""
    speaking = [
        term
        for term in words
        if (own := INSTITUTION.search(term))
        and term in document.text
        and (_SELF[own[0]] in document.text or term in document.text[:OPENING])
    ]
    if not speaking:
        return []
    # 「某实验学校教育集团」 is one name of several words.
    opening, terms = fold(document.text[:OPENING]), list(words)
    for n, term in enumerate(terms):
        if term in speaking:
            first = next((k for k in range(n) if "".join(terms[k : n + 1]) in opening), n)
            speaking += terms[first:n]
    return speaking
