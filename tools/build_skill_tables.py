"""Builds rules/skills/tables/*.tsv from the hand-made lists in rules/skills/curated/ and the open vocabularies.

    python tools/build_skill_tables.py [--vocab FOLDER] [--out FOLDER] [--check]

In: `curated/*.txt` (what people wrote), and a folder with the lists of ESCO and O*NET (what is open).
Out: one table a kind, sorted, one skill a line. The curated lists decide names, spellings and where they count; the open lists
give ids, and more names where `curated/open_*.txt` lets them in. Same inputs, same bytes. It holds no word lists of its own.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from jobparse.skilltables import COLUMNS, fold_names, slug  # noqa: E402  the checkout's own fold, installed or not

CURATED = ROOT / "rules" / "skills" / "curated"
TABLES = ROOT / "rules" / "skills" / "tables"
VOCAB = ROOT.parent / "shared" / "vocab"
KINDS = (
    "language", "library", "framework", "tool", "platform", "database", "method", "field", "standard", "certification", "licence",
    "human_language", "equipment", "domain",
)  # fmt: skip
SUFFIX_RE = re.compile(r"\s*@(drop|case|cue|term)\b")
CAPITALS_RE = re.compile(r"[A-Z0-9&/+.-]{1,5}s?")
STRICT = {"": 0, "^": 1, "?": 2}
"""Marks from lax to strict: counts anywhere, only as spelled, only where skills are named."""


@dataclass
class Skill:
    """One skill on its way into a table.

    `spellings` maps the fold of a spelling to how it is written and its mark; with `listed` a name that would count anywhere needs
    a context in prose.
    """

    name: str
    kind: str
    mark: str = ""
    spellings: dict[str, tuple[str, str]] = field(default_factory=dict)
    esco: str = ""
    onet: str = ""
    listed: bool = False


def fold(text: str) -> str:
    """The form in which two spellings are the same one."""
    return " ".join(fold_names(text).decode("ascii").split())


def lines_of(name: str) -> Iterator[str]:
    """The lines of a curated list, without comments and blank lines."""
    for line in (CURATED / f"{name}.txt").read_text("utf-8").split("\n"):
        if line.strip() and not line.startswith("#"):
            yield line.strip()


ORDINARY = frozenset(lines_of("words_ordinary"))
"""Words that are also acronyms: REST, SOLID, SAFE."""


def marked(piece: str) -> tuple[str, str] | None:
    """A spelling and its mark, or None where it is dropped. Short capitals count as spelled unless `~` says otherwise."""
    suffixes = SUFFIX_RE.findall(piece)
    text = SUFFIX_RE.sub("", piece).strip()
    if "drop" in suffixes or not text:
        return None
    mark, bare = (text[0], text[1:]) if text[0] in "^?~" else ("", text)
    if mark == "~":
        return bare, ""
    if "case" in suffixes:
        return bare, "^"
    if "cue" in suffixes or "term" in suffixes:
        return bare, "?"
    if not mark and CAPITALS_RE.fullmatch(bare) and any(c.isupper() for c in bare):
        letters = sum(c.isalpha() for c in bare.removesuffix("s"))
        return bare, "^" if letters < 4 or bare.lower() in ORDINARY else ""
    if not mark and len(bare) <= 4 and sum(c.isupper() for c in bare) > 1:
        return bare, "^"
    return bare, mark


# ------------------------------------------------------------------ the curated lists


def read_curated() -> list[Skill]:
    """Every skill of the hand-made lists, files by name."""
    skills: list[Skill] = []
    for path in sorted(CURATED.glob("*.txt")):
        text = path.read_text("utf-8")
        if "\n[" not in text:
            continue
        mode = found[1] if (found := re.search(r"^# mode: (\w+)$", text, re.MULTILINE)) else "alias"
        listed = "\n# policy: list\n" in text
        kind = ""
        for line in lines_of(path.stem):
            if line.startswith("["):
                kind = line[1:-1]
                if kind not in KINDS:
                    raise SystemExit(f"{path.name}: unknown kind {kind}")
                continue
            read = read_line(line, kind, mode)
            for skill in read:
                skill.listed = listed and kind not in PROPER
            skills.extend(read)
    return skills


def read_line(line: str, kind: str, mode: str) -> list[Skill]:
    """The skills of one line.

    `alias`: one skill; `families`: `==` joins, and what else is no variant of another stands alone; `many`: the same for what stands
    between two bars.
    """
    groups: list[list[tuple[str, str]]] = []
    for one in re.split(r"\s\|\s", line) if mode == "many" else [line]:
        pieces = re.split(r"\s[=|]\s", one)
        parts = [[m for text in re.split(r"\s==\s", piece) if (m := marked(text))] for piece in pieces]
        parts = [part for part in parts if part]
        groups.extend([[m for part in parts for m in part]] if mode == "alias" else families(parts))
    return [made(group, kind) for group in groups if group]


def made(group: list[tuple[str, str]], kind: str) -> Skill:
    """The skill of a group of spellings: the first is its name."""
    text, mark = group[0]
    as_written = kind in PROPER or text[0].isupper() or not text[0].isalpha() or re.match(r"[a-z]+[A-Z0-9]", text)
    name = text if as_written else text[0].upper() + text[1:]
    skill = Skill(name, kind, mark)
    for text, mark in group[1:]:
        spell(skill, text, mark)
    return skill


PROPER = ("language", "library", "framework", "tool", "platform", "database")
"""Kinds whose names are written as their makers write them: pandas, npm, scikit-learn."""


def spell(skill: Skill, text: str, mark: str) -> None:
    """Adds a spelling; of two marks for the same one the lax wins."""
    key = fold(text)
    if not key or (key == fold(skill.name) and STRICT[mark] >= STRICT[skill.mark]):
        return
    if key == fold(skill.name):
        skill.mark = mark
    elif key not in skill.spellings or STRICT[mark] < STRICT[skill.spellings[key][1]]:
        skill.spellings[key] = (text, mark)


GENERIC = frozenset(lines_of("words_generic"))
SMALL = frozenset(lines_of("words_small"))


def content(text: str) -> frozenset[str]:
    """What a spelling is about: its words without the small and the trailing generic ones, singular."""
    words = [w.removesuffix("s") if len(w) > 3 and not w.endswith("ss") else w for w in fold(text).split()]
    words = [w for w in words if w not in SMALL] or words
    while len(words) > 1 and words[-1] in GENERIC:
        words.pop()
    return frozenset(words)


def is_acronym(short: str, long: str) -> bool:
    """Whether `short` is made of the first letters of `long`, with or without the small words."""
    letters = "".join(c for c in short.removesuffix("s") if c.isalnum())
    if not letters.isupper() or len(letters) < 2:
        return False
    words = fold(long).replace("&", " ").split()
    initials = ("".join(w[0] for w in words), "".join(w[0] for w in words if w not in SMALL))
    return letters.lower() in initials


def families(parts: list[list[tuple[str, str]]]) -> list[list[tuple[str, str]]]:
    """Spellings put together that say the same thing: the same content words, or an acronym of them."""
    groups: list[list[tuple[str, str]]] = []
    late: list[list[tuple[str, str]]] = []
    for part in parts:
        text = part[0][0]
        home = next((g for g in groups if any(content(text) == content(t) for t, _ in g)), None)
        if home is not None:
            home.extend(part)
        elif groups and CAPITALS_RE.fullmatch(text.split()[0]) and len(text) < 8:
            late.append(part)
        else:
            groups.append(list(part))
    for part in late:
        text = part[0][0]
        home = next((g for g in groups if any(is_acronym(text, t) for t, _ in g)), None)
        if home is not None:
            home.extend(part)
        else:
            groups.append(list(part))
    return groups


# ------------------------------------------------------------------ the open lists


def read_esco(vocab: Path) -> list[tuple[str, str, list[str], set[str]]]:
    """ESCO skills as `(uuid, label, other labels, pillars)`."""
    rows = []
    for line in (vocab / "esco_skills_merged.jsonl").read_text("utf-8").split("\n"):
        if not line:
            continue
        row = json.loads(line)
        if row["preferred"]:
            groups = ast.literal_eval(row["groups"]) if row["groups"] else []
            label = re.sub(r"\s*\([^)]*\)", "", row["preferred"]).strip()
            rows.append((row["uri"].rsplit("/", 1)[1], label, row["alts"], {group[0] for group in groups}))
    return sorted(rows)


LISTINGS = 3
"""An O*NET example counts as a skill of its own from so many occupations on: of those named once (2,967 of 4,506 new names in 29.2)
hardly any stands in a posting, and each costs loading time."""


def read_onet(vocab: Path) -> list[tuple[str, str, int]]:
    """O*NET technology examples as `(name, commodity code, occupations that list it)`, each name once."""
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for line in (vocab / "onet_technology_skills.txt").read_text("utf-8").split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) > 3:
            names.setdefault(cells[1].strip(), cells[2])
            counts[cells[1].strip()] += 1
    return sorted((name, code, counts[name]) for name, code in names.items())


class Book:
    """All skills so far, and which of them a folded spelling belongs to."""

    def __init__(self, skills: Iterable[Skill]) -> None:
        self.skills: list[Skill] = []
        self.owner: dict[str, Skill] = {}
        named: dict[str, Skill] = {}
        for skill in skills:
            key = fold(skill.name)
            if key not in named:
                named[key] = skill
                self.skills.append(skill)
                continue
            for text, mark in ((skill.name, skill.mark), *skill.spellings.values()):
                spell(named[key], text, mark)
        self.owner.update(named)
        for skill in self.skills:
            for key in [k for k in skill.spellings if self.owner.setdefault(k, skill) is not skill]:
                del skill.spellings[key]
        self.part_pairs()

    def part_pairs(self) -> None:
        """Drops "HTML/CSS" and the like: two skills with a slash between them are two skills."""
        for skill in list(self.skills):
            for key, (text, _) in [("", (skill.name, "")), *skill.spellings.items()]:
                parts = [self.owner.get(fold(part)) for part in text.split("/")]
                own = not key and any(part is skill for part in parts)
                if own or None in parts or len({id(part) for part in parts}) < 2:
                    continue
                if key:
                    del skill.spellings[key]
                    del self.owner[key]
                else:
                    self.skills.remove(skill)
                    for gone in (fold(skill.name), *skill.spellings):
                        self.owner.pop(gone, None)
                    break

    def add(self, skill: Skill) -> None:
        """Takes in a skill; spellings that have an owner stay with it."""
        self.skills.append(skill)
        self.owner[fold(skill.name)] = skill
        for key in [k for k in skill.spellings if self.owner.setdefault(k, skill) is not skill]:
            del skill.spellings[key]

    def spell(self, skill: Skill, text: str, mark: str = "") -> None:
        """Adds a spelling that nobody owns yet."""
        key = fold(text)
        if key and key not in self.owner:
            self.owner[key] = skill
            skill.spellings[key] = (text, mark)


def join_esco(book: Book, vocab: Path) -> None:
    """Gives ESCO ids to skills that ESCO knows, and takes in ESCO's fields of knowledge that the lists let in."""
    refused = set(lines_of("open_refused"))
    stop = frozenset(lines_of("open_stopwords"))
    rows = read_esco(vocab)
    for exact in (True, False):
        for uuid, label, others, pillars in rows:
            for text in [label] if exact else others:
                skill = book.owner.get(fold(text))
                if skill and not skill.esco and (pillars & {"K", "L"} or exact):
                    skill.esco = uuid
    taken = {skill.esco for skill in book.skills}
    for uuid, label, others, pillars in rows:
        key = fold(label)
        if uuid in taken or key in book.owner or key in refused or "K" not in pillars or "L" in pillars:
            continue
        words = key.split()
        if not 2 <= len(words) <= 4 or stop & set(words) or not re.fullmatch(r"[\w'&. -]+", label):
            continue
        skill = Skill(label[0].upper() + label[1:], "field", "?", esco=uuid)
        for other in others:
            if content(other) == content(label) and fold(other) != key and " " in fold(other):
                spell(skill, other, "")
        book.add(skill)


