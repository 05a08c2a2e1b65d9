"""Files of several papers: collections one behind the other, rulings, and what papers of one file have from each other."""

from __future__ import annotations

from corpus.cleaning import clean
from corpus.loaders.typed_tables import mark_tables
from corpus.partition import partition
from corpus.places import find_places
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


def test_papers_counted_by_a_number_and_their_county() -> None:
    counties = ("澄溪县", "汀南县", "石屏县")
    for labels in (("第一篇", "第二篇", "第三篇"), ("材料一 ", "材料二 ", "材料三 "), ("1、", "2、", "3、")):
        text = "经验材料汇编\n\n" + "".join(
            f"{label}{county}：教联体的模式\n\n{county}{BODY}\n" for label, county in zip(labels, counties, strict=True)
        )
        parts = partition(clean(text).text)
        assert [part.title[:3] for part in parts] == list(counties)


def test_papers_counted_by_bare_ordinals_behind_a_table_of_contents() -> None:
    counties = ("石屏县", "沁源县")
    listed = "".join(f"{n}.{county}：网格新治理\n" for n, county in enumerate(counties, 1))
    text = f"经验交流材料汇编\n目录\n{listed}\n" + "".join(
        f"之{n}\n网格新治理\n中共{county}委政法委员会\n近年来，{county}{BODY}\n"
        for n, county in zip("一二", counties, strict=True)
    )
    documents = read_documents(text.encode(), "汇编.txt")
    assert [document.facts.place for document in documents] == list(counties)


def test_items_of_a_briefing_and_not_those_of_a_report() -> None:
    items = "".join(f"{county}：教师流动起来\n{BODY}" for county in ("石屏县", "沁源县"))
    briefing = f"教育工作简报\n第3期\n编者按：现将两县做法刊发，供学习借鉴。\n{items}"
    assert len(partition(clean(briefing).text)) >= 2
    report = f"关于学习考察的报告\n县委、县政府：\n4月，县教育局组织学习考察。现将情况报告如下：\n{items}"
    assert len(partition(clean(report).text)) == 1


def test_a_paper_of_another_county_that_is_announced() -> None:
    text = f"澄溪县医共体建设自查报告\n\n{BODY}\n澄溪县卫生健康局\n附：参阅件——汀南县医院提质强基实施方案\n为补齐短板，汀南县制定本方案。\n{BODY}"
    second = read_documents(text.encode(), "自查.txt")[1]
    assert (second.facts.title, second.facts.place) == ("汀南县医院提质强基实施方案", "汀南县")


def test_sections_and_findings_that_are_counted_by_county_stay_one_report() -> None:
    reports = (
        (
            "芮城县关于2023年工作总结和2024年工作计划的报告",
            BODY,
            "一、芮城县2023年工作总结",
            BODY,
            "二、芮城县2024年工作计划",
            BODY,
        ),
        (
            "督查通报",
            "一、总体情况",
            BODY,
            "二、存在问题",
            "1、芮城县：食堂索证索票不齐全",
            BODY,
            "2、平陆县：校车未按时年检",
            BODY,
            "三、整改要求",
            BODY,
        ),
        (
            "建设项目年度计划",
            "一、芮城县城区小学建设实施方案",
            BODY,
            "二、平陆县第二中学扩建实施方案",
            BODY,
            "三、资金安排",
            BODY,
        ),
    )
    for lines in reports:
        assert len(partition(clean("\n".join(lines)).text)) == 1


def test_lists_with_single_blanks_are_no_tables() -> None:
    for text in (
        "全县 重点 任务\n1 加强 领导\n2 落实 责任\n3 强化 督查",
        "目 录 页\n第一章 总则 1\n第二章 职责 3\n第三章 附则 9",
        "会议 议程 如下\n8:30 签到 大厅\n9:00 开幕 礼堂\n9:30 讲话 礼堂",
    ):
        assert mark_tables(text) == text


def titles_of(text: str, name: str = "文件.txt") -> list[tuple[str, str]]:
    """Return title and place of each paper of a file."""
    return [(d.facts.title, d.facts.place) for d in read_documents(text.encode(), name)]


