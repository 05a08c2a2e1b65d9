"""Choose, of weighed sentences, those that an answer is made of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.answer_forms import (
    IS_THE_MOST,
    defines,
    is_its_entry,
    opens_a_definition,
    rests_on,
    tells_of_the_deed,
    tells_the_most,
)
from assistant.asked_words import QUOTED
from assistant.blocks.telling import RANKED_KINDS, told_by_a_block
from assistant.clauses import clauses_in
from assistant.counted_names import named_items, told_by_a_counted_name
from assistant.evidence import WORTH_SHOWING, Evidence, announces, is_heading, is_plan, repeats_title
from assistant.finding import EvidenceFinder
from assistant.kinds_named import names_the_kind
from assistant.listing import (
    colon_list,
    headed_alike,
    items_ending_alike,
    opened,
    section_told,
    told_by_its_names,
    whole_of_items,
)
from assistant.matching import wholly_holds
from assistant.naming import kind_asked, names_enough, tells_more_than_the_name, tells_of_what_it_is_made
from assistant.narrowing import counted_run, enumerated, left_undone, of_its_group, singled_out
from assistant.outlining import outlined
from assistant.present import of_the_asked_time
from assistant.question import Question
from assistant.question_kinds import THE_MOST
from assistant.reasons import (
    answered_itself,
    asked_alike,
    asks_itself,
    asks_why,
    gives_a_reason,
    reasons,
    under_their_heading,
)
from assistant.runs import FIRST_INSIDE, MOST_SENTENCES, is_first_item, item_told, opens_cases, whole_run
from assistant.telling_on import both_sides, told_behind_its_name, told_on
from assistant.ways import (
    ASKS_AHEAD,
    activities_told,
    asks_for_a_remedy,
    asks_for_ways,
    remedy_told,
    run_they_stand_in,
    states_a_difficulty,
    tells_a_difficulty,
    tells_a_remedy,
    ways_near,
)
from corpus.context import is_run_item
from corpus.figures import number_of
from corpus.layout import ARTICLE, ends_sentence, is_numbered
from corpus.sentences import paragraph_span, split_sentences
from corpus.tokenizer import fold

# A sentence so short says of a measure only its name; so many behind it tell it.
SHORT_HEAD = 20
# What was done goes before what is planned where it answers about as well.
AS_GOOD = 0.8
# What is shown beside the best sentence answers nearly as well.
WORTH_SHOWING_BESIDE = 0.85
EXPLANATION = 3
# A run of so many items is told whole.
MOST_OF_A_RUN = 8
# What is to be done about a difficulty is told within so many sentences behind it.
PUT_RIGHT_BEHIND = 5
CLEARLY_MORE = 0.15
# A term is looked for in so many sentences; what explains it stands right behind, within so many characters.
LOOKED_THROUGH, REACH = 8, 400
# A heading is a term's own where it has hardly more than its words.
SPARE = 2
_HEAD_MARKS = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[^\w]")
_BODY = re.compile(r"[\u4e00-\u9fff]{2,6}(?:小学|中学|幼儿园|卫生院|敬老院)")
_ANY_BODY = re.compile(
    r"农村|乡村|城[市镇乡区]|县城|乡镇|中心|民办|公办|[各全]|所有|普通|寄宿|薄弱|优质|义务|几|哪|多少"
)
SHORTEST_BODY = 4
SURELY = 0.85
# The head of an item is so short and shares so long a phrase with the question.
HEADS_LOOKED_AT, LONGEST_ITEM_HEAD, SHORTEST_PHRASE, SHORTEST_NAME = 4, 24, 5, 4
# 「分成哪六大类」
_COUNTED_AS = re.compile(r"哪(?P<what>[二两三四五六七八九十](?:大)?(?:类|步|个?方面|个?阶段|项|条|种))")
_ASKS_STEPS = re.compile(r"(?:什么|哪些|哪几个?|怎样的)(?:步骤|流程|程序|环节)")
_TELLS_STEPS = re.compile(r"[二三四五六七八九]步|步骤|流程|[\u4e00-\u9fff]{2,}(?:[—–→-]+[\u4e00-\u9fff]{2,}){2,}")
_SAYS_IT_AGAIN = re.compile(r"^(?:即|就是|也就是|亦即|指的?是|是指|具体(?:是|指))")
_ASKS_REMEDY = re.compile(r"整改|解决|打算|措施|改进|破解|下一步")
_WHICH_WAYS = re.compile(r"(?:哪些|哪几[个条项]|什么)(?:具体|主要)?的?(?:做法|措施|举措|办法|经验)")
_DENIED = re.compile(r"(?:可以?|能够?|不得|应当)?[不免][\u4e00-\u9fff]{2,4}(?=[？?，。的]|$)")
_THIS_PROBLEM = re.compile(r"(?:解决|化解|破解|应对|治理)[^，。？]{4,}的?问题")
_EDITORS_NOTE = re.compile(r"[【（(]?编者按")
_ASKS_PLAN = re.compile(r"计划|目标|打算|将|要|拟|预计|力争|到20\d\d年|达到")


def choose(question: Question, finder: EvidenceFinder, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that the answer is made of, best first; none where nothing suffices."""
    chosen = both_sides(_choose(question, finder, found))
    chosen = chosen if _tells_what_is_asked(question, chosen) else []
    if question.kind not in RANKED_KINDS:
        return chosen
    told = told_by_a_block(question, finder, found, chosen)
    return told if told and _tells_what_is_asked(question, told) else chosen


