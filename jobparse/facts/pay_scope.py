"""Amount → the place, zone, level, degree, shift or group that it is tied to, as worded.

In: an amount in its statement and the named zones. Out: a `Scope` or None. Looked at in this order: a label straight before the amount
("Zone 2:", "Denver:", the first cell of its row), words behind it ("in Canada", "(Grade 7)"), a phrase in its sentence ("For California
only"), the line above. What is left of a label without the words that any pay has is its scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.facts.pay_form import JOB, LABEL_END_RE, form_of
from jobparse.facts.pay_labels import EDGE, Scope, labels_in, names_something, pieces_of, trimmed
from jobparse.facts.pay_table import cell_above
from jobparse.facts.pay_titles import above, titled_each
from jobparse.matching import Match
from jobparse.model import Evidence, SectionKind, Span

if TYPE_CHECKING:
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_statement import Reader, Statement
    from jobparse.model import Zone
    from jobparse.rulebook import Row, Rulebook

MOST_COMMAS = 2
"""A label with more commas that names no place, job or level is a list of something else ("Stack: Go, Rust, SQL, Kafka Comp: …")."""

MOST_LABELLED = 4
"""The same for labels that do: "Boston, MA; Hartford, CT; Albany, NY"."""

NEXT_ITEM = 48
"""How far behind a sentence or item the figure of the next one may stand: a bullet, its label, its mark."""

GLUED = 24
"""How far behind a statement the next figure of its list may stand, where a page lost the break between: the label is between them."""

LONGEST_ROW = 400
"""Characters before an amount in a row of cells or fields; in a longer line it is prose."""

GAP_RE = re.compile(r"[\s(,*_-]|\b(?:for|in)\b")
"""What may stand between an amount and the zone behind it: "$97,000 in Zone 1"."""

AND_RE = re.compile(r"\b(?:and|or)\b")
TAIL_RE = re.compile(r"(?:\s(?:and|or|plus|&))+$")
"""The word that leads on to the next figure of a list."""

NEAR_BRACKET = 16
"""How far behind a figure, and its period, the brackets may open that say whose it is."""

NEAR_PHRASE = 30
"""How far behind an amount a phrase may begin that says whose it is, unless its row says otherwise."""

STOP_RE = re.compile(r"[;:.•|\n\[]|,\s|\s[-/]\s")


def scope_of(
    amount: Amount, statement: Statement, others: Sequence[Amount], reader: Reader, zones: Sequence[Zone], used: int
) -> Scope | None:
    """The scope of an amount; words before `used` are another amount's."""
    form = form_of(amount, statement, others, reader)
    start = max(form.head_start, used)
    several = any(statement.start <= o.end and o.start < statement.end + GLUED and not o.weak for o in others) or _listed(
        amount, statement, others, reader
    )
    found = (
        _zone(amount, start, form.tail_end, reader, zones)
        or (_row_scope("beside", amount.end, form.tail_end, amount, reader, several=True, others=others) if several else None)
        or _label(amount, start, others, reader, firm=True, several=several)
        or _behind(amount, form.tail_end, reader, several, others)
        or _phrase(amount, start, reader)
        or _label(amount, start, others, reader, firm=False, several=several)
        or _cell(amount, statement, reader)
        or _inherited_phrase(amount, statement, form.head_start, reader)
        or above(amount, statement, reader)
        or (titled_each(amount, others, reader) if statement.kind != SectionKind.HEADER else None)
    )
    column = _column_head(amount, reader) if several and statement.block.shape == "row" else None
    if column is None:
        return found
    if found and reader.block_at(found.start) != reader.block_at(column.start):
        return found._replace(column=column)
    return Scope(column.start, column.end, (Evidence("scope", "pay-scope-label", column),), amount.end)


