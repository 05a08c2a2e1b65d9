"""The routes beside the pages: a document to read, its original file, files to download, for this server's pages alone."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response
from starlette.background import BackgroundTask

from assistant.app import Cewen
from assistant.conversation_export import export_conversation
from assistant.door import READER
from assistant.pages.checked import WORD_PATH
from assistant.pages.papers import DRAFT_PATH
from assistant.pages.past import CONVERSATION_PATH, RATED_PATH
from assistant.pages.reader import document_html, head_html
from assistant.pages.settings import BACKUP_PATH
from assistant.readers import ADMINISTRATOR
from corpus.errors import CewenError, NotAllowed

DOCUMENT_PATH = "/cewen/document/{doc_id}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ORIGINAL_PATH = "/cewen/original/{doc_id}"


def add_routes(server: FastAPI, owner: Cewen) -> None:
    """Add the routes to a server; each works at the desk of whoever asks."""

    def desk(request: Request) -> Cewen:
        # A page elsewhere may not have documents fetched by the reader's browser.
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise HTTPException(403, "只能从策问的页面打开")
        return owner.desk(request.scope[READER])

    def shown(request: Request, doc_id: str) -> dict[str, Any]:
        cewen = desk(request)
        try:
            if cewen.document(doc_id) is not None:
                return cewen.show(doc_id)
        except CewenError as error:
            raise HTTPException(404, str(error)) from error
        raise HTTPException(404, "资料库里已经没有这份文档")

    @server.get(DOCUMENT_PATH)
    def document(request: Request, doc_id: str, start: int = 0, end: int = 0) -> dict[str, Any]:
        found = shown(request, doc_id)
        return {
            "head": head_html(found),
            "html": document_html(found, start, end),
            "original": ORIGINAL_PATH.format(doc_id=doc_id) if Path(found["path"]).is_file() else "",
        }

    @server.get(ORIGINAL_PATH, response_class=FileResponse, response_model=None)
    def original(request: Request, doc_id: str) -> FileResponse:
        path = Path(shown(request, doc_id)["path"])
        if not path.is_file():
            raise HTTPException(404, "原文件已经不在原处")
        return FileResponse(path, filename=path.name, content_disposition_type="attachment")

    @server.get(CONVERSATION_PATH, response_class=FileResponse, response_model=None)
    def conversation(request: Request, conversation_id: int) -> FileResponse:
        cewen = desk(request)
        try:
            title, turns = cewen.history.title(conversation_id), cewen.history.turns(conversation_id)
            path = Path(tempfile.mkdtemp(prefix="cewen-")) / "问答记录.docx"
            export_conversation(title, turns, path, cewen.settings)
        except CewenError as error:
            raise HTTPException(404, str(error)) from error
        return _word(path, title)

    @server.get(DRAFT_PATH, response_class=FileResponse, response_model=None)
    def draft(request: Request, draft_id: int, version: int, sources: str = "appendix") -> FileResponse:
        cewen = desk(request)
        path = Path(tempfile.mkdtemp(prefix="cewen-")) / "稿件.docx"
        try:
            found = cewen.open_draft(draft_id, version, str(path), {"sources": sources})
        except CewenError as error:
            raise HTTPException(404, str(error)) from error
        return _word(path, found["draft"]["title"])

    @server.get(WORD_PATH, response_class=Response, response_model=None)
    def commented(request: Request, check_id: int) -> Response:
        cewen = desk(request)
        try:
            word, name = cewen.commented_word(check_id), cewen.open_check(check_id)["name"]
        except CewenError as error:
            raise HTTPException(404, str(error)) from error
        if word is None:
            raise HTTPException(404, "这份稿子不是 Word 文件，没有带批注的文件")
        saved_as = quote(f"{Path(name).stem}（核稿批注）.docx")
        return Response(
            word, media_type=_WORD, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{saved_as}"}
        )

    @server.get(BACKUP_PATH, response_class=FileResponse, response_model=None)
    def backup(request: Request) -> FileResponse:
        cewen = desk(request)
        # On the disk of the library itself: a temporary folder may lie in memory.
        path = Path(tempfile.mkdtemp(prefix=".backup-", dir=cewen.settings.home)) / f"策问备份{date.today():%Y%m%d}.zip"
        gone = BackgroundTask(shutil.rmtree, path.parent)
        try:
            cewen.backup(str(path))
        except CewenError as error:
            shutil.rmtree(path.parent)
            raise HTTPException(403 if isinstance(error, NotAllowed) else 500, str(error)) from error
        return FileResponse(path, filename=path.name, media_type="application/zip", background=gone)

    @server.get(RATED_PATH, response_class=PlainTextResponse, response_model=None)
    def rated(request: Request) -> PlainTextResponse:
        cewen = desk(request)
        rated = cewen.history.rated(everybody=cewen.reader.may(ADMINISTRATOR))
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rated)
        return PlainTextResponse(
            lines, media_type="application/jsonl", headers={"Content-Disposition": "attachment; filename=rated.jsonl"}
        )


def _word(path: Path, title: str) -> FileResponse:
    """Return a file made for one download under its title; its folder is removed afterwards."""
    name = re.sub(r'[\\/:*?"<>|\s]+', "", title)[:60] or "稿件"
    return FileResponse(path, filename=f"{name}.docx", background=BackgroundTask(shutil.rmtree, path.parent))
