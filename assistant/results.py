"""The values of the façade as the JSON that scripts rely on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from assistant.answers import Answer
from assistant.checking.findings import CheckReport
from corpus.errors import CewenError
from index.passage import Passage
from index.records import DocumentRecord

Json = dict[str, Any]


def answer_json(answer: Answer) -> Json:
    """Return an answer as the JSON that scripts rely on."""
    return {
        "question": answer.question,
        "answer": answer.answer,
        "refused": answer.refused,
        "confidence": answer.confidence,
        "mode": answer.mode,
        "citations": [asdict(c) | {"section": list(c.section)} for c in answer.citations],
        "unsupported": list(answer.unsupported),
        "related": [asdict(related) for related in answer.related],
        "notice": answer.notice,
    }


def check_json(report: CheckReport) -> Json:
    """Return a check as the JSON that scripts rely on; `text` of a finding is `report.text[start:end]`."""
    return {
        "title": report.title,
        "place": report.place,
        "figures": asdict(report.figures),
        "findings": [
            {
                "severity": finding.severity,
                "kind": finding.kind,
                "text": report.text[finding.start : finding.end],
                "start": finding.start,
                "end": finding.end,
                "message": finding.message,
                "suggestion": finding.suggestion,
                "sources": [asdict(source) for source in finding.sources],
            }
            for finding in report.findings
        ],
        "text": report.text,
    }


def document_json(record: DocumentRecord, superseded_by: str = "") -> Json:
    """Return a document of a list; `superseded_by` is the id of the version that replaced it."""
    facts = record.facts
    return {
        "doc_id": record.doc_id,
        "title": facts.title,
        "file": PurePath(record.source).name,
        "part": record.part,
        "place": facts.place,
        "region": facts.region,
        "genre": facts.genre,
        "date": facts.date,
        "issuer": facts.issuer,
        "document_number": facts.document_number,
        "effective": facts.effective,
        "addressee": facts.addressee,
        "period": facts.period,
        "secrecy": facts.secrecy,
        "collection": record.collection,
        "chunks": record.chunks,
        "characters": record.characters,
        "path": record.source,
        "aliases": list(record.aliases),
        "added": record.added,
        "superseded_by": superseded_by,
        "duplicate_of": record.duplicate_of,
    }


def passage_json(passage: Passage, rank: int, superseded_by: str = "") -> Json:
    """Return a found passage with its rank, from 1.

    `before` and `after` are what stands directly beside `text` where its paragraph or sentence runs on.
    """
    chunk, facts = passage.chunk, passage.facts
    return {
        "rank": rank,
        "score": round(passage.score, 4),
        "chunk_id": chunk.chunk_id,
        "doc_id": chunk.doc_id,
        "title": facts.title,
        "file": PurePath(passage.source).name,
        "section": list(chunk.section),
        "place": facts.place,
        "genre": facts.genre,
        "date": facts.date,
        "issuer": facts.issuer,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "before": passage.before,
        "after": passage.after,
        "duplicates": [
            {"chunk_id": other.chunk.chunk_id, "doc_id": other.chunk.doc_id, "title": other.facts.title}
            for other in passage.duplicates
        ],
        "effective": facts.effective,
        "superseded_by": superseded_by,
        "themes": list(chunk.themes),
    }


def error_json(error: CewenError) -> Json:
    """Return an error as the JSON that scripts rely on."""
    return {"error": error.message, "help": error.help}
