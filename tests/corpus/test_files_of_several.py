"""Files of several papers: collections one behind the other, rulings, and what papers of one file have from each other."""

from __future__ import annotations

from corpus.cleaning import clean
from corpus.loaders.typed_tables import mark_tables
from corpus.partition import partition
from corpus.reading import read_documents

BODY = "全县纳入监测对象2817户，其中脱贫不稳定户1204户，落实帮扶措施，到户到人，逐月回访，没有一户返贫。\n" * 3


def test_a_second_collection_counts_from_one_again() -> None:
    text = "".join(
        f"材料{n}\n{county}村庄清洁行动经验材料\n{county}{BODY}\n"
        for n, county in zip("一二", ("澄溪县", "汀南县"), strict=True)
    )
    text += "".join(
        f"篇{n}：{county}养老工作情况汇报\n{county}{BODY}\n"
        for n, county in zip("一二", ("石屏县", "沁源县"), strict=True)
    )
    assert [part.text[:3] for part in partition(text)][-2:] == ["石屏县", "沁源县"]
    assert len(partition(text)) == 4


def test_a_title_behind_a_ruling_and_a_table_begins_a_paper() -> None:
    table = "| 项目 | 2023年 |\n| --- | --- |\n| 专职保安员（人） | 2374 |"
    for ruling in ("====================", "－－－－－－－－－－－－－－－－－－－－"):
        text = f"澄溪县校园安全工作总结\n\n2023年，澄溪县{BODY}\n{table}\n\n{ruling}\n\n澄溪县校车安全管理办法\n\n第一条　为加强校车安全管理，{BODY}第二条　{BODY}"
        assert [part.text.split("\n")[0] for part in partition(clean(text).text)][1:] == ["\x02澄溪县校车安全管理办法"]


def test_a_table_typed_with_single_blanks() -> None:
    rows = [
        "序号 事项 牵头单位 原时限 现时限",
        "1 新生儿出生 县卫健局 20 5",
        "2 扶残助困 县残联 45 12",
        "3 教育入学 县教育局 25 7",
    ]
    assert "| 2 | 扶残助困 | 县残联 | 45 | 12 |" in mark_tables("\n".join(rows))
    names = "\n".join(["张三 李四 王五", "赵六 钱七 孙八", "周九 吴十 郑一", "陈二 冯三 褚四"])
    assert mark_tables(names) == names


def test_a_paper_without_a_place_has_that_of_the_others_in_its_file() -> None:
    text = f"澄溪县马营镇工作总结\n\n2023年，澄溪县马营镇{BODY}\n谢谢大家！\n\n2023年度进展通报\n\n各乡镇：\n\n一年来，{BODY}一、进展情况。{BODY}"
    first, second = read_documents(text.encode(), "进展.txt")
    assert (first.facts.place, second.facts.place) == ("澄溪县", "澄溪县")
    assert [told.where for told in second.fact_sources if told.fact == "place"] == ["同一文件"]
