"""Which documents a user means who writes an id, a file name, or the beginning of either."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import AmbiguousDocument, DocumentNotFound
from index.records import DocumentRecord

SHORTEST_BEGINNING = 3


def resolve(records: Sequence[DocumentRecord], name: str) -> list[DocumentRecord]:
    """Return the documents that a doc_id, a file name, or an unambiguous beginning of either means.

    A file name means all documents of that file.

    Raises:
        DocumentNotFound: nothing fits.
        AmbiguousDocument: several ids or several files fit.
    """
    exact = [record for record in records if record.doc_id == name]
    if exact:
        return exact
    beginning = len(name) >= SHORTEST_BEGINNING
    files = {r.source for r in records if name in (r.source, Path(r.source).name, Path(r.source).stem)}
    files |= {r.source for r in records if any(name in (alias, Path(alias).name) for alias in r.aliases)}
    if len(files) == 1:
        return [record for record in records if record.source in files]
    if not files and beginning:
        files = {r.source for r in records if Path(r.source).name.startswith(name)}
        if len(files) == 1:
            return [record for record in records if record.source in files]
    beginnings = [record for record in records if beginning and record.doc_id.startswith(name)]
    if len(beginnings) == 1 and not files:
        return beginnings
    choices = sorted(files) or [f"{record.doc_id} {record.facts.title}" for record in beginnings]
    if choices:
        raise AmbiguousDocument(f"「{name}」对应不止一份文档：" + "；".join(choices[:5]), "请写完整的编号或路径")
    raise DocumentNotFound(f"资料库里没有「{name}」", "请用 cewen list 查看编号和文件名")
