"""What may be asked of a file beside the draft itself: sources, signature, letterhead, template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus.errors import DraftError

SOURCES = ("appendix", "footnotes", "endnotes", "none")
_SAID = {"appendix": "文后附资料来源", "footnotes": "脚注", "endnotes": "尾注", "none": "不带来源的清稿"}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a file is to look like.

    Attributes:
        sources: appendix (资料来源 on a page of its own), footnotes, endnotes, or none (清稿).
        template: a bureau's own .docx that is filled instead of the standard's page.
        issuer, date: signature (署名) and date (成文日期); blanks where empty.
        office: the office's own name, which signs where no issuer is given.
        attachments: names of attachments (附件说明).
        letterhead: 发文机关标志 in red; "" for none, which ordinary reports have.
        number: document number (发文字号) under the letterhead.
        signer: 签发人, for papers sent upwards.
        serial: 份号.
        copies: 抄送机关, in the imprint (版记).
    """

    sources: str = "appendix"
    template: str = ""
    issuer: str = ""
    date: str = ""
    office: str = ""
    attachments: tuple[str, ...] = ()
    letterhead: str = ""
    number: str = ""
    signer: str = ""
    serial: str = ""
    copies: str = ""

    @property
    def signature(self) -> str:
        """Return who signs; under another organ's letterhead that is not the office of itself."""
        if self.issuer or (self.letterhead and self.office not in self.letterhead):
            return self.issuer
        return self.office


def make_options(
    given: Mapping[str, Any] | None = None, *, sources: str = "appendix", template: str = "", office: str = ""
) -> ExportOptions:
    """Return checked options; what is not given is as the settings have it.

    Raises:
        DraftError: an option or its value is unknown, a letterhead's fields come without it, or there is no such template.
    """
    values = {name: value for name, value in (given or {}).items() if value}
    unknown = set(values) - {field.name for field in fields(ExportOptions)}
    if unknown:
        raise DraftError(f"没有「{'、'.join(sorted(unknown))}」这项版式要求", "请核对名称")
    values.setdefault("sources", sources)
    values.setdefault("template", template)
    values.setdefault("office", office)
    values["attachments"] = tuple(values.get("attachments", ()))
    options = ExportOptions(**values)
    if options.sources not in SOURCES:
        said = "、".join(f"{name}（{meaning}）" for name, meaning in _SAID.items())
        raise DraftError(f"来源的写法「{options.sources}」不对", f"可以写：{said}")
    if not options.letterhead and (options.number or options.signer or options.serial or options.copies):
        raise DraftError("写了发文字号、签发人、份号或抄送，却没有写红头的机关名称", "请加 --letterhead 机关名称")
    if options.template and not Path(options.template).is_file():
        raise DraftError(f"找不到模板 {options.template}", "请核对路径，模板要是 .docx 文件")
    return options