def _tells_what_is_asked(question: Question, chosen: list[Evidence]) -> bool:
    """Tell whether what was chosen names as many, of what, more than the name, and of the deed, as is asked."""
    told = names_enough(question, chosen) and tells_of_what_it_is_made(question, chosen)
    return told and tells_more_than_the_name(question, chosen) and tells_of_the_deed(question, chosen)


def _list_of_the_denied(question: Question, best: Sequence[Evidence]) -> list[Evidence]:
    """Return the list of what may not, or need not, be done, where that is asked: 「下列人员可以不交流：」 for 「哪些人可以不交流」."""
    denied = _DENIED.search(question.text) if question.kind == "list" else None
    opening = next((piece for piece in best if denied and denied[0] in piece.text and announces(piece)), None)
    if opening is None:
        return []
    return whole_run(question, [opening]) or colon_list(question, [opening]) or opened(question, [opening])


def _choose(question: Question, finder: EvidenceFinder, found: Sequence[Evidence]) -> list[Evidence]:
    best = [evidence for evidence in found if finder.suffices(evidence)]
    if asks_why(question) and (told := reasons(question, finder.weights, found)):
        return told
    if question.kind == "how" and (told := of_its_group(question, best)):
        return told
    named = named_items(question, found)
    if named and (question.kind != "definition" or not best):
        return named
    if question.kind == "definition" and not best and (told := _explained_by_itself(question, found)):
        return told
    if heads := headed_alike(question, found):
        return heads
    if question.kind != "definition" and not question.asks_person and (told := asked_alike(question, found)):
        its_own = {(piece.document.doc_id, piece.start) for piece in told}
        told = [p for p in best if (p.document.doc_id, p.start) in its_own] if question.is_point else told
        if told:
            return told
    if denied := _list_of_the_denied(question, best):
        return denied
    if points := outlined(question, finder.weights, found):
        return points
    if not best:
        return counted_run(question, found) or told_behind_its_name(question, found)
    if question.kind == "why":
        if told := under_their_heading(best[0]):
            return told
        if best[0].coverage >= SURELY and len(best[0].text) <= LONGEST_ITEM_HEAD and (told := item_told(best[0])):
            # 「四是执法力量薄弱。」, and behind it what it is put down to.
            return told
        best = [piece for piece in best if gives_a_reason(piece)] or [
            piece for piece in best[:1] if _puts_cause_before_effect(question, piece)
        ]
        if not best:
            return []
    # 「打算怎么解决村医年龄大的问题」 asks about one of them.
    single = "问题" not in question.text or _THIS_PROBLEM.search(question.text) is not None
    one_difficulty = asks_for_a_remedy(question) and single and tells_a_difficulty(best[0])
    if one_difficulty and (told := remedy_told(question, best[0])):
        return told
    if asks_for_ways(question) or asks_for_a_remedy(question):
        # What is wrong is no way of doing it.
        best = [piece for piece in best if not tells_a_difficulty(piece)] or best
        found = [piece for piece in found if not tells_a_difficulty(piece)]
    if asks_for_ways(question) and not ASKS_AHEAD.search(question.text):
        # What is to be done next is no way in which it was done.
        best = [piece for piece in best if not is_plan(piece)] or best
    if question.kind in ("how", "list"):
        # 「编者按：停车难是城市管理的老大难问题。」 only introduces what was done.
        best = [piece for piece in best if not _EDITORS_NOTE.match(piece.text)] or best
        found = [piece for piece in found if not _EDITORS_NOTE.match(piece.text)]
    if question.kind in ("how", "why", "general", "list", "who", "where", "basis"):
        # A title says what a paper is about, and nothing of it.
        best = [piece for piece in best if not repeats_title(piece)] or best
        found = [piece for piece in found if not repeats_title(piece)]
    best = _counted_first(question, best)
    if naming := _naming(question, best):
        best, found = naming, naming
    if question.kind == "basis":
        found = [piece for piece in found if rests_on(piece.text)] or found
    if question.kind in ("who", "where") and not question.asks_names:
        # What only touches the matter names nobody.
        found = best
    if asks_for_a_remedy(question) and best[0].text.endswith("。") and states_a_difficulty(best[0]):
        # 「城乡教育资源不平衡的问题仍然存在。」, and behind it what is to be done.
        behind = split_sentences(best[0].document.text[best[0].end : best[0].end + REACH], best[0].end)[
            :PUT_RIGHT_BEHIND
        ]
        said = list(itertools.takewhile(lambda sentence: not is_numbered(sentence.text), behind))
        if any(tells_a_remedy(sentence.text) for sentence in said):
            return [best[0], *(replace(best[0], start=s.start, end=s.end) for s in said if ends_sentence(s.text))]
    if asks_for_a_remedy(question):
        best = [piece for piece in best if not states_a_difficulty(piece)] or best
    if entry := next((piece for piece in best if is_its_entry(question, piece)), None):
        return item_told(entry)[:EXPLANATION] or [entry]
    if question.kind == "definition":
        # 「优质均衡：指……」 goes before 「优质均衡的核心要求就是……」.
        best = sorted(best, key=lambda piece: not opens_a_definition(question, piece.text))
        found = [*best, *(piece for piece in found if piece not in best)]
        as_it_does = opens_a_definition if opens_a_definition(question, best[0].text) else defines
        if as_it_does(question, best[0].text):
            found = [piece for piece in found if as_it_does(question, piece.text)]
    if (row := _row_as_counted(question, best)) is not None:
        return [row]
    if question.kind in ("list", "general") and (one := enumerated(question, found)):
        return [one]
    if question.kind in ("list", "general") and (run := counted_run(question, found)):
        return run
    if question.is_point:
        return _figures(question, best)
    if told := left_undone(question, best):
        return told
    if aspects := items_ending_alike(question, found):
        return aspects
    return _told_whole(question, finder, best, found) or told_on(question, _sentences(question, best, found))


