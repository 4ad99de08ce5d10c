"""Floors: what falls is named, what moves is listed, and what is written reads back."""

from __future__ import annotations

from pathlib import Path

from jobparse.floors import compared, floors_toml, pinned_set, read_floors
from jobparse.scoring import Score


def scored(name: str, hits: int, total: int) -> Score:
    """One item with one figure."""
    score = Score(name)
    score.add("title", hits, total)
    return score


def test_floors_read_back_as_written(tmp_path: Path) -> None:
    """A perfect set and an imperfect one both survive the file, and can be pinned beside each other again."""
    sets = {"good": pinned_set([scored("a", 1, 1)], "d1"), "bad": pinned_set([scored("a", 1, 1), scored("b", 0, 1)], "d2")}
    path = tmp_path / "floors.toml"
    path.write_text(floors_toml(sets), "utf-8")
    again = read_floors(path)
    assert floors_toml(again) == path.read_text("utf-8")
    assert again["bad"]["figures"] == {"title": 0.5}
    assert "items" not in again["good"]


def test_floors_name_what_fell_and_what_moved() -> None:
    """A figure below its floor, changed gold, and the items that gained and lost are all told."""
    pinned = pinned_set([scored("a", 1, 1), scored("b", 0, 1), scored("c", 1, 1)], "gold")
    comparison = compared([scored("a", 0, 1), scored("b", 1, 1), scored("c", 0, 1)], pinned, "other")
    assert "the gold has changed" in comparison.fallen[0]
    assert comparison.fallen[1] == "title 0.3333 is below its floor 0.6666"
    assert comparison.gains == ["b: title 0.0000 -> 1.0000"]
    assert comparison.losses == ["a: title 1.0000 -> 0.0000", "c: title 1.0000 -> 0.0000"]
    assert compared([scored("a", 1, 1), scored("b", 0, 1), scored("c", 1, 1)], pinned, "gold") == ([], [], [])
