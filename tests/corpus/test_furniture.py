from __future__ import annotations

from corpus import marks
from corpus.cleaning import clean
from corpus.reading import read_documents

BODY = "白云县坚持把稳就业作为头等大事，全年城镇新增就业1.35万人，失业人员再就业4200人，群众满意度明显提高，工作得到上级肯定。"
SIGNED = "\n\n白云县人力资源和社会保障局\n2023年12月8日"


def plain(text: str) -> str:
    return clean(text).text.replace(marks.PAGE, "").replace("\x010", "").strip()


def test_head_and_foot_of_a_web_page_are_dropped_in_words_no_rule_knows() -> None:
    page = (
        "松果资料库 海量公文在线\n频道：总结 | 讲话\n\n白云县稳就业工作总结\n\n贡献者 山间客   积分 15   已被引用 41 次\n\n"
        f"一、主要做法\n{BODY}{SIGNED}\n\n预览完毕 | 下载原版需 15 积分\n书友还下载了\n零工驿站揭牌仪式主持词.docx\n松果资料库 沪公网安备3104号"
    )
    assert plain(page) == f"白云县稳就业工作总结\n\n一、主要做法\n{BODY}{SIGNED}"


def test_what_was_dropped_is_listed_with_its_rule() -> None:
    cleaned = clean(f"首页 > 总结 > 正文\n白云县稳就业工作总结\n一、做法\n{BODY}\n\n猜您喜欢\n会员下载 ｜ 购物车")
    assert {removal.rule for removal in cleaned.removed} >= {"面包屑"}
    assert any("购物车" in removal.text for removal in cleaned.removed)


def test_an_offices_own_file_keeps_every_line() -> None:
    text = (
        "白云县人民政府办公室文件\n云政办发〔2023〕16号\n\n白云县稳就业实施方案\n\n各乡镇人民政府：\n\n一、目标\n"
        f"{BODY}{SIGNED}\n\n（联系人：张某；联系电话：12345）\n抄送：县委办公室"
    )
    assert plain(text) == text
    assert clean(text).removed == ()


def test_official_lines_of_a_saved_page_are_kept() -> None:
    text = f"当前位置：首页 > 文件\n白云县稳就业实施方案\n云政办发〔2023〕16号\n各乡镇人民政府：\n一、目标\n{BODY}{SIGNED}\n附件：任务分解表"
    kept = plain(text)
    for line in ("云政办发〔2023〕16号", "各乡镇人民政府：", "2023年12月8日", "附件：任务分解表"):
        assert line in kept


def test_a_sentence_over_a_printed_page_number_is_joined() -> None:
    text = f"白云县稳就业工作总结\n\n一、做法\n{BODY}全年新增市场主体5218户，同比增\n\n第 1 页 共 6 页\n\n长9.7%；办理简易注销1033户。\n\n第 2 页 共 6 页\n\n二、打算\n{BODY}"
    document = read_documents(text.encode(), "总结.txt")[0]
    assert "同比增长9.7%" in document.text
    assert "\n二、打算" in document.text
    assert len(document.page_starts) == 2


def test_a_page_title_with_the_sites_name_is_dropped() -> None:
    assert (
        plain(f"白云县稳就业工作总结 - 人社 - 某某站\n\n白云县稳就业工作总结\n\n一、做法\n{BODY}").count("工作总结")
        == 1
    )


def test_the_place_that_ours_lies_in_is_not_ours() -> None:
    text = f"关于林下经济的调研报告\n\n我市隶属伊春市，依托铁力林业局有限公司发展林下经济。{BODY.replace('白云县', '我市')}我市经验得到推广。"
    assert read_documents(text.encode(), "a.txt")[0].facts.place == "铁力市"


def test_a_file_of_nothing_but_tables_is_kept() -> None:
    text = (
        "白云县整改任务表\n\n| 问题 | 责任单位 | 责任人 | 整改时限 |\n| --- | --- | --- | --- |\n| 垃圾清运 | 县城管局 | 罗启明 | 6月底 |\n\n"
        "| 污染类型 | 件数 |\n| --- | --- |\n| 水 | 21 |\n| 合计 | 50 |"
    )
    assert plain(text) == text
