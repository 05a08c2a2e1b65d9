"""What a counted name stands for, 「五项重点」, 「“三个倾斜”」, 「七长」: the items that a paper tells behind it, or before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asked_words import QUOTED
from assistant.evidence import Evidence
from assistant.listing import at_its_place
from assistant.naming import tells_of_what_it_is_made
from assistant.question import Question
from assistant.runs import FIRST_INSIDE, REACH, RUN_ITEM, opens_a_run, run_of
from corpus.figures import number_of
from corpus.schema import SourceDocument
from corpus.sentences import Sentence, split_sentences
from corpus.tokenizer import fold

# What a counted name stands for is told within so many sentences behind it.
NEAR = 3
# 「“五本账”工作法：一是……」: a run opens so soon behind its name.
SHORTLY = 12
_COUNTED_NAME = re.compile(
    r"(?P<n>[一二三四五六七八九十两]{1,2}|\d{1,2})(?:个|项|条|大|种|类|位|化|方面|本|张|句)?(?P<of>[\u4e00-\u9fff]{1,5})"
)
# 「四大行动」, which the words of a question hold without its number
_SO_MANY_GREAT = re.compile(
    r"[二三四五六七八九十]大[\u4e00-\u9fff]{2}|[二三四五六七八九十][把道句张][\u4e00-\u9fff]{1,3}?(?=(?:分别|都|各|具体)*(?:是|叫|有|指)(?:什么|啥|哪))"
)
# 「三轮都没聘上」 names no list.
_CLASSIFIERS = frozenset(
    "中 小 院 园 轮 次 年 天 人 所 名 期 批 届 场 户 家 月 周 日 岁 元 倍 处 座 成 亿 万 千 百 十 台 套 间 班 折 类 项 条 种 级 块 支 份 道 层 部 起 件 对 门 方".split()
)
# 「“五分钱工程”」 counts no items.
_OF_MEASURE = re.compile(r"(?:分钱|分钟|元|角|块钱|公里|小时|工作日|周岁|平方)")
_QUOTED_AND_COUNTED = re.compile(r"[“\"](?P<name>[三四五六七八九十][\u4e00-\u9fff]{1,5})[”\"]")
FEWEST_COUNTED = 3
# A line that tells what the name before it stands for.
_SAYS_WHICH = re.compile(r"即|就是|分别(?:是|为)|具体(?:是|为|包括)|包括")
_EXPLAINS = re.compile(rf"{_SAYS_WHICH.pattern}|一[是要]|首先|其一|第一[步，、]|①|1[.、．]")
# 「“三部曲”：我们的分析、我们的研究、我们的行动」
_ENUMERATES = re.compile(
    r"[”」\"』]?(?:(?:是?指|即|是|为|包括)?(?:《[^《》]{2,24}》[、和及]?){2}|[^。；、：:]{0,6}(?:[：:，,]|即|是|为|包括)[^。；]*、|[：:](?:[^。；，,]{2,24}[，,]){2}|[（(][^（）()。]*、)"
)
# 「五件实事：第一件，新建……；第二件，……」
_FIRST_OF_SEVERAL = re.compile(r"[”」\"』]?[^，。；：:]{0,6}[：:]第一")
_BULLET = re.compile(r"^[▲●◆■★☆○◇□△•·➢✓－—-]+")
_WHAT_IS_DONE = re.compile(r"落实|做好|推进|执行|开展|实施|推行|制定")


def named_items(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what a counted name of the question stands for, 「五项重点」 or 「“三个倾斜”」; none where it names no list.

    The sentence that holds the name is followed by the items or, where it sums them up, has them before it.
    """
    if question.kind not in ("list", "definition", "how", "general") or (
        question.asks_person and question.kind != "list"
    ):
        return []
    names = (*question.terms, *_SO_MANY_GREAT.findall(question.text))
    # 「“两基”档案说的“三表”」: what is set in quotation marks right before the question is asked about.
    asked = [fold(name) for name in QUOTED.findall(question.text) if _COUNTED_NAME.fullmatch(fold(name))][-1:]
    for name in asked or names:
        counted = _COUNTED_NAME.fullmatch(name)
        count = number_of(counted["n"]) if counted else 0
        if counted is None or count < 2 or counted["of"] in _CLASSIFIERS or _OF_MEASURE.match(counted["of"]):
            continue
        for piece in {piece.document.doc_id: piece for piece in evidence}.values():
            items = _items_of_name(piece.document, name, counted["of"], count)
            told = [at_its_place(piece, sentence) for sentence in items]
            # A run that opens behind the name is told with what explains its items; where a paper only uses the name, another may explain it.
            if (
                told
                and not (name not in question.terms and opens_a_run(items[0].text))
                and tells_of_what_it_is_made(question, told)
            ):
                return told
    return []


