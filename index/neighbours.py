"""What stands directly before and after a passage that begins or ends inside a paragraph or a sentence."""

from __future__ import annotations

from corpus.sentences import split_sentences

# No neighbour is longer than a passage of the usual size.
LONGEST = 350
_RUNS_ON = tuple("，,、：:；;")


def before(text: str, left: str) -> str:
    """Return the end of `left`, what stands before a passage, that belongs to the passage's paragraph."""
    line = left[left.rfind("\n") + 1 :]
    if not line.strip() or text.startswith("|"):
        return ""
    if len(line) <= LONGEST:
        return line.lstrip()
    # As many whole sentences as fit; the one that the passage cuts stands first in any case.
    starts = [sentence.start for sentence in split_sentences(line)]
    fitting = [start for start in starts if len(line) - start <= LONGEST]
    return line[fitting[0] :] if fitting else line[-LONGEST:]


def after(text: str, right: str) -> str:
    """Return the beginning of `right`, what stands after a passage, with which its paragraph or sentence ends."""
    if text.lstrip().startswith("|"):
        return ""
    line, _, rest = right.partition("\n")
    if line.strip():
        return _fitting(line)
    if text.rstrip().endswith(_RUNS_ON) and rest.strip() and not rest.lstrip().startswith("|"):
        blank = right[: len(right) - len(right.lstrip())]
        return blank + _fitting(right.lstrip().partition("\n")[0])
    return ""


def _fitting(line: str) -> str:
    if len(line) <= LONGEST:
        return line.rstrip()
    ends = [sentence.end for sentence in split_sentences(line) if sentence.end <= LONGEST]
    return line[: ends[-1]] if ends else line[:LONGEST]
