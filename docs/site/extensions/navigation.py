"""
Builds the site's navigation from the lists of its index pages, so that each list of pages is written once.

The first page's lists give the pages below it: each item begins with a link to a page. The lists of an `index.md` among
those give the pages below that. A page that no index lists fails the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata

INDEX = "index"


class Navigation(SphinxTransform):
    """Adds to an index page a hidden table of contents, made from its lists and tables."""

    default_priority = 2

    def apply(self, **_: Any) -> None:
        """Collect the listed pages in their order, and give them to Sphinx."""
        if PurePosixPath(self.env.docname).name != INDEX:
            return
        pages = list(dict.fromkeys(page for page in self._listed() if self._belongs_here(page)))
        contents = addnodes.toctree(
            parent=self.env.docname,
            entries=[(None, page) for page in pages],
            includefiles=pages,
            maxdepth=-1,
            caption=None,
            glob=False,
            hidden=True,
            includehidden=False,
            numbered=0,
            titlesonly=True,
        )
        # Inside the section of the page's title. Outside it, the pages would be beside their index, not below it.
        section = next(self.document.findall(nodes.section))
        section.append(nodes.compound("", contents, classes=["toctree-wrapper"]))

    def _listed(self) -> Iterator[str]:
        """Find the page at the beginning of each list item and table row."""
        for item in self.document.findall(lambda node: isinstance(node, (nodes.list_item, nodes.row))):
            link = next(item.findall(addnodes.pending_xref), None)
            if link is not None and link.get("refdomain") == "doc":
                yield str(link["reftarget"])

    def _belongs_here(self, page: str) -> bool:
        """
        Say whether a page belongs below this one. The first page has all pages that it lists.

        Another index has the pages of its own folder, and of folders without an index.
        """
        folder = PurePosixPath(page).parent
        if self.env.docname == INDEX or folder == PurePosixPath(self.env.docname).parent:
            return page != self.env.docname
        return str(folder / INDEX) not in self.env.found_docs


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_transform(Navigation)
    return {"version": "1", "parallel_read_safe": True}
