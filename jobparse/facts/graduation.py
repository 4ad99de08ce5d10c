"""Document → graduation windows: when a candidate must graduate, or must have.

In: the document. Out: the windows, the fate of every date in a sentence about graduating, and what a reader must know. Terms are read by `terms.py`, sentences
found by `graduation_text.py`, terms given to their owners by `graduation_cues.py`; here a sentence becomes candidates, and `graduation_windows.py`
settles them. Nothing is resolved against today: "within the last 12 months" is a finding, no window.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.facts.graduation_cues import Claim, claim_terms, find_cues
from jobparse.facts.graduation_gate import (
    DEGREES,
    REJECTIONS,
    RELATIVE,
    STUDY,
    WISHES,
    find_marks,
    find_years,
    likely_rows,
)
from jobparse.facts.graduation_tables import find_rows
from jobparse.facts.graduation_text import Sentence, find_sentences
from jobparse.facts.graduation_windows import Candidate, complement, settle_windows
from jobparse.facts.rowscan import tried_rows
from jobparse.facts.term_months import TermReading, read_expression
from jobparse.facts.terms import Expression, Lexicon, find_expressions, find_tokens, lexicon, opens_either
from jobparse.matching import Match, settled
from jobparse.model import DEGREES as DEGREE_NAMES
from jobparse.model import Evidence, Finding, Span
from jobparse.readings import GraduationReading, Verdict
from jobparse.rowindex import rows_of

if TYPE_CHECKING:
    from jobparse.facts.graduation_gate import Likely, Marks
    from jobparse.model import Document
    from jobparse.rulebook import Row

APART, TRACKS = "graduation/apart", "graduation/track"

TURNS = ("verb", "outside")
"""The kinds of rejection that stand in the clause itself, between its cue and its term."""

TURN_BEFORE = 30
"""How far before its cue a word such as unless may stand, in characters: unless you graduate by June."""

WISH_BEFORE, WISH_BEHIND = 30, 45
"""How near a wish must stand to one of several terms to be its own, in characters; measured on the sentence cases."""

MOST_WINDOWS = 100
"""How many different windows of one posting are settled; the most in 65 real postings is two."""

DEGREE_NEAR = 600
"""How far around a sentence a degree of the same line still says which studies are meant, in characters."""

LINE_BEFORE = 300
"""How long a line may be from which the next takes its degree."""


class Fate(NamedTuple):
    """What became of one expression: a candidate, or the row that refused it, or nothing that a row knows."""

    expression: Expression
    candidate: Candidate | None = None
    rule: str = ""
    doubtful: bool = False
    clause: _Clause | None = None
    number: int = 0


def find_graduation(document: Document) -> GraduationReading:
    """The reading of one posting."""
    marks = find_marks(document.hits)
    if not marks.dates and not marks.relative:
        return GraduationReading()
    fates = _fates(document, marks) if marks.dates else []
    relative = list(_relative(document, marks.relative)) if marks.relative else []
    if not fates and not relative:
        return GraduationReading()
    return GraduationReading(
        settle_windows(_candidates(fates)),
        tuple(sorted((*_ledger(fates), *(verdict for verdict, _ in relative)), key=lambda v: v.span)),
        (*(finding for _, finding in relative), *(_doubt(fate, document) for fate in fates if fate.doubtful)),
    )


def _fates(document: Document, marks: Marks) -> list[Fate]:
    """What became of every expression in a sentence that speaks of graduating."""
    words = lexicon(document.rulebook)
    sentences = find_sentences(document, marks, words)
    fates: list[Fate] = []
    for number in range(len(sentences)):
        fates.extend(_read_sentence(number, sentences, document, words))
    for row in find_rows(document, words) if sentences else ():
        clause = _Clause(0, [row.sentence], likely_rows(document, row.sentence.start, row.sentence.end), row.claims)
        fates.extend(clause.fate(index, words) for index in range(len(row.claims)))
    return fates


def _candidates(fates: Sequence[Fate]) -> list[Candidate]:
    """The candidates, each kind once; where there are several, with the programmes to which they may be tied."""
    kinds: dict[tuple[object, ...], Fate] = {}
    for fate in fates:
        if fate.candidate:
            kinds.setdefault(fate.candidate.kind, fate)
    first = list(kinds.values())[:MOST_WINDOWS]
    if len(first) == 1:
        return [fate.candidate for fate in first if fate.candidate]
    return [fate.clause.tracked(fate.candidate, fate.number) for fate in first if fate.candidate and fate.clause]


# ------------------------------------------------------------------ one sentence


def _read_sentence(number: int, sentences: Sequence[Sentence], document: Document, words: Lexicon) -> list[Fate]:
    sentence = sentences[number]
    if not sentence.telling:
        return []
    likely = likely_rows(document, sentence.start, sentence.end)
    cues = find_cues(likely)
    if cues is None:
        return []
    expressions = find_expressions(document.hits.folded, sentence.start, sentence.end, words)
    if not expressions:
        return []
    claims = claim_terms(expressions, cues, likely)
    if not any(claim.cue for claim in claims):
        speaks = any(not cue.row.get("needs") for cue in cues)
        return [_unclaimed(claim, doubtful=speaks) for claim in claims]
    clause = _Clause(number, sentences, likely, claims)
    return [clause.fate(index, words) for index in range(len(claims))]


def _unclaimed(claim: Claim, *, doubtful: bool) -> Fate:
    """A term that no cue owns: refused by a row, or doubtful where its sentence speaks of graduating."""
    if claim.refusal:
        return Fate(claim.expression, rule=claim.refusal.id)
    return Fate(claim.expression, rule=claim.stop.id if claim.stop and doubtful else "", doubtful=doubtful)


class _Clause:
    """One sentence with the matches that qualify its terms."""

    def __init__(self, number: int, sentences: Sequence[Sentence], likely: Likely, claims: list[Claim]) -> None:
        self.number = number
        self.sentence = sentences[number]
        self.document = likely.document
        self.likely = likely
        self.claims = claims
        hits = self.document.hits
        # A question is answered by the sentence behind it: "Graduating before May 2027? Please apply elsewhere."
        if hits.folded[likely.start : likely.end].rstrip().endswith("?") and number + 1 < len(sentences):
            rows = self.document.rulebook.rows(REJECTIONS)
            self.rejections = tried_rows(rows, hits, likely.start, sentences[number + 1].end)
        else:
            self.rejections = likely.matches(REJECTIONS)
        self.wishes = likely.matches(WISHES)
        self.degrees = settled(likely.matches(DEGREES))
        self.governed = [claim for claim in claims if claim.cue]

    def fate(self, index: int, words: Lexicon) -> Fate:
        claim = self.claims[index]
        if claim.cue is None:
            return _unclaimed(claim, doubtful=True)
        rejections = self._rejections_of(claim, claim.cue)
        kinds = [match.row.get("kind") for match in rejections]
        spared = _behind_until(claim.expression) if kinds == ["verb"] else None
        reading = read_expression(spared or claim.expression, words, weak=not claim.cue.row.get("label"))
        study = self._study(claim.cue)
        if reading is None or (study is None and claim.cue.row.get("needs") == "study"):
            return Fate(claim.expression, doubtful=True)
        reading = _bounded(claim.cue, reading)
        if spared:
            reading = reading._replace(latest=None)
        elif len(rejections) == 1:
            rest = None if kinds[0] in ("other", "outside") else complement(reading)
            if rest is None:
                return Fate(claim.expression, rule=rejections[0].row.id)
            reading = reading._replace(earliest=rest[0], latest=rest[1])
        qualifiers = [*rejections, *([study] if study else [])]
        return Fate(claim.expression, self._candidate(index, claim.cue, reading, qualifiers), clause=self, number=index)

    def _study(self, cue: Match) -> Match | None:
        """The word of studies in a cue's sentence, where the cue's row needs one."""
        if not cue.row.get("needs"):
            return None
        return min(self.likely.matches(STUDY), key=lambda match: match.start, default=None)

    # -------------------------------------------------------------- turned away

    def _rejections_of(self, claim: Claim, cue: Match) -> list[Match]:
        """What turns the window round: a refusal, or `not` and `outside` in the clause itself; one of each, and it is upright again."""
        turns = [match for match in self.rejections if self._turns(match, claim.expression, cue)]
        refusal = next((m for m in self.rejections if m.row.get("kind") not in TURNS and self._meets(m, claim, cue)), None)
        return [*turns[:1], *([refusal] if refusal else [])]

    def _turns(self, match: Match, expression: Expression, cue: Match) -> bool:
        if match.row.get("kind") == "verb":
            return match.start < cue.end and cue.start < match.end
        return match.row.get("kind") == "outside" and cue.start - TURN_BEFORE <= match.start and match.end <= expression.start

    def _meets(self, match: Match, claim: Claim, cue: Match) -> bool:
        """Whether a refusal is about this term: no other term's cue stands between them."""
        if match.start >= claim.expression.start:
            low, high = claim.expression.end, match.start
        else:
            low, high = match.end, cue.start
        return not any(low <= other.start and other.end <= high for other in self._other_cues(claim))

    def _other_cues(self, claim: Claim) -> Iterator[Match]:
        for other in self.governed:
            if other.cue is not None and other is not claim and other.cue is not claim.cue:
                yield other.cue

    # -------------------------------------------------------------- what goes with the window

    def _candidate(self, index: int, cue: Match, reading: TermReading, qualifiers: list[Match]) -> Candidate:
        expression = self.claims[index].expression
        degrees, tied = self._degrees(index)
        wish = self._wish(expression)
        extra = [*qualifiers, *([wish] if wish else []), *degrees]
        named = {match.row.get("degree") for match in degrees}
        return Candidate(
            earliest=reading.earliest,
            latest=reading.latest,
            labels=reading.labels,
            start=min(cue.start, expression.start),
            end=max(cue.end, expression.end),
            rule=cue.row.id,
            evidence=(
                *reading.evidence,
                *(_evidence(match) for match in extra),
            ),
            sentence=self.number,
            degrees=tuple(degree for degree in DEGREE_NAMES if degree in named),
            tied=tied,
            wish=wish is not None,
            label=cue.row.get("label", False),
            either=self._is_either(index, cue),
        )

    def _is_either(self, index: int, cue: Match) -> bool:
        """Whether the clause of a term stands behind "or", right behind the term before it."""
        before = [claim.expression.end for claim in self.claims[:index] if claim.cue and claim.expression.end <= cue.start]
        return bool(before) and opens_either(self.document.hits.folded, before[-1], cue.start, lexicon(self.document.rulebook))

    def _degrees(self, index: int) -> tuple[list[Match], bool]:
        """The degrees of a term: those named before it and behind the term before; else those behind it; else those of its lines."""
        expression = self.claims[index].expression
        if self.degrees:
            return self._degrees_of_part(index), True
        blocks, sentence = self.document.blocks, self.sentence
        start = max(blocks[sentence.line].body_start, sentence.start - DEGREE_NEAR)
        end = min(blocks[sentence.last_line].body_end, sentence.end + DEGREE_NEAR)
        if found := _degrees_in(self.document, start, end):
            return found, False
        before = blocks[sentence.line - 1] if sentence.line else None
        if before is None or before.removed or before.body_end - before.body_start > LINE_BEFORE or expression.start < before.end:
            return [], False
        return _degrees_in(self.document, before.body_start, before.body_end), False

    def _degrees_of_part(self, index: int) -> list[Match]:
        if len(self.governed) < 2:
            return self.degrees
        ends = [claim.expression.end for claim in self.claims if claim.cue]
        place = self.claims[index].expression.end
        low = max((end for end in ends if end < place), default=self.sentence.start)
        if any(match.end <= ends[0] for match in self.degrees):
            mine = [match for match in self.degrees if low <= match.start < place]
        else:
            high = min((end for end in ends if end > place), default=self.sentence.end)
            mine = [match for match in self.degrees if place <= match.start < high]
        return mine or self.degrees

    def _wish(self, expression: Expression) -> Match | None:
        """The wish that a term is part of: in a sentence with one window any, with several only one close by."""
        for match in self.wishes:
            if len(self.governed) == 1:
                return match
            before = expression.lead - match.end
            behind = match.start - expression.end
            others = [claim.expression for claim in self.governed if claim.expression is not expression]
            low, high = sorted((match.start, expression.start))
            if (0 <= before <= WISH_BEFORE or 0 <= behind <= WISH_BEHIND) and not any(low < e.start < high for e in others):
                return match
        return None

    def tracked(self, candidate: Candidate, index: int) -> Candidate:
        """The candidate with the programme named last before its term, behind the term before it."""
        document, expression = self.document, self.claims[index].expression
        low = self.claims[index - 1].expression.end if index else self.sentence.start
        for match in reversed(tried_rows(document.rulebook.rows(TRACKS), document.hits, low, expression.start)):
            if span := match.span("track"):
                name = " ".join(document.hits.folded[slice(*span)].split())
                return candidate._replace(track=name, evidence=(*candidate.evidence, _evidence(match)))
        return candidate


