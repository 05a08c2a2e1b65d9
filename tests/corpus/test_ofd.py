"""OFD files, made by hand as GB/T 33190 has them, read back."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from corpus.archives import is_archive
from corpus.errors import EmptyDocument, UnreadableFile
from corpus.loaders import load, ocr, read, sniff
from tests.corpus.pdfs import page_picture

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
FIRST = "全县共有养老机构二十一家，养老床位三千四百八十张，护理型床位占比百分之五"
REST = "十四，群众十分满意。"


def text_object(text: str, left: float, top: float, size: float = 5, more: str = "", delta: str | None = None) -> str:
    """Return a text object whose first baseline stands `size` below its top."""
    delta = f"g {len(text) - 1} {size}" if delta is None else delta
    code = f'<ofd:TextCode X="0" Y="{size}" DeltaX="{delta}">{text}</ofd:TextCode>'
    box = f"{left} {top} {len(text) * size} {size * 1.2}"
    return f'<ofd:TextObject ID="9" Boundary="{box}" Font="1" Size="{size}" {more}>{code}</ofd:TextObject>'


def content(*objects: str, head: str = "") -> str:
    layer = f'<ofd:Layer ID="2" Type="Body"><ofd:PageBlock ID="3">{"".join(objects)}</ofd:PageBlock></ofd:Layer>'
    return f"{head}<ofd:Page {NS}><ofd:Template TemplateID='5'/><ofd:Content>{layer}</ofd:Content></ofd:Page>"


def ofd(pages: list[str], files: dict[str, bytes] | None = None, place: str = "Pages/Page_{}/Content.xml") -> bytes:
    """Return an OFD file of pages."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="{place.format(n)}"/>' for n in range(len(pages)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f'{area}<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    common += "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    parts: dict[str, bytes | str] = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Tpl_0/Content.xml": content(text_object("县民政局文件页眉", 80, 10)),
        "Doc_0/DocumentRes.xml": f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
        "<ofd:MediaFile>image_7.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
    }
    parts |= {f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages)}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in {**parts, **(files or {})}.items():
            packed.writestr(name, data)
    return buffer.getvalue()


SCAN = '<ofd:ImageObject ID="8" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="7"/>'


def picture() -> bytes:
    buffer = BytesIO()
    page_picture(0, 110).save(buffer, "PNG")
    return buffer.getvalue()


def test_lines_come_in_reading_order_and_are_joined() -> None:
    first = content(
        text_object("二、下一步打算", 25, 100),
        text_object(REST, 15, 68),
        text_object(FIRST, 15, 60),
        text_object("白云县养老服务工作总结", 60, 40),
        *(text_object("一二三四五六七八九十" * 3 + "甲乙丙丁戊己。", 15, 120 + 8 * n) for n in range(4)),
    )
    text = load(ofd([first, content(text_object("将继续加大投入，提升服务水平。", 25, 40))]), "总结.ofd")
    assert text.split("\n")[:3] == ["白云县养老服务工作总结", FIRST + REST, "二、下一步打算"]
    assert text.split("\f")[1] == "将继续加大投入，提升服务水平。"
    assert "页眉" not in text


def test_pieces_on_one_height_are_one_line() -> None:
    pieces = [
        text_object("养老床位3480张，", 75, 50),
        text_object("全县共有养老机构", 35, 50),
        text_object("护理型占百分之五十四。", 126, 50),
    ]
    assert load(ofd([content(*pieces)]), "a.ofd") == "全县共有养老机构养老床位3480张，护理型占百分之五十四。"


def test_characters_on_several_heights_and_repeated_steps_are_told() -> None:
    down = '<ofd:TextCode X="0" Y="5" DeltaX="g 2 5 -15 g 3 5" DeltaY="0 0 0 8 0 0 0">一二三四五六七八</ofd:TextCode>'
    box = f'<ofd:TextObject ID="9" Boundary="20 20 100 30" Font="1" Size="5">{down}</ofd:TextObject>'
    filler = text_object("各县区要认真组织实施，确保按时完成。", 20, 60)
    assert load(ofd([content(box, filler)]), "a.ofd").split("\n")[:2] == ["一二三四", "五六七八"]


