"""Read the text layer of .ofd files, the layout format of GB/T 33190: pages of text pieces and where they stand.

Templates, which carry running heads, are left out. A page of pictures only is recognised where that is installed.
Written here: easyofd needs PyMuPDF (AGPL), and the other readers on PyPI are no longer maintained.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from corpus import archives, marks
from corpus.errors import EmptyDocument, NeedsOcr, TooLarge, UnreadableFile
from corpus.loaders import image, ocr
from corpus.loaders.loaded import Announce, LoadedText, nobody_waits
from corpus.loaders.page_lines import Page, PageLine, in_reading_order, write_pages

# Bytes of one XML file; a page of text has some ten thousand.
LARGEST_PART = 50 * 2**20
MOST_PAGES = 5_000
# Points in a millimetre, the unit of the format.
POINTS = 72 / 25.4
_DAMAGED = "OFD 文件已损坏或加了密码，打不开"
_SAVE_AGAIN = "请用 OFD 阅读器打开后另存，或转成 .pdf 后再添加"


class _Package:
    """The parts of an OFD file by their paths inside it; nothing outside the archive is ever opened."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(data))
        self._sizes = {entry.filename: entry.file_size for entry in archives.check_limits(self._archive, len(data))}

    def bytes_of(self, path: str) -> bytes:
        """Return the bytes of a part; KeyError where the file has none of this path."""
        if self._sizes[path] > LARGEST_PART:
            raise TooLarge("OFD 文件里有一部分太大，没有读", _SAVE_AGAIN)
        return self._archive.read(path)

    def xml(self, path: str) -> Any:
        """Return the root of a part; entities are not resolved, so that none can swell or fetch anything."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(self.bytes_of(path), parser)


def load(data: bytes, announce: Announce = nobody_waits) -> LoadedText:
    """Return the text of an OFD file with a page mark between pages.

    Raises:
        UnreadableFile: the file is damaged, locked or swells beyond the limits.
        EmptyDocument: all pages are pictures, and recognition is not installed or found nothing.
    """
    try:
        package = _Package(data)
        pages: list[Page] = []
        scans: dict[int, str] = {}
        for root in _texts(package.xml("OFD.xml"), "DocRoot"):
            _read_document(package, _path("", root), pages, scans)
        return _finish(package, pages, scans, announce)
    except (LookupError, ValueError, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise UnreadableFile(_DAMAGED, _SAVE_AGAIN) from error
    except (zipfile.BadZipFile, etree.LxmlError) as error:
        raise UnreadableFile(_DAMAGED, _SAVE_AGAIN) from error


def _read_document(package: _Package, path: str, pages: list[Page], scans: dict[int, str]) -> None:
    document = package.xml(path)
    resources = [_path(path, name) for kind in ("PublicRes", "DocumentRes") for name in _texts(document, kind)]
    media = {number: name for resource in resources for number, name in _media(package, resource)}
    size = next(iter(_texts(document, "PhysicalBox")), "0 0 210 297")
    places = [page.get("BaseLoc", "") for page in document.iterfind("{*}Pages/{*}Page")]
    for place in places[: MOST_PAGES - len(pages)]:
        content = package.xml(_path(path, place))
        height = _numbers(next(iter(_texts(content, "PhysicalBox")), size))[3]
        lines = in_reading_order(piece for item in content.iter("{*}TextObject") for piece in _pieces(item, height))
        shown = [item for item in content.iter("{*}ImageObject") if item.get("ResourceID") in media]
        if not lines and shown:
            largest = max(shown, key=lambda item: _area(item.get("Boundary", "")))
            scans[len(pages)] = media[largest.get("ResourceID")]
        pages.append(Page(tuple(lines)))


def _finish(package: _Package, pages: list[Page], scans: dict[int, str], announce: Announce) -> LoadedText:
    """Recognise the pages that are pictures, and write all."""
    if scans and not ocr.available() and not any(page.items for page in pages):
        raise NeedsOcr("扫描件，没有文字层", ocr.INSTALL)
    if scans and ocr.available():
        announce(min(len(scans), ocr.MOST_PAGES))
        for number, path in list(scans.items())[: ocr.MOST_PAGES]:
            picture = next(iter(image.pictures(package.bytes_of(path))))
            pages[number] = Page(tuple(ocr.recognise(picture)), recognised=True)
        if not any(page.items for page in pages):
            raise EmptyDocument(ocr.NOTHING_FOUND, ocr.CHECK_SCAN)
    return LoadedText(write_pages(pages), ocr.notes_on([number + 1 for number in scans]))


def _pieces(item: Any, page_height: float) -> Iterator[PageLine]:
    """Yield the runs of characters of a text object on one height, in points from the lower left of the page."""
    left, top = _numbers(item.get("Boundary", "0 0 0 0"))[:2]
    size = float(item.get("Size") or 4.0)
    a, b, c, d, e, f = _numbers(item.get("CTM") or "1 0 0 1 0 0")
    height = size * max(abs(b), abs(d), 0.01)
    x, y = 0.0, size
    for code in item.iter("{*}TextCode"):
        text = marks.strip_control_characters("".join(code.itertext()).replace("\n", ""))
        # What a text code leaves out is as in the one before.
        x, y = float(code.get("X") or x), float(code.get("Y") or y)
        for run, start, end, at in _runs(text, (x, y), size, code):
            base = page_height - (top + b * start + d * at + f)
            begin, finish = (left + a * place + c * at + e for place in (start, end))
            box = (begin, finish, base - 0.15 * height, base + 0.85 * height)
            yield PageLine(run, *(POINTS * place for place in box))


def _runs(text: str, origin: tuple[float, float], size: float, code: Any) -> Iterator[tuple[str, float, float, float]]:
    """Yield the characters of a text code that stand on one height, with their left end, right end and height."""
    across, down = _steps(code.get("DeltaX") or "", len(text)), _steps(code.get("DeltaY") or "", len(text))
    x, y = start, at = origin
    run = ""
    for number, character in enumerate(text):
        run += character
        end = x + size * (1 if character > "\u2e7f" else 0.5)
        dx = across[number] if number < len(across) else 0.0 if down else end - x
        dy = down[number] if number < len(down) else 0.0
        x, y = x + dx, y + dy
        if number == len(text) - 1 or abs(dy) > 0.3 * size:
            if run.strip():
                yield run.strip(), start, end, at
            run, start, at = "", x, y


def _steps(written: str, most: int) -> list[float]:
    """Return the distances between characters; 「g 3 4.5」 stands for 4.5 three times."""
    steps: list[float] = []
    words = iter(written.split())
    for word in words:
        if word == "g":
            count, step = int(next(words, "0")), float(next(words, "0"))
            steps += [step] * min(count, most)
        else:
            steps.append(float(word))
    return steps[:most]


def _media(package: _Package, path: str) -> Iterator[tuple[str, str]]:
    """Yield number and path of each picture that a resource file names; a missing one is no picture."""
    try:
        resource = package.xml(path)
    except KeyError:
        return
    folder = join(dirname(path), resource.get("BaseLoc") or "")
    for medium in resource.iter("{*}MultiMedia"):
        for name in _texts(medium, "MediaFile"):
            yield medium.get("ID", ""), _path(f"{folder}/", name)


def _path(base: str, name: str) -> str:
    """Return the path inside the archive of what a part names: from the root, or beside the part itself."""
    name = name.strip().replace("\\", "/")
    return normpath(name if name.startswith("/") else join(dirname(base), name)).lstrip("/")


def _texts(element: Any, name: str) -> list[str]:
    return [found.text.strip() for found in element.iter(f"{{*}}{name}") if found.text and found.text.strip()]


def _numbers(written: str) -> list[float]:
    return [float(number) for number in written.split()]


def _area(boundary: str) -> float:
    box = _numbers(boundary)
    return box[2] * box[3] if len(box) == 4 else 0.0
