"""Read tables of comma- or tab-separated values."""

from __future__ import annotations

import csv
from io import StringIO

from corpus.loaders import plain
from corpus.loaders.tables import markdown_table


def load(data: bytes) -> str:
    """Return the rows of a .csv or .tsv file as a Markdown table."""
    text = plain.load(data)
    head = text[:4096]
    delimiter = max(",\t;|，", key=head.count)
    return "\n".join(markdown_table(list(csv.reader(StringIO(text.replace("\r\n", "\n")), delimiter=delimiter))))
