"""Small pieces of HTML that every page uses, and how a click in them reaches Python. Everything is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

from assistant.pages.english import said
from corpus.errors import CewenError

# A button in a gr.HTML with data-act triggers `select` with its data-* as the event's attributes. With data-ask the
# reader is asked for a text first, given as `value`; with data-confirm for a yes; `data-from` names a field of the
# same form whose text is the value.
CLICKS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button || !element.contains(button)) return;
  const data = { ...button.dataset };
  if (data.confirm && !window.confirm(data.confirm)) return;
  if (data.ask) {
    const value = window.prompt(data.ask, data.value || '');
    if (value === null) return;
    data.value = value;
  }
  if (data.from) data.value = button.closest('form, div').querySelector(data.from).value;
  trigger('select', data);
});
"""


def notice(message: object) -> str:
    """Return a notice: what happened and what to do next."""
    if isinstance(message, CewenError):
        help_text = f'<br><span class="cewen-meta">{escape(message.help)}</span>' if message.help else ""
        return f'<div class="cewen-notice" role="alert">{escape(message.message)}{help_text}</div>'
    return f'<div class="cewen-notice" role="alert">{said(str(message))}</div>'


def done(text: str) -> str:
    """Return what stands where something has been done as asked."""
    return f'<p class="cewen-done" role="status">{escape(text)}</p>'


def heading(title: str, text: str = "") -> str:
    """Return the head of a section: what it is about, and in a line what it does."""
    return f"<h3>{escape(title)}</h3>{meta(text)}"


def empty(text: str) -> str:
    """Return what stands where nothing is yet."""
    return f'<p class="cewen-empty">{said(text)}</p>'


def busy(text: str) -> str:
    """Return what stands while something is being made."""
    return f'<p class="cewen-busy" role="status"><span class="cewen-dots"></span>{said(text)}</p>'


def data(**values: object) -> str:
    """Return data-* attributes."""
    return "".join(f' data-{name.replace("_", "-")}="{escape(str(value))}"' for name, value in values.items())


def button(label: str, act: str, style: str = "", title: str = "", /, **values: object) -> str:
    """Return a button whose click reaches Python as `act`."""
    named = f' title="{escape(title)}"' if title else ""
    return f'<button type="button" class="cewen-button {style}"{named}{data(act=act, **values)}>{said(label)}</button>'


def open_button(doc_id: str, start: int = 0, end: int = 0, label: str = "打开原文") -> str:
    """Return a button that opens a document beside the page, at these characters."""
    return f'<button type="button" class="cewen-button cewen-open"{data(open=doc_id, start=start, end=end)}>{said(label)}</button>'


def joined(parts: Iterable[object]) -> str:
    """Return the parts that are not empty as one line."""
    return escape("　".join(str(part) for part in parts if part))


def meta(*parts: object) -> str:
    """Return a line of particulars; nothing where there are none."""
    line = joined(parts)
    return f'<p class="cewen-meta">{line}</p>' if line else ""


def local_time(written: str) -> str:
    """Return a time that was kept as ISO 8601 as the reader's clock has it: 11月22日 10:05."""
    return datetime.fromisoformat(written).astimezone().strftime("%m月%d日 %H:%M")


def clicked(event: Any) -> dict[str, str]:
    """Return the data-* of the button that was clicked."""
    return {str(name): str(value) for name, value in dict(event._data or {}).items()}
