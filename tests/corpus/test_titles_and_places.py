"""What saved pages and pasted files call a paper, and whose it is: titles in a site's words, names told once in mid-sentence."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from corpus.places import document_place
from corpus.reading import read_documents
from corpus.schema import SourceDocument

BODY = (
    "一、基本情况\n全县现有学校84所，在校学生36418人，教师2093人，办学条件逐年改善，群众满意度不断提高。\n"
    "二、主要做法\n一是压实责任，层层签订责任书。二是精准排查，逐村逐户入户核查。三是分类安置，帮助学生安心就读。\n"
)


def _papers(text: str, name: str = "甲.txt") -> list[SourceDocument]:
    return read_documents(text.encode(), name)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "范文大全网 → 自查报告 → 正文\n【字号 大 中 小】  作者：佚名   来源：本站原创   点击数：2047\n\n"
            "云埠区关于城镇老旧小区改造和城市更新工作的自查报告\n",
            "云埠区关于城镇老旧小区改造和城市更新工作的自查报告",
        ),
        (
            "范文大全 >> 经验材料 >> 基层治理　　文档编号：WD-20771　页数：6　收费：0.00元\n\n"
            "“积分+屋场会”激活乡村治理“一池春水”\n（经验交流材料）\n",
            "“积分+屋场会”激活乡村治理“一池春水”",
        ),
        (
            "均衡发展常用名词解释(收藏版)\n\n均衡发展常用名词解释(收藏版)\n来源:网络整理  阅读次数:8842  【字体:大 中 小】\n",
            "均衡发展常用名词解释",
        ),
        (
            "您现在的位置：首页 - 范文 - 经验交流材料\n热度：★★★☆☆   收藏本文   复制全文\n\n用真心守初心 以实干办实事\n"
            "——云埠区中心学校校长在全县校长论坛上的经验交流材料\n",
            "用真心守初心以实干办实事——云埠区中心学校校长在全县校长论坛上的经验交流材料",
        ),
        (
            "石泓县县长在三季度经济运行调度会上的讲话\n2023-10-19 | 讲话致辞 | 阅 562 | 转 14 | 我的图书馆 | 修改 | 打印 | 全屏\n",
            "石泓县县长在三季度经济运行调度会上的讲话",
        ),
        ("（旧）石泓县校车安全管理办法（试行）\n", "石泓县校车安全管理办法（试行）"),
        ("石泓县第三中学优质均衡发展自查报告(精选3篇)\n自查报告1\n", "石泓县第三中学优质均衡发展自查报告"),
        ("石泓县破解教师队伍建设难题的经验材料.doc\n", "石泓县破解教师队伍建设难题的经验材料"),
    ],
)
def test_a_title_is_no_line_of_the_site(head: str, title: str) -> None:
    assert _papers(f"{head}\n{BODY}")[0].facts.title == title


def test_a_genre_in_brackets_under_a_slogan_is_the_papers() -> None:
    assert _papers(f"小屋场里有大治理\n（经验交流材料）\n\n{BODY}")[0].facts.genre == "经验材料"


@pytest.mark.parametrize(
    ("title", "text", "place"),
    [
        ("关于石塘县控辍保学工作开展情况的汇报材料", "市教育局：\n现将我县工作汇报如下。" + BODY, "石塘县"),
        ("在柏川县委农村工作会议上的讲话", "同志们：\n这次会议是县委决定召开的。" + BODY, "柏川县"),
        (
            "推进均衡发展实施方案",
            "为加快推进芦桥县义务教育均衡发展，特制定本方案。" + BODY,
            "芦桥县",
        ),
        (
            "推进均衡发展实施方案",
            "各级各部门要签订责任书，确保石塬县年底通过验收。" + BODY + "让石塬的孩子共享好教育。",
            "石塬县",
        ),
        ("立足县情谋均衡", "何守田近年来,棠溪县围绕目标，以改革为动力。" + BODY, "棠溪县"),
        (
            "民生实事工作简报",
            "民生实事工作简报\n第6期\n沙洲县民生实事工作领导小组办公室　　2023年11月8日\n\n截至10月31日，全县完成15个。",
            "沙洲县",
        ),
        ("推进均衡发展实施方案", "结合棠溪区第三小学实际，制定本方案。我区高度重视。", "棠溪区"),
        ("加强县级公立医院改革工作的汇报", "我们认真贯彻上级要求，推进县域医共体建设。", ""),
    ],
)
def test_a_place_told_once_is_the_papers_own(title: str, text: str, place: str) -> None:
    assert document_place(title, text) == place


def test_tables_typed_into_a_page_and_a_word_file_are_tables() -> None:
    page = (
        "<html><body><h1>沙洲县统计资料汇编</h1><p>现将有关数据整理如下，数据为年报数，与快报数可能略有出入。</p>"
        "<pre>\n指标\t2021年\t2022年\n低保对象\t1832\t1754\n床位数\t2286\t2394\n</pre></body></html>"
    )
    assert "| 低保对象 | 1832 | 1754 |" in _papers(page, "甲.html")[0].text
    word = Document()
    for line in ("沙洲县统计资料汇编", "指标\t2021年\t2022年", "低保对象\t1832\t1754", "床位数\t2286\t2394", BODY):
        word.add_paragraph(line)
    written = BytesIO()
    word.save(written)
    assert "| 床位数 | 2286 | 2394 |" in read_documents(written.getvalue(), "甲.docx")[0].text


def test_labels_with_a_note_and_across_a_page_count_papers() -> None:
    item = "今年以来，全县聚焦群众急难愁盼，10件民生实事总体进展顺利，已完成6个，超序时进度9个，滞后3个，其余正常推进。"
    text = (
        f"简报一\n民 生 实 事 简 报\n第3期\n沙洲县办公室　　2023年7月10日\n\n{item}\n报：市办公室   送：县四大家领导   共印120份\n\n_第3页\n"
        f"简报二\n汀南信访\n第13期\n汀南县信访局　　2023年7月20日\n\n{item}\n\n== 沙洲县工作简报 第4页 ==\n"
        f"简报三（外地经验摘登）\nXX县：“微实事”办到群众心坎上\n{item}\n"
    )
    assert [paper.facts.place for paper in _papers(text)] == ["沙洲县", "汀南县", "XX县"]


def test_a_byline_and_a_number_of_a_page_in_mid_text_are_set_apart() -> None:
    text = f"守住一所乡村初中的底气\n\n作者:某某来源:《乡村校长论坛》2018年第11期许家渡中学坐落在江心洲上,进出要坐轮渡。\n{BODY}"
    paper = _papers(text)[0]
    assert "\n许家渡中学坐落在江心洲上" in paper.text
    assert paper.facts.date == "2018"
    cut = _papers(f"某县学校建设情况汇报\n\n破解“手续办理慢”。_第3页 推行“联合图审”，平均时间压缩到76天。\n{BODY}")[0]
    assert "破解“手续办理慢”。推行“联合图审”" in cut.text
