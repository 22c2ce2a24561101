"""A headless Chromium that opens pages of the built site."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parent.parent.parent
SITE = REPOSITORY / "build" / "docs"

NAMES = ("chromium", "google-chrome")

# Virtual milliseconds for a page's scripts; the browser skips the waiting.
BUDGET = 600_000


def chromium() -> str:
    """Find Chromium or Chrome; raise if there is no browser, because a test that skips proves nothing."""
    found = next((path for name in NAMES if (path := shutil.which(name)) is not None), None)
    if found is None:
        raise RuntimeError(
            f"no browser here: install Chromium (Debian: apt-get install chromium); tried {', '.join(NAMES)}"
        )
    return found


def dom(address: str) -> str:
    """Give a page's HTML after its scripts have run; `address` is a file of the site, with a query if it needs one."""
    options = ["--headless=new", "--disable-gpu", "--allow-file-access-from-files", f"--virtual-time-budget={BUDGET}"]
    if os.geteuid() == 0:
        # Chromium refuses to run as root inside its sandbox.
        options.append("--no-sandbox")
    command = [chromium(), *options, "--window-size=2000,1000", "--dump-dom", f"{SITE.as_uri()}/{address}"]
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=300).stdout  # noqa: S603


def measure(script: str) -> Any:
    """Run a script in a page beside the site's; it passes its result to `report(...)`, which comes back from JSON."""
    page = SITE / "measure.html"
    page.write_text(
        f"<!doctype html><meta charset=utf-8><body><pre id=result></pre><script>{REPORT}{script}</script>", "utf-8"
    )
    try:
        output = dom(page.name)
    finally:
        page.unlink()
    found = re.search(r"<pre id=\"result\">(.+?)</pre>", output, re.DOTALL)
    if found is None:
        raise RuntimeError(f"the script reported nothing:\n{output[-2000:]}")
    return json.loads(html.unescape(found.group(1)))


REPORT = "const report = (result) => { document.getElementById('result').textContent = JSON.stringify(result); };"