def _puts_cause_before_effect(question: Question, piece: Evidence) -> bool:
    """Tell whether a sentence that has all of a question says its last word only behind another clause.

    「生活教师多为临聘人员，流动性大」 for 「生活教师为什么流动性大」.
    """
    clauses = clauses_in(piece.text)
    effects = [term for term in question.terms if len(term) > 1][-1:]
    return (
        piece.coverage >= SURELY
        and len(clauses) > 1
        and bool(effects)
        and effects[0] in fold(clauses[-1])
        and effects[0] not in fold("".join(clauses[:-1]))
    )


def _figures(question: Question, best: list[Evidence]) -> list[Evidence]:
    """Return the sentences whose figures answer: of the time asked about, done before planned, by place or by document."""
    best = of_the_asked_time(question, best)
    if not best:
        return []
    if THE_MOST.search(question.text):
        # 「哪个乡镇问题最多，有几个」: 「问题最多的是双柳乡，有31个」
        most = [evidence for evidence in best if IS_THE_MOST.search(evidence.text)]
        best = most or [evidence for evidence in best if tells_the_most(question, evidence.text) or evidence.cells]
        if not best:
            return []
    done = [evidence for evidence in best if not is_plan(evidence)]
    as_good = bool(done) and done[0].score >= AS_GOOD * best[0].score
    if as_good and question.kind != "date" and not _ASKS_PLAN.search(question.text):
        best = done
    chosen = [evidence for evidence in best if evidence.score >= WORTH_SHOWING_BESIDE * best[0].score]
    if "实际" in question.text:
        # 「41支代表队报名」, 「实际参赛代表队40支」
        chosen = [evidence for evidence in chosen if "实际" in evidence.text] or chosen
    return one_per_place(chosen) if not question.places else _agreeing(chosen)


