"""What a line of a header reads like by its words alone: the title of a job, a place, a sentence.

In: a line, and the tables. Out: yes or no. Marks, labels and the lines around it are for `headerlines.py`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.headerwords import WORD_RE, plain
from jobparse.lineforms import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobparse.headerwords import Words

LONGEST_SUFFIX = 6
"""A shorter word is no compound."""

MOST_TITLE_WORDS = 16
"""Real titles read have up to 14 words, with their brackets."""
SEGMENT_RE = re.compile(r"\s*+[,|]\s++|\s++[-–—]\s++")
"""Between the parts of a title or of a name: a comma, a bar, a dash between spaces."""

PART_RE = re.compile(r"\s*+[,(|/:]\s*+|\s++[-–—]\s++|\)")
SENTENCE_ENDS = (".", "!", "?", ";")
GENDER_MARKS = "(/*:"


def is_title(line: str, words: Words) -> bool:
    """Whether a line reads like the title of a job: a noun for people who work, few words, no sentence.

    >>> from jobparse.headerwords import header_words
    >>> from jobparse.rulereader import load_rules
    >>> words = header_words(load_rules())
    >>> is_title("Structural Welder, Second Shift", words), is_title("You will be a welder", words), is_title("Our benefits", words)
    (True, False, False)
    """
    return words.remembered("title", line, lambda line: _is_title(line, words))


def _is_title(line: str, words: Words) -> bool:
    line = line.strip(" \t*_#|:-–—•·")
    if not 2 <= len(line) <= LONGEST_LINE or not (line[0].isalnum() or line[0] in "([.") or "://" in line:
        return False
    folded = line.lower()
    tokens = WORD_RE.findall(folded)
    if not tokens or len(tokens) > MOST_TITLE_WORDS or is_sentence(folded, tokens, words):
        return False
    if not _has_title_word(folded, tokens, words):
        return any(mark in line for mark in GENDER_MARKS) and words.forms.gender.search(folded) is not None
    return len(tokens) <= 4 or any(char.isupper() for char in line)


def is_sentence(folded: str, tokens: Sequence[str], words: Words) -> bool:
    """Whether words are a sentence rather than a name: by its end, or by words that only sentences have."""
    return folded.endswith(SENTENCE_ENDS) or not words.forms.sentence_words.isdisjoint(tokens)


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
        if ("/" in bare or "-" in bare) and not words.anywhere.isdisjoint(bare.replace("-", "/").split("/")):
            return True
        if len(bare) > LONGEST_SUFFIX and bare.endswith(words.suffixes):
            return True
    if "of" in tokens and any(token in words.before_of and after == "of" for token, after in pairwise(tokens)):
        return True
    if words.at_the_end.isdisjoint(token.strip("'.") for token in tokens):
        return False
    for part in PART_RE.split(folded):
        last = WORD_RE.findall(part)[-1:]
        if last and last[0].strip("'.") in words.at_the_end:
            return True
    return False


def is_place(line: str, words: Words) -> bool:
    """Whether a line is a place: a known one, or a name before a known country, state or postal code.

    >>> from jobparse.headerwords import header_words
    >>> from jobparse.rulereader import load_rules
    >>> words = header_words(load_rules())
    >>> [is_place(line, words) for line in ("Gary, IN", "Kowloon, Hong Kong SAR", "Greater Milan Metropolitan Area", "Retail, Fashion")]
    [True, True, True, False]
    """
    return words.remembered("place", line, lambda line: _is_place(line, words))


def _is_place(line: str, words: Words) -> bool:
    line = line.strip(" \t*_#|:-–—•·.,`")
    if line.endswith(")") and (province := PROVINCE_RE.fullmatch(line)) and province[1] in words.provinces:
        return not is_title(line, words)
    if "(" in line:
        line = BRACKETS_RE.sub("", line).strip() or line.strip("()")
        if not any(char.isalnum() for char in line):
            return False
    if not 2 <= len(line) <= LONGEST_LINE or line[0].islower():
        return False
    if words.place_words.isdisjoint(WORD_RE.findall(plain(line.lower()).replace("/", " "))):
        return False
    while (space := line.rfind(" ")) > 0 and line[space + 1 :].lower() in words.kinds:
        line = line[:space].rstrip(" ,/–-")
    return _ends_in_code(line, words) or all(_one_place(part, words) for part in words.forms.several_places.split(line) if part)


POSTCODE_RE = re.compile(r"\s++(?:\d{4,6}(?:-\d{4})?|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|[a-z]\d[a-z]\s?\d[a-z]\d)$")
BRACKETS_RE = re.compile(r"\s*+\([^()]*+\)")
US_ZIP = 5
PROVINCE_RE = quick(r"\p{Lu}[\p{L}.' -]{2,40} \((\p{Lu}{2})\)")
"""`Bressanone (BZ)`: a town with the code of its province, as Italian postings write it."""

STATE_END_RE = quick(r"\p{Lu}[\p{L}.',& -]{2,50} (?P<code>[A-Z]{2,3})(?: (?P<digits>\d{4,6}))?(?: \([^)]*+\))?")


def _one_place(part: str, words: Words) -> bool:
    folded = plain(part.lower().strip())
    if words.forms.remote_in.fullmatch(folded):
        return True
    bare = words.forms.mode_at_edge.sub("", folded).strip(" ()-–—,:")
    if not bare:
        return True
    if words.forms.place_form.fullmatch(bare):
        return True
    bare = POSTCODE_RE.sub("", bare)
    pieces = [piece.strip(" ()") for piece in bare.split(",") if piece.strip(" ()")]
    if not pieces or len(pieces) > 5:
        return False
    if len(pieces) > 1 and all(piece in words.places or words.forms.remote_in.fullmatch(piece) for piece in pieces):
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
    if not found or found["code"] not in words.codes or part.strip().lower() in words.labels:
        return False
    return found["digits"] is None or (len(found["digits"]) == US_ZIP) == (found["code"] in words.us_codes)
