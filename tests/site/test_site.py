from __future__ import annotations

import json
import re

import pytest
from browser import SITE, dom, measure

# Pixels: a telephone, a laptop, a large screen.
WIDTHS = (390, 1366, 1920)

PAGES = sorted(str(page.relative_to(SITE)) for page in SITE.rglob("*.html"))

# Loads every page in a frame of every width, and reports those that are wider than their frame.
SCRIPT = """
(async () => {
  const wide = [];
  for (const width of WIDTHS) {
    for (const page of PAGES) {
      const frame = document.createElement("iframe");
      frame.style = `width: ${width}px; height: 900px; border: 0`;
      frame.src = page;
      document.body.append(frame);
      await new Promise((resolve) => { frame.onload = resolve; });
      const { documentElement, body } = frame.contentDocument;
      if (body.textContent.trim() === "") throw new Error(`${page} is empty`);
      if (documentElement.scrollWidth > width) wide.push(`${page} is ${documentElement.scrollWidth} wide at ${width}`);
      frame.remove();
    }
  }
  report(wide);
})();
"""


def test_no_page_scrolls_sideways() -> None:
    assert len(PAGES) > 50
    script = SCRIPT.replace("WIDTHS", json.dumps(WIDTHS)).replace("PAGES", json.dumps(PAGES))
    assert measure(script) == []


def results(query: str) -> list[str]:
    """Give the pages that the site's own search finds, best first."""
    found = re.findall(r'<li class="kind-\w+"><a href="([^"?#]+)', dom(f"search.html?q={query}"))
    return [address.removeprefix(f"{SITE.as_uri()}/") for address in found]


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("slack", "authors/notifications.html"),
        ("email", "authors/notifications.html"),
        ("notifications", "authors/notifications.html"),
        ("S3", "authors/permissions.html"),
        ("permissions", "authors/permissions.html"),
        ("secrets", "authors/secrets.html"),
        ("schedule", "authors/schedule.html"),
        ("cron", "authors/schedule.html"),
        ("gpu", "authors/compute-profiles.html"),
        ("datasets", "authors/datasets.html"),
        ("retries", "authors/retries-and-interruptions.html"),
    ],
)
def test_a_search_ranks_the_page_that_people_come_for_first(query: str, page: str) -> None:
    assert results(query)[:1] == [page]
