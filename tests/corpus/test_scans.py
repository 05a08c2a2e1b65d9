"""Scans and pictures: recognised where the extra is installed, refused with the reason where it is not."""

from __future__ import annotations

import ctypes
import difflib
import importlib.util
import os
import shutil
import subprocess
import sys
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import Image

from corpus.errors import EmptyDocument, NeedsOcr, UnreadableFile
from corpus.loaders import image, load, ocr, read, sniff
from corpus.loaders.loaded import page_numbers
from corpus.reading import ReadingOptions, read_documents
from corpus.worker import ReadingWorker
from tests.corpus.pdfs import SAMPLE, joined_pdf, page_picture, scanned_pdf, text_at, written_pdf

LINE = "全县养老服务机构和床位的情况如下，数据截至二〇二四年年底。"
installed = pytest.mark.skipif(not ocr.available(), reason="没有安装 cewen[ocr]，跳过文字识别的测试")


def bytes_of(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def accuracy(text: str, truth: str) -> float:
    """Return the share of the truth's characters that a text has in order, blanks left out."""
    found, wanted = ("".join(x.split()) for x in (text, truth))
    return sum(block.size for block in difflib.SequenceMatcher(None, wanted, found, False).get_matching_blocks()) / len(
        wanted
    )


@pytest.fixture(scope="module")
def truth() -> list[str]:
    return load(SAMPLE.read_bytes(), SAMPLE.name).split("\f")


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


@installed
def test_a_scanned_pdf_is_read_with_its_pages_and_says_so(truth: list[str]) -> None:
    told: list[int] = []
    loaded = read(scanned_pdf([page_picture(0)]), "扫描.pdf", told.append)
    assert accuracy(loaded.text, truth[0]) > 0.97
    assert "作为招生依据。\n二、招生对象" in loaded.text
    assert told == [1]
    assert [(note.rule, "第 1 页" in note.text) for note in loaded.notes] == [("文字识别", True)]


@installed
def test_only_the_scanned_pages_of_a_pdf_are_recognised(truth: list[str]) -> None:
    data = joined_pdf(
        SAMPLE.read_bytes(),
        scanned_pdf([page_picture(1)]),
        written_pdf([text_at(72, 700, LINE[n:]) for n in (9, 5, 0)]),
    )
    loaded = read(data, "混合.pdf")
    pages = loaded.text.split("\f")
    assert [page.strip() for page in pages[: len(truth)]] == [page.strip() for page in truth]
    assert accuracy(pages[len(truth)], truth[1]) > 0.97
    assert pages[-1].strip() == LINE
    note = f"第 {len(truth) + 1} 页是扫描件，文字由识别得来，引用前请与原件核对"
    assert [(note.rule, note.text) for note in loaded.notes] == [("文字识别", note)]
    assert read_documents(data, "混合.pdf")[0].removed[0].text == note


@installed
def test_a_scanners_stamp_is_no_text_layer(truth: list[str]) -> None:
    document = pdfium.PdfDocument(scanned_pdf([page_picture(0)]))
    font = pdfium.raw.FPDFText_LoadStandardFont(document, b"Helvetica")
    stamp = pdfium.raw.FPDFPageObj_CreateTextObj(document, font, 10.0)
    words = ctypes.create_string_buffer("CamScanner\0".encode("utf-16-le"))
    pdfium.raw.FPDFText_SetText(stamp, ctypes.cast(words, ctypes.POINTER(ctypes.c_ushort)))
    page = document[0]
    pdfium.raw.FPDFPageObj_Transform(stamp, 1, 0, 0, 1, 400, 10)
    pdfium.raw.FPDFPage_InsertObject(page, stamp)
    page.gen_content()
    buffer = BytesIO()
    document.save(buffer)
    assert accuracy(load(buffer.getvalue(), "扫描.pdf"), truth[0]) > 0.95


@installed
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP"])
def test_a_picture_is_read_whatever_its_suffix(kind: str, truth: list[str]) -> None:
    picture = page_picture(0, 110)
    data = bytes_of(picture.crop((0, 0, picture.width, picture.height // 3)), kind)
    assert sniff(data, "说谎.docx") == "image"
    loaded = read(data, "说谎.docx")
    assert "云川市教育局关于做好2025年义务教育招生入学工作的通知" in loaded.text.replace(" ", "")
    assert [note.rule for note in loaded.notes] == ["文字识别"]


@installed
def test_each_page_of_a_tiff_is_a_page(truth: list[str]) -> None:
    picture = page_picture(0, 110)
    parts = [picture.crop((0, picture.height * n // 4, picture.width, picture.height * (n + 1) // 4)) for n in (0, 1)]
    told: list[int] = []
    loaded = read(bytes_of(parts[0], "TIFF", save_all=True, append_images=parts[1:]), "扫描.tif", told.append)
    assert told == [2]
    assert loaded.text.count("\f") == 1
    assert "云教发" in loaded.text.split("\f")[0]
    assert "招生" in loaded.text.split("\f")[1]


@installed
def test_a_long_screenshot_is_cut_between_lines() -> None:
    picture = page_picture(0, 110)
    picture = picture.crop((60, 60, picture.width - 60, picture.height * 3 // 4))
    tall = Image.new("RGB", (picture.width, picture.height * 3), "white")
    for number in range(3):
        tall.paste(picture, (0, number * picture.height))
    text = load(bytes_of(tall, "PNG"), "长图.png")
    assert text.replace(" ", "").count("云教发〔2025〕8号") == 3
    text = "".join(text.split())
    assert [text.count(words) for words in ("培训成绩或者证书作为招生依据", "初中一年级招收小学应届毕业生")] == [3, 3]


@installed
def test_a_page_fed_in_askew_keeps_its_lines(truth: list[str]) -> None:
    picture = page_picture(0).rotate(1.5, fillcolor="white", resample=Image.Resampling.BICUBIC)
    text = load(scanned_pdf([picture]), "歪.pdf")
    assert accuracy(text, truth[0]) > 0.97
    assert "一、招生原则\n坚持免试、就近、划片入学" in text


@installed
def test_a_photograph_is_turned_as_the_camera_says() -> None:
    picture = page_picture(0, 110)
    picture = picture.crop((0, 0, picture.width, picture.height // 3))
    exif = Image.Exif()
    exif[0x0112] = 6
    data = bytes_of(picture.rotate(90, expand=True), "JPEG", exif=exif.tobytes())
    assert "云教发〔2025〕8号" in load(data, "照片.jpg").replace(" ", "")


@installed
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "1", "P", "I;16"])
def test_an_empty_picture_says_that_nothing_was_found(mode: str) -> None:
    with pytest.raises(EmptyDocument) as caught:
        load(bytes_of(Image.new(mode, (400, 300)), "PNG"), "空白.png")
    assert caught.value.message == "没有识别出文字"
    assert caught.value.help


@installed
def test_an_empty_scan_says_that_nothing_was_found() -> None:
    with pytest.raises(EmptyDocument, match="没有识别出文字"):
        load(scanned_pdf([Image.new("RGB", (800, 1000), "white")]), "空白.pdf")


def test_a_huge_picture_is_refused_before_it_is_decoded() -> None:
    if not ocr.available():
        pytest.skip("没有安装 cewen[ocr]")
    for side in (8_000, 12_000, 30_000):
        data = bytes_of(Image.new("1", (side, side)), "PNG")
        with pytest.raises(UnreadableFile, match=r"像素.*超过") as caught:
            load(data, "大.png")
        assert caught.value.help


@installed
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"])
def test_a_truncated_picture_is_damaged(kind: str) -> None:
    data = bytes_of(page_picture(0, 72), kind)
    for end in (20, len(data) // 2):
        with pytest.raises(UnreadableFile, match="图片已损坏"):
            load(data[:end], "半截.png")


def test_without_the_extra_the_failure_says_what_to_install(no_ocr: None) -> None:
    with pytest.raises(NeedsOcr) as caught:
        load(scanned_pdf([page_picture(0, 72)] * 2), "扫描.pdf")
    assert caught.value.message == "扫描件，没有文字层"
    assert caught.value.help.startswith("安装 cewen[ocr] 后可识别")
    with pytest.raises(NeedsOcr) as refused:
        load(bytes_of(page_picture(0, 72), "PNG"), "图.png")
    assert refused.value.message == "图片，没有文字层"
    assert refused.value.help.startswith("安装 cewen[ocr] 后可识别")


def test_without_the_extra_the_rest_is_read_and_a_note_names_the_pages(no_ocr: None, truth: list[str]) -> None:
    scan = scanned_pdf([page_picture(0, 72)] * 2)
    document = read_documents(joined_pdf(scan, SAMPLE.read_bytes(), scan), "混合.pdf")[0]
    assert "具有本市户籍或者居住证的儿童" in document.text
    assert document.page_at(document.text.index("云教发")) == 3
    note = next(note for note in document.removed if note.rule == "扫描页")
    assert note.text.startswith(f"第 1—2、{len(truth) + 3}—{len(truth) + 4} 页是扫描件")
    assert "安装 cewen[ocr]" in note.text


def test_page_numbers_are_written_in_runs() -> None:
    assert page_numbers([1]) == "第 1 页"
    assert page_numbers([2, 3, 4, 7, 9, 10]) == "第 2—4、7、9—10 页"


def test_a_text_that_begins_like_a_bitmap_is_text() -> None:
    assert sniff("BM25 是一种检索算法，常用于全文检索。".encode(), "a.txt") == "plain"


@installed
def test_a_scan_gets_more_time_than_the_limit_of_a_file() -> None:
    data = scanned_pdf([page_picture(0, 110)])
    worker = ReadingWorker(seconds=60)
    worker.read(b"0123456789 0123456789 0123456789", "a.txt", ReadingOptions())
    worker._seconds = 0.5
    assert "招生" in worker.read(data, "扫描.pdf", ReadingOptions())[0].text
    worker._seconds_per_scan = 0.01
    with pytest.raises(UnreadableFile, match="秒"):
        worker.read(scanned_pdf([page_picture(0, 110)] * 3), "扫描.pdf", ReadingOptions())
    worker.close()


@installed
def test_recognition_looks_nothing_up_in_the_network() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*args, **kwargs): raise SystemExit(f'network: {args}')\n"
        "socket.getaddrinfo = socket.gethostbyname = socket.create_connection = socket.socket.connect = refuse\n"
        "from corpus.loaders import read\n"
        "print(len(read(sys.stdin.buffer.read(), 'a.png').text))\n"
    )
    picture = page_picture(0, 110)
    data = bytes_of(picture.crop((0, 0, picture.width, picture.height // 3)), "PNG")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ORT_")}
    # Look-ups by native code pass Python by; a resolver that is asked for anything leaves its trace there.
    tracer = ["strace", "-f", "-e", "trace=connect,sendto", "-o", "/dev/stderr"] if shutil.which("strace") else []
    result = subprocess.run([*tracer, sys.executable, "-c", code], input=data, capture_output=True, env=environment)
    assert int(result.stdout) > 50, result.stderr
    assert b"AF_INET" not in result.stderr


def test_recognition_is_no_part_of_the_plain_installation() -> None:
    code = "import sys, corpus.loaders, corpus.loaders.pdf, corpus.loaders.ocr; print('rapidocr' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
    assert importlib.util.find_spec("corpus.loaders.image") is not None
    assert image.LARGEST <= 100_000_000
