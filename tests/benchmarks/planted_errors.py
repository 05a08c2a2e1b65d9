"""Build true drafts from documents, plant errors in them, and count what the check finds and what it flags wrongly.

    python -m tests.benchmarks.planted_errors            over the sample corpus
    python -m tests.benchmarks.planted_errors FOLDER     over a folder of documents

A draft is put together from sentences of one place the way a person would: phrases added, clauses in another order,
numbers written another way. An error counts as found when a finding overlaps it and is no longer than it needs to
be; a finding on a figure that is right is a false alarm.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.app import Cewen
from assistant.checking import Shelf, check_draft, make_draft
from assistant.checking.findings import CheckReport
from assistant.checking.statements import named_places
from assistant.settings import load_settings
from corpus.figures import find_figures
from corpus.places import is_redacted
from corpus.schema import SourceDocument
from corpus.sentences import split_sentences

FACTUAL = frozenset(
    [
        "数据",
        "年份",
        "日期",
        "地名",
        "地方",
        "引文",
        "文号",
        "旧版",
        "约数",
        "表述",
        "名称",
        "合计",
        "比例",
        "增减",
        "前后不一",
        "单位",
        "文件名称",
    ]
)
AMOUNTS = ("money", "count", "share", "ratio", "number")
STRANGERS = ("沛县", "宿城区", "永泽县", "青岚县", "石桥区", "东屏区", "柳溪县")
RULE = re.compile(r"第[一二三四五六七八九十]+条")


@dataclass(frozen=True)
class Planted:
    kind: str
    start: int
    end: int
    wrong: str
    right: str


@dataclass
class Tally:
    planted: Counter[str]
    found: Counter[str]
    figures: int = 0
    alarms: int = 0
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()

    @property
    def share_found(self) -> float:
        return sum(self.found.values()) / max(1, sum(self.planted.values()))

    @property
    def alarm_rate(self) -> float:
        return self.alarms / max(1, self.figures)


# ---- true drafts


def sentences_of(document: SourceDocument) -> list[str]:
    """Return the sentences of a document that state something with a figure, a name or a quotation."""
    found = []
    for sentence in split_sentences(document.text, semicolons=False):
        text = re.sub(
            r"^(?:第[一二三四五六七八九十百]+条\s*|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]\s*|[一二三四五六七八九十]+、|[一二三四五六七八九十]是|[-*]\s+)",
            "",
            sentence.text,
        )
        if text.startswith("|") or len(text) < 12 or not text.endswith(("。", "；")) or len(text) > 220:
            continue
        if re.search(r"[Xx]{2}", text) or any(is_redacted(name) for name in named_places(text, ())):
            continue
        if any(f.kind in AMOUNTS for f in find_figures(text)) or "“" in text or "《" in text:
            found.append(text.rstrip("；。") + "。")
    return found


def rewrite_number(rng: random.Random, text: str) -> str:
    """Write one figure of a sentence another way."""
    ways: list[Callable[[str], str]] = [
        lambda t: re.sub(r"(\d+(?:\.\d+)?)亿元", lambda m: f"{round(float(m[1]) * 10000)}万元", t, count=1),
        lambda t: (
            re.sub(r"(?<![\d.])(\d{4,5})万元", lambda m: f"{int(m[1]) / 10000:g}亿元", t, count=1)
            if not re.search(r"余|多|近|以上", t)
            else t
        ),
        lambda t: re.sub(
            r"(?<![\d.])(\d{1,2}(?:\.\d)?)%(?!至|到|-|—)", lambda m: f"百分之{_chinese(m[1])}", t, count=1
        ),
        lambda t: re.sub(
            r"(?<![\d.,])(\d{5})(人|个|名|册)(?!次)", lambda m: f"{int(m[1]) / 10000:g}万{m[2]}", t, count=1
        ),
        lambda t: re.sub(
            r"(?<![\d.,至—-])([1-9])(所|个|名)(?!方面)",
            lambda m: f"{'一两三四五六七八九'[int(m[1]) - 1]}{m[2]}",
            t,
            count=1,
        ),
        lambda t: re.sub(r"(?<![\d.,])(\d)(\d{3})(人|元|个)(?!百)", r"\1,\2\3", t, count=1),
    ]
    return rng.choice(ways)(text)


def _chinese(number: str) -> str:
    whole, _, fraction = number.partition(".")
    digits = "零一二三四五六七八九"
    tens, units = divmod(int(whole), 10)
    text = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (
        digits[units] if units or not tens else ""
    )
    return text + (f"点{digits[int(fraction)]}" if fraction else "")


def paraphrase(rng: random.Random, text: str, place: str) -> str:
    """Say a sentence as a person would who takes it into a paper of his own."""
    body = text.removesuffix("。")
    if rng.random() < 0.35:
        body = rewrite_number(rng, body)
    clauses = body.split("，")
    whole = [c for c in clauses if re.search(r"\d", c)]
    leaning = re.search(r"其中|占|该|其|分别|比上|由此|这|同比|为[^，]*的|[“”（）《》：；]", body)
    if len(clauses) >= 3 and len(whole) == len(clauses) and not leaning and rng.random() < 0.4:
        first, *rest = clauses
        rng.shuffle(rest)
        clauses = [first, *rest]
    elif len(clauses) >= 3 and rng.random() < 0.3 and not re.search(r"\d|“|《", clauses[-1]):
        clauses = clauses[:-1]
    body = "，".join(clauses)
    if rng.random() < 0.25:
        body = (
            re.sub(r"([\u4e00-\u9fff]{2})(\d+)(所|个|名)(?=，|$)", r"\2\3\1", body, count=1)
            if re.search(r"(?:学校|学位|教师|食堂|社团)\d+(?:所|个|名)(?=，|$)", body)
            else body
        )
    for old, new in (("累计投入", "共投入"), ("公开招聘", "招聘"), ("全部", "均"), ("积极", ""), ("不断", "")):
        if old in body and rng.random() < 0.3:
            body = body.replace(old, new, 1)
    level = place[-1:] or "县"
    if f"全{level}" in body and rng.random() < 0.4:
        body = body.replace(f"全{level}", place, 1)
    elif place and place not in body and rng.random() < 0.2 and not re.match(r"20\d\d|到20|《|“|[一二三]年", body):
        body = f"{place}{body}"
    opening = rng.choice(["", "", "", "据统计，", "目前，", "在此基础上，", "同时，"])
    if re.match(r"目前|近|到20|20\d\d|同时|一是", body):
        opening = ""
    return f"{opening}{body}。"


def true_draft(
    rng: random.Random, place: str, pool: Sequence[str], rules: Sequence[tuple[str, str]], length: int
) -> list[str]:
    """Return the sentences of a true draft of one place, a rule quoted now and then."""
    chosen = rng.sample(list(pool), min(length, len(pool)))
    lines = [paraphrase(rng, sentence, place) for sentence in chosen]
    if rules and rng.random() < 0.8:
        title, rule = rng.choice(list(rules))
        article = RULE.match(rule)
        said = RULE.sub("", rule).strip().rstrip("。")
        lead = rng.choice([f"按照《{title}》，", f"《{title}》{article[0] if article else ''}规定，"])
        lines.insert(rng.randrange(len(lines) + 1), f"{lead}{said}。")
    return lines


# ---- errors


def _amounts(text: str) -> list[tuple[int, int, str, str]]:
    return [
        (f.start, f.end, f.text, f.unit)
        for f in find_figures(text)
        if f.kind in AMOUNTS
        and re.search(r"\d", f.text)
        and f.unit not in ("月", "日")
        and not (f.value is not None and f.value <= 1)
    ]


Edit = tuple[int, int, str]


def plant_value(rng: random.Random, text: str, place: str) -> Edit | None:
    figures = _amounts(text)
    if not figures:
        return None
    start, _, written, _ = rng.choice(figures)
    digits = [i for i, c in enumerate(written) if c.isdigit()]
    at = rng.choice(digits)
    new = rng.choice([d for d in "123456789" if d != written[at]])
    changed = written[:at] + new + written[at + 1 :]
    return start, start + len(written), changed


def plant_transposed(rng: random.Random, text: str, place: str) -> Edit | None:
    for start, end, written, _ in rng.sample(_amounts(text), len(_amounts(text))):
        pairs = [
            i
            for i in range(len(written) - 1)
            if written[i : i + 2].isdigit() and written[i] != written[i + 1] and written[i + 1] != "0"
        ]
        if pairs:
            at = rng.choice(pairs)
            return start, end, written[:at] + written[at + 1] + written[at] + written[at + 2 :]
    return None


def plant_unit(rng: random.Random, text: str, place: str) -> Edit | None:
    swaps = (
        ("亿元", "万元"),
        ("万元", "亿元"),
        ("万平方米", "平方米"),
        ("人次", "人"),
        ("平方米", "亩"),
        ("万人", "人"),
        ("万册", "册"),
        ("万元", "元"),
    )
    for start, end, written, _ in rng.sample(_amounts(text), len(_amounts(text))):
        for old, new in swaps:
            if written.endswith(old) and not (old == "平方米" and written.endswith("万平方米")):
                return start, end, written.removesuffix(old) + new
    return None


def plant_percent(rng: random.Random, text: str, place: str) -> Edit | None:
    shares = list(re.finditer(r"\d+(?:\.\d+)?%(?!至|到|-|—)", text))
    if not shares:
        return None
    match = rng.choice(shares)
    return match.start(), match.end(), match[0][:-1]


def plant_swap(rng: random.Random, text: str, place: str) -> Edit | None:
    figures = _amounts(text)
    pairs = [
        (a, b)
        for a, b in itertools.pairwise(figures)
        if a[3] == b[3] and a[2] != b[2] and not re.search(r"每|至|到", text[a[1] : b[0]])
    ]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    return first[0], second[1], second[2] + text[first[1] : second[0]] + first[2]


def plant_year(rng: random.Random, text: str, place: str) -> Edit | None:
    years = list(re.finditer(r"20\d\d(?=年)", text))
    if not years:
        return None
    match = rng.choice(years)
    return match.start(), match.end() + 1, f"{int(match[0]) + rng.choice([-1, 1])}年"


def plant_place(rng: random.Random, text: str, place: str) -> Edit | None:
    other = rng.choice([name for name in STRANGERS if name != place])
    if place and place in text:
        start = text.index(place)
        return start, start + len(place), other
    match = re.search(r"全[县区市]", text)
    if match:
        return match.start(), match.end(), other
    return None


def plant_leftover(rng: random.Random, text: str, place: str) -> Edit | None:
    """Leave another county's name in: 该局 becomes its bureau."""
    other = rng.choice([name for name in STRANGERS if name != place])
    match = re.search(r"(?<![\u4e00-\u9fff])(?:县|区|市)(?=财政|委|教育局|政府)", text)
    if match:
        return match.start(), match.end(), other
    return None


