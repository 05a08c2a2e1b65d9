from __future__ import annotations

from corpus.cleaning import clean
from corpus.partition import partition
from corpus.reading import read_documents

BODY = (
    "坚持以人民为中心，扎实推进各项工作，全年完成投资3200万元，惠及群众1.2万户，群众满意度明显提高，得到上级充分肯定。"
)


def read(text: str) -> list[tuple[str, str]]:
    return [(d.facts.title, d.facts.place) for d in read_documents(text.encode(), "文件.txt")]


def test_labelled_bulletins_become_documents_with_their_own_places() -> None:
    text = f"推进厕所革命工作简报\n\n简报一：\n\n沙洋县{BODY}沙洋县还建立了管护机制。\n\n简报二：\n\n近年来，京山市{BODY}京山市还建立了台账。"
    assert read(text) == [("推进厕所革命工作简报（简报一）", "沙洋县"), ("推进厕所革命工作简报（简报二）", "京山市")]


def test_labels_with_titles_give_the_titles() -> None:
    text = f"第一篇：沙洋县河长制工作总结\n{BODY}\n第二篇：京山市林长制工作总结\n{BODY}\n第三篇：钟祥市田长制工作总结\n{BODY}"
    assert [title for title, _ in read(text)] == [
        "沙洋县河长制工作总结",
        "京山市林长制工作总结",
        "钟祥市田长制工作总结",
    ]


def test_papers_pasted_one_after_another_are_cut_at_doubled_titles() -> None:
    text = "\n".join(
        f"{t}\n\n{t}{BODY}" for t in ("农村人居环境整治经验材料", "河湖管护工作自查报告书", "养老服务体系建设情况汇报")
    )
    assert len(partition(clean(text).text)) == 3


def test_papers_are_cut_at_plain_titles_where_the_numbering_begins_anew() -> None:
    paper = f"一、主要做法\n{BODY}\n二、下一步打算\n{BODY}"
    text = f"沙洋县营商环境工作总结\n{paper}\n京山市营商环境工作总结\n{paper}"
    assert [title for title, _ in read(text)] == ["沙洋县营商环境工作总结", "京山市营商环境工作总结"]


def test_a_mentioned_title_does_not_cut() -> None:
    text = f"沙洋县工作总结\n一、主要做法\n{BODY}\n制定了实施方案\n{BODY}\n二、下一步打算\n{BODY}"
    assert len(read(text)) == 1


def test_one_label_alone_does_not_cut() -> None:
    assert len(read(f"工作简报\n简报一：\n{BODY}{BODY}")) == 1


def test_a_paper_behind_a_colophon_begins_with_its_title_author_and_salutation() -> None:
    text = (
        f"沙洋县课后服务工作简报\n\n一、主要做法\n沙洋县{BODY}\n二、存在不足\n沙洋县{BODY}\n\n报：市教育局。\n（共印120份）\n\n\n"
        f"京山市课后服务经验交流材料\n让课后时光更精彩\n\n京山市教育局\n（在全市推进会上的交流发言，2022年12月）\n\n"
        f"各位领导、同志们：\n京山市{BODY}\n一、抓机制\n京山市{BODY}"
    )
    assert read(text) == [("沙洋县课后服务工作简报", "沙洋县"), ("京山市课后服务经验交流材料", "京山市")]


def test_issues_of_a_briefing_are_papers_with_dates_of_their_own() -> None:
    issue = "沙洋教育工作简报\n\n{year}年第{number}期\n(总第{total}期)\n\n沙洋县教育局办公室编　　　{date}\n\n【本期要目】\n●校车整治取得成效\n\n校车整治取得成效\n\n"
    first = (
        issue.format(year=2021, number=11, total=86, date="2021年11月8日")
        + f"沙洋县{BODY}\n沙洋县{BODY}\n（共印150份）\n\n"
    )
    second = issue.format(year=2022, number=9, total=98, date="2022年9月28日") + f"沙洋县{BODY}\n"
    documents = read_documents((first + "————————\n\n" + second).encode(), "合订.txt")
    assert [d.facts.date for d in documents] == ["2021-11-08", "2022-09-28"]