def _told_whole(
    question: Question, finder: EvidenceFinder, best: list[Evidence], found: Sequence[Evidence]
) -> list[Evidence]:
    """Return a run, a list, a section or measures whole, where what answers best is a part of it; none where it is not."""
    chosen = _opening_first(question, _worth_showing(best[0], found))
    if question.kind == "how" and (told := _item_named(question, chosen)):
        return told
    return (
        (answered_itself(best[0]) if asks_itself(best[0].text) else [])
        or told_by_its_names(question, best)
        or (told_by_a_counted_name(question, best) if asks_for_ways(question) or asks_for_a_remedy(question) else [])
        or _run_under_its_heading(question, best)
        or whole_run(question, chosen)
        or (whole_run(question, chosen[1:2]) if _follows(chosen) else [])
        or (whole_run(question, best[:1]) if question.kind == "list" and FIRST_INSIDE.search(best[0].text) else [])
        or run_they_stand_in(question, best)
        or (_item_it_stands_in(question, best[0]) if asks_for_ways(question) else [])
        or colon_list(question, chosen)
        or whole_of_items(question, chosen)
        or (opened(question, chosen) if question.kind == "how" else _meant(question, finder, opened(question, chosen)))
        or (_meant(question, finder, ways_near(question, best[0], found)) if asks_for_ways(question) else [])
        or (section_told(chosen) if question.kind == "how" else [])
        or (item_told(chosen[0]) if question.kind == "how" else [])
        or activities_told(question, best[0], found)
    )


def _counted_as(question: Question) -> str | None:
    """Return what a list is counted as: 六大类 of 「分成哪六大类」; None where it is not counted."""
    counted = _COUNTED_AS.search(question.text) if question.kind == "list" else None
    return counted["what"] if counted else None


def _row_as_counted(question: Question, best: Sequence[Evidence]) -> Evidence | None:
    """Return the sentence that sets in a row just what a list is counted as: 「环境卫生、……、产业发展六大类」; None for none."""
    if (counted := _counted_as(question)) is None:
        return None
    count = number_of(counted[0])
    rows = (re.search(rf"(?P<row>[^，。；：]*?){counted}", piece.text) for piece in best)
    return next(
        (piece for piece, row in zip(best, rows, strict=True) if row and row["row"].count("、") == count - 1), None
    )


def _counted_first(question: Question, best: list[Evidence]) -> list[Evidence]:
    """Return pieces, those first that have what a list is counted as: 「……、产业发展六大类」 for 「分成哪六大类」, or that tell steps."""
    counted = _counted_as(question)
    if counted is None and question.kind in ("how", "list") and _ASKS_STEPS.search(question.text):
        return sorted(best, key=lambda piece: not _TELLS_STEPS.search(piece.text))
    return sorted(best, key=lambda piece: counted not in piece.text) if counted else best


