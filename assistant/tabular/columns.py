"""Which columns of a table a question asks for: by the words of their heads, and by the kind of thing asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asked_figures import alike
from assistant.cells import TOTALS
from assistant.dialogue import only_how_many
from assistant.figure_cues import ALL_THERE_IS, MEASURE, NEWLY_BUILT, of_the_contrary, of_the_month
from assistant.matching import match_strength
from assistant.question_kinds import Kind, kind_of
from assistant.tabular.linking import EXTREME, SURELY, YEAR, Linking
from assistant.tabular.tables import Row, words_of
from corpus.figures import find_figures
from corpus.persons import post_of
from corpus.tokenizer import fold, is_naming

_COMPARES = re.compile(r"(?:谁|哪[个家边所一])[^，。]{0,6}(?:更|比较)?[多高大好快少低小](?:一些|些|点)?$")
_NUMBER_TO_DIAL = re.compile(r"电话|热线|号码|联系方式|手机")
_KINDS_OF_HEADS: dict[Kind, re.Pattern[str]] = {
    "who": re.compile(r"单位|部门|机构|负责|责任|牵头|校长|姓名|联系人|人员|经办|主讲|公司|企业|主管"),
    "where": re.compile(r"地点|地址|位置|所在|乡镇"),
    "date": re.compile(r"时间|时限|日期|期限|年月"),
    "money": re.compile(r"资金|金额|投资|经费|补助|补贴|标准|价|费|收入|支出|工资|产值|拨款|预算|决算|元"),
    "share": re.compile(r"率|比例|占比|比重|[%％]"),
}
_OF_A_PERSON = re.compile(r"(?:责任|负责|联系|经办|主讲)人|姓名|校长|组长")
_DOES = re.compile(r"牵头|主管|实施|承办|主办|承建|施工|设计|监理|协办|配合")
_DENIED = re.compile(r"没(?![收有])|没有(?:参加|完成|办|达)|未|尚无|欠|缺(?!口)")
_DATED = re.compile(r"\d{4}[-.年/]\s*\d{1,2}|\d{1,2}月|\d{4}年")
_PLANNED = frozenset("预算 计划 目标 任务 年初".split())
_REACHED = frozenset("实际 决算 完成 执行".split())
_REALLY = re.compile(r"实际|决算|完成|最终|最后")
# What a word of a head counts that the ask itself has, that only the question has, of which it has the beginning, and
# that it has not.
IN_THE_ASK, IN_THE_QUESTION, BEGUN, LACKING = 1.2, 1.0, 0.6, -0.3


class Columns:
    """Find the columns that are asked for, for a question linked to a table."""

    def __init__(self, linking: Linking) -> None:
        self._link = linking
        self._table = linking.table

    def asks(self) -> list[tuple[Kind, str]]:
        """Return what the question asks, one after the other: the kind of thing, and the clause that asks for it."""
        # 「哪个领导负责、哪个股室办」 asks twice.
        clauses = [
            clause for clause in re.split(r"[，,；;。？?]|、(?=哪|谁|多少|几)", self._link.text) if clause.strip()
        ]
        asking = [clause for clause in clauses if re.search(r"多少|几|什么|哪|谁|何时|怎", clause)]
        # 「哪个高」 behind 「各是多少」 asks for no column of its own.
        asking = [clause for clause in asking if len(asking) == 1 or not _COMPARES.search(clause)]
        # 「哪个专业升学率最高，是多少」
        asking = [n for n in asking if not only_how_many(n)] or asking
        return [(kind_of(clause), clause) for clause in asking] or [(self._link.question.kind, self._link.text)]

    def of_ask(self, kind: Kind, text: str, rows: tuple[Row, ...]) -> tuple[int, ...]:
        """Return the columns that an ask means: those most of whose heads' words it has, of the kind asked for."""
        table = self._table
        if self._link.columns_of_places:
            return self._link.columns_of_places
        fitting = [n for n in table.told if self._fits(n, kind, rows)]
        if self._link.question.years and any(YEAR.search(table.heads[n]) for n in fitting):
            fitting = [n for n in fitting if any(year in table.heads[n] for year in self._link.question.years)]
            units = any(re.search(r"[（(][^（()）]{1,4}[）)]", table.name(row)) for row in rows)
            if len(fitting) == 1 and not units and re.fullmatch(r"\d{4}(?:学?年度?)?", bare(table.heads[fitting[0]])):
                # A column for each year, of what the rows name.
                return tuple(fitting)
        if _NUMBER_TO_DIAL.search(text):
            fitting = [n for n in table.told if _NUMBER_TO_DIAL.search(table.heads[n])]
        fitting = self._singled_out(fitting, kind, text)
        wholly = [n for n in table.told if len(bare(self._link.heads[n])) > 1 and bare(self._link.heads[n]) in text]
        # 小学 is only a part of 「小学在校生」.
        wholly = [n for n in wholly if not any(self._is_a_part(n, m) for m in wholly)]
        extreme = EXTREME.search(text)
        if extreme is not None:
            # 「哪类寄宿制学校新增床位最多」 asks for 新增床位.
            nearest = [n for n in wholly if text[: extreme.start()].endswith(bare(self._link.heads[n]))]
            wholly = nearest or wholly
        if len(wholly) > 1 or (wholly and kind == "general"):
            # 「年龄上限和开考比例是多少」
            return tuple(wholly)
        if not fitting:
            return ()
        sums = [n for n in fitting if TOTALS.match(bare(table.heads[n]))]
        if self._link.total and len(sums) == 1 and not any(row.total for row in rows):
            # 「2020年专项资金合计」 of a table with a row for each year
            return tuple(sums)
        scores = {n: self.meant(n, text) for n in fitting}
        best = max(scores.values())
        of_other_months = [n for n in table.told if not of_the_month(text, table.heads[n])]
        if any(self.meant(n, text) >= best for n in of_other_months):
            # 「1—8月完成投资」 is meant, and not told up to the month that is asked about.
            return ()
        chosen = [n for n in fitting if scores[n] == best]
        if len(chosen) > 1 and kind == "count":
            chosen = self._of_what_is_counted(chosen) or chosen
        if best > 0:
            years = {tuple(YEAR.findall(table.heads[n])) for n in chosen}
            return tuple(chosen) if len(chosen) == 1 or len(years) == len(chosen) else ()
        if kind == "who" and post_of(text):
            # 「校长是谁」 is not answered by who is in charge of a building site.
            return ()
        cued = [n for n in fitting if (cue := _KINDS_OF_HEADS.get(kind)) and cue.search(table.heads[n])]
        counted = [n for n in table.told if self._fits(n, "amount", rows)]
        only = cued or (fitting if len(counted) == 1 else [])
        return tuple(only) if len(only) == 1 and kind not in ("list", "general") else ()

    def _singled_out(self, fitting: list[int], kind: Kind, text: str) -> list[int]:
        """Keep the columns that alone have a word of the ask: 「其中当归（亩）」, and not 「种植面积（亩）」, for 当归."""
        heads = self._link.heads
        does = _DOES.search(text)
        by_deed = does is not None and any(does[0] in heads[n] for n in fitting)
        if (
            kind == "who"
            and "谁" in text
            and not by_deed
            and (persons := [n for n in fitting if _OF_A_PERSON.search(heads[n])])
        ):
            return persons
        denied = [n for n in fitting if _DENIED.search(heads[n])]
        if denied and len(denied) < len(fitting):
            # 「还有多少人没参保」
            fitting = denied if _DENIED.search(text) else [n for n in fitting if n not in denied]
        # 「督学查出多少个问题」 asks for 发现问题, and not for 专职督学.
        counted = self._of_what_is_counted(fitting) if kind == "count" else []
        deeds = [n for n in fitting for term in self._link.terms if bare(heads[n]) == term and not is_naming(term)]
        if len(deeds) == 1:
            # 「劝返学生多少人」 asks for 劝返, and not for 辍学学生.
            return deeds
        for term in self._link.terms:
            having = [n for n in fitting if term in heads[n]] if len(term) > 1 and is_naming(term) else []
            if len(having) == 1 and not self._link.rows_with(term) and term not in self._link.about:
                return having if not counted or having[0] in counted else fitting
        return fitting

    def _of_what_is_counted(self, columns: Sequence[int]) -> list[int]:
        """Return the columns whose heads have the noun that the question counts."""
        return [n for n in columns if any(noun in self._link.heads[n] for noun in self._link.question.focus[-1:])]

    def _is_a_part(self, column: int, other: int) -> bool:
        """Tell whether the head of a column is only a part of another's."""
        part, whole = bare(self._link.heads[column]), bare(self._link.heads[other])
        return part != whole and part in whole

    def _fits(self, column: int, kind: Kind, rows: tuple[Row, ...]) -> bool:
        if of_the_contrary(self._link.text, fold(self._table.heads[column]), ""):
            return False
        if not of_the_month(self._link.text, self._table.heads[column]):
            return False
        asks_all = ALL_THERE_IS.search(self._link.text) and not re.search("新|改|扩|增", self._link.text)
        if asks_all and NEWLY_BUILT.match(self._table.heads[column]):
            # 「总里程」 is not what was newly built.
            return False
        if re.search(rf"[未没](?:有)?{re.escape(bare(self._link.heads[column]))}", self._link.text):
            # 「未劝返的」
            return False
        cells = [self._table.cell(row, column) for row in rows]
        filled = [cell for cell in cells if cell.value]
        if not filled:
            return True
        head = self._table.heads[column]
        if kind == "date":
            return all(_DATED.search(cell.value) for cell in filled) or bool(_KINDS_OF_HEADS["date"].search(head))
        numeric = sum(cell.numeric for cell in filled) * 2 > len(filled)
        if kind in ("who", "where"):
            return not numeric
        if kind == "money":
            return (numeric and ("元" in filled[0].unit or "元" in head or not filled[0].unit)) or any(
                "元" in c.value for c in filled
            )
        if kind == "share":
            return numeric and any(
                "%" in fold(c.written) or "率" in c.head + "".join(c.labels) or "比" in c.head for c in filled
            )
        if kind == "count" and "元" in filled[0].unit:
            # 「一共多少在校生」 is not told in 万元.
            return False
        if kind in ("count", "amount", "duration"):
            unit, own = self._link.question.unit, filled[0].unit
            # 「几个班」 counts by the unit of anything.
            if unit not in ("", "个") and own and not (alike(own, unit) or unit in head):
                return False
            counted = self._link.question.focus[-1:] if kind == "count" and unit in ("", "个") else ()
            if own and MEASURE.match(own) and any(match_strength(noun, head) < SURELY for noun in counted):
                # 「查出多少问题」 is not told in tons.
                return False
            return any(find_figures(cell.value) for cell in filled) and not any(
                re.search(r"\d{4}[-年]\d", c.value) for c in filled
            )
        return True

    def meant(self, column: int, text: str) -> float:
        """Return how many words of a column's head an ask, or what leads to it, has, less those that it lacks."""
        words = [word for word in words_of(self._table.heads[column]) if not re.fullmatch(r"(?:19|20)\d{2}年?", word)]
        score = 0.0
        rest = text
        for row in self._link.said:
            # 预算 of 「一般公共预算教育支出」 names the row, and no column of what was planned.
            rest = rest.replace(self._table.name(row), "，")
        for word in words:
            if word in _PLANNED and word not in rest:
                score += LACKING
            elif (_REALLY.search(rest) and word in _REACHED) or match_strength(word, text) >= SURELY:
                score += IN_THE_ASK
            elif self._link.says(word) or self._link.spoken(word):
                score += IN_THE_QUESTION
            elif len(word) == 3 and word[:2] in text:
                score += BEGUN
            else:
                score += LACKING
        own = self._link.heads[column].split(" ")[-1]
        if own in ("男", "女") and re.search(rf"{own}(?=[\u4e00-\u9fff])", text):
            score += IN_THE_ASK
        unit = self._link.question.unit
        if unit and (unit in self._table.heads[column]):
            score += BEGUN
        return score


def bare(head: str) -> str:
    """Return a head without its unit and blanks."""
    return re.sub(r"[（(][^（）()]*[）)]|\s", "", head)
