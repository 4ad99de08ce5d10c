"""A list of places → its items, as worded.

In: a stretch of text. Out: the spans of the places in it, split at list commas, semicolons, spaced slashes and the last "and" or "or",
but not inside brackets, not in "City, ST", not before words of exception nor inside what follows them. It also says whether
the items look like places at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.dialect import quick
from jobparse.places import place_key
from jobparse.placetext import choose, scan

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.places import Area, Gazetteer, Part

SPLIT_RE = regex.compile(
    r"""
      (?P<open>[(\[]) | (?P<close>[)\]])
    | (?P<comma>,(?!\d)) | (?P<strong>[;\n•·|\t])
    | (?P<slash>\s/\s)
    | (?P<conj>(?<![\p{L}\p{N}])(?:and|or)(?![\p{L}\p{N}]) | \s&\s)
    """,
    regex.VERBOSE,
)
OREGON_RE = regex.compile(r"(?<=,\s?)OR(?=\s?(?:[,;.)|:\n–—-]|$|and\b|or\b))")
EDGE_RE = re.compile(r"[\s*_`\"“”•·|>.,;:–—-]++")
TAIL_RE = re.compile(r"[\s*_`\"“”|.,;:–—([-]++$")
"""What no place ends with; a bracket that only opens holds a figure behind it."""
FIRST_WORD_RE = regex.compile(r"(?P<word>\p{L}++)\s++(?=\S)")
LAST_WORD_RE = regex.compile(r"\s(?P<word>\p{Ll}++)\s*+$")
WORD_RE = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}.'’&-]*+")
BRACKET_RE = re.compile(r"[(\[][^()\[\]]*+[)\]]?")
INITIALS_RE = regex.compile(r"(?:\p{L}\.){2,}+$")
LONGEST_PLACE = 12
"""Words outside brackets in one place; the longest read has nine ("Washington DC metro area including northern Virginia suburbs")."""


NICKNAME = 10_000
"""The weight from which a code means a city as well ("LA"): behind a city elsewhere it is the next item."""

LEAST_TOWN = 4
"""Before a state that is a city too ("New York"), a town counts as one of that state from this part of its largest namesake on:
"Buffalo, New York" is one place, "Boston, New York" are two."""


KINDS = ("same", "metro", "both", "county")
"""Words around a name that are no place alone."""

WIDENING = ("around", "metro", "both", "part")
"""Words before a name that belong to it: greater Boston."""


class Item(NamedTuple):
    """One place of a list; `cut` is where an exception in it begins (its end, where there is none), `rule` the row of that."""

    start: int
    end: int
    cut: int
    rule: str = ""


class Piece(NamedTuple):
    """A part of the text between two marks; `mark` is what stands before it."""

    start: int
    end: int
    mark: str


def split_places(hits: Hits, start: int, end: int, places: Gazetteer) -> list[Item]:
    """The items of `[start, end)`."""
    excepts = [(match.start, match.row.id) for match in hits.all("zones/except", start, end)]
    pieces = _joined(_pieces(hits, start, end), hits, [at for at, _ in excepts], places)
    items: list[Item] = []
    for piece in _last_conjunctions(pieces):
        first, last = trimmed(hits.value, piece.start, piece.end, places)
        if last > first and places.kinds.get(place_key(hits.value[first:last])) != "end":
            cut, rule = next(((at, row) for at, row in excepts if first <= at < last), (last, ""))
            items.append(Item(first, last, cut, rule))
    return items


def trimmed(value: str, start: int, end: int, places: Gazetteer) -> tuple[int, int]:
    """The place without white space, marks, articles and joining words at its edges."""
    edge = EDGE_RE.match(value, start, end)
    start = edge.end() if edge else start
    while (lead := FIRST_WORD_RE.match(value, start, end)) and places.kinds.get(place_key(lead["word"])) == "lead":
        if lead["word"].isupper() and len(lead["word"]) == 2 and not value[start:end].isupper():
            break
        start = lead.end()
    while (last := LAST_WORD_RE.search(value, start, end)) and places.kinds.get(place_key(last["word"])) == "lead":
        end = last.start()
    tail = TAIL_RE.search(value, start, end)
    end = tail.start() if tail else end
    if value[end : end + 1] == "." and INITIALS_RE.search(value, start, end + 1):
        end += 1
    if value.count("(", start, end) < value.count(")", start, end):
        end -= 1
    return start, end


def _pieces(hits: Hits, start: int, end: int) -> list[Piece]:
    """The text cut at every mark outside brackets."""
    pieces: list[Piece] = []
    at, mark, depth = start, "", 0
    for found in SPLIT_RE.finditer(hits.folded, start, end):
        kind = found.lastgroup or ""
        if kind == "conj" and OREGON_RE.match(hits.value, found.start(), end):
            continue
        if kind in ("open", "close"):
            depth = max(0, depth + (1 if kind == "open" else -1))
        elif depth == 0:
            pieces.append(Piece(at, found.start(), mark))
            at, mark = found.end(), kind
    pieces.append(Piece(at, end, mark))
    return _with_content(pieces, hits.folded)


def _with_content(pieces: Iterable[Piece], folded: str) -> list[Piece]:
    """Empty pieces go; of two marks around one (`, and`) the stronger counts."""
    kept: list[Piece] = []
    waiting = ""
    for piece in pieces:
        marks = (waiting, piece.mark)
        mark = next((m for m in ("strong", "comma", "slash", "conj") if m in marks), "")
        if piece.end > piece.start and not EDGE_RE.fullmatch(folded, piece.start, piece.end):
            kept.append(piece._replace(mark=mark))
            waiting = ""
        else:
            waiting = mark
    return kept


def _joined(pieces: Sequence[Piece], hits: Hits, excepts: Sequence[int], places: Gazetteer) -> list[Piece]:
    """The pieces that belong to one place put together again."""
    items: list[Piece] = []
    for piece in pieces:
        if items and piece.mark != "strong" and _belongs(items[-1], piece, hits, excepts, places):
            items[-1] = items[-1]._replace(end=piece.end)
        else:
            items.append(piece)
    return items


def _belongs(item: Piece, piece: Piece, hits: Hits, excepts: Sequence[int], places: Gazetteer) -> bool:
    """Whether `piece` goes on with `item`: its state, what is taken out of it, or the other half of a name."""
    value = hits.value
    behind = value[slice(*trimmed(value, piece.start, piece.end, places))]
    opening = [at for at in excepts if item.start <= at < item.end and not _bracketed(value, item.start, at)]
    if piece.mark == "comma" and any(piece.start <= at <= piece.start + 2 for at in excepts):
        return True
    if opening:
        return not _as_wide(value[item.start : opening[0]], behind, places)
    if piece.mark not in ("comma", "conj"):
        return False
    if piece.mark == "comma":
        behind = _without_kind(behind, places)
        if behind.replace(".", "") not in places.codes and not any(area.level <= 2 for area in places.named(behind)):
            return False
    before = value[slice(*trimmed(value, item.start, item.end, places))]
    if piece.mark == "conj":  # "all other states and territories": a word for a kind of places is none of its own
        return places.kinds.get(place_key(behind)) in KINDS or places.holds(f"{before} and {behind}")
    return _names_state(before, behind, places)


def _bracketed(value: str, start: int, at: int) -> bool:
    return value.count("(", start, at) > value.count(")", start, at)


def _as_wide(head: str, piece: str, places: Gazetteer) -> bool:
    """Whether a place behind an exception is as wide as the one the exception cuts: then it is a new item."""
    named, other = scan(head, places), scan(piece, places)
    if not named or not other:
        return False
    level = choose(named[-1], places).level
    return level <= 3 and choose(other[0], places).level <= level


def _names_state(before: str, behind: str, places: Gazetteer) -> bool:
    """Whether `before, behind` is "City, ST", "City, State" or "City, Country"; `behind` is a state, a country or a code."""
    code = behind.replace(".", "")
    if code in places.codes and before.replace(".", "") not in places.codes:
        states = [area.parts[0] for area in places.codes[code]]
        known = places.named(before.rpartition(", ")[2])
        if any(state.covers(part) for area in known for part in area.parts for state in states):
            return True
        whole = any(area.level == 2 and len(area.parts) == 1 for area in known)
        nickname = any(area.weight > NICKNAME for area in places.named(code))
        return not whole and not (known and nickname)
    wheres = [area.parts[0] for area in places.named(behind) if len(area.parts) == 1 and area.level <= 2]
    if not wheres or before.replace(".", "") in places.codes:
        return False
    inner = [area for area in places.named(before.partition(", ")[0]) if area.level >= 3]
    if any(area.level <= 2 and len(area.parts) == 1 for area in places.named(before)) and before != behind:
        return False
    least = max((area.weight for area in inner), default=0) / LEAST_TOWN if any(a.level >= 3 for a in places.named(behind)) else 0
    if any(area.weight >= least and _within(area, wheres) for area in inner):
        return True
    town, _, state = before.rpartition(", ")
    states = [area.parts[0] for area in places.codes.get(state.replace(".", ""), places.named(state))] if town else []
    return any(where.covers(part) and where != part for where in wheres for part in states)


def _within(area: Area, wheres: Sequence[Part]) -> bool:
    return any(where.covers(part) and where != part for where in wheres for part in area.parts)


def _without_kind(name: str, places: Gazetteer) -> str:
    """The name without "metro area" and the like behind it (`Washington, D.C. metro area`)."""
    words = name.split() if " " in name else ()
    for count in range(1, len(words)):
        if places.kinds.get(place_key(" ".join(words[count:]))) in ("metro", "both"):
            return " ".join(words[:count])
    return name


def _last_conjunctions(pieces: Sequence[Piece]) -> list[Piece]:
    """Of the pieces that only "and" or "or" divides, the last stays divided in each group between strong marks."""
    items: list[Piece] = []
    for number, piece in enumerate(pieces):
        later = (p.mark for p in pieces[number + 1 :])
        if piece.mark == "conj" and items:
            last = next((mark for mark in later if mark in ("strong", "conj")), "strong") == "strong"
            if not last:
                items[-1] = items[-1]._replace(end=piece.end)
                continue
        items.append(piece)
    return items


# ------------------------------------------------------------------ is it a place?


class Look(NamedTuple):
    """How much of a list looks like places: every item written like a name, and how many of the items the tables know."""

    shaped: bool
    known: int
    total: int
    rests: tuple[str, ...]


def look_at(hits: Hits, items: Sequence[Item], places: Gazetteer) -> Look:
    """What the items look like; a rest counts as known."""
    known, shaped = 0, True
    rests: list[str] = []
    for item in items:
        rest = rest_row(hits, item)
        if rest:
            rests.append(rest)
            known += 1
            continue
        good, knows = _look_of(hits.value[item.start : item.cut if item.cut > item.start else item.end], places)
        shaped &= good
        known += knows
    return Look(shaped, known, len(items), tuple(rests))


def listed(hits: Hits, start: int, end: int, places: Gazetteer) -> tuple[list[Item], Look | None]:
    """The items of `[start, end)` and what they look like; None where there are none."""
    items = split_places(hits, start, end, places)
    return items, look_at(hits, items, places) if items else None


def clipped(hits: Hits, item: Item, places: Gazetteer) -> Item | None:
    """The item up to the first word that belongs to no place's name, if what is left is a known place: Providence it is."""
    for word in WORD_RE.finditer(hits.value, item.start, item.end):
        if word.start() > item.start and not _like_a_name(word[0], places):
            start, end = trimmed(hits.value, item.start, word.start(), places)
            shaped, known = _look_of(hits.value[start:end], places)
            return Item(start, end, end) if shaped and known else None
    return None