def _naming(question: Question, best: list[Evidence]) -> list[Evidence]:
    """Return what names those that a list is asked of, 「建成麻田、翠屏、河湾3所」, where the best only counts them; none else."""
    if not question.asks_names or not kind_asked(question.text) or announces(best[0]) or is_heading(best[0]):
        return []
    return [] if names_enough(question, best[:1]) else [piece for piece in best if names_enough(question, [piece])]


def _opening_first(question: Question, chosen: list[Evidence]) -> list[Evidence]:
    """Return pieces, of a list first what opens the run of cases, or the heading that has clearly more of the question.

    「有下列情形之一的暂缓注册：（1）……；」; 「五、存在的不足」 of the paper on the matter before 「三、困难和问题」 of another.
    """
    if question.kind != "list" or not chosen:
        return chosen
    first = chosen[0]
    fuller = next((p for p in chosen[:4] if is_heading(p) and p.coverage >= first.coverage + CLEARLY_MORE), None)
    chosen = sorted(chosen, key=lambda piece: piece is not fuller) if fuller and is_heading(first) else chosen
    return sorted(_counted_first(question, chosen), key=lambda piece: not opens_cases(piece.text))


def _follows(chosen: Sequence[Evidence]) -> bool:
    """Tell whether the second of two pieces stands right behind the first."""
    return len(chosen) > 1 and chosen[0].document is chosen[1].document and 0 <= chosen[1].start - chosen[0].end <= 1


def _item_named(question: Question, chosen: Sequence[Evidence]) -> list[Evidence]:
    """Return the item whose heading stands in the question, 「二是加大教师交流力度。」, with what it says; none for no such."""
    for piece in chosen[:HEADS_LOOKED_AT]:
        # What is wrong is not what is done about it.
        wrong = _ASKS_REMEDY.search(question.text) and tells_a_difficulty(piece)
        if len(piece.text) <= LONGEST_ITEM_HEAD and ends_sentence(piece.text) and not wrong:
            match = SequenceMatcher(None, question.text, piece.text, autojunk=False).find_longest_match()
            # 「（二）分类劝返。」 is all in the question, however short.
            whole = match.size >= SHORTEST_NAME and match.size == len(_HEAD_MARKS.sub("", fold(piece.text)))
            if (match.size >= SHORTEST_PHRASE or whole) and (told := item_told(piece)):
                return told
    return []


def _sentences(question: Question, best: list[Evidence], found: Sequence[Evidence]) -> list[Evidence]:
    """Return the best sentence and those that answer about as well; a heading by itself says nothing."""
    said = [piece for piece in best if not _only_heads(piece)]
    chosen = (
        _worth_showing(said[0], [piece for piece in found if not _only_heads(piece)])
        if said
        else _worth_showing(best[0], found)
    )
    # 「……的计划叫什么名字」 is told by what has a name.
    chosen = [piece for piece in chosen if names_the_kind(question, piece.text)] or chosen
    chosen = _of_the_very_thing(question, chosen)[:MOST_SENTENCES]
    return _explained(question, _with_its_article(_with_what_it_announces(question, chosen)))


def _with_what_it_announces(question: Question, chosen: list[Evidence]) -> list[Evidence]:
    """Return sentences with the list that one of them announces: 「探索出“四共”模式：」."""
    announcing = next((piece for piece in chosen if announces(piece)), None)
    listed = opened(question, [announcing]) if announcing is not None and question.kind in ("how", "list") else []
    if not listed:
        return chosen
    return [*(piece for piece in chosen if piece is not announcing and piece.start < listed[0].start), *listed]


def _item_it_stands_in(question: Question, piece: Evidence) -> list[Evidence]:
    """Return the item of a run from its head, where a sentence inside it answers best and its head names the thing.

    「三是织密劝返网。总结出……四步法：……」
    """
    start, end = paragraph_span(piece.document.text, piece.start, piece.end)
    head = split_sentences(piece.document.text[start:end], start)[0]
    if head.start == piece.start or len(head.text) > LONGEST_ITEM_HEAD or not is_run_item(head.text):
        return []
    names_it = any(wholly_holds(term, fold(head.text)) for term in question.terms if len(term) > 1)
    return item_told(replace(piece, start=head.start, end=head.end)) if names_it else []


