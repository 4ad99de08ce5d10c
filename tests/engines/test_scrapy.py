"""Scrapy: the item pipeline in a real crawl of files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jobparse

SPIDER = """
import dataclasses, json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

@dataclasses.dataclass
class Typed:
    url: str
    text: object
    posting: object = None

class PostingItem(scrapy.Item):
    url, page, record = scrapy.Field(), scrapy.Field(), scrapy.Field()

class Spider(scrapy.Spider):
    name = "postings"
    start_urls = json.loads(sys.argv[1])

    def parse(self, response):
        kind = self.settings.get("KIND")
        if kind == "dict":
            yield {"url": response.url, "text": response.body.decode()}
            yield {"url": response.url, "text": None}
        elif kind == "dataclass":
            yield Typed(response.url, response.body.decode())
        else:
            yield PostingItem(url=response.url, page=response.body.decode())

process = CrawlerProcess({**json.loads(sys.argv[2]), "ITEM_PIPELINES": {"jobparse.scrapy.JobparsePipeline": 300},
    "FEEDS": {sys.argv[3]: {"format": "jsonlines"}}, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
process.crawl(Spider)
process.start()
"""


def crawl(tmp_path: Path, pages: list[Path], **settings: Any) -> dict[str, list[dict[str, Any]]]:
    """The items of a crawl in a process of its own, by address."""
    feed = tmp_path / "items.jsonl"
    feed.unlink(missing_ok=True)
    urls = json.dumps([page.as_uri() for page in pages])
    done = subprocess.run(
        [sys.executable, "-c", SPIDER, urls, json.dumps(settings), str(feed)],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        timeout=120,
    )
    assert done.stderr == b""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in feed.read_text("utf-8").splitlines():
        item = json.loads(line)
        found.setdefault(item["url"], []).append(item)
    return found


def test_scrapy_pipeline_gives_every_item_its_record(tmp_path: Path) -> None:
    """Dicts, dataclasses and Scrapy items; fields and rules by the settings; an item without text passes as it is."""
    pages = [tmp_path / "a.txt", tmp_path / "b.txt"]
    pages[0].write_text("Welder\n\nRequirements\n- Experience with Python\n", "utf-8")
    pages[1].write_text("Nurse\n", "utf-8")
    wanted = {p.as_uri(): json.loads(jobparse.parse(p.read_text("utf-8"), name=p.as_uri()).to_json()) for p in pages}
    dicts = crawl(tmp_path, pages, KIND="dict")
    assert {url: items[0]["posting"] for url, items in dicts.items()} == wanted
    assert ["posting" in items[1] for items in dicts.values()] == [False, False]
    typed = crawl(tmp_path, pages, KIND="dataclass")
    assert {url: items[0]["posting"] for url, items in typed.items()} == wanted
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "vocabulary.toml").write_text("[pieces]\nunheard_of = 'x'\n", "utf-8")
    names = {"JOBPARSE_TEXT_FIELD": "page", "JOBPARSE_FIELD": "record", "JOBPARSE_RULES": str(tmp_path / "rules")}
    items = crawl(tmp_path, pages, KIND="item", **names)
    digest = jobparse.load_rules(tmp_path / "rules").digest
    assert {url: found[0]["record"] for url, found in items.items()} == {u: {**w, "rules": digest} for u, w in wanted.items()}
