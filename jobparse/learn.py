"""Many postings of one source → proposals of boilerplate rows, for a person to review.

In: the lines that each parse kept. Out: TOML with a row for every line, or run of lines, that recurs whoever the employer is, with counts and examples of
where. The rows are proved before they are written: one that would not hold is left out and named. Parsing never learns: a row counts
only when somebody puts it into a rules folder.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jobparse.checking import row_complaints
from jobparse.lineforms import LONGEST_LINE, line_key
from jobparse.matching import fold
from jobparse.model import LIST_SHAPES, SectionKind
from jobparse.rulereader import default_root, read_rules

if TYPE_CHECKING:
    from jobparse.model import Block, Document
    from jobparse.pipeline import Journey

LEAST_POSTINGS, LEAST_EMPLOYERS = 3, 3
SHARE = 0.1
"""The share of the postings in which a line must stand: a site's own lines stand in most, an employer's in its own."""

ITEM_SHARE = 0.5
"""List items of a body recur because trades have common duties; only what stands in half of all postings is proposed."""

EXAMPLES = 3
LONGEST_TEMPLATE = 200
LONGEST_START = 60
SHORTEST = 3
TOGETHER = 0.8
"""The share of its postings in which a line must stand right behind another to be of one block with it."""

BOTTOM = 10
"""The last part of the body, where a site's lines stand below the employer's."""

NUMBER_RE = re.compile(r"\d(?:[\d.,]*\d)?")
HOLE = "\x00"
NUMBER = "\x01"
EMPLOYERS_OWN = (
    "sections/heading",
    "sections/wording",
    "sections/content",
    "sections/lead",
    "header/value",
    "header/label",
    "header/line",
)
"""Rows that know what they found: headings, statements that employers share, fields of a header."""


class Line(NamedTuple):
    """A kept line: its words with holes for what varies, as it stands, where it stands (top, body, bottom), whether it is a list item."""

    key: str
    words: str
    where: str
    item: bool


class Page(NamedTuple):
    """The lines of one posting and its employer."""

    employer: str | None
    lines: tuple[Line, ...]


@dataclass
class Seen:
    """What is known of one line over all pages."""

    words: str
    item: bool = False
    count: int = 0
    employers: set[str] = field(default_factory=set)
    pages: list[str] = field(default_factory=list)
    where: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)


class Proposal(NamedTuple):
    """A row to be: its lines with their holes, as they stand, counts and examples."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    postings: int
    employers: int
    where: str
    pages: tuple[str, ...]


def page_lines(journey: Journey) -> Page:
    """What is kept of one parse: the kept lines that no row can name."""
    document, posting = journey.document, journey.posting
    rows, value = document.rulebook.by_id, document.value
    facts = (posting.company, posting.title, *posting.locations)
    holes = sorted({fold(f.value) for f in facts if f and f.value and len(f.value) >= SHORTEST}, key=lambda h: (-len(h), h))
    own = {line_key(fold(f.text or f.value or "")) for f in (*facts, *posting.work_mode, *posting.employment_type) if f}
    first = next((p.start for p in document.passages if p.kind != SectionKind.HEADER), 0)
    last = max((p.end for p in document.passages if p.kind != SectionKind.HEADER), default=0)
    lines = []
    for block, rule in _kept(document):
        words = value[block.body_start : block.body_end].strip()
        row = rows.get(rule)
        known = row is not None and row.family in EMPLOYERS_OWN
        if not known and len(words) >= SHORTEST and any(map(str.isalpha, words)) and line_key(fold(words)) not in own:
            where = "top" if block.end <= first else "bottom" if last - block.end < (last - first) // BOTTOM else "body"
            lines.append(Line(_key(words, holes), words, where, block.shape in LIST_SHAPES))
    employer = fold(posting.company.value) if posting.company and posting.company.value else None
    return Page(employer, tuple(lines))


def _kept(document: Document) -> Iterator[tuple[Block, str]]:
    """The kept blocks, each with the row that knows it: a heading with its section's, others with their own, a paragraph with that of its content."""
    for passage in document.passages:
        for block in passage.blocks:
            own = block is passage.heading or passage.heading is None
            yield block, block.rule or (passage.rule if own else "")


