"""Lines of a header: a title, a place, a date, a kind of work, a `Label: value`.

In: a block. Out: which field of a posting's header its line is, if any. `headerzone.py` asks it where the header ends,
`facts/header.py` what stands in it, `pagestructure.py` which lines between buttons are the posting's own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.lineforms import LONGEST_LINE, line_key, plain_lines
from jobparse.matching import compiled

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

LINES, LABELS = "header/line", "header/label"

MOST_TITLE_WORDS = 16
"""Real titles read have up to 14 words, with their brackets."""

LABEL_RE = regex.compile(r"\s*+([^:\n|]{2,40}?)\s*+[:\N{FULLWIDTH COLON}](?!//)\s*+(?=\S)")
WORD_RE = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'.&/+#-]*+")
SENTENCE_RE = regex.compile(
    r"""
    [.!?;]\s*+$                                  # ends like a sentence
    | \b(?:we|you|your|our|is|are|was|were|will|would|can|have|has|do|does|if|that|this|there|they|who|what|why|how)\b
    """,
    regex.VERBOSE,
)
GENDER_RE = regex.compile(
    r"""
    \(\s*+(?:[mwfdxhi]|all|gn)(?:\s*+[/|*,.]\s*+(?:[mwfdxhi]|genders?|div))++\s*+\)     # (m/w/d), (h/f), (all genders)
    | (?<!\w)[hmfw]\s?[/-]\s?[fhwmdx](?:\s?[/-]\s?[dxm])?(?!\w)                          # H/F, m/w/d
    | (?:[*:_]in(?:nen)?|/in|\(in\))(?!\w)                                             # Entwickler*in
    """,
    regex.VERBOSE,
)
PIPE_RE = regex.compile(r"\s*+(?:\||·|•|\u2022)\s*+|\s++[-–—]\s++")


class Words(NamedTuple):
    """The tables that header lines are read with."""

    anywhere: frozenset[str]
    at_the_end: frozenset[str]
    places: frozenset[str]
    codes: frozenset[str]
    labels: dict[str, Row]


@lru_cache(maxsize=8)
def header_words(rulebook: Rulebook) -> Words:
    """Title words, places and labels of a rulebook."""
    anywhere, at_the_end = set(), set()
    for line in _table(rulebook, "header/title_words"):
        word, place, _ = line.split("\t")
        (anywhere if place == "any" else at_the_end).add(word)
    places, codes = set(), set()
    for line in _table(rulebook, "header/places"):
        name, kind = line.split("\t")
        if kind == "code":
            codes.add(name)
        else:
            places.add(name.lower())
    labels = {line: row for row in reversed(rulebook.rows(LABELS)) for line in plain_lines(row)}
    return Words(frozenset(anywhere), frozenset(at_the_end), frozenset(places), frozenset(codes), labels)


def _table(rulebook: Rulebook, name: str) -> list[str]:
    """The lines of a table, without its comment and its heading."""
    lines = [line for line in rulebook.tables.get(name, "").split("\n") if line and not line.startswith("#")]
    return lines[1:]


class HeaderLines:
    """Reads the lines of one text."""

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        self.hits = hits
        self.words = header_words(rulebook)

    def line(self, block: Block) -> str:
        """The words of a block as they stand."""
        return self.hits.value[block.body_start : block.body_end]

    def title_like(self, block: Block) -> bool:
        """Whether the line reads like the title of a job."""
        return is_title(self.line(block), self.words)

    def label(self, block: Block) -> tuple[Row, int] | None:
        """The row of the label that a `Label: value` line begins with, and where its value begins."""
        found = LABEL_RE.match(self.hits.value, block.body_start, block.body_end)
        if not found:
            return None
        row = self.words.labels.get(line_key(self.hits.folded[found.start(1) : found.end(1)]))
        return (row, found.end()) if row else None

    def bare_label(self, block: Block) -> Row | None:
        """The row of a label that stands alone on its line, its value on the next."""
        if block.body_end - block.body_start > LONGEST_LINE:
            return None
        return self.words.labels.get(line_key(self.hits.folded[block.body_start : block.body_end]))

    def typed(self, block: Block) -> Row | None:
        """The row of a header line of some type: an age, a kind of work, a pay chip, a number of applicants."""
        if block.body_end - block.body_start > LONGEST_LINE:
            return None
        line = self.hits.folded[block.body_start : block.body_end]
        key = line_key(line)
        start = block.body_start + line.find(key)
        for row in self.hits.rows(LINES, block.body_start, block.body_end):
            if compiled(row.pattern).fullmatch(self.hits.folded, start, start + len(key)):
                return row
        return None

    def place_like(self, block: Block) -> bool:
        """Whether the line is a place, or several."""
        return is_place(self.line(block), self.words)

    def names_the_job(self, block: Block) -> bool:
        """Whether a line belongs to a posting's header beyond doubt: its title, its age, its kind of work."""
        return self.title_like(block) or self.typed(block) is not None


