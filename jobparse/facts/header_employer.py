"""A name in a sentence → the employer's name: where it begins and ends, and its fullest form.

In: a span of words with capitals. Out: the span of the name alone, or null where it is none: a heading, a title, a place, a programme.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.headershapes import is_place, is_title
from jobparse.lineforms import known_headings, line_key

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource

LONGEST_COMPANY = 80
LONGEST_HEADING = 4
RUN_IN = ". The "
SHORTEST_SHORT = 2
LONGEST_SHORTENED = 4
LONGEST_SHORT, LONGEST_FULL, LONGEST_LEGAL = 8, 90, 12
MOST_PLACES, MOST_LEGAL = 8, 4
"""So many mentions of a name are looked at for a fuller form of it, and for its legal form."""

MOSTLY, SELDOM = 2, 3
"""More than one mention in so many has the legal form: mostly, or as often as a name must that acts with it but once."""

DOES_RE = re.compile(r",?(?: \([^()\n]{1,40}\),?)? (?:is|are|was|has|does|[a-z]{3,}s)\b")
"""What follows a name that says or does something: there it stands as its bearer calls itself."""

FURTHER_RE = quick(r"(?: \p{Lu}[\p{L}&'.-]*+){1,3}+")

POSSESSIVE_RE = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}]s(?=\s)")
POSSESSIVE_END_RE = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}]s?$")
WORD_RE = re.compile(r"[^\W\d_]++")
GLUE_RE = quick(r"\p{Ll}(?=\p{Lu}\p{Ll})")
ELIDED = ("L'", "L\N{RIGHT SINGLE QUOTATION MARK}")


BEGUN_RE = quick(r"(?:(?<=\p{Ll} )An?|(?<![\w.,$€£/-])\d[\p{L}\d]{0,7}+)(?: \p{Lu}[\p{L}\d-]*+){0,2}+ $")
"""What a name may begin with that begins no other: an article inside of a sentence, a number; and capitals between that and what was found."""

LONGEST_BEGUN = 40


def as_written(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """The name as the text writes it: not in the capitals of a heading, and with an article or a number with which it always begins."""
    name = source.value[start:end]
    if name.isupper() and len(name) > LONGEST_SHORTENED and source.value.count(name.title()) > source.value.count(name):
        start = source.value.find(name.title())
        return start, start + len(name)
    again, at = source.value.count(name), start
    for _ in range(MOST_PLACES if again > 1 else 0):
        begun = BEGUN_RE.search(source.value, max(0, at - LONGEST_BEGUN), at)
        if begun and source.value.count(begun[0] + name) == again:
            return begun.start(), at + end - start
        at = source.value.find(name, at + 1)
        if at < 0:
            break
    return start, end


def fullest(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """The name in full: with the legal form that it mostly has, or has as a subject, or what its short form in brackets stands for."""
    end = _without_seldom_form(source, start, end)
    name = source.value[start:end]
    if len(name) <= LONGEST_SHORT and (full := _spelt_out(source, name)):
        return full
    value, size = source.value, end - start
    at, longer = start, ""
    for number in range(MOST_PLACES):
        behind = value[at + size : at + size + 2]
        if behind == ", " or (behind[:1] == " " and behind[1:].isupper()):
            legal = source.legal_end(at + size, at + LONGEST_FULL) if number < MOST_LEGAL else at
            if legal > at + size and _belongs(value, name, at, legal):
                return at, legal
            further = FURTHER_RE.match(value, at + size)
            if further and _names_employers(source, further[0]):
                if further[0] == longer:
                    return at, further.end()
                longer = further[0]
        at = value.find(name, at + 1)
        if at < 0:
            break
    return start, end


def _without_seldom_form(source: HeaderSource, start: int, end: int) -> int:
    """The end of a name without its legal form, where the text mostly names the employer without it."""
    form = source.words.forms.legal.search(source.value, max(start + 1, end - LONGEST_LEGAL), end)
    if not form or form.end() < end:
        return end
    bare, formal = source.value.count(source.value[start : form.start()]), source.value.count(source.value[start:end])
    short: int = form.start()
    return short if bare > MOSTLY * formal else end


def _belongs(value: str, name: str, at: int, legal: int) -> bool:
    """Whether the legal form behind a name is part of it: most mentions have it, or it acts with it, and not just once among several without."""
    bare, formal = value.count(name), value.count(value[at:legal])
    if formal * MOSTLY > bare:
        return True
    acts = DOES_RE.match(value, legal) is not None
    return acts and (formal > 1 or formal * SELDOM > bare or value.find(name) == at)


def _names_employers(source: HeaderSource, words: str) -> bool:
    """Whether words behind a name end it as employers' names end, and not as the names of their parts do."""
    last = words.rpartition(" ")[2].strip(".,").lower()
    return last in source.words.company_words and last not in source.words.parts