def join_onet(book: Book, vocab: Path) -> None:
    """Gives UNSPSC codes to tools that O*NET names, and takes in its other product names."""
    refused = set(lines_of("open_refused"))
    generic = frozenset(lines_of("open_onet_words"))
    makers = sorted(lines_of("open_makers"), key=lambda m: (-len(m), m))
    kinds = dict(line.split("\t") for line in lines_of("open_onet_kinds"))
    for name, code, count in read_onet(vocab):
        bare = re.sub(r"\s+(?:software|program|system|platform)$", "", name)
        head, _, tail = bare.rpartition(" ")
        if is_acronym(tail, head):
            bare = head
        maker = next((m for m in makers if bare.lower().startswith(m.lower() + " ")), "")
        short = bare[len(maker) + 1 :] if maker else bare
        skill = book.owner.get(fold(name)) or book.owner.get(fold(bare)) or (book.owner.get(fold(short)) if maker else None)
        if skill:
            skill.onet = skill.onet or code
            if maker and skill.kind in PROPER:
                book.spell(skill, bare)
            continue
        key = fold(bare)
        words = key.split()
        if key in refused or count < LISTINGS or not words or len(words) > 4 or set(words) & generic or len(key) < 4:
            continue
        described = bare[1:].islower() and all(word.islower() for word in bare.split()[1:] or [bare])
        if described or not bare[0].isalnum() or not re.fullmatch(r"[\w'&.+/# -]+", bare):
            continue
        mark = "?" if len(words) == 1 else ""
        book.add(Skill(bare, kinds.get(code, "tool"), mark, onet=code))


