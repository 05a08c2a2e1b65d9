"""Calls that check a draft against the library, and open again what was checked before."""

from __future__ import annotations

import tempfile
from pathlib import Path

from assistant.checking import Tell
from assistant.checking import check as check_file
from assistant.export import layout_of
from assistant.facade.desk import Desk, Json
from assistant.results import check_json
from assistant.word_comments import write_comments
from corpus.errors import CewenError


class CheckCalls(Desk):
    """Check drafts."""

    def check(self, path: str, place: str = "", output: str = "", progress: Tell | None = None) -> Json:
        """Check a draft against the library and against itself; write a .docx with comments where one is named.

        Offsets count in the `text` that is returned: a text file's own characters with line ends as \\n, a Word file's
        paragraphs and table rows a line each, other formats as the library reads them.

        Args:
            progress: told what is being done, often; what it raises ends the check.
        """
        report = check_file(
            Path(path),
            place or self.settings.place,
            self._tools.shelf,
            self.library.catalog.places(),
            self.settings.seconds_per_file,
            *([progress] if progress else []),
        )
        if output:
            write_comments(Path(path), report, Path(output), layout_of(self.settings))
        return check_json(report)

    def check_text(self, text: str, place: str = "") -> Json:
        """Check a draft that is given as text."""
        if not text.strip():
            raise CewenError("稿子是空的", "请给出稿子的文字")
        with tempfile.TemporaryDirectory(prefix="cewen-") as folder:
            path = Path(folder) / "稿件.txt"
            path.write_text(text, encoding="utf-8")
            return self.check(str(path), place)

    # ---- what is kept

    def check_and_keep(self, path: str, place: str = "", progress: Tell | None = None) -> Json:
        """Check a draft and keep the report, with comments in a copy of a Word file; return it as `open_check` does."""
        draft = Path(path)
        with tempfile.TemporaryDirectory(prefix="cewen-") as folder:
            commented = Path(folder) / "批注.docx"
            word = draft.suffix.lower() == ".docx"
            report = self.check(path, place, str(commented) if word else "", progress)
            if self._office.users and self._office.users.reader(self.reader.name) is None:
                # Whoever is given the name next must not find it.
                raise CewenError(f"没有用户「{self.reader.name}」", "这个用户已被删除，核稿结果没有留下")
            check_id = self._checked.keep(draft.name, report, commented.read_bytes() if word else None)
        return self.open_check(check_id)

    def checks(self) -> Json:
        """Return what reports are kept, the last first."""
        return {"checks": self._checked.list()}

    def open_check(self, check_id: int) -> Json:
        """Return a kept report, with the draft's file name, when it was checked, and whether it has a Word file."""
        return self._checked.open(check_id)[0]

    def commented_word(self, check_id: int) -> bytes | None:
        """Return the Word file with the comments of a kept report; None where the draft was no Word file."""
        return self._checked.open(check_id)[1]

    def remove_check(self, check_id: int) -> Json:
        """Remove a kept report with its Word file."""
        self._checked.remove(check_id)
        return {"removed": check_id}
