"""The words of `header/form` → the patterns that readers of header lines try: modes of work, legal forms, links inside of names.

In: a rulebook. Out: `Forms`, made once for each. Which words they are is for the rows; how they stand in a line is written here. It reads
no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from jobparse.dialect import quick
from jobparse.wordforms import spellings, with_words

if TYPE_CHECKING:
    from jobparse.rulebook import Rulebook

FAMILY = "header/form"

OF_PLACES = ("mode", "anywhere", "area", "locations", "further")
"""The forms of which a place without a name of the tables holds a word."""


class Forms(NamedTuple):
    """What header lines are told by, beside the tables: plain words, then patterns."""

    sentence_words: frozenset[str]
    place_words: frozenset[str]
    links: frozenset[str]
    ties: frozenset[str]
    firm: frozenset[str]
    month_first: frozenset[str]
    either_first: frozenset[str]
    gender: Any
    several_places: Any
    place_form: Any
    remote_in: Any
    mode_at_edge: Any
    place_gap: Any
    place_and: Any
    count: Any
    leading_mode: Any
    mode_before_place: Any
    between_days: Any
    day: Any
    kinds_gap: Any
    legal: Any
    shortened: Any
    at_employer: Any
    behind_at: Any
    beside_title: Any
    article: Any
    call: Any
    page: Any
    department: Any
    team: Any
    further_part: Any
    subject: Any
    full_name: Any
    name_tail: Any


def header_forms(rulebook: Rulebook) -> Forms:
    """The words and patterns of a rulebook.

    >>> from jobparse.rulereader import load_rules
    >>> forms = header_forms(load_rules())
    >>> forms.legal.match(" GmbH, Neuss")[0], bool(forms.gender.search("lagerist (m/w/d)")), "hybrid" in forms.place_words
    (' GmbH', True, True)
    """
    rows = rulebook.rows(FAMILY)

    def worded(pattern: str) -> str:
        return with_words(rows, pattern)

    def words(form: str) -> frozenset[str]:
        return frozenset(spellings(rows, form))

    return Forms(
        sentence_words=words("sentence") | {word.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") for word in words("sentence")},
        place_words=frozenset(word.rpartition(" ")[2] for form in OF_PLACES for word in words(form)),
        links=words("link") | words("loose-link"),
        ties=words("tie"),
        firm=words("firm"),
        month_first=words("month-first"),
        either_first=words("either-first"),
        gender=re.compile(worded(r"{gender}")),
        several_places=regex.compile(worded(r"\s*+[;|·•]\s*+|\s++/\s++|/(?=(?i:{mode})\b)|(?<=(?i:{mode}))/|,? (?:{or}) | & ")),
        place_form=regex.compile(  # Greater Milan Metropolitan Area, 3 locations, + 2 more
            worded(r"[\p{L}][\p{L}.' /-]{1,48} (?:{area})|\d++ (?:{locations})|\+ ?\d++ (?:{further})(?: (?:{locations}))?")
        ),
        remote_in=quick(worded(r"(?:{anywhere})(?: (?:{in}) (?:the )?[\p{L} .]{2,30})?")),
        mode_at_edge=re.compile(worded(r"^(?:{mode})\b[\s(:,–—-]*+|[\s(]++(?:{mode})\)?$|\((?:{mode})[^)]{0,30}\)$")),
        place_gap=regex.compile(worded(r"\s*(?:;|\||·|•|\s/\s|/(?=(?i:{mode})\b)|(?<=(?i:{mode}))/)\s*+")),
        place_and=quick(worded(r",?\s(?:{or}|&)\s(?=\p{Lu}|{anywhere})")),
        count=regex.compile(  # 3 days a week, 2 x weeks, + 2 more
            worded(r"\d++\s?(?:-\s?\d++\s)?(?:x\s)?(?:{time})\b.*+|\+?\s?\d++\s(?:(?:{further})(?:\s.*+)?|{locations})"),
            regex.IGNORECASE,
        ),
        leading_mode=re.compile(worded(r"(?:[^:\n]{2,30}:\s*)?(?P<mode>(?:(?:{wholly}) )?(?:{mode}))(?= (?:{in}) |\s?[:,(/-])")),
        mode_before_place=re.compile(  # On-site (hybrid) in Stockholm
            worded(
                r"(?:(?:{wholly})\s)?(?:{mode})(?:\s?\((?:{mode}|[^()]*\b(?:{some-days})\b[^()]*+)\))?"
                r"(?:\s*+[:,(/–—-]\s*+|\s(?:{in})\s(?:the\s)?|\s)"
            )
        ),
        between_days=re.compile(worded(r"(?<=\d) (?:{until}|-) (?=\d)")),
        day=re.compile(  # how one begins: with numbers, or with the name of a month or of a day of the week
            worded(r"\W*(?:\d{1,4}(?:st|nd|rd|th)?[\s/.-]\s*(?:\d|(?!(?:{hour})\b)[^\W\d]{3,})|(?!(?:{no-day})\b)[^\W\d]{3,})")
        ),
        kinds_gap=re.compile(worded(r"\s(?:{or}|/|&|-|\u2013)\s++|:\s*+|/")),
        legal=re.compile(worded(r",? (?:Pty\.? )?(?:{legal})\b\.?")),
        shortened=re.compile(worded(r"\b(?:{legal}|{shortened})\.$")),
        at_employer=quick(worded(r"(?:{at}|@) ?(?=\p{Lu})")),
        behind_at=quick(worded(r"\s(?:{at}|@)\s(?=\p{Lu})")),
        beside_title=re.compile(worded(r"\s++[-–—|@]\s++|,\s++|\s++(?:{at})\s++")),
        call=re.compile(worded(r"(?:\s*+[-–—|:(!,]\s*+(?:{call}|{wanted})|\s++(?:{wanted}))[)!.]*+$")),
        article=re.compile(worded(r"(?:{article})\s++")),
        page=re.compile(worded(r" (?:{page}) (?:in|at)\b| [|] ")),
        department=re.compile(worded(r"(?:the )?(?:{department}) (?:of|for)\b")),
        team=re.compile(worded(r" (?:[a-z]+ )?(?:{team})\b")),
        further_part=re.compile(worded(r",\s++(?:and\s++)?[^\n.;:!?()|,]{3,60}?(?=[.,;:!?(|\n]|\s(?:{behind-title})\b|$)")),
        subject=quick(
            worded(
                r"(?:,|\s[-–—])\s(\p{Lu}[\p{L}&/+-]*+(?:\s(?:\p{Lu}[\p{L}&/+-]*+|{tie})){0,4})(?=\s(?:{behind-title})\b|[.,;:(]|$)"
            )
        ),
        name_tail=quick(worded(r"(?: (?:(?:{tie}) )?\p{Lu}[\p{L}'&.-]*+){1,3}+(?=\s*(?:$|[(|,]| [-–—] ))")),
        full_name=regex.compile(
            worded(r"(?:The )?(?P<name>\p{Lu}[\p{L}.'’&-]*+(?:,? (?:(?:{link}|the) )*+\p{Lu}[\p{L}.'’&-]*+){1,9})\s?$")
        ),
    )
