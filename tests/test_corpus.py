"""The corpus is a gate: figures may not fall below `corpus/floors.toml`, and every posting keeps the promises of the record."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import jobparse
from jobparse.floors import compared, gold_digest, read_floors
from jobparse.model import GraduationWindow, PayRange, Posting
from jobparse.scoring import score_all

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FLOORS = read_floors(CORPUS / "floors.toml")
POSTINGS = sorted((CORPUS / "postings").glob("*.txt"))


@cache
def parsed(path: Path) -> tuple[str, Posting]:
    """A posting and its record."""
    source = path.read_bytes().decode("utf-8")
    return source, jobparse.parse(source)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_corpus_no_figure_falls(name: str) -> None:
    """No figure of a gold set is below its floor; if one is, the items that gained and lost are listed."""
    where = next(p for p in (CORPUS / name, CORPUS / "cases" / name) if p.exists())
    scores = score_all(where, lambda text: jobparse.parse(text).to_dict())
    comparison = compared(scores, FLOORS[name], gold_digest(where))
    moves = "\n".join(["gains:", *comparison.gains, "losses:", *comparison.losses])
    assert comparison.fallen == [], "\n".join([*comparison.fallen, moves])


@pytest.mark.parametrize("path", POSTINGS, ids=lambda path: path.stem)
def test_corpus_kept_and_removed_tile_the_source(path: Path) -> None:
    """Every code point is in exactly one section or removed piece."""
    source, posting = parsed(path)
    spans = sorted([s.span for s in posting.sections] + [r.span for r in posting.removed])
    assert spans[0].start == 0
    assert all(a.end == b.start for a, b in pairwise(spans))
    assert spans[-1].end == len(source)


@pytest.mark.parametrize("path", POSTINGS, ids=lambda path: path.stem)
def test_corpus_undoing_the_repairs_gives_the_source(path: Path) -> None:
    """`repairs` alone lead back: each holds what stood there, sorted and disjoint."""
    source, posting = parsed(path)
    assert all(source[r.span.start : r.span.end] == r.before for r in posting.repairs)
    assert all(a.span.end <= b.span.start for a, b in pairwise(posting.repairs))


@pytest.mark.parametrize("path", POSTINGS, ids=lambda path: path.stem)
def test_corpus_every_fact_has_its_place(path: Path) -> None:
    """The quote of a fact is what stands at its span, and its clean span lies inside the clean text."""
    source, posting = parsed(path)
    facts: tuple[PayRange | GraduationWindow, ...] = (*posting.pay, *posting.graduation)
    for fact in facts:
        assert source[fact.span.start : fact.span.end] == fact.quote
        assert fact.clean_span is None or 0 <= fact.clean_span.start < fact.clean_span.end <= len(posting.clean_text)
    for skill in posting.skills:
        assert all(0 <= m.start < m.end <= len(source) for m in skill.mentions)
