"""Lines of a header: a title, a place, a date, a kind of work, a `Label: value`.

In: a block. Out: which field of a posting's header its line is, if any. `headerzone.py` asks it where the header ends,
`facts/header.py` what stands in it, `pagestructure.py` which lines between buttons are the posting's own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

import regex

from jobparse.lineforms import LONGEST_LINE, line_key, plain_lines
from jobparse.matching import compiled, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

LINES, LABELS, VALUES = "header/line", "header/label", "header/value"

MOST_TITLE_WORDS = 16
"""Real titles read have up to 14 words, with their brackets."""

LABEL_RE = regex.compile(
    r"[\s|*_]*+([^:\n|]{2,40}?)\s*+(?:[:\N{FULLWIDTH COLON}](?!//)|\||\s-(?=\s)|[\N{EN DASH}\N{EM DASH}])[\s*_]*+(?=[^\s|])"
)
PART_RE = regex.compile(r"\s*+[,(|/:]\s*+|\s++[-–—]\s++|\)")
WORD_RE = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'.&/+#-]*+")
SENTENCE_ENDS = (".", "!", "?", ";")
SENTENCE_WORDS = frozenset(
    (
        *(
            "we",
            "you",
            "your",
            "our",
            "is",
            "are",
            "was",
            "were",
            "will",
            "would",
            "can",
            "have",
            "has",
            "do",
            "does",
            "if",
            "that",
            "this",
        ),
        *("there", "they", "who", "what", "why", "how", "i'm", "it's"),
    )
)
"""Words that make a line a sentence: grammar, not vocabulary."""

PLACE_WORDS = frozenset(
    (
        "remote",
        "remotely",
        "hybrid",
        "onsite",
        "on-site",
        "area",
        "region",
        "county",
        "metro",
        "location",
        "locations",
        "more",
        "anywhere",
        "elsewhere",
    )
)
GENDER_MARKS = "(/*:"
GENDER_RE = regex.compile(
    r"""
    \(\s*+(?:[mwfdxhi]|all|gn)(?:\s*+[/|*,.]\s*+(?:[mwfdxhi]|genders?|div))++\s*+\)     # (m/w/d), (h/f), (all genders)
    | (?<!\w)[hmfw]\s?[/-]\s?[fhwmdx](?:\s?[/-]\s?[dxm])?(?!\w)                          # H/F, m/w/d
    | (?:[*:_]in(?:nen)?|/in|\(in\))(?!\w)                                             # Entwickler*in
    """,
    regex.VERBOSE,
)
STRONG_GAP_RE = regex.compile(r"\s*+(?:[|·•]|\p{So})[|·•\p{So}\uFE0F`\s]*+|\s{3,}+")
FIELD_RE = regex.compile(r"\s*+(?:[|·•]|\p{So})[|·•\p{So}\uFE0F`\s]*+|\s++[-–—/]\s++|\s{3,}+")
PIECE_RE = regex.compile(r"[^,;()\[\]|·•/]++(?:/[^,;()\[\]|·•/]++)*+")
OR_RE = regex.compile(r"\s++(?:or|and|/|&|-|\N{EN DASH}|o|ou|oder|und|et|y)\s++|:\s*+")
LONGEST_MIXED = 240
LONGEST_TYPED = 400


class Words(NamedTuple):
    """The tables that header lines are read with. `any_type` matches what any row of `types` does, in one go; a place holds a word of `place_words`."""

    anywhere: frozenset[str]
    at_the_end: frozenset[str]
    places: frozenset[str]
    place_words: frozenset[str]
    codes: frozenset[str]
    us_codes: frozenset[str]
    cities: frozenset[str]
    countries: frozenset[str]
    labels: dict[str, Row]
    kinds: dict[str, Row]
    types: tuple[Row, ...]
    any_type: regex.Pattern[str]
    pay_labels: frozenset[str]
    no_company: frozenset[str]
    openers: frozenset[str]
    adjectives: frozenset[str]
    company_words: frozenset[str]


def _spans(gap_re: regex.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of `text[start:end]` between the gaps."""
    spans: list[tuple[int, int]] = []
    at = start
    for gap in gap_re.finditer(text, start, end):
        if gap.start() > at:
            spans.append((at, gap.start()))
        at = gap.end()
    if at < end:
        spans.append((at, end))
    return spans


def _any_of(rows: Sequence[Row]) -> regex.Pattern[str]:
    """One pattern for what any of the rows matches."""
    patterns = (row.pattern.replace("(?P<value>", "(?:") for row in rows)
    return regex.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", regex.MULTILINE)


