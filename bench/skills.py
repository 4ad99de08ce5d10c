"""Hard skills against public annotations: how much is found, how much of it is right, and how fast.

    python -m bench.skills [--data FOLDER] [--vocab FOLDER] [--write]

Texts and spans: SkillSpan (Zhang et al. 2022, MIT; the spans of `Knowledge` are hard skills) and Green et al. (2022, CC BY 4.0), the parts to
develop on. Strict: the same span. Overlap: a span found counts when it touches one that is annotated, and the other way round. Beside
jobparse stand exact labels of ESCO and, where it is installed (`pip install --no-deps skill-extractor==0.2.0`), the gazetteer of skill-extractor. `--write` puts the table into
docs/accuracy-skills.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

import jobparse

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "bench_skills"
VOCAB = ROOT.parent / "shared" / "vocab"
TABLE = ROOT / "docs" / "accuracy-skills.md"
SETS = (
    ("tech train", "skillspan_tech_train_posts.jsonl", ("Knowledge",)),
    ("tech dev", "skillspan_tech_dev_posts.jsonl", ("Knowledge",)),
    ("house train", "skillspan_house_train_posts.jsonl", ("Knowledge",)),
    ("house dev", "skillspan_house_dev_posts.jsonl", ("Knowledge",)),
    ("Green", "green2022_validation_mturk.jsonl", ("Skill", "Qualification", "Domain")),
)

WARM = 12
"""Texts read before the clock runs."""

Spans = frozenset[tuple[int, int]]
Finder = Callable[[str], Iterable[tuple[int, int]]]


class Row(NamedTuple):
    """A text and its annotated spans."""

    text: str
    gold: Spans


class Figures(NamedTuple):
    """Precision, recall and F1 for the same span and for spans that touch, and texts a second."""

    strict: tuple[float, float, float]
    overlap: tuple[float, float, float]
    speed: float


def read(path: Path, labels: tuple[str, ...]) -> list[Row]:
    """The rows of a file, cut at line feeds only."""
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    return [Row(row["text"], frozenset((s["start"], s["end"]) for s in row["spans"] if s["label"] in labels)) for row in rows]


def f1(precision: float, recall: float) -> tuple[float, float, float]:
    """The two, and their harmonic mean."""
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def touches(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Whether a span shares a character with one of the others."""
    return any(span[0] < end and start < span[1] for start, end in others)


def measure(finder: Finder, rows: list[Row]) -> Figures:
    """The figures of one system on one set. A few texts are read before the clock runs: patterns are compiled at their first use."""
    for row in rows[:WARM]:
        finder(row.text)
    start = time.process_time()
    found = [frozenset(finder(row.text)) for row in rows]
    seconds = time.process_time() - start
    total = sum(len(spans) for spans in found) or 1
    gold = sum(len(row.gold) for row in rows) or 1
    same = sum(len(spans & row.gold) for spans, row in zip(found, rows, strict=True))
    right = sum(touches(span, row.gold) for spans, row in zip(found, rows, strict=True) for span in spans)
    covered = sum(touches(span, spans) for spans, row in zip(found, rows, strict=True) for span in row.gold)
    return Figures(f1(same / total, same / gold), f1(right / total, covered / gold), len(rows) / seconds if seconds else 0.0)


def ours(text: str) -> list[tuple[int, int]]:
    """What jobparse finds: every place of every skill."""
    return [(place.start, place.end) for skill in jobparse.skills(text) for place in skill.mentions]


def words(names: Iterable[str]) -> Finder:
    """A finder of whole words that equal one of the names, upper and lower case alike."""
    patterns = sorted({name.lower() for name in names if len(name) > 1})
    automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)

    def find(text: str) -> list[tuple[int, int]]:
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
        spans = [(start, end) for _, start, end in automaton.find_matches_as_indexes(low)]
        return [(s, e) for s, e in spans if not low[s - 1 : s].isalnum() and not low[e : e + 1].isalnum()]

    return find


def esco(vocab: Path) -> Finder:
    """All labels of ESCO's skills, preferred and alternative."""
    rows = [json.loads(line) for line in (vocab / "esco_skills_merged.jsonl").read_text("utf-8").split("\n") if line]
    return words(label for row in rows for label in (row["preferred"] or "", *row["alts"]))


def gazetteer() -> Finder | None:
    """The names of skill-extractor, matched by its own rules of words; None where it is not installed. Its code is not run, so its models may be missing."""
    spec = importlib.util.find_spec("skill_extractor")
    if spec is None or spec.origin is None:
        return None
    return words(json.loads((Path(spec.origin).parent / "data" / "skills.json").read_text("utf-8")))


def report(data: Path, vocab: Path) -> list[str]:
    """The lines of the table."""
    systems: list[tuple[str, Finder | None]] = [
        ("jobparse", ours),
        ("exact ESCO labels", esco(vocab)),
        ("skill-extractor, gazetteer", gazetteer()),
    ]
    lines = [
        "| set | system | strict P / R / F1 | overlap P / R / F1 | texts a second |",
        "| --- | --- | --- | --- | --: |",
    ]
    jobparse.skills("warm")
    for name, file, labels in SETS:
        rows = read(data / file, labels)
        for system, finder in systems:
            if finder is not None:
                figures = measure(finder, rows)
                strict, overlap = (" / ".join(f"{value:.3f}" for value in part) for part in figures[:2])
                lines.append(f"| {name} | {system} | {strict} | {overlap} | {figures.speed:.0f} |")
    return lines


def main() -> None:
    """Print the table, or write it into the documentation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the annotated texts")
    parser.add_argument("--vocab", type=Path, default=VOCAB, help="the folder of the open vocabularies")
    parser.add_argument("--write", action="store_true", help="write docs/accuracy-skills.md")
    options = parser.parse_args()
    lines = report(options.data, options.vocab)
    print("\n".join(lines))
    if options.write:
        TABLE.write_text(f"{HEAD}\n{chr(10).join(lines)}\n{FOOT}", "utf-8")


HEAD = """# Accuracy: hard skills

Made by `python -m bench.skills --write`. SkillSpan (Zhang et al., NAACL 2022): whole postings, spans of `Knowledge`; Green et al. (LREC 2022):
sentences, spans of `Skill`, `Qualification` and `Domain`, many of them phrases about people, which are no hard skills and which jobparse leaves alone.
Strict: the same span. Overlap: spans that share a character. Texts a second on one core; take them as ratios.
"""

FOOT = """
How to read it: the parts named `train` were read while the rules were written, those named `dev` were only measured, so the distance between the two is what
the rules owe to the texts they were written with. The annotations take a name with the words around it ("Docker ecosystem", "degree in computer science"), or
two names as one ("Jira/Confluence"); jobparse gives the names apart, and nothing of text that a page repeats. That costs strict figures and is meant.
"""


if __name__ == "__main__":
    main()
