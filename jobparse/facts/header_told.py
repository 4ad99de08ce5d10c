"""HeaderSource → the title and the employer as sentences of the body tell them, where no header does.

In: what `header_source.py` gives. Out: a span with its row, or null. A name is believed the more, the more sentences bear it; a title
must hold a noun for people who work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import regex

from jobparse.facts.header_source import Told
from jobparse.headerlines import has_title_word, is_place, is_title
from jobparse.matching import Match, compiled

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource
    from jobparse.rulebook import Row

PROSE, OPENINGS = "header/prose", "header/opening"
INTRODUCTIONS, EMPLOYERS, MENTIONS = "header/introduction", "header/employer", "header/mention"

TOLD_WEIGHT = 60
ENOUGH_VOTES = 4
"""What one plain sentence ("X is a …", "At X, we …") gives at least."""

BEFORE, BEHIND = 40, 240
"""Around a literal of a row: what may stand before it in its phrase, and a title with its praise behind it."""

SURE_VOTES = 5
"""Below this, phrases inside of sentences are asked too."""

OPENING, OPENING_LENGTH = 1.5, 300
"""Employers introduce themselves at once: what a match in the first characters of the body adds."""

MENTION, MOST_MENTIONS = 0.5, 12
"""What each further mention of a name in the text adds, and how many count."""

LONGEST_COMPANY = 80
MOST_TITLE_WORDS = 12
NAME_RE = regex.compile(
    r"""
    (?:The\ )?+
    (?P<first>\p{Lu}[\p{L}\p{N}&.'\N{RIGHT SINGLE QUOTATION MARK}+]*+(?:-[\p{L}\p{N}]++)*+)
    (?:                                                            # more words of the name
        (?:,\ (?=(?:Inc|LLC|Ltd|Corp|Co|GmbH|S\.A)\b)               # a legal form behind a comma
          |\ (?:(?:&|and|of|on|for|de|du|la|van|von|der)\ (?:the\ |The\ )?)?
        )
        (?:\p{Lu}|\d(?=[\p{L}\d]))[\p{L}\p{N}&.'\N{RIGHT SINGLE QUOTATION MARK}+]*+(?:-[\p{L}\p{N}]++)*+
    ){0,10}+
    """,
    regex.VERBOSE,
)
POSSESSIVE_RE = regex.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}]s(?=\s)")
TOKEN_RE = regex.compile(r"\S+")
FURTHER_RE = regex.compile(
    r",\s++(?:and\s++)?[^\n.;:!?()|,]{3,60}?(?=[.,;:!?(|\n]|\s(?:to|who|with|for|in|at|on|that|whose|will|is|are|you|we)\b|$)"
)
SUBJECT_RE = regex.compile(
    r",\s(\p{Lu}[\p{L}&/+-]*+(?:\s(?:\p{Lu}[\p{L}&/+-]*+|&|and|of)){0,4})(?=\s(?:to|who|with|for|in|at|on|that|based|will|is)\b|[.,;:(]|$)"
)
MOST_COMMAS = 3
SEVERAL_WORDS, CAPITALS = 2, 1
LINKS = ("and", "of", "&", "on", "for", "de", "the", "la", "du", "at", "in")


def told_title(source: HeaderSource) -> Told | None:
    """The title that a sentence of the body names: of several the one that is more than a bare noun, then the first."""
    found: list[Told] = []
    for match in (*_openings(source, OPENINGS), *_inside(source, PROSE)):
        span = match.span("title")
        title = span and _plain_title(source, *span)
        if title:
            words = source.value[title[0] : title[1]]
            fuller = (SEVERAL_WORDS if " " in words else 0) + (CAPITALS if words[0].isupper() else 0)
            found.append(Told(match.row.get("weight") + fuller, *title, match.row.id))
    return min(found, key=lambda told: (-told.weight, told.start), default=None)


def _openings(source: HeaderSource, family: str) -> Iterator[Match]:
    """The matches of rows that begin where a sentence begins."""
    for row in source.rulebook.rows(family):
        text, match = source.value if row.case else source.folded, compiled(row.pattern).match
        for start in source.sentences:
            if found := match(text, start):
                yield Match(row, found.start(), found.end(), found)


def _introductions(source: HeaderSource) -> Iterator[tuple[Row, int, int]]:
    """The names with which sentences begin, where a row knows what follows them."""
    value = source.value
    rows = [(row, compiled(row.pattern).match) for row in source.rulebook.rows(INTRODUCTIONS)]
    for start in source.sentences:
        name = NAME_RE.match(value, start)
        if not name or name["first"].lower() in source.words.openers:
            continue
        for row, match in rows:
            if match(value, name.end()):
                yield row, start, name.end()
                break


def _inside(source: HeaderSource, family: str) -> Iterator[Match]:
    """The matches of rows inside of sentences, looked for around the places of their literals."""
    windows: list[tuple[int, int]] = []
    for place in source.hits.places(family):
        if any(first <= place <= last for first, last in source.body):
            start = max(0, place - BEFORE)
            if windows and start <= windows[-1][1]:
                start = windows.pop()[0]
            windows.append((start, min(place + BEHIND, len(source.value))))
    for start, end in windows:
        yield from source.hits.all(family, start, end)


def _everywhere(source: HeaderSource, family: str) -> Iterator[Match]:
    for start, end in source.body:
        yield from source.hits.all(family, start, end)


def _plain_title(source: HeaderSource, start: int, end: int) -> tuple[int, int] | None:
    """The title in a phrase: without praise before it, and only if it holds a noun for people who work."""
    for _ in range(MOST_COMMAS):
        title = _without_praise(source, start, end)
        if title:
            return title[0], _with_subject(source, title[1])
        further = FURTHER_RE.match(source.value, end)
        if not further:
            return None
        end = further.end()
    return None


def _without_praise(source: HeaderSource, start: int, end: int) -> tuple[int, int] | None:
    tokens = [(token.start(), token.end()) for token in TOKEN_RE.finditer(source.value, start, end)]
    capitals = any(_capital(source, token) for token in tokens)
    while len(tokens) > 1:
        word = source.folded[tokens[0][0] : tokens[0][1]].strip(",")
        lower = not _capital(source, tokens[0])
        if not (word in source.words.adjectives and lower) and not (capitals and lower):
            break
        tokens.pop(0)
    if not tokens or len(tokens) > MOST_TITLE_WORDS:
        return None
    start, end = source.trimmed(tokens[0][0], tokens[-1][1])
    if POSSESSIVE_RE.search(source.value, start, end):
        return None
    return (start, end) if has_title_word(source.folded[start:end], source.words) else None


def _with_subject(source: HeaderSource, end: int) -> int:
    """The end of a title with the subject behind its comma: Senior Manager, Product Marketing."""
    found = SUBJECT_RE.match(source.value, end)
    if not found or source.folded[found.start(1) : found.end(1)].partition(" ")[0] in source.words.openers:
        return end
    return found.end(1)


def _capital(source: HeaderSource, token: tuple[int, int]) -> bool:
    first = source.value[token[0]]
    return first.isupper() or first.isdigit()


def told_company(source: HeaderSource) -> Told | None:
    """The employer that sentences of the body name: the name with the most votes."""
    if source.told is not source.UNREAD:
        return source.told
    named = [(row, start, end, True) for row, start, end in _introductions(source)]
    named += [(m.row, *m.found.span("company"), bool(m.row.get("bounded"))) for m in _openings(source, EMPLOYERS)]
    votes = _votes(source, named)
    if max((told.weight for told in votes.values()), default=0) < SURE_VOTES:
        mentioned = [(m.row, *m.found.span("company"), False) for m in _everywhere(source, MENTIONS)]
        votes = {**_votes(source, mentioned), **votes}
    source.told = _most_voted(source, votes)
    return source.told


def _votes(source: HeaderSource, named: Iterable[tuple[Row, int, int, bool]]) -> dict[str, Told]:
    """What each of the names weighs, given the rows that found them, their spans, and whether their ends are known."""
    votes: dict[str, Told] = {}
    for row, start, end, bounded in named:
        name = _plain_company(source, start, end, bounded=bounded)
        if not name:
            continue
        key = source.value[name[0] : name[1]]
        before = votes.get(key)
        weight = row.get("weight") + (OPENING if start - source.body_start < OPENING_LENGTH else 0)
        votes[key] = before._replace(weight=before.weight + weight / 2) if before else Told(weight, *name, row.id)
    return votes


def _most_voted(source: HeaderSource, votes: dict[str, Told]) -> Told | None:
    """The name with most votes and mentions, in the fullest form that a sentence gives it."""
    if not votes:
        return None
    counted = {name: told.weight + MENTION * min(source.value.count(name) - 1, MOST_MENTIONS) for name, told in votes.items()}
    best = min(votes, key=lambda name: (-counted[name], votes[name].start))
    for longer in votes:
        if longer.startswith((best + " ", best + ", ")):
            extra = longer[len(best) :].strip(" ,").split(" ")
            if extra[-1].strip(".").lower() in source.words.company_words or extra[0] in ("&", "and", "of"):
                best = longer
                break
    return votes[best]._replace(weight=TOLD_WEIGHT) if counted[best] >= ENOUGH_VOTES else None


def _plain_company(source: HeaderSource, start: int, end: int, *, bounded: bool) -> tuple[int, int] | None:
    """The name in a phrase: without an article, and, where the phrase does not bound it, without words that the text never repeats with it."""
    start, end = source.trimmed(start, end)
    words = source.value[start:end]
    article = words.rfind("The ")
    if article >= 0:
        start += article + 4
        words = source.value[start:end]
    if not bounded:
        words = _without_possessive(source, words)
    if inner := POSSESSIVE_RE.search(words):
        words = words[: inner.start()]
    tokens = words.rstrip(" ").split(" ")
    while len(tokens) > 1 and (tokens[0].lower() in source.words.openers or _shouted(source, tokens)):
        start += len(tokens.pop(0)) + 1
    name = _repeated(source, tokens) if not bounded else " ".join(_unlinked(tokens))
    end = start + len(name)
    key = source.key(start, end)
    if not 1 < len(name) <= LONGEST_COMPANY or key in source.words.no_company or key.partition(" ")[0] in source.words.openers:
        return None
    if (is_title(name, source.words) and not source.has_company_word(start, end)) or is_place(name, source.words):
        return None
    return start, end


def _shouted(source: HeaderSource, tokens: list[str]) -> bool:
    """Whether the name begins with a heading in capitals that ran into it: ABOUT AUDIBLE Audible."""
    rest = " ".join(tokens[1:])
    return (
        tokens[0].isupper() and not rest.isupper() and source.value.count(" ".join(tokens)) == 1 and source.value.count(rest) > 1
    )


def _repeated(source: HeaderSource, tokens: list[str]) -> str:
    """The longest beginning of the words that the text bears twice; all of them where it bears none, or only a place."""
    kept = list(tokens)
    while len(kept) > 1 and source.value.count(" ".join(kept)) < 2:
        kept.pop()
    short = " ".join(_unlinked(kept))
    if source.value.count(short) < 2 or is_place(short, source.words) or short.lower() in source.words.no_company:
        return " ".join(_unlinked(tokens))
    return short


def _unlinked(tokens: list[str]) -> list[str]:
    """The words without links (and, of, the) that nothing follows."""
    while len(tokens) > 1 and tokens[-1].lower() in LINKS:
        tokens = tokens[:-1]
    return tokens


def _without_possessive(source: HeaderSource, words: str) -> str:
    """The name without 's and without a full stop behind it, unless both are its own (Parker's, DVSport, Inc.)."""
    if words.endswith(".") and words.rsplit(" ", 1)[-1].strip(".").lower() not in source.words.company_words:
        words = words.rstrip(".")
    for mark in ("'s", "\N{RIGHT SINGLE QUOTATION MARK}s"):
        if words.endswith(mark) and source.value.count(words) * 2 < source.value.count(words.removesuffix(mark)) * 1.5:
            return words.removesuffix(mark)
    return words
