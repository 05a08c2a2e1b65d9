from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.app import Cewen
from corpus.facts import iso_date
from corpus.facts.dates import spoken_period
from corpus.facts.origin import addressee
from corpus.gazetteer import is_within, region_of
from corpus.places import document_place, find_places
from corpus.reading import read_documents
from corpus.titles import genre_of

# title, place, genre, date, document number of every sample document
SAMPLES = {
    ("东屏区信息化简报.html", 1): ("东屏区建设智慧校园工作简报", "东屏区", "工作简报", "2024-09-20", ""),
    ("东屏区均衡发展自查报告.md", 1): ("东屏区义务教育优质均衡发展自查报告", "东屏区", "自查报告", "2025-05-28", ""),
    ("云川市2025年招生工作通知.pdf", 1): (
        "云川市教育局关于做好2025年义务教育招生入学工作的通知", "云川市", "通知", "2025-03-28", "云教发〔2025〕8号",
    ),
    ("云川市义务教育学校管理办法（2019）.txt", 1): (
        "云川市义务教育学校管理办法", "云川市", "规范性文件", "2019-06-20", "云川市人民政府第12号令",
    ),
    ("云川市义务教育学校管理办法（2024修订）.txt", 1): (
        "云川市义务教育学校管理办法", "云川市", "规范性文件", "2024-01-15", "云川市人民政府第27号令",
    ),
    ("云川市教育经费投入统计表.xlsx", 1): ("云川市2022—2024年教育经费投入情况统计表（单位：万元）", "云川市", "统计表", "", ""),
    ("云川市课后服务政策解读.txt", 1): ("《云川市中小学课后服务管理办法》政策解读", "云川市", "政策解读", "2023-08-25", ""),
    ("柳溪县农村小规模学校调研报告.docx", 1): ("柳溪县农村小规模学校调研报告", "柳溪县", "调研报告", "2024-05-20", ""),
    ("柳溪县教师交流经验材料.txt", 1): (
        "让好老师流动起来——柳溪县推进城乡教师交流轮岗的经验材料", "柳溪县", "经验材料", "2024-11-06", "",
    ),
    ("校园安全与课后服务简报两则.txt", 1): ("石桥区扎实开展校园安全专项整治", "石桥区", "工作简报", "2024-10-15", ""),
    ("校园安全与课后服务简报两则.txt", 2): ("柳溪县课后服务实现全覆盖", "柳溪县", "工作简报", "2024-12-03", ""),
    ("石桥区集团化办学实施方案.md", 1): (
        "石桥区推进中小学集团化办学实施方案", "石桥区", "实施方案", "2024-04-12", "石政办发〔2024〕16号",
    ),
    ("青岚县2023年教育工作总结.txt", 1): ("青岚县2023年教育工作总结", "青岚县", "工作总结", "2024-01-10", ""),
    ("青岚县优质均衡发展汇报材料.docx", 1): ("青岚县义务教育优质均衡发展工作汇报材料", "青岚县", "汇报材料", "2025-03-18", ""),
}  # fmt: skip


def test_facts_of_every_sample_document(samples: Cewen) -> None:
    found = {
        (d["file"], d["part"]): (d["title"], d["place"], d["genre"], d["date"], d["document_number"])
        for d in samples.list()["documents"]
    }
    assert found == SAMPLES


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我县现有养老机构12家。高台县积极推进养老服务，高台县财政投入820万元。", "高台县"),
        ("我区现有学校26所。按照成都市的部署，温江中学、温江二中牵头，推进温江教育现代化。", "温江区"),
        ("XX区坚持惠民导向，XX区财政投入2000万元，XX区群众满意。按照呼伦贝尔市要求，全市推进。", "XX区"),
        ("学校周边要保证公平，金马学校、公平学校的教师要加强交流。", ""),
        ("全国各地要结合实际抓好落实。", ""),
        (
            "学习借鉴浙江省安吉县经验。我县（德清县）把安吉县的做法用好。德清县投入3000万元，德清县建成12个点。",
            "德清县",
        ),
    ],
)
def test_place_of_a_document(text: str, place: str) -> None:
    assert document_place("工作汇报", text) == place


def test_a_county_name_inside_a_longer_name_is_not_found() -> None:
    assert [m.name for m in find_places("青岚县教育局召开会议")] == ["青岚县"]


def test_former_and_recent_names_are_known() -> None:
    for name in ("临平区", "钱塘区", "龙港市", "温江县", "通县"):
        assert [m.name for m in find_places(f"在{name}调研")] == [name]


def test_a_county_lies_in_its_city() -> None:
    assert is_within("宿城区", "宿迁市")
    assert not is_within("宿迁市", "宿城区")
    assert not is_within("宿城区", "贵溪市")
    assert region_of("宿城区") == "江苏省宿迁市宿城区"


