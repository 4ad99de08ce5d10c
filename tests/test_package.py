"""What a user installs: the wheel carries its rules and gives the bytes that the checkout gives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """
import pathlib, sys, jobparse
print(pathlib.Path(jobparse.__file__).parent.parent, file=sys.stderr)
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
    sys.stdout.buffer.write(jobparse.parse(path.read_bytes(), name=path.name).to_json() + b"\\n")
"""


def records(where: Path, seed: str) -> tuple[bytes, str]:
    """The records of the corpus as the package under `where` writes them, and the folder it was imported from."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(ROOT / "corpus" / "postings")],
        capture_output=True,
        check=True,
        cwd=where,
        env={**os.environ, "PYTHONPATH": str(where), "PYTHONHASHSEED": seed},
    )
    return done.stdout, done.stderr.decode().strip()


def test_package_wheel_gives_the_same_bytes(tmp_path: Path) -> None:
    """Built, installed elsewhere and run under another hash seed, the package writes the same records."""
    from hatchling.builders.wheel import WheelBuilder

    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    site = tmp_path / "site"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--disable-pip-version-check",
        "--target",
        str(site),
        wheel,
    ]
    subprocess.run(pip, check=True, capture_output=True)
    installed, there = records(site, "1")
    checkout, here = records(ROOT, "0")
    assert (there, here) == (str(site), str(ROOT))
    assert installed == checkout != b""