def _run_under_its_heading(question: Question, best: Sequence[Evidence]) -> list[Evidence]:
    """Return the whole run of which an item answers best, where the heading above it answers, too; none for no such.

    「在提高教师待遇、吸引老师去乡村任教方面做了哪些事」, 「（三）提待遇暖人心，乡村教师岗位吸引力有所提高」
    """
    first = best[0]
    if not asks_for_ways(question) or not is_run_item(first.text) or not first.section:
        return []
    own = first.section[-1].rstrip("。：:")
    heading = next((p for p in best[1:] if p.document is first.document and p.text.rstrip("。：:") == own), None)
    return whole_run(replace(question, kind="list"), [heading]) if heading is not None else []


def _only_heads(piece: Evidence) -> bool:
    """Tell whether a line is a heading, and no sentence of a list: 「（四）三周岁以下子女的女教师。」"""
    return is_heading(piece) and not ends_sentence(piece.text)


def _worth_showing(best: Evidence, found: Sequence[Evidence]) -> list[Evidence]:
    """Return what answers about as well as the best, and that itself."""
    floor = max(WORTH_SHOWING, AS_GOOD * best.coverage)
    worth = [p for p in found if p.coverage >= floor and p.score >= WORTH_SHOWING_BESIDE * best.score]
    return worth if best in worth else [best, *worth]


def _meant(question: Question, finder: EvidenceFinder, pieces: list[Evidence]) -> list[Evidence]:
    """Return a heading with those of the pieces behind it that the question means; a list that is asked for stays whole."""
    if len(pieces) < 3 or announces(pieces[0]):
        return pieces
    first, *behind = pieces
    counted = sum(is_numbered(piece.text) or is_run_item(piece.text) for piece in behind) > 1
    if question.kind == "list" and (counted or any(word in first.text for word in question.nearest)):
        return pieces
    if asks_for_ways(question) and _WHICH_WAYS.search(question.text) and is_heading(first):
        # 「集团办学有哪些具体措施」 asks for all that stands under 「推进策略及措施」.
        return pieces
    # What heads a list is said of it all; a sentence that only stands before it is not.
    head = (*first.section, first.document.full_title, first.text if is_heading(first) else "")
    meant = singled_out(finder.weights, behind, " ".join(head))
    # Of a run that tells how, of which most is meant, no item is left out.
    return pieces if asks_for_ways(question) and _is_most_of_a_run(meant, behind) else [first, *meant]


def _is_most_of_a_run(meant: Sequence[Evidence], pieces: Sequence[Evidence]) -> bool:
    """Tell whether pieces are a short run, 「1.统一课表。」, 「2.双师协同。」, and more than half of its items are meant."""
    items, kept = (
        sum(is_numbered(piece.text) or is_run_item(piece.text) for piece in some) for some in (pieces, meant)
    )
    return is_first_item(pieces[0].text) and 1 < items <= MOST_OF_A_RUN and 2 * kept > items


