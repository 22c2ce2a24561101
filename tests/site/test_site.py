from __future__ import annotations

import json
import re
from typing import Any

import pytest
from browser import REPOSITORY, SITE, measure

# Pixels: a telephone, a laptop, a large screen.
WIDTHS = (390, 1366, 1920)

# Nothing in these is cut off: tables, commands with their output, and the picture of the first page.
BOXES = ".table-wrapper, .highlight-console pre, .highlight-sh pre, p:has(> img[src$='overview.svg'])"

# The catalogues have their own test, catalogue.test.ts.
PAGES = sorted(
    str(page.relative_to(SITE)) for page in SITE.rglob("*.html") if not page.is_relative_to(SITE / "catalogue")
)

# Loads every page in a frame of every width, and reports pages that are wider than their frame, and tables that scroll.
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
      for (const box of frame.contentDocument.querySelectorAll(BOXES)) {
        const start = box.textContent.trim().slice(0, 80);
        if (box.scrollWidth > box.clientWidth + 1) wide.push(`${page} scrolls at ${width}: ${start}`);
      }
      frame.remove();
    }
  }
  report(wide);
})();
"""


def test_nothing_scrolls_sideways() -> None:
    assert len(PAGES) > 50
    script = (
        SCRIPT.replace("WIDTHS", json.dumps(WIDTHS))
        .replace("PAGES", json.dumps(PAGES))
        .replace("BOXES", json.dumps(BOXES))
    )
    assert measure(script) == []


def test_every_page_leads_to_the_catalogue_of_each_stack() -> None:
    stacks = sorted(path.name.split(".")[1] for path in REPOSITORY.glob("Pulumi.*.yaml"))
    for page in ("index.html", "authors/schedule.html"):
        found = re.findall(r'href="([^"]*catalogue/[^"]+)"', (SITE / page).read_text("utf-8"))
        targets = [(SITE / page).parent / address for address in found]
        assert [target.parent.name for target in targets] == stacks
        assert all(target.exists() for target in targets)


# Words that people search for, and the page that should come first.
BEST = {
    "slack": "authors/notifications.html",
    "email": "authors/notifications.html",
    "notifications": "authors/notifications.html",
    "S3": "authors/permissions.html",
    "permissions": "authors/permissions.html",
    "secrets": "authors/secrets.html",
    "schedule": "authors/schedule.html",
    "cron": "authors/schedule.html",
    "gpu": "authors/compute-profiles.html",
    "datasets": "authors/datasets.html",
    "dataset": "authors/datasets.html",
    "retries": "authors/retries-and-interruptions.html",
    "retry": "authors/retries-and-interruptions.html",
    "timeout": "authors/retries-and-interruptions.html",
    "secret": "authors/secrets.html",
    "password": "authors/secrets.html",
    "permission": "authors/permissions.html",
    "athena": "authors/permissions.html",
    "bucket": "authors/permissions.html",
    "memory": "authors/compute-profiles.html",
    "spot": "authors/compute-profiles.html",
    "image": "authors/your-code.html",
    "docker": "authors/your-code.html",
    "log": "how-to/see-logs-and-metrics.html",
    "logs": "how-to/see-logs-and-metrics.html",
    "xcom": "authors/results.html",
    "parameters": "authors/tasks.html",
    "access": "authors/get-access.html",
    "help": "authors/getting-help.html",
    "upgrade airflow": "platform/upgrade-airflow.html",
    "alarm": "reference/alarms.html",
    "cost": "reference/costs.html",
}

# Asks the site's own search for each word, and reports the page that it ranks first.
SEARCHES = """
(async () => {
  const first = {};
  for (const word of WORDS) {
    const frame = document.createElement("iframe");
    frame.src = `search.html?q=${encodeURIComponent(word)}`;
    document.body.append(frame);
    await new Promise((resolve) => { frame.onload = resolve; });
    const find = (selector) => frame.contentDocument.querySelector(selector);
    // The search is over when it has counted its results.
    for (let tries = 0; !/\\d/.test(find(".search-summary")?.textContent ?? "") && tries < 600; tries += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    const link = find("#search-results li a");
    first[word] = link?.href.replace(/[?#].*/, "").slice(new URL(".", location.href).href.length) ?? null;
    frame.remove();
  }
  report(first);
})();
"""


@pytest.fixture(scope="module")
def first() -> Any:
    return measure(SEARCHES.replace("WORDS", json.dumps(list(BEST))))


@pytest.mark.parametrize(("query", "page"), BEST.items())
def test_a_search_ranks_the_page_that_people_come_for_first(first: dict[str, str], query: str, page: str) -> None:
    assert first[query] == page
