"""Who holds a post: whether a sentence names the person asked for, in the post and the school or office that the question has."""

from __future__ import annotations

import re

from assistant.evidence import Evidence, with_its_surroundings
from assistant.matching import holds
from assistant.question import Question
from corpus.persons import person_names, post_of
from corpus.synonyms import wordings_of
from corpus.tokenizer import fold

_DEPUTY = re.compile(r"副[\u4e00-\u9fff]{1,2}(?:长|任|记|席)")
_HELD_BY = re.compile(r"由[\u4e00-\u9fff]{2,4}(?:担任|接任|继任)")
_BODY = re.compile(r"(?:[一二三四五六七八九十实][中小]|[\u4e00-\u9fff](?:中学|小学|学校|幼儿园|医院|卫生院|公司))$")
_TOWN = re.compile(r"[\u4e00-\u9fff]{2,3}(?:镇|乡|村|街道|社区)")


def names_the_person(question: Question, text: str) -> bool:
    """Tell whether a sentence names a person, and has the post that the question has."""
    post = post_of(question.text)
    # A 副局长 is no 局长.
    said = text if "副" in question.text else _DEPUTY.sub("，", text)
    if not post or not person_names(text):
        return bool(person_names(text))
    # 「由县长任组长，……由教育局局长向明远兼任办公室主任」 names no 县长.
    posts = (post, *wordings_of(post))
    clauses = re.split("[，,；;。]", said)
    if any(any(word in clause for word in posts) and person_names(clause) for clause in clauses):
        return True
    # 「李某，男，现任某县教育局局长」 and 「局长的职务由赵某担任」 tell it across clauses.
    held = any(re.search(rf"(?:现任|担任|任)[^，。；]*{word}|{word}[^，。；]{{0,4}}职务", said) for word in posts)
    return held and bool(person_names(said) or _HELD_BY.search(said))


def is_of_the_body(question: Question, evidence: Evidence) -> bool:
    """Tell whether a sentence, or what it stands under, has the school or office whose head is asked for: 县一中."""
    bodies = [term for term in question.terms if _BODY.search(term) or _TOWN.fullmatch(term)]
    if not bodies:
        return True
    told = fold(with_its_surroundings(evidence))
    return all(holds(body, told) for body in bodies)
