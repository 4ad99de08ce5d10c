"""HeaderSource → the title and the employer as sentences of the body tell them, where no header does.

In: what `header_source.py` gives. Out: a span with its row, or null. A name is believed the more, the more sentences bear it; a title
must hold a noun for people who work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.facts.header_employer import POSSESSIVE_RE, abbreviates, as_written, department_span, fullest, plain_company
from jobparse.facts.header_sentences import at_literals, employer_beginnings, title_beginnings
from jobparse.facts.header_source import Told
from jobparse.headershapes import has_title_word, is_sentence

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource, Stretches
    from jobparse.rulebook import Row

PROSE, STATEMENTS, MENTIONS, AGENCIES = "header/prose", "header/statement", "header/mention", "header/agency"

TOLD_WEIGHT = 60
CLIENT_WEIGHT = 96
"""An agency says whom it seeks for: more than what the page around its posting says."""
ENOUGH_VOTES = 4
"""What one plain sentence ("X is a …", "At X, we …") gives at least."""

PLAINLY = 4.5
"""What a sentence that introduces the employer gives: with less, a longer name may be a team's."""

SURELY = 6
"""What a sentence gives that only an employer can be the subject of: who seeks, who gives equal opportunity."""

SURE_VOTES = 5
"""Below this, phrases inside of sentences are asked too."""

DECIDED = 9.5
"""From so many votes and mentions on nothing further is read."""

OPENING, OPENING_LENGTH = 1.5, 300
"""Employers introduce themselves at once: what a match in the first characters of the body adds."""

MENTION, MOST_MENTIONS = 0.5, 12
"""What each further mention of a name in the text adds, and how many count."""

MOST_TITLE_WORDS = 12
LOOSE = (" of ", " to ", " or ")
"""What holds words together that name no one job, unless they have capitals."""

LED_RE = quick(r"(?<![\p{L}.])\p{Lu}\p{Ll}?\.(?:\p{Lu}\.)*+ $")
LONGEST_LED = 12
"""A word or letters that a full stop shortens, right before a name."""

RUN_IN, RUN_IN_RE = " The ", re.compile(r" The |, the ")
MOST_COMMAS = 3
MORE_OFTEN = 3
SEVERAL_WORDS, CAPITALS = 2, 1
LONE_WEIGHT = 4
"""What a row must give for a noun that all trades have, alone: `as an Engineer` is a title, `the Engineer will` need not be one."""

SURE, SUREST = 5, 8
"""From what weight on lists are not asked too; what the surest rows give, and several words, and a capital: no title further on is better."""


def told_title(source: HeaderSource) -> Told | None:
    """The title that a sentence of the body names: of several the one that is more than a bare noun, then the first."""
    best = _at_beginnings(source, source.prose, _in_sentences(source, source.body))
    if best is None or best.weight < SURE:
        best = _at_beginnings(source, source.listings, best)
    if best is None:
        further = source.further_role
        best = _at_beginnings(source, further, _in_sentences(source, further.spans))
    return best


def _in_sentences(source: HeaderSource, spans: Sequence[tuple[int, int]]) -> Told | None:
    """The best title that phrases inside of sentences name."""
    best: Told | None = None
    for match in at_literals(source.hits, PROSE, spans):
        if not source.is_removed(match.start):
            best = _better(source, best, match.row, *match.found.span("title"))
            if best and best.weight >= SUREST:
                break
    return best


def _at_beginnings(source: HeaderSource, stretches: Stretches, best: Told | None) -> Told | None:
    """The best title so far, or a better one with which a sentence begins; where one is as sure as can be, nothing behind it is read."""
    limit = best.start if best and best.weight >= SUREST else len(source.value)
    spans = [(start, min(end, limit)) for start, end in stretches.spans if start < limit]
    cuts = [cut for cut in stretches.cuts if cut < limit]
    for row, found, number in title_beginnings(source.rulebook).scan(source.folded, spans, cuts):
        best = _better(source, best, row, *found.span(f"title_{number}"))
    return best


def _better(source: HeaderSource, best: Told | None, row: Row, start: int, end: int) -> Told | None:
    """The better of the title so far and the one that a row found."""
    title = _plain_title(source, start, end)
    if not title:
        return best
    words = source.value[title[0] : title[1]]
    if words.lower() in source.words.lone and row.get("weight") < LONE_WEIGHT:
        return best
    fuller = (SEVERAL_WORDS if " " in words else 0) + (CAPITALS if words[0].isupper() else 0)
    told = Told(row.get("weight") + fuller, *title, row.id)
    return told if best is None or (-told.weight, told.start) < (-best.weight, best.start) else best


