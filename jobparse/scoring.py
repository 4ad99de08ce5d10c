"""gold → figures: how well a folder of postings or a file of cases is parsed.

In: gold (`NAME.txt` with `NAME.gold.json`, or JSON Lines) and a parse function. Out: for every item the hits and totals of each figure, with notes
on what was missed and made up. `docs/accuracy.md` says what the figures mean. It prints nothing and pins nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jobparse.model import JobparseError

Record = Mapping[str, Any]
Same = Callable[[Record, Record], bool]

CENT = 0.005
"""Two amounts that differ by less are the same amount."""


@dataclass
class Score:
    """The figures of one item: `hits[name]` of `totals[name]`."""

    name: str
    hits: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, figure: str, hits: int, total: int) -> None:
        """Count `hits` of `total` for a figure."""
        self.hits[figure] += hits
        self.totals[figure] += total


def figures(scores: Iterable[Score]) -> dict[str, tuple[int, int]]:
    """Hits and totals of every figure over all items, by name."""
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for score in scores:
        hits.update(score.hits)
        totals.update(score.totals)
    return {name: (hits[name], totals[name]) for name in sorted(totals) if totals[name]}


def read_gold(where: Path) -> Iterator[tuple[str, str, Record]]:
    """`(name, text, gold)` of a folder, or of a JSON Lines file of postings (`gold`) or cases (`field`, `expected`)."""
    if where.is_dir():
        for gold_file in sorted(where.glob("*.gold.json")):
            name = gold_file.name.removesuffix(".gold.json")
            text_file = gold_file.with_name(name + ".txt")
            try:
                yield name, text_file.read_bytes().decode("utf-8"), json.loads(gold_file.read_text("utf-8"))
            except (OSError, ValueError) as error:
                raise JobparseError(f"{gold_file}: unusable gold ({error})") from None
        return
    for number, line in enumerate(where.read_bytes().decode("utf-8").split("\n"), 1):
        if line:
            try:
                row = json.loads(line)
                yield row["id"], row["text"], row.get("gold") or row
            except (ValueError, KeyError) as error:
                raise JobparseError(f"{where}: unusable gold in line {number} ({error})") from None


def score_all(where: Path, parse: Callable[[str], Record]) -> list[Score]:
    """The score of every item of a gold folder or file; `parse` gives the record of a text."""
    return [
        score_case(name, gold, parse(text)) if "expected" in gold else score_posting(name, text, gold, parse(text))
        for name, text, gold in read_gold(where)
    ]


# ------------------------------------------------------------------ one item


def score_posting(name: str, text: str, gold: Record, record: Record) -> Score:
    """The figures of one whole posting."""
    score = Score(name)
    labels = _predicted_labels(record, len(text), score)
    if "segments" in gold:
        _score_labels(text, _gold_labels(name, text, gold["segments"]), labels, score)
    for fact in ("title", "company"):
        if gold.get(fact) is not None:
            got = (record[fact] or {}).get("value")
            score.add(fact, got == gold[fact], 1)
            if got != gold[fact]:
                score.notes.append(f"{fact}: want {gold[fact]!r}, got {got!r}")
    if "status" in gold:
        score.add("status", record["status"] == gold["status"], 1)
    for fact, same in SAME.items():
        if fact in gold:
            _score_facts(fact, gold, record, same, score)
    if "skills" in gold:
        _score_skills(gold["skills"], record["skills"], score)
    for _, after in gold.get("rejoined", ()):
        score.add("rejoined", after in record["clean_text"], 1)
        if after not in record["clean_text"]:
            score.notes.append(f"not joined: {after!r}")
    return score


def score_case(name: str, case: Record, record: Record) -> Score:
    """The figures of one sentence case: all of it right, or a trap left alone."""
    score = Score(name)
    fact = case.get("field", "pay")
    got = [g for g in record[fact] if fact != "pay" or g["by"] == "employer"]
    wants = case["expected"]
    if not wants:
        score.add("negatives-clean", not got, 1)
        score.notes.extend(f"made up {_brief(g)} in {case['text']!r}" for g in got)
        return score
    hits, missed, made_up = _matched(wants, got, SAME[fact])
    score.add("positives-exact", not missed and not made_up, 1)
    score.add("items-recall", hits, len(wants))
    score.add("items-precision", hits, len(got))
    if fact == "pay":
        for want in wants:
            if "scope" in want:
                score.add("scope", any(_same_pay(want, g) and _same_scope(want, g) for g in got), 1)
    if missed or made_up:
        score.notes.append(f"{case['text']!r}\n      missed {missed}\n      made up {[_brief(g) for g in made_up]}")
    return score


# ------------------------------------------------------------------ labels


def _gold_labels(name: str, text: str, segments: Iterable[tuple[str, str]]) -> list[str]:
    """One label a character. Each segment begins at the first place of its snippet after the beginning of the one before."""
    starts: list[tuple[int, str]] = []
    at = 0
    for label, snippet in segments:
        found = text.find(snippet, at)
        if found < 0:
            raise JobparseError(f"{name}: segment snippet not found in order: {snippet!r}")
        starts.append((found, label))
        at = found + 1
    labels = ["any"] * len(text)
    for (start, label), (end, _) in zip(starts, [*starts[1:], (len(text), "")], strict=True):
        labels[start:end] = [label] * (end - start)
    return labels


def _predicted_labels(record: Record, length: int, score: Score) -> list[str]:
    """The label of every character, with a note for each break of the tiling promise."""
    spans = sorted(
        [(*s["span"], s["kind"]) for s in record["sections"]] + [(*r["span"], "boilerplate") for r in record["removed"]]
    )
    labels = ["none"] * length
    at = faults = 0
    for start, end, kind in [*spans, (length, length, "")]:
        if start != at or not start <= end <= length:
            faults += 1
            score.notes.append(f"tiling: {start}..{end} after {at}")
        labels[start:end] = [kind] * (end - start)
        at = end
    score.add("invariants", not faults, 1)
    return labels


def _score_labels(text: str, wanted: list[str], labels: list[str], score: Score) -> None:
    confused: Counter[tuple[str, str]] = Counter()
    for char, want, got in zip(text, wanted, labels, strict=True):
        if char.isspace() or want == "any":
            continue
        if want == "header":
            score.add("header-not-in-body", got in ("header", "boilerplate"), 1)
        elif got != "header":
            score.add("kept-or-removed", (want == "boilerplate") == (got == "boilerplate"), 1)
            if got == "boilerplate":
                score.add("removed-precision", want == "boilerplate", 1)
            if want == "boilerplate":
                score.add("removed-recall", got == "boilerplate", 1)
        if want not in ("header", "boilerplate"):
            score.add("section-label", want == got, 1)
        if want != got:
            confused[want, got] += 1
    score.notes.extend(f"labels: {count} chars of {want} read as {got}" for (want, got), count in confused.most_common(4))


# ------------------------------------------------------------------ facts


def _same_number(want: float | None, got: float | None) -> bool:
    if want is None or got is None:
        return want is got
    return abs(want - got) < CENT


def _same_pay(want: Record, got: Record) -> bool:
    stated = got["period"] if got["period_basis"] == "stated" else None
    return (
        _same_number(want["min"], got["min"])
        and _same_number(want["max"], got["max"])
        and (want.get("mid") is None or _same_number(want["mid"], got["mid"]))
        and want["currency"] == got["currency"]
        and want.get("kind", "base") == got["kind"]
        and want["period"] == stated
        and want.get("inferred_period") in (None, got["period"])
        and want.get("zone") in (None, got["zone"])
    )


def _same_scope(want: Record, got: Record) -> bool:
    wanted, found = (" ".join((scope or "").casefold().split()) for scope in (want["scope"], got["scope"]))
    return wanted in found or (bool(found) and found in wanted)


def _same_window(want: Record, got: Record) -> bool:
    return bool(want["earliest"] == got["earliest"] and want["latest"] == got["latest"])


def _same_zone(want: Record, got: Record) -> bool:
    def folded(places: Iterable[str]) -> list[str]:
        return [" ".join(place.casefold().strip(" .;,").split()) for place in places]

    return bool(
        want["name"] == got["name"] and folded(want["places"]) == folded(got["places"]) and want.get("rest", False) == got["rest"]
    )


SAME: Mapping[str, Same] = {"pay": _same_pay, "zones": _same_zone, "graduation": _same_window}


def _matched(wants: Iterable[Record], got: Iterable[Record], same: Same) -> tuple[int, list[Record], list[Record]]:
    left, hits, missed = list(got), 0, []
    for want in wants:
        found = next((g for g in left if same(want, g)), None)
        if found is None:
            missed.append(want)
        else:
            left.remove(found)
            hits += 1
    return hits, missed, left


def _score_facts(fact: str, gold: Record, record: Record, same: Same, score: Score) -> None:
    got = record[fact]
    if fact == "pay":
        got = [p for p in got if p["by"] == "employer" and (gold.get("pay_all_kinds") or p["kind"] == "base")]
    hits, missed, made_up = _matched(gold[fact], got, same)
    score.add(f"{fact}-recall", hits, len(gold[fact]))
    score.add(f"{fact}-precision", hits, len(got))
    score.add(f"{fact}-posting-exact", not missed and not made_up, 1)
    score.notes.extend(f"{fact}: missed {json.dumps(want, ensure_ascii=False)}" for want in missed)
    score.notes.extend(f"{fact}: made up or wrong {_brief(g)}" for g in made_up)


def _brief(fact: Record) -> str:
    keys = (
        "min",
        "mid",
        "max",
        "currency",
        "period",
        "period_basis",
        "kind",
        "zone",
        "earliest",
        "latest",
        "name",
        "places",
        "quote",
    )
    return json.dumps({k: fact[k] for k in keys if fact.get(k) is not None}, ensure_ascii=False)[:300]


def _skill_key(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum() or char in "+#.")


def _score_skills(gold: Record, got: Iterable[Record], score: Score) -> None:
    optional = {_skill_key(name) for name in gold.get("optional", ())}
    wanted: dict[str, tuple[frozenset[str], str]] = {}
    for need in ("preferred", "required"):
        for entry in gold.get(need, ()):
            names = [entry] if isinstance(entry, str) else entry
            wanted[_skill_key(names[0])] = (frozenset(map(_skill_key, names)), need)
    found: set[str] = set()
    for skill in got:
        key = _skill_key(skill["name"])
        name = next((n for n, (keys, _) in wanted.items() if key in keys), None)
        if name is not None:
            found.add(name)
            if skill["need"] != "mentioned":
                score.add("skill-need", skill["need"] == wanted[name][1], 1)
        elif key not in optional and skill["need"] != "mentioned":
            score.add("skill-precision", 0, 1)
            score.notes.append(f"skill made up: {skill['name']}")
    score.add("skill-precision", len(found), len(found))
    score.add("skill-recall", len(found), len(wanted))
    score.notes.extend(f"skill missed: {name}" for name in sorted(set(wanted) - found))