def plant_quotation(rng: random.Random, text: str, place: str) -> Edit | None:
    quoted = [m for m in re.finditer(r"“([^”]{4,})”", text) if re.search(r"[\u4e00-\u9fff]", m[1])]
    if not quoted:
        return None
    match = rng.choice(quoted)
    at = rng.choice([i for i in range(match.start(1), match.end(1)) if "\u4e00" <= text[i] <= "\u9fff"])
    new = rng.choice([c for c in "新共高双优同大众" if c != text[at]])
    return at, at + 1, new


def plant_document_number(rng: random.Random, text: str, place: str) -> Edit | None:
    match = re.search(r"[〔\[](\d{4}|XX)[〕\]](\d+)号", text)
    if not match:
        return None
    return match.start(2), match.end(2), str(int(match[2]) + rng.randint(1, 9))


def plant_direction(rng: random.Random, text: str, place: str) -> Edit | None:
    turns = {
        "增加": "减少",
        "减少": "增加",
        "提高": "降低",
        "新增": "减少",
        "不少于": "不超过",
        "不超过": "不少于",
        "不低于": "不高于",
        "以上": "以下",
        "低于": "高于",
        "高于": "低于",
        "不得超过": "不得少于",
        "下降": "上升",
        "增长": "下降",
    }
    found = [
        m
        for m in re.finditer(
            "不得超过|不少于|不超过|不低于|增加|减少|提高(?=到|了|\\d)|新增|以上|以下|(?<!不)低于|高于|下降|增长", text
        )
        if m[0] in turns and re.search(r"\d", text[m.start() - 12 if m.start() > 12 else 0 : m.end() + 12])
    ]
    if not found:
        return None
    match = rng.choice(found)
    return match.start(), match.end(), turns[match[0]]


