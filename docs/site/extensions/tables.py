"""Prepares tables for narrow windows, where the style sheet shows each row as a list, and for long names in cells."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

# Words that may be too wide for a cell. Shorter ones, such as `dag.outlets`, stay on one line.
LONG_WORD = re.compile(r"\S{17,}")

# Places between the parts of a name, and inside long numbers. A browser breaks a line after a hyphen by itself.
BREAKS = re.compile(r"(?<=[./_:=])(?=\w)|(?<=[a-z0-9])(?=[A-Z])|(?<=[0-9a-f]{12})(?=[0-9a-f])")


def prepare_tables(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _document: nodes.document | None
) -> None:
    """Change the tables of a page's HTML."""
    if "<table" not in context.get("body", ""):
        return
    page = BeautifulSoup(context["body"], "html.parser")
    for table in page.find_all("table"):
        label_cells(table)
        for text in table.find_all(string=LONG_WORD):
            allow_breaks(text)
    context["body"] = str(page)


def label_cells(table: Tag) -> None:
    """Give each cell the title of its column as `data-label`."""
    titles = [title.get_text(strip=True) for title in table.select("thead th")]
    for row in table.select("tbody tr"):
        for title, cell in zip(titles, row.find_all("td"), strict=False):
            cell["data-label"] = title


def allow_breaks(text: NavigableString) -> None:
    """Let long words break between their parts: after `dag.` in `dag.hmcts_sdp_networking`."""
    marked = LONG_WORD.sub(lambda word: BREAKS.sub("\0", word[0]), text)
    parts: list[Tag | NavigableString] = []
    for part in marked.split("\0"):
        parts += [Tag(name="wbr", can_be_empty_element=True), NavigableString(part)]
    text.replace_with(*parts[1:])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the change of each page."""
    app.connect("html-page-context", prepare_tables)
    return {"version": "1", "parallel_read_safe": True}