def _key(words: str, holes: Sequence[str]) -> str:
    """The line as it is compared: folded, without marks at its edges, with holes for the posting's own names and for numbers."""
    key = line_key(fold(words))
    for hole in holes:
        if key != hole:
            key = key.replace(hole, HOLE)
    return NUMBER_RE.sub(NUMBER, key)


def propose(pages: Sequence[tuple[str, Page]], *, least: int | None = None) -> list[Proposal]:
    """The lines that recur across employers, those that always stand together as one; the most common first.

    A page whose employer nobody could read counts as one of its own: on pages of an unknown source many are like that.
    """
    needed = least or max(LEAST_POSTINGS, round(SHARE * len(pages)))
    seen = _counted(pages)
    recurring = {
        key: one
        for key, one in seen.items()
        if one.count >= needed
        and len(one.employers) >= min(LEAST_EMPLOYERS, needed)
        and (not one.item or one.count >= ITEM_SHARE * len(pages))
        and any(map(str.isalpha, key))
    }
    return sorted(_blocks(recurring), key=lambda p: (-p.postings, p.keys))


def _counted(pages: Iterable[tuple[str, Page]]) -> dict[str, Seen]:
    seen: dict[str, Seen] = {}
    for name, page in pages:
        before = ""
        met: set[str] = set()
        for line in page.lines:
            one = seen.setdefault(line.key, Seen(line.words))
            one.item |= line.item and line.where == "body"
            if line.key not in met:
                met.add(line.key)
                one.count += 1
                one.where[line.where] += 1
                one.before[before] += 1
                one.employers.add(page.employer or name)
                if len(one.pages) < EXAMPLES:
                    one.pages.append(name)
            before = line.key
    return seen


def _blocks(recurring: dict[str, Seen]) -> Iterator[Proposal]:
    """Runs of lines of which each mostly stands right behind the one before."""
    follows: dict[str, str] = {}
    for key, one in recurring.items():
        before, times = max(one.before.items(), key=lambda pair: (pair[1], pair[0]))
        if before in recurring and before != key and times >= TOGETHER * max(one.count, recurring[before].count):
            follows.setdefault(before, key)
    led = set(follows.values())
    done: set[str] = set()
    for key in (*(k for k in recurring if k not in led), *recurring):
        run: list[str] = []
        at: str | None = key
        while at is not None and at not in done:
            done.add(at)
            run.append(at)
            at = follows.get(at)
        if run:
            ones = [recurring[k] for k in run]
            where = ones[0].where.most_common(1)[0][0]
            counts, employers = min(o.count for o in ones), min(len(o.employers) for o in ones)
            yield Proposal(tuple(run), tuple(o.words for o in ones), counts, employers, where, tuple(ones[0].pages))


# ------------------------------------------------------------------ TOML


class _Row(NamedTuple):
    """A row as it is written."""

    ident: str
    family: str
    pattern: str
    proposal: Proposal
    where: str
    finds: tuple[str, ...]


def to_toml(proposals: Sequence[Proposal], pages: int) -> str:
    """The proposals as a rules file, proved together with the rules that ship."""
    rows = list(_rows(proposals))
    bad = _complaints(rows, pages)
    rows = [row._replace(where="anywhere") if row.ident in bad else row for row in rows]
    bad = _complaints(rows, pages) if bad else set()
    kept = [row for row in rows if row.ident not in bad]
    left = "".join(
        f"# left out, its example does not hold: {' / '.join(r.proposal.words)[:LONGEST_LINE]!r}\n"
        for r in rows
        if r.ident in bad
    )
    return _written(kept, pages) + (f"\n{left}" if left else "")


