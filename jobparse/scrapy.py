"""A Scrapy item pipeline: every item that is scraped gets its record.

    ITEM_PIPELINES = {"jobparse.scrapy.JobparsePipeline": 300}

Settings, each with its default: `JOBPARSE_TEXT_FIELD = "text"`, the item's field with the scraped text or page; `JOBPARSE_FIELD = "posting"`, the field
that the record is put into, as plain containers; `JOBPARSE_RULES = []`, folders of rules laid over the shipped ones.
Items of any kind that Scrapy knows will do. Needs the extra `jobparse[scrapy]`.
"""

from __future__ import annotations

import logging
from typing import Any

from jobparse.attempt import Failure, attempt
from jobparse.pipeline import Parser
from jobparse.rulereader import load_rules

logger = logging.getLogger(__name__)


class JobparsePipeline:
    """Puts the record of an item's text into the item. An item without text passes as it is; one that fails gets `{"error": …}`."""

    def __init__(self, text_field: str = "text", field: str = "posting", rules: tuple[str, ...] = ()) -> None:
        self.text_field = text_field
        self.field = field
        self.parser = Parser(load_rules(*rules))

    @classmethod
    def from_crawler(cls, crawler: Any) -> JobparsePipeline:
        """Made by Scrapy, from the crawler's settings."""
        settings = crawler.settings
        return cls(
            settings.get("JOBPARSE_TEXT_FIELD", "text"),
            settings.get("JOBPARSE_FIELD", "posting"),
            tuple(settings.getlist("JOBPARSE_RULES")),
        )

    def process_item(self, item: Any, spider: Any = None) -> Any:  # noqa: ARG002  older Scrapy hands it over
        """The item, with its record."""
        from itemadapter import ItemAdapter

        fields = ItemAdapter(item)
        text = fields.get(self.text_field)
        if isinstance(text, str | bytes):
            record = attempt(lambda: self.parser.parse(text, name=fields.get("url")).to_dict())
            if isinstance(record, Failure):
                logger.error("jobparse: %s: %s", fields.get("url"), record.message)
                record = {"error": record.message}
            fields[self.field] = record
        return item
