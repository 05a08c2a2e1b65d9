"""Gather evidence from one library: search by place, leave out versions not in force, weigh the sentences."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.asked_words import QUOTED, says_something
from assistant.evidence import Evidence
from assistant.finding import EvidenceFinder
from assistant.matching import rarity
from assistant.question import VERSION_OF, Question
from corpus.gazetteer import stem
from corpus.schema import SourceDocument
from corpus.synonyms import is_whole, wordings_of
from corpus.tokenizer import cut_by_dictionary, fold, is_naming, is_policy_word, is_word, subject_weight
from corpus.versions import asks_for_former, asks_for_former_only
from index.holdings import Holdings
from index.passage import Passage
from index.records import Filters
from index.retriever import HybridRetriever

_AFTER_THE_CHANGE = re.compile(r"调整(?:之|以)?后|中期调整|修[订改](?:之|以)?(?:后|稿)|调整稿|变更后")
AS_MUCH_OF_IT = 0.9
PASSAGES = 30
# So many papers that name a place in their titles, and are of another, are looked into.
MOST_TITLED = 8
# A noun that no document holds weighs as one that so many passages hold: the paper may say it in another word.
HELD_BY_AN_UNKNOWN_NOUN = 3


class EvidenceGatherer:
    """Find and weigh the sentences of one library that bear on a question."""

    def __init__(self, library: Holdings) -> None:
        self.library = library
        self._documents: dict[str, SourceDocument | None] = {}
        self._documents_at = -1
        self._last: tuple[object, list[Passage]] = (None, [])

    def gather(self, question: Question, filters: Filters | None = None) -> tuple[EvidenceFinder, list[Evidence]]:
        """Return the sentences that bear on a question, best first, and the finder that knows whether they suffice."""
        finder = self.finder(question)
        found = finder.find(self.in_force(question, self.passages(question, filters)))
        return finder, self._as_amended(question, finder, found)

    def _as_amended(self, question: Question, finder: EvidenceFinder, found: list[Evidence]) -> list[Evidence]:
        """Leave out what a plan says where the notice that adjusted it answers, or what came behind that is asked for."""
        amended = self.library.amended()
        of_the_version = VERSION_OF.search(question.text)
        if not amended or not question.is_point or asks_for_former(question.text) or of_the_version:
            return found
        if question.years:
            # What a plan said of a year before it was adjusted stays as it was.
            amended = {first: by for first, by in amended.items() if self._is_not_before(max(question.years), by)}
        answering: dict[str, float] = {}
        for piece in found:
            if finder.suffices(piece):
                answering.setdefault(piece.document.doc_id, piece.score)
        after = bool(_AFTER_THE_CHANGE.search(question.text))
        left: list[Evidence] = []
        for piece in found:
            by = amended.get(piece.document.doc_id, ())
            # What the notice says must be as much of what is asked: 「户厕补助」 adjusts no 「公厕补助」.
            least = AS_MUCH_OF_IT * answering.get(piece.document.doc_id, 0.0)
            if not by or not (after or any(answering.get(other, -1.0) >= least for other in by)):
                left.append(piece)
        return left

    def _is_not_before(self, year: str, amending: tuple[str, ...]) -> bool:
        """Tell whether a year is none before the first of some papers."""
        dated = [document.facts.date[:4] for by in amending if (document := self.document(by)) is not None]
        return year >= min(filter(None, dated), default="")

    def passages(self, question: Question, filters: Filters | None) -> list[Passage]:
        """Return the passages near a question: of each place that it names, and some of any."""
        asked = (self.library.catalog.change_count(), question.text, question.places, filters)
        last = self._last
        if last[0] != asked:
            # One question is read in several ways; each begins with the same passages.
            last = self._last = (asked, self._search(question, filters))
        return last[1]

    def _search(self, question: Question, filters: Filters | None) -> list[Passage]:
        retriever = HybridRetriever(library=self.library)
        found: dict[str, Passage] = {}
        filters = filters or Filters()
        for place in question.places or ("",):
            narrowed = replace(filters, place=filters.place or place)
            for passage in retriever.search(question.text, PASSAGES, narrowed):
                found.setdefault(passage.chunk.chunk_id, passage)
        if question.places and not filters.place:
            for passage in retriever.search(question.text, PASSAGES // 2, filters):
                found.setdefault(passage.chunk.chunk_id, passage)
            # 「临溪县、柏原县……对照表」 is a paper of the second county, too.
            if also := self._titled_with_another(question.places, filters):
                for passage in retriever.search(question.text, PASSAGES // 2, replace(filters, doc_ids=also)):
                    found.setdefault(passage.chunk.chunk_id, passage)
        return list(found.values())

    def _titled_with_another(self, places: tuple[str, ...], filters: Filters) -> tuple[str, ...]:
        """Return the papers of one place whose title names another, where that is asked about."""
        return tuple(
            paper.doc_id
            for paper in self.library.catalog.titled()
            if any(stem(place) in paper.title and stem(place) != stem(paper.place) for place in places)
            and (not filters.doc_ids or paper.doc_id in filters.doc_ids)
        )[:MOST_TITLED]

    def in_force(self, question: Question, passages: list[Passage]) -> list[Passage]:
        """Leave out versions of regulations that were not in force at the time asked about, today by default."""
        if asks_for_former_only(question.text):
            former = set(self.library.replaced())
            return [passage for passage in passages if passage.chunk.doc_id in former]
        if asks_for_former(question.text) or (question.kind == "why" and question.years):
            # Why a plan was not carried out is told by the one that follows it.
            return passages
        if (of_year := self._of_the_version(question, passages)) is not None:
            return of_year
        at = f"{max(question.years)}-12-31" if question.years else "9999-12-31"
        out = self.library.out_of_force(at)
        holding = [
            passage
            for passage in passages
            # What a paper's table tells of a year stays true, since whenever its rules are in force.
            if passage.chunk.doc_id not in out or _tells_of(passage, question.years)
        ]
        # 「《……办法（试行）》规定……」 asks of the very version; that it was replaced is told with the answer.
        return passages if question.paper and not holding else holding

    def _of_the_version(self, question: Question, passages: list[Passage]) -> list[Passage] | None:
        """Return the passages without other versions than the one named by its year; None where no version is."""
        named = VERSION_OF.search(question.text)
        replaced = self.library.replaced()
        versions = {*replaced, *replaced.values()}
        if named is None or not any(passage.chunk.doc_id in versions for passage in passages):
            return None
        meant = {
            doc_id
            for doc_id in {passage.chunk.doc_id for passage in passages} & versions
            if (document := self.document(doc_id)) is not None
            and (
                document.facts.date.startswith(named["year"])
                or document.facts.effective.startswith(named["year"])
                or named["year"] in document.facts.document_number
            )
        }
        # 「2022年印发的办法」 is dated so, though in force from 2023 on.
        dated = {d for d in meant if (document := self.document(d)) and document.facts.date.startswith(named["year"])}
        meant = dated or meant
        return [p for p in passages if p.chunk.doc_id in meant or p.chunk.doc_id not in versions] if meant else None

    def finder(self, question: Question) -> EvidenceFinder:
        """Return what weighs sentences against a question, each word by its rarity in the library."""
        chunks = max(1, self.library.lexical.count())
        if self._documents_at != self.library.catalog.change_count():
            self._documents = {}
            self._documents_at = self.library.catalog.change_count()
        # 「“7·18”洪灾」 is named by its date, which tells nothing of its subject.
        named = {fold(name) for name in QUOTED.findall(question.text) if re.search(r"[\u4e00-\u9fff]{2}", name)}
        return EvidenceFinder(
            replace(question, terms=self._as_held(question.terms, question.text)),
            # What stands in quotation marks is the subject, however it is cut: 「“万师访万家”」 is no number.
            lambda term: (
                rarity(chunks, self._holding(term, chunks, naming=term in named))
                * (1.0 if term in named else subject_weight(term))
            ),
            self.document,
            self.library.catalog.places(),
        )

    def _holding(self, term: str, chunks: int, *, naming: bool = False) -> int:
        """Return how many chunks hold a word, or one that means the same where none holds the word itself."""
        holding = self.library.lexical.holding(term)
        if not holding:
            holding = max((self.library.lexical.holding(other) for other in wordings_of(term)), default=0)
        if not holding and not naming and not is_naming(term):
            # A verb that no document uses is the asker's own; a noun that none knows may be what is not there.
            return max(1, chunks // (20 if len(term) > 1 else 3))
        return holding or HELD_BY_AN_UNKNOWN_NOUN

    def _as_held(self, terms: tuple[str, ...], text: str) -> tuple[str, ...]:
        """Return the words of a question, those that the cutter only guessed and no document holds cut anew: 院+是.

        What stands in quotation marks in its `text` is one name.
        """
        held: dict[str, None] = {}
        named = {fold(name) for name in QUOTED.findall(text)}
        for term in terms:
            if term in named:
                held[term] = None
                continue
            plain = all("\u4e00" <= character <= "\u9fff" for character in term)
            guessed = plain and not is_word(term) and not is_whole(term) and not is_policy_word(term)
            pieces = cut_by_dictionary(term) if guessed and not self.library.lexical.holding(term) else []
            # 村道 is no 村 and 道: what falls apart into characters stays the noun that no paper has.
            if pieces and not (len(pieces) == len(term) == 2 and all(map(says_something, pieces))):
                held |= dict.fromkeys(piece for piece in pieces if says_something(piece))
            else:
                held[term] = None
        return tuple(held) or terms

    def document(self, doc_id: str) -> SourceDocument | None:
        """Return a whole document; what was loaded is kept until the library changes."""
        if doc_id not in self._documents:
            self._documents[doc_id] = self.library.catalog.document(doc_id)
        return self._documents[doc_id]


def _tells_of(passage: Passage, years: tuple[str, ...]) -> bool:
    """Tell whether a passage is of a table with figures of a year: 「| 2021—2022学年 | 150 | 146 |」."""
    return passage.chunk.text.startswith("|") and any(f"| {year}" in passage.chunk.text for year in years)
