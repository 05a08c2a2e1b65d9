"""Saved web pages: what stands among the text is read with it, what leads elsewhere is left."""

from __future__ import annotations

import lxml.html

from corpus.cleaning import clean
from corpus.loaders import html
from corpus.loaders.html_blocks import blocks_of, chosen, written
from corpus.partition import partition

FIRST = "澄溪县坚持问题有人管，早餐会上的问题由县营商办当天登记、次日交办，一般问题5个工作日办结。"
SECOND = "汀南县是山区县，企业不大、底子不厚，县行政审批局从企业办事的最前面改起，主要抓了三件事。"
PLAN = "本预案适用于本县行政区域内突发性洪水的预防和应急处置，指挥长由县长担任，办公室设在县应急管理局。"


def text_of(body: str, extracted: str) -> str:
    """Return what is chosen of a page of which an extractor took so much."""
    return written(chosen(blocks_of(lxml.html.fromstring(f"<html><body>{body}</body></html>")), extracted))


def test_headings_between_extracted_paragraphs_are_kept() -> None:
    body = f"<h1>营商环境简报</h1><h2>澄溪县：早餐会</h2><p>{FIRST}</p><h2>汀南县：少跑一次</h2><p>{SECOND}</p>"
    lines = text_of(body, FIRST + SECOND).split("\n\n")
    assert lines == ["\x011营商环境简报", "\x012澄溪县：早餐会", FIRST, "\x012汀南县：少跑一次", SECOND]


def test_an_attachment_behind_the_text_is_kept_and_links_beside_it_are_not() -> None:
    links = "".join(f"<li><a href='{n}'>澄溪县第{n}次会议召开，部署全年工作</a></li>" for n in range(5))
    body = f"<div><p>{FIRST}</p></div><ul>{links}</ul><div><p>附件：应急预案</p>" + f"<p>{PLAN}</p>" * 4 + "</div>"
    text = text_of(body, FIRST)
    assert "附件：应急预案" in text
    assert PLAN in text
    assert "次会议召开" not in text


def test_comments_and_summaries_of_other_papers_are_left() -> None:
    for heading in ("网友评论（3条）", "相关阅读"):
        body = f"<p>{FIRST}</p><h4>{heading}</h4>" + f"<p>{PLAN}</p>" * 4
        assert PLAN not in text_of(body, FIRST)


def test_a_whole_paper_under_related_reading_is_kept() -> None:
    body = f"<p>{FIRST}</p><h2>【相关阅读】汀南县工作总结</h2>" + f"<p>{SECOND}</p><p>{PLAN}</p>" * 8
    assert "汀南县工作总结" in text_of(body, FIRST)


def test_a_signature_and_its_day_are_kept() -> None:
    assert text_of(f"<p>{FIRST}</p><p>澄溪县人民政府<br>2023年9月8日</p>", FIRST).endswith("2023年9月8日")


def test_a_table_that_lays_out_a_page_is_read_as_text_and_one_of_figures_as_rows() -> None:
    figures = "<table><tr><th>县</th><th>年份</th><th>床位</th></tr><tr><td rowspan=2>澄溪县</td><td>2022年</td><td>310</td></tr><tr><td>2023年</td><td>345</td></tr></table>"
    body = f"<table><tr><td><p>{FIRST}</p>{figures}</td><td>栏目</td></tr></table>"
    text = text_of(body, FIRST)
    assert "| 澄溪县 | 2022年 | 310 |\n| 澄溪县 | 2023年 | 345 |" in text
    assert not any(FIRST in line and line.startswith("|") for line in text.split("\n"))


def test_a_form_around_the_page_and_what_is_not_shown() -> None:
    page = f"<html><body><form><input value='x'><h1>澄溪县汇报</h1><p>{FIRST}</p><p style='display:none'>看不见的话</p></form></body></html>"
    text = html.load(page.encode())
    assert FIRST in text
    assert "看不见" not in text


def test_a_briefing_is_parted_at_the_headings_that_its_contents_list() -> None:
    titles = ("澄溪县：早餐会听出真问题", "汀南县：从少跑一次做起")
    body = "".join(f"<h2>{title}</h2><p>{text * 3}</p>" for title, text in zip(titles, (FIRST, SECOND), strict=True))
    listed = "".join(f"<li>{title}</li>" for title in titles)
    page = f"<html><body><h1>营商环境工作简报</h1><h2>本期要目</h2><ul>{listed}</ul>{body}</body></html>"
    for source in (
        page,
        page.replace("<h2>本期要目</h2>", "").replace(f"<ul>{listed}</ul>", f"<p>【本期目录】{'　'.join(titles)}</p>"),
    ):
        parts = partition(clean(html.load(source.encode())).text)
        assert [FIRST in part.text for part in parts] == [True, False]
        assert [SECOND in part.text for part in parts] == [False, True]
