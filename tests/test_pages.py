"""A page and the text that a browser copies from it are one posting: the same facts, the same fingerprint.

`pages/NAME.html` is made up; `pages/NAME.txt` is what Chromium shows of it (`innerText`). Where Chromium is installed, the text is made
again and compared. `python -m tests.test_pages` writes the texts.
"""

from __future__ import annotations

import base64
import html
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

import jobparse
from jobparse.repair_envelope import FIELDS

FOLDER = Path(__file__).parent / "pages"
PAGES = sorted(FOLDER.glob("*.html"))
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SCRIPT = """<script>addEventListener("load", () => {
  const shown = document.body.innerText, out = document.createElement("xmp")
  out.id = "shown"; out.textContent = btoa(unescape(encodeURIComponent(shown))); document.body.append(out) })</script>"""
SHOWN_RE = re.compile(r'<xmp id="shown">([^<]*)</xmp>')


def shown(page: Path) -> str:
    """What a browser shows of a page."""
    assert BROWSER
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        copy.write_text(page.read_text("utf-8") + SCRIPT, "utf-8")
        line = [
            BROWSER,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
            "--dump-dom",
            copy.as_uri(),
        ]
        done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=True, env={**os.environ, "HOME": folder})
    found = SHOWN_RE.search(done.stdout)
    assert found, done.stderr
    return base64.b64decode(html.unescape(found[1])).decode() + "\n"


def facts(posting: jobparse.Posting) -> dict[str, Any]:
    """What a posting says, without the places and without what only the page's data state."""

    def values(found: Any) -> list[Any]:
        each = found if isinstance(found, tuple) else (found,)
        return [fact.value for fact in each if fact and fact.by != "structured"]

    return {
        **{field: values(getattr(posting, field)) for field in FIELDS},
        "status": posting.status,
        "kinds": [kind for kind, _ in itertools.groupby(str(s.kind) for s in posting.sections)],
        "pay": [(p.min, p.max, p.currency, p.period, p.kind, p.by, p.scope) for p in posting.pay if p.by != "structured"],
        "zones": [(z.name, z.places) for z in posting.zones],
        "graduation": [(g.earliest, g.latest, g.degrees) for g in posting.graduation],
        "skills": [(s.name, s.need) for s in posting.skills],
        "fingerprint": posting.fingerprint,
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_page_and_its_text_are_one_posting(page: Path) -> None:
    """The same facts and the same fingerprint, whichever of the two comes in."""
    of_page = jobparse.parse(page.read_bytes())
    of_text = jobparse.parse(page.with_suffix(".txt").read_bytes())
    assert (of_page.source.format, of_text.source.format) == ("html", "text")
    assert facts(of_page) == facts(of_text)
    assert of_page.title
    assert of_page.company
    assert of_page.pay


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_data_agree_with_the_text(page: Path) -> None:
    """The pages say of themselves what their data say: no finding, and every field of the data is in the record."""
    posting = jobparse.parse(page.read_bytes())
    assert [f for f in posting.findings if f.kind in ("structured_conflict", "pay_conflict")] == []
    assert bool(posting.structured) == (b"ld+json" in page.read_bytes())


@pytest.mark.skipif(not BROWSER, reason="no Chromium here: apt-get install chromium")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_text_is_what_the_browser_shows(page: Path) -> None:
    """The text beside the page is still what a browser makes of it."""
    assert page.with_suffix(".txt").read_text("utf-8") == shown(page)


if __name__ == "__main__":
    for each in PAGES:
        each.with_suffix(".txt").write_text(shown(each), "utf-8")
        sys.stderr.write(f"{each.stem}\n")
