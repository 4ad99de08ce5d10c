"""Posting → a card for the terminal, with rich. All values are printed as plain text: markup in a posting stays text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from jobparse.model import Posting
from jobparse.output.answer import answer_words
from jobparse.output.wording import education_words, experience_words, fact_words, header_words, pay_words, window_words

if TYPE_CHECKING:
    from jobparse.rulebook import Rulebook


def print_card(posting: Posting, console: Console, place: str | None = None, rules: Rulebook | None = None) -> None:
    """Print one posting as a card; with a place, also which pay applies there."""
    parts: list[RenderableType] = [_facts(posting)]
    if place:
        parts += _group(*answer_words(posting.pay_for(place, rules=rules), place))
    parts += _group("Pay", [pay_words(p) for p in posting.pay])
    parts += _group("Pay zones", [f"{z.name}: {'; '.join(z.places) or '(no places given)'}" for z in posting.zones])
    parts += _group("Graduation", [window_words(w) for w in posting.graduation])
    for need in ("required", "preferred"):
        names = [s.name for s in posting.skills if s.need == need]
        parts += _group(f"Skills {need}", [", ".join(names)] if names else [])
    parts += _group("Education", [education_words(e) for e in posting.education])
    parts += _group("Experience", [experience_words(e) for e in posting.experience])
    parts += _group("Sections", [_outline(posting)] if posting.sections else [])
    parts += _group("Taken away", _taken(posting))
    parts += _group("Findings", [f"{f.kind}: {f.message} [{f.span.start}–{f.span.end}]" for f in posting.findings])
    title = fact_words(posting.title) or "(no title found)"
    console.print(Panel(Group(*parts), title=Text(title, style="bold"), title_align="left", border_style="dim", padding=(0, 1)))


def _facts(posting: Posting) -> Table:
    table = Table.grid(padding=(0, 2))
    for label, words in header_words(posting):
        closed = label == "status" and words == "closed"
        table.add_row(Text(label, style="dim"), Text(words, style="bold red" if closed else ""))
    return table


def _group(title: str, lines: list[str]) -> list[RenderableType]:
    if not lines:
        return []
    return [Text(f"\n{title}", style="bold"), *(Padding(Text(line), (0, 0, 0, 2)) for line in lines)]


def _outline(posting: Posting) -> str:
    words = [f"{s.kind} “{s.heading}”" if s.heading else s.kind for s in posting.sections]
    return " → ".join(words)


def _taken(posting: Posting) -> list[str]:
    kinds = Counter(r.kind for r in posting.removed)
    size = sum(r.span.end - r.span.start for r in posting.removed)
    lines = []
    if kinds:
        named = ", ".join(f"{kind} ×{count}" if count > 1 else kind for kind, count in sorted(kinds.items()))
        lines.append(f"removed {size:,} of {posting.source.length:,} characters: {named}")
    if posting.repairs:
        rules = Counter(r.rule for r in posting.repairs)
        named = ", ".join(f"{rule} ×{count}" if count > 1 else rule for rule, count in sorted(rules.items()))
        lines.append(f"repaired {len(posting.repairs):,} places: {named}")
    return lines
