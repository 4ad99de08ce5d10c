"""Text → blocks: lines, bullets, heading shapes, and walls of text taken apart.

In: the repaired text and the literal hits. Out: blocks that tile it. It says what a line looks like, and by which row a heading is known;
which section a text belongs to is not its business. A block's shape depends on its own line, but for headings that only their place
shows, so that the clean text, read again, gives the same bodies.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobparse.contents import Contents, contents_of
from jobparse.headings import LONGEST_HEADING, SHORTEST_CAPITALS, Headings, headings_of
from jobparse.model import Block
from jobparse.walls import AMOUNT_RE, GLUE_RE, SHORTEST_WALL, Cut, cuts_of

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

DEPTH_BOLD, DEPTH_PLAIN, DEPTH_GUESSED = 7, 8, 9
"""Depths of headings without `#`: a bold line; a colon, capitals or known words; a line that only looks like one."""

LONGEST_LABEL = 40
LONGEST_VALUE = 120
"""`Key: value` lines: a longer key is a sentence, a longer value a paragraph under a heading."""

LONGEST_GUESS = 70
LONGEST_ROW = 200
MOST_WORDS = 10
MOST_WORDS_BEFORE_COLON = 13
DEEPEST_WALL = 3
ITEM_MARKS = ("bullet", "number", "emoji")

MARK_RE = re.compile(
    r"""
    (?P<hash>\#{1,6})(?:[ \t]+|(?=[*_])|$)                                     # ## Heading
  | (?P<bullet>
        [•·●▪◦‣⁃∙○◆◇■□▸►➢➤✓✔✅☑❖★☆⭐⚫🔹🔸➔➜→\uf0b7\uf0a7\uf0fc\uf0be\uf0d8\u200b]\s*+   # marks that stand for nothing else
      | \\?[-*+](?:[ \t\xa0]+|$)                                               # - item, also escaped
      | (?:[–—−»§~o○]|>{1,3})(?:[ \t\xa0]+|$)
    )
  | (?P<emoji>[\u2600-\u27bf\u2b00-\u2bff\U0001f1e6-\U0001faff](?:[\ufe0f\u200d\u2600-\u27bf\U0001f1e6-\U0001faff])*+\s*+)
  | (?P<number>\(?\d{1,2}[.)](?:[ \t]+|$) | \(?[a-z][.)][ \t]+ | \(?[ivxIVX]{1,4}[.)][ \t]+)
    """,
    re.VERBOSE,
)
LETTERED_RE = re.compile(r"[a-z][.)][ \t]|[ivxIVX]{1,4}[.)][ \t]|o[ \t]+\S")
WORDS_RE = re.compile(r"\w")
SENTENCE_CASE_RE = re.compile(r"(?:^|\s)[a-zß-öø-ÿ][\w'’]{3,}")
GUESS_RE = re.compile(r"[\"“'‘¿¡]?[^\W\d_][^:@$€£|]*[^\s.!;,…:@$€£|]$")
SENTENCES_RE = re.compile(r"[a-zß-öø-ÿ)][.!?]\s*[A-ZÀ-ÖØ-Þ]")
CAPITALS_RE = re.compile(r"[\"“'‘¿¡]?[^\W\d_][^$€£|@]*$")
LINE_END_RE = re.compile(r"[.!?;,…]['\"”’)]?$")
RULE_RE = re.compile(r"(?:-{3,}|={3,})$")
COLONS = ":："


class Draft(NamedTuple):
    """A block before its end and its gap are known."""

    start: int
    body_start: int
    body_end: int
    shape: str
    level: int = 0
    gap: int = 0
    rule: str = ""


def find_blocks(hits: Hits, rulebook: Rulebook) -> tuple[Block, ...]:
    """The blocks of the text, in order, without gap or overlap."""
    reader = _Reader(hits, headings_of(rulebook), contents_of(rulebook))
    drafts = reader.read()
    if not drafts:
        return (Block(0, len(hits.value), 0, 0, "blank"),) if hits.value else ()
    starts = [0, *(draft.start for draft in drafts[1:]), len(hits.value)]
    return tuple(
        Block(starts[i], starts[i + 1], d.body_start, d.body_end, d.shape, d.level, d.gap, None, d.rule) for i, d in enumerate(drafts)
    )


class _Reader:
    """Reads the lines of one text into drafts."""

    def __init__(self, hits: Hits, headings: Headings, contents: Contents) -> None:
        self.contents = contents
        self.hits = hits
        self.value = hits.value
        self.folded = hits.folded
        self.headings = headings
        self.drafts: list[Draft] = []
        self.guesses: list[int] = []
        self.left_alone: set[int] = set()

    def read(self) -> list[Draft]:
        at = gap = 0
        for line in self.value.split("\n"):
            body = line.strip()
            if body:
                start = at if line[0] == body[0] else at + len(line) - len(line.lstrip())
                self._line(at, start, start + len(body), gap, 0)
                gap = 0
            else:
                gap += 1
            at += len(line) + 1
        for index in self.guesses:
            self._settle_guess(index)
        return self.drafts

    def _line(self, at: int, start: int, end: int, gap: int, depth: int) -> None:
        """Add the blocks of one line whose words are `[start, end)`."""
        value = self.value
        first = value[start]
        body, mark, level = start, "", 0
        if not first.isalpha() or LETTERED_RE.match(value, start, end):
            body, mark, level = self._marks(start, end)
            end = self._without_emphasis_end(body, end) if mark == "hash" else end
        if body >= end or not (value[body].isalnum() or WORDS_RE.search(value, body, end)):
            self._drawn(at, start, end, gap)
            return
        if value.startswith(("**", "__"), body) and end - body > 4:
            inside = self._bold(body, end)
            if inside:
                body, end = inside
                mark, level = ("hash", level) if mark == "hash" else ("bold", DEPTH_BOLD) if not mark else (mark, level)
        if mark in ("hash", "bold"):
            body = self._behind_emoji(body, end)
        draft = self._read_as_one(at, start, body, end, gap, mark, level)
        if draft is not None:
            self.drafts.append(draft)
        elif depth >= DEEPEST_WALL or not self._taken_apart(at, start, body, end, gap, mark, depth):
            self._plain(at, start, body, end, gap, mark)

    def _marks(self, start: int, end: int) -> tuple[int, str, int]:
        """Where the words begin behind list and heading marks, which mark stands last, and the depth that `#` gives."""
        value = self.value
        body, mark, level = start, "", 0
        for _ in range(4):
            found = MARK_RE.match(value, body, end)
            if found is None:
                break
            mark = found.lastgroup or ""
            if mark == "hash":
                level = len(found[mark])
            body = found.end()
            while body < end and value[body].isspace():
                body += 1
        return body, mark, level

    def _drawn(self, at: int, start: int, end: int, gap: int) -> None:
        """A line without words: a drawn rule, which makes the line above it a heading if it underlines it."""
        above = self.drafts[-1] if self.drafts else None
        if above and gap == 0 and above.shape == "text" and above.body_end - above.body_start <= LONGEST_GUESS and RULE_RE.match(self.value, start, end):
            level = 1 if self.value[start] == "=" else 2
            row = self._known(above.body_start, above.body_end)
            self.drafts[-1] = above._replace(shape="heading", level=level, rule=row.id if row else "")
            if self.guesses and self.guesses[-1] == len(self.drafts) - 1:
                self.guesses.pop()
        self.drafts.append(Draft(at, end, end, "rule", 0, gap))

    def _bold(self, start: int, end: int) -> tuple[int, int] | None:
        """The words inside a line that is bold from end to end."""
        value = self.value
        mark = value[start : start + 2]
        tail = end - 1 if value[end - 1] in COLONS else end
        if not value.startswith(mark, tail - 2) or tail - 2 <= start + 2 or value.find(mark, start + 2, tail - 2) >= 0:
            return None
        body, stop = start + 2, tail - 2
        while body < stop and (value[body].isspace() or value[body] in "_*"):
            body += 1
        while stop > body and (value[stop - 1].isspace() or value[stop - 1] in "_*"):
            stop -= 1
        return (body, stop) if body < stop else None

    def _behind_emoji(self, body: int, end: int) -> int:
        """The first word of a marked heading, behind an emoji."""
        found = MARK_RE.match(self.value, body, end)
        return found.end() if found and found.lastgroup == "emoji" and found.end() < end else body

    def _without_emphasis_end(self, body: int, end: int) -> int:
        """The end of a `##` heading without closing `#`."""
        value = self.value
        while end > body and (value[end - 1] == "#" or value[end - 1].isspace()):
            end -= 1
        return end

    # -------------------------------------------------------------- one line, one block

    def _read_as_one(self, at: int, start: int, body: int, end: int, gap: int, mark: str, level: int) -> Draft | None:
        """The block of a line that is a heading or a table row; None for all others."""
        value = self.value
        length = end - body
        colon = value[end - 1] in COLONS
        stop = self._without_colon(body, end) if colon else end
        if mark in ("hash", "bold"):
            row = self._resolved(body, stop, fuzzy=True) if length <= LONGEST_HEADING else None
            sentence = LINE_END_RE.search(value, body, end) is not None and value[end - 1] not in "?!…" and value.count(" ", body, end) >= 4
            key = value.find(":", body, min(stop, body + LONGEST_LABEL))
            if length > 2 * LONGEST_HEADING or (sentence and row is None) or (key > 0 and self.headings.named(self.folded[body:key])):
                return None
            return Draft(at, body, stop, "heading", level, gap, row.id if row else "")
        if (length <= LONGEST_ROW and "\t" in value[body:end]) or value.count("|", body, end) >= 2:
            return self._row(at, body, end, gap)
        if length > LONGEST_HEADING:
            return None
        capitals = length >= SHORTEST_CAPITALS and value[body:end].isupper() and CAPITALS_RE.match(value, body, end) is not None
        if mark == "emoji":
            return self._plain_heading(at, body, stop, end, gap, colon=colon, capitals=capitals)
        if mark:
            row = self.headings.named(self.folded[body:stop]) if colon or capitals or length <= LONGEST_LABEL else None
            loose = row.get("loose") if row else None
            shaped = colon or capitals or (mark == "number" and loose != "line") or (" " in value[body:stop] and not loose)
            return Draft(at, body, stop, "heading", DEPTH_PLAIN, gap, row.id) if row and shaped else None
        return self._plain_heading(at, body, stop, end, gap, colon=colon, capitals=capitals)

    def _plain_heading(self, at: int, body: int, stop: int, end: int, gap: int, *, colon: bool, capitals: bool) -> Draft | None:
        """A heading without marks: known words, a colon, capitals; a line that may be one is noted for a second look."""
        value = self.value
        if (value[end - 1] == "." and not value.startswith("...", end - 3)) or SENTENCES_RE.search(value, body, end):
            return None
        row = self.headings.named(self.folded[body:stop])
        words = value.count(" ", body, stop) + 1
        if row is None and colon:
            row = self.headings.leads.first(self.folded, body, stop)
        if row is None and colon:
            listing = self.headings.listings.first(self.folded, body, stop)
            if listing is not None:
                return Draft(at, body, end, "text", 0, gap, listing.id)
        if row is None and words <= (MOST_WORDS_BEFORE_COLON if colon else MOST_WORDS) and (colon or capitals or value[end - 1] == "?"):
            row = self._resolved(body, stop, fuzzy=colon or capitals)
        if row is not None and (colon or capitals or row.get("loose") not in ("line", "own")):
            return Draft(at, body, stop, "heading", DEPTH_PLAIN, gap, row.id)
        titled = words <= MOST_WORDS and not SENTENCE_CASE_RE.search(value, body, stop)
        if (capitals and words <= MOST_WORDS) or (colon and titled):
            return Draft(at, body, stop, "heading", DEPTH_PLAIN, gap)
        if not colon and words <= MOST_WORDS and end - body <= LONGEST_GUESS and GUESS_RE.match(value, body, end):
            self.guesses.append(len(self.drafts))
            return Draft(at, body, end, "text", DEPTH_GUESSED if titled else 0, gap)
        return None

    def _without_colon(self, body: int, end: int) -> int:
        value = self.value
        while end > body and (value[end - 1] in COLONS or value[end - 1].isspace()):
            end -= 1
        return end

    def _row(self, at: int, body: int, end: int, gap: int) -> Draft:
        """A table row; the bars around it are drawing."""
        value = self.value
        while body < end and (value[body] == "|" or value[body].isspace()):
            body += 1
        while end > body and (value[end - 1] == "|" or value[end - 1].isspace()):
            end -= 1
        drawn = not WORDS_RE.search(value, body, end)
        return Draft(at, end if drawn else body, end, "rule" if drawn else "row", 0, gap)

    def _known(self, body: int, end: int) -> Row | None:
        return self.headings.named(self.folded[body:end]) or self.headings.worded(self.folded, body, end)

    def _resolved(self, body: int, end: int, *, fuzzy: bool) -> Row | None:
        """The row of a heading: by its words, by a wording, or by mending a misspelling."""
        return self._known(body, end) or (self.headings.mended(self.folded[body:end]) if fuzzy else None)

    # -------------------------------------------------------------- one line, many blocks

    def _taken_apart(self, at: int, start: int, body: int, end: int, gap: int, mark: str, depth: int) -> bool:
        """Add the pieces of a line that holds several blocks; False if it is one."""
        value = self.value
        length = end - body
        if length < SHORTEST_WALL and (mark or not GLUE_RE.search(value, body, end)) and value.find(":", body, body + LONGEST_LABEL) < 0:
            return False
        item = mark in ITEM_MARKS
        if item and length < SHORTEST_WALL:
            return False
        cuts = cuts_of(self.headings, self.contents, self.hits, body, end, item=item)
        if not cuts:
            return False
        if cuts[0].start > body:
            self._piece(at, body if mark else start, cuts[0].start, gap, depth, mark)
        for number, cut in enumerate(cuts):
            stop = cuts[number + 1].start if number + 1 < len(cuts) else end
            first = number == 0 and cut.start == body
            opens = at if first else cut.start
            space = gap if first else 0
            if cut.row is None:
                self._piece(opens, cut.start, stop, space, depth, mark if first else "")
            elif cut.colon and cut.after < stop and self._is_label(cut, stop):
                last = self._without_colon(cut.start, self._trimmed(cut.start, stop))
                self.drafts.append(Draft(opens, cut.start, last, "label", 0, space, cut.row.id))
            else:
                self.drafts.append(Draft(opens, cut.start, self._trimmed(cut.start, cut.end), "heading", DEPTH_PLAIN, space, cut.row.id))
                self._piece(cut.after, cut.after, stop, 0, depth, "")
        return True

    def _is_label(self, cut: Cut, stop: int) -> bool:
        """Whether `Key: value` stays one line: a short value under words that take their own line and no more."""
        loose = cut.row.get("loose") if cut.row else None
        if loose == "line" and " " not in self.value[cut.start : cut.end]:
            return stop - cut.after <= 2 * LONGEST_VALUE
        return loose is not None and stop - cut.after <= LONGEST_VALUE

    def _piece(self, at: int, start: int, stop: int, gap: int, depth: int, mark: str) -> None:
        """Read a piece as a line."""
        value = self.value
        stop = self._trimmed(start, stop)
        while start < stop and value[start].isspace():
            start += 1
        if start >= stop:
            return
        if mark:
            heading = self._read_as_one(at, start, start, stop, gap, mark, 0)
            if heading is None:
                self._plain(at, start, start, stop, gap, mark)
            else:
                self.drafts.append(heading)
        else:
            self._line(at, start, stop, gap, depth + 1)

    def _trimmed(self, start: int, stop: int) -> int:
        while stop > start and self.value[stop - 1].isspace():
            stop -= 1
        return stop

    def _plain(self, at: int, start: int, body: int, end: int, gap: int, mark: str) -> None:
        """A line that is neither heading nor row nor wall."""
        if mark in ITEM_MARKS:
            indent = start - at
            self.drafts.append(Draft(at, body, end, "number" if mark == "number" else "item", min(indent // 2, 8), gap))
            return
        self.drafts.append(Draft(at, body, end, "text", 0, gap))

    # -------------------------------------------------------------- headings that only their place shows

    def _settle_guess(self, index: int) -> None:
        """A short line without an end mark is a heading if it stands over something and is no line of a list of such lines."""
        drafts = self.drafts
        draft = drafts[index]
        after = drafts[index + 1] if index + 1 < len(drafts) else None
        before = drafts[index - 1] if index else None
        if draft.level:
            drafts[index] = draft._replace(level=0)
        if draft.shape != "text" or after is None or after.shape in ("heading", "rule") or self._is_short(after):
            self.left_alone.add(index)
            return
        row = self._known(draft.body_start, draft.body_end)
        short = before is not None and before.shape == "text" and self._is_short(before)
        among = short and (draft.gap == 0 or index - 1 in self.left_alone)
        apart = draft.gap > 0 or before is None or before.shape in ("item", "number")
        titled = bool(draft.level)
        under = before is not None and before.shape == "heading"
        plain = "," not in self.value[draft.body_start : draft.body_end] and not under and not among
        if (row is not None and (apart or titled) and (titled or not among)) or (row is None and plain and apart and (titled or after.gap == 0)):
            drafts[index] = draft._replace(shape="heading", level=DEPTH_GUESSED, rule=row.id if row else "")
        else:
            self.left_alone.add(index)

    def _is_short(self, draft: Draft) -> bool:
        short = draft.shape in ("text", "label") and draft.body_end - draft.body_start <= LONGEST_GUESS
        return short and not AMOUNT_RE.search(self.value, draft.body_start, draft.body_end)