def _degrees_in(document: Document, start: int, end: int) -> list[Match]:
    """The degrees named in a stretch, as they stand when their rows compete."""
    rows = rows_of(document.rulebook, DEGREES).likely(document.hits.folded[start:end])
    return settled(tried_rows(rows, document.hits, start, end))


def _evidence(match: Match) -> Evidence:
    """What a row that qualifies a window adds to its evidence."""
    return Evidence(match.row.family.removeprefix("graduation/"), match.row.id, Span(match.start, match.end))


def _bounded(cue: Match, reading: TermReading) -> TermReading:
    """The reading, open on the side that the cue's own words leave open: earliest graduation date."""
    bound = cue.row.get("bound")
    if bound is None or reading.bounds:
        return reading
    return reading._replace(latest=None) if bound == "earliest" else reading._replace(earliest=None)


def _behind_until(expression: Expression) -> Expression | None:
    """What follows an opening until, for `not until May` means from May on; None where it opens with something else."""
    for index, token in enumerate(expression.tokens):
        if token.kind == "joint" and token.row.get("join") == "range" and token.row.get("bound"):
            return expression._replace(tokens=expression.tokens[index + 1 :])
        if token.kind != "joint":
            return None
    return None


# ------------------------------------------------------------------ the ledger and the findings