@lru_cache(maxsize=8)
def header_words(rulebook: Rulebook) -> Words:
    """Title words, places and labels of a rulebook."""
    anywhere: set[str] = set()
    at_the_end: set[str] = set()
    for line in _table(rulebook, "header/title_words"):
        word, place, _ = line.split("\t")
        (anywhere if place == "any" else at_the_end).add(word)
    places: set[str] = set()
    by_kind: dict[str, set[str]] = {"code": set(), "us-code": set(), "country": set(), "city": set()}
    for line in _table(rulebook, "header/places"):
        name, kind = line.split("\t")
        if kind.endswith("code"):
            by_kind[kind].add(name)
            continue
        places.update((name.lower(), plain(name.lower())))
        if kind in by_kind:
            by_kind[kind].update((name.lower(), plain(name.lower())))
    codes = by_kind["code"] | by_kind["us-code"]
    labels = {line: row for row in reversed(rulebook.rows(LABELS)) for line in plain_lines(row)}
    kinds = {line_key(fold(spelling)): row for row in reversed(rulebook.rows(VALUES)) for spelling in row.spellings}
    pay_labels = frozenset(row.id for row in rulebook.rows(LABELS) if row.get("field") == "pay")
    not_names = _not_names(rulebook)
    return Words(
        anywhere=frozenset(anywhere),
        at_the_end=frozenset(at_the_end),
        places=frozenset(places),
        codes=frozenset(codes),
        us_codes=frozenset(by_kind["us-code"]),
        cities=frozenset(by_kind["city"]),
        countries=frozenset(by_kind["country"]),
        labels=labels,
        kinds=kinds,
        types=rulebook.rows(LINES),
        any_type=_any_of(rulebook.rows(LINES)),
        place_words=frozenset(word for name in places for word in WORD_RE.findall(name))
        | PLACE_WORDS
        | {code.lower() for code in codes},
        pay_labels=pay_labels,
        no_company=not_names["company"],
        openers=not_names["opener"],
        adjectives=not_names["adjective"],
        company_words=frozenset(_table(rulebook, "header/company_words")),
    )


