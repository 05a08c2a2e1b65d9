from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import Cewen
from corpus.errors import ConfidentialDocument
from corpus.privacy import mask_personal_numbers, secrecy_mark
from corpus.reading import ReadingOptions, read_documents

BODY = "\n关于做好养老服务工作的通知\n各乡镇要按照部署，切实做好养老服务各项工作，确保老年人安度晚年。"


@pytest.mark.parametrize("line", ["机密", "秘密★10年", "绝密★长期", "密级：秘密", "机密 ★ 5年"])
def test_a_document_under_a_mark_is_refused(line: str) -> None:
    with pytest.raises(ConfidentialDocument, match="密级"):
        read_documents((line + BODY).encode(), "a.txt")
    assert read_documents((line + BODY).encode(), "a.txt", ReadingOptions(allow_confidential=True))


@pytest.mark.parametrize(
    "line", ["严守国家秘密是每个公民的义务", "商业秘密保护工作方案", "★★★级景区名单", "机密文件管理制度"]
)
def test_speaking_of_secrets_is_no_mark(line: str) -> None:
    assert secrecy_mark(line + BODY) == ""


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证号11010519491231002X，", "身份证号110105********002X，"),
        ("电话13812345678。", "电话138****5678。"),
        ("卡号6222021234567890128", "卡号6222***********0128"),
        ("联系电话138-1234-5678", "联系电话138-****-5678"),
    ],
)
def test_numbers_of_persons_are_masked(text: str, masked: str) -> None:
    assert mask_personal_numbers(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "投资1234567890123456元",
        "编号110105194912310021",
        "总户数13812345678901",
        "资金6222021234567890123元",
        "电话0736-5812345",
        "2013年12月5日",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_personal_numbers(text).text == text


@given(st.text(alphabet="0123456789Xx电话号码身份证，。 -", max_size=60))
def test_masking_keeps_the_length(text: str) -> None:
    assert len(mask_personal_numbers(text).text) == len(text)


def test_the_report_says_how_many_were_masked() -> None:
    document = read_documents(("通知" + BODY + "\n联系人电话13812345678，另13912345678。").encode(), "a.txt")[0]
    assert "138****5678" in document.text
    assert any(r.rule == "个人信息" and "手机号 2 个" in r.text for r in document.removed)


def test_adding_tells_of_each_file_what_was_masked(cewen: Cewen, tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("通知" + BODY + "\n联系人电话13812345678。", encoding="utf-8")
    report = cewen.add([str(tmp_path / "通知.txt")])
    assert [note["note"] for note in report["notes"]] == ["已遮盖身份证号 0 个、手机号 1 个、银行卡号 0 个"]