def test_papers_counted_as_headings_over_what_only_papers_have() -> None:
    text = (
        f"# 工作材料合集\n\n## 一、云屏县职业教育发展情况汇报\n\n*云屏县教育局 2023年11月*\n\n{BODY}\n"
        f"## 二、经验交流：青岚县激活老街\n\n青岚县{BODY}\n"
        f"## 三、云屏县文化服务体系自查报告（节选）\n\n{BODY}\n"
    )
    assert [title for title, _ in titles_of(text, "合集.md")] == [
        "云屏县职业教育发展情况汇报", "经验交流：青岚县激活老街", "云屏县文化服务体系自查报告（节选）",
    ]  # fmt: skip
    addressed = (
        f"<h1>专项整治汇总</h1><h2>一、云屏县自查报告</h2><p>市教育局：</p><p>{BODY}</p>"
        f"<h2>二、关于秋季督查情况的通报（青岚区教育局）</h2><p>各学校：</p><p>{BODY}</p>"
    )
    assert [place for _, place in titles_of(addressed, "汇总.html")] == ["云屏县", "青岚区"]


def test_a_label_at_the_head_of_a_saved_page_and_one_in_its_middle_count_papers() -> None:
    text = (
        "首页 > 文库 > 正文\n交流材料（2篇）\nID:123  大小:41 KB  页数:6页  阅读次数:12\n\n"
        f"范文一：云屏县2022年学生资助工作总结\n\n云屏县{BODY}\n__第2页 共6页__\n\n"
        f"范文二：青岚县学生资助情况汇报\n\n县纪委：\n青岚县{BODY}\n相关推荐：资助工作总结 | 汇报\n"
    )
    assert titles_of(text) == [("云屏县2022年学生资助工作总结", "云屏县"), ("青岚县学生资助情况汇报", "青岚县")]
    run_on = f"之一  云屏县教师队伍情况汇报\n(2022年9月5日在座谈会上)\n{BODY}\n之二  青岚县强师工程汇报材料\n{BODY}\n"
    assert [place for _, place in titles_of(run_on)] == ["云屏县", "青岚县"]


def test_two_versions_under_one_title_have_their_own() -> None:
    def version(title: str, number: str, since: str) -> str:
        return (
            f"云屏县教育局关于印发《{title}》的通知\n{number}\n各学校：\n现予印发。\n"
            f"第一条　为规范管理，制定本办法。\n第二条　{BODY}第三条　本办法自{since}起施行。\n"
        )

    text = (
        "云屏县收费管理办法（新旧两个版本）\n\n（一）旧版\n\n"
        + version("云屏县收费管理暂行办法", "云教发〔2014〕26号", "2014年7月1日")
        + "\n广告位招租　　免费下载　　举报\n\n（二）新版\n\n"
        + version("云屏县收费管理办法", "云教发〔2021〕33号", "2022年1月1日")
    )
    titles = [title for title, _ in titles_of(text)]
    assert ["暂行办法" in title for title in titles] == [True, False], titles
    assert all("广告" not in title for title in titles)


def test_a_district_called_so_and_a_place_within_a_quoted_title() -> None:
    text = f"各单位：\n现将城乡医疗救助工作情况汇报如下。\n棠城区人民政府高度重视。{BODY}"
    assert titles_of("棠城区城市管理工作情况汇报\n\n" + text)[0][1] == "棠城区"
    notice = f"关于调整《临溪区挂牌督导实施方案》有关事项的通知\n\n各学校：\n{BODY}"
    assert titles_of(notice)[0][1] == "临溪区"
    assert titles_of(f"老城区改造工作情况汇报\n\n{BODY}")[0][1] == ""


def test_sentences_at_the_end_of_a_saved_page_are_kept() -> None:
    last = "棠城区配备网格员1098人，社区工作者1462人，持证社会工作者517人。社区工作者待遇提高，推行居民积分制和备案制。"
    text = f"您现在的位置：文库 → 正文\n社区治理经验材料\nID:12  下载\n\n柳荫街道{BODY}\n\n{last * 2}\n上一页 1 2 3 下一页 | 收藏\n"
    assert "1098人" in read_documents(text.encode(), "材料.txt")[0].text


