"""Document → named pay zones with their places.

In: a document. Out: a `ZoneReading`: each zone once, under the name that the text gives it, with its places as worded; every word that
looks like the name of a zone in the ledger; and what looks like a zone but was neither read nor refused, as a finding.
A name is a pay zone when the text gives it places or pay, or says that the job is open there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.facts.zone_columns import column_labels
from jobparse.facts.zone_labels import find_labels, line_start, may_name_zones
from jobparse.facts.zone_names import countries_of, scheme_key, zone_names
from jobparse.facts.zone_places import rest_row
from jobparse.facts.zone_tails import Tail, TailReader
from jobparse.model import Evidence, Finding, Span, Zone
from jobparse.places import gazetteer
from jobparse.placetext import read_clause
from jobparse.readings import Verdict, ZoneMention, ZoneReading

if TYPE_CHECKING:
    from jobparse.facts.zone_labels import Label
    from jobparse.matching import Hits
    from jobparse.model import Document
    from jobparse.rulebook import Row

TOPIC = "zone"
LINE_OPENING_RE = re.compile(r"[\s#*_•·●▪◦>|()\[\]+–—-]*+(?:\d{1,2}[.)]\s++)?[*_]*+")
JOIN_RE = re.compile(r"\s?(?:,\s?(?:and|or|&)?|and|or|&|/|\+)\s?")
LONGEST_JOIN = 8
NEAR = 150
"""Pay words this near make a single definition inside a sentence one of pay."""

EXCEPTION_BEFORE = 40
"""How far before a name words of exception are looked for: not listed in Zone 1."""

LINE_ABOVE = 200
"""How much of the line above a name is asked for words that refuse it."""


class Mention(NamedTuple):
    """A label with what is said of it, and what refuses it for good."""

    label: Label
    tail: Tail
    refused: Row | None


def find_zones(document: Document) -> ZoneReading:
    """The reading of one posting."""
    if not may_name_zones(document.hits, document.rulebook):
        return ZoneReading()
    found = sorted((*find_labels(document.hits), *column_labels(document.hits)), key=lambda label: label.start)
    labels = [label for label in found if not _removed(document, label.start)]
    if not labels:
        return ZoneReading()
    reader = TailReader(document.hits, gazetteer(document.rulebook))
    mentions = _mentions(document, reader, labels)
    accepted = _accepted(mentions, document.hits, reader)
    return _reading(document, reader, mentions, accepted)


def _removed(document: Document, at: int) -> bool:
    blocks = document.blocks
    index = bisect_right(blocks, at, key=lambda block: block.start) - 1
    return index >= 0 and blocks[index].removed is not None


# ------------------------------------------------------------------ what is said of each name


def _mentions(document: Document, reader: TailReader, labels: Sequence[Label]) -> list[Mention]:
    """Every label with its tail; refusals spread over their line where their row says so."""
    hits = document.hits
    limits = _limits(hits, labels)
    mentions: list[Mention] = []
    floor = 0
    for number, label in enumerate(labels):
        limit = limits[number]
        tail = reader.behind(label, limit) if limit >= 0 else Tail(label.end)
        if not tail.items and limit >= 0:
            before = reader.before(label, floor)
            if before and not (tail.figure and reader.heads_country(before, label)):
                tail = before._replace(figure=tail.figure, end=max(tail.end, before.end))
        placed = None if tail.items else reader.placed_figure(label, floor)
        if placed:  # the figure behind is the next zone's then: "$99,000 in Zone 1, $93,000 in Zone 2"
            tail = Tail(label.end, figure=placed.row.id, used=((placed.start, placed.end, placed.row.id),))
        elif not tail.figure and (placed := reader.placed_figure(label, floor)):
            tail = tail._replace(figure=placed.row.id, used=(*tail.used, (placed.start, placed.end, placed.row.id)))
        floor = max(label.end, tail.end)
        refused = _refusal(hits, label, soft=False) or _spread(mentions, label, hits)
        mentions.append(Mention(label, tail, refused))
    return _shared(mentions, hits)


def _shared(mentions: list[Mention], hits: Hits) -> list[Mention]:
    """What is said of the last of several names joined by "and" is said of all of them: `Zone 1 and Zone 2: $118,000`."""
    for number in range(len(mentions) - 2, -1, -1):
        first, second = mentions[number], mentions[number + 1]
        said = first.tail.items or first.tail.figure or first.label.word != second.label.word
        if not said and _joins(hits, first.label, second.label):
            mentions[number] = first._replace(tail=second.tail, refused=first.refused or second.refused)
    return mentions


def _limits(hits: Hits, labels: Sequence[Label]) -> list[int]:
    """Where the next label begins; a label behind an exception ("locations outside of Zones 1 and 2") is no beginning, and has no tail (-1)."""
    limits = [0] * len(labels)
    for number, label in enumerate(labels):
        if _is_excepted(hits, label) or (number and limits[number - 1] < 0 and _joins(hits, labels[number - 1], label)):
            limits[number] = -1
    following = len(hits.value)
    for number in range(len(labels) - 1, -1, -1):
        if limits[number] >= 0:
            limits[number], following = following, labels[number].start
    return limits


def _is_excepted(hits: Hits, label: Label) -> bool:
    """Whether words of exception stand right before a label on its line."""
    start = max(0, label.start - EXCEPTION_BEFORE)
    excepts = hits.all("zones/except", start, label.start)
    said = (hits.folded[match.end : label.start] for match in excepts)
    return any(" " in words and words.strip() in ("", "the", "our") and "\n" not in words for words in said)


def _joins(hits: Hits, first: Label, second: Label) -> bool:
    """Whether nothing but "and" or the like stands between two labels."""
    between = hits.folded[first.end : second.start]
    return len(between) <= LONGEST_JOIN and JOIN_RE.fullmatch(between) is not None


def _refusal(hits: Hits, label: Label, *, soft: bool) -> Row | None:
    """The first row that refuses a label."""
    line = line_start(hits.folded, label.start, LINE_ABOVE)
    above, stop = line_start(hits.folded, max(0, line - 1), LINE_ABOVE), label.end
    if label.head >= 0:
        above, stop = label.head, min(label.start, label.head + LINE_ABOVE)
    for row in hits.rows("zones/refusal", min(above, label.start), min(len(hits.value), label.end + 60)):
        if bool(row.get("soft")) is not soft:
            continue
        pattern, side = quick(row.pattern), row.get("side")
        if side == "behind":
            found = pattern.match(hits.folded, label.end) is not None
        elif side == "before":
            window = pattern.finditer(hits.folded, max(0, label.start - 60), label.end)
            found = any(label.start - 1 <= match.end() <= label.end for match in window)
        else:
            found = pattern.search(hits.folded, above, stop) is not None
        if found:
            return row
    return None


def _spread(mentions: Sequence[Mention], label: Label, hits: Hits) -> Row | None:
    """The row that refused an earlier name of the same line, if it holds for the whole line."""
    if not mentions:
        return None
    last = mentions[-1]
    if last.refused is None or not last.refused.get("spread") or last.label.word != label.word:
        return None
    return None if "\n" in hits.folded[last.label.end : label.start] else last.refused


# ------------------------------------------------------------------ which names are zones


def _accepted(mentions: Sequence[Mention], hits: Hits, reader: TailReader) -> dict[int, str]:
    """The mentions that make a zone, by index, with the kind of what made them one: places, pay or hiring."""
    made: dict[int, str] = {}
    for word in dict.fromkeys(mention.label.word for mention in mentions):
        family = [(n, m) for n, m in enumerate(mentions) if m.label.word == word and m.refused is None]
        placed = _placed(family)
        names = {
            (scheme_key(name), *(hits.folded[i.start : i.end] for i in m.tail.items))
            for n, m in family
            if n in placed or m.tail.figure
            for name in m.label.names
        }
        trusted = any(m.label.row.get("trust") == "high" for _, m in family)
        several = len({tuple(hits.folded[i.start : i.end] for i in m.tail.items) for n, m in family if n in placed}) > 1
        for number, mention in family:
            told = len(names) > 1 or _about_pay(mention, hits) or (trusted and mention.tail.linked and _opens_line(mention, hits))
            if number in placed and told and (trusted or several):
                made[number] = "places"
        for number, mention in family:
            if mention.tail.figure and (trusted or made) and number not in made:
                made[number] = "pay"
            elif number not in made and trusted and _hired(number, mentions, made, hits, reader):
                made[number] = "hiring"
    return made


def _hired(number: int, mentions: Sequence[Mention], made: dict[int, str], hits: Hits, reader: TailReader) -> bool:
    """Whether the job is open in a zone: words say so before its name, or before the one that it is joined to."""
    label = mentions[number].label
    if reader.hiring(label):
        return True
    return made.get(number - 1) == "hiring" and _joins(hits, mentions[number - 1].label, label)


def _placed(family: Sequence[tuple[int, Mention]]) -> set[int]:
    """The mentions of one scheme whose lists are places: all are written so, and the tables know half of the places or some in half of the lists."""
    lists = [(n, m.tail.look) for n, m in family if m.tail.look and m.tail.look.shaped]
    known, total = sum(look.known for _, look in lists), sum(look.total for _, look in lists)
    if not known or (known * 2 < total and sum(look.known > 0 for _, look in lists) * 2 < len(lists)):
        return {n for n, look in lists if look.known * 2 >= look.total and look.known}
    return {n for n, _ in lists}


def _opens_line(mention: Mention, hits: Hits) -> bool:
    """Whether a name begins its line or sentence."""
    line = line_start(hits.folded, mention.label.start, LINE_ABOVE)
    opening = LINE_OPENING_RE.match(hits.folded, line, mention.label.start)
    if opening and opening.end() == mention.label.start:
        return True
    return hits.folded[max(0, mention.label.start - 3) : mention.label.start].rstrip()[-1:] in (".", "!", "?", ";")


def _about_pay(mention: Mention, hits: Hits) -> bool:
    if mention.tail.figure:
        return True
    start, end = max(0, mention.label.start - NEAR), min(len(hits.value), mention.tail.end + NEAR)
    return hits.first("zones/cue", start, end) is not None


# ------------------------------------------------------------------ the reading


def _reading(document: Document, reader: TailReader, mentions: Sequence[Mention], made: dict[int, str]) -> ZoneReading:
    countries = _countries(document.hits, mentions, made)
    heads = [country if mention.refused is None else None for mention, (country, _) in zip(mentions, countries, strict=True)]
    names = zone_names([(m.label, heads[n], n in made) for n, m in enumerate(mentions)], reader.places)
    found: dict[str, _Making] = {}
    ledger: list[Verdict] = []
    findings: list[Finding] = []
    said: list[ZoneMention] = []
    for number, mention in enumerate(mentions):
        span = Span(mention.label.start, mention.label.end)
        own = names[number] if mention.refused is None else ()
        if own:
            ledger.append(Verdict(TOPIC, span, "used", mention.label.row.id))
            said.append(ZoneMention(span, own))
            if number in made:
                for name in own:
                    making = found.setdefault(name, _Making(mention.label))
                    _add(making, mention, made[number], document, reader)
                    if countries[number][1]:
                        making.evidence.append(Evidence("country", countries[number][1], span))
            continue
        refused = mention.refused or _refusal(document.hits, mention.label, soft=True)
        ledger.append(Verdict(TOPIC, span, "refused" if refused else "unclassified", refused.id if refused else ""))
        if not refused:
            message = f"{document.value[span.start : span.end]!r} looks like a zone, but no rule reads or refuses it"
            findings.append(Finding("unclassified_zone", message, span))
    zones = tuple(making.zone(name) for name, making in found.items())
    return ZoneReading(zones, tuple(ledger), tuple(findings), tuple(said))


def _countries(hits: Hits, mentions: Sequence[Mention], made: dict[int, str]) -> list[tuple[str | None, str]]:
    """The country that each mention stands under, and the row that read it; asked only where some name is given places or pay twice."""
    said = [(scheme_key(name), bool(mentions[n].tail.items)) for n in made for name in mentions[n].label.names]
    if len(said) == len(set(said)):
        return [(None, "")] * len(mentions)
    return countries_of(hits, [mention.label for mention in mentions])


class _Making:
    """One zone while its mentions are gathered."""

    def __init__(self, label: Label) -> None:
        self.rule = label.row.id
        self.span = Span(label.start, label.end)
        self.places: dict[str, tuple[str, Evidence]] = {}
        self.evidence: list[Evidence] = []
        self.rest = False

    def zone(self, name: str) -> Zone:
        """The zone: an evidence for each of its places first, in their order."""
        places = tuple(place for place, _ in self.places.values())
        return Zone(
            name, places, self.rest, self.span, self.rule, (*(e for _, e in self.places.values()), *dict.fromkeys(self.evidence))
        )


def _add(making: _Making, mention: Mention, kind: str, document: Document, reader: TailReader) -> None:
    """What one mention says of a zone."""
    tail = mention.tail
    making.evidence += [Evidence("name", rule, Span(start, end)) for start, end, rule in tail.used]
    if tail.figure:
        making.evidence.append(Evidence("figure", tail.figure, Span(mention.label.start, tail.end)))
    if kind == "hiring":
        hiring = reader.hiring(mention.label)
        making.evidence += [Evidence("name", hiring.row.id, Span(hiring.start, hiring.end))] if hiring else []
    if kind != "places":
        return
    if not making.places:
        making.span = Span(min(mention.label.start, tail.items[0].start), max(mention.label.end, tail.items[-1].end))
    for item in tail.items:
        words = " ".join(document.value[item.start : item.end].split())
        row = rest_row(document.hits, item)
        evidence = Evidence("place", row or mention.label.row.id, Span(item.start, item.end))
        making.places.setdefault(words.casefold(), (words, evidence))
        making.evidence += [Evidence("except", item.rule, Span(item.cut, item.end))] if item.rule else []
        making.rest |= bool(row) and _of_a_country(words, document, reader)


def _of_a_country(words: str, document: Document, reader: TailReader) -> bool:
    """Whether a rest is one of a country or more: the rest of one state is only a place."""
    parts = read_clause(words, reader.places, document.rulebook).parts
    return all(not part.state for part in parts)