def _ledger(fates: Sequence[Fate]) -> Iterator[Verdict]:
    for fate in fates:
        for term in fate.expression.terms:
            span = Span(term.start, term.end)
            if fate.candidate:
                yield Verdict("date", span, "used", fate.candidate.rule)
            elif fate.doubtful:
                yield Verdict("date", span, "unclassified", fate.rule)
            elif fate.rule:
                yield Verdict("date", span, "refused", fate.rule)


def date_ledger(document: Document, reading: GraduationReading, told: Sequence[Verdict] = ()) -> tuple[Verdict, ...]:
    """The ledger of all dates of the kept text: to the verdicts of the reading, and those that `told` gives, those of all other dates.

    Apart, because only who asks for the ledger needs it.
    """
    judged = (*reading.ledger, *told)
    return tuple(sorted((*judged, *_apart(document, judged)), key=lambda v: v.span))


def _apart(document: Document, judged: Sequence[Verdict]) -> Iterator[Verdict]:
    """The dates that no verdict covers yet: they stand in sentences that do not speak of graduating."""
    rows, folded, words = document.rulebook.rows(APART), document.hits.folded, lexicon(document.rulebook)
    taken = sorted(verdict.span for verdict in judged)
    for block in document.blocks if rows else ():
        if block.removed:
            continue
        terms = [t for t in find_tokens(folded, block.body_start, block.body_end, words) if t.kind == "term"]
        years = [Span(block.start + at, block.start + at + 4) for at in find_years(folded[block.start : block.end])]
        for span in (*(Span(term.start, term.end) for term in terms), *years):
            at = bisect_left(taken, span)
            if (at == 0 or taken[at - 1].end <= span.start) and (at == len(taken) or span.end <= taken[at].start):
                taken.insert(at, span)
                yield Verdict("date", span, "refused", rows[0].id)


