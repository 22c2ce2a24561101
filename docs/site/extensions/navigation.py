"""
The site's navigation is what its index pages list, so that a list of pages is written once and reads everywhere.

Below the first page stand the pages that the items of its lists begin with, below an `index.md` among those the pages
that its own items begin with. A page that no index lists fails the build.
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
    """Adds to an index page the hidden table of contents that its lists and tables are."""

    default_priority = 2

    def apply(self, **_: Any) -> None:
        """Collect the pages in the order in which they are listed, and give them to Sphinx."""
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
        # Within the section of the page's title: beside it, the pages would stand next to their index and not below it.
        section = next(self.document.findall(nodes.section))
        section.append(nodes.compound("", contents, classes=["toctree-wrapper"]))

    def _listed(self) -> Iterator[str]:
        """Find the pages that items of lists and rows of tables begin with."""
        for item in self.document.findall(lambda node: isinstance(node, (nodes.list_item, nodes.row))):
            link = next(item.findall(addnodes.pending_xref), None)
            if link is not None and link.get("refdomain") == "doc":
                yield str(link["reftarget"])

    def _belongs_here(self, page: str) -> bool:
        """
        Say whether a page stands below this one: below the first page all that it lists.

        Below another index stand the pages of its own folder, and those of folders that have no index.
        """
        folder = PurePosixPath(page).parent
        if self.env.docname == INDEX or folder == PurePosixPath(self.env.docname).parent:
            return page != self.env.docname
        return str(folder / INDEX) not in self.env.found_docs


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_transform(Navigation)
    return {"version": "1", "parallel_read_safe": True}