def test_a_matrix_scales_and_shifts() -> None:
    large = text_object("全县共有养老机构", 20, 50, size=1, more='CTM="5 0 0 5 0 0"')
    small = text_object("二十一家，床位三千四百八十张。", 60, 50)
    assert load(ofd([content(large, small)]), "a.ofd") == "全县共有养老机构二十一家，床位三千四百八十张。"


@pytest.mark.parametrize("place", ["/Doc_0/Pages/Page_{}/Content.xml", "./Pages/../Pages/Page_{}/Content.xml", "Pages\\Page_{}\\Content.xml"])  # fmt: skip
def test_paths_are_taken_from_the_root_or_the_part(place: str) -> None:
    assert FIRST in load(ofd([content(text_object(FIRST, 15, 60))], place=place), "a.ofd")


def test_content_tells_ofd_from_other_archives() -> None:
    data = ofd([content(text_object(FIRST, 15, 60))])
    assert sniff(data, "说谎.docx") == "ofd"
    assert not is_archive(data)
    assert FIRST in load(data, "说谎.zip")


def test_a_page_without_a_size_says_so() -> None:
    data = ofd(
        [
            content(text_object(FIRST, 15, 60), head="").replace(
                "<ofd:Template", "<ofd:Area><ofd:PhysicalBox>0 0</ofd:PhysicalBox></ofd:Area><ofd:Template"
            )
        ]
    )
    with pytest.raises(UnreadableFile, match="OFD"):
        load(data, "a.ofd")


@pytest.mark.parametrize("place", ["../../../../../../etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini", "file:///etc/passwd"])  # fmt: skip
def test_no_path_leads_out_of_the_archive(place: str) -> None:
    with pytest.raises(UnreadableFile, match="OFD"):
        load(ofd([content(text_object(FIRST, 15, 60))], place=place), "a.ofd")


def test_entities_do_not_swell() -> None:
    chain = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = content(text_object("&a11;", 15, 40), head=f'<!DOCTYPE x [<!ENTITY a0 "养">{chain}]>')
    with pytest.raises(UnreadableFile, match="OFD"):
        load(ofd([bomb]), "a.ofd")


def test_entities_fetch_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不该读到的内容")
    head = f'<!DOCTYPE x [<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    text = load(ofd([content(text_object("&f;", 15, 40), text_object(FIRST, 15, 60), head=head)]), "a.ofd")
    assert FIRST in text
    assert "不该读到" not in text


def test_a_bomb_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="超过限制"):
        load(ofd([content(text_object(FIRST, 15, 60))], {"Doc_0/big.xml": b" " * 50_000_000}), "a.ofd")


@pytest.mark.parametrize("page", ["<ofd:Page", "", content('<ofd:TextObject Boundary="a b"><ofd:TextCode>x</ofd:TextCode></ofd:TextObject>')])  # fmt: skip
def test_a_damaged_page_says_so(page: str) -> None:
    with pytest.raises(UnreadableFile, match="OFD 文件已损坏") as caught:
        load(ofd([page]), "a.ofd")
    assert caught.value.help


def test_a_truncated_file_says_so() -> None:
    data = ofd([content(text_object(FIRST, 15, 60))])
    for end in (30, len(data) // 2, len(data) - 30):
        with pytest.raises(UnreadableFile, match="损坏"):
            load(data[:end], "a.ofd")


def test_pictures_only_is_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(EmptyDocument) as caught:
        load(ofd([content(SCAN)], {"Doc_0/Res/image_7.png": picture()}), "a.ofd")
    assert caught.value.message == "扫描件，没有文字层"
    assert caught.value.help.startswith("安装 cewen[ocr]")
    loaded = read(
        ofd([content(text_object(FIRST, 15, 60)), content(SCAN)], {"Doc_0/Res/image_7.png": picture()}), "a.ofd"
    )
    assert FIRST in loaded.text
    assert "第 2 页" in loaded.notes[0].text


@pytest.mark.skipif(not ocr.available(), reason="没有安装 cewen[ocr]，跳过文字识别的测试")
def test_pictures_are_recognised() -> None:
    told: list[int] = []
    data = ofd([content(text_object(FIRST, 15, 60)), content(SCAN)], {"Doc_0/Res/image_7.png": picture()})
    loaded = read(data, "a.ofd", told.append)
    assert told == [1]
    assert "云教发〔2025〕8号" in loaded.text.split("\f")[1].replace(" ", "")
    assert loaded.notes[0].rule == "文字识别"
