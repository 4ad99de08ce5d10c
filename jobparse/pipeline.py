"""The flow of one posting, one line a stage.

In: text or bytes. Out: a `Posting`, or a `Journey` that also holds what every stage handed on (for `explain` and tests).
No clock, no environment: what is not an argument is a rule.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jobparse.assembly import Readings, assemble, placed_skill
from jobparse.blocks import find_blocks
from jobparse.boilerplate import judge
from jobparse.decode import Decoded, decode
from jobparse.facts.graduation import find_graduation
from jobparse.facts.header import find_header
from jobparse.facts.pay import find_pay
from jobparse.facts.skills import find_skills, named_skills
from jobparse.facts.zones import find_zones
from jobparse.layout import lay_out
from jobparse.model import Document, Posting, Skill
from jobparse.repair import repair
from jobparse.rulebook import Rulebook
from jobparse.sections import find_sections
from jobparse.text import Text

if TYPE_CHECKING:
    import datetime

    from jobparse.repair_envelope import Envelope


class Journey(NamedTuple):
    """A posting with what the stages handed on."""

    posting: Posting
    document: Document
    readings: Readings


def parse(
    data: str | bytes,
    *,
    rules: Rulebook | None = None,
    reference_date: datetime.date | None = None,
    name: str | None = None,
    input: str | None = None,  # noqa: A002  the option's name everywhere
) -> Posting:
    """One job posting, parsed.

    `data` is the scraped text, or its bytes (decoded by BOM, declared charset, UTF-8, then by detection). `rules` are the shipped
    ones unless given. `reference_date` resolves relative dates ("Posted 3 days ago"); without it they keep a null value.
    `name` goes into `source.name`. `input` says what it is: text, html (a whole page or a part of one) or json (JSON-LD, or a posting of an
    applicant tracking system's feed); unless given it is detected. Any string parses; nothing is raised on odd text.

    >>> posting = parse("Welder\\n\\nRequirements\\n- MIG welding\\n\\nPay: $28 - $34 per hour\\n")
    >>> posting.clean_text.endswith("\\n")
    True
    """
    return follow(data, rules=rules, reference_date=reference_date, name=name, input=input).posting


def follow(
    data: str | bytes,
    *,
    rules: Rulebook | None = None,
    reference_date: datetime.date | None = None,
    name: str | None = None,
    site_rules: bool = True,
    input: str | None = None,  # noqa: A002
) -> Journey:
    """The same, with what every stage handed on. `site_rules=False` leaves out the rows of known sites."""
    rulebook = rules or shipped_rules()
    decoded, text, envelope = _opened(data, input, rulebook)
    document = _structured(text, rulebook, reference_date, site_rules)
    header = find_header(document)
    zones = find_zones(document)
    pay = find_pay(document, zones, header)
    graduation = find_graduation(document)
    skills = find_skills(document)
    readings = Readings(header, zones, pay, graduation, skills)
    clean = lay_out(document.value, document.passages)
    posting = assemble(decoded, name, document, clean, readings)
    if envelope and envelope.stated:
        from jobparse.structured import with_structured

        posting = with_structured(posting, envelope, rulebook)
    return Journey(posting, document, readings)


class _Opened(NamedTuple):
    """What came in, the posting's text, and what it stood in, if that is not text."""

    decoded: Decoded
    text: Text
    envelope: Envelope | None = None


def _opened(data: str | bytes, form: str | None, rulebook: Rulebook) -> _Opened:
    """The source, and the posting's text inside of it. JSON that holds no posting is text."""
    decoded = decode(data, form)
    if decoded.format == "text":
        return _Opened(decoded, Text(decoded.text))
    from jobparse.repair_envelope import opened  # only pages and feeds need it

    envelope = opened(decoded.text, decoded.format, rulebook)
    return _Opened(decoded._replace(format=envelope.format), envelope.text, envelope)


def _structured(
    source: Text, rulebook: Rulebook, reference_date: datetime.date | None = None, site_rules: bool = True
) -> Document:
    """Everything before the facts: the repaired text, cut into blocks, judged, in sections."""
    text = repair(source, rulebook)
    hits = rulebook.matcher.scan(text.value)
    judged = judge(find_blocks(hits, rulebook), hits, rulebook, site_rules=site_rules)
    passages = find_sections(judged.blocks, hits, rulebook)
    return Document(text, hits, rulebook, judged.blocks, passages, judged.site, reference_date)


def clean(data: str | bytes, *, rules: Rulebook | None = None) -> str:
    """Only the clean text of a posting, without looking for any fact; cleaning it again changes nothing."""
    rulebook = rules or shipped_rules()
    document = _structured(_opened(data, None, rulebook).text, rulebook)
    return lay_out(document.value, document.passages).value


def skills(data: str | bytes, *, rules: Rulebook | None = None) -> tuple[Skill, ...]:
    """Only the skills of a posting, as `parse` gives them, without looking for any other fact."""
    rulebook = rules or shipped_rules()
    document = _structured(_opened(data, None, rulebook).text, rulebook)
    return tuple([placed_skill(skill, document) for skill in named_skills(document).skills])


class Parser:
    """Compiled rules, held for many parses; pickles, so that workers can be handed one."""

    def __init__(self, rules: Rulebook | None = None) -> None:
        self.rules = rules or shipped_rules()

    def parse(
        self,
        data: str | bytes,
        *,
        reference_date: datetime.date | None = None,
        name: str | None = None,
        input: str | None = None,  # noqa: A002
    ) -> Posting:
        """Like `jobparse.parse`, with this parser's rules."""
        return parse(data, rules=self.rules, reference_date=reference_date, name=name, input=input)

    def clean(self, data: str | bytes) -> str:
        """Like `jobparse.clean`, with this parser's rules."""
        return clean(data, rules=self.rules)


@lru_cache(maxsize=1)
def shipped_rules() -> Rulebook:
    """The rules that come with the package, loaded once a process."""
    from jobparse.rulereader import load_rules  # the command has them from the run before and never reads them

    return load_rules()
