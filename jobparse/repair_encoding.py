"""Encoding: UTF-8 that was read in a one-byte code page, in runs or whole lines, once or twice over.

In: a text and the rulebook. Out: edits. Rows decode the runs that are beyond doubt; ftfy does the rest, line by line (cut at
`\\n` only: other line breaks occur inside garbled characters), and only on lines that a cheap test lets through. That test
changes no result: a line that it holds back is one that ftfy leaves as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.openings import beginnings
from jobparse.repair_characters import odd_characters
from jobparse.text import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jobparse.rulebook import Row, Rulebook

HARMLESS = frozenset("’‘“”–—…•·\xa0™®©°")
"""Characters of sound postings that no garbled run consists of alone, with ASCII between them or without (tried: every string of
four of them and of kinds of ASCII). A text whose odd characters are all among them needs no closer look."""

PAIR = "[^\x00-\x7f][^\x00-\x7f]"
"""Two bytes of one character, each a character now: what nearly every garbled run has."""

ALONE = ((frozenset("Œœ"), "[Œœ]"), (frozenset("ÂÃ"), "[ÂÃ][ ]"))
"""What else a line that ftfy changes may hold instead: a ligature before no Latin letter, and letters whose
second half became a space. (Checked against ftfy's own test part by part, and by property.)"""

CODE_PAGES = ("latin-1", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "iso8859-2", "mac_roman", "cp437")
"""The code pages in which ftfy looks for garbled text."""

LONGEST_PIECE = 2000
"""Longer lines go to ftfy in pieces cut at spaces: it is not linear on hostile input. The longest line of 2,000 postings that
needed it was read the same in pieces."""

BEYOND = b"\xc2"
LEADING = bytes(range(0xC2)) + BEYOND * (0x100 - 0xC2)
CONTINUING = bytes(range(0x80, 0xC0))
"""The bytes of UTF-8 as one for every character: those that go on are dropped, those that lead are alike."""

LONE_CONTROL_RE = re.compile("(?<![^\x00-\x7f])([\x80-\x9f])(?![^\x00-\x7f])")

SPLIT_RE = re.compile("[^\x00-\x7f]+[ ]?")


def mend_encoding(value: str, odd: frozenset[str], rulebook: Rulebook) -> list[Edit]:
    """The edits that undo wrong decoding; `odd` are the text's `odd_characters`."""
    leads = _leads(rulebook)
    led = not odd.isdisjoint(leads.odd) or any(plain in value for plain in leads.plain)
    if not odd and not led:
        return []
    edits = _sequences(value, odd, leads) if led else []
    signature = rulebook.rows("repair/mojibake")
    if edits or not signature:
        return _with_neighbours(value, edits, signature[0]) if signature else edits
    if odd <= HARMLESS or odd.isdisjoint(_garbling()):
        return edits
    if not (_stand_together(value) or any(not chars.isdisjoint(odd) for chars, _ in ALONE)):
        return []
    for start, end in _suspect_lines(value, _suspect(odd)):
        edits.extend(_read_again(value, start, end, signature[0]))
    return edits


def _read_again(value: str, start: int, end: int, row: Row) -> list[Edit]:
    """The edits that make of a line what ftfy makes of it."""
    line = value[start:end]
    mended = _decoded(line)
    return [Edit(start + a, start + b, after, row.id) for a, b, after in differences(line, mended)] if mended != line else []


def _with_neighbours(value: str, edits: list[Edit], row: Row) -> list[Edit]:
    """The edits; a line that they leave garbled elsewhere is read again as a whole, since beside a mended dash no letter looks garbled."""
    found: list[Edit] = []
    for start, of_line in groupby(edits, key=lambda edit: value.rfind("\n", 0, edit.start) + 1):
        own, end = list(of_line), value.find("\n", start)
        end = len(value) if end < 0 else end
        at = [start, *(edit.end for edit in own)]
        left = "|".join(value[a:b] for a, b in zip(at, [*(edit.start for edit in own), end], strict=True))
        again = _read_again(value, start, end, row) if end - start <= LONGEST_PIECE and suspect(left) else []
        found.extend(again or own)
    return found


class Lead(NamedTuple):
    """A row for runs: the characters beyond ASCII of which one must be in the text, or the ASCII one that must."""

    row: Row
    odd: frozenset[str]
    plain: str


class Leads(NamedTuple):
    """All rows for runs, and what any of them begins with."""

    rows: tuple[Lead, ...]
    odd: frozenset[str]
    plain: tuple[str, ...]


def _sequences(value: str, odd: frozenset[str], leads: Leads) -> list[Edit]:
    """The edits of the rows for runs, in the order of the text; where two overlap, the first-written row stands."""
    edits: list[Edit] = []
    for row, lead, plain in leads.rows:
        if odd.isdisjoint(lead) and not (plain and plain in value):
            continue
        for found in _begun(value, row, plain) if plain else quick(row.pattern).finditer(value):
            after = _meant(row, found)
            if after is not None:
                edits.append(Edit(found.start(), found.end(), after, row.id))
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: e.start):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _begun(value: str, row: Row, plain: str) -> Iterator[re.Match[str]]:
    """The matches of a row, which begin with the character `plain`, if its pattern says so: it is found much faster than the pattern."""
    pattern = quick(row.pattern)
    if not _begins(row.pattern, plain):
        yield from pattern.finditer(value)
        return
    at = value.find(plain)
    while at >= 0:
        found = pattern.match(value, at)
        if found:
            yield found
        at = value.find(plain, max(found.end(), at + 1) if found else at + 1)


