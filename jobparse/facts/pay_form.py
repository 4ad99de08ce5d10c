"""An amount that no words call pay: whether its form and size do.

In: an amount, its statement and period. Out: the row that lets it pass, if one does. "UP TO £65,000" alone on a line, "GS-9: $61,722 -
$80,243", "Orchard foreman, $33 an hour" are pay though nothing says so; "we ship boxes of $300 - $500" is not. So a head must be empty or
a label, the tail must end the thought, and the size must be one that people are paid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.dialect import quick
from jobparse.facts.pay_amounts import LABELLED
from jobparse.facts.pay_bands import yearly
from jobparse.facts.pay_labels import EDGE, GLUED_RE, labels_in, trimmed
from jobparse.model import Evidence, SectionKind, Span

if TYPE_CHECKING:
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_near import Near
    from jobparse.facts.pay_period import Period
    from jobparse.facts.pay_statement import Reader, Statement
    from jobparse.rulebook import Row, Rulebook

LOWEST_YEAR, HIGHEST_YEAR = 9_000, 2_500_000
"""What a year of unlabelled pay must come to in a strong currency: below lie allowances and rents, above lie budgets."""

STRONG = frozenset(("USD", "CAD", "AUD", "NZD", "SGD", "GBP", "EUR", "CHF"))

ABOVE_PERKS = 30_000
"""A figure alone on its line under a heading of benefits is pay from here on: the dearest perk of the corpus comes to £5,000 a year."""

ADDED = 10
"""Less than this behind a plus is no rate of its own: "first hour $35, +$9/hr after"."""

MILLION = 1_000_000
"""A scale from which figures that no words call pay are a company's."""

JOB = "pay-label-job"
"""The label of a job: behind it, what is paid by the piece is pay."""

POINTS = ("pay-join-midpoint", "pay-join-slash")
"""Joins of three figures that are called minimum, midpoint and maximum: nothing but a pay scale is told so."""

LABEL_END_RE = re.compile(r"(?:[:;,|()=\t–—-]|\.\.\.)[\s*_`]*$")
BREAK_RE = regex.compile(r"(?:[:|)•]\s*|\p{L})$")
"""The end of a head that is none: a mark behind another thought, or a letter to which the amount is glued where a page lost a break."""
MARK_RE = re.compile(r"[(;|•:]\s*")
AND_RE = re.compile(r"[(;|•:]\s*|\b(?:and|plus|und|et|y)\s+|\+\s*")
"""Behind another figure of the sentence, one more thing begins with "and", too."""

PROSE = 60
"""A head longer than this is a sentence, not a label."""

PERIOD_GAP = 16
"""How far behind an amount its period may begin, for the tail to begin behind that."""


class Form(NamedTuple):
    """The head and tail of an amount: what stands before it since the last amount or cell, and behind it."""

    head_start: int
    head_end: int
    tail_end: int


def form_of(amount: Amount, statement: Statement, others: Sequence[Amount], reader: Reader) -> Form:
    """The head and tail of an amount in its statement."""
    folded = reader.hits.folded
    before = max((o.end for o in others if o.end <= amount.start and not o.weak), default=statement.start)
    start = max(statement.start, before, folded.rfind(" | ", statement.start, amount.start) + 1)
    end = min((o.start for o in others if o.start >= amount.end and not o.weak), default=statement.end)
    pipe = folded.find(" | ", amount.end, statement.end)
    return Form(start, amount.start, min(end, statement.end, pipe if pipe >= 0 else statement.end))


def plausible(amount: Amount, code: str | None, period: str | None, rulebook: Rulebook) -> bool:
    """Whether a year of it would be pay."""
    if not period:
        return False
    if code not in STRONG:
        return True
    times = yearly(rulebook)[period].get("times")
    return all(LOWEST_YEAR <= v * times <= HIGHEST_YEAR for v in amount.values)


class Head(NamedTuple):
    """What stands before an amount: its labels, whether nothing else does, how it ends.

    `closed`: with the mark of a label. `named`: so it ends before the words that bound the amount, too; `listed`: with a comma. `broken`: with no
    thought at all, where the amount says enough by itself. `leads`: it leads to the amount, in one way or another.
    """

    labels: tuple[Evidence, ...]
    empty: bool
    closed: bool
    named: bool
    listed: bool
    broken: bool
    leads: bool


