"""A page or a feed → the posting's text inside of it, and what the envelope states of the posting.

In: the source, its format and the rulebook. Out: an `Envelope`: a `Text` with the page's markup or the feed's JSON taken away as edits, and the fields
of JSON-LD or of the feed, each with its place in the source. Plain text passes as it is, at no cost. What a field means is `structured.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.jsonplaces import Node, at_path, escape_edits, leaf_of, plain_string, read_json, text_of
from jobparse.matching import fold
from jobparse.model import Span
from jobparse.repair_characters import mend_entities
from jobparse.repair_page import mend_page, script_data
from jobparse.text import Edit, Text, edited

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

MARKUP_RE = re.compile(r"</?[a-zA-Z][^<>]*>")
ESCAPED_RE = re.compile(r"&lt;/?[a-zA-Z]")
SHOWN_SHARE = 0.5
"""A page that shows less than this share of its description's letters fills itself by script: then the description is the text."""

FIELDS = (
    "title",
    "company",
    "locations",
    "work_mode",
    "employment_type",
    "seniority",
    "date_posted",
    "valid_through",
    "identifier",
)
PAY_PARTS = ("pay_min", "pay_max", "pay_value", "pay_currency", "pay_period", "pay_kind")
MANY = ("locations", "employment_type")


class Stated(NamedTuple):
    """One field as the envelope states it; `parts` are those of pay, by name without `pay_`."""

    field: str
    text: str
    span: Span
    row: Row
    parts: dict[str, str]


class Envelope(NamedTuple):
    """The text inside, the fields outside, the format that was read, and how many postings the envelope held."""

    text: Text
    stated: tuple[Stated, ...] = ()
    format: str = "text"
    postings: int = 1


class Form(NamedTuple):
    """A posting found in JSON: its object, and the row of its form."""

    node: Node
    row: Row


def opened(source: str, form: str, rulebook: Rulebook) -> Envelope:
    """The posting inside a source of the format `form`: text, html or json. JSON that holds no posting is text."""
    if form == "html":
        return _page(source, rulebook)
    if form == "json":
        found = _forms(source, read_json(source), rulebook)
        if found:
            text = _inner_text(source, found[0], rulebook)
            return Envelope(text, tuple(_stated(source, found[0])), "json", len(found))
    return Envelope(Text(source))


# ------------------------------------------------------------------ pages


def _page(source: str, rulebook: Rulebook) -> Envelope:
    text = edited(Text(source), mend_page(source, rulebook))
    forms = [
        form
        for span in script_data(source)
        for form in _forms(source, read_json(source, *_bare(source, span)), rulebook, {"@type"})
    ]
    if not forms:
        return Envelope(text, (), "html")
    shown = "".join(text.value.split())
    form = next((f for f in forms if "".join((_first_text(source, f, "title") or "\0").split()) in shown), forms[0])
    inner = _inner_text(source, form, rulebook)
    if len(shown) < SHOWN_SHARE * len("".join(inner.value.split())):
        text = inner
    return Envelope(text, tuple(_stated(source, form)), "html", 1)


def _bare(source: str, span: Span) -> tuple[int, int]:
    """A script's content without the comment or CDATA marks that old pages wrap it in."""
    starts = [
        at for sign in "{[" if (at := source.find(sign, *span)) >= 0 and source[span.start : at].strip()[:1] in ("", "<", "/")
    ]
    return min(starts, default=span.start), span.end


# ------------------------------------------------------------------ JSON


def _forms(source: str, root: Node | None, rulebook: Rulebook, needed: set[str] | None = None) -> list[Form]:
    """The postings in a JSON value, all of the form of the first: the value itself, its members, or those of a feed's list."""
    if root is None or root.kind not in ("object", "array"):
        return []
    for row in rulebook.rows("feeds/feed"):
        lists = [node for path in row.get("postings", ()) for node in at_path([root], path)]
        found = [Form(node, row) for node in (root, *root.items, *lists) if _fits(source, node, row, needed)]
        if found:
            return found
    return []


def _fits(source: str, node: Node, row: Row, needed: set[str] | None) -> bool:
    if node.kind != "object" or (needed and not needed <= node.members.keys()):
        return False
    form = Form(node, row)
    if not (_first_text(source, form, "title") and any(True for _ in _text_parts(form))):
        return False
    return quick(row.pattern).search(fold(source[node.start : node.end])) is not None