def _not_names(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """Words that are no employer (`company`), that no name begins with (`opener`), that are praise before a title (`adjective`)."""
    words: dict[str, set[str]] = {"company": set(), "opener": set(), "adjective": set()}
    for line in _table(rulebook, "header/not_names"):
        word, of = line.split("\t")
        words.setdefault(of, set()).add(word)
    return {of: frozenset(found) for of, found in words.items()}


def _table(rulebook: Rulebook, name: str) -> list[str]:
    """The lines of a table, without its comment and its heading."""
    lines = [line for line in rulebook.tables.get(name, "").split("\n") if line and not line.startswith("#")]
    return lines[1:]


class HeaderLines:
    """Reads the lines of one text. Places are given as spans, so that a part of a line can be asked about too."""

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        self.hits = hits
        self.words = header_words(rulebook)

    def line(self, block: Block) -> str:
        """The words of a block as they stand."""
        return self.hits.value[block.body_start : block.body_end]

    def title_like(self, block: Block) -> bool:
        """Whether the line reads like the title of a job."""
        return is_title(self.line(block), self.words)

    def label(self, start: int, end: int) -> tuple[Row, int] | None:
        """The row of the label that a `Label: value` line (or a `| Label | value |` row) begins with, and where its value begins."""
        found = LABEL_RE.match(self.hits.value, start, end)
        if not found:
            return None
        row = self.words.labels.get(line_key(self.hits.folded[found.start(1) : found.end(1)]))
        return (row, found.end()) if row else None

    def bare_label(self, start: int, end: int) -> Row | None:
        """The row of a label that stands alone on its line, its value on the next."""
        return self.words.labels.get(line_key(self.hits.folded[start:end])) if end - start <= LONGEST_LINE else None

    def typed(self, start: int, end: int) -> Row | None:
        """The row of a header line of some type: an age, a kind of work, a pay chip, a number of applicants."""
        found = self.typed_match(start, end)
        return found[0] if found else None

    def typed_match(self, start: int, end: int) -> tuple[Row, int, int] | None:
        """The same, with the span of what the line says (of the group `value`, where its row has one)."""
        if end - start > LONGEST_TYPED:
            return None
        line = self.hits.folded[start:end]
        key = line_key(line)
        if not self.words.any_type.fullmatch(key):
            return None
        start += line.find(key)
        for row in self.words.types:
            found = compiled(row.pattern).fullmatch(key)
            if found:
                at = found.span("value") if "value" in found.re.groupindex and found["value"] else found.span()
                return row, start + at[0], start + at[1]
        return None

    def fields(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the fields of a line that holds several, between bars, dots, wide gaps or spaced dashes."""
        gap_re = STRONG_GAP_RE if STRONG_GAP_RE.search(self.hits.value, start, end) else FIELD_RE
        return _spans(gap_re, self.hits.value, start, end)

    def holds_fields(self, start: int, end: int) -> bool:
        """Whether bars, dots or wide gaps part a line into fields."""
        return STRONG_GAP_RE.search(self.hits.value, start, end) is not None

    def is_mixed(self, start: int, end: int) -> bool:
        """Whether a line holds several fields of a header, enough of them known as such; two titles are but a title in two parts."""
        if end - start > LONGEST_MIXED or not FIELD_RE.search(self.hits.value, start, end):
            return False
        spans = self.fields(start, end)
        strong = STRONG_GAP_RE.search(self.hits.value, start, end) is not None
        titles = known = 0
        for span in spans:
            if is_title(self.hits.value[span[0] : span[1]], self.words):
                titles += 1
            elif self.is_field(*span):
                known += 1
        if not known:
            return strong and titles == 1 and len(spans) >= 3 and end - start <= LONGEST_LINE
        return titles + known >= 2 or (
            strong and (len(spans) >= 3 or end - start <= LONGEST_LINE / 2) and end - start <= LONGEST_LINE
        )

    def knows(self, start: int, end: int) -> bool:
        """Whether a part of a line is a title or a field by itself."""
        return is_title(self.hits.value[start:end], self.words) or self.is_field(start, end)

    def is_field(self, start: int, end: int) -> bool:
        """Whether a part of a line is a place, a kind of work, a labelled value or a line of some type."""
        return (
            self.is_kind(start, end)
            or is_place(self.hits.value[start:end], self.words)
            or self.typed(start, end) is not None
            or self.label(start, end) is not None
        )

    def is_kind(self, start: int, end: int) -> bool:
        """Whether a field is nothing but kinds of work, modes and levels: `CDI, temps plein`."""
        pieces = [line_key(piece[0]) for piece in PIECE_RE.finditer(self.hits.folded, start, end)]
        return all(piece in self.words.kinds for piece in pieces if piece) and any(pieces)

    def kinds(self, start: int, end: int) -> list[tuple[Row, int, int]]:
        """The kinds of work, modes and levels that a field names, with their places: `CDI, temps plein`, `Norwich (hybrid)`."""
        if end - start > LONGEST_MIXED:
            return []
        found: list[tuple[Row, int, int]] = []
        for piece in PIECE_RE.finditer(self.hits.folded, start, end):
            row = self.words.kinds.get(line_key(piece[0]))
            parts = [piece.span()] if row else _spans(OR_RE, self.hits.folded, *piece.span())
            for first, last in parts:
                key = line_key(self.hits.folded[first:last])
                row = self.words.kinds.get(key)
                if row is not None:
                    at = first + self.hits.folded[first:last].find(key)
                    found.append((row, at, at + len(key)))
        return found

    def names_the_job(self, block: Block) -> bool:
        """Whether a line belongs to a posting's header beyond doubt: its title, its place, its age, its kind of work."""
        start, end = block.body_start, block.body_end
        return (
            self.title_like(block)
            or self.typed(start, end) is not None
            or self.label(start, end) is not None
            or is_place(self.line(block), self.words)
        )


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
    if not tokens or len(tokens) > MOST_TITLE_WORDS or is_sentence(folded, tokens):
        return False
    if not _has_title_word(folded, tokens, words):
        return any(mark in line for mark in GENDER_MARKS) and GENDER_RE.search(folded) is not None
    return len(tokens) <= 4 or any(char.isupper() for char in line)


def is_sentence(folded: str, tokens: Sequence[str]) -> bool:
    """Whether words are a sentence rather than a name: by its end, or by words that only sentences have."""
    return folded.endswith(SENTENCE_ENDS) or not SENTENCE_WORDS.isdisjoint(tokens)


def has_title_word(folded: str, words: Words) -> bool:
    """Whether a noun for people who work stands in the words, where it has to stand."""
    return _has_title_word(folded, WORD_RE.findall(folded), words)


def _has_title_word(folded: str, tokens: Sequence[str], words: Words) -> bool:
    if not words.anywhere.isdisjoint(tokens):
        return True
    for token in tokens:
        bare = token.strip("'.").removesuffix("'s")
        if bare in words.anywhere or (bare.endswith("s") and bare[:-1] in words.anywhere):
            return True
        if ("/" in bare or "-" in bare) and not words.anywhere.isdisjoint(regex.split(r"[/-]", bare)):
            return True
    if words.at_the_end.isdisjoint(token.strip("'.") for token in tokens):
        return False
    for part in PART_RE.split(folded):
        last = WORD_RE.findall(part)[-1:]
        if last and last[0].strip("'.") in words.at_the_end:
            return True
    return False


def plain(words: str) -> str:
    """The words without accents: places are written with and without them.

    >>> plain("valència")
    'valencia'
    """
    return words if words.isascii() else "".join(c for c in normalize("NFD", words) if not combining(c))


def is_place(line: str, words: Words) -> bool:
    """Whether a line is a place: a known one, or a name before a known country, state or postal code.

    >>> from jobparse.rulebook import load_rules
    >>> words = header_words(load_rules())
    >>> [is_place(line, words) for line in ("Gary, IN", "Kowloon, Hong Kong SAR", "Greater Milan Metropolitan Area", "Retail, Fashion")]
    [True, True, True, False]
    """
    line = line.strip(" \t*_#|:-–—•·.,`")
    if "(" in line:
        line = BRACKETS_RE.sub("", line).strip() or line.strip("()")
    if not 2 <= len(line) <= LONGEST_LINE or line[0].islower():
        return False
    if words.place_words.isdisjoint(WORD_RE.findall(plain(line.lower()).replace("/", " "))):
        return False
    while (space := line.rfind(" ")) > 0 and line[space + 1 :].lower() in words.kinds:
        line = line[:space].rstrip(" ,/–-")
    return _ends_in_code(line, words) or all(_one_place(part, words) for part in SEVERAL_RE.split(line) if part)


SEVERAL_RE = regex.compile(
    r"\s*+[;|·•]\s*+|\s++/\s++|/(?=(?i:remote|hybrid|on-?site)\b)|(?<=(?i:remote|hybrid|on-?site))/|,? or |,? and | & "
)
PLACE_FORM_RE = regex.compile(
    r"""
    (?:greater\ )?[\p{L}][\p{L}.'\ /-]{1,40}\ (?:metropolitan\ area|metro\ area|bay\ area|area|region|county)    # Greater Milan Metropolitan Area
    | \d++\ locations?
    | \+\ ?\d++\ (?:more|other)(?:\ locations?)?
    """,
    regex.VERBOSE,
)
REMOTE_IN_RE = regex.compile(r"(?:remote(?:ly)?|anywhere|elsewhere)(?: (?:in|within|across|from) (?:the )?[\p{L} .]{2,30})?")
POSTCODE_RE = regex.compile(r"\s++(?:\d{4,6}(?:-\d{4})?|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|[a-z]\d[a-z]\s?\d[a-z]\d)$")
REMOTE_RE = regex.compile(
    r"^(?:remote|hybrid|on-?site|in-office|home-?based)\b[\s(:,–—-]*+|[\s(]++(?:remote|hybrid|on-?site)\)?$|\((?:remote|hybrid|on-?site)[^)]{0,30}\)$"
)


BRACKETS_RE = regex.compile(r"\s*+\([^()]*+\)")
US_ZIP = 5
STATE_END_RE = regex.compile(r"\p{Lu}[\p{L}.',& -]{2,50} (?P<code>[A-Z]{2,3})(?: (?P<digits>\d{4,6}))?(?: \([^)]*+\))?")


def _one_place(part: str, words: Words) -> bool:
    folded = plain(part.lower().strip())
    if REMOTE_IN_RE.fullmatch(folded):
        return True
    bare = REMOTE_RE.sub("", folded).strip(" ()-–—,:")
    if not bare:
        return True
    if PLACE_FORM_RE.fullmatch(bare):
        return True
    bare = POSTCODE_RE.sub("", bare)
    pieces = [piece.strip(" ()") for piece in bare.split(",") if piece.strip(" ()")]
    if not pieces or len(pieces) > 5:
        return False
    if len(pieces) > 1 and all(piece in words.places or REMOTE_IN_RE.fullmatch(piece) for piece in pieces):
        return True
    last = pieces[-1]
    if last in words.places or (len(pieces) == 1 and _ends_in_code(part, words)):
        return all(len(piece) <= 40 for piece in pieces)
    if len(pieces) >= 2:
        code = POSTCODE_RE.sub("", last).upper()
        return code in words.codes and code in part
    return False


def _ends_in_code(part: str, words: Words) -> bool:
    """`Camberwell VIC 3124`, `Melbourne VIC (Remote)`: a name, then the code of a state in capitals."""
    found = STATE_END_RE.fullmatch(part.strip())
    if not found or found["code"] not in words.codes:
        return False
    return found["digits"] is None or (len(found["digits"]) == US_ZIP) == (found["code"] in words.us_codes)
