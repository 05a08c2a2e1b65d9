"""Whether a regulation is still in force, where that is asked: 「2017年那个试行办法现在还管用吗」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answers import Answer
from assistant.asked_words import content_terms
from assistant.citations import cite
from assistant.evidence import Evidence, passage_as_it_stands
from assistant.extracts import standing_of
from assistant.gathering import EvidenceGatherer
from assistant.matching import surely_holds
from assistant.question import Question, without_places
from assistant.wording import quoted
from corpus.boundaries import ISSUES
from corpus.figures import number_of
from corpus.schema import SourceDocument
from corpus.sections import path_at
from corpus.sentences import split_sentences
from corpus.tokenizer import fold
from corpus.versions import effective_date, regulation_key
from index.records import Filters

CONFIDENCE = 0.9
LONGEST_TITLE_LINE = 120
_ASKS = re.compile(
    r"(?:现在|目前|如今|眼下)?(?:还|仍|是否|是不是|到底)*(?:仍然|继续|现行|一直)?(?P<what>管用|管不管用|有没有效|能不能用|算不算数|有效|作数|算数|能用|适用|(?<=[还仍在续行])执行|在用|用着|失效|废止|作废|过期|停用)(?:了)?(?:吗|没有|没|不|么|呢)*(?:[？?]?$|[，,？?](?=新|被|由|是被|什么时候|从|如果|现行|现在|目前|如今|按|哪))"
)
_ASKS_WHICH = re.compile(
    r"(?:现在|目前|现行|眼下|如今)(?P<name>[^，。？]{0,16}?)(?:按照?|依照?|依据|执行|以)(?:的是|的)?(?:哪|什么)[\u4e00-\u9fff]{0,3}(?:文件|办法|规定|文号|方案|细则)"
    # 「……管理办法现在有效的是哪一个文号」
    r"|(?:现在|目前|现行|眼下|如今)[^，。？]{0,4}(?:执行|有效|在用|用|施行)的(?:是|为)?(?:哪|什么)(?:一)?(?:个|份|部)?(?:文号|文件|办法|规定|版本)?(?=[，,。？?]|$)"
)
# 「2011年的《……办法》后来被哪个办法废止」
_ASKS_BY_WHICH = re.compile(
    r"被(?:哪(?:一)?[个份部项]|什么)(?:新)?(?:的)?(?:办法|文件|规定|方案|细则|条例|制度|意见|通知)?(?:给)?(?:废止|替代|取代|代替|替换|废除|废)"
)
_REPEALS_THE_OLD = re.compile(
    r"(?:办法|规定|细则|条例|方案|通知|文件|号)[》）)”]*[^，。；]{0,8}同时(?:废止|停止执行|失效)"
)
# 「现在执行的是哪个文件？老的试行办法还管用吗」
_ASKS_OF_THE_OLD = re.compile(r"还(?:管用|有效|能用|作数|算数)|废止|作废|失效")
_PLAINLY_ASKS = re.compile(r"[管能算]不|有没|还|仍|是否|是不是|吗|没有|没[？?]?$|么")
_REPEALED = re.compile(r"废止|失效|停止执行|不再执行")
_PAPER = re.compile(r"号文|〔\d{4}〕|文件|办法|规定|细则|条例|方案|意见|制度|规划|通知|规则|标准|政策")
_A_NUMBER = re.compile(r"(?P<whose>[\u4e00-\u9fff]{2,14})(?P<n>〔\d{4}〕\d{1,4}号)")
# 「……继续有效，不列入废止范围」
_HOLDS_ON = re.compile(r"继续(?:有效|执行)|不列入|不予废止|仍然有效|保留|除外|以外")
_TERM = re.compile(r"(?:有效期|试行期|执行期|试行)(?:限)?(?:为|是)?(?P<n>\d{1,2}|[一二两三四五六七八九十])年")
_UNTIL = re.compile(r"有效期(?:限)?(?:至|到|截至|截止到?)(?P<year>20\d{2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
# How long it holds is said so near behind since when.
REACH_OF_A_TERM = 40
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NAMES_THE_VERSION = re.compile(
    r"(?:19|20)\d{2}年?(?:的|那个|那份|那版|印发的?|出台的?|制定的?|修订的?|版的?)*|那个|那份|那版|这个|这份|印发的?|旧的?|老的?(?!师|人|年|旧|龄)|现在|目前"
)


def asks_for_validity(question: Question) -> bool:
    """Tell whether a question is whether a regulation still holds."""
    text = question.text
    if _ASKS_BY_WHICH.search(text):
        return True
    asked = _ASKS.search(text)
    if asked is None or not _PLAINLY_ASKS.search(text) or not _PAPER.search(text):
        return False
    # 「……还管用吗，新办法从哪天起执行」 is told by what replaced it.
    return not question.is_point or asked[0].endswith(("，", ",")) or asked.end() < len(text)


def which_in_force(question: Question, gatherer: EvidenceGatherer, filters: Filters | None = None) -> Answer | None:
    """Return which regulation is in force now, its number and since when, where that is asked; None where none is held.

    「……交流轮岗现在按哪个文件执行，从什么时候起施行」
    """
    asked = _ASKS_WHICH.search(question.text)
    if asked is None:
        return None
    name = without_places(question)
    name = name[: name.find(asked[0])] + (asked["name"] or "") if asked[0] in name else name
    words = content_terms(_NAMES_THE_VERSION.sub("，", name))
    replaced = gatherer.library.replaced()
    documents = {
        passage.chunk.doc_id: document
        for passage in gatherer.passages(question, filters)
        if passage.chunk.doc_id not in replaced
        and (document := gatherer.document(passage.chunk.doc_id)) is not None
        # A notice that replaced another is a rule, too.
        and (regulation_key(document.facts.title) or passage.chunk.doc_id in replaced.values())
    }
    fitting = [document for document in documents.values() if words and _is_called(document, words, question)]
    if not fitting:
        return None
    # Of several the one that says that it replaced another, or else the latest.
    found = max(fitting, key=lambda d: (d.doc_id in replaced.values(), d.facts.effective or d.facts.date))
    facts = found.facts
    pieces = [*_titled(found), *_number(found), *([piece] if (piece := _in_force_since(found)) is not None else [])]
    repeals = _sentence(found, _REPEALS_THE_OLD, "") if _ASKS_OF_THE_OLD.search(question.text) else None
    pieces = list({piece.start: piece for piece in (*pieces, *([repeals] if repeals else []))}.values())
    if not pieces:
        return None
    head = f"现行的是《{_name(found)}》"
    head += f"（{facts.document_number}）" if facts.document_number else ""
    head += f"，自{_written(facts.effective)}起施行" if facts.effective else ""
    head += "，原来的同时废止" if repeals else ""
    return _told(question, head, pieces, standing_of(pieces, gatherer))


def _told(question: Question, head: str, pieces: Sequence[Evidence], standing: Sequence[str]) -> Answer:
    """Return the answer that begins with a head and rests on all of the pieces."""
    citations = tuple(cite(n, piece) for n, piece in enumerate(pieces, 1))
    marks = "".join(f"[{n}]" for n in range(1, len(pieces) + 1))
    lines = [f"{head}。{marks}", "", "原文：", *(f"{quoted(piece)}[{n}]" for n, piece in enumerate(pieces, 1))]
    lines += ["", *standing] if standing else []
    return Answer(question.text, "\n".join(lines), False, CONFIDENCE, "extractive", citations)


def _written(day: str) -> str:
    """Return a day as papers write it: 2021年8月1日."""
    year, month, date_of = day.split("-")
    return f"{year}年{int(month)}月{int(date_of)}日"


def validity(question: Question, gatherer: EvidenceGatherer, filters: Filters | None = None) -> Answer | None:
    """Return whether the regulation that a question names is in force, by the papers of the library; None where none is held."""
    if not asks_for_validity(question):
        return None
    found = _meant(question, gatherer, filters)
    if found is None:
        return _number_repealed(question, gatherer, filters)
    replaced = gatherer.library.replaced()
    by = gatherer.document(replaced.get(found.doc_id, ""))
    if by is not None:
        said = _sentence(by, _REPEALED, regulation_key(found.facts.title)) or _in_force_since(by)
        head = f"不再有效：《{_name(found)}》已被《{_name(by)}》"
        head += f"（{by.facts.document_number}）替代" if by.facts.document_number else "替代"
        head += f"，后者自{_written(by.facts.effective)}起施行" if by.facts.effective else ""
        pieces = [*_titled(by), *_number(by), *(piece for piece in (said, _in_force_since(by)) if piece is not None)]
    else:
        said = _in_force_since(found)
        later = [d for i in gatherer.library.amended().get(found.doc_id, ()) if (d := gatherer.document(i)) is not None]
        head = f"资料库中没有《{_name(found)}》被废止或替代的记载，按现有资料仍然有效"
        if said is not None and (until := _until(found, said)) and until < date.today().isoformat():
            head = f"资料库中没有《{_name(found)}》被废止或替代的记载，但按其中写明的期限已于{_written(until)}到期"
        if later:
            head += f"；部分内容已由《{_name(later[0])}》调整"
        pieces = [piece for piece in (said,) if piece is not None]
    pieces = list({piece.start: piece for piece in pieces}.values())
    if not pieces:
        return None
    return _told(question, head, pieces, [])


def _number_repealed(question: Question, gatherer: EvidenceGatherer, filters: Filters | None) -> Answer | None:
    """Return that the paper of a number is repealed, where another says so in so many words and the paper itself is not held."""
    asked = _A_NUMBER.search(question.text)
    if asked is None:
        return None
    # 「双桥县双政办发〔2016〕17号」: where the county ends, the paper that repeals it shows.
    number = re.compile(rf"(?P<whose>[\u4e00-\u9fff]{{2,10}}){re.escape(asked['n'])}")
    for doc_id in dict.fromkeys(passage.chunk.doc_id for passage in gatherer.passages(question, filters)):
        by = gatherer.document(doc_id)
        if by is None:
            continue
        for sentence in split_sentences(by.text):
            named = number.search(sentence.text)
            its_own = named is not None and asked["whose"].endswith(named["whose"])
            if named and its_own and _REPEALED.search(sentence.text) and not _HOLDS_ON.search(sentence.text):
                pieces = [*_titled(by), *_number(by), _piece(by, sentence.start, sentence.end)]
                head = f"不再有效：{named[0]}已由《{_name(by)}》"
                head += f"（{by.facts.document_number}）废止" if by.facts.document_number else "废止"
                return _told(question, head, pieces, [])
    return None


def _number(document: SourceDocument) -> list[Evidence]:
    """Return where a paper has its number, 「某政发〔2021〕3号」; none where it shows none."""
    number = document.facts.document_number
    at = document.text.find(number) if number else -1
    return [_piece(document, at, at + len(number))] if at >= 0 else []


def _titled(document: SourceDocument) -> list[Evidence]:
    """Return where a paper is called by its title; none where it is not."""
    at = document.text.find(_name(document))
    start, end = document.text.rfind("\n", 0, at) + 1, document.text.find("\n", at)
    return [_piece(document, start, end)] if at >= 0 and at < end <= start + LONGEST_TITLE_LINE else []


def _name(document: SourceDocument) -> str:
    """Return the title of a regulation, without the notice that issued it."""
    issued = ISSUES.search(document.facts.title)
    return issued["of"] if issued else document.facts.title


def _until(document: SourceDocument, said: Evidence) -> str:
    """Return until when a paper says that it holds, "2026-03-01", where it says since when or right behind; else empty."""
    text = document.text[said.start : said.end + REACH_OF_A_TERM]
    if day := _UNTIL.search(text):
        return f"{day['year']}-{int(day['month']):02d}-{int(day['day']):02d}"
    since, term = effective_date(said.text), _TERM.search(text)
    return f"{int(since[:4]) + number_of(term['n'])}{since[4:]}" if since and term else ""


def _meant(question: Question, gatherer: EvidenceGatherer, filters: Filters | None) -> SourceDocument | None:
    """Return the regulation that is asked about: the one whose title holds its name, of the year named; the oldest first."""
    # What is asked behind it, 「新办法从哪天起执行」, is no part of the name.
    name = re.sub(rf"(?:{_ASKS.pattern}).*", "", without_places(question))
    words = content_terms(_NAMES_THE_VERSION.sub("，", re.sub(r"[《》（）()]", "", name)))
    documents = {
        passage.chunk.doc_id: document
        for passage in gatherer.passages(question, filters)
        if (document := gatherer.document(passage.chunk.doc_id)) is not None
    }
    numbered = [d for d in documents.values() if d.facts.document_number and d.facts.document_number in question.text]
    if numbered:
        return numbered[0]
    # A paper that the question names in full is the only one that is looked into.
    fitting = [d for d in documents.values() if question.paper or (words and _is_called(d, words, question))]
    years = _YEAR.findall(question.text)
    if years:
        fitting = [d for d in fitting if any(year in _years_of(d) for year in years)]
    elif "试行" in question.text or "暂行" in question.text:
        fitting = [d for d in fitting if "试行" in d.facts.title or "暂行" in d.facts.title]
    # Of what is not told apart, the one in doubt is the elder.
    return min(fitting, key=lambda d: (d.facts.effective or d.facts.date or "9999", len(d.facts.title)), default=None)


def _is_called(document: SourceDocument, words: Sequence[str], question: Question) -> bool:
    title = fold(document.facts.title)
    own = not question.places or document.facts.place in question.places or not document.facts.place
    return (
        own
        and bool(_PAPER.search(title))
        and all(surely_holds(word, title) for word in words if word not in ("试行", "暂行"))
    )


def _years_of(document: SourceDocument) -> str:
    facts = document.facts
    return f"{facts.date[:4]} {facts.effective[:4]} {facts.document_number} {facts.title}"


def _sentence(document: SourceDocument, wanted: re.Pattern[str], name: str) -> Evidence | None:
    """Return the sentence of a paper that says a thing of the regulation named."""
    for sentence in split_sentences(document.text):
        if wanted.search(sentence.text) and name[-8:] in re.sub(r"\s", "", sentence.text):
            return _piece(document, sentence.start, sentence.end)
    return None


def _in_force_since(document: SourceDocument) -> Evidence | None:
    """Return the sentence in which a paper says since when it is in force, or else its title."""
    for sentence in split_sentences(document.text):
        if effective_date(sentence.text):
            return _piece(document, sentence.start, sentence.end)
    at = document.text.find(document.facts.title)
    return _piece(document, at, at + len(document.facts.title)) if at >= 0 else None


def _piece(document: SourceDocument, start: int, end: int) -> Evidence:
    return passage_as_it_stands(document, start, end, path_at(document.sections, start))