def is_title(line: str, words: Words) -> bool:
    """Whether a line reads like the title of a job: a noun for people who work, few words, no sentence.

    >>> from jobparse.rulebook import load_rules
    >>> words = header_words(load_rules())
    >>> is_title("Structural Welder, Second Shift", words), is_title("You will be a welder", words), is_title("Our benefits", words)
    (True, False, False)
    """
    line = line.strip(" \t*_#|:-–—•·")
    if not 2 <= len(line) <= LONGEST_LINE or not (line[0].isalnum() or line[0] in "([."):
        return False
    folded = line.lower()
    tokens = WORD_RE.findall(folded)
    if not tokens or len(tokens) > MOST_TITLE_WORDS:
        return False
    if SENTENCE_RE.search(folded):
        return False
    if GENDER_RE.search(folded):
        return True
    if not any(char.isupper() for char in line) and len(tokens) > 4:
        return False
    return has_title_word(folded, words)


def has_title_word(folded: str, words: Words) -> bool:
    """Whether a noun for people who work stands in the words, where it has to stand."""
    for token in WORD_RE.findall(folded):
        bare = token.strip("'.").removesuffix("'s")
        if bare in words.anywhere or (bare.endswith("s") and bare[:-1] in words.anywhere):
            return True
        if "/" in bare or "-" in bare:
            parts = regex.split(r"[/-]", bare)
            if any(part in words.anywhere for part in parts):
                return True
    for part in regex.split(r"\s*+[,(|/:]\s*+|\s++[-–—]\s++|\)", folded):
        last = WORD_RE.findall(part)[-1:]
        if last and last[0].strip("'.") in words.at_the_end:
            return True
    return False


def is_place(line: str, words: Words) -> bool:
    """Whether a line is a place: a known one, or a name before a known country, state or postal code.

    >>> from jobparse.rulebook import load_rules
    >>> words = header_words(load_rules())
    >>> [is_place(line, words) for line in ("Gary, IN", "Kowloon, Hong Kong SAR", "Greater Milan Metropolitan Area", "Retail, Fashion")]
    [True, True, True, False]
    """
    line = line.strip(" \t*_#|:-–—•·.")
    if not 2 <= len(line) <= LONGEST_LINE or line[0].islower():
        return False
    return all(_one_place(part, words) for part in regex.split(r"\s*+[;|·•]\s*+|\s++/\s++| or | and ", line) if part)


PLACE_FORM_RE = regex.compile(
    r"""
    (?:greater\ )?[\p{L}][\p{L}.'\ /-]{1,40}\ (?:metropolitan\ area|metro\ area|bay\ area|area|region|county)    # Greater Milan Metropolitan Area
    | \d++\ locations?
    | \+\ ?\d++\ (?:more|other)(?:\ locations?)?
    """,
    regex.VERBOSE,
)
POSTCODE_RE = regex.compile(r"\s++(?:\d{4,6}(?:-\d{4})?|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|[a-z]\d[a-z]\s?\d[a-z]\d)$")
REMOTE_RE = regex.compile(r"^(?:remote|hybrid|on-?site|in-office|home-?based)\b[\s(:,–—-]*+|[\s(]++(?:remote|hybrid|on-?site)\)?$|\((?:remote|hybrid|on-?site)[^)]{0,30}\)$")


def _one_place(part: str, words: Words) -> bool:
    folded = part.lower().strip()
    bare = REMOTE_RE.sub("", folded).strip(" ()-–—,:")
    if not bare:
        return True
    if PLACE_FORM_RE.fullmatch(bare):
        return True
    bare = POSTCODE_RE.sub("", bare)
    pieces = [piece.strip(" ()") for piece in bare.split(",") if piece.strip(" ()")]
    if not pieces or len(pieces) > 5:
        return False
    last = pieces[-1]
    if last in words.places or (len(pieces) == 1 and _ends_in_code(part, words)):
        return all(len(piece) <= 40 for piece in pieces)
    if len(pieces) >= 2:
        code = POSTCODE_RE.sub("", last).upper()
        return code in words.codes and code in part
    return False


def _ends_in_code(part: str, words: Words) -> bool:
    """`Camberwell VIC 3124`, `Melbourne VIC (Remote)`: a name, then the code of a state in capitals."""
    found = regex.fullmatch(r"\p{Lu}[\p{L}.' -]{2,30} ([A-Z]{2,3})(?: \d{4,6})?(?: \([^)]*+\))?", part.strip())
    return bool(found) and found[1] in words.codes
