"""rules/ → Rulebook: the only reader of the rules folder.

In: one or more folders of TOML rows and tables. Out: rows by family, compiled at first use, with a digest of all that was read.
The loader is severe and kind: what it does not know it refuses, in one line that names file, row and remedy.
It does not run the rows' examples; `checking.py` does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import regex
import tomli  # the library of the standard one, compiled: rules are read in a third of the time

from jobparse.matching import fold
from jobparse.model import JobparseError
from jobparse.rulebook import ANYWHERE, AS_PART, BEHIND_NAME, WHOLE_LINE, Row, Rulebook, shipped_folder

ROW_KEYS = ("id", "why", "family", "case", "pattern", "name", "spellings", "finds", "ignores", "misses")
FILE_KEYS = ("about", "family", "case", "rule", "term", "off")
ID_RE = regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*+")
PIECE_RE = regex.compile(r"\{([a-z][a-z_]*+)\}")
UPPER_RE = regex.compile(r"\\[pP]\{[^}]*+\}|\\.|\(\?P?[<=!:>]?[A-Za-z_]*[>)=]?|\[:[a-z]+:\]|(\p{Lu})", regex.DOTALL)


class BadRules(JobparseError):
    """A rules folder that cannot be used; `complaints` has a line for each fault."""

    def __init__(self, complaints: list[str]) -> None:
        more = f" (and {len(complaints) - 1} more)" if len(complaints) > 1 else ""
        super().__init__(complaints[0] + more)
        self.complaints = complaints


def load_rules(*folders: str | Path) -> Rulebook:
    """The shipped rules with `folders` laid over them, in order.

    A row of a later folder replaces the row of the same id; `off = ["row-id"]` in a file takes rows out.
    Raises BadRules, naming file, row and remedy, where a folder cannot be used.
    """
    return read_rules([default_root(), *map(Path, folders)], proven=1)


def default_root() -> Path:
    """The folder of the shipped rules."""
    return Path(shipped_folder())


def rule_files(root: Path) -> list[tuple[str, bytes]]:
    """Every rules file of a folder by its name in it, sorted; refuses what is no readable folder."""
    if not root.is_dir():
        raise BadRules([f"{root}: no such rules folder; give a folder that holds .toml files"])
    try:
        paths = sorted(p for p in root.rglob("*") if p.suffix in (".toml", ".tsv") and p.is_file())
        return [(path.relative_to(root).as_posix(), path.read_bytes()) for path in paths]
    except OSError as error:
        raise BadRules([f"{error.filename}: cannot be read ({error.strerror}); mend its permissions"]) from None


def read_rules(roots: Iterable[Path], *, proven: int = 0) -> Rulebook:
    """The rules of exactly these folders.

    The patterns of the first `proven` folders are not compiled here: tests have done it, and compiling them all would
    cost every start more than reading does.
    """
    reader = _Reader()
    for number, root in enumerate(roots):
        reader.compiles = number >= proven
        reader.read(root)
    if reader.complaints:
        raise BadRules(reader.complaints)
    return reader.rulebook()


class _Reader:
    """Collects rows and complaints over the folders; what is wrong in one row does not hide the next."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.root = ""
        self.pieces: dict[str, str] = {}
        self.schemas: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, Row] = {}
        self.tables: dict[str, str] = {}
        self.hash = hashlib.sha256()
        self.order = 0
        self.compiles = True

    def complain(self, file: str, row: str, fault: str, remedy: str) -> None:
        where = f"{self.root}/{file}" if self.root else file
        self.complaints.append(f"{where}: {row}: {fault}; {remedy}" if row else f"{where}: {fault}; {remedy}")

    def read(self, root: Path) -> None:
        self.root = "" if root == default_root() else str(root)
        seen: set[str] = set()
        contents: dict[str, dict[str, Any]] = {}
        for name, data in rule_files(root):
            self.hash.update(b"%s\0%d\0%s" % (name.encode(), len(data), data))
            try:
                text = data.decode("utf-8")
                if name.endswith(".tsv"):
                    self.tables[name.removesuffix(".tsv")] = text
                else:
                    contents[name] = tomli.loads(text)
            except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
                self.complain(name, "", f"cannot be read ({error})", "mend the file")
        self._read_pieces(contents.pop("vocabulary.toml", {}))
        for name in [n for n in contents if n.endswith("schema.toml")]:
            self.schemas[name.rpartition("/")[0]] = contents.pop(name).get("family", {})
        for name, content in contents.items():
            self._read_file(name, content, seen)

    def _read_pieces(self, content: Mapping[str, Any]) -> None:
        for name, piece in content.get("pieces", {}).items():
            try:
                self.pieces[name] = f"(?:{self._expanded(piece)})"
            except KeyError as error:
                self.complain("vocabulary.toml", name, f"unknown piece {error}", "define it above")

    def _expanded(self, pattern: str) -> str:
        expanded: str = PIECE_RE.sub(lambda found: self.pieces[found[1]], pattern)
        return expanded

    def _read_file(self, name: str, content: dict[str, Any], seen: set[str]) -> None:
        if not content.get("about"):
            self.complain(name, "", "no `about` line", 'add about = "what these rows are for" on top')
        for off in content.get("off", ()):
            self.rows.pop(off, None)
        shared = {key: value for key, value in content.items() if key not in FILE_KEYS}
        for raw in (*content.get("rule", ()), *content.get("term", ())):
            self._read_row(name, content, shared, {"case": content.get("case", False), **raw}, seen)

    def _read_row(
        self, name: str, content: Mapping[str, Any], shared: Mapping[str, Any], raw: dict[str, Any], seen: set[str]
    ) -> None:
        ident = str(raw.get("id", "a row without id"))
        before = len(self.complaints)
        if not ID_RE.fullmatch(ident):
            self.complain(name, ident, "no usable id", "give it lower-case words with hyphens")
        if ident in seen:
            self.complain(name, ident, "this id is taken", "choose another: ids are unique in the tree")
        seen.add(ident)
        stage = name.partition("/")[0]
        family = str(raw.get("family", content.get("family")))
        schema = self.schemas.get(stage, {}).get(family)
        if schema is None:
            known = ", ".join(self.schemas.get(stage, {})) or "none"
            self.complain(name, ident, f"unknown family {family!r}", f"families of {stage}/ are: {known}")
            return
        self._check_examples(name, ident, raw)
        constants = self._constants(name, ident, schema, shared, raw)
        pattern = self._pattern(name, ident, schema, raw)
        if len(self.complaints) == before:
            sought = schema.get("sought", True)
            self.rows[ident] = Row(
                f"{stage}/{family}", name, self.order, pattern, raw, constants, sought=sought, tried=_tried(schema)
            )
            self.order += 1

    def _check_examples(self, name: str, ident: str, raw: Mapping[str, Any]) -> None:
        for key, least in (("finds", "a text that the row must find"), ("ignores", "a text that it must leave alone")):
            value = raw.get(key)
            if not isinstance(value, list) or not value:
                self.complain(name, ident, f"no `{key}`", f"add {least}")
            elif not all(isinstance(v, str) or (key == "finds" and isinstance(v, dict) and "text" in v) for v in value):
                self.complain(name, ident, f"`{key}` is no list of texts", "write strings (in `finds` also tables with `text`)")

    def _constants(
        self, name: str, ident: str, schema: Mapping[str, Any], shared: Mapping[str, Any], raw: Mapping[str, Any]
    ) -> dict[str, Any]:
        keys: Mapping[str, Any] = schema.get("keys", {})
        given = {**shared, **{k: v for k, v in raw.items() if k not in ROW_KEYS}}
        for key, value in given.items():
            if key not in keys:
                import difflib  # only for a complaint

                near = difflib.get_close_matches(key, [*keys, *ROW_KEYS], 1)
                remedy = f"did you mean `{near[0]}`?" if near else f"this family knows: {', '.join(keys) or 'no keys of its own'}"
                self.complain(name, ident, f"unknown key `{key}`", remedy)
            elif not _fits(value, keys[key]):
                wanted = keys[key] if isinstance(keys[key], str) else "one of " + ", ".join(map(str, keys[key]))
                self.complain(name, ident, f"`{key}` is {value!r}", f"give {wanted}")
        for key in schema.get("required", ()):
            if key not in given:
                self.complain(name, ident, f"no `{key}`", "add it: the family requires it")
        return given

    def _pattern(self, name: str, ident: str, schema: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
        if "name" in raw:
            spelt = (raw["name"], *raw.get("spellings", ()))
            words = spelt if raw.get("case") else map(fold, spelt)
            inner = "|".join(map(_literally, sorted(set(words), key=lambda w: (-len(w), w))))
            return f"(?<![\\p{{L}}\\p{{N}}])(?:{inner})(?![\\p{{L}}\\p{{N}}])"
        try:
            pattern = self._expanded(raw.get("pattern", ""))
            groups = set(regex.compile(pattern, regex.MULTILINE).groupindex) if self.compiles else set()
        except KeyError as error:
            self.complain(name, ident, f"unknown piece {error}", "pieces are named in vocabulary.toml")
            return ""
        except regex.error as error:
            self.complain(name, ident, f"bad pattern ({error})", "mend the regular expression")
            return ""
        if not pattern:
            self.complain(name, ident, "neither `pattern` nor `name`", "a [[rule]] has a pattern, a [[term]] has a name")
        if not raw.get("case") and any(found[1] for found in UPPER_RE.finditer(raw.get("pattern", ""))):
            self.complain(
                name, ident, "capitals in the pattern", "rows match lower-case text: write it in lower case, or add case = true"
            )
        if unknown := groups - set(schema.get("groups", ())):
            known = ", ".join(schema.get("groups", ())) or "none"
            self.complain(name, ident, f"unknown group `{min(unknown)}`", f"groups of this family: {known}")
        return pattern

    def rulebook(self) -> Rulebook:
        families: dict[str, list[Row]] = {}
        for row in sorted(self.rows.values(), key=lambda r: r.order):
            families.setdefault(row.family, []).append(row)
        return Rulebook({f: tuple(rows) for f, rows in families.items()}, self.tables, self.hash.hexdigest()[:16])


def _literally(word: str) -> str:
    """A word as a pattern; most have no sign that means something else there."""
    return word if word.replace(" ", "").isalnum() else str(regex.escape(word, special_only=True))


def _tried(schema: Mapping[str, Any]) -> str:
    """Where a family's patterns are tried, by the key of its schema that says so."""
    tried = {"whole": WHOLE_LINE, "behind_name": BEHIND_NAME, "part": AS_PART}
    return next((place for key, place in tried.items() if schema.get(key)), ANYWHERE)


def _fits(value: Any, wanted: Any) -> bool:
    """Whether a constant is of the type that a schema declares: a list of allowed values, or the name of a type."""
    if isinstance(wanted, list):
        return value in wanted
    checks: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "number": (int, float),
        "bool": bool,
        "strings": list,
        "table": dict,
    }
    return isinstance(value, checks[str(wanted)])
