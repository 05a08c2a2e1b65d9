"""Read web pages saved as one file (.mht, .mhtml): the page itself, without its pictures."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from corpus.errors import UnreadableFile
from corpus.loaders import html


def load(data: bytes) -> str:
    """Return the main text of the first web page in a MIME archive."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            content = _content(part)
            if content:
                return html.load(content)
    raise UnreadableFile("单一文件网页里没有网页正文", "请在浏览器中重新保存该网页")


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
