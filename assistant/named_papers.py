"""Which papers of the library a question is asked of by name: 「《……经验材料》里」, 「自查材料里」, 「陶明远讲话里说」.

What is asked of a paper by name is answered from it alone; its name says where to look, not what to look for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.asked_words import QUOTED, content_terms
from assistant.gathering import EvidenceGatherer
from assistant.matching import surely_holds, wholly_holds
from assistant.question import Question, read_question
from corpus.places import find_places, is_redacted
from corpus.schema import SourceDocument
from corpus.tokenizer import fold
from index.records import Filters, TitledPaper

# A title, or a part of one, names its paper from so many characters on; a slip of the pen leaves so much alike.
SHORTEST_NAME = 6
ALIKE = 0.9
FEWEST_TERMS = 3
# Of what a paper is pointed out by, 「那份……方案」, so much stands at its head, which reaches so far.
POINTED_OUT, REACH_OF_AN_OPENING = 0.7, 1_000
# A kind that more papers are of names none.
MOST_NAMED = 50
# Who spoke or wrote stands so near the top of a paper.
REACH_OF_A_HEAD = 300
_SAID = r"(?:是)?(?:说|讲|谈|提|写|明确|要求|强调|指出|介绍)?(?:到|了|的是|的)?"
_WITHIN = rf"(?:(?:里面|里头|里|当中|中(?!心|学|小|期|央)|上(?!报|级|学|年|半))(?:面)?{_SAID}|(?:讲|写|介绍|归纳|总结|列举|列|提)(?:到|出)?了(?=哪|什么))"
_BY_TITLE = re.compile(
    rf"(?:请问|按照?|根据|依据|依照|在)*(?:[那这](?:一)?[份篇个][^，,。？?《》]{{0,10}}?的?)?《(?P<title>[^《》]{{3,60}})》(?:[（(][^（()）]*[这那][^（()）]*[）)])?(?:这|那)?(?:一)?[篇份个则]?(?:文章|材料|报告|文件|简报|方案|通知|讲话|文|稿)?(?:{_WITHIN}|{_SAID})[，,：:]?"
)
_GENRES = "回头看|名词解释|自查报告|自查材料|汇报材料|经验材料|交流材料|讲话|发言|通报|报告|汇报|材料|实施方案|方案|简报|规划|总结|通知|文章|信息|范文|解读|论文"
_BY_GENRE = re.compile(
    rf"(?:^|(?<=[，,]))(?:请问|按照?|根据|在)*(?P<words>[^，,。；？?《》、]{{0,30}}?)(?P<genre>{_GENRES}|会议?(?=上))(?:”?{_WITHIN}[，,：:]?|[那这](?:一)?(?:份|篇|个)(?:文件|材料)?(?:{_WITHIN})?[，,：:])"
)
# 「荥阳那份迎接督导评估的学校方案，……」
_BY_POINTING = re.compile(
    rf"^(?:请问|按照?|根据|在)*(?P<words>[^，,。；？?《》]{{0,40}}?(?:[那这](?:一)?(?:份|篇|则|个|位)|(?=论文))[^，,。；？?《》]{{0,40}}?(?:{_GENRES}|办法|意见|稿|调查(?=[，,])|研究(?=[，,]))(?:[（(][^（()）]{{1,8}}[）)])?)(?:的?(?:附?表|附件)\s*[\d一二三四]?)?(?:{_WITHIN}[，,：:]?|[，,：:]|(?:写|说|讲|提)(?:到|明)?的|(?=一共|认为|提出|指出|对|把|给出|总结|归纳|介绍了|列了|列出))"
)
# 「某镇中心学校校长在论坛上讲，」
_BY_SPEAKER = re.compile(
    r"^(?:请问)?(?P<words>[^，,。；？?《》]{2,24}(?:校长|书记|局长|主任|园长|镇长|县长|区长|市长|院长)(?:同志)?在[^，,。；？?《》]{2,14}(?:会议?|论坛|大会))(?:上)?(?:的)?(?:讲话?|说|提|发言|交流|介绍)(?:到|中|里|时)?(?:说|讲)?的?[，,]"
)
_SAYS_AT_THE_END = re.compile(
    rf"[，,](?:在)?(?P<words>[^，,。；？?《》、]{{0,12}}?)(?P<genre>{_GENRES}){_WITHIN}(?:是)?(?:怎么|如何|怎样)(?:说|讲|写|解释|规定|定义)的?[？?]?$"
)
# 「县里开的优化营商环境推进会，领导讲要打的……」, 「书记讲话分析……」
_BY_MEETING = re.compile(
    r"^(?:请问|在)*(?:(?:我们)?[县市区省镇乡]里?(?:召?开|举行|组织)的)?(?P<words>[^，,。；？?《》、]{4,30}(?<!居委)(?<!委员)(?<!村委)(?<!妇联)(?<!理事)(?<!联合)(?<!基金)(?<![协学工商议])会)(?:上)?[，,]?(?:领导|书记|县长|区长|市长|局长|主任|镇长)(?:讲话?|说|强调|要求|提出|指出|提到)(?:里|中)?(?:的|到)?[，,]?"
    r"|^(?:请问|在)*(?P<said>[^，,。；？?《》、]{2,30})(?P<genre>讲话)(?=分析|批评|点名|要求|提出|强调|认为|指出|部署|说)"
)
_POST = re.compile(r"(?:书记|县长|区长|市长|局长|校长|主任|镇长|乡长|园长|院长)$")
_TERMS_EXPLAINED = "名词解释"
_HOW_IT_IS_SAID = re.compile(r"(?:是)?(?:怎么|如何|怎样)(?:说|讲|写)的?[？?]?$")
_CALLED_OTHERWISE = {"会": "讲话", "会议": "讲话", "发言": "发言"}
_BY_WHAT_IT_TELLS = re.compile(
    r"^(?:请问|在)*(?P<words>[^，,。？?]{2,24}?)(?:的)?那(?:个|所|座|家)(?:[\u4e00-\u9fff]{0,2})?(?:地方|单位|区|县|市|镇|(?<!城)乡|村|学校|初中|小学|中学|中心校|幼儿园)(?![级域民])(?:里)?[，,]?"
)
# 「搞联校制的XX区，……」, 「XX区（搞联校制的那个区）……」: a place whose name was taken out, told apart by what it did
_A_BLOTTED_PLACE = re.compile(
    r"^(?:请问|在)*(?:[^，,。？?]{0,6}(?:材料|报告|简报)(?:里|中))?(?:搞|实施|实行|推行|提出)了?(?P<words>[^，,。？?的]{2,12})的(?P<place>(?:[XxＸ×]{1,4}|某)[县区市旗州镇乡])[，,]?"
)
_IS_AN_ARTICLE = re.compile(r"摘\s*要|关键词[:：]|中图分类号|作者简介[:：]|基金项目[:：]")
_BLOTTED = re.compile(r"[XxＸ×某]{1,4}[省市县区旗州镇乡]")
_THAT = re.compile(r"[那这](?:份|篇|个|则|位)")
_THE_SAME = re.compile(r"该[县市区旗州镇乡校局](?![别域])")
_YEAR = re.compile(r"(?:19|20)\d{2}年(?!度)|(?:19|20)\d{2}年度")
_OF_WHOM_AND_WHEN = re.compile(r"\d+|[\u4e00-\u9fff]{1,3}[县市区旗州](?![域级])")
# What is asked of a paper itself, of several, or of what it rests on, needs its name.
_OF_THE_PAPER = re.compile(
    r"废止|失效|依据|有效(?!回收|率|问卷|样本|措施|途径|办法|衔接)|管用|作废|现行|文号|印发|发布|发文|施行|生效|新旧|区别|不同|变化|修订|哪些(?:文件|文档|材料|地方)|哪[几个]*[篇份]|提到|谁写|作者|刊物|杂志|刊登"
)


@dataclass(frozen=True, slots=True)
class NamedPapers:
    """The papers that a question names, and what it asks of them.

    Attributes:
        asked: the question without their name.
        title: how the question, or the first of them, calls itself.
        surely: the title itself was given; no other paper answers then.
    """

    asked: str
    title: str
    doc_ids: tuple[str, ...]
    surely: bool


def papers_named_in(question: Question, gatherer: EvidenceGatherer, filters: Filters | None) -> NamedPapers | None:
    """Return the papers that a question names, of those that a library holds; None where it names none."""
    return named_papers(
        question.text, question.places, gatherer.library.catalog.titled(), gatherer.document,
        lambda: [passage.chunk.doc_id for passage in gatherer.passages(question, filters)],
    )  # fmt: skip


def asked_of(
    named: NamedPapers, gatherer: EvidenceGatherer, filters: Filters | None = None
) -> tuple[Question, Filters]:
    """Return the question that is asked of named papers, and the filters that leave only these."""
    question = read_question(named.asked, gatherer.library.catalog.places())
    return replace(question, paper=named.title), replace(filters or Filters(), doc_ids=named.doc_ids)


def named_papers(
    text: str,
    places: Sequence[str],
    papers: Sequence[TitledPaper],
    document_of: Callable[[str], SourceDocument | None],
    near: Callable[[], Sequence[str]],
) -> NamedPapers | None:
    """Return the papers that a question names; None where it names none that is held, or asks of the paper itself.

    Args:
        places: those that the question names.
        near: returns the ids of the documents in which search finds what the question says, best first.
    """
    if _OF_THE_PAPER.search(text):
        return None
    return (
        _by_title(text, papers)
        or _by_what_it_tells(text, near, papers, document_of)
        or _by_genre(text, places, papers, document_of, near)
        or _by_pointing(text, places, papers, document_of, near)
    )


def _by_title(text: str, papers: Sequence[TitledPaper]) -> NamedPapers | None:
    named = list(_BY_TITLE.finditer(text))
    if len(named) != 1:
        return None
    name = _Name(named[0]["title"])
    found = [paper for paper in papers if name.is_of(paper.title)]
    # The very title goes before one that only holds it.
    exact = [paper for paper in found if _bare(paper.title) == name.bare]
    asked = _BY_TITLE.sub("", text)
    if not found or not content_terms(asked):
        return None
    ids = tuple(paper.doc_id for paper in exact or found)
    return NamedPapers(asked, named[0]["title"], ids, True)


def _by_what_it_tells(
    text: str,
    near: Callable[[], Sequence[str]],
    papers: Sequence[TitledPaper],
    document_of: Callable[[str], SourceDocument | None],
) -> NamedPapers | None:
    """Return the one paper that tells what a county or school is known by: 「搞“联校制”的那个区是哪一年……」."""
    named = _BY_WHAT_IT_TELLS.search(text) or _A_BLOTTED_PLACE.search(text)
    if named is None or not content_terms(text[named.end() :]):
        return None
    place = named.groupdict().get("place") or ""
    terms = [fold(name) for name in QUOTED.findall(named["words"])] or content_terms(named["words"])
    ids = [
        doc_id
        for doc_id in dict.fromkeys(near())
        if terms
        and (document := document_of(doc_id)) is not None
        and all(wholly_holds(term, fold(document.text)) for term in terms)
    ]
    titles = {paper.doc_id: paper.title for paper in papers}
    if len(ids) != 1 or ids[0] not in titles:
        return None
    return NamedPapers(place + text[named.end() :].lstrip("，,的"), titles[ids[0]], (ids[0],), False)


class _Name:
    """A name by which a question calls a paper, prepared once to be held against the titles of a whole library."""

    def __init__(self, name: str) -> None:
        self.bare = _bare(name)
        self._marks = _OF_WHOM_AND_WHEN.findall(self.bare)
        self._alike = SequenceMatcher(None, "", self.bare, autojunk=False)

    def is_of(self, title: str) -> bool:
        """Tell whether a title is the name, a part of it or more, or nearly the same of the same county and year."""
        bare = _bare(title)
        within = min(len(bare), len(self.bare)) >= SHORTEST_NAME and (self.bare in bare or bare in self.bare)
        if bare != self.bare and not within:
            self._alike.set_seq1(bare)
            # The cheap bounds first: most titles are nothing alike.
            if self._alike.real_quick_ratio() < ALIKE or self._alike.quick_ratio() < ALIKE:
                return False
            if self._alike.ratio() < ALIKE:
                return False
        # Another year's or county's paper of the same kind is another paper.
        return self._marks == [mark for mark in _OF_WHOM_AND_WHEN.findall(bare) if mark in self.bare]


def _by_genre(
    text: str,
    places: Sequence[str],
    papers: Sequence[TitledPaper],
    document_of: Callable[[str], SourceDocument | None],
    near: Callable[[], Sequence[str]],
) -> NamedPapers | None:
    named = _SAYS_AT_THE_END.search(text) or _BY_GENRE.search(text) or _BY_MEETING.search(text)
    if named is None:
        return None
    pointed = named["words"] or named.groupdict().get("said") or ""
    said = [mention.name for mention in find_places(pointed, places)]
    words = pointed
    for place in said:
        words = words.replace(place, "")
    words = _BLOTTED.sub("", _THAT.sub("", words))
    called = named.groupdict().get("genre") or "讲话"
    genre = _CALLED_OTHERWISE.get(called, called)
    years = "".join(_YEAR.findall(pointed))
    kept = f"{''.join(said)}{years}{text[named.end() :]}"
    asked = _THE_SAME.sub("", f"{text[: named.start()]}{kept}")
    # Heads are read only of what search finds: a library may hold thousands of 方案.
    found_near = frozenset(near())
    found = [
        paper
        for paper in papers
        if (not places or paper.place in places or (not paper.place and all(map(is_redacted, places))))
        and (genre in paper.genre or (paper.genre in genre and paper.genre) or genre in paper.title)
        and _holds(paper, words, document_of if paper.doc_id in found_near else None)
    ]
    if not found or len(found) > MOST_NAMED or len(found) == len(papers) or not content_terms(asked):
        return None
    if all(_TERMS_EXPLAINED in (paper.genre, paper.title[-4:]) for paper in found):
        asked = _HOW_IT_IS_SAID.sub("是什么意思", asked)
    # 「2023年修订的通知里」 is the one that says so in its title, and no other.
    surely = len(found) == 1 and bool(years) and years[:4] in found[0].title
    # 「教育督导与评估名词解释里」: what the only paper of terms does not explain is explained nowhere.
    surely = surely or (len(found) == 1 and genre == _TERMS_EXPLAINED)
    return NamedPapers(asked, found[0].title, tuple(paper.doc_id for paper in found), surely)


def _by_pointing(
    text: str,
    places: Sequence[str],
    papers: Sequence[TitledPaper],
    document_of: Callable[[str], SourceDocument | None],
    near: Callable[[], Sequence[str]],
) -> NamedPapers | None:
    """Return the paper that is pointed out by most of what it is about: 「那份迎接督导评估的学校方案」."""
    named = _BY_POINTING.search(text) or _BY_SPEAKER.search(text)
    asked = text[named.end() :] if named else ""
    if named is None or not content_terms(asked):
        return None
    said = [mention.name for mention in find_places(named["words"], places)]
    words = re.sub(r"(?<=，)[讲写说]", "，", _THAT.sub("，", named["words"]).replace("、", "，"))
    for place in said:
        words = words.replace(place, "，")
    terms = content_terms(words)
    known = {paper.doc_id: paper for paper in papers}
    held: dict[str, float] = {}
    for doc_id in dict.fromkeys(near()):
        paper, document = known.get(doc_id), document_of(doc_id)
        if paper is None or document is None or (places and paper.place not in places):
            continue
        opening = document.text[:REACH_OF_AN_OPENING]
        kind = "论文" if _IS_AN_ARTICLE.search(opening) else paper.genre
        head = fold(f"{paper.title} {kind} {opening}")
        held[doc_id] = sum(surely_holds(term, head) for term in terms) / max(1, len(terms))
    most = max(held.values(), default=0.0)
    meant = tuple(doc_id for doc_id, share in held.items() if share == most)
    if most < POINTED_OUT or not terms or len(meant) != 1:
        return None
    return NamedPapers(f"{''.join(said)}{asked}", known[meant[0]].title, meant, False)


def _holds(paper: TitledPaper, words: str, document_of: Callable[[str], SourceDocument | None] | None) -> bool:
    """Tell whether a paper's title or head has what it is called by: who spoke, what it is about.

    Args:
        document_of: loads the paper; None where its head is not to be read.
    """
    terms = content_terms(words)
    if not terms:
        return True
    if all(surely_holds(term, fold(paper.title)) for term in terms):
        return True
    document = document_of(paper.doc_id) if document_of is not None else None
    head = document.text[:REACH_OF_A_HEAD] if document is not None else ""
    said = f"{fold(paper.title)} {fold(head)}"
    # 「贺文斌县长讲话里」 is of him who signs as 「县长贺文斌」.
    by_its_speaker = _POST.search(words) and all(term in head for term in terms)
    return (
        words.strip("的在") in head
        or bool(by_its_speaker)
        or (len(terms) >= FEWEST_TERMS and all(surely_holds(term, said) for term in terms))
    )


@lru_cache(maxsize=65_536)
def _bare(title: str) -> str:
    return re.sub(r"[^\w]", "", fold(title))