def firsts(text: str) -> list[str]:
    return [d.text[:12].split("\n")[0] for d in read_documents(text.encode(), "文件.txt")]


def test_a_slogan_over_a_byline_begins_a_paper_where_another_has_ended() -> None:
    text = (
        f"念好山字经走活一盘棋\n沙洋县教育局（2022年3月）\n沙洋县{BODY}\n一、抓布局\n{BODY}\n"
        f"一枝一叶总关情\n作者：京山市关工委贺春兰\n在京山的山村里，活跃着一支队伍。{BODY}\n"
        f"山区教师留得住\n——钟祥市加强乡村教师队伍建设的经验\n钟祥市{BODY}\n"
    )
    assert firsts(text) == ["念好山字经走活一盘棋", "一枝一叶总关情", "山区教师留得住"]


def test_labels_that_begin_in_the_middle_of_a_collection_cut() -> None:
    for labels in (
        ("材料之七", "材料之八"),
        ("附件3", "附件4"),
        ("【材料四】", "【材料五】"),
        ("材料之三", "材料之四（书面交流）"),
    ):
        text = f"{labels[0]}\n\n沙洋县做强小规模学校的实践\n沙洋县{BODY}\n\n{labels[1]}\n\n京山市化解大班额\n京山市{BODY}\n"
        assert len(read(text)) == 2


def test_what_a_notice_issues_and_its_attachments_stay_with_it() -> None:
    issued = (
        f"沙洋县教育局关于印发《沙洋县学校食堂管理办法》的通知\n\n各学校：\n现将《沙洋县学校食堂管理办法》印发给你们。{BODY}{BODY}\n\n"
        f"沙洋县教育局\n2022年3月1日\n\n沙洋县学校食堂管理办法\n\n第一章总则\n第一条 为规范食堂管理，制定本办法。{BODY}\n第二条 {BODY}\n"
    )
    listed = (
        f"沙洋县教育局关于公布优秀班主任名单的通知\n\n各学校：\n{BODY}{BODY}请填写附件2。\n\n沙洋县教育局\n2022年9月6日\n\n"
        "附件1\n\n2022年沙洋县优秀班主任名单（12个）\n\n序号 姓名 学校\n1 汪美英 沙洋一中\n\n附件2\n\n优秀班主任登记表\n\n"
        f"姓名____ 性别____\n所在学校________ 任班主任年限____\n填表说明：{BODY}\n"
    )
    assert len(read(issued)) == 1
    assert len(read(listed)) == 1


def test_an_attached_paper_that_addresses_somebody_is_a_paper_of_its_own() -> None:
    text = (
        f"沙洋县教育局2022年工作总结\n\n一、主要工作\n{BODY}\n二、存在问题\n{BODY}\n\n====================\n\n附件2\n\n"
        f"沙洋县教育局关于学校安全隐患自查情况的报告\n\n县安委办：\n根据通知要求，我局开展了自查。{BODY}\n一、总体情况\n{BODY}\n"
    )
    assert firsts(text)[1].startswith("沙洋县教育局关于")


def test_headings_of_one_paper_that_read_like_titles_do_not_cut() -> None:
    text = (
        f"沙洋县2021年工作总结和2022年工作计划\n现将全年情况报告如下。{BODY}\n\n2021年工作总结\n\n一、抓产业\n{BODY}\n\n"
        f"2022年工作计划\n\n一、做优产业\n{BODY}\n二、做实民生\n{BODY}\n\n沙洋县人民政府\n2021年12月28日\n"
    )
    assert len(read(text)) == 1


def test_a_date_and_the_next_title_in_one_line_are_parted() -> None:
    text = (
        f"沙洋县河长制工作情况汇报\n\n一、治水\n{BODY}\n二、执法\n{BODY}\n2019年10月18日京山市河长制工作自查报告\n"
        f"按照要求，我市逐条自查。{BODY}\n一、治水\n{BODY}\n"
    )
    assert [place for _, place in read(text)] == ["沙洋县", "京山市"]