@pytest.mark.parametrize(
    ("written", "iso"),
    [("2018年2月9日", "2018-02-09"), ("二〇一八年十二月二十一日", "2018-12-21"), ("2018-02-09", "2018-02-09"),
     ("2024年3月", "2024-03"), ("2024年", "2024"), ("无日期", "")],
)  # fmt: skip
def test_dates_in_each_writing(written: str, iso: str) -> None:
    assert iso_date(written) == iso


@pytest.mark.parametrize(
    ("title", "genre"),
    [("关于印发养老服务实施方案的通知", "通知"), ("某县养老服务工作自查报告", "自查报告"), ("某区发展汇报发言材料", "汇报材料"),
     ("中华人民共和国义务教育法", "法规"), ("农村集体资产管理办法（试行）", "规范性文件"), ("春天里的故事", "")],
)  # fmt: skip
def test_genre_of_a_title(title: str, genre: str) -> None:
    assert genre_of(title) == genre


def read(text: str, name: str = "文件.txt") -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return the facts of a text, and where and how surely each was read."""
    document = read_documents(text.encode(), name)[0]
    sources = {source.fact: (source.where, source.certainty) for source in document.fact_sources}
    return asdict(document.facts), sources


NOTICE = """云川市教育局关于做好2025年秋季开学工作的通知
云教发〔2025〕21号

各县（区）教育局，市直各学校：

2025年秋季学期将于9月1日开学。为做好各项准备，现就有关事项通知如下，请认真贯彻执行。

云川市教育局
2025年8月12日
"""


def test_each_fact_says_where_it_was_read_and_how_sure_it_is() -> None:
    facts, sources = read(NOTICE)
    assert facts["addressee"] == "各县（区）教育局，市直各学校"
    assert facts["period"] == "2025"
    assert sources == {
        "title": ("标题", "确定"), "place": ("标题", "确定"), "genre": ("标题", "确定"), "date": ("落款", "确定"),
        "period": ("标题", "确定"), "issuer": ("落款", "确定"), "document_number": ("文首", "确定"),
        "addressee": ("主送行", "确定"),
    }  # fmt: skip


def test_what_is_only_likely_says_so() -> None:
    facts, sources = read(
        "坚持走内涵发展之路，全县小学生均校舍面积达到七平方米，群众普遍满意，工作取得成效。", "柳溪县经验.txt"
    )
    assert facts["title"] == "柳溪县经验"
    assert sources["title"] == ("文件名", "推测")


@pytest.mark.parametrize(
    ("title", "text", "period"),
    [
        ("青岚县2023年教育工作总结", "2022年结转资金用于2022年项目。", "2023"),
        ("云川市教育事业“十四五”规划", "到2025年，基本实现现代化。", "2021-2025"),
        ("经费统计表", "2022—2024年各县区投入情况如下。", "2022-2024"),
        ("工作情况", "2019年招聘12人，2021年招聘30人，2019年至今共建校舍，2021年起实行新办法。", "2019-2021"),
        ("工作情况", "截至2022年底，全县现有学校46所。", "2022"),
        (
            "工作情况",
            "根据《关于2009年课改的意见》（教发〔2009〕3号）和《2009年要点》（教发〔2009〕4号），抓好落实。",
            "",
        ),
        ("工作情况", "2003年曾经试点。", ""),
    ],
)
def test_years_that_a_paper_speaks_of(title: str, text: str, period: str) -> None:
    assert spoken_period(title, text, "").value == period


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("各镇人民政府、街道办事处，县直各单位：", "各镇人民政府、街道办事处，县直各单位"),
        ("尊敬的各位领导、同志们：", "尊敬的各位领导、同志们"),
        ("市教育局:", "市教育局"),
        ("主要做法有以下几个方面：", ""),
        ("发布机构：县教育局", ""),
        ("来源：某某县", ""),
        ("一、加强学校：", ""),
    ],
)
def test_addressee_of_a_paper(line: str, found: str) -> None:
    assert addressee(["某某的通知", line]).value == found


def test_a_number_that_is_cited_is_not_the_papers_own() -> None:
    facts, _ = read("青岚县工作情况\n\n青岚县按照云政发（2024）12号要求，建成学校3所，群众满意。\n")
    assert facts["document_number"] == ""


def test_a_correction_survives_and_is_named_as_one(cewen: Cewen, tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_text(NOTICE, encoding="utf-8")
    cewen.add([str(file)])
    cewen.correct("通知.txt", {"period": "2025-2026", "addressee": "各学校"})
    file.write_text(NOTICE + "\n附件：略\n", encoding="utf-8")
    cewen.add([str(file)])
    shown = cewen.show("通知.txt")
    assert (shown["period"], shown["addressee"]) == ("2025-2026", "各学校")
    where = {source["fact"]: source["where"] for source in shown["sources"]}
    assert (where["period"], where["addressee"], where["title"]) == ("更正", "更正", "标题")
