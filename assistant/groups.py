"""Of which level of schools, sex or insured a sentence speaks: not of another than is asked about."""

from __future__ import annotations

import re

from assistant.question import Question

# By which words a paper speaks of a level of schools, or a sex, of which a figure is asked.
_GROUPS = (
    ("初中", ("初中", "初级中学", "七年级", "八年级", "九年级", "中学", "中考", "九年", "初一", "初二", "初三")),
    ("小学", ("小学", "完小", "年级", "中心校", "九年", "村小", "小规模", "教学点")),
    ("高中", ("高中", "高级中学", "普高", "高考", "高一", "高二", "高三", "中学", "职高", "中职")),
    ("在园", ("在园", "幼儿", "学前", "园")),
    ("女", ("女", "妇", "母")),
    ("男", ("男", "父")),
)
_LEVELS, _SEXES = re.compile(r"小学|初中|高中|幼儿园|义务教育阶段"), re.compile(r"[男女]")
_INSURED, _OF_INSURANCE = re.compile(r"职工|居民"), re.compile(r"医保|医疗保险|养老保险|参保|住院|门诊|报销|缴费|起付")


def is_of_another_group(question: Question, bodies: str, text: str, around: str) -> bool:
    """Tell whether a sentence is of another level of schools, or sex, than that of which a figure is asked.

    「义务教育阶段学生24072人，普通高中5046人」 tells no 初中在校生, whatever the sentence before it counts.

    Args:
        bodies: the names of schools that the question has.
        text: the sentence, folded.
        around: what it stands under, and what stands before it.
    """
    # 中小学 are no 小学 alone.
    asked = question.text.replace("中小学", "，")
    for word, written in _GROUPS:
        if word not in asked or any(said in text for said in written):
            continue
        others = _SEXES if word in "男女" else _LEVELS
        # Of a school's own paper its name says of which level it speaks.
        if (others.search(text) and word not in bodies) or not any(said in around for said in written):
            return True
    return False


def is_of_other_insured(question: Question, text: str, around: str) -> bool:
    """Tell whether a sentence tells of the 居民 what is asked of the 职工, or the other way round."""
    asked = _INSURED.findall(question.text)
    if len(set(asked)) != 1 or not _OF_INSURANCE.search(question.text) or "退休" in text:
        return False
    told = set(_INSURED.findall(text)) or set(_INSURED.findall(around))
    return bool(told) and asked[0] not in told