def test_a_counted_paper_whose_title_runs_on_into_its_text_is_one() -> None:
    second = f"篇二：京山市城乡教育一体化发展经验材料京山市地处鄂中腹地，近年来深入推进城乡教育一体化，{BODY}"
    text = f"篇一：沙洋县教育工作情况汇报\n{BODY}\n{second}\n篇三：钟祥市教育工作实施方案钟政办发〔2022〕15号\n各乡镇人民政府：\n{BODY}"
    assert read(text) == [
        ("沙洋县教育工作情况汇报", "沙洋县"),
        ("京山市城乡教育一体化发展经验材料", "京山市"),
        ("钟祥市教育工作实施方案", "钟祥市"),
    ]
    assert read_documents(text.encode(), "文件.txt")[2].facts.document_number == "钟政办发〔2022〕15号"


def test_letterhead_and_number_begin_the_paper_whose_title_stands_under_them() -> None:
    text = (
        f"沙洋县供水工作情况汇报\n一、基本情况\n{BODY}\n二、主要做法\n{BODY}{BODY}\n京山市防汛抗旱指挥部文件\n京汛〔2024〕9号\n"
        f"京山市防汛抗旱指挥部关于做好今冬明春防冻保供工作的通知\n各镇人民政府：\n一、排查隐患。{BODY}"
    )
    documents = read_documents(text.encode(), "文件.txt")
    assert [d.facts.place for d in documents] == ["沙洋县", "京山市"]
    assert documents[1].text.startswith("京山市防汛抗旱指挥部文件")
    assert documents[1].facts.document_number == "京汛〔2024〕9号"


def test_a_ruling_or_a_sites_line_parts_where_another_place_begins() -> None:
    first = f"沙洋林业：一片油茶富一方\n\n沙洋县坚持兴林富民。{BODY}{BODY}"
    second = f"京山文旅：一条河带活一座城\n来源：京山市文化和旅游局   编辑：小谭   日期：2024-01-30\n\n京山市以惠亭湖为轴线，做活夜经济。{BODY}"
    assert [place for _, place in read(f"{first}\n\n========================\n{second}")] == ["沙洋县", "京山市"]


def test_rulings_within_one_briefing_do_not_part_it() -> None:
    text = (
        "沙洋县就业创业工作简报\n2023年第4期（总第61期）\n沙洋县就业服务中心编  2023年4月18日\n————————————————\n"
        f"“春风行动”送岗忙\n{BODY}\n————————————————\n零工驿站开到群众身边\n{BODY}"
    )
    assert len(read(text)) == 1


def test_a_title_that_runs_on_into_its_text_begins_a_paper() -> None:
    text = (
        f"沙洋县教育工作情况汇报\n一、基本情况\n{BODY}\n二、主要做法\n{BODY}{BODY}\n相关推荐\n"
        f"京山市2023年教育工作自查报告根据《县域义务教育督导评估办法》的要求，我市认真开展自查，现将有关情况报告如下。{BODY}"
    )
    assert read(text) == [("沙洋县教育工作情况汇报", "沙洋县"), ("京山市2023年教育工作自查报告", "京山市")]


def test_whom_a_briefing_is_sent_to_is_not_its_issuer() -> None:
    text = f"校园安全工作简报\n2022年第3期\n沙洋县教育局安全办公室编  2022年4月15日\n{BODY}\n报:市委办、荆门市教育局\n发:各中心学校"
    assert read(text) == [("校园安全工作简报", "沙洋县")]


def test_points_of_a_speech_are_no_papers() -> None:
    points = "".join(f"第{n}：要{BODY}{BODY}\n" for n in "一二三")
    text = f"沙洋县教育局关于安全工作的讲话\n同志们：\n下面我讲三点意见，请大家抓好落实。\n{points}"
    assert len(read(text)) == 1


def test_a_sentence_that_only_holds_a_genre_is_not_broken_as_a_title() -> None:
    line = f"沙洋县教育系统听取工作汇报今年以来，各学校{BODY}{BODY}"
    assert read_documents(f"沙洋县教育工作总结\n{BODY}\n{line}".encode(), "文件.txt")[0].text.endswith(line)


