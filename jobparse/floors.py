"""Figures against the floors that `floors.toml` pins: what fell, and which postings gained or lost.

In: scores and the floors file. Out: complaints. The file holds a digest of the gold, so that gold cannot change unnoticed, the
figures over all, and the figures of every item, so that a change shows its gains and losses one by one.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from jobparse.model import JobparseError
from jobparse.scoring import Score, figures

TOLERANCE = 5e-5
"""Figures are pinned with four decimals."""


class Comparison(NamedTuple):
    """Figures below their floor, and the items that did better or worse than when the floors were pinned."""

    fallen: list[str]
    gains: list[str]
    losses: list[str]


def gold_digest(where: Path) -> str:
    """A digest of all gold of a folder or file."""
    digest = hashlib.sha256()
    for path in sorted(where.glob("*")) if where.is_dir() else [where]:
        data = path.read_bytes()
        digest.update(b"%s\0%d\0%s" % (path.name.encode(), len(data), data))
    return digest.hexdigest()[:16]


def read_floors(path: Path) -> dict[str, Any]:
    """The pinned sets by name."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise JobparseError(f"{path}: unusable floors ({error})") from None


def compared(scores: list[Score], pinned: dict[str, Any], digest: str) -> Comparison:
    """The scores against one pinned set."""
    fallen = (
        []
        if digest == pinned["gold"]
        else [f"the gold has changed (digest {digest}, pinned {pinned['gold']}): pin anew and say why"]
    )
    now = {name: hits / total for name, (hits, total) in figures(scores).items()}
    for name, floor in pinned["figures"].items():
        if now.get(name, 0.0) < floor - TOLERANCE:
            fallen.append(f"{name} {now.get(name, 0.0):.4f} is below its floor {floor:.4f}")
    gains, losses = _moves(scores, pinned.get("items", {}))
    return Comparison(fallen, gains, losses)


def _moves(scores: Iterable[Score], pinned: dict[str, dict[str, list[int]]]) -> tuple[list[str], list[str]]:
    gains: list[str] = []
    losses: list[str] = []
    for score in scores:
        lows = pinned.get(score.name, {})
        for name in sorted({*score.totals, *lows}):
            hits, total = lows.get(name, (1, 1))  # what is not pinned was perfect
            was, now = hits / total if total else 1.0, score.hits[name] / score.totals[name] if score.totals[name] else 1.0
            if abs(was - now) > TOLERANCE:
                (gains if now > was else losses).append(f"{score.name}: {name} {was:.4f} -> {now:.4f}")
    return gains, losses


def pinned_set(scores: list[Score], digest: str) -> dict[str, Any]:
    """What to pin: the figures over all, rounded down to four decimals, and the imperfect figures of every item."""
    items = {s.name: {n: [s.hits[n], s.totals[n]] for n in sorted(s.totals) if s.hits[n] != s.totals[n]} for s in scores}
    return {
        "gold": digest,
        "figures": {name: int(hits / total * 10_000) / 10_000 for name, (hits, total) in figures(scores).items()},
        "items": {name: lows for name, lows in items.items() if lows},
    }


def floors_toml(sets: dict[str, dict[str, Any]]) -> str:
    """The text of `floors.toml`."""
    lines = ["# Figures that may not fall, with a digest of the gold they were measured on. Written by `jobparse score --pin`."]
    for name, pinned in sorted(sets.items()):
        lines += ["", f"[{json.dumps(name)}]", f"gold = {json.dumps(pinned['gold'])}", "", f"[{json.dumps(name)}.figures]"]
        lines += [f"{json.dumps(figure)} = {floor}" for figure, floor in sorted(pinned["figures"].items())]
        items = pinned.get("items", {})  # a perfect set has none
        if items:
            lines += ["", f"[{json.dumps(name)}.items]"]
        for item, lows in sorted(items.items()):
            inner = ", ".join(f"{json.dumps(figure)} = {counts}" for figure, counts in sorted(lows.items()))
            lines.append(f"{json.dumps(item)} = {{ {inner} }}")
    return "\n".join(lines) + "\n"