class Tail(NamedTuple):
    """What stands behind an amount and its period: the row that it fits, whether something is glued to it, or the next figure follows at once."""

    start: int
    row: Row | None
    glued: bool
    listed: bool
    timed: bool

    @property
    def ends(self) -> bool:
        """Whether the thought ends here, as far as can be seen."""
        return self.row is not None or self.glued or self.listed or self.timed


def plain_form(
    amount: Amount,
    statement: Statement,
    others: Sequence[Amount],
    reader: Reader,
    stated: Period,
    inferred: Period,
    code: str | None,
) -> tuple[Evidence, ...]:
    """The evidence of form that makes an amount pay; empty where it does not."""
    if not amount.values:
        return ()
    if amount.weak:
        return tuple(e for e in amount.evidence if e.rule in LABELLED) if code and stated.name else ()
    if any(e.field == "scale" for e in amount.evidence):
        return ()  # a line in thousands is a table of some business, if no word of pay is near
    if max(amount.values) < ADDED and reader.hits.folded[max(amount.start - 2, 0) : amount.start].strip() == "+":
        return ()  # what is added to something
    fits = plausible(amount, code, stated.name if stated.own else inferred.name, reader.document.rulebook)
    points = tuple(e for e in amount.evidence if e.rule in POINTS) if amount.mid is not None else ()
    if points and fits:
        return points
    piece = inferred.evidence if inferred.name is None else ()
    form = form_of(amount, statement, others, reader)
    tail = _tail(amount, statement, others, reader, form, own=stated.own)
    if not (tail.ends or piece) or (code in STRONG and any(t.raw and t.value / t.raw >= MILLION for t in amount.tokens)):
        return ()
    head = _head(amount, statement, reader, form, own=stated.own)
    ended = tail.row or head.labels or tail.glued or (tail.timed and (head.empty or (tail.listed and head.closed)))
    if piece and head.named and not head.listed and any(e.rule == JOB for e in head.labels):
        return (*piece, *head.labels)  # "Visiting nurse: $58 per visit"
    if not fits or not head.leads or not ended:
        return ()
    if not stated.own and not _is_told_alone(amount, statement, others, reader, form, head, tail, inferred):
        return ()
    of_tail = (Evidence("form", tail.row.id, Span(tail.start, tail.start)),) if tail.row else ()
    return (*of_tail, *head.labels) or (Evidence("form", "pay-form-alone", Span(tail.start, tail.start)),)


def _tail(amount: Amount, statement: Statement, others: Sequence[Amount], reader: Reader, form: Form, *, own: bool) -> Tail:
    """What stands behind an amount and its period."""
    hits = reader.hits
    periods = reader.words(statement.reach, statement.end).periods
    behind = (
        p.end
        for p in periods
        if amount.end <= p.start <= amount.end + PERIOD_GAP
        and p.end <= form.tail_end
        and "+" not in hits.folded[amount.end : p.start]
        and not GLUED_RE.search(hits.value, amount.end, p.start)
    )
    start = max(behind, default=amount.end)
    after = hits.value[start : start + 2]
    glued = after[:1].isdigit() or (after[:1].isupper() and (start > amount.end or after[1:].islower()))
    rows = reader.document.rulebook.rows("pay/form")
    row = next((row for row in rows if _tail_fits(row.pattern, hits, start, form.tail_end)), None)
    listed = any(o.start == form.tail_end for o in others)
    timed = own and start > amount.end
    return Tail(start, row, glued, listed, timed)


def _head(amount: Amount, statement: Statement, reader: Reader, form: Form, *, own: bool) -> Head:
    """What stands before an amount, behind the last mark of its sentence."""
    value = reader.hits.value
    mark = AND_RE if form.head_start > statement.start and own else MARK_RE
    marks = [
        m.end()
        for m in mark.finditer(value, form.head_start, form.head_end)
        if mark is AND_RE or value[m.end() : form.head_end].strip(EDGE)
    ]
    start, end, _ = trimmed(reader, marks[-1] if marks else form.head_start, form.head_end)
    labels = labels_in(reader, start, end)
    closed = bool(LABEL_END_RE.search(value, form.head_start, form.head_end))
    bounds = (e.span.start for e in amount.evidence if e.field == "bound" and e.span.end <= amount.start)
    thought = min(bounds, default=form.head_end)
    named = bool(LABEL_END_RE.search(value, form.head_start, thought))
    broken = (own or amount.is_range) and bool(BREAK_RE.search(value, form.head_start, thought))
    leads = start >= end or broken or (end - start <= PROSE and (closed or bool(labels)))
    listed = value[form.head_start : thought].rstrip().endswith(",")
    return Head(labels, start >= end, closed, named, listed, broken, leads)