ARTICLES = "第一条 为规范校车管理，保障学生上下学交通安全，根据国家和省、市有关规定，结合我县实际，制定本办法。\n第二条 本办法适用于全县各级各类学校、幼儿园和提供校车服务的企业，由县教育局会同县公安局、县交通运输局组织实施。\n第三条 每年补助{sum}元。\n第四条 本办法自{year}年7月1日起施行。"


def test_a_table_of_contents_is_no_row_of_papers_and_what_it_counts_are() -> None:
    listed = "第一篇：石塘县河长制工作总结\n第二篇：云浦县林长制工作总结"
    told = f"第一篇：石塘县河长制工作总结\n{BODY}\n第二篇：云浦县林长制工作总结\n{BODY}"
    assert [title for title, _ in read(f"工作总结选编\n【目录】\n{listed}\n\n{told}")] == [
        "石塘县河长制工作总结",
        "云浦县林长制工作总结",
    ]


def test_a_label_in_brackets_counts_papers_and_the_title_stands_under_it() -> None:
    text = "\n\n".join(
        f"【篇{n}】脱贫攻坚工作汇报材料\n\n{place}脱贫攻坚工作汇报\n\n{place}{BODY}"
        for n, place in (("一", "石塘县"), ("二", "云浦县"))
    )
    assert read(text) == [("石塘县脱贫攻坚工作汇报", "石塘县"), ("云浦县脱贫攻坚工作汇报", "云浦县")]


def test_a_subtitle_under_a_counted_title_belongs_to_it() -> None:
    text = f"第一篇：石塘县河长制工作总结\n{BODY}\n第二篇：守住绿水青山\n——云浦县林长制工作经验材料\n\n云浦县{BODY}"
    assert [title for title, _ in read(text)][1] == "守住绿水青山——云浦县林长制工作经验材料"


def test_two_versions_of_a_regulation_are_parted_where_articles_begin_anew() -> None:
    new, old = ARTICLES.format(sum=900, year=2023), ARTICLES.format(sum=600, year=2018)
    text = f"石塘县校车管理办法（2023年修订）\n\n{new}\n\n附：历史文件\n\n石塘县校车管理办法（试行）\n\n{old}"
    papers = read_documents(text.encode(), "文件.txt")
    assert [d.facts.effective for d in papers] == ["2023-07-01", "2018-07-01"]
    assert "900元" in papers[0].text and "600元" in papers[1].text


def test_a_notice_and_the_regulation_it_issues_stay_one_paper() -> None:
    rules = ARTICLES.format(sum=900, year=2023)
    text = f"石塘县人民政府关于印发《石塘县校车管理办法》的通知\n石政发〔2023〕9号\n\n各乡镇人民政府：\n现印发给你们，请遵照执行。\n\n石塘县校车管理办法\n\n{rules}"
    assert len(read_documents(text.encode(), "文件.txt")) == 1


def test_what_a_compilation_counts_in_its_contents_is_parted_there() -> None:
    rules = ARTICLES.format(sum=900, year=2023)
    text = (
        f"石塘县校车文件汇编\n石塘县教育局编\n目录\n一、石塘县校车管理办法（2023年修订）\n二、石塘县教育局2023年工作总结\n\n"
        f"一、石塘县校车管理办法（2023年修订）\n{rules}\n\n二、石塘县教育局2023年工作总结\n2023年，{BODY}"
    )
    assert [title for title, _ in read(text)] == ["石塘县校车管理办法（2023年修订）", "石塘县教育局2023年工作总结"]


def test_the_number_of_an_issue_by_itself_parts_and_an_editors_note_is_no_paper() -> None:
    note = f"【编者按】现将两县的做法汇编刊发。{BODY}"
    text = (
        f"基层经验汇编（工作简报2024年第6—8期）\n\n{note}\n\n第6期\n\n湖北省沙洋县：一张清单管到底\n\n沙洋县{BODY}\n\n"
        f"第7期\n\n湖北省京山市：一个窗口办成事  群众少跑路\n\n京山市{BODY}\n\n"
        f"第8期\n\n湖北省钟祥市：一支队伍管山林\n\n钟祥市{BODY}\n"
    )
    assert [place for _, place in read(text)] == ["沙洋县", "京山市", "钟祥市"]