def _text_parts(form: Form) -> Iterator[tuple[Node, bool]]:
    """The strings that make up the text, and which of them are headings."""
    for path in form.row.get("text"):
        base, _, members = path.partition(":")
        for choice in base.split("|"):
            nodes = at_path([form.node], choice.strip())
            if members:
                wanted = [name.strip() for name in members.split(",")]
                nodes = [member for node in nodes for name in wanted if (member := node.members.get(name.lstrip("#")))]
                heads = [name.startswith("#") for name in wanted] * len(nodes)
            else:
                heads = [False] * len(nodes)
            found = [
                (node, head) for node, head in zip(nodes, heads, strict=False) if node.kind == "string" and node.end > node.start
            ]
            if found:
                yield from found
                break


def _inner_text(source: str, form: Form, rulebook: Rulebook) -> Text:
    """The text of a posting in JSON: what stands outside of its strings goes, their escapes become what they mean, then their markup lines."""
    parts = sorted(_text_parts(form), key=lambda part: part[0].start)
    whole = "".join(plain_string(source[node.start : node.end]) for node, _ in parts)
    markup = bool(MARKUP_RE.search(whole) or ESCAPED_RE.search(whole))
    text = edited(Text(source), _unwrapping(source, form.row.id, parts, markup=markup))
    if ESCAPED_RE.search(whole) and not MARKUP_RE.search(whole):
        text = edited(text, mend_entities(text.value, rulebook))
    return edited(text, mend_page(text.value, rulebook)) if markup else text


def _unwrapping(source: str, rule: str, parts: list[tuple[Node, bool]], *, markup: bool) -> Iterator[Edit]:
    at = 0
    behind = ""
    for number, (node, head) in enumerate(parts):
        opening, closing = (
            ("<h3>", "</h3>") if head and markup else ("### ", "\n\n") if head else ("<p>" if markup else "", "\n\n")
        )
        between = f"{behind or (chr(10) * 2 if number and not markup else '')}{opening}" if number else opening.replace("<p>", "")
        yield Edit(at, node.start, between, rule)
        yield from escape_edits(source, node, rule)
        at, behind = node.end, closing if head else ""
    yield Edit(at, len(source), "", rule)


# ------------------------------------------------------------------ fields


def _stated(source: str, form: Form) -> Iterator[Stated]:
    """The fields that the object states."""
    for field in FIELDS:
        seen: set[str] = set()
        for path in form.row.get(field, ()):
            for text, span in _values(source, form.node, path):
                if text not in seen:
                    seen.add(text)
                    yield Stated(field, text, span, form.row, {})
            if seen and field not in MANY:
                break
    yield from _stated_pay(source, form)


def _stated_pay(source: str, form: Form) -> Iterator[Stated]:
    """Each range of pay that the object states, once."""
    seen: list[dict[str, str]] = []
    for path in form.row.get("pay", ()):
        for node in at_path([form.node], path):
            inside = Form(node, form.row)
            parts = {part.removeprefix("pay_"): value for part in PAY_PARTS if (value := _first_text(source, inside, part))}
            if parts not in seen and parts.keys() & {"min", "max", "value"}:
                seen.append(parts)
                yield Stated("pay", source[node.start : node.end], Span(node.start, node.end), form.row, parts)


def _first_text(source: str, form: Form, key: str) -> str | None:
    for path in form.row.get(key, ()):
        for text, _ in _values(source, form.node, path):
            return text
    return None


def _values(source: str, node: Node, path: str) -> Iterator[tuple[str, Span]]:
    """The texts that a path leads to, each with its place."""
    base, _, members = path.partition(":")
    for found in at_path([node], base):
        of_object = members and found.kind == "object"
        pieces = [found.members.get(name.strip()) for name in members.split(",")] if of_object else [found]
        leaves = [leaf for piece in pieces if (leaf := leaf_of(piece))]
        if text := ", ".join(filter(None, (text_of(source, leaf).strip() for leaf in leaves))):
            yield text, Span(min(leaf.start for leaf in leaves), max(leaf.end for leaf in leaves))
