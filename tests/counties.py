"""Write the papers of invented counties: as many files as an office has, each with its own figures, made on the spot."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

COUNTIES = tuple(
    first + second + "县"
    for first in ("云", "松", "柏", "青", "清", "安", "临", "永")
    for second in ("澜", "岫", "湾", "埠", "墅")
)
# Title, the year before which it was written, its sections as heading and sentences.
_PAPERS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("义务教育均衡发展工作汇报材料", (
        ("基本情况", "全县现有中小学{a}所，在校学生{f}人，专任教师{b}人。"),
        ("主要做法", "把全县学校划分为{d}个片区，每个片区由一名局领导担任片长。三年来投入教育经费{e}万元，新建校舍{g}平方米。"),
        ("存在问题", "农村学校音体美教师缺口{c}人，有{d}所学校运动场地面积不达标。"))),
    ("教师交流轮岗工作总结", (
        ("交流情况", "全年交流校长{c}人、教师{b}人，占应交流人数的{p}%。"),
        ("保障措施", "发放农村教师补贴{e}万元，建设教师周转房{a}套。"),
        ("下一步打算", "继续推进县管校聘，让更多骨干教师到农村学校任教。"))),
    ("教育信息化建设情况报告", (
        ("建设情况", "两年来累计投入{e}万元，建成录播教室{c}间，多媒体教室配备率达到{p}%。"),
        ("应用情况", "开设专递课堂{a}节，惠及农村学生{f}人。培训教师{b}人次。"))),
    ("学生资助工作情况汇报", (
        ("资助情况", "全年资助家庭经济困难学生{f}人，发放资金{e}万元。"),
        ("工作机制", "建立资助台账，逐校核查{d}轮，做到应助尽助。"))),
    ("养老服务体系建设工作总结", (
        ("设施建设", "建成乡镇养老服务中心{c}个、村级互助点{a}个，新增床位{b}张。"),
        ("资金投入", "投入资金{e}万元，其中县级财政{b}万元。"))),
    ("农村危房改造工作简报", (
        ("进展", "全年改造农村危房{b}户，完成投资{e}万元，竣工率{p}%。"),
        ("做法", "组织{c}支技术队伍到村指导，逐户建立档案。"))),
    ("基层卫生服务能力提升工作汇报", (
        ("基本情况", "全县有乡镇卫生院{c}所、村卫生室{a}个，家庭医生签约{f}人。"),
        ("主要做法", "新建标准化卫生室{c}个，招聘全科医生{d}名，投入{e}万元。"))),
    ("招商引资工作情况报告", (
        ("完成情况", "全年签约项目{c}个，到位资金{e}万元，新增就业{b}人。"),
        ("主要措施", "成立{d}个招商小分队，实行一个项目一名联络员。"))),
    ("农村饮水安全巩固提升实施方案", (
        ("目标", "两年内解决{f}人饮水安全问题，自来水普及率达到{p}%。"),
        ("任务", "新建水厂{d}座，改造管网{a}公里，计划投入{e}万元。"))),
    ("就业技能培训工作总结", (
        ("培训情况", "举办培训班{c}期，培训{f}人次，取得证书{b}人。"),
        ("成效", "培训后就业率达到{p}%，发放补贴{e}万元。"))),
    ("河长制工作简报", (
        ("巡河", "全县{b}名河长巡河{f}次，发现问题{a}个，整改率{p}%。"),)),
    ("乡村公路养护情况汇报", (
        ("养护", "养护农村公路{b}公里，改造危桥{d}座，投入{e}万元，优良路率{p}%。"),)),
    ("政务服务改革经验材料", (
        ("做法", "把{a}项事项纳入一窗受理，平均办理时间压缩{p}%，设立帮办员{c}名。"),
        ("成效", "全年受理事项{f}件，群众满意率{p}%。"))),
)  # fmt: skip
YEARS = ("2022", "2023")


def write_counties(
    folder: Path, counties: Sequence[str] = COUNTIES, papers: int = 25, seed: int = 20261122
) -> dict[str, dict[str, int]]:
    """Write so many papers of each county, a folder each; return by file name the figures in it, by their letter."""
    written: dict[str, dict[str, int]] = {}
    wanted = [(title, sections, year) for year in YEARS for title, sections in _PAPERS][:papers]
    for county in counties:
        chooser = random.Random(f"{seed}{county}")
        (folder / county).mkdir(parents=True)
        for title, sections, year in wanted:
            figures = {
                "a": chooser.randint(60, 99), "b": chooser.randint(310, 980), "c": chooser.randint(21, 58),
                "d": chooser.randint(3, 16), "e": chooser.randint(1100, 9800), "f": chooser.randint(10_100, 48_000),
                "g": chooser.randint(20_000, 90_000), "p": chooser.randint(81, 99),
            }  # fmt: skip
            body = "\n\n".join(
                f"{'一二三四五'[number]}、{heading}\n{county}{text.format(**figures)}"
                for number, (heading, text) in enumerate(sections)
            )
            name = f"{county}{year}年{title}.txt"
            written[name] = figures
            dated = f"{county}人民政府办公室\n{int(year) + 1}年1月{chooser.randint(4, 28)}日"
            (folder / county / name).write_text(f"{county}{year}年{title}\n\n{body}\n\n{dated}\n", encoding="utf-8")
    return written
