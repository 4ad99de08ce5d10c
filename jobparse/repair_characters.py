"""Characters: what is damaged, invisible or shown as a reference, and what stands in for it.

In: a text and the rulebook. Out: edits. Which characters a text holds is asked of all of it at once, since most texts hold
nothing to mend and must not be walked through.
"""

from __future__ import annotations

import html.entities
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jobparse.rulebook import Row, Rulebook

PLAIN = bytes(range(0x20, 0x7F)) + b"\n\t"
"""The bytes of a text in which no character is odd."""

MARKS = b'\\!"#&*<[_`~'
"""The characters with which some markup begins."""

NO_MARKS = bytes(byte for byte in range(256) if byte not in MARKS)
BORING = bytes(byte for byte in PLAIN if byte not in MARKS)

GROUP_RE = re.compile(r"\(\?P<\w+>")
SURROGATE_PAIR_RE = re.compile("[\ud800-\udbff][\udc00-\udfff]")
SURROGATE_RULE = "repair-surrogate"
"""Two halves of one character, which only a `str` built by hand can hold; no rules file can, so there is no row."""


def odd_characters(value: str) -> frozenset[str]:
    """The characters of a text that are neither printable ASCII nor line breaks and tabs.

    >>> sorted(odd_characters("Zoë’s pay: 5\\u00a0€"))
    ['\\xa0', 'ë', '’', '€']
    """
    return striking_characters(value)[0]


def striking_characters(value: str) -> tuple[frozenset[str], str]:
    """The odd characters of a text, and those of its characters that begin some markup: what tells which repairs it can need at all.

    >>> striking_characters("**Bring** this")
    (frozenset(), '*')
    """
    left = value.encode("utf-8", "surrogatepass").translate(None, BORING)
    if not left:
        return frozenset(), ""
    odd = left.translate(None, MARKS)
    marks = left.translate(None, NO_MARKS)
    return frozenset(odd.decode("utf-8", "surrogatepass")), "".join(sorted(set(marks.decode("ascii"))))


def mend_characters(value: str, odd: frozenset[str], rulebook: Rulebook) -> list[Edit]:
    """The edits for single characters; `odd` are those of `odd_characters`."""
    edits: list[Edit] = []
    if odd and max(odd) > "\ud7ff" and min(odd) < "\ue000":
        edits = [Edit(m.start(), m.end(), _whole(m[0]), SURROGATE_RULE) for m in SURROGATE_PAIR_RE.finditer(value)]
        if edits:
            return edits
    plain: dict[str, Row] = {}
    for char in odd:
        row = _owner(rulebook, char)
        if row is not None and row.get("how") == "each":
            plain[char] = row
    if plain:
        for odd_char in _any_of("".join(sorted(plain))).finditer(value):
            row = plain[odd_char[0]]
            edits.append(Edit(odd_char.start(), odd_char.end(), row.get("replace"), row.id))
    for row in _others(rulebook, odd):
        for found in quick(row.pattern).finditer(value):
            after = _replacement(row, found[0])
            if after != found[0]:
                edits.append(Edit(found.start(), found.end(), after, row.id))
    return disjoint(edits)


def disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in the order of the text; of two that overlap, the first and then the longest stands."""
    kept: list[Edit] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if edit.start >= at:
            kept.append(edit)
            at = edit.end
    return kept


@lru_cache(maxsize=4096)
def _owner(rulebook: Rulebook, char: str) -> Row | None:
    """The first row that a character, standing alone, belongs to."""
    for row in rulebook.rows("repair/character"):
        if quick(row.pattern).fullmatch(char):
            return row
    return None


def _others(rulebook: Rulebook, odd: frozenset[str]) -> list[Row]:
    """The rows that look at more than one character and have a character in the text, in written order."""
    owners = {row.id for char in odd if (row := _owner(rulebook, char)) and row.get("how") != "each"}
    return [row for row in rulebook.rows("repair/character") if row.id in owners] if owners else []


@lru_cache(maxsize=256)
def _any_of(chars: str) -> re.Pattern[str]:
    return re.compile(re.escape(chars) if len(chars) == 1 else f"[{re.escape(chars)}]")


def _replacement(row: Row, found: str) -> str:
    how = row.get("how")
    if how == "windows":
        return found.encode("latin-1").decode("cp1252", "ignore")
    if how == "compose":
        return unicodedata.normalize("NFC", found)
    if how == "compatible":
        return unicodedata.normalize("NFKC", found)
    replacement: str = row.get("replace", "")
    return replacement


def _whole(halves: str) -> str:
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


# ------------------------------------------------------------------ references and escapes


def mend_entities(value: str, rulebook: Rulebook) -> list[Edit]:
    """The edits for character references and for escapes of programming languages."""
    ampersands, escapes, some = _entities(rulebook)
    edits: list[Edit] = []
    if _refers(value, some):
        edits += _entity_edits(value, ampersands)
    if "\\" in value:
        edits += _entity_edits(value, escapes)
    return disjoint(edits) if edits else edits


def _refers(value: str, some: re.Pattern[str]) -> bool:
    """Whether any `&` of a text begins a reference: most stand between two words."""
    at = value.find("&")
    while at >= 0:
        if some.match(value, at):
            return True
        at = value.find("&", at + 1)
    return False


def _entity_edits(value: str, rows: Iterable[Row]) -> Iterator[Edit]:
    for row in rows:
        for found in quick(row.pattern).finditer(value):
            after = _referred(row, found["name"] if "name" in found.re.groupindex else "")
            if after is not None:
                yield Edit(found.start(), found.end(), after, row.id)


@lru_cache(maxsize=4)
def _entities(rulebook: Rulebook) -> tuple[tuple[Row, ...], tuple[Row, ...], re.Pattern[str]]:
    """The rows that begin with `&`, the others (all of them need a backslash), and one pattern for all of the first."""
    rows = rulebook.rows("repair/entity")
    ampersands = tuple(row for row in rows if row.pattern.startswith("&"))
    some = quick("|".join(f"(?:{GROUP_RE.sub('(?:', row.pattern)})" for row in ampersands) or r"(?!)")
    return ampersands, tuple(row for row in rows if row not in ampersands), some


def _referred(row: Row, name: str) -> str | None:
    """The character that a reference names; None where it names none."""
    if row.get("how") == "replace":
        replacement: str = row.get("replace")
        return replacement
    if row.get("how") == "escape":
        units = [int(unit, 16) for unit in re.findall(r"u([0-9a-fA-F]{4})", name)]
        return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "ignore")
    if name.startswith("#"):
        return html.unescape(f"&{name};")
    known = html.entities.html5
    return known.get(f"{name};") or known.get(f"{name.lower()};")
