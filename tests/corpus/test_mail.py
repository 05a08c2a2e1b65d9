"""Saved mails, made by the standard library and by hand, read back."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from corpus import marks
from corpus.loaders import load, sniff
from corpus.reading import read_documents

BODY = "各县区民政局：\n请于3月20日前报送养老服务工作总结，材料要写明机构数和床位数。\n"


def mail(body: str = BODY, subtype: str = "plain", charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "李明 <liming@example.cn>"
    message["To"] = "各县区 <all@example.cn>"
    message["Subject"] = "关于报送养老服务工作总结的通知"
    message["Date"] = "Tue, 05 Mar 2024 09:30:00 +0800"
    message["Message-ID"] = "<1@example.cn>"
    message.set_content(body, subtype=subtype, charset=charset)
    return message


def test_subject_sender_date_and_text_are_read() -> None:
    text = load(mail().as_bytes(), "通知.eml")
    assert marks.heading_level(text.split("\n")[0]) == marks.TITLE_LEVEL
    assert "关于报送养老服务工作总结的通知" in text.split("\n")[0]
    assert "发件人：李明 <liming@example.cn>" in text
    assert "日期：2024年3月5日" in text
    assert "请于3月20日前报送养老服务工作总结，材料要写明机构数和床位数。" in text
    assert read_documents(mail().as_bytes(), "通知.eml")[0].facts.title == "关于报送养老服务工作总结的通知"


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "big5", "utf-8"])
def test_each_charset_is_decoded(charset: str) -> None:
    body = "請報送養老服務工作總結，寫明機構數與床位數，群眾十分滿意。" if charset == "big5" else BODY
    assert body.split("\n")[0] in load(mail(body, charset=charset).as_bytes(), "通知.eml")


def test_a_page_is_read_as_a_page_and_only_where_there_is_no_text() -> None:
    page = f"<html><body><h1>养老服务通知</h1><p>{BODY * 3}</p><script>alert('坏')</script></body></html>"
    text = load(mail(page, "html", "gb18030").as_bytes(), "通知.eml")
    assert "请于3月20日前报送" in text
    assert "alert" not in text
    assert "<p>" not in text
    both = mail()
    both.add_alternative("<p>网页里的另一种写法，不应读出</p>", subtype="html")
    assert "另一种写法" not in load(both.as_bytes(), "通知.eml")


def test_attachments_are_named_and_not_opened() -> None:
    message = mail()
    message.add_attachment("附件里的文字不读".encode(), maintype="text", subtype="plain", filename="填报说明.txt")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="样表.zip")
    text = load(message.as_bytes(), "通知.eml")
    assert "邮件附件（只列名称，没有打开）：填报说明.txt、样表.zip" in text
    assert "附件里的文字" not in text


def test_heads_that_no_standard_allows_are_read() -> None:
    raw = "From: 李明 <a@b.cn>\r\nTo: c@d.cn\r\nSubject: 关于报送总结的通知\r\nDate: 昨天\r\nMIME-Version: 1.0\r\n"
    raw += f"Content-Type: text/plain; charset=x-unknown\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{BODY}"
    text = load(raw.encode("gb18030"), "通知.eml")
    assert "关于报送总结的通知" in text.split("\n")[0]
    assert "发件人：李明" in text
    assert "请于3月20日前报送" in text
    assert "日期" not in text


@pytest.mark.parametrize("suffix", ["eml", "txt", "docx", "mht"])
def test_content_tells_a_mail(suffix: str) -> None:
    assert sniff(mail().as_bytes(), f"说谎.{suffix}") == "eml"
    assert sniff(mail("<html><body>x</body></html>", "html").as_bytes(), f"说谎.{suffix}") == "eml"


def test_a_text_or_a_saved_page_is_no_mail() -> None:
    assert sniff("Subject: 养老\n这是一篇正文，谈养老服务。".encode(), "a.txt") == "plain"
    saved = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x.cn/\r\nSubject: x\r\nDate: Tue, 5 Mar 2024\r\n"
    )
    saved += b"MIME-Version: 1.0\r\nContent-Type: multipart/related; type=text/html; boundary=B\r\n\r\n--B\r\n"
    saved += b"Content-Type: text/html\r\n\r\n<html></html>\r\n--B--\r\n"
    assert sniff(saved, "a.mht") == "mhtml"
    assert sniff(BODY.encode(), "a.eml") == "plain"


@pytest.mark.parametrize("charset", [b"utf\x008", b"x-unknown", b"ascii"])
def test_a_charset_that_is_none_does_not_matter(charset: bytes) -> None:
    raw = (
        b"From: a@b.cn\nTo: c@d.cn\nSubject: x\nDate: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset="
        + charset
    )
    assert "请于3月20日前报送" in load(raw + b"\n\n" + BODY.encode(), "通知.eml")


@pytest.mark.parametrize("cut", [200, 400])
def test_a_truncated_mail_gives_what_is_there(cut: int) -> None:
    message = mail(BODY * 5)
    message.add_attachment(b"x" * 500, maintype="application", subtype="zip", filename="样表.zip")
    assert "关于报送养老服务工作总结的通知" in load(message.as_bytes()[:cut] + b"\n", "通知.eml")
