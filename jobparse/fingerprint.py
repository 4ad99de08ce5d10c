"""Is it the same posting? One digest of the normalised body.

In: the words of the body without headings. Out: a hex digest that the same posting gets from two sites: bullets, dashes, quotes, line
breaks, spaces and capitals do not count. It compares nothing; `similarity` does.
"""

from __future__ import annotations

import hashlib

from jobparse.matching import fold

ASCII_NOISE = bytes(code for code in range(128) if not chr(code).isalnum())
TYPOGRAPHIC_NOISE = ("•", "·", "●", "▪", "◦", "…", "®", "™", "\N{ZERO WIDTH SPACE}", "\N{SOFT HYPHEN}")
"""Signs that one site keeps and the next drops or replaces; `fold` takes care of quotes and dashes."""


def fingerprint(body: str) -> str:
    """The digest of a body: 32 hex digits.

    >>> fingerprint("• Weld pipes — daily.\\n") == fingerprint("- Weld  pipes - daily")
    True
    """
    return folded_fingerprint(fold(body))


def folded_fingerprint(folded: str) -> str:
    """The same of a body that is folded already."""
    if not folded.isascii():
        for sign in TYPOGRAPHIC_NOISE:
            folded = folded.replace(sign, "")
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass").translate(None, ASCII_NOISE)).hexdigest()[:32]