def _listed(amount: Amount, statement: Statement, others: Sequence[Amount], reader: Reader) -> bool:
    """Whether the sentence, item or line right before or behind has a figure of like size: a list, told one by one."""
    for other in others:
        apart = max(other.start - statement.end, statement.start - other.end)
        if other.weak or apart > NEXT_ITEM or not other.values or not amount.values:
            continue
        small, large = sorted((max(amount.values), max(other.values)))
        if large <= small * 3 and reader.blocks[reader.block_at(other.start)].shape == statement.block.shape:
            return True
    return False


def _zone(amount: Amount, start: int, end: int, reader: Reader, zones: Sequence[Zone]) -> Scope | None:
    """A zone that is named beside the amount."""
    folded = reader.hits.folded
    names = sorted({z.name.lower() for z in zones}, key=lambda n: (-len(n), n))
    for name in names:
        at = folded.rfind(name, start, amount.start)
        if at >= 0 and not folded[at + len(name) : at + len(name) + 1].isalnum() and not folded[max(0, at - 1) : at].isalpha():
            return Scope(at, at + len(name), (Evidence("scope", "pay-scope-zone-name", Span(at, at + len(name))),), amount.end)
    for name in names:
        at = folded.find(name, amount.end + 1, end)
        if at >= 0 and not GAP_RE.sub("", folded[amount.end : at]):
            return Scope(
                at, at + len(name), (Evidence("scope", "pay-scope-zone-name", Span(at, at + len(name))),), at + len(name)
            )
    return None


FIELDS = 2
"""How many fields stand before the figure in a line of three."""


def _fields(first: int, amount: Amount, others: Sequence[Amount], value: str) -> int:
    """Where the fields begin that tell one line of a list from the next: `Roofer;Lubbock;$25` has two before its figure."""
    line = value.rfind("\n", 0, first) + 1
    head = value[line : first - 1]
    if value[first - 1 : first] != ";" or ";" in head or not head:
        return first
    for other in others:
        start = value.rfind("\n", 0, other.start) + 1
        if start != line and abs(other.start - amount.start) < LONGEST_ROW and value[start : other.start].count(";") == FIELDS:
            return first if value[start : value.find(";", start)] == head else line
    return first


def _label(amount: Amount, start: int, others: Sequence[Amount], reader: Reader, *, firm: bool, several: bool) -> Scope | None:
    """What is left of the label before the amount; a firm label ends with a mark of its own."""
    value = reader.hits.value
    glued = amount.start > start and value[amount.start - 1].isalpha() and value[start : start + 1].isupper()
    closed = glued or bool(LABEL_END_RE.search(value, start, amount.start))
    if firm and not closed:
        return None
    pieces = pieces_of(value, start, amount.start)
    for first, last in reversed(pieces):
        first, last, words = trimmed(reader, first, last, cues=True)
        if not names_something(value, first, last):
            continue
        labels = labels_in(reader, first, last)
        if value.count(",", first, last) > (MOST_LABELLED if labels else MOST_COMMAS):
            continue
        if not closed and not labels and (last - first > 32 or value[first:last].count(" ") > 3 or not several):
            continue
        if value[first:last].count(" ") > 9:
            continue
        first = _fields(first, amount, others, value)
        evidence = (Evidence("scope", "pay-scope-label", Span(first, last)), *labels, *words)
        return Scope(first, last, evidence, amount.end)
    return None


def _behind(amount: Amount, end: int, reader: Reader, several: bool, others: Sequence[Amount]) -> Scope | None:
    """A phrase behind the amount."""
    return _row_scope("after", amount.end, end, amount, reader, several=several, others=others)


def _phrase(amount: Amount, start: int, reader: Reader) -> Scope | None:
    """A phrase before the amount, in the part of the sentence that is its own."""
    return _row_scope("before", start, min(len(reader.hits.value), amount.start + 1), amount, reader)


def _inherited_phrase(amount: Amount, statement: Statement, start: int, reader: Reader) -> Scope | None:
    """A phrase at the start of the sentence, said for all its amounts ("In the US, base is $80,000 and OTE $120,000")."""
    if start <= statement.start:
        return None
    return _row_scope("before", statement.start, start, amount, reader, head=True)


