"""Footnotes and endnotes, for which python-docx has no interface: a part of our own, its numbers left to Word."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from assistant.word.layout import LATIN, SIZE_5

_KINDS = {
    "footnotes": ("footnote", CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "endnotes": ("endnote", CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
}
# Word's own two: the line above the notes, and the line where they run over a page.
_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))


class Notes:
    """Collect the notes of one document and write them into it."""

    def __init__(self, document: WordDocument, kind: str, font: str) -> None:
        self._document = document
        self._kind = kind
        self._name, self._content_type, self._relation = _KINDS[kind]
        self._font = font
        self._texts: list[str] = []

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Add a reference at the end of a paragraph, and its note."""
        self._texts.append(text)
        run = paragraph.add_run()
        run.font.superscript = True
        reference: Any = OxmlElement(f"w:{self._name}Reference")
        reference.set(qn("w:id"), str(len(self._texts)))
        run._r.append(reference)

    def write(self) -> None:
        """Put the part into the document, and into its settings what Word expects of it."""
        if not self._texts:
            return
        package = self._document.part.package
        part = Part(PackURI(f"/word/{self._kind}.xml"), self._content_type, self._xml().encode(), package)
        self._document.part.relate_to(part, self._relation)
        self._number_in_digits()
        properties = self._properties()
        for number, _ in _SEPARATORS:
            entry: Any = OxmlElement(f"w:{self._name}")
            entry.set(qn("w:id"), number)
            properties.append(entry)
        settings: Any = self._document.settings.element
        behind = settings.find(qn("w:compat"))
        if behind is not None:
            behind.addprevious(properties)
        else:
            settings.append(properties)

    def _number_in_digits(self) -> None:
        """Tell each section to count 1, 2, 3: endnotes are i, ii, iii unless told otherwise, and LibreOffice looks here."""
        for section in self._document.sections:
            holder: Any = section._sectPr
            references = [child for child in holder if child.tag in (qn("w:headerReference"), qn("w:footerReference"))]
            holder.insert(len(references), self._properties())

    def _properties(self) -> Any:
        properties: Any = OxmlElement(f"w:{self._name}Pr")
        form: Any = OxmlElement("w:numFmt")
        form.set(qn("w:val"), "decimal")
        properties.append(form)
        return properties

    def _xml(self) -> str:
        name = self._name
        separators = "".join(
            f'<w:{name} w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:{name}>'
            for number, kind in _SEPARATORS
        )
        style = (
            f'<w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{self._font}"/>'
            f'<w:sz w:val="{round(SIZE_5 * 2)}"/></w:rPr>'
        )
        notes = "".join(
            f'<w:{name} w:id="{number}"><w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>'
            f'<w:r><w:rPr><w:sz w:val="{round(SIZE_5 * 2)}"/><w:vertAlign w:val="superscript"/></w:rPr><w:{name}Ref/></w:r>'
            f'<w:r>{style}<w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:{name}>'
            for number, text in enumerate(self._texts, 1)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:{self._kind} {nsdecls('w')}>{separators}{notes}</w:{self._kind}>"
        )
