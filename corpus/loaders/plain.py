"""Read plain text in the encodings that offices have: UTF-8, UTF-16, GB18030 and Big5, each tried strictly."""

from __future__ import annotations

import codecs
import re

from corpus.errors import UnreadableFile
from corpus.loaders.typed_tables import mark_tables
from corpus.marks import strip_control_characters

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What Chinese prose is written with. A wrong decoding falls outside, or into rare and private characters.
_PLAUSIBLE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2044\u2460-\u24ff\u25a0-\u26ff\x20-\x7e\s]")
# The commonest characters of Chinese prose, simplified and traditional.
_COMMON = frozenset(
    "的一是不了在有人我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当"
    "没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向"
    "頭這個們來為國說時會對過發後裡種經麼學現當沒動進樣開從實無與長機關點業將兩間問並應戰政教育區縣市年級資金項建設加強提"
)
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd]")


def load(data: bytes) -> str:
    """Return the text of a plain text file."""
    return mark_tables(strip_control_characters(decode(data)))


def decode(data: bytes) -> str:
    """Decode strictly, dropping no byte.

    Raises:
        UnreadableFile: no encoding fits the whole file.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding)
    if _looks_like_utf16(data):
        encoding = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) or _more_han(data) else "utf-16-be"
        return _strict(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        candidates = [text for encoding in ("gb18030", "big5") if (text := _attempt(data, encoding)) is not None]
    # Most Big5 is valid GB18030, too, and reads as rare characters: the commoner reading is the right one.
    best = max(candidates, key=_commonness, default=None)
    if best is not None:
        return best
    raise UnreadableFile(
        "文件的文字编码无法识别，强行读取会出现乱码", "请用记事本或 WPS 打开，另存为 UTF-8 编码后再添加"
    )


def is_text(data: bytes) -> bool:
    """Tell whether these bytes could be text: no zero bytes, unless as UTF-16 has them, and few control bytes."""
    sample = data[:65536]
    if any(sample.startswith(bom) for bom, _ in _BOMS) or _looks_like_utf16(sample):
        return True
    control = sum(1 for byte in sample if byte < 9 or 13 < byte < 27 or 27 < byte < 32)
    return sample.count(0) == 0 and control * 100 <= len(sample)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"文件按 {encoding} 编码读到第 {error.start} 字节时出错，可能没有复制完整", "请重新复制原文件后再添加"
        ) from error


def _looks_like_utf16(data: bytes) -> bool:
    """Tell UTF-16 without a mark: zero bytes on one side only, as line ends, digits and Latin letters give."""
    sample = data[:4096]
    if len(sample) < 8 or len(data) % 2:
        return False
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return min(even, odd) == 0 and max(even, odd) * 50 >= len(sample)


def _more_han(data: bytes) -> bool:
    little = data[:2000].decode("utf-16-le", "ignore")
    big = data[:2000].decode("utf-16-be", "ignore")
    return len(re.findall(r"[\u4e00-\u9fff]", little)) > len(re.findall(r"[\u4e00-\u9fff]", big))


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if _plausible(text) else None


def _commonness(text: str) -> float:
    han = [character for character in text[:5000] if "\u4e00" <= character <= "\u9fff"]
    return sum(character in _COMMON for character in han) / len(han) if han else 1.0


def _plausible(text: str) -> bool:
    sample = text[:20000]
    return not _PRIVATE.search(sample) and len(_PLAUSIBLE.findall(sample)) >= 0.9 * len(sample)
