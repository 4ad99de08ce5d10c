"""Posting → Markdown: the facts on top, then the kept text under its headings."""

from __future__ import annotations

import re

from jobparse.model import Posting, SectionKind
from jobparse.output.wording import education_words, experience_words, fact_words, header_words, pay_words, window_words

SPECIAL_RE = re.compile(r"[\\`*_\[\]<>#|]")


def to_markdown(posting: Posting) -> str:
    """One posting as Markdown, ending with a line break."""
    lines = [f"# {escaped(fact_words(posting.title) or 'Job posting')}", ""]
    lines += [f"- **{label}:** {escaped(words)}" for label, words in header_words(posting)]
    lines += [f"- **pay:** {escaped(pay_words(p))}" for p in posting.pay]
    lines += [f"- **zone {escaped(z.name)}:** {escaped('; '.join(z.places))}" for z in posting.zones]
    lines += [f"- **graduation:** {escaped(window_words(w))}" for w in posting.graduation]
    for need in ("required", "preferred"):
        names = [s.name for s in posting.skills if s.need == need]
        lines += [f"- **skills {need}:** {escaped(', '.join(names))}"] if names else []
    lines += [f"- **education:** {escaped(education_words(e))}" for e in posting.education]
    lines += [f"- **experience:** {escaped(experience_words(e))}" for e in posting.experience]
    for section in posting.sections:
        if section.kind == SectionKind.HEADER or not section.text.strip():
            continue
        body = section.text
        if section.heading:
            lines += ["", f"## {escaped(section.heading)}"]
            body = body.removeprefix(section.heading)
        lines += [
            "",
            *("- " + escaped(line[2:]) if line.startswith("- ") else escaped(line) for line in body.strip("\n").split("\n")),
        ]
    return "\n".join(lines).strip("\n") + "\n"


def escaped(words: str) -> str:
    """Text that Markdown shows as it is.

    >>> print(escaped("C# [new] a*b"))
    C\\# \\[new\\] a\\*b
    """
    return str(SPECIAL_RE.sub(r"\\\g<0>", words))
