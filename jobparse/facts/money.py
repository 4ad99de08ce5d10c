"""Repaired text → money tokens: every number that stands beside a currency, and bare numbers that could be part of a pay statement.

In: the hits of a text and the rulebook (the tables of currencies, scales and number words). Out: `Token`s in order.
A token is one amount with its currency and scale (`C$74k`, `5.103,90 €`, `12 LPA`). A *weak* token has no currency: it becomes
money only as the other half of a range or straight behind words of pay. What an amount is for is decided elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.facts.money_spots import BARE, MARKS, NAMED, Beside, named_before, named_behind, spots
from jobparse.facts.moneywords import WordAmounts, word_amounts
from jobparse.facts.numerals import NUMBER_RE, SPACED_RE, read_number
from jobparse.facts.rowscan import Fused, fused
from jobparse.openings import beginnings
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobparse.facts.pay_near import Near
    from jobparse.rulebook import Rulebook


class Currency(NamedTuple):
    """One spelling of a currency. `code` is empty where several currencies share the word; `policy` as in the table."""

    code: str
    policy: str

    @property
    def rule(self) -> str:
        """The id that stands in evidence."""
        return f"pay-currency-{self.code.lower() or 'shared'}"


class Scale(NamedTuple):
    """What stands behind an amount and multiplies it; it may state currency and period (`LPA`)."""

    factor: int
    currency: str
    period: str


class Token(NamedTuple):
    """One amount at `[start, end)`, currency and scale included. `value` is scaled; `raw` is the number as it stands."""

    start: int
    end: int
    raw: float
    value: float
    scale: str
    currency: Currency | None
    weak: bool


class Lexicon(NamedTuple):
    """The tables of a rulebook in the form that the scan needs."""

    currencies: dict[str, Currency]
    scales: dict[str, Scale]
    symbols: frozenset[str]
    before: regex.Pattern[str]
    after: regex.Pattern[str]
    tails: frozenset[str]
    beside: Beside
    words: WordAmounts
    timed: Fused
    lettered: Fused


def table(rulebook: Rulebook, name: str) -> list[list[str]]:
    """The lines of a table, without its `about` line and its header."""
    lines = rulebook.tables.get(name, "").split("\n")
    return [line.split("\t") for line in lines[2:] if line]


@per_rulebook
def lexicon(rulebook: Rulebook) -> Lexicon:
    """The tables of `rulebook`, read once."""
    currencies = {spelling: Currency(code, policy) for spelling, code, policy in table(rulebook, "pay/currencies")}
    scales = {word: Scale(int(factor), code, period) for word, factor, code, period in table(rulebook, "pay/scales")}
    symbols = frozenset(s for s in currencies if len(s) == 1 and not s.isalpha())
    names, factors = _either(currencies), _either(scales)
    longer = _either({w: c for w, c in currencies.items() if w != "r"})  # "44 000 kr" are crowns, not thousands of rand
    letters = r"(?![\p{L}\p{N}])"
    tails = rulebook.rows("pay/tail")
    first = [beginnings(row.pattern) or () for row in tails]
    ends = frozenset(s[-2:] for s in currencies if len(s) > 1) | frozenset(s for s in currencies if len(s) == 1 and s.isalpha())
    feet = {s[:4]: NAMED if scale.currency else BARE for s, scale in scales.items()} | {
        s[:4]: BARE if c.policy == "vague" else NAMED for s, c in currencies.items() if s[0].isalpha()
    }
    before = rf"(?r)(?:(?P<first>{_bounded(currencies)})\s{{0,2}}+)?(?P<last>{_bounded(currencies)})\s{{0,4}}"
    after = rf"""
        (?P<mark>/-|[.,]--?(?=[\s,;)/]|$)(?!\s*[\d]))?+                    # 56,100/-   7'800.-
        (?:\+?\s?(?P<scale>{factors})(?:{letters}|(?=(?:{longer}){letters})))?+
        (?:\+?\s{{0,2}}(?P<name>{names})(?:(?<=\p{{L}}\.?){letters}|(?<!\p{{L}}\.?))(?!\s?\d))?+
    """
    return Lexicon(
        currencies,
        scales,
        symbols,
        regex.compile(before),
        regex.compile(after, regex.VERBOSE),
        ends,
        Beside(
            symbols,
            frozenset(s[-4:] for s in currencies if s[-1].isalpha() or s[-1] in "./"),
            ends,
            feet,
            symbols | frozenset(foot[:2] for foot in feet),
            fused(tails, r"\s*+(?:{})").pattern,
            frozenset().union(*first) if all(first) else frozenset(),
        ),
        word_amounts(table(rulebook, "pay/numbers"), [s for s in currencies if s[-1].isalpha()]),
        fused((row for row in tails if row.get("timed")), r"\s*+(?:{})"),
        fused(rulebook.rows("pay/letter"), r"(?:{})\Z"),
    )


def _either(words: dict[str, Currency] | dict[str, Scale]) -> str:
    return "|".join(
        regex.escape(w, special_only=True, literal_spaces=True).replace(" ", r"\ ")
        for w in sorted(words, key=lambda w: (-len(w), w))
    )


def _bounded(words: dict[str, Currency]) -> str:
    """The spellings, each that begins with a letter only where no letter stands before it, and no digit but cents (`$88.00US$104.00`)."""
    lettered = {w: c for w, c in words.items() if w[0].isalpha()}
    signs = {w: c for w, c in words.items() if not w[0].isalpha()}
    return rf"(?:(?<![\p{{L}}\p{{N}}])|(?<=\.\d\d))(?:{_either(lettered)})|(?:{_either(signs)})".replace(r"\ ", " ")


def find_tokens(near: Near, lexicon: Lexicon) -> list[Token]:
    """The money tokens of the text, in order, weak ones included.

    Only numbers beside a currency or near words of pay are looked at, each once: its neighbours say whether it is money.
    """
    tokens: list[Token] = []
    folded = near.folded
    last, end = -99, 0
    for spot in spots(near, lexicon.beside):
        at = spot
        while at >= 0:
            token, stop = _read(near, lexicon, at, last) if at >= end else (None, end)
            end = max(end, stop)
            if token:
                tokens.append(token)
                last = token.end if not token.weak or token.scale else max(last, token.end - NEAR + TIGHT)
            at = _next(folded, end, last)
    if lexicon.words.pattern and near.has("pay/spelled"):
        tokens = sorted((*tokens, *_spelled(near, lexicon)))
    return tokens


def _next(folded: str, end: int, last: int) -> int:
    """The next number that stands near enough to the last token to be its other half; -1 where there is none."""
    found = DIGIT_RE.search(folded, end, last + NEAR + 1)
    return found.start() if found else -1


def _read(near: Near, lexicon: Lexicon, at: int, last: int) -> tuple[Token | None, int]:
    """The token of the number at `at`, if it is one, and where the number ends."""
    folded = near.folded
    found = NUMBER_RE.match(folded, at)
    if found is None:
        return None, at + 1
    end = found.end()
    if folded[at] == "4" and PLAN_RE.match(folded, at):
        return None, end
    if folded[end : end + 1] == "s" and not folded[end + 1 : end + 2].isalnum():
        return None, end  # "in the $70s"
    start, currency = _currency_before(near, lexicon, at)
    if start < last or (currency and not _deserves(currency, folded[at:end], folded[end : end + 2])):
        start, currency = at, None
    following = folded[end : end + 2]
    if currency and following[:1] in " .,\n" and (spaced := SPACED_RE.match(folded, at)):
        found, end = spaced, spaced.end()
        following = folded[end : end + 2]
    scale, stop = "", end
    if following and (following in MARKS or named_behind(near, end, lexicon.beside)):
        scale, currency, stop = _after(near, lexicon, end, currency)
    raw = read_number(folded[at:end])
    factor = lexicon.scales[scale] if scale else None
    if factor and factor.currency and (currency is None or currency.policy == "vague"):
        currency = Currency(factor.currency, "")
    if currency and currency.policy == "vague" and lexicon.timed.row(lexicon.timed.pattern.match(folded, stop)):
        currency = Currency(currency.code, "")
    weak = currency is None or currency.policy == "vague"
    if weak and len(scale) == 1 and folded[end].isspace() and at - last > NEAR:
        scale, factor, stop = "", None, end
    if weak and not _may_be_money(lexicon, folded, at, end, stop, scale, last):
        return None, end
    return Token(start, stop, raw, tidy(raw * factor.factor if factor else raw), scale, currency, weak), max(
        end, stop if scale else end
    )


def _deserves(currency: Currency, digits: str, behind: str = "") -> bool:
    """Whether a number is one that the letters before it can be the currency of: `SAR 9,000`, `R 38 000`, but not `PHP 8` or `R29057`."""
    if currency.policy == "letter":
        return (not digits.isdigit() and len(digits) > 4) or behind[:1] == "k"
    return currency.policy != "upper" or sum(c.isdigit() for c in digits) > 2 or behind.strip()[:1] in ("k", "m", "l")


def tidy(value: float) -> float:
    """An int where the amount is whole, else cents.

    >>> tidy(120.5 * 1000), tidy(26.75)
    (120500, 26.75)
    """
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _currency_before(near: Near, lexicon: Lexicon, at: int) -> tuple[int, Currency | None]:
    """Where the token begins, and the currency that stands before the number."""
    folded = near.folded
    head = folded[max(0, at - 6) : at].rstrip()
    if not head:
        return at, None
    symbol = head[-1]
    if (
        symbol in lexicon.symbols
        and folded[at - 1] == symbol
        and not head[-2:-1].isalpha()
        and not named_before(head[:-1].rstrip(), lexicon.beside.heads)
    ):
        return at - 1, lexicon.currencies[symbol]
    if symbol not in lexicon.symbols and head[-2:] not in lexicon.tails and symbol not in lexicon.tails:
        return at, None
    found = lexicon.before.match(folded, max(0, at - 30), at)
    if found is None:
        return at, None
    named = [(group, _usable(near, lexicon, *found.span(group))) for group in ("first", "last") if found.start(group) >= 0]
    if named[-1][1] is None:
        return at, None
    if _is_mark(folded, at, lexicon.lettered):
        return at - 1, lexicon.currencies["$"]
    chosen = [c for _, c in named if c and c.policy != "bare"] or [c for _, c in named if c]
    whole = all(c for _, c in named)
    return (found.start() if whole else found.start("last")), chosen[0]


def _is_mark(folded: str, at: int, lettered: Fused) -> bool:
    """Whether the letter before a dollar is the mark of a label: `Zone A$24.10` is no Australian money."""
    sign = folded[at - 1] == "$" and folded[at - 2 : at - 1].isalpha() and folded[at - 3 : at - 2].isspace()
    return sign and bool(lettered.pattern) and bool(lettered.pattern.search(folded, max(0, at - LABEL), at - 2))


def _usable(near: Near, lexicon: Lexicon, start: int, end: int) -> Currency | None:
    """The currency of a spelling, where the spelling counts as it stands."""
    currency = lexicon.currencies.get(" ".join(near.folded[start:end].split(" ")))
    if currency and currency.policy in ("upper", "letter") and not near.value[start:end].rstrip(".").replace("/", "").isupper():
        titled = near.value[start:end].istitle() and near.folded[start:end].rstrip(".")
        if titled == "php":
            return currency  # "Php 28,000", as Filipinos write it; "Php 8" is a version
        return currency._replace(policy="") if titled in ("rs", "rp", "fr") else None
    return currency


def _after(near: Near, lexicon: Lexicon, end: int, currency: Currency | None) -> tuple[str, Currency | None, int]:
    """The scale and the currency behind the number, and where the token ends."""
    folded, value = near.folded, near.value
    found = lexicon.after.match(folded, end)
    if found is None:
        return "", currency, end
    scale, stop = found["scale"] or "", found.end("scale") if found["scale"] else found.end("mark") if found["mark"] else end
    if not scale and folded[end : end + 1] == "k" and value[end + 1 : end + 3].istitle():
        return "k", currency, end + 1  # a wall of text: "44KBenefits"
    if found["name"]:
        named = _usable(near, lexicon, *found.span("name"))
        single = found["name"] in lexicon.symbols
        if named and not (single and currency) and _deserves(named, "".join(LAST_RE.findall(folded, max(0, end - 12), end))):
            if currency is None or currency.policy == "bare" or named.policy != "bare":
                currency = named
            stop = found.end("name")
    elif not (currency and currency.policy != "bare"):
        currency, stop = _glued_code(near, lexicon, stop, currency)
    return scale, currency, stop


DIGIT_RE = re.compile(r"\d")
LAST_RE = re.compile(r"\d[\d.,' ]*\Z")
"""The number at the end of a stretch."""

GLUED_CODE_RE = regex.compile(r"\s?(?P<code>[A-Z]{3})(?=\p{Lu}\p{Ll}|\(|U[SK] )")


def _glued_code(near: Near, lexicon: Lexicon, stop: int, currency: Currency | None) -> tuple[Currency | None, int]:
    """A code to which the next sentence is glued: `5,800 USDSingapore`."""
    found = GLUED_CODE_RE.match(near.value, stop)
    named = lexicon.currencies.get(found["code"].lower()) if found else None
    return (named, found.end("code")) if found and named else (currency, stop)


PLAN_RE = re.compile(r"40[13]\s?\(?[kb]\b")
"""Savings plans named after a paragraph of a law: 401(k), 403b."""

TIGHT = 3
NEAR = 24
"""How far behind a money token a bare number may stand and still be the second half of its range; behind a bare number no farther
than a dash."""


MARK, LABEL = 2, 18
"""Characters of the mark of a label, and of its word: "Grade 7 - $18.50" is no range."""

RANK_RE = re.compile(r" ?- ?[$£€]")


def _ranks(folded: str, at: int, lettered: Fused) -> bool:
    """Whether the word of a label stands before a number: it is a rank, and the dash behind it makes no range."""
    return bool(lettered.pattern) and bool(lettered.pattern.search(folded, max(0, at - LABEL), at))


def _may_be_money(lexicon: Lexicon, folded: str, at: int, end: int, stop: int, scale: str, last: int) -> bool:
    """Whether a number without a currency could be an amount at all: no date, time, percentage, code or small count."""
    before = folded[at - 1] if at else " "
    joined = at - last <= NEAR
    if before.isalnum() or before in "#_@" or (before in ".,:/-" and not joined and at > 1 and folded[at - 2].isalnum()):
        return False
    tail = folded[stop : stop + 8].lstrip()
    if tail[:1] in ("%", ":") and tail[:1] and (tail[0] == "%" or tail[1:2].isdigit()):
        return False
    if tail.startswith(("(k)", "(b)", "perc", "per c", "pct")) or (
        tail[:1] == "-" and tail[1:2].isalpha() and folded[stop : stop + 1] == "-"
    ):
        return False
    digits = folded[at:end]
    if len(digits) <= MARK and RANK_RE.match(folded, stop) and _ranks(folded, at, lexicon.lettered):
        return False
    if not scale and len(digits) == 4 and digits.isdigit() and digits[:2] in ("19", "20"):
        return False
    return bool(scale) or joined or len(digits) > 3 or bool(lexicon.beside.tails_of_pay.match(folded, stop))


def _spelled(near: Near, lexicon: Lexicon) -> Iterator[Token]:
    """Amounts in words: `sixty-eight thousand dollars`."""
    folded = near.folded
    if not any(lexicon.words.numbered(folded, start) for start, _, _ in near.struck("pay/spelled")):
        return  # "dollar" stands in every third posting, behind a number word in few
    places = sorted(m.end for m in near.found("pay/spelled", 0, len(folded)))
    for start, end, value, word in lexicon.words.find(folded, places):
        currency = lexicon.currencies[word] if word else None
        if currency and currency.policy == "vague" and lexicon.timed.row(lexicon.timed.pattern.match(folded, end)):
            currency = Currency(currency.code, "")
        yield Token(start, end, value, tidy(value), "", currency, currency is None or currency.policy == "vague")