def _is_told_alone(
    amount: Amount,
    statement: Statement,
    others: Sequence[Amount],
    reader: Reader,
    form: Form,
    head: Head,
    tail: Tail,
    inferred: Period,
) -> bool:
    """Whether an amount without a period of its own is told for itself: as a range, in a list of its like, alone on its line."""
    hits, labels = reader.hits, head.labels
    several = any(not o.weak and (o.is_range == amount.is_range or _like(o, amount)) for o in others)
    bracketed = hits.folded[amount.start - 1 : amount.start] == "(" and hits.folded[amount.end : amount.end + 1] in (")", "+")
    if bracketed and labels:
        return True
    apart = "\t" in hits.value[form.head_start : form.head_end]
    if not labels and not apart and form.head_start > statement.start and any(o.end == form.head_start for o in others):
        return False  # the other half of something: "projects from $5,000 to $500,000"
    if statement.kind == SectionKind.COMPANY and not (labels and several):
        return False
    if (amount.is_range and (head.empty or labels or several or head.broken)) or (labels and several):
        return True
    behind = hits.folded[tail.start : form.tail_end]
    alone = not behind.strip(EDGE + ")") or behind.lstrip().startswith(("+", "(", "plus"))
    if statement.kind == SectionKind.BENEFITS and not (inferred.name == "year" and min(amount.values) >= ABOVE_PERKS):
        return False
    open_ended = any(e.field == "bound" for e in amount.evidence)
    titled = bool(labels) and head.named and alone and inferred.name == "year"  # "Site manager, Derby, £62k"
    return (head.empty and (open_ended or alone)) or titled


def _like(one: Amount, other: Amount) -> bool:
    """Whether two figures are of like size."""
    small, large = sorted((max(one.values, default=0), max(other.values, default=0)))
    return large <= small * 2


ITEM_RE = regex.compile(
    r"(?:\s?(?:/|per|an?)\s?\p{L}{1,6}\b)?\s?[.,;|/•·–-]?\s{0,2}(?:and |or )?\p{L}[\p{L}\d' &/-]{1,34}(?:\([^()\n]{1,20}\))?\s?:\s?"
)
"""From the end of one figure of a list to the next: its period, a mark, a label with a colon."""

SIBLING_GAP = 60
"""Between two figures of one list, with the label of the second between them."""


def is_sibling(amount: Amount, last: Amount, statement: Statement, folded: str, *, timed: bool = False) -> bool:
    """Whether an amount stands in one list with the pay before it: `for Zurich CHF 118'000 - 134'000, for Vienna EUR 68.000 - 79.000`.

    Single figures do only where both are `timed`, told for the same time (`£2,900 a month in Oxford or £2,700 a month in Hull`), or
    where nothing but a label and its colon stands between the two: `Porter: £24k. Linen room: £25k`.
    """
    if amount.weak or amount.is_range != last.is_range or amount.start - last.end > SIBLING_GAP:
        return False
    labelled = ITEM_RE.fullmatch(folded, last.end, amount.start) is not None
    if not labelled and (last.end < statement.start or not (amount.is_range or timed)):
        return False
    if not labelled and "." in folded[last.end : amount.start].strip(" ."):
        return False
    same = (amount.currency and amount.currency.code) == (last.currency and last.currency.code)
    small, large = sorted((max(amount.values), max(last.values)))
    return not same or large <= small * 2


def _tail_fits(pattern: str, hits: Near, start: int, end: int) -> bool:
    return bool(quick(pattern).match(hits.folded, start, max(start, end)))


def ends_thought(amount: Amount, statement: Statement, reader: Reader) -> bool:
    """Whether nothing that is counted follows a bare number: "salary 140k-165k, no agencies", not "pay 1,200 people"."""
    rows = reader.document.rulebook.rows("pay/form")
    return any(_tail_fits(row.pattern, reader.hits, amount.end, statement.end) for row in rows)


def is_intern(reader: Reader, statement: Statement, title: Span | None) -> str:
    """The row that calls the job an internship: by its title, by the top of the text, or in the pay statement."""
    hits = reader.hits
    top = [title] if title else [Span(0, min(600, len(hits.folded)))]
    places = [*top, Span(statement.reach, statement.end), *(Span(lead.start, lead.end) for lead in reader.leads(statement))]
    for span in places:
        found = hits.first("pay/job", span.start, span.end)
        if found:
            return found.row.id
    return ""
