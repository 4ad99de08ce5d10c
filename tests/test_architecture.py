"""The shape of the house: stages do not know each other, and arrows point one way."""

from __future__ import annotations

import ast
from pathlib import Path

import jobparse

PACKAGE = Path(jobparse.__file__).parent
STAGES = ("decode", "repair", "blocks", "boilerplate", "sections", "layout")
MEETING_PLACES = ("pipeline", "checking", "explain", "cli", "__init__", "assembly", "batch", "batch_rows")


def imports() -> dict[str, set[str]]:
    """The modules of the package that each module imports when it is loaded, by dotted name without `jobparse.`."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        found[name] = set()
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jobparse"):
                found[name].add((node.module or "").removeprefix("jobparse").lstrip(".") or "__init__")
    return found


def test_architecture_no_stage_imports_another() -> None:
    """Stages and fact extractors meet in the pipeline and in the types only."""
    graph = imports()
    stages = {
        name
        for name in graph
        if name.split(".")[0].split("_")[0] in STAGES
        or name in ("facts.header", "facts.pay", "facts.zones", "facts.graduation", "facts.skills")
    }
    for name, targets in graph.items():
        if name.split(".")[0] in MEETING_PLACES:
            continue
        family = name.split("_")[0]
        assert {t for t in targets & stages if t.split("_")[0] != family} == set(), name


def test_architecture_no_import_cycle() -> None:
    """No module leads back to itself."""
    graph = imports()

    def reach(name: str, seen: frozenset[str]) -> None:
        assert name not in seen, f"cycle through {name}"
        for target in graph.get(name, ()):
            reach(target, seen | {name})

    for name in graph:
        reach(name, frozenset())


def test_architecture_public_names() -> None:
    """The package shows its public names, sorted, and each is there."""
    assert jobparse.__all__ == sorted(jobparse.__all__)
    assert all(hasattr(jobparse, name) for name in jobparse.__all__)
