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


def page_of(*lines: str) -> str:
    """Return what is read of a page of these paragraphs."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return html.load(f"<html><head><title>通知</title></head><body><div>{body}</div></body></html>".encode())


def test_lines_broken_within_a_font_stay_lines_and_those_of_a_cell_stay_apart() -> None:
    text = page_of(f"<font>{FIRST}<br>一、补助对象<br>全体农村小学寄宿学生</font>", SECOND)
    assert text.split("\n\n")[2:4] == ["一、补助对象", "全体农村小学寄宿学生"]
    table = "<table><tr><td>乡镇</td><td>电话</td></tr><tr><td>甲镇<br>乙镇</td><td>0501-1234567</td></tr></table>"
    assert "| 甲镇 乙镇 | 0501-1234567 |" in page_of(f"{FIRST}</p>{table}<p>", SECOND)


def test_short_lines_at_both_ends_of_a_text_are_kept() -> None:
    text = page_of("致各学校：", FIRST, SECOND, PLAN, "奖补标准如下：", "小学5万元", "初中8万元")
    assert text.split("\n\n")[1] == "致各学校："
    assert text.endswith("小学5万元\n\n初中8万元")


def test_a_header_that_is_also_the_signature_does_not_take_the_page() -> None:
    body = "".join(f"<p>{line}</p>" for line in (FIRST, SECOND, PLAN, "澄溪县安全委员会办公室", "2024年3月5日"))
    page = f"<html><body><div>澄溪县安全委员会办公室</div><div>{body}</div><div>版权所有 澄溪县人民政府办公室</div></body></html>"
    assert "版权所有" not in html.load(page.encode())


def test_what_lies_about_its_span_counted_lists_and_scripts_in_headings() -> None:
    assert "| 甲 | 乙 |" in html.load(
        "<html><body><table><tr><td colspan='²'>甲</td><td>乙</td></tr></table></body></html>".encode()
    )
    text = page_of(
        FIRST + f"</p><ol start=3><li>{SECOND}</li><li>{PLAN}</li></ol><h2>附则<script>var x</script></h2><p>", FIRST
    )
    assert f"3. {SECOND}" in text
    assert f"4. {PLAN}" in text
    assert "var x" not in text
