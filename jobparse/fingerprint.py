"""Is it the same posting? One digest of the normalised body.

In: the clean text. Out: a hex digest that the same posting gets from two sites: only its letters and digits count,
so that bullets, dashes, line breaks and glue do not matter.
"""

from __future__ import annotations

import hashlib

import regex

NOISE_RE = regex.compile(r"[^\p{L}\p{N}]++")


def fingerprint(clean_text: str) -> str:
    """The digest of a body.

    >>> fingerprint("• Weld pipes.\\n") == fingerprint("- Weld  pipes")
    True
    """
    return hashlib.sha256(NOISE_RE.sub("", clean_text).casefold().encode("utf-8", "surrogatepass")).hexdigest()[:32]