def plant_about(rng: random.Random, text: str, place: str) -> Edit | None:
    match = re.search(r"(\d+)(余|多)(?=[万亿]?[人元个名项所])", text)
    if match:
        return match.start(), match.end() + 1, match[1] + text[match.end()]
    match = re.search(r"(\d+[万亿]?)(人次|元|人|名)(以上|左右)", text)
    if match:
        return match.start(), match.end(), match[1] + match[2]
    return None


def plant_range(rng: random.Random, text: str, place: str) -> Edit | None:
    match = re.search(r"\d+(?:元|人|所|名|%)?(?:至|—|-)(\d+)(?=元|所|人|名|%)", text)
    if match:
        return match.start(1), match.end(1), str(int(match[1]) + rng.choice([1, 2, 10]))
    return None


def plant_school(rng: random.Random, text: str, place: str) -> Edit | None:
    names = [
        m
        for m in re.finditer(r"(?<=[、和，为以])([\u4e00-\u9fff]{2})(?=小学|中学|学校|幼儿园)", text)
        if m[1]
        not in (
            "中心",
            "优质",
            "成员",
            "龙头",
            "农村",
            "城乡",
            "中小",
            "薄弱",
            "实验",
            "一贯",
            "义务",
            "职业",
            "单设",
            "民办",
            "普通",
            "各类",
            "每所",
            "全部",
            "公办",
            "城区",
            "完全",
            "县城",
            "其中",
            "集团",
            "所有",
            "一所",
        )
    ]
    if not names:
        return None
    match = rng.choice(names)
    return match.start(), match.end() + 2, rng.choice(["晨光", "清泉", "凤鸣"]) + text[match.end() : match.end() + 2]