@lru_cache(maxsize=16)
def _begins(pattern: str, plain: str) -> bool:
    """Whether every match of a pattern begins with one character."""
    heads = beginnings(pattern)
    return heads is not None and {head[0] for head in heads} == {plain}


@lru_cache(maxsize=4)
def _leads(rulebook: Rulebook) -> Leads:
    """The rows for runs by what they begin with."""
    rows = tuple(
        Lead(row, frozenset(row.get("lead")), row.get("lead") if row.get("lead").isascii() else "")
        for row in rulebook.rows("repair/sequence")
    )
    return Leads(rows, frozenset[str]().union(*(lead.odd for lead in rows)), tuple(lead.plain for lead in rows if lead.plain))


def _meant(row: Row, found: re.Match[str]) -> str | None:
    """What a garbled run was, or None where it decodes to nothing that a text would hold."""
    encoding = row.get("encoding")
    if encoding is None:
        replacement: str = row.get("replace")
        return replacement
    table = _bytes_of(encoding)
    units = [table.get(char) for char in found[0]]
    lost = bytes.fromhex(row.get("lost", ""))
    if None in units:
        return None
    data = bytes(unit for unit in units if unit is not None)
    data = data if data.startswith(lost) else lost + data
    try:
        meant = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return meant if all(unicodedata.category(char)[0] in "PSZM" for char in meant) else None


@lru_cache(maxsize=8)
def _bytes_of(encoding: str) -> dict[str, int]:
    """Which byte each character of a code page stands for.

    A byte that the code page leaves open is taken for a control, as browsers do, or for what Windows-1252 has there, as others do.
    """
    table: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        for name in (encoding, "cp1252", "latin-1"):
            try:
                char = bytes((byte,)).decode(name)
            except UnicodeDecodeError:
                continue
            table.setdefault(char, byte)
            if name == encoding:
                break
    return table


# ------------------------------------------------------------------ line by line, by ftfy


@lru_cache(maxsize=1)
def _garbling() -> frozenset[str]:
    """Every character that a byte beyond ASCII can become, but for the harmless; 0xFFFD stands for bytes that became nothing."""
    pages = (bytes(range(0x80, 0x100)).decode(page, "ignore") for page in CODE_PAGES)
    return frozenset("".join(pages) + "\ufffd\u0138") - HARMLESS


