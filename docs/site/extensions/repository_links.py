"""Makes links to files of the repository that are not pages of the site lead to the hosted code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata

BRANCH = "main"


class RepositoryLinks(SphinxTransform):
    """
    Replaces relative links that lead to no page.

    It does not touch a link to a missing file, so that Sphinx reports it and the build fails.
    """

    # Before Sphinx collects downloads: it would take these links for downloads.
    default_priority = 1

    def apply(self, **_: Any) -> None:
        """Replace the links of a page."""
        for kind in (addnodes.download_reference, addnodes.pending_xref):
            for link in list(self.document.findall(kind)):
                if (address := self._address(link)) is not None:
                    replacement = nodes.reference("", "", *link.children, refuri=address, internal=False)
                    link.replace_self(replacement)

    def _address(self, link: nodes.Element) -> str | None:
        if link.get("reftype") != "myst":
            return None
        target, anchor = self._page(link) if link.get("refdomain") == "doc" else self._file(link)
        root = Path(self.config.repository_root)
        if target is None or not target.exists() or not target.is_relative_to(root):
            return None
        kind = "tree" if target.is_dir() else "blob"
        address = f"{self.config.repository_url}/{kind}/{BRANCH}/{target.relative_to(root)}"
        return f"{address}#{anchor}" if anchor else address

    def _page(self, link: nodes.Element) -> tuple[Path | None, str | None]:
        """Find a Markdown file that is not a page of the site; `None` for a page."""
        name = str(link["reftarget"])
        if name in self.env.found_docs:
            return None, None
        # The path is absolute if the file is outside the documentation.
        return Path(self.env.srcdir) / f"{name}.md", link.get("reftargetid")

    def _file(self, link: nodes.Element) -> tuple[Path | None, str | None]:
        path, _, anchor = str(link["reftarget"]).partition("#")
        if path == "":
            return None, None
        folder = Path(self.env.doc2path(self.env.docname)).parent
        return Path(os.path.normpath(folder / path)), anchor


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform and its two settings."""
    app.add_config_value("repository_root", "", "env", str)
    app.add_config_value("repository_url", "", "env", str)
    app.add_transform(RepositoryLinks)
    return {"version": "1", "parallel_read_safe": True}
