"""Patterns of rows → compiled patterns, of the quicker engine where it can read them.

In: a pattern as rows have it. Out: it compiled, once a process and at its first use: most rows never meet a text that could match them. The standard
library's engine compiles in half the time and is about twice as fast on alternations of words; what it cannot read (a look-behind of
varying width) stays with `regex`.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import Any

import regex

LOWER, UPPER = "a-zß-öø-ÿāăąćčďđēęěğīįıķłļńňņōőœŕřśşšţťūůűųźžż", "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪĮĶŁĻŃŇŅŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŽŻ"
LETTERS = "A-Za-zÀ-ÖØ-öø-ćČ-ēĘ-ěĞğĪīĮįıĶķĻļŁ-ňŌōŐ-ŕŘ-śŞ-ťŪūŮ-ųŹ-ž"
"""Letters of both cases: the same ones, in as few ranges as there are."""

NOTHING = "|(?:(?!))"
"""What vocabulary puts at the end of a pattern whose row is tried wherever it is asked for."""

CLASS_RE = re.compile(r"(?<!\\)\[\^?(?:[^\]\\]|\\.)*\]")
"""A class, but not a bracket that stands for itself."""


@cache
def quick(pattern: str) -> Any:
    r"""The pattern compiled by the standard library where it can be, else by `regex`.

    >>> quick(r"(?<!\p{L})pay\b").search("repay or pay").start()
    9
    >>> quick(r"\[?\p{Lu}[\p{L}]+").match("[Tarn]")[0]
    '[Tarn'
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(_translated(sought(pattern)), re.MULTILINE)
    except (re.error, OverflowError):
        return compiled(pattern)


@cache
def any_of(patterns: tuple[str, ...]) -> Any:
    """One pattern for several: of most texts it says in one try that none of them matches.

    >>> [bool(any_of(("pay", "wage")).match(text)) for text in ("wages", "hours")]
    [True, False]
    """
    return quick("|".join(f"(?:{sought(pattern)})" for pattern in patterns) or "(?!)")


def sought(pattern: str) -> str:
    """The pattern without the alternative that matches nothing (`{anywhere}`), which keeps an engine from looking for the first character.

    >>> sought("pay|wage|(?:(?!))")
    'pay|wage'
    """
    return pattern.removesuffix(NOTHING)


def _translated(pattern: str) -> str:
    """The pattern in the dialect of the standard library."""
    inside = CLASS_RE.sub(_class, pattern)
    outside = inside.replace(r"\p{Ll}", f"[{LOWER}]").replace(r"\p{Lu}", f"[{UPPER}]").replace(r"\p{L}", r"[^\W\d_]")
    if r"\p{" in outside:
        raise re.error("a class that the standard library does not know")
    return outside.replace(r"\p{N}", r"\d").replace(r"\z", r"\Z")


def _class(found: re.Match[str]) -> str:
    """A character class without property names; a negated class with one is not translated."""
    text = found[0]
    if r"\p{" not in text:
        return text
    if text.startswith("[^"):
        raise re.error("a negated class with a property name")
    return text.replace(r"\p{Ll}", LOWER).replace(r"\p{Lu}", UPPER).replace(r"\p{L}", LETTERS).replace(r"\p{N}", r"\d")


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """The pattern, compiled at its first use and kept: most rows never meet a text that could match them."""
    return regex.compile(pattern, regex.MULTILINE)
