"""The words of `skills/form` → the patterns that are tried right beside the names of skills: another of its kind, a version, a study.

In: the rows of the family. Out: `SkillForms`, kept with the vocabulary. Which words they are is for the rows; what stands around them is written
here. It reads no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobparse.wordforms import with_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobparse.rulebook import Row

FAMILY = "skills/form"

SMALL, CAPITAL = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"
JOIN = r"(?:-?,? (?:and/or|and|or|&) |, ?(?:and |or |& )?|-?/ ?| & )"


class SkillForms(NamedTuple):
    """What is tried beside a name.

    `another`: behind it, another of its kind. `listed`: the same, or one more name. `owner`: before it, what makes it the name of an employer or a
    person. `study`: a sentence about degrees. `common`: common words as an item, `noun`: one behind a name. `sharing`: a word that shares the
    beginning of the name before it. `version`: of a thing. `letter_lead`: before a language of one letter. `tie`: what ties two lists
    together. `between_degrees`: what may stand between two degrees of one statement.
    """

    another: re.Pattern[str]
    listed: re.Pattern[str]
    owner: re.Pattern[str]
    study: re.Pattern[str]
    common: re.Pattern[str]
    noun: re.Pattern[str]
    sharing: re.Pattern[str]
    version: re.Pattern[str]
    letter_lead: re.Pattern[str]
    tie: re.Pattern[str]
    between_degrees: re.Pattern[str]


def skill_forms(rows: Sequence[Row]) -> SkillForms:
    """The patterns of these rows.

    >>> from jobparse.rulereader import load_rules
    >>> forms = skill_forms(load_rules().rows(FAMILY))
    >>> bool(forms.another.match(" or similar")), forms.version.match(" 3.11+ or newer")[0], bool(forms.version.match(" 3 years"))
    (True, ' 3.11+', False)
    """

    def made(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
        return re.compile(with_words(rows, pattern), flags)

    name = rf"(?:[{CAPITAL}]|[{SMALL}]+[{CAPITAL}])[{LETTER}\d+#.-]*+(?: [{CAPITAL}][{LETTER}\d+#.-]*+){{0,3}}+"
    word = rf"[{LETTER}][{LETTER}\d-]*+"
    return SkillForms(
        another=made(r" ?(?:,|or|and) (?:{another})\b"),
        listed=made(rf" ?(?:or|and|,|/) ?(?:(?:{{another}})\b|{name} ?(?:[,(/)\n]|or |and |$))", re.MULTILINE),
        owner=made(r"\b(?:{owner})\s$", re.IGNORECASE),
        study=made(r"\b(?:{study})", re.IGNORECASE),
        common=made(  # a name, then what parts it from the next one, or what ends it
            rf"[ :(]*+(?:(?:the|a|an) )?+(?P<name>{word}(?: {word}){{1,3}}?)"
            rf"(?:(?P<sep> ?,(?: and| or)? ?| and | or | ?/ ?)|(?= ?[.;)(]| ?$| (?:{{behind}}|{{behind-common}})\b))",
            re.MULTILINE,
        ),
        noun=made(rf" ([{SMALL}]{{3,}}+)(?= ?[,;.)/]| ?$| (?:and|or|{{behind}})\b)", re.MULTILINE),
        sharing=made(
            rf"{JOIN}(?P<word>[{SMALL}][{LETTER}-]++)(?=[,.;:)/]|\s*+$|\s(?:and|or|of|{{behind}}|{{behind-common}})\b|\n)"
        ),
        version=made(  # a number of years is none
            rf" (?:(?:v|version) ?)?\d{{1,4}}(?:\.[\dx]{{1,3}}){{0,3}}+(?:\+|\.x)?"
            rf"(?![{LETTER}\d%]|[.,]\d| ?(?:\+|-|–|to|or more|plus)? ?\d* ?(?:{{time}})\b)"
        ),
        letter_lead=made(r"\b(?:{letter-lead}|,) $"),
        tie=made(r"[,/&(|]|\b(?:{tie})\b"),
        between_degrees=made(
            r"(?:['’]?s)?(?: ?\([^)\n]{1,12}\))?(?: degrees?)?[ ]*+(?:[,/&(|]|\bor\b|\band/or\b|\band\b)[ ,]*+(?:(?:or|an?|the|and|{hedge})[ ])*+",
            re.IGNORECASE,
        ),
    )