def _plain_title(source: HeaderSource, start: int, end: int) -> tuple[int, int] | None:
    """The title in a phrase: without praise before it, and only if it holds a noun for people who work."""
    for _ in range(MOST_COMMAS):
        title = _without_praise(source, start, end)
        if title:
            return title[0], _with_subject(source, _without_short_form(source, *title))
        further = source.words.forms.further_part.match(source.value, end)
        if not further:
            return None
        end = further.end()
    return None


def _without_praise(source: HeaderSource, start: int, end: int) -> tuple[int, int] | None:
    start, end = _behind_heading(source, start, end)
    words = source.value[start:end]
    tokens = words.split()
    capitals = any(_capital(token) for token in tokens)
    if tokens and not _capital(tokens[0]):
        praise = _praise(source, tokens, capitals=capitals)
        start = words.find(tokens[praise], len(words) - len(words.lstrip()) + sum(map(len, tokens[:praise]))) + start
        tokens = tokens[praise:]
    if not tokens or len(tokens) > MOST_TITLE_WORDS:
        return None
    start, end = source.trimmed(start, end)
    end = _untied(source, start, end)
    if POSSESSIVE_RE.search(source.value, start, end):
        return None
    words = source.folded[start:end]
    if names_no_one_job(source, words, capitals=capitals) or (not capitals and _is_vague(source, words)):
        return None
    return (start, end) if has_title_word(words, source.words) and not is_sentence(words, words.split(), source.words) else None


def _untied(source: HeaderSource, start: int, end: int) -> int:
    """The end of a phrase without links that nothing follows: `Head of Steel and`."""
    while (space := source.value.rfind(" ", start, end)) > start and source.folded[space + 1 : end] in source.words.forms.ties:
        end = start + len(source.value[start:space].rstrip(" ,"))
    return end