def _row_scope(
    side: str,
    start: int,
    end: int,
    amount: Amount,
    reader: Reader,
    *,
    head: bool = False,
    several: bool = False,
    others: Sequence[Amount] = (),
) -> Scope | None:
    """What the rows of one side say in `[start, end)`: before an amount the last of the first row's phrases, else the first phrase."""
    best: Scope | None = None
    rule = ""
    hits = reader.hits
    for match in _phrases(side, start, end, reader):
        place = match.span("scope")
        if place is None or (head and match.start > start + 2):
            continue
        if (side != "before" and not _is_own(match, side, amount, end, others, hits.folded)) or (
            match.row.get("listed") and not _all_bracketed(amount, others, hits.folded)
        ):
            continue
        if side == "before" and _named_behind(match.end, amount.start, reader):
            continue
        first, last, words = trimmed(reader, *place, neutral=False)
        last = first + len(TAIL_RE.sub("", hits.value[first:last]))
        if not names_something(hits.value, first, last) or not (several or _proper(hits.value, first, last, reader)):
            continue
        if _is_neutral(first, last, reader):
            continue
        evidence = (Evidence("scope", match.row.id, Span(match.start, match.end)), *words)
        if side != "before":
            return Scope(first, last, evidence, max(match.end, amount.end))
        if best is None or rule == match.row.id:
            best, rule = Scope(first, last, evidence, amount.end), match.row.id
    return best


def _is_own(match: Match, side: str, amount: Amount, end: int, others: Sequence[Amount], folded: str) -> bool:
    """Whether a phrase behind an amount speaks of it, and not of the next figure or of one end of the range."""
    if match.start - amount.end > match.row.get("near", NEAR_PHRASE) or STOP_RE.search(folded, amount.end, match.start):
        return False
    if AND_RE.search(folded, amount.end, match.start) and any(o.start == end for o in others):
        return False  # "$118,000 and for Level 4 $141,000"
    each_end = side == "after" and amount.is_range and folded[match.start] == "(" and "(" in folded[amount.start : amount.end]
    return not each_end  # "$21.40 (step 1) to $27.85 (step 5)"


NAMED_RE = re.compile(r":\s(?:[^\W\d_](?:[^\W\d_]|['/&-])*+ ){1,3}\Z")
"""A colon, and the name of a trade or a town straight before the figure; more than that is a clause."""


def _named_behind(start: int, end: int, reader: Reader) -> bool:
    """Whether a name of its own stands between a phrase and the figure: `Day rates for our crew: rigger £230, fitter £245`."""
    found = NAMED_RE.search(reader.hits.folded, start, end)
    if found is None:
        return False
    first, last, _ = trimmed(reader, found.start(), end, cues=True)
    return first == found.start() + 2 and last == end - 1


def _all_bracketed(amount: Amount, others: Sequence[Amount], folded: str) -> bool:
    """Whether another figure has brackets behind it, too: each says whose figure it is."""
    return any(o is not amount and not o.weak and folded.find("(", o.end, o.end + NEAR_BRACKET) >= 0 for o in others)


@lru_cache(maxsize=8)
def _rows(rulebook: Rulebook, side: str) -> tuple[Row, ...]:
    return tuple(row for row in rulebook.rows("pay/scope") if row.get("side") == side)


def _phrases(side: str, start: int, end: int, reader: Reader) -> Iterator[Match]:
    """The phrases of one side, in written order of rows."""
    text = reader.hits.folded
    if side == "before" and start and text[start - 1] != "\n":
        text = f"{text[: start - 1]}\n{text[start:]}"  # a sentence or an item begins as a line does
    for row in _rows(reader.document.rulebook, side):
        for found in quick(row.pattern).finditer(text, start, end):
            yield Match(row, found.start(), found.end(), found)


