"""A folder as it is copied from an office's shared drive, good, damaged, mislabelled, huge and hostile, in one run."""

from __future__ import annotations

import random
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from corpus.limits import Limits
from index.embeddings import load_embeddings
from index.intake import INSIDE
from index.library import Library
from tests.corpus.test_ofd import content, ofd, text_object

PLACES = ["青岚县", "石桥区", "柳溪县", "东屏区", "白云县", "黑水县", "望川县", "云岭市"]
SAMPLES = Path(__file__).parent.parent.parent / "corpus" / "samples"


def body(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    return (
        f"{place}第{number}号工作总结\n\n一、主要做法\n{place}全年投入资金{1000 + number}万元，建成服务站点{10 + number}个，"
        f"惠及群众{2 + number / 10:.1f}万人。\n\n二、下一步打算\n{place}将继续加大投入，提升服务水平。\n"
    )


def word(text: str) -> bytes:
    document, buffer = Document(), BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def sheet(text: str) -> bytes:
    workbook, buffer = openpyxl.Workbook(), BytesIO()
    for line in text.split("\n"):
        workbook.active.append(line.split("，"))
    workbook.save(buffer)
    return buffer.getvalue()


def slides(text: str) -> bytes:
    deck, buffer = Presentation(), BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = text.split("\n")[0], text
    deck.save(buffer)
    return buffer.getvalue()


def page(text: str) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n") if line)
    return f"<html><head><meta charset='gbk'></head><body>{paragraphs}</body></html>".encode("gb18030")


def mail(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = text.split("\n")[0], "a@example.cn", "b@example.cn"
    message.set_content(text)
    return bytes(message)


def saved_page(text: str) -> bytes:
    message = EmailMessage()
    message["MIME-Version"], message["Snapshot-Content-Location"] = "1.0", "http://example.cn/"
    message.set_content("".join(f"<p>{line}</p>" for line in text.split("\n")), subtype="html")
    return bytes(message)


def fixed_layout(text: str) -> bytes:
    lines = [text[start : start + 40].replace("\n", "") for start in range(0, len(text), 40)]
    return ofd([content(*(text_object(line, 20, 20 + 6 * n, 4) for n, line in enumerate(lines)))])


def packed(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def good_files() -> dict[str, tuple[bytes, str]]:
    """Return bytes and a phrase that must be found, by name."""
    makers = {
        ".txt": lambda t: t.encode(), ".TXT": lambda t: t.encode("gb18030"), "（二）.txt": lambda t: t.encode("utf-16"),
        ".md": lambda t: t.encode("utf-8-sig"), ".docx": word, ".xlsx": sheet, ".pptx": slides, ".html": page, ".htm": page,
        ".csv": lambda t: t.encode("gb18030"), ".eml": mail, ".mht": saved_page, ".ofd": fixed_layout,
    }  # fmt: skip
    files: dict[str, tuple[bytes, str]] = {}
    for number in range(52):
        suffix, make = list(makers.items())[number % len(makers)]
        files[f"子目录 {number % 3}/第{number}份 总结{suffix}"] = (make(body(number)), f"{1000 + number}万元")
    files["扩展名是假的.doc"] = (word(body(61)), "1061万元")
    files["导出的网页.xls"] = (page(body(62)), "1062万元")
    files["没有扩展名"] = (body(63).encode(), "1063万元")
    files["表情😀与空格 .txt"] = (body(64).encode(), "1064万元")
    files["名字很长" + "长" * 70 + ".txt"] = (body(65).encode(), "1065万元")
    files["招生.pdf"] = ((SAMPLES / "云川市2025年招生工作通知.pdf").read_bytes(), "免试、就近、划片入学")
    return files


def bad_files() -> dict[str, tuple[bytes, str]]:
    """Return bytes and a word of the reason, by name."""
    noise = random.Random(7).randbytes(30_000)
    return {
        "空.txt": (b"", "空"),
        "太短.txt": ("你好".encode(), "不足"),
        "坏.docx": (b"PK\x03\x04" + noise, "损坏"),
        "截断.xlsx": (sheet(body(1))[:900], "损坏"),
        "坏.pdf": (b"%PDF-1.7\n" + noise, "PDF"),
        "乱码.txt": (noise, "文本"),
        "照片.jpg": (b"\xff\xd8\xff\xe0" + noise, "图片"),
        "截图.png": (b"\x89PNG\r\n\x1a\n" + noise, "图片"),
        "资料.rar": (b"Rar!\x1a\x07\x00" + noise, "压缩包"),
        "机密件.txt": (("机密★10年\n" + body(3)).encode(), "密级"),
        "炸弹.zip": (packed({"a.txt": b"0" * 50_000_000}), "超过限制"),
        "半截编码.txt": (body(4).encode() + b"\xff\xfe\xff\x80", ""),
        "太大.txt": (b"a" * (3 * 2**20 + 1), "限制"),
        "嵌套.zip" + INSIDE + "里面.zip": (b"", "压缩包里还有压缩包"),
    }


@pytest.fixture(scope="module")
def drive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drive = tmp_path_factory.mktemp("共享 盘")
    for name, (data, _) in {**good_files(), **bad_files()}.items():
        if INSIDE not in name:
            path = drive / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    (drive / "嵌套.zip").write_bytes(
        packed({"里面.zip": packed({"x.txt": b"1"}), "目录/第70份.txt": body(70).encode()})
    )
    # One line of two million characters, and a text full of what regular expressions stumble over.
    (drive / "一行.txt").write_text("白云县工作总结\n" + body(71).replace("\n", "") * 4_000, encoding="utf-8")
    (drive / "难缠.txt").write_text(
        body(72) + ("来源:" * 3_000) + "\n" + ("（" * 5_000) + "\n" + (" " * 50_000) + "\n", encoding="utf-8"
    )
    return drive


def test_every_file_is_accounted_for(drive: Path, tmp_path: Path) -> None:
    library = Library(tmp_path / "home", load_embeddings(), limits=Limits(file_bytes=3 * 2**20, file_seconds=60))
    report = library.add([drive])
    bad = bad_files()
    failed = {str(Path(path).relative_to(drive)): str(error) for path, error in report.failed}
    assert set(failed) == set(bad)
    for name, (_, reason) in bad.items():
        assert reason in failed[name], (name, failed[name])
        assert "。" in failed[name]
    read = {str(Path(path).relative_to(drive)) for path in report.added + report.unchanged}
    assert read == set(good_files()) | {"嵌套.zip" + INSIDE + "目录/第70份.txt", "一行.txt", "难缠.txt"}
    assert len(report.added) + len(report.unchanged) + len(report.failed) >= 60
    for name, (_, phrase) in good_files().items():
        source = str((drive / name).resolve())
        texts = [library.catalog.document(r.doc_id) for r in library.catalog.records() if r.source == source]
        assert any(document and phrase in document.text for document in texts), name
    library.close()


def test_a_hang_of_one_file_does_not_hang_the_run(tmp_path: Path) -> None:
    folder = tmp_path / "盘"
    folder.mkdir()
    (folder / "慢.txt").write_text(body(1) * 3_000, encoding="utf-8")
    (folder / "快.txt").write_text(body(2), encoding="utf-8")
    library = Library(tmp_path / "home", load_embeddings(), limits=Limits(file_seconds=0.01))
    report = library.add([folder])
    assert len(report.failed) == 2
    assert all("秒" in str(error) for _, error in report.failed)
    library.close()