def _behind_heading(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """The phrase without what ran into it: `PLUMBER The yard`, `OPPORTUNITY The Welder`, `In the yard, the Welder`."""
    article = RUN_IN_RE.search(source.value, start, end)
    if not article:
        return start, end
    if article[0] == RUN_IN and has_title_word(source.folded[start : article.start()], source.words):
        return start, article.start()
    return article.end(), end


def _praise(source: HeaderSource, tokens: Sequence[str], *, capitals: bool) -> int:
    """How many of the words praise or describe whom the title names; where the title has capitals, all small words before it do."""
    for number, token in enumerate(tokens[:-1]):
        word = token.strip(",").lower()
        listed = token[-1] == "," and (word in source.words.vague or word not in source.words.anywhere)
        if _capital(token) or not (capitals or listed or word in source.words.adjectives):
            return number
    return len(tokens) - 1


def names_no_one_job(source: HeaderSource, words: str, *, capitals: bool) -> bool:
    """Whether words name no one job: a noun that all trades have, alone (`an engineer`), or several people (`Django developers`)."""
    last = words.rpartition(" ")[2]
    several = last.endswith("s") and last[:-1] in source.words.anywhere
    return several or words in source.words.bare or (not capitals and source.words.lone.issuperset(words.split("/")))


def _is_vague(source: HeaderSource, words: str) -> bool:
    """Whether words without capitals name no job, but a kind of people: `senior leader`, `member of the team`."""
    return words.rpartition(" ")[2] in source.words.vague or any(link in words for link in LOOSE)


def _without_short_form(source: HeaderSource, start: int, end: int) -> int:
    """The end of a title without the short form of it in brackets: Junior Structural Welder (JSW)."""
    at = source.value.rfind(" (", start, end)
    short = [char for char in source.value[at + 1 : end] if char.isupper()] if at > 0 else []
    return at if len(short) > 1 and abbreviates("".join(short), source.value[start:at]) else end


def _with_subject(source: HeaderSource, end: int) -> int:
    """The end of a title with the subject behind its comma or dash: Senior Manager, Product Marketing."""
    found = source.words.forms.subject.match(source.value, end)
    if (
        not found
        or source.reader.is_field(*found.span(1))
        or source.folded[found.start(1) : found.end(1)].partition(" ")[0] in source.words.openers
    ):
        return end
    further: int = found.end(1)
    return further


def _capital(token: str) -> bool:
    return token[0].isupper() or token[0].isdigit()


def told_company(source: HeaderSource) -> Told | None:
    """The employer that sentences of the body name: the name with the most votes; where an agency speaks, only whom it names."""
    if source.told is not source.UNREAD:
        return source.told
    stated = _mentioned(source, ((0, len(source.value)),), STATEMENTS)
    votes = _votes(source, chain(stated, _introduced(source, source.prose, source.late)))
    if _strongest(votes) < SURE_VOTES:
        votes = {**_votes(source, _introduced(source, source.listings)), **votes}
    if _strongest(votes) < SURE_VOTES:
        votes = {**_votes(source, _mentioned(source, source.body)), **votes}
    if _strongest(votes) < ENOUGH_VOTES:
        prose, lists = source.further
        introduced = chain(_introduced(source, prose), _introduced(source, lists))
        further = chain(introduced, _mentioned(source, (*prose.spans, *lists.spans)))
        votes = {**_votes(source, further), **votes}
    agency = next(iter(at_literals(source.hits, AGENCIES, source.body)), None) if votes else None
    if agency:
        client = {name: told for name, told in votes.items() if source.words.rows[told.rule].get("client")}
        others = (told for name, told in votes.items() if name not in client)
        source.refused += [source.fact(agency.row.id, told.start, told.end) for told in others]
        votes = client
    source.told = _most_voted(source, votes)
    return source.told


def _strongest(votes: dict[str, Told]) -> float:
    return max((told.weight for told in votes.values()), default=0)


def introduces(source: HeaderSource, name: str) -> bool:
    """Whether sentences of the body introduce the employer by this name, though it reads like a title: `Harbour Pilot books taxis`."""
    return any(
        source.value[start:end] == name and row.family == "header/introduction"
        for row, start, end, _ in _introduced(source, source.prose)
    )


def _introduced(
    source: HeaderSource, stretches: Stretches, late: Iterable[tuple[int, int]] = ()
) -> Iterator[tuple[Row, int, int, bool]]:
    """The names with which sentences begin, or that their beginnings name: the row, the span and whether its end is known."""
    rows = employer_beginnings(source.rulebook)
    for row, found, number in rows.scan(source.value, chain(stretches.spans, late), stretches.cuts):
        introduced = found.start("name") >= 0
        start, end = found.span("name" if introduced else f"company_{number}")
        cut = next((cut for cut in stretches.cuts if start < cut < end), None)
        if introduced and cut is None:
            start, end = _led(source, start), _whole(source, start, end)
        if cut is None and not (introduced and row.get("first") and not _sure_beginning(source, start, end)):
            yield row, start, end, introduced or bool(row.get("bounded"))
        elif cut and not introduced:
            yield row, start, cut, True


def _led(source: HeaderSource, start: int) -> int:
    """Where a name begins whose shortened first word was taken for the end of a sentence: `J.D. Tarnholt`, `St. Tarnholt`."""
    led = LED_RE.search(source.value, max(0, start - LONGEST_LED), start)
    return led.start() if led else start


def _whole(source: HeaderSource, start: int, end: int) -> int:
    """The end of a name of which the sentence names but a part: the employer is what the text bears without the part (`The Tarnholt Cranes team`)."""
    if not _is_part(source, start, end):
        return end
    short = end
    while (short := source.value.rfind(" ", start, short)) > start:
        if source.value.count(source.value[start:short]) > source.value.count(source.value[start:end]):
            return short
    return start


def _sure_beginning(source: HeaderSource, start: int, end: int) -> bool:
    """Whether a verb that no row knows may stand behind the name: a name of several words that heads the body, or that ends like an employer's."""
    heads = bool(source.prose.spans) and start == source.prose.spans[0][0]
    return " " in source.value[start:end] and (heads or source.ends_like_company(start, end))


def _mentioned(
    source: HeaderSource, spans: Sequence[tuple[int, int]], family: str = MENTIONS
) -> Iterator[tuple[Row, int, int, bool]]:
    for match in at_literals(source.hits, family, spans):
        start, end = match.found.span("company")
        if not source.is_removed(start) and not _is_part(source, start, end):
            yield match.row, start, end, family == STATEMENTS


def _is_part(source: HeaderSource, start: int, end: int) -> bool:
    """Whether a name is of a part of the employer: the text never names it but as a team, a department, a programme."""
    name = source.value[start:end]
    if POSSESSIVE_RE.search(name) or not source.words.forms.team.match(source.folded, end):
        return False
    at = source.value.find(name)
    while at >= 0:
        if not source.words.forms.team.match(source.folded, at + len(name)):
            return False
        at = source.value.find(name, at + 1)
    return True


def _votes(source: HeaderSource, named: Iterable[tuple[Row, int, int, bool]]) -> dict[str, Told]:
    """What each of the names weighs, given the rows that found them, their spans, and whether their ends are known."""
    votes: dict[str, Told] = {}
    plain: dict[tuple[str, bool], tuple[int, int] | None] = {}
    for row, start, end, bounded in named:
        words = (source.value[start:end], bounded)
        if words not in plain:
            plain[words] = plain_company(source, start, end, bounded=bounded)
        name = plain[words]
        if not name:
            continue
        key = source.value[name[0] : name[1]]
        before = votes.get(key)
        weight = row.get("weight") + (OPENING if start - source.body_start < OPENING_LENGTH else 0)
        told = before._replace(weight=before.weight + weight / 2) if before else Told(weight, *name, row.id)
        votes[key] = told
        if source.words.forms.department.match(source.folded, *name):
            continue
        if told.weight + MENTION * MOST_MENTIONS >= DECIDED and told.weight + _mentions(source, key) >= DECIDED:
            break
    return votes


def _mentions(source: HeaderSource, name: str) -> float:
    """What the further mentions of a name in the text add."""
    return MENTION * min(source.value.count(name) - 1, MOST_MENTIONS)


def _without_part(source: HeaderSource, told: Told) -> Told:
    """The name without the subject of a department behind it, where the text names the employer far more often alone: `Tarnholt Security`."""
    tokens = source.value[told.start : told.end].split(" ")
    kept = len(tokens)
    while kept > 1 and (tokens[kept - 1].lower() in source.words.fields or tokens[kept - 1].lower() in source.words.forms.links):
        kept -= 1
    head = " ".join(tokens[:kept])
    if kept == len(tokens) or source.value.count(head) <= MORE_OFTEN * source.value.count(" ".join(tokens)):
        return told
    return told._replace(end=told.start + len(head))


def _is_fuller(source: HeaderSource, best: str, longer: str, fuller: Told) -> bool:
    """Whether another name is the best one in full: `Tarnholt Steel` beside `Tarnholt`, but no part of the employer, and no product."""
    if not longer.startswith((best + " ", best + ", ")):
        return False
    extra = longer[len(best) :].strip(" ,").split(" ")
    last = extra[-1].strip(".").lower()
    if fuller.weight < PLAINLY and last in source.words.parts:
        return False
    again = source.value.count(longer) > 1
    if len(extra) == 1 and last in source.words.forms.firm and not again:
        return False
    surely = again and source.words.rows[fuller.rule].get("weight") >= SURELY
    if surely and last not in source.words.parts | source.words.fields:
        return True
    return last in source.words.company_words or extra[0] in source.words.forms.ties


def _most_voted(source: HeaderSource, votes: dict[str, Told]) -> Told | None:
    """The name with most votes and mentions, in the fullest form that the text gives it."""
    if not votes:
        return None
    counted = {name: told.weight + _mentions(source, name) for name, told in votes.items()}
    whole = [
        name
        for name, told in votes.items()
        if not source.words.forms.department.match(source.folded, *department_span(source, told.start, told.end))
    ]
    if any(counted[name] >= ENOUGH_VOTES for name in whole):
        votes = {name: votes[name] for name in whole}
    best = min(votes, key=lambda name: (-counted[name], votes[name].start))
    if counted[best] < ENOUGH_VOTES:
        return None
    told = _without_part(source, votes[best])
    best = source.value[told.start : told.end]
    told = next((fuller for name, fuller in votes.items() if _is_fuller(source, best, name, fuller)), told)
    start, end = fullest(source, *as_written(source, told.start, told.end))
    return Told(CLIENT_WEIGHT if source.words.rows[told.rule].get("client") else TOLD_WEIGHT, start, end, told.rule)