def told_by_a_counted_name(question: Question, chosen: Sequence[Evidence]) -> list[Evidence]:
    """Return what a counted name stands for that the best sentence uses, where it is asked how a thing was done: 「用好“三本账”」."""
    if question.kind != "how" or not chosen:
        return []
    first = chosen[0]
    for counted in _QUOTED_AND_COUNTED.finditer(first.text):
        name = _COUNTED_NAME.fullmatch(counted["name"])
        count = number_of(name["n"]) if name else 0
        if name is None or count < FEWEST_COUNTED or name["of"] in _CLASSIFIERS or _OF_MEASURE.match(name["of"]):
            continue
        items = _items_of_name(first.document, counted["name"], name["of"], count)
        if len(items) > count:
            return [at_its_place(first, sentence) for sentence in items]
    return []


def _items_of_name(document: SourceDocument, name: str, noun: str, count: int) -> list[Sentence]:
    sentences = split_sentences(document.text)
    summed_up: Sentence | None = None
    for n, sentence in enumerate(sentences):
        if name not in sentence.text:
            continue
        behind = sentences[n + 1 : n + 1 + REACH]
        # 「三表四册：三表指……」 has it again where it tells what it is.
        ends = _places_of(name, sentence.text)
        here = sentence.text[next((at for at in ends if _ENUMERATES.match(sentence.text, at)), ends[0]) :]
        # 「“三个坚决”：坚决落实……；坚决……」, 「“四个一批”：新建一批，即……；扩容一批，……」
        opens = re.compile(rf"[”」\"』：:]*(?:{noun}|[\u4e00-\u9fff]{{1,6}}{noun}[，,：:])")
        others = next((at for at, s in enumerate(behind) if not opens.match(s.text)), len(behind))
        alike = [sentence, *behind[:others]]
        if opens.match(here) and len(alike) >= count:
            return alike[:count]
        before = sentence.text[: sentence.text.index(name)]
        if (
            _ENUMERATES.match(here)
            and not _sums_up(before, count)
            and not _FIRST_OF_SEVERAL.match(here)
            and not FIRST_INSIDE.search(here, 0, SHORTLY)
        ):
            return [sentence, *_up_to_the_stop(behind[:count])] if sentence.text.endswith(("；", ";")) else [sentence]
        summed_up = summed_up or (sentence if _sums_up(before, count) else None)
        if FIRST_INSIDE.search(here):
            later = [s for s in behind if RUN_ITEM.match(s.text)]
            return [sentence, *later[: count - 1]] if len(later) >= count - 1 else [sentence]
        beside = bool(_BULLET.match(sentence.text))
        in_one = behind[:1] and behind[0].text.endswith("。") and behind[0].text.count("、") >= count - 1
        if in_one and _SAYS_WHICH.match(behind[0].text):
            # 「（1）建立“三张清单”。」, and behind it 「即……清单、……清单、……清单」
            return [sentence, behind[0]]
        if behind and (_EXPLAINS.match(behind[0].text) or (_BULLET.match(behind[0].text) and not beside)):
            marked = [s for s in behind if RUN_ITEM.match(s.text) or _BULLET.match(s.text)]
            return [sentence, *(marked[:count] if len(marked) >= count else behind[:count])]
    named = next((n for n, s in enumerate(sentences) if name in s.text), None)
    if summed_up is not None:
        # 「“提、议、决、办、评”五步议事法」, and further on 「第一步“提”，……；」
        return [summed_up, *(_in_order(sentences[named:], name, count) if named is not None else [])]
    if named is not None and len(noun) > 1:
        # 「建立“四本台账”。」, and behind it 「建好适龄人口台账、在校学生台账、……」
        told = (s for s in sentences[named + 1 : named + 1 + NEAR] if _counts_so_many(s.text, noun, count))
        if (row := next(told, None)) is not None:
            return [sentences[named], row]
    if named is not None and (in_order := _in_order(sentences[named:], name, count)):
        # 「“四道门”守好平安关」, and under it 「第一道是校门。……」
        return in_order if in_order[0] is sentences[named] else [sentences[named], *in_order]
    heads_it = name in document.facts.title or any(name in section.heading for section in document.sections)
    if heads_it and (run := run_of(_under_its_name(document, name, sentences), count)):
        # 「某县“四招并举”加强教师队伍建设」 heads the only run of four.
        return run
    if named is not None and (heads := _paragraphs_opening_with(document.text, sentences[named:], noun, count)):
        return [sentences[named], *heads]
    # 「统防统治、统一采摘、统一分选、统一品牌、统一销售」 are 五统一 wherever they stand in a row.
    in_a_row = re.compile(
        rf"(?:[\u4e00-\u9fff]{{0,4}}{noun[:1]}[\u4e00-\u9fff]{{1,6}}[、和及，。；]){{{count},{count}}}"
    )
    if len(noun) == 2 and (
        row := next((s for s in sentences if s.text.count(noun) >= count - 1 and in_a_row.search(s.text)), None)
    ):
        return [row]
    # 「记好“组织账”，……」, 「记好“资金账”，……」: as many paragraphs that open with one of them.
    quoted = [
        s
        for s in sentences
        if name not in s.text
        and re.search(rf"[“\"][\u4e00-\u9fff]{{1,8}}{noun}[”\"]", s.text)
        and document.text[s.start - 1 : s.start] == "\n"
    ]
    if named is not None and len(quoted) == count:
        return [sentences[named], *quoted]
    # 「做到了“四个一”。算好“一笔账”，……建好“一本册”，……」
    one_of_each = [
        s
        for s in sentences[named + 1 if named is not None else 0 :]
        if re.search(rf"^[^，。]{{0,6}}[“\"]{noun}[\u4e00-\u9fff]", s.text)
    ]
    if named is not None and len(one_of_each) == count:
        return [sentences[named], *one_of_each]
    # 「领导力量倾斜。……办学经费倾斜。……」: as many short sentences that end with the noun.
    alike = [s for s in sentences if len(s.text) <= 16 and re.search(rf"{noun}[。：:；;]?$", s.text)]
    ended = [s for s in sentences if re.search(rf"[；;。]?[\u4e00-\u9fff]{{2,8}}{noun}[。；;]$", s.text)]
    return next((some for some in (alike, ended) if len(some) == count and count >= 2), [])


