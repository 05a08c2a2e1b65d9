"""Read saved mails (.eml): subject, sender, date and text; attachments are named, not opened."""

from __future__ import annotations

import re
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from corpus import marks
from corpus.loaders import html, plain

_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:|From ")
_OF_MAIL = re.compile(
    rb"^(?:From|To|Cc|Date|Subject|Received|Message-ID|Return-Path|MIME-Version|Content-Type|X-Mailer)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
# A sent mail says one of these; a page that a browser saved as one file does not.
_OF_SENT = re.compile(rb"^(?:To|Cc|Bcc|Received|Message-ID|Return-Path|Delivered-To)\s*:", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEAD = 65_536


def is_mail(data: bytes, suffix: str) -> bool:
    """Tell whether these bytes are a mail: they begin with a block of headers as mails have them."""
    if not _HEADER.match(data):
        return False
    head = re.split(rb"\r?\n\r?\n", data[:_LONGEST_HEAD], maxsplit=1)[0]
    if b"Snapshot-Content-Location" in head:
        return False
    names = len(_OF_MAIL.findall(head))
    return names >= 2 if suffix == ".eml" else names >= 4 and bool(_OF_SENT.search(head))


def load(data: bytes) -> str:
    """Return subject, sender, date and text of a mail, and the names of its attachments."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    subject = _header(message, "Subject")
    lines = [marks.heading(subject, marks.TITLE_LEVEL), ""] if subject else []
    lines += [
        f"{name}：{value}" for name, key in (("发件人", "From"), ("收件人", "To")) if (value := _header(message, key))
    ]
    lines += [f"日期：{date}"] if (date := _date(message)) else []
    lines += ["", _body(message)]
    names = [name for part in message.walk() if (name := _attachment(part))]
    if names:
        lines += ["", f"邮件附件（只列名称，没有打开）：{'、'.join(names)}"]
    return "\n".join(lines)


def _body(message: EmailMessage) -> str:
    """Return the text as it was written, or the main text of the page where there is no other."""
    texts = {"text/plain": "", "text/html": ""}
    for part in message.walk():
        kind = part.get_content_type()
        content = part.get_payload(decode=True)
        if kind not in texts or texts[kind] or _attachment(part) or not isinstance(content, bytes) or not content:
            continue
        if kind == "text/plain":
            texts[kind] = marks.strip_control_characters(_decode(content, part.get_content_charset()))
        elif not texts["text/plain"].strip():
            texts[kind] = html.load(content)
    return texts["text/plain"] if texts["text/plain"].strip() else texts["text/html"]


def _decode(content: bytes, charset: str | None) -> str:
    charset = "gb18030" if charset in {"gb2312", "gbk"} else charset
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, ValueError):
        # No such charset, or not this one: the bytes tell.
        return plain.decode(content)


def _header(message: EmailMessage, name: str) -> str:
    value = next((str(raw) for key, raw in message.raw_items() if key.lower() == name.lower()), "")
    if any("\udc80" <= character <= "\udcff" for character in value):
        # Bytes of GB18030 or UTF-8 as they are, which no standard allows and programs write.
        value = plain.decode(value.encode("utf-8", "surrogateescape"))
    else:
        with suppress(ValueError, IndexError, AttributeError):
            # The standard library's parser of addresses fails on some that real programs write.
            value = str(message[name] or "")
    return " ".join(marks.strip_control_characters(value).split())


def _date(message: EmailMessage) -> str:
    try:
        written = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError):
        return ""
    return f"{written.year}年{written.month}月{written.day}日"


def _attachment(part: EmailMessage) -> str:
    """Return the name of an attachment, or nothing for what is text of the mail or a picture in it."""
    name = " ".join((part.get_filename() or "").split())
    if part.get_content_disposition() == "attachment":
        return name or "未命名附件"
    return name if name and part.get_content_maintype() != "image" else ""
