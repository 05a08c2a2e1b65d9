from __future__ import annotations

import pytest

from assistant.app import Cewen
from corpus.facts import iso_date
from corpus.gazetteer import is_within, region_of
from corpus.places import document_place, find_places
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
