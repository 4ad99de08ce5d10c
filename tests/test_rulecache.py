"""A cached rulebook is the rulebook."""

from __future__ import annotations

from pathlib import Path

import jobparse
from jobparse.rulecache import load_rules_cached
from jobparse.rulereader import load_rules

POSTING = (Path(__file__).parent.parent / "corpus" / "postings" / "a-remoteboard-zones-dataeng.txt").read_bytes()


def test_rulecache_gives_the_same_rulebook(tmp_path: Path) -> None:
    """Loaded, kept and read again: the same rows in the same order, the same digest, the same record."""
    load_rules_cached((), tmp_path)
    cached, loaded = load_rules_cached((), tmp_path), load_rules()
    assert len(list(tmp_path.glob("*.rules"))) == 1
    assert cached.digest == loaded.digest
    assert cached.tables == loaded.tables
    assert list(cached.families) == list(loaded.families)
    for family, rows in loaded.families.items():
        kept = [
            (r.id, r.order, r.case, r.pattern, r.spellings, dict(r.constants), r.literals, r.before, r.after)
            for r in cached.rows(family)
        ]
        assert kept == [
            (r.id, r.order, r.case, r.pattern, r.spellings, dict(r.constants), r.literals, r.before, r.after) for r in rows
        ]
    assert jobparse.parse(POSTING, rules=cached).to_json() == jobparse.parse(POSTING, rules=loaded).to_json()


def test_rulecache_damage_costs_only_time(tmp_path: Path) -> None:
    """A damaged file or a folder that cannot be written gives the rulebook all the same."""
    load_rules_cached((), tmp_path)
    next(tmp_path.glob("*.rules")).write_bytes(b"\x93 no book")
    assert load_rules_cached((), tmp_path).digest == load_rules().digest
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert load_rules_cached((), blocked).digest == load_rules().digest