def _up_to_the_stop(clauses: Sequence[Sentence]) -> list[Sentence]:
    """Return clauses up to the one that ends their sentence."""
    told: list[Sentence] = []
    for clause in clauses:
        told.append(clause)
        if not clause.text.endswith(("；", ";")):
            break
    return told


def _places_of(name: str, text: str) -> list[int]:
    """Return where a text goes on behind each place where it has a name."""
    return [match.end() for match in re.finditer(re.escape(name), text)]


def _in_order(behind: Sequence[Sentence], name: str, count: int) -> list[Sentence]:
    """Return the sentences that tell what a name counts one by one, 第一道 to 第四道 for 四道门; none where they are fewer."""
    of_its_own = re.compile(rf"(?:^|[:：，,])第(?P<n>[一二三四五六七八九十]){re.escape(name[1])}[\u4e00-\u9fff“，：]")
    told = [(number_of(match["n"]), s) for s in behind if (match := of_its_own.search(s.text))]
    return [s for _, s in told] if [n for n, _ in told] == list(range(1, count + 1)) else []


def _under_its_name(document: SourceDocument, name: str, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """Return the sentences of the section whose heading has a name; all where the paper's title has it."""
    if name in document.facts.title:
        return sentences
    section = next(section for section in document.sections if name in section.heading)
    return [sentence for sentence in sentences if section.start <= sentence.start < section.end]


def _counts_so_many(text: str, noun: str, count: int) -> bool:
    """Tell whether a sentence sets as many things of one noun in a row: 适龄人口台账、在校学生台账、……."""
    return (
        re.search(rf"(?:[^，。；、]{{1,10}}{noun}[、和及]){{{count - 1}}}[^，。；、]{{1,10}}{noun}", text) is not None
    )


def _paragraphs_opening_with(text: str, behind: Sequence[Sentence], noun: str, count: int) -> list[Sentence]:
    """Return the heads of as many paragraphs as open with the word that is counted: 「一人一档」 of 「四个一」."""
    heads = [s for s in behind[1:] if s.text.startswith(noun) and text[s.start - 1 : s.start] == "\n"]
    return heads if len(heads) == count else []


def _sums_up(before: str, count: int) -> bool:
    """Tell whether what stands right before a counted name are the things that it counts: 「县长、局长……师长“七长”」."""
    run = re.split(r"[，。；：,;:]", before.rstrip('“”"『』「」'))[-1]
    return count > 2 and run.count("、") + 1 == count and not _WHAT_IS_DONE.search(run)