PLANTS: dict[str, Callable[[random.Random, str, str], Edit | None]] = {
    "数值": plant_value,
    "单位": plant_unit,
    "地方": plant_place,
    "年份": plant_year,
    "引文": plant_quotation,
    "文号": plant_document_number,
    "合计": plant_value,
    "残留地名": plant_leftover,
    "对调": plant_swap,
    "漏百分号": plant_percent,
    "增减反": plant_direction,
    "数字颠倒": plant_transposed,
    "漏余多": plant_about,
    "区间": plant_range,
    "校名": plant_school,
}


def plant(
    rng: random.Random, lines: list[str], place: str, kinds: Sequence[str], heading: str
) -> tuple[str, list[Planted]]:
    """Plant one error each in some sentences; return the text and what was planted."""
    planted: list[Planted] = []
    text = heading
    wanted = list(kinds)
    for line in lines:
        edit: Edit | None = None
        kind = ""
        if wanted and rng.random() < 0.6:
            for candidate in rng.sample(wanted, len(wanted)):
                if candidate == "合计" and not re.search(r"其中.*\d", line):
                    continue
                edit = PLANTS[candidate](rng, line, place)
                if edit is not None and line[edit[0] : edit[1]] != edit[2]:
                    kind = candidate
                    wanted.remove(candidate)
                    break
                edit = None
        if edit is not None:
            start, end, new = edit
            begin = len(text) + start
            planted.append(Planted(kind, begin, begin + len(new), new, line[start:end]))
            line = line[:start] + new + line[end:]
        text += line + "\n"
    return text, planted


# ---- counting


def is_found(report: CheckReport, one: Planted) -> bool:
    """Tell whether a finding stands on an error and says no more than it must."""
    longest = max(2 * (one.end - one.start), one.end - one.start + 12)
    return any(
        f.kind in FACTUAL and f.end and f.start < one.end and one.start < f.end and f.end - f.start <= longest
        for f in report.findings
    )


def false_alarms(report: CheckReport, planted: Sequence[Planted]) -> tuple[int, list[str]]:
    """Return how many right figures there are, and the findings on them."""
    figures = [
        f
        for f in find_figures(report.text)
        if f.kind != "ordinal" and not any(p.start < f.end and f.start < p.end for p in planted)
    ]
    alarms = []
    for figure in figures:
        hits = [
            f for f in report.findings if f.kind in FACTUAL and f.end and f.start < figure.end and figure.start < f.end
        ]
        hits = [f for f in hits if not any(p.start < f.end and f.start < p.end for p in planted)]
        if hits:
            line = report.text[report.text.rfind("\n", 0, figure.start) + 1 : report.text.find("\n", figure.end)]
            alarms.append(f"{figure.text}｜{hits[0].kind} {hits[0].message}｜{line}")
    return len(figures), alarms


