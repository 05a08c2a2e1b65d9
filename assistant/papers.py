"""Tell of a paper itself what is asked of it: the number it was issued under, when, and by whom.

A paper of the library says so at its head or its end; of another paper the number stands behind its title,
「《……实施方案》（云政办发〔2020〕17号）」, wherever it is cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer_evaluation import LONGEST_DIRECT
from assistant.answers import Answer
from assistant.asked_words import content_terms
from assistant.citations import cite
from assistant.evidence import Evidence, passage_as_it_stands
from assistant.gathering import EvidenceGatherer
from assistant.matching import surely_holds
from assistant.question import Question, without_places
from assistant.whose import is_ours
from assistant.wording import quoted
from corpus.facts.origin import NUMBER
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.sentences import paragraph_span, split_sentences
from corpus.tokenizer import fold
from corpus.versions import asks_for_former
from index.records import Filters

Fact = Literal["document_number", "date", "issuer", "author"]
# An article that is only pointed out, 「研究……的那篇文章」, has so much of it in its title.
POINTED_OUT = 0.75
# A line of a head or of a signature is no longer.
LONGEST_HEAD = 80
_IS_REPEALED = re.compile(
    r"[）)]?(?:[、和及]《[^》]*》\s*[（(][^（）()]*[）)]){0,9}[^，。；]{0,12}(?:同时)?(?:废止|失效|停止执行)"
)
_PAPER = r"(?:办法|方案|通知|意见|规定|细则|条例|规划|要点|报告|决定|通报|公告|通告|简报|纪要|总结|计划|预案|制度|规则|文件|函)[》」”\"]?"
# 「作者:王艳来源:《华人时刊·校长》2016年第08期」
_AUTHORED = re.compile(
    r"(?:作者|撰稿人?|执笔)[:：]\s*(?P<author>[\u4e00-\u9fff]{2,4}?)(?=\s|来源|$|[，,。；（(])(?:[\s，,]*(?:来源|出处)[:：]\s*(?P<source>《[^《》]{2,30}》(?:\d{4}年)?(?:第?\d{1,3}期)?))?"
)
# 「原载《县域教育研究》2021年第6期」
_PRINTED_IN = re.compile(
    r"(?:原?文?(?:载|刊)(?:于)?|发表于|刊登于|来源[:：]|^)\s*(?P<where>《[^《》]{2,30}》(?:杂志|月刊)?[，,]?\s*(?:19|20)\d{2}年(?:第?\d{1,3}期|\d{1,2}月)?)",
    re.MULTILINE,
)
_ASKS_WHO = re.compile(r"谁|作者|哪位")
_ASKS_JOURNAL = re.compile(r"刊物|杂志|报刊|期刊|哪一?期|第几期")
REACH_OF_A_AUTHORED, REACH_OF_AN_ABSTRACT = 300, 1_500
# 「第38卷第4期　西部基础教育研究　Vol.38」 heads the page of a journal.
_PAGE_OF_A_JOURNAL = re.compile(r"第\s*\d{1,3}\s*卷\s*第\s*\d{1,3}\s*期\s*(?P<where>[\u4e00-\u9fff]{4,20})")
# 「作者简介：陆某某（1976—），男，教授……；苏某（1988—），女……」
_ABOUT_THE_AUTHORS = re.compile(r"(?:作者简介|第一作者)[:：]\s*[\u4e00-\u9fff]{2,4}[（(]\d{4}[^\n]*")
_AUTHOR_AND_BIRTH = re.compile(r"(?:[:：；;]\s*)([\u4e00-\u9fff]{2,4})(?=[（(]\d{4})")
_ASKS: tuple[tuple[Fact, re.Pattern[str]], ...] = (
    ("document_number", re.compile(r"(?:的|是|为|什么|哪个)*(?:发文字号|发文编号|文号|文件号|(?<!老)字号)|是?几号文")),
    (
        "date",
        re.compile(
            r"(?:是|于)?(?:什么时候|何时|哪一?[天年日]|几月几[日号]|什么日期)(?:正式)?(?:印发|发布|发文|下发|成文|公布|签发|编发)(?:的|出来)?|(?:的)?(?:印发|发布|发文|下发|成文|编发)(?:的)?(?:时间|日期)"
        ),
    ),
    (
        "issuer",
        re.compile(
            r"(?:是)?由?(?:谁(?!写)|哪个?(?:单位|部门|机关|机构|局)|什么(?:单位|部门|机关|机构))(?:印发|发布|发文|下发|签发|编发|发(?!放|给|钱|展))(?:的|出来)?|(?:的)?(?:发文|印发|发布)(?:机关|单位|部门|机构)"
        ),
    ),
)
# 「……交流轮岗现在有效的是哪个文号的办法」
_WHICH_NUMBER = re.compile(
    r"(?:现在|目前|现行|眼下)?(?:正在)?(?:有效|执行|在用|施行)?的?(?:是)?(?:哪个|什么)(?:文号|发文字号)的(?P<paper>办法|方案|规定|细则|意见|制度|通知|条例)"
)
_ASKS_AUTHOR = re.compile(
    r"(?:是)?(?:谁|哪位[\u4e00-\u9fff]{0,3}|什么人)写的?|(?:的)?作者(?:是|叫)?(?:谁|什么|哪)|(?:登|发表|刊登|刊载|刊|发)在(?:了)?(?:哪|什么)[\u4e00-\u9fff]{0,2}(?:刊物|杂志|报纸|期刊|报刊)"
)
_POINTED_OUT = re.compile(
    r"^(?P<before>[^，。？《》]{4,60}?)的?[那这](?:一)?(?:篇|个|份)(?P<behind>[^，。？《》]{0,20}?)的?(?:文章|论文|调查|研究|调研报告|文)(?=$|[，,是])"
)
# 「津贴按规定由谁发放」
_BY_A_RULE = re.compile(r"(?:按照?|根据|依照)(?:现行|有关|相关)?(?:规定|办法|计划|方案|通知|制度|文件)$")
_CITED = re.compile(r"《(?P<title>[^》]{4,60})》\s*[（(](?P<number>[^（）()]{4,30}?号)[）)]")


@dataclass(frozen=True, slots=True)
class _Told:
    """One paper with what is asked of it: its title, the fact, and where that stands; `own` where it says so itself."""

    title: str
    value: str
    evidence: Evidence
    own: bool


def asks_of_a_paper(question: Question) -> tuple[Fact, str] | None:
    """Return which fact of a paper is asked for and how the paper is called; None for another question."""
    if question.kind == "basis" or (len(question.parts) > 1 and not _ASKS_AUTHOR.search(question.text)):
        return None
    text = _WHICH_NUMBER.sub(r"的\g<paper>的文号", without_places(question))
    if asked := _ASKS_AUTHOR.search(text):
        if paper := re.search(r"《[^《》]{3,60}》", text[: asked.start()]):
            return "author", paper[0]
        if pointed := _POINTED_OUT.search(text[: asked.start()]):
            # 「研究乡村教师编制的那篇文章是谁写的」
            return "author", f"{pointed['before']}，{pointed['behind']}"
    for fact, pattern in _ASKS:
        asked = pattern.search(text)
        name = text[: asked.start()].strip("，,的 ") if asked else ""
        if asked and re.search(_PAPER + "$", name) and not _BY_A_RULE.search(name):
            return fact, name
    return None


def from_its_head(question: Question, gatherer: EvidenceGatherer, filters: Filters | None = None) -> Answer | None:
    """Return what a paper says of itself, or is cited with; None where that is not asked or no such paper is held."""
    asked = asks_of_a_paper(question)
    if asked is None:
        return None
    fact, name = asked
    words = content_terms(re.sub(r"[《》]|(?:现在|目前|现行)?(?:正在)?(?:执行|施行|实施|使用|用)的", "", name))
    if not words:
        return None
    documents = {
        passage.chunk.doc_id: document
        for passage in gatherer.in_force(question, gatherer.passages(question, filters))
        if (document := gatherer.document(passage.chunk.doc_id)) is not None
    }
    told = [one for document in documents.values() for one in _told(question, fact, document)]
    enough = 1.0 if fact != "author" or "《" in name else POINTED_OUT
    fitting = [one for one in told if _is_called(one.title, words, question.years, one.value, enough)]
    if not fitting:
        return None
    # A paper's own head goes before what others cite; of titles that hold all the words the shortest is the paper's.
    one = min(fitting, key=lambda told: (not told.own, len(told.title)))
    label = {"document_number": "发文字号", "date": "成文日期", "issuer": "发文机关", "author": "作者"}[fact]
    head = f"《{one.title}》的{label}是{one.value}。[1]"
    if fact == "author" and _asks_where_printed(question):
        head = f"《{one.title}》刊于{one.value}。[1]"
    if len(head) > LONGEST_DIRECT:
        head = f"{label}是{one.value}。[1]\n\n《{one.title}》"
    citation = cite(1, one.evidence)
    lines = [head, "", "原文：", f"{quoted(one.evidence)}[1]"]
    return Answer(question.text, "\n".join(lines), False, 0.9, "extractive", (citation,))


def _told(question: Question, fact: Fact, document: SourceDocument) -> Iterator[_Told]:
    """Return what a document tells of itself, and of the papers that it cites with their numbers."""
    facts = document.facts
    if fact == "author":
        head = document.text[:REACH_OF_A_AUTHORED]
        printed = _PRINTED_IN.search(head) or _PAGE_OF_A_JOURNAL.search(head)
        if printed and _asks_where_printed(question):
            yield _Told(facts.title, printed["where"], _piece(document, printed.start(), printed.end()), True)
            return
        if byline := _AUTHORED.search(document.text[:REACH_OF_A_AUTHORED]):
            value = f"{byline['author']}，刊于{byline['source']}" if byline["source"] else byline["author"]
            yield _Told(facts.title, value, _piece(document, byline.start(), byline.end()), True)
        elif about := _ABOUT_THE_AUTHORS.search(document.text[:REACH_OF_AN_ABSTRACT]):
            names = _AUTHOR_AND_BIRTH.findall(about[0])
            yield _Told(facts.title, "、".join(names), _piece(document, about.start(), about.end()), True)
        return
    value = str(getattr(facts, fact))
    source = next((source for source in document.fact_sources if source.fact == fact), None)
    if value and source and is_ours(question, facts.place, document, facts.title):
        quote = source.quote
        # A date or an office that signs stands at the end, however often the text has it.
        find = document.text.rfind if source.where == "落款" else document.text.find
        at = find(quote) if quote else -1
        if fact == "date" and at >= 0:
            value = quote if len(quote) <= 12 else value
        if at >= 0:
            end = paragraph_span(document.text, at, at)[1]
            yield _Told(
                facts.title, value, _piece(document, at, end if end <= at + LONGEST_HEAD else at + len(quote)), True
            )
    if fact != "document_number":
        return
    for match in _CITED.finditer(document.text):
        start, end = paragraph_span(document.text, match.start(), match.start())
        line = split_sentences(document.text[start:end], start)
        sentence = next((s for s in line if s.end >= match.end()), None)
        if sentence is None or not NUMBER.fullmatch(match["number"].strip()):
            continue
        repealed = _is_repealed(match["number"], document.text, match.end()) and not asks_for_former(question.text)
        if is_ours(question, facts.place, document, sentence.text) and not repealed:
            yield _Told(match["title"], match["number"].strip(), _piece(document, sentence.start, sentence.end), False)


def _is_repealed(number: str, text: str, end: int) -> bool:
    """Tell whether a text says right behind a paper's number, or of that number's end, that it is repealed: 「41号文同时废止」."""
    if _IS_REPEALED.match(text, end):
        return True
    serial = re.search(r"\d+(?=号)", number)
    return serial is not None and re.search(rf"(?<!\d){serial[0]}号文?[^，。；（）()\d]{{0,6}}废止", text) is not None


def _asks_where_printed(question: Question) -> bool:
    """Tell whether the journal of an article is asked for, and not its author."""
    return bool(_ASKS_JOURNAL.search(question.text)) and not _ASKS_WHO.search(question.text)


def _piece(document: SourceDocument, start: int, end: int) -> Evidence:
    return passage_as_it_stands(document, start, end, path_at(document.sections, start))


def _is_called(title: str, words: Sequence[str], years: Sequence[str], number: str, enough: float) -> bool:
    """Tell whether a title holds so much of what a paper is called by, its year in the title or in its number."""
    plain = fold(title)
    if sum(surely_holds(word, plain) for word in words) < enough * len(words):
        return False
    return not years or any(year in title or year in number for year in years)