def _explained_by_itself(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """Return a paper's own question after a term, 「何谓“动态清零”？」, with its answer."""
    named = QUOTED.findall(question.text) or ["".join(question.terms)]
    asked = next((p for p in found if asks_itself(p.text) and all(name in p.text for name in named)), None)
    if asked is not None:
        return answered_itself(asked)
    headed = next((piece for piece in found[:LOOKED_THROUGH] if _heads_its_term(question, piece)), None)
    if headed is not None:
        behind = split_sentences(headed.document.text[headed.end : headed.end + REACH], headed.end)[:EXPLANATION]
        return [headed, *(replace(headed, start=sentence.start, end=sentence.end) for sentence in behind)]
    for piece in found[:LOOKED_THROUGH]:
        behind = split_sentences(piece.document.text[piece.end : piece.end + REACH], piece.end)[:1]
        if behind and piece.names_held and _SAYS_IT_AGAIN.match(behind[0].text):
            # 「采用松散型模式组建教育集团。即龙头学校与成员学校均为独立法人……」
            return [piece, replace(piece, start=behind[0].start, end=behind[0].end)]
    return []


def _heads_its_term(question: Question, piece: Evidence) -> bool:
    """Tell whether a sentence is the heading of the term asked about, and no more: 「四、督学“四不两直”」."""
    bare = _HEAD_MARKS.sub("", fold(piece.text))
    terms = [term for term in question.terms if term in bare]
    return is_heading(piece) and terms == list(question.terms) and len(bare) <= sum(map(len, terms)) + SPARE


def _with_its_article(chosen: list[Evidence]) -> list[Evidence]:
    """Return what an article of a regulation says in its clause, 「不服的，可以申请复核；」, with the rest of the article."""
    if len(chosen) != 1 or not ARTICLE.match(chosen[0].text) or not chosen[0].text.endswith(("；", ";")):
        return chosen
    return _with_what_is_behind(chosen[0])


def _with_what_is_behind(piece: Evidence) -> list[Evidence]:
    """Return a sentence with the next ones of its paragraph."""
    behind = piece.document.text[piece.end : paragraph_span(piece.document.text, piece.start, piece.end)[1]]
    said = split_sentences(behind, piece.end)[:EXPLANATION]
    return [piece, *(replace(piece, start=sentence.start, end=sentence.end) for sentence in said)]


def _explained(question: Question, chosen: list[Evidence]) -> list[Evidence]:
    """Return a short sentence that only heads its paragraph, 「统筹队伍管理。」, with what its paragraph says of it."""
    if question.kind not in ("how", "list", "general", "why") or len(chosen[0].text) > SHORT_HEAD:
        return chosen
    if len(chosen) == 1:
        return _with_what_is_behind(chosen[0])
    # 「教学研究倾斜。」 before a sentence that answers as well
    heads = question.kind == "how" and chosen[0].text.endswith("。") and not is_heading(chosen[0])
    return _with_what_is_behind(chosen[0]) if heads else chosen


def one_per_place(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Keep the best sentence of each place, and of each document where the place is not known."""
    kept: dict[str, Evidence] = {}
    for piece in evidence:
        kept.setdefault(piece.place or piece.document.doc_id, piece)
    return list(kept.values())[:MOST_SENTENCES]


def _agreeing(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Keep the best sentence, and one of each other document that gives a figure for the same thing."""
    kept: dict[str, Evidence] = {}
    for piece in evidence:
        kept.setdefault(piece.document.doc_id, piece)
    return list(kept.values())[:3]


def _of_the_very_thing(question: Question, evidence: list[Evidence]) -> list[Evidence]:
    """Keep what holds the very name of a school or office that the question has, or, of a list, a long name.

    「温江二中教育集团有哪些成员」 asks of one of twelve groups whose sentences are otherwise alike.
    """
    if not evidence:
        return evidence
    if question.kind != "basis" and (name := _body_named(question.text, evidence)):
        # 「寿安小学跟着哪个龙头学校」
        return [piece for piece in evidence if name in piece.text]
    if question.kind != "list":
        return evidence
    best = evidence[0].text
    match = SequenceMatcher(None, question.text, best, autojunk=False).find_longest_match()
    name = question.text[match.a : match.a + match.size]
    return [piece for piece in evidence if name in piece.text] if match.size >= 6 else evidence


def _body_named(asked: str, evidence: Sequence[Evidence]) -> str:
    """Return the school or home that a question names, as some of the evidence writes it; empty for none."""
    for match in _BODY.finditer(asked):
        for start in range(len(match[0]) - SHORTEST_BODY + 1):
            name = match[0][start:]
            if not _ANY_BODY.match(name) and any(name in piece.text for piece in evidence):
                return name
    return ""
