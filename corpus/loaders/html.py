"""Read saved web pages: the text that trafilatura finds with what belongs to it, everything visible where it finds none."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

import lxml.html
import trafilatura
from lxml.etree import ParserError

from corpus import marks
from corpus.errors import UnreadableFile
from corpus.loaders import plain
from corpus.loaders.html_blocks import Block, blocks_of, chosen, written

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_SITE = re.compile(r"\s*(?:[-_|–—]{1,2}|>)\s*[^-_|–—>]{2,30}(?:网|文库|门户|政府|平台|频道|吧|站|官网|中心)\s*$")
# Under this share of the page's visible Chinese characters the extractor has taken a box for the text.
_LEAST_SHARE = 0.25


def load(data: bytes) -> str:
    """Return title and main text of a web page, headings marked."""
    source = _decode(data)
    try:
        tree = lxml.html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source))
    except (ParserError, ValueError) as error:
        raise UnreadableFile("网页文件已损坏，读不出内容", "请在浏览器中重新保存该网页") from error
    title = _title(tree)
    blocks = blocks_of(tree)
    found = trafilatura.extract(
        source, output_format="txt", include_tables=True, include_links=False, include_images=False,
        include_comments=False, deduplicate=False,
    )  # fmt: skip
    main = chosen(blocks, found or "")
    if _ideographs(main) < _LEAST_SHARE * _ideographs(blocks):
        main = blocks
    text = written(main)
    text = marks.strip_control_characters(text) if "\x00" in text else text
    if title and title not in marks.unmarked(text)[: len(title) + 200]:
        text = f"{marks.heading(title, marks.TITLE_LEVEL)}\n\n{text}"
    return text


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared:
        encoding = declared[1].decode("ascii").lower()
        encoding = "gb18030" if encoding in {"gb2312", "gbk", "gb_2312-80"} else encoding
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            # A page that lies about its charset is read by its bytes.
            return plain.decode(data)
    return plain.decode(data)


def _title(tree: lxml.html.HtmlElement) -> str:
    headings = [element.text_content().strip() for element in tree.iter("h1")]
    headings = [re.sub(r"\s+", "", heading) for heading in headings if 4 <= len(heading) <= 80]
    if len(headings) == 1:
        return headings[0]
    for element in tree.iter("title"):
        title = (element.text_content() or "").strip()
        previous = ""
        while title != previous:
            previous, title = title, _SITE.sub("", title)
        return title
    return ""


def _ideographs(blocks: Sequence[Block]) -> int:
    return sum(len(block.ideographs) for block in blocks)