def test_papers_counted_behind_their_common_title_are_papers() -> None:
    text = "".join(
        f"基层治理经验材料 篇{n}\n\n{title}\n{place}{BODY}{place}还建立了台账。\n\n"
        for n, title, place in (
            (1, "网格连万家", "沙洋县"),
            (2, "一池清水出深山", "京山市"),
            (3, "老屋换新颜", "钟祥市"),
        )
    )
    assert [place for _, place in read(text)] == ["沙洋县", "京山市", "钟祥市"]


def test_a_counted_collection_of_counties_is_parted_behind_an_editors_note() -> None:
    text = (
        f"典型经验材料汇编\n\n编者按：为推动互学互鉴，现将两县的做法予以刊发。{BODY}\n\n"
        f"一、湖北省沙洋县：“三级联动”管校园\n\n沙洋县{BODY}\n\n二、湖北省京山市：“五心”服务进村口\n\n京山市{BODY}\n"
    )
    assert [place for _, place in read(text)][-2:] == ["沙洋县", "京山市"]


def test_a_label_between_dashes_is_no_subtitle() -> None:
    text = (
        f"材料一：沙洋县校园安全工作总结\n材料二：京山市产教融合实施方案\n\n————材料一————\n\n"
        f"沙洋县校园安全工作总结\n\n沙洋县{BODY}\n\n————材料二————\n\n京山市产教融合实施方案\n\n京山市{BODY}\n"
    )
    assert read(text) == [("沙洋县校园安全工作总结", "沙洋县"), ("京山市产教融合实施方案", "京山市")]


def test_what_a_site_says_of_the_upload_is_no_title() -> None:
    text = (
        "沙洋县2024年政府工作报告（节选）\n\nID：沙府报2024-01　大小：58.6KB　页数：21页　时间：2024-01-09\n\n"
        "《沙洋县2024年政府工作报告》由网友上传分享，以下为正文部分内容\n\n"
        f"——2024年1月5日在沙洋县第十届人民代表大会第三次会议上\n\n各位代表：\n\n{BODY}\n"
    )
    title = read_documents(text.encode(), "报告.txt")[0].facts.title
    assert title.startswith("沙洋县2024年政府工作报告") and "网友" not in title


def test_headings_that_end_in_a_count_of_theses_or_chapters_are_no_papers() -> None:
    text = "沙洋县教师培训方案\n\n" + "".join(
        f"{heading} 篇{n}\n\n{BODY}{BODY}\n\n"
        for n, heading in ((1, "师德师风教育"), (2, "教学技能提升"), (3, "信息技术应用"))
    )
    assert len(read(text)) == 1


def test_counties_in_one_notice_are_its_sections() -> None:
    text = (
        "荆门市2023年教育督导情况通报\n\n现将有关情况通报如下：\n\n"
        f"一、沙洋县：重视教师队伍建设\n\n{BODY}\n\n二、京山市：校车安全有保障\n\n{BODY}\n\n请各县认真整改。\n"
    )
    assert [title for title, _ in read(text)] == ["荆门市2023年教育督导情况通报"]


def test_a_table_at_the_end_of_a_saved_page_and_starred_items_are_kept() -> None:
    text = (
        "首页>>政务动态>>正文\n手机版 | 打印本页 | 我要纠错\n交通工作简报\n第14期(总第186期)\n\n【本期要目】\n"
        "★沙洋县：农村路联网提质\n★京山市：小水库装上智慧眼\n\n"
        f"★沙洋县：农村路联网提质\n沙洋县{BODY}{BODY}\n\n★京山市：小水库装上智慧眼\n京山市{BODY}{BODY}\n\n"
        "附：整改台账\n\n序号\t问题\t责任单位\n1\t图书配备偏旧\t县教育局\n2\t消防手续不全\t县住建局\n"
        "3\t社保未按月缴纳\t县人社局\n\n版权所有：荆门市 鄂ICP备0000号\n"
    )
    documents = read_documents(text.encode(), "简报.txt")
    assert [d.facts.title for d in documents] == ["沙洋县：农村路联网提质", "京山市：小水库装上智慧眼"]
    assert "图书配备偏旧" in documents[-1].text