def _relative(document: Document, places: Sequence[int]) -> Iterator[tuple[Verdict, Finding]]:
    """Graduation counted from an unnamed day: the rows tried where a word begins that they can begin with."""
    folded, rows = document.hits.folded, document.rulebook.rows(RELATIVE)
    patterns = [quick(row.pattern) for row in rows]
    starts: list[int] = []
    done = -1
    for place in places:
        if place < done or not any(pattern.match(folded, place) for pattern in patterns):
            continue
        starts = starts or [block.start for block in document.blocks]
        block = document.blocks[bisect_right(starts, place) - 1]
        match = None if block.removed else next(iter(_found_at(rows, folded, place, block.body_end)), None)
        if match:
            done = match.end
            span = Span(match.start, match.end)
            words = " ".join(document.value[match.start : match.end].split())
            message = f"graduation is counted from a day that the posting does not name: {words}"
            yield Verdict("date", span, "unclassified", match.row.id), Finding("relative_graduation", message, span)


def _found_at(rows: Sequence[Row], folded: str, start: int, end: int) -> list[Match]:
    """The matches that begin at `start`, the longest first."""
    found = ((row, quick(row.pattern).match(folded, start, end)) for row in rows)
    return sorted((Match(row, start, m.end(), m) for row, m in found if m), key=lambda match: -match.end)


def _doubt(fate: Fate, document: Document) -> Finding:
    span = Span(fate.expression.start, fate.expression.end)
    words = " ".join(document.value[span.start : span.end].split())
    return Finding("unclassified_date", f"no rule says what this date near words of graduating is for: {words}", span)