def _spelt_out(source: HeaderSource, short: str) -> tuple[int, int] | None:
    """The name that a short form in brackets stands for, where its initials are that form's letters: `Tarnholt Fabrication (TF)`."""
    at = source.value.find(f"({short})") if short.isupper() and len(short) > 1 else -1
    full = source.words.forms.full_name.search(source.value, max(0, at - LONGEST_FULL), at) if at > 0 else None
    if not full:
        return None
    start, end = full.span("name")
    start = max(start, source.value.rfind(RUN_IN, start, end) + len(RUN_IN)) if RUN_IN in full["name"] else start
    while (word := source.folded[start:end].partition(" ")[0]) in source.words.openers or word == short.lower():
        start += len(word) + 1
    if start >= end:
        return None
    if source.value[start] == short[0] and abbreviates(short, source.value[start:end]):
        return (start, end) if not is_title(source.value[start:end], source.words) else None
    while (word := source.folded[start:end].partition(" ")[0]) in source.words.openers or word in source.words.no_company:
        start += len(word) + 1
        if start >= end:
            return None
    named = abbreviates(short, source.value[start:end])
    return (start, end) if named and not is_title(source.value[start:end], source.words) else None


def abbreviates(short: str, full: str) -> bool:
    """Whether the letters of a short form stand in a name in their order, as capitals or at the beginning of words.

    >>> abbreviates("OOL", "Office of Locks"), abbreviates("TF", "Tarnholt Fabrication"), abbreviates("TX", "Tarnholt Fabrication")
    (True, True, False)
    """
    initials = iter([char.upper() for before, char in zip(" " + full, full, strict=False) if char.isupper() or before == " "])
    return all(letter in initials for letter in short if letter.isalpha())