# ------------------------------------------------------------------ spellings that follow from others


def widen(book: Book) -> None:
    """Adds the singular of plurals, `and` for `&`, `.js` without its point, and the other side of the Atlantic."""
    pairs = [tuple(line.split("\t")) for line in lines_of("words_variants")]
    for skill in book.skills:
        for text, mark in [(skill.name, skill.mark), *skill.spellings.values()]:
            for other in variants(text, pairs):
                book.spell(skill, other, mark)


def variants(text: str, pairs: list[tuple[str, ...]]) -> Iterator[str]:
    """Other ways to write the same: `words_variants.txt` and the rules of plurals."""
    low = text.lower()
    last = text.rsplit(maxsplit=1)[-1] if text.split() else ""
    if last.islower() and len(last) > 4 and last.isalpha():
        if last.endswith("ies"):
            yield text[:-3] + "y"
        elif last.endswith(("ches", "shes", "sses", "xes")):
            yield text[:-2]
        elif last.endswith("s") and not last.endswith(("ss", "is", "us", "ics")):
            yield text[:-1]
    if " & " in text:
        yield text.replace(" & ", " and ")
    elif " and " in text:
        yield text.replace(" and ", " & ")
    if low.endswith(".js"):
        yield text[:-3] + "JS"
        yield text[:-3] + " JS"
    for pair in pairs:
        one, other = pair
        for here, there in ((one, other), (other, one)):
            if re.search(rf"\b{here}\b" if here[-1] == "$" else here, low):
                yield re.sub(here, there, text, flags=re.IGNORECASE)