def _stand_together(value: str) -> bool:
    """Whether two characters beyond ASCII stand side by side: asked of a byte for each character, in a fifth of the time of a pattern."""
    return BEYOND + BEYOND in value.encode("utf-8", "surrogatepass").translate(LEADING, CONTINUING)


def _suspect(odd: frozenset[str]) -> re.Pattern[str]:
    """What to look for in a text with these odd characters: nothing that cannot be there, since each alternative costs."""
    return _either((PAIR, *(pattern for chars, pattern in ALONE if not chars.isdisjoint(odd))))


@lru_cache(maxsize=16)
def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def suspect(line: str) -> bool:
    """Whether ftfy may have something to mend in a line. A cheap test, and never a false no.

    >>> suspect("Zoë has a café – open"), suspect("the cafÃ©")
    (False, True)
    """
    odd = odd_characters(line)
    return not odd.isdisjoint(_garbling()) and _suspect(odd).search(line) is not None


def _suspect_lines(value: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The lines (and pieces of very long ones) that hold something suspect."""
    at = 0
    while found := pattern.search(value, at):
        start = max(value.rfind("\n", 0, found.start()) + 1, at)
        end = value.find("\n", found.end() - 1)
        end = len(value) if end < 0 else end
        if end - start > LONGEST_PIECE:
            start = max(start, value.rfind(" ", start, found.start()) + 1)
            end = _cut(value, start, end)
        yield start, end
        at = max(end, found.end())


def _cut(value: str, start: int, end: int) -> int:
    """Where a piece of a long line ends: at a space that stands between two plain characters, if there is one."""
    limit = min(end, start + LONGEST_PIECE)
    if limit == end:
        return end
    space = value.rfind(" ", start + 1, limit)
    while space > start and not (value[space - 1].isascii() and value[space + 1 : space + 2].isascii()):
        space = value.rfind(" ", start + 1, space)
    return space if space > start else limit


@lru_cache(maxsize=1)
def _ftfy() -> Callable[[str], str]:
    """The repair of encoding alone, imported at its first use: most texts never need it."""
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    config = TextFixerConfig(fix_c1_controls=False)
    return lambda line: fix_encoding_and_explain(line, config).text


def _decoded(line: str) -> str:
    """What ftfy makes of a line. A control alone between plain characters is no part of a garbled run: it parts the line, and has a row."""
    if not LONE_CONTROL_RE.search(line):
        return _ftfy()(line)
    return "".join(part if len(part) == 1 else _ftfy()(part) for part in LONE_CONTROL_RE.split(line) if part)


def differences(before: str, after: str) -> list[tuple[int, int, str]]:
    """The replacements that make `after` of `before`, as small as they can cheaply be found.

    Wrong decoding is undone within runs of characters beyond ASCII, so what lies between them is the same in both.

    >>> differences("the cafÃ©â€™s", "the café’s")
    [(7, 12, 'é’')]
    """
    runs, mended = list(SPLIT_RE.finditer(before)), list(SPLIT_RE.finditer(after))
    if SPLIT_RE.split(before) == SPLIT_RE.split(after):
        pairs = zip(runs, mended, strict=True)
        return [_trimmed(old.start(), old[0], new[0]) for old, new in pairs if old[0] != new[0]]
    if len(before) > LONGEST_PIECE:
        return [_trimmed(0, before, after)]
    from difflib import SequenceMatcher  # slow to import, and hardly ever needed

    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(a, b, after[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _trimmed(start: int, old: str, new: str) -> tuple[int, int, str]:
    """The replacement without what both have at their ends."""
    front = 0
    while front < min(len(old), len(new)) and old[front] == new[front]:
        front += 1
    back = 0
    while back < min(len(old), len(new)) - front and old[-1 - back] == new[-1 - back]:
        back += 1
    return start + front, start + len(old) - back, new[front : len(new) - back]