def test_labels_in_several_notations_count_one_collection() -> None:
    labels = ("简报一（第7期）", "简报之二", "简报（三）", "第四篇", "简报五：枫林县让学生动起来")
    counties = ("澄水县", "石桥县", "沅溪县", "禾丰县", "枫林县")
    text = "\n\n".join(f"{label}\n\n{county}{BODY}" for label, county in zip(labels, counties, strict=True))
    assert [part.text[:3] for part in partition(text)] == list(counties)


def test_a_label_with_the_number_of_a_page_behind_it_is_kept() -> None:
    text = f"篇一：禾川县工作汇报_第1页\n禾川县{BODY}\n篇二：临沅县工作汇报_第3页\n临沅县{BODY}"
    assert [part.title for part in partition(clean(text).text)] == ["禾川县工作汇报", "临沅县工作汇报"]


def test_a_collection_whose_first_label_was_lost() -> None:
    text = f"河长制简报\n\n临湄县{BODY}\n\n简报二\n\n桐岭县{BODY}\n\n简报三\n\n白渡县{BODY}"
    assert [part.text.strip()[-2000:][:3] for part in partition(text)][1:] == ["桐岭县", "白渡县"]


def test_a_report_behind_the_foot_of_a_page() -> None:
    head = "桐江市教育局关于2022年教师培训工作情况的报告\n（2023年1月9日）\n市政府：\n"
    text = f"教师成长的经验\n\n南屏区{BODY}爱问文秘网 第 2 页 共 4 页\n\n{head}2022年，我市{BODY}"
    assert "桐江市教育局关于2022年教师培训工作情况的报告" in [
        part.text.strip("\x02").split("\n")[0] for part in partition(clean(text).text)
    ]


def test_a_collection_of_counties_is_no_issue_of_one_day() -> None:
    text = (
        f"简报一\n云岭县教育工作简报\n第7期\n云岭县教育局办公室　2023年6月30日\n云岭县{BODY}\n"
        f"简报二\n沙坪县教育工作简报\n沙坪县{BODY}"
    )
    first, second = read_documents(text.encode(), "简报.txt")
    assert (first.facts.date, second.facts.date) == ("2023-06-30", "")


def test_an_article_that_opens_with_an_office_names_no_county() -> None:
    assert [m.name for m in find_places("第七条县民政局委托乡镇人民政府审核确认。")] == []
    assert [m.name for m in find_places("做到“一区一策”，划线管停车。")] == []


def test_a_line_that_announces_the_second_paper() -> None:
    second = "石碾镇中心学校控辍保学自查报告\n县教育局：\n根据县局通知精神，我校认真自查，现报告如下。\n"
    text = f"雁湖县人民政府关于控辍保学工作的自查报告\n市政府：\n雁湖县{BODY}\n\n共8页，当前第6页\n——以下为第二篇——\n{second}我校{BODY}"
    assert any("石碾镇中心学校" in part.text[:60] for part in partition(clean(text).text)[1:])


def test_parts_of_a_file_that_are_papers_are_counted_as_parts() -> None:
    text = (
        f"第一部分　医保业务常用名词解释（学习资料）\n\n1．起付线：{BODY}\n"
        f"第二部分　澄溪县医疗保障局关于基金使用情况的自查报告\n\n市医疗保障局：\n{BODY}\n"
        f"第三部分　澄溪县2023年度居民医保缴费政策解读\n\n（一）缴费标准。{BODY}"
    )
    assert [part.label for part in partition(clean(text).text)] == ["第一部分", "第二部分", "第三部分"]
    # The parts of one report are none.
    report = f"澄溪县工作报告\n\n第一部分　2023年工作总结\n{BODY}\n第二部分　2024年工作打算\n{BODY}"
    assert len(partition(clean(report).text)) == 1