def _rows(proposals: Iterable[Proposal]) -> Iterator[_Row]:
    taken: set[str] = set()
    for proposal in proposals:
        plain = [k for k in proposal.keys if HOLE not in k and NUMBER not in k and len(k) <= LONGEST_LINE and "|" not in k]
        varied = [k for k in proposal.keys if k not in plain]
        words = dict(zip(proposal.keys, proposal.words, strict=True))
        where = {"top": "top", "bottom": "bottom"}.get(proposal.where, "anywhere")
        for keys in (plain, *([key] for key in varied)):
            if not keys:
                continue
            family, pattern = _pattern(keys, varied=keys is not plain)
            ident = _ident(keys[0], taken)
            examples = (*(("\n".join(words[k] for k in keys),) if len(keys) > 1 else ()), *(words[k] for k in keys))
            yield _Row(ident, family, pattern, proposal, where, tuple(_in_context(example, where) for example in examples))


def _in_context(example: str, where: str) -> str:
    """An example where the row looks for it: above or below a posting."""
    if where == "top":
        return f"{example}\n{TITLE}\n\n{ORDINARY}\n"
    return f"{ORDINARY}\n\n{example}\n" if where == "bottom" else f"{example}\n"


def _pattern(keys: Sequence[str], *, varied: bool) -> tuple[str, str]:
    """The family and the pattern that finds these lines."""
    if not varied:
        return "line", f"^(?:{'|'.join(_escaped(key) for key in keys)})$"
    key = keys[0]
    if len(key) > LONGEST_TEMPLATE:
        start = key[: key.rfind(" ", 0, LONGEST_START)].split(HOLE)[0].split(NUMBER)[0].rstrip()
        if len(start) >= LONGEST_START // 3:
            return "region", f"^[^\\w\\n]{{0,4}}{_escaped(start)}\\b"
    pattern = _escaped(key).replace(HOLE, r"[^\n]{1,80}?").replace(NUMBER, r"\d[\d.,]*+")
    return "shape", pattern


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in r"\.^$*+?{}[]()|" else sign for sign in text)


def _ident(key: str, taken: set[str]) -> str:
    words = re.findall(r"[a-z0-9]+", key.encode("ascii", "ignore").decode())
    base = "-".join(("learned", *words[:5]))
    ident, number = base, 2
    while ident in taken:
        ident, number = f"{base}-{number}", number + 1
    taken.add(ident)
    return ident


TITLE = "Bricklayer"
ORDINARY = "You lay bricks in old houses and new ones, and leave them straight for as long as they stand."
"""A posting that no page is made of, for the rows' examples."""


def _written(rows: Sequence[_Row], pages: int) -> str:
    parts = [
        f'about = "Proposed from {pages} postings: lines that recur whoever the employer is. Review each row before it is used."\n'
    ]
    for ident, family, pattern, proposal, where, finds in rows:
        lines = f"a block of {len(proposal.keys)} lines" if len(proposal.keys) > 1 else "a line"
        seen = f"In {proposal.postings} of {pages} postings, of {proposal.employers} employers; {lines}."
        parts.append(
            f'\n# {" ".join(proposal.pages)}\n[[rule]]\nid = {_quoted(ident)}\nfamily = {_quoted(family)}\nwhy = {_quoted(seen)}\nkind = "chrome"\n'
            + ('reach = "line"\n' if family == "region" else f"where = {_quoted(where)}\n")
            + f"pattern = {_literal(pattern)}\nfinds = [{', '.join(map(_quoted, finds))}]\nignores = [{_quoted(ORDINARY)}]\n"
        )
    return "".join(parts)


def _quoted(text: str) -> str:
    r"""A TOML string: JSON's escapes are among TOML's, but for half characters, which no line of text holds."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _literal(pattern: str) -> str:
    return f"'''{pattern}'''" if "'''" not in pattern and not pattern.endswith("'") else _quoted(pattern)


def _complaints(rows: Sequence[_Row], pages: int) -> set[str]:
    """The rows whose examples would not hold, among the rules that ship."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "boilerplate"
        folder.mkdir()
        (folder / "learned.toml").write_text(_written(rows, pages), "utf-8")
        rulebook = read_rules([default_root(), Path(name)], proven=1)
    return {row.ident for row in rows if row_complaints(rulebook.by_id[row.ident], rulebook)}
