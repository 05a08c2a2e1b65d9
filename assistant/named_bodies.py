"""Which school, home, river or numbered group a question names, and whether a sentence is of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.evidence import Evidence, with_its_surroundings
from assistant.question import Question, without_places
from corpus.synonyms import wordings_of
from corpus.tokenizer import fold

_RANK = re.compile(
    r"第[一二三四五六七八九十\d]+(?=组|[类档批项位名]|个(?!年度|阶段|学年|学期|年))|(?<=排在)第[一二三四五六七八九十\d]+|(?<=排)第[一二三四五六七八九十\d]+"
)
# 「柳林中学」, 「河口九年一贯制学校」; 「农村中学」 names none.
_A_SCHOOL = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:九年一贯制学校|实验学校|小学|中学|幼儿园)(?![生部阶学])")
_NO_SCHOOL = re.compile(
    r"农村|乡村|城[市镇乡区]|县城|公办|民办|普通|特殊|职业|高级|初级|寄宿|规模|薄弱|新建|优质|义务|中心|全|各|每|所|个|多少|哪|几|有|在|和|与|及|的|对|为|等|建|改|设|入|到|从|送|给|把|让|由|我|本|该|今年|去年|明年|目前|现|其中|季|山区|乡镇|儿童|示范|希望|民族|附属|平均|镇|村级|类|型|阶段|适龄|完全|教育"
)
SHORTEST_SCHOOL = 4
# A school's own paper names it so near its beginning.
OPENING = 400
_SPEAKS_OF_ITSELF = re.compile(
    r"我校|本校|我们学校|(?<![\u4e00-\u9fff])学校(?:规定|开展|成立|建立|实行|创办|现有|坚持)"
)
_OF_THEM_ALL = re.compile(r"[全我][县市区旗]")
# 「NO.5是哪一项」
_NUMBERED = re.compile(r"no\.?\d+")
_GRADE = re.compile(r"第(?P<grade>[一二三四五六七八九]档)")
_NUMBERED_NAME = re.compile(r"第[一二三四五六七八九十]+(?:实验)?(?:小学|中学|初级中学|高级中学|幼儿园|人民医院)")
# 「某市一中」, 「县二小」; and not 「一中心」, 「初一中」
_NUMBERED_SHORT = re.compile(
    r"(?<=[县市区州镇])[一二三四五六七八九](?:中(?![心学小间等期上下华国年职专])|小(?![学区组时型班]))"
)
# 「螳螂河幸福河湖建设项目」, 「栖霞山隧道」: what a river, a bridge or an estate costs is none of another's.
_NAMED_THING = re.compile(
    r"(?<![\u4e00-\u9fff])(?:请问|在|，)*(?P<name>[\u4e00-\u9fff]{2,4}?(?:河(?![长湖道流])|水库|大桥|隧道|小区|广场|景区|公园|产业园|工业园|煤矿|电站|水厂|大厦|灌区))"
)
_COMMON_THING = re.compile(
    r"全|各|每|农村|乡村|城[市镇区]|老旧|中小|病险|旅游|主要|几|多少|一[座条个处]|这|那|哪|新建|工业|安置|省级|县级|市级|国家"
)
_SCHOOL_OR_HOME = r"(?:小学|初级中学|中学|幼儿园|卫生院|敬老院|福利院)"
# 「城关初级中学联合池河初级中学，每学期互派教师12名」
_OPENS_WITH_A_BODY = re.compile(
    rf"(?:[我全本]?[县市区旗州])?(?P<body>[\u4e00-\u9fff]{{2,9}}?{_SCHOOL_OR_HOME})(?:联合|与|在|被|把|将|推出|推行|建立|实行|开展|自|于)"
)
# 「大明山景区」 is a 风景名胜区.
_PLEASANT = re.compile(r"(?:景区|公园|产业园|工业园)$")
_SPECIAL = re.compile(r"特(?:殊)?教(?:育)?(?:学?校|中心)|培智|启智|聋哑")
_KIND_OF_SCHOOL = re.compile(r"(专门|特殊教育|民办|公办|寄宿制|小规模|薄弱)(?:学校|中学|小学|幼儿园)")
# 「东关小学教育集团有几所成员校」; but 「农村小学有多少」 names none.
_OPENS_WITH_A_NAME = re.compile(
    r"(?:请问|在|，)*+(?P<name>(?!全|各|每|农村|乡村|城[市镇乡区]|县城|普通|公办|民办|所有|多少|乡镇|中心|义务教育|特殊教育|职业|高级|初级|九年|寄宿|小规模|薄弱|新建|优质)[\u4e00-\u9fff]{2,4}?(?:小学|中学|幼儿园|医院|卫生院|敬老院))(?!生|教师|校长)"
)
_ANY_BODY = re.compile(rf"[\u4e00-\u9fff]{{2}}{_SCHOOL_OR_HOME}")


class NamedBodies:
    """The bodies that one question names."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._opening_name = ""
        plain = without_places(question)
        self._bodies_named = (
            [match["name"] for match in _NAMED_THING.finditer(plain) if not _COMMON_THING.search(match["name"])]
            if question.is_point
            else []
        )
        self._schools_named = [match[0] for match in _A_SCHOOL.finditer(plain) if not _NO_SCHOOL.search(match[0])]
        self._numbers_named = _NUMBERED_SHORT.findall(question.text) if question.is_point else []

    def look_through(self, found: Iterable[Evidence]) -> None:
        """Learn which school, town or company that the question opens with the library speaks of: 东关小学."""
        opening = _OPENS_WITH_A_NAME.match(without_places(self._question)) if self._question.is_point else None
        if opening is not None and any(opening["name"] in evidence.text for evidence in found):
            self._opening_name = opening["name"]

    def are_meant_by(self, evidence: Evidence) -> bool:
        """Tell whether a sentence, or its heading, is of the group or item that the question gives a number: 第三组."""
        told = " ".join((evidence.text, *evidence.section))
        if not all(rank in told for rank in _RANK.findall(self._question.text)):
            # 「三档每月800元」 for 第三档
            grade = _GRADE.search(self._question.text)
            return grade is not None and grade["grade"] in told
        if any(_is_of_another_number(name, evidence) for name in self._numbers_named):
            return False
        if self._question.is_point and self._tells_of_another_school(evidence):
            return False
        if any(number not in fold(told).replace(" ", "") for number in _NUMBERED.findall(fold(self._question.text))):
            return False
        # 「第一小学」 is one school: what all schools have is not its own.
        named = _NUMBERED_NAME.findall(self._question.text)
        if self._question.is_point and (
            self._opens_with_another(evidence.text)
            or self._is_of_other_schools(
                with_its_surroundings(evidence) if _SPECIAL.search(self._question.text) else evidence.text
            )
        ):
            return False
        named += self._bodies_named
        if self._opening_name and not evidence.cells:
            named.append(self._opening_name)
        if not named:
            return True
        around = with_its_surroundings(evidence)
        return all(
            any(name in around for name in (one, _PLEASANT.sub("", one), *wordings_of(one)))
            or _is_its_own(one, evidence)
            for one in named
        )

    def _tells_of_another_school(self, evidence: Evidence) -> bool:
        """Tell whether the clauses up to a figure name a school, and none that the question names: 柳林中学 for 河口学校."""
        figure = evidence.figure
        if figure is None or evidence.cells or not self._schools_named:
            return False
        told = [
            match[0] for match in _A_SCHOOL.finditer(evidence.text, 0, figure.start) if not _NO_SCHOOL.search(match[0])
        ]
        around = with_its_surroundings(evidence)
        return bool(told) and not any(name[-SHORTEST_SCHOOL:] in around for name in self._schools_named)

    def _opens_with_another(self, text: str) -> bool:
        """Tell whether a sentence is about another school or home than the one that the question names."""
        opening = _OPENS_WITH_A_BODY.match(text)
        asked = self._question.text
        return opening is not None and bool(_ANY_BODY.search(asked)) and opening["body"] not in asked

    def _is_of_other_schools(self, text: str) -> bool:
        """Tell whether a sentence is of another kind of schools than the question: 公办学校, and not 专门学校."""
        kinds = _KIND_OF_SCHOOL.findall(self._question.text)
        told = _KIND_OF_SCHOOL.findall(text)
        if _SPECIAL.search(self._question.text) and not _SPECIAL.search(text):
            # What is said of all schools is not said of the 特教学校.
            return True
        return bool(kinds and told) and not set(kinds) & set(told) and not any(kind in text for kind in kinds)


def _is_its_own(name: str, evidence: Evidence) -> bool:
    """Tell whether a sentence is of its paper's own school, which the paper names at its beginning: 「学校规定……」."""
    text = evidence.document.text
    own = name in text[:OPENING] and _SPEAKS_OF_ITSELF.search(text) is not None
    return own and not _OF_THEM_ALL.search(evidence.text)


def _is_of_another_number(name: str, evidence: Evidence) -> bool:
    """Tell whether a sentence is of all the county, or of another, where a school is asked about by its number: 县一中."""
    whole = f"第{name}"
    told = " ".join((evidence.text, *evidence.section))
    around = f"{told} {evidence.document.facts.title}"
    if name in around or whole in around:
        return False
    own = name in evidence.document.text or whole in evidence.document.text
    return not own or bool(_OF_THEM_ALL.search(told) or _NUMBERED_NAME.search(told))