def test_an_explanation_counted_behind_two_versions_is_a_paper() -> None:
    text = (
        f"一、澄溪县公路养护暂行办法\n\n第一条　{BODY}\n第二条　{BODY}\n"
        f"二、澄溪县公路养护管理办法\n\n第一条　{BODY}\n第二条　{BODY}\n"
        f"三、政策解读：《澄溪县公路养护管理办法》（县交通局2022年8月16日）\n\n问：为什么要出台？答：{BODY}"
    )
    assert [part.title[:6] for part in partition(clean(text).text)] == ["澄溪县公路养", "澄溪县公路养", "政策解读：《"]


def test_a_place_named_once_at_the_beginning_is_the_papers_own() -> None:
    text = (
        "工作简报三则\n\n"
        f"简报一:\n\n青岚县是山区县,最远的教学点离县城87公里。{BODY}\n"
        f"简报二:\n\n上半年,澄湖区深入推进改革。全区共有学校38所。{BODY.replace('全县', '全区')}\n"
        f"简报三:\n\n有的学校反映，交流教师压力大。{BODY.replace('全县', '')}"
    )
    documents = read_documents(text.encode(), "简报.txt")
    assert [document.facts.place for document in documents] == ["青岚县", "澄湖区", ""]


def test_the_last_point_of_a_saved_page_is_no_foot() -> None:
    point = "（三）缴费渠道。可通过微信公众号、APP、银行代扣等方式缴费，也可以由村社区代收。"
    text = f"首页 | 登录 | 注册\n当前位置：首页 > 政策\n\n澄溪县医保缴费政策解读\n\n（一）标准。{BODY}\n（二）资助。{BODY}\n{point}\n猜你喜欢　医保局年度总结　课件下载"
    cleaned = clean(text)
    assert point in cleaned.text
    assert "猜你喜欢" not in cleaned.text


def test_an_article_is_called_by_its_own_title() -> None:
    text = f"第38卷第4期　西部乡村教育　Vol.38\n2020年8月　Journal\n文章编号：1674-0000\n\n山区县教师编制的困境与出路\n\n陆怀远\n\n摘要：{BODY}"
    assert read_documents(text.encode(), "豆丁下载.txt")[0].facts.title == "山区县教师编制的困境与出路"


def test_a_speech_under_a_collections_title_is_called_by_its_own() -> None:
    page = (
        "<html><head><title>讲话稿+经验材料</title></head><body>"
        "<h2>在青榆县寄宿制学校推进会上的讲话</h2><p>（2022年3月15日）</p><p>同志们：</p>"
        f"<p>今天这个会，主要任务是总结工作。{BODY}</p>"
        "<p>——————讲话稿_第4页——————</p>"
        f"<h2>把学校办成第二个家（经验交流材料）</h2><p>我校是一所寄宿制小学，现有学生523人。{BODY}</p></body></html>"
    )
    titles = [document.facts.title for document in read_documents(page.encode(), "讲话.html")]
    assert titles == ["在青榆县寄宿制学校推进会上的讲话", "把学校办成第二个家（经验交流材料）"]


def test_cases_of_several_places_are_papers() -> None:
    text = "".join(
        f"案例{n} {slogan}——{place}劳动教育案例\n\n{place}{BODY}\n"
        for n, slogan, place in (("一", "一块田里种出的课程", "禾坪县"), ("二", "让专业的人教专业的课", "石圩县"))
    )
    assert [part.text.strip()[:3] for part in partition(text)][-2:] == ["禾坪县", "石圩县"]


def test_a_citys_own_item_is_of_the_office_that_issued_it() -> None:
    text = (
        "沅平市基础教育工作简报\n第14期\n沅平市教育局办公室编　2023年10月18日\n\n"
        f"简报一：收普惠强监管\n我市学前教育成效明显。{BODY}\n简报二：东渡区集团化办学走深走实\n东渡区{BODY}\n"
    )
    places = [document.facts.place for document in read_documents(text.encode(), "简报.txt")]
    assert places == ["沅平市", "东渡区"]


def test_a_verb_between_two_offices_is_no_county() -> None:
    assert "会同县" not in [mention.name for mention in find_places("县教育局会同县财政局核查")]
    assert "会同县" in [mention.name for mention in find_places("怀化市会同县现有小学45所")]
