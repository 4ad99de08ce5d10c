"""Is the cost linear on text made to hurt? Prints the time of each hostile text at two lengths and how it grew.

    python -m bench.hostile [LENGTH]

A growth near the ratio of the lengths (4) is linear; 16 would be quadratic. `slow` marks what should be looked at.
"""

from __future__ import annotations

import sys
import time

import jobparse

LENGTH = 20_000
GROWTH = 4
SUSPECT = 7.0
"""Above four (linear) with room for noise, well below sixteen (quadratic)."""

PIECES = (
    "a", " ", "\n", "\n\n", "\t", "<", ">", "&", "&amp;", "*", "**", "_", "`", "[", "](", "#", "# ", "- ", "• ", "|", "| ", "$", "$1", "$1-", "$1 - ", "1", "1,", "1.", "1 ",
    "1 to ", "€1 ", "K", "USD ", "per hour ", "up to ", "base ", "salary $1 ", "range: ", "Zone 1: ", "Zone 1, ", "zones ", "(", ")", "(a ", "and ", "or ", "a, ", "a/", "A", "Aa", "aA", "A ",
    "May ", "May 2027 ", "2027 ", "2027-", "graduating ", "graduating between ", "by 2027 or ", "Winter ", "C++ ", "Go ", "Python, ", "experience with ", "experience with A, ", "5+ years ",
    "Requirements ", "Requirements: ", "Requirements\n", "Similar jobs\n", "Sign in\n", "Apply\n", "...", "... ...", "â€", "â€™", "Ã", "Ãƒ", "ðŸ", "\u200b", "\u00ad", "\u202e", "\ufeff", "é", "İ", "🙂", "\u00a0", "<li>", "<b>",
    "</", "<!--", "<script>", "&lt;", "&amp;lt;", "http://", "a@b.", "#LI-", "=", "-", "--", "—", "~", "'", '"', "\\", "\\-", "{", "%", "!", "?", ". ", ".\n", ":\n", ": ", "x\n", "x\n\n", "sys\n\n", "\r\n", "\x85", "\x00",
)  # fmt: skip


def seconds(text: str) -> float:
    """The shorter of two parses."""
    times = []
    for _ in range(2):
        start = time.perf_counter()
        jobparse.parse(text)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print a line for each hostile text."""
    length = int(sys.argv[1]) if len(sys.argv) > 1 else LENGTH
    jobparse.parse("warm")
    for piece in PIECES:
        short, long = (seconds((piece * (size // len(piece) + 1))[:size]) for size in (length, length * GROWTH))
        growth = long / short
        flag = "  slow" if growth > SUSPECT and long > 0.05 else ""
        print(f"{piece!r:<22} {short * 1e3:9.1f} ms {long * 1e3:9.1f} ms  x{growth:5.1f}{flag}", flush=True)


if __name__ == "__main__":
    main()
