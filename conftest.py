"""What a machine without the engines leaves out, said aloud."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("fixed")
"""The same examples at every run, so that a change is judged by what it changes; `make search` looks for new ones."""

ENGINES = Path(__file__).parent / "tests" / "engines"

needs_arrow = ["jobparse/arrow.py", "jobparse/duckdb.py", "jobparse/spark.py"]
collect_ignore = [] if importlib.util.find_spec("pyarrow") else needs_arrow


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name what this run has not tested."""
    if collect_ignore:
        terminalreporter.write_line(f"not tested, since pyarrow is not installed: {', '.join(collect_ignore)}")
    if not any("engines" in argument for argument in config.args):
        names = ", ".join(sorted(path.stem.removeprefix("test_") for path in ENGINES.glob("test_*.py")))
        terminalreporter.write_line(f"not tested here: {names} (make test-engines)")