def _is_neutral(start: int, end: int, reader: Reader) -> bool:
    """Whether a phrase is only words of pay ("compensation starts at")."""
    first, last, _ = trimmed(reader, start, end, cues=True)
    return first >= last


def _proper(value: str, start: int, end: int, reader: Reader) -> bool:
    """Whether a phrase names something: it has a capital or a digit, or a word that labels of pay have."""
    text = value[start:end]
    return any(c.isupper() or c.isdigit() for c in text) or bool(labels_in(reader, start, end))


def _cell(amount: Amount, statement: Statement, reader: Reader) -> Scope | None:
    """The first cell of a table row."""
    value = reader.hits.value
    block = statement.block
    if amount.start - block.body_start > LONGEST_ROW:
        return None
    line = value[block.body_start : amount.start]
    if "|" in line and "\t" not in line and not _in_table(block.start, reader):
        return _job_cell(amount, block.body_start, reader)
    first_end = min(
        (
            p
            for p in (value.find("\t", block.body_start + 1, amount.start), value.find("|", block.body_start + 1, amount.start))
            if p >= 0
        ),
        default=-1,
    )
    if first_end < 0:
        return None
    first, last, words = trimmed(reader, block.body_start, first_end, cues=True)
    if not names_something(value, first, last) and not value[first:last].strip(EDGE).isdigit():
        return None
    return Scope(first, last, (Evidence("scope", "pay-scope-label", Span(first, last)), *words), amount.end)


def _column_head(amount: Amount, reader: Reader) -> Span | None:
    """What the first row of the table says above an amount, where it names something ("BA", "Zone 2") and no word of pay."""
    value = reader.hits.value
    cell = cell_above(reader.blocks, reader.block_at(amount.start), value, amount.start)
    if cell is None:
        return None
    first, last, _ = trimmed(reader, cell.start, cell.end, cues=True)
    return Span(first, last) if names_something(value, first, last) and not value[first:last].isdigit() else None


def _in_table(at: int, reader: Reader) -> bool:
    """Whether a row of cells has another row above or below it."""
    index = reader.block_at(at)
    beside = [block for block in reader.blocks[max(index - 2, 0) : index + 3] if block.shape in ("row", "rule")]
    return sum(1 for block in beside if block.shape == "row") > 1


def _job_cell(amount: Amount, start: int, reader: Reader) -> Scope | None:
    """The field of a line of fields that names the job, else a place or level: `Seeq | Staff Engineer | REMOTE | $170k`."""
    fields: list[tuple[bool, int, int, int]] = []
    pieces = pieces_of(reader.hits.value, start, amount.start)
    for number, (first, last) in enumerate(reversed(pieces)):
        first, last, _ = trimmed(reader, first, last, cues=True)
        if not names_something(reader.hits.value, first, last):
            continue
        labels = {e.rule for e in labels_in(reader, first, last)}
        if labels or len(pieces) == 2:
            fields.append((JOB not in labels, number, first, last))
    if not fields:
        return None
    _, _, first, last = min(fields)
    return Scope(first, last, (Evidence("scope", "pay-scope-label", Span(first, last)),), amount.end)


def zone_named(scope: str, zones: Sequence[Zone], at: int, above: Sequence[str] = ()) -> str | None:
    """The zone that a scope names; of two with one short name ("Canada Zone A"), the one that a line above names, or that is defined last."""
    folded = scope.lower().strip()
    exact = [z for z in zones if z.name.lower() == folded]
    if not exact:
        exact = [z for z in zones if folded.startswith(z.name.lower()) and not folded[len(z.name) : len(z.name) + 1].isalnum()]
    if not exact:
        exact = [z for z in zones if z.name.lower().endswith(f" {folded}")]
        headed = [z for line in above for z in exact if z.name[: -len(folded)].strip().lower() in line]
        exact = headed[:1] or exact
    before = [z for z in exact if z.span.start <= at]
    chosen = before[-1:] or exact[:1]
    return chosen[0].name if chosen else None