def department_span(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """The name, or what its short form in brackets stands for: that says whether it is a part of an employer (`Office of Locks (OOL)`)."""
    name = source.value[start:end]
    return (_spelt_out(source, name) if len(name) <= LONGEST_SHORT else None) or (start, end)


def plain_company(source: HeaderSource, start: int, end: int, *, bounded: bool) -> tuple[int, int] | None:
    """The name in a phrase: without an article, and, where the phrase does not bound it, without words that the text never repeats with it."""
    start, end = source.trimmed(start, end)
    words = source.value[start:end]
    article = words.rfind("The ")
    if article >= 0:
        start += article + 4
        words = source.value[start:end]
    if words[:2] in ELIDED and source.value.count(words[2:]) > source.value.count(words):
        start, words = start + 2, words[2:]
    if not bounded:
        if words.isupper() and " " in words and not source.stands_again(start, end):
            return None
        words = _without_possessive(source, words)
    if (inner := POSSESSIVE_RE.search(words)) and _stands_alone(source, words[: inner.start()]):
        words = words[: inner.start()]
    tokens = words.rstrip(" '\N{RIGHT SINGLE QUOTATION MARK}").split(" ")
    tokens = _one_sentence(source, tokens)
    while len(tokens) > 1 and (_opens(source, tokens) or _shouted(source, tokens)):
        start += len(tokens.pop(0)) + 1
    ran_in = _ran_in(source, tokens)
    name = " ".join(tokens)[ran_in:]
    start, tokens = start + ran_in, name.split(" ")
    while bounded and len(tokens) > 1 and tokens[-1].lower() in source.words.endings:
        tokens = _whole_part(source, tokens)
    if not tokens:
        return None
    if not bounded:
        name = _repeated(source, tokens)
    else:
        name = " ".join(_unlinked(source, tokens))
    return (start, start + len(name)) if _may_employ(source, name, start) else None


def _opens(source: HeaderSource, tokens: list[str]) -> bool:
    """Whether the first word begins a sentence and not the name; two capitals alone are a short form (`IT Tarnholt`)."""
    return tokens[0].lower() in source.words.openers and not (_is_short(tokens[0]) and not tokens[1].isupper())


def _is_short(word: str) -> bool:
    return len(word) == SHORTEST_SHORT and word.isupper()


def _stands_alone(source: HeaderSource, words: str) -> bool:
    """Whether the text bears a name without its possessive too, or it is none: else that is part of it (`Parker's Steel`)."""
    if is_place(words, source.words) or words.lower() in source.words.no_company:
        return True
    return source.value.count(words) > source.value.count(words + "'s") + source.value.count(
        words + "\N{RIGHT SINGLE QUOTATION MARK}s"
    )


def _one_sentence(source: HeaderSource, tokens: list[str]) -> list[str]:
    """The words up to one behind which a sentence ends: `Tarnholt. Bring gloves`; what is shortened (`St.`, `Inc.`) ends none."""
    for number, token in enumerate(tokens):
        bare = token.rstrip(".")
        if (
            token[-1:] == "."
            and len(bare) > LONGEST_SHORTENED
            and "." not in bare
            and bare.lower() not in source.words.company_words
        ):
            return [*tokens[:number], bare]
    return tokens


def _whole_part(source: HeaderSource, tokens: list[str]) -> list[str]:
    """What a name that ends like a part of an employer begins with: words that name employers end in, or that the text bears again."""
    for number in range(len(tokens) - 1, 1, -1):
        known = tokens[number - 1].lower() in source.words.company_words
        if known or source.value.count(" ".join(tokens[:number])) > source.value.count(" ".join(tokens)):
            return tokens[:number]
    return []


def _may_employ(source: HeaderSource, name: str, start: int) -> bool:
    """Whether a name may be an employer's: no heading, no title, no place, no programme or team."""
    key = source.key(start, start + len(name))
    if not 1 < len(name) <= LONGEST_COMPANY or key in source.words.no_company or key in known_headings(source.rulebook):
        return False
    first, last = key.partition(" ")[0], key.rpartition(" ")[2]
    words = name.split(" ")
    if any(
        word in source.words.openers and not _is_short(name_word) for word, name_word in ((first, words[0]), (last, words[-1]))
    ):
        return False
    if last in source.words.endings:
        return False
    if _is_common(source, name, key):
        return False
    worker = last in source.words.anywhere and last not in source.words.company_words and " of " not in key
    titled = is_title(name, source.words) and (worker or not source.has_company_word(start, start + len(name)))
    if titled and not _heads(source, name):
        return False
    return not is_place(POSSESSIVE_END_RE.sub("", name), source.words)


def _is_common(source: HeaderSource, name: str, key: str) -> bool:
    """Whether words name no employer: all are subjects of departments (`Data & Analytics`), or a heading ran into a sentence (`YouYou'll`)."""
    pieces = [piece.lower() for piece in GLUE_RE.sub(r"\\g<0> ", name).split(" ")] if GLUE_RE.search(name) else []
    if pieces and all(piece in source.words.no_company or piece in known_headings(source.rulebook) for piece in pieces):
        return True
    words = WORD_RE.findall(key)
    return source.words.fields.issuperset(word for word in words if word not in source.words.forms.links)


def _heads(source: HeaderSource, name: str) -> bool:
    """Whether a name that reads like a title heads a header which has another title below it."""
    titles = dict.fromkeys(source.value[line.start : line.end] for line in source.lines if line.row.get("form") == "title")
    return len(titles) > 1 and next(iter(titles)) == name


def _ran_in(source: HeaderSource, tokens: list[str]) -> int:
    """How much of a name is a heading that ran into it: `Job DescriptionTarnholt`, `Equal Opportunity Employer Tarnholt`, or the name itself."""
    name = " ".join(tokens)
    headings = known_headings(source.rulebook)
    half = len(name) // 2
    if name[:half] == name[half:]:
        return half
    for glue in GLUE_RE.finditer(name):
        at: int = glue.start() + 1
        whole, rest = source.folded.count(name.lower()), source.value.count(name[at:])
        if " " in name[:at] and line_key(name[:at].lower()) in headings:
            return at
        if rest > whole and source.stands_free(name[at:]) and (whole == 1 or line_key(name[:at].lower()) in headings):
            return at
    for number in range(min(len(tokens) - 1, LONGEST_HEADING), 1, -1):
        head = " ".join(tokens[:number])
        if line_key(head.lower()) in headings or (number > 2 and head.lower() in source.words.no_company):
            return len(head) + 1
    return _heading_inside(tokens, headings)


def _heading_inside(tokens: list[str], headings: frozenset[str]) -> int:
    """How much of a name stands before the end of a heading that ran into it with what is above it: `Crane Pilot Job Description Tarnholt`."""
    for first in range(1, len(tokens) - 2):
        for behind in range(first + 2, min(first + LONGEST_HEADING, len(tokens) - 1) + 1):
            if line_key(" ".join(tokens[first:behind]).lower()) in headings:
                return len(" ".join(tokens[:behind])) + 1
    return 0


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
    short = " ".join(_unlinked(source, kept))
    if source.value.count(short) < 2 or is_place(short, source.words) or short.lower() in source.words.no_company:
        return " ".join(_unlinked(source, tokens))
    return short


def _unlinked(source: HeaderSource, tokens: list[str]) -> list[str]:
    """The words without links (and, of, the) that nothing follows."""
    while len(tokens) > 1 and tokens[-1].lower() in source.words.forms.links:
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