def old_version_lines(documents: Sequence[SourceDocument], replaced: dict[str, str]) -> list[str]:
    """Return rules of versions no longer in force whose figures the version in force does not have."""
    found: list[str] = []
    for document in documents:
        if document.doc_id not in replaced:
            continue
        new = next(d for d in documents if d.doc_id == replaced[document.doc_id])
        for sentence in split_sentences(document.text):
            body = RULE.sub("", sentence.text).strip()
            figures = [f for f in find_figures(body) if f.kind in AMOUNTS and f.text not in new.text]
            if figures and len(body) >= 12 and body.endswith("。"):
                found.append(body)
    return found


def measure(cewen: Cewen, seed: int, drafts: int, per_draft: int = 10) -> Tally:
    """Build drafts over a library, plant errors, check, and count."""
    rng = random.Random(seed)
    catalog = cewen.library.catalog
    replaced = cewen.library.replaced()
    documents = [d for r in catalog.records() if (d := catalog.document(r.doc_id)) is not None]
    by_place: dict[str, list[str]] = {}
    rules: list[tuple[str, str]] = []
    for document in documents:
        place = document.facts.place
        if document.doc_id in replaced:
            continue
        if re.search(r"^第[一二三四五六七八九十]+条", document.text, re.MULTILINE):
            rules += [
                (re.sub(r"（.*", "", document.facts.title), s.text)
                for s in split_sentences(document.text)
                if RULE.match(s.text) and any(f.kind in AMOUNTS for f in find_figures(RULE.sub("", s.text)))
            ]
        elif place and not is_redacted(place):
            by_place.setdefault(place, []).extend(sentences_of(document))
    places = [place for place, sentences in by_place.items() if len(sentences) >= 4]
    old = old_version_lines(documents, replaced)
    shelf = Shelf(cewen.library)
    tally = Tally(Counter(), Counter())
    missed: list[str] = []
    false: list[str] = []
    for number in range(drafts):
        place = places[number % len(places)]
        lines = true_draft(rng, place, by_place[place], rules, per_draft)
        heading = f"{place}有关工作情况汇报\n\n"
        extra: list[Planted] = []
        text, planted = plant(rng, lines, place, [*PLANTS], heading)
        if old and rng.random() < 0.4:
            line = rng.choice(old)
            wrong = next(f for f in find_figures(line) if f.kind in AMOUNTS)
            extra.append(Planted("旧版", len(text) + wrong.start, len(text) + len(line) - 1, line, ""))
            text += line + "\n"
        clean = heading + "".join(line + "\n" for line in lines)
        for content, errors in ((clean, []), (text, [*planted, *extra])):
            draft = make_draft(content, "稿.txt", f"r{number}{len(errors)}", "plain", "", catalog.places())
            report = check_draft(draft, shelf.pool_for(draft, lambda: None))
            if not errors:
                count, alarms = false_alarms(report, errors)
                tally.figures += count
                tally.alarms += len(alarms)
                false += alarms
                continue
            for one in errors:
                tally.planted[one.kind] += 1
                if is_found(report, one):
                    tally.found[one.kind] += 1
                else:
                    line = content[content.rfind("\n", 0, one.start) + 1 : content.find("\n", one.start)]
                    missed.append(f"{one.kind}｜{one.right} → {one.wrong}｜{line}")
    tally.missed, tally.false = tuple(missed), tuple(false)
    return tally


def main() -> None:
    """Print found and false alarms by kind."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as home, Cewen(load_settings(Path(home), {})) as cewen:
        if folder is None:
            cewen.add_samples()
        else:
            cewen.add([str(folder)])
        tally = measure(cewen, seed, drafts=60)
    print(f"{'种类':<8} 种下 找到")
    for kind, count in sorted(tally.planted.items()):
        print(f"{kind:<8} {count:>4} {tally.found[kind]:>4}")
    print(f"合计     {sum(tally.planted.values()):>4} {sum(tally.found.values()):>4}  {tally.share_found:.1%}")
    print(f"正确的数 {tally.figures}，误报 {tally.alarms}，{tally.alarm_rate:.1%}")
    for title, lines in (("漏掉", tally.missed), ("误报", tally.false)):
        print(f"\n{title}")
        for line, count in Counter(lines).most_common(60):
            print(f"  {count} {line}")


if __name__ == "__main__":
    main()
