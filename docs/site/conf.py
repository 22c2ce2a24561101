"""Sphinx's settings for the documentation site. The pages are Markdown that also reads well on GitHub."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import yaml  # type: ignore[import-untyped]

SITE = Path(__file__).parent
REPOSITORY = SITE.parent.parent
sys.path.insert(0, str(SITE / "extensions"))


def source_code() -> str:
    """Give the repository's address: the tag `sourceCode` of production's resources."""
    stack = yaml.safe_load((REPOSITORY / "Pulumi.production.yaml").read_text("utf-8"))
    address: str = stack["config"]["analytical-platform-airflow:tags"]["sourceCode"]
    return address


project = "Analytical Platform Airflow"
author: str = json.loads((REPOSITORY / "platform/organisation.json").read_text("utf-8"))["name"]
html_title = project
language = "en-GB"

extensions = ["myst_parser", "navigation", "repository_links", "tables"]

# Examples of pull-request comments: GitHub shows them as people will see them.
exclude_patterns = ["site", "examples"]

# Links to headings, `page.md#heading`, are checked like links to pages.
myst_heading_anchors = 4

repository_root = str(REPOSITORY)
repository_url = source_code()

html_theme = "furo"
html_static_path = ["static"]
templates_path = ["templates"]
# Those of Furo (theme.conf), and the catalogues, which `make catalogue` builds into the site.
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "catalogues.html",
        "sidebar/scroll-end.html",
        "sidebar/variant-selector.html",
    ]
}
html_context = {"stacks": sorted(path.name.split(".")[1] for path in REPOSITORY.glob("Pulumi.*.yaml"))}
html_css_files = ["site.css"]
html_search_scorer = str(SITE / "scorer.js")
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {
    "source_repository": repository_url,
    "source_branch": "main",
    "source_directory": "docs/",
}