# ------------------------------------------------------------------ the tables


def build(vocab: Path) -> dict[str, str]:
    """The text of every table, by kind."""
    book = Book(read_curated())
    join_esco(book, vocab)
    join_onet(book, vocab)
    for name in lines_of("domains"):
        skill = book.owner.get(fold(name))
        if skill is None:
            raise SystemExit(f"domains.txt: {name} is no skill; mend the name")
        skill.kind = "domain"
    widen(book)
    tables = {}
    for kind in KINDS:
        rows = sorted(
            (s for s in book.skills if s.kind == kind), key=lambda s: (unicodedata.normalize("NFKD", s.name.casefold()), s.name)
        )
        lines = [
            f"# about: skills of the kind {kind}; made by tools/build_skill_tables.py from curated/ and the lists named in NOTICE",
            "\t".join(COLUMNS),
        ]
        lines.extend(line_of(skill) for skill in rows)
        tables[kind] = "\n".join(lines) + "\n"
    return tables


def line_of(skill: Skill) -> str:
    """The line of a skill in its table."""
    policy = {"": "list" if skill.listed else "", "^": "case", "?": "cue"}[skill.mark]
    spellings = "|".join(mark + text for _, (text, mark) in sorted(skill.spellings.items()))
    return f"{skill.name}\t{spellings}\t{skill.esco}\t{skill.onet}\t{policy}"


def main() -> int:
    """Builds the tables, or checks that they are what would be built."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vocab", type=Path, default=VOCAB, help="the folder of open vocabularies")
    parser.add_argument("--out", type=Path, default=TABLES, help="where the tables go")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a table differs")
    options = parser.parse_args()
    tables = build(options.vocab)
    differing = 0
    for kind, text in tables.items():
        path = options.out / f"{kind}.tsv"
        if options.check:
            differing += not path.is_file() or path.read_text("utf-8") != text
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        print(f"{kind} {text.count(chr(10)) - 2}")
    slugs = [slug(line.split("\t")[0]) for text in tables.values() for line in text.split("\n")[2:] if line]
    print(f"skills {len(slugs)}, slugs {len(set(slugs))}")
    return 1 if differing or len(slugs) != len(set(slugs)) else 0


if __name__ == "__main__":
    sys.exit(main())