def headless(hits: Hits, item: Item, places: Gazetteer) -> Item | None:
    """The item from behind its last word that belongs to no place's name, if what is left is a known place: the job is based in [Denver]."""
    if all(_look_of(hits.value[item.start : item.end], places)) or rest_row(hits, item):
        return None
    start = item.start
    for word in WORD_RE.finditer(hits.value, item.start, item.end):
        start = start if word[0][0].isupper() or places.kinds.get(place_key(word[0])) in WIDENING else word.end()
    start, end = trimmed(hits.value, start, item.end, places)
    return Item(start, end, end) if start > item.start and all(_look_of(hits.value[start:end], places)) else None


def without_people(hits: Hits, item: Item, places: Gazetteer) -> Item:
    """The item without a word for people behind it: Oakland candidates (Zone 1)."""
    last = LAST_WORD_RE.search(hits.value, item.start, item.end)
    return item._replace(end=last.start(), cut=min(item.cut, last.start())) if last and _is_people(last["word"], places) else item


def _is_people(word: str, places: Gazetteer) -> bool:
    return places.kinds.get(place_key(word)) == "people"


def rest_row(hits: Hits, item: Item) -> str:
    """The row by which an item is a rest; empty where it is none. Words inside its own exception do not make it one."""
    rows = hits.rows("zones/rest", max(0, item.start - 2), item.end + 1)
    for row in rows:
        found = quick(row.pattern).search(hits.folded, max(0, item.start - 2), item.end + 1)
        if found and found.end() > item.start:
            return row.id
    return ""


def _look_of(text: str, places: Gazetteer) -> tuple[bool, bool]:
    """Whether a text is written like a place, and whether the tables know one in it."""
    bare = BRACKET_RE.sub(" ", text)
    found = scan(bare, places)
    words = [word for word in WORD_RE.finditer(bare) if not any(one.start <= word.start() < one.end for one in found)]
    distance = any(places.kinds.get(place_key(word[0])) == "distance" for word in words)
    shaped = len(words) <= LONGEST_PLACE and all(
        _like_a_name(word[0], places) or (distance and word[0].isdigit()) for word in words
    )
    plain = len(found) == 1 and place_key(bare) in places.plain_words
    return shaped and bool(found or words), shaped and bool(found) and not plain


def _like_a_name(word: str, places: Gazetteer) -> bool:
    """A word with a capital, or one that may stand beside a place name."""
    return (word[0].isupper() and len(word) > 1) or places.kinds.get(place_key(word), "end") != "end"
