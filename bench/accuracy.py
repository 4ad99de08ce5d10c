"""How well postings are read, set by set: prints the tables of docs/accuracy.md, or writes them into it.

python -m bench.accuracy [--write]
"""

from __future__ import annotations

import sys
from pathlib import Path

import jobparse
from jobparse.scoring import figures, score_all

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DOCUMENT = ROOT / "docs" / "accuracy.md"
MARK = "<!-- figures: written by `python -m bench.accuracy --write` -->"

POSTINGS = {
    "corpus (ours)": ROOT / "corpus" / "postings",
    "real pages, whole gold": SHARED / "seeds",
    "real postings, whole gold": SHARED / "data" / "dev",
    "real postings, gold for pay and zones": SHARED / "data" / "pay_dev.jsonl",
    "real postings, gold for graduation": SHARED / "data" / "graduation_dev.jsonl",
}
CASES = {name: ROOT / "corpus" / "cases" / f"{name}.jsonl" for name in ("pay", "graduation", "zones")}


def measured(where: Path) -> dict[str, tuple[int, int]]:
    """The figures of one set."""
    return figures(score_all(where, lambda text: jobparse.parse(text).to_dict()))


def table(sets: dict[str, Path]) -> list[str]:
    """A Markdown table: a row for each figure, a column for each set that is there."""
    found = {name: measured(where) for name, where in sets.items() if where.exists()}
    names = sorted({figure for column in found.values() for figure in column})
    lines = ["| figure | " + " | ".join(found) + " |", "| --- |" + " --: |" * len(found)]
    for figure in names:
        cells = [
            f"{hits / total:.4f} ({hits}/{total})" if total else ""
            for hits, total in (c.get(figure, (0, 0)) for c in found.values())
        ]
        lines.append(f"| {figure} | " + " | ".join(cells) + " |")
    return lines


def main() -> None:
    """Print the tables, or put them behind the mark in the document."""
    text = "\n".join(["## Whole postings", "", *table(POSTINGS), "", "## Sentence cases (ours)", "", *table(CASES), ""])
    if "--write" not in sys.argv:
        print(text)
        return
    head = DOCUMENT.read_text("utf-8").partition(MARK)[0]
    DOCUMENT.write_text(f"{head}{MARK}\n\n{text}", "utf-8")


if __name__ == "__main__":
    main()
