"""Lines of a header: a title, a place, a date, a kind of work, a `Label: value`.

In: a block. Out: which field of a posting's header its line is, if any. `headerzone.py` asks it where the header ends,
`facts/header.py` what stands in it, `pagestructure.py` which lines between buttons are the posting's own.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from jobparse.headershapes import is_place, is_sentence, is_title
from jobparse.headerwords import SIMPLE_RE, header_words
from jobparse.lineforms import LONGEST_LINE, line_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

LABEL_RE = re.compile(r"[:|\t\uFF1A\u2013\u2014]| - ")
"""What stands between a label and its value: the first of these in a line."""

VALUE_RE = re.compile(r"[\s*_|:]*+(?=[^\s|])")
LONGEST_LABEL = 44
SYMBOLS = "\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\U0001f000-\U0001fbff"
"""Pictures that boards set before fields: pins, calendars, bags of money."""

GAP_RE = re.compile(
    rf"[|·•{SYMBOLS}\s](?:(?<=\s)(?:(?P<weak>[-–—/]\s++)|\s{{2,}}+)|(?<=[|·•{SYMBOLS}])[|·•{SYMBOLS}\uFE0F`\s]*+)"
)
"""Between the fields of a line; a dash or a slash between spaces counts only where no bar, dot, picture or wide gap does."""

GLUE_RE = re.compile(r"[a-zß-öø-ÿ)](?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])|[A-Z](?=[A-Z][a-z]{3})")
"""Where two fields may have run together."""

INLINE_RE = re.compile(r"\S++")
MOST_LABEL_WORDS = 4
WORD_STARTS = " \n.!?("
"""What stands right before a word, the end of a sentence whose space was lost among it."""

PIECE_RE = re.compile(r"[^,;()\[\]|·•/\t]++(?:/[^,;()\[\]|·•/\t]++)*+")
LONGEST_FIELD = 50
LONGEST_MIXED = 240
FEWEST_BARS = 2
LONGEST_TYPED = 400


def _spans(gaps: Iterable[re.Match[str]], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of `text[start:end]` between the gaps, without white space at their ends."""
    spans: list[tuple[int, int]] = []
    at = start
    for gap in gaps:
        if last := len(text[at : gap.start()].rstrip()):
            spans.append((at, at + last))
        at = gap.end()
    if at < end:
        spans.append((at, end))
    return spans


class HeaderLines:
    """Reads the lines of one text. Places are given as spans, so that a part of a line can be asked about too."""

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        self.hits = hits
        self.words = header_words(rulebook)
        self._known: dict[tuple[int, int], tuple[list[tuple[int, int]], bool]] = {}

    def line(self, block: Block) -> str:
        """The words of a block as they stand."""
        return self.hits.value[block.body_start : block.body_end]

    def title_like(self, block: Block) -> bool:
        """Whether the line reads like the title of a job."""
        return is_title(self.line(block), self.words)

    def label(self, start: int, end: int) -> tuple[Row, int] | None:
        """The row of the label that a `Label: value` line (or a `| Label | value |` row) begins with, and where its value begins."""
        value = self.hits.value
        while start < end and not value[start].isalnum():
            start += 1
        found = LABEL_RE.search(value, start, min(start + LONGEST_LABEL, end))
        if not found or value.startswith("://", found.start()):
            return None
        row = self.words.labels.get(line_key(self.hits.folded[start : found.start()]))
        after = VALUE_RE.match(value, found.end(), end) if row else None
        return (row, after.end()) if row and after else None

    def inline_labels(self, start: int, end: int) -> list[tuple[Row, int, int]]:
        """The labels inside a line, each with where it begins and where its value does: `Role: Welder Location: Gary`."""
        value, labels = self.hits.value, self.words.labels
        found: list[tuple[Row, int, int]] = []
        at = start
        while (colon := value.find(":", at, end)) >= 0:
            for begin in self._label_starts(max(at, colon - LONGEST_LABEL), colon):
                row = labels.get(line_key(self.hits.folded[begin:colon]))
                after = VALUE_RE.match(value, colon + 1, end) if row else None
                if row and after:
                    found.append((row, begin, after.end()))
                    break
            at = colon + 1
        return found

    def _label_starts(self, start: int, colon: int) -> list[int]:
        """Where a label before a colon may begin: at one of the last words before it, the earliest first, or where one ran into another."""
        value = self.hits.value
        words = [word.start() for word in INLINE_RE.finditer(value, start, colon)][-MOST_LABEL_WORDS:]
        glued = [found.start() + 1 for found in GLUE_RE.finditer(value, words[0] if words else start, colon)]
        return sorted(at for at in {*words, *glued} if value[at].isupper() or not value[at].isalpha())

    def bare_label(self, start: int, end: int) -> Row | None:
        """The row of a label that stands alone on its line, its value on the next."""
        return self.words.labels.get(line_key(self.hits.folded[start:end])) if end - start <= LONGEST_LINE else None

    def typed(self, start: int, end: int) -> Row | None:
        """The row of a header line of some type: an age, a kind of work, a pay chip, a number of applicants."""
        found = self.typed_match(start, end)
        return found[0] if found else None

    def typed_match(self, start: int, end: int) -> tuple[Row, int, int] | None:
        """The same, with the span of what the line says (of the group `value`, where its row has one)."""
        if end - start > LONGEST_TYPED:
            return None
        line = self.hits.folded[start:end]
        key = line_key(line)
        found = self.words.typed(key)
        if found is None:
            return None
        row, first, last = found
        start += line.find(key)
        return row, start + first, start + last

    def fields(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the fields of a line that holds several, between bars, dots, wide gaps or spaced dashes."""
        return self._parted(start, end)[0]

    def _parted(self, start: int, end: int) -> tuple[list[tuple[int, int]], bool]:
        """The fields of a line, and whether more than a dash parts them; a line is parted once, however often it is asked about."""
        known = self._known.get((start, end))
        if known is None:
            known = self._known[start, end] = self._newly_parted(start, end)
        return known

    def _newly_parted(self, start: int, end: int) -> tuple[list[tuple[int, int]], bool]:
        gaps = list(GAP_RE.finditer(self.hits.value, start, end))
        strong = [gap for gap in gaps if gap.start("weak") < 0]
        if not strong and GLUE_RE.search(self.hits.value, start, end) and (glued := self._glued(start, end)):
            return glued, True
        return _spans(strong or gaps, self.hits.value, start, end), bool(strong)

    def _glued(self, start: int, end: int) -> list[tuple[int, int]]:
        """The fields of a line whose separators were lost, cut beside those that are known: `TarnholtRemote - US: IowaFull-time`."""
        value, words = self.hits.value, self.words
        cuts = [
            start,
            *(found.start() + 1 for found in GLUE_RE.finditer(value, start, end) if not self.is_one_word(found.start())),
            end,
        ]
        pieces = list(pairwise(cuts))
        sure = [
            self.is_kind(*piece) or is_place(value[slice(*piece)], words) or self.typed(*piece) is not None for piece in pieces
        ]
        known = [one or is_title(value[slice(*piece)], words) for one, piece in zip(sure, pieces, strict=True)]
        if not any(sure) or (sum(known) == 1 and is_place(value[start:end], words)):
            return []
        spans = [pieces[0]]
        for number, piece in enumerate(pieces[1:], 1):
            if known[number] or known[number - 1]:
                spans.append(piece)
            else:
                spans[-1] = (spans[-1][0], piece[1])
        return spans

    def is_one_word(self, glue: int) -> bool:
        """Whether a word with a capital inside is one word: the text bears it again."""
        value = self.hits.value
        start = max(value.rfind(mark, 0, glue) for mark in WORD_STARTS) + 1
        word = INLINE_RE.match(value, start)
        return word is not None and value.find(word[0], word.end()) >= 0

    def holds_fields(self, start: int, end: int) -> bool:
        """Whether bars, dots or wide gaps part a line into fields."""
        return self._parted(start, end)[1]

    def is_mixed(self, start: int, end: int) -> bool:
        """Whether a line holds several fields of a header, enough of them known as such; two titles are but a title in two parts."""
        if end - start > LONGEST_MIXED or not (
            GAP_RE.search(self.hits.value, start, end) or GLUE_RE.search(self.hits.value, start, end)
        ):
            return False
        spans, strong = self._parted(start, end)
        titles = known = 0
        for span in spans:
            if is_title(self.hits.value[span[0] : span[1]], self.words):
                titles += 1
            elif self.is_field(*span):
                known += 1
        if not known:
            return strong and titles == 1 and len(spans) >= 3 and end - start <= LONGEST_LINE
        short = len(spans) >= 3 or end - start <= LONGEST_LINE / 2 or all(last - first <= LONGEST_FIELD for first, last in spans)
        return titles + known >= 2 or (strong and short and end - start <= LONGEST_LINE)

    def is_barred(self, start: int, end: int) -> bool:
        """Whether a line parts three fields or more by bars, the first of them short, none a sentence: the first line of a post on a forum."""
        if self.hits.value.count("|", start, end) < FEWEST_BARS:
            return False
        fields = [field.strip() for field in self.hits.folded[start:end].split("|")]
        return 0 < len(fields[0]) <= LONGEST_FIELD and not any(is_sentence(field, field.split(), self.words) for field in fields)

    def knows(self, start: int, end: int) -> bool:
        """Whether a part of a line is a title or a field by itself."""
        return is_title(self.hits.value[start:end], self.words) or self.is_field(start, end)

    def is_field(self, start: int, end: int) -> bool:
        """Whether a part of a line is a place, a kind of work, a labelled value or a line of some type."""
        return (
            self.is_kind(start, end)
            or is_place(self.hits.value[start:end], self.words)
            or self.typed(start, end) is not None
            or self.label(start, end) is not None
        )

    def is_kind(self, start: int, end: int) -> bool:
        """Whether a field is nothing but kinds of work, modes and levels: `CDI, temps plein`."""
        if not self._may_name_kinds(start, end):
            return False
        pieces = [line_key(piece[0]) for piece in PIECE_RE.finditer(self.hits.folded, start, end)]
        return all(piece in self.words.kinds for piece in pieces if piece) and any(pieces)

    def kinds(self, start: int, end: int) -> list[tuple[Row, int, int]]:
        """The kinds of work, modes and levels that a field names, with their places: `CDI, temps plein`, `Norwich (hybrid)`."""
        if end - start > LONGEST_MIXED or not self._may_name_kinds(start, end):
            return []
        found: list[tuple[Row, int, int]] = []
        folded = self.hits.folded
        for piece in PIECE_RE.finditer(folded, start, end):
            row = self.words.kinds.get(line_key(piece[0]))
            parts = (
                [piece.span()]
                if row
                else _spans(self.words.forms.kinds_gap.finditer(folded, *piece.span()), folded, *piece.span())
            )
            for first, last in parts:
                key = line_key(self.hits.folded[first:last])
                row = self.words.kinds.get(key)
                if row is not None:
                    at = first + self.hits.folded[first:last].find(key)
                    found.append((row, at, at + len(key)))
        return found

    def _may_name_kinds(self, start: int, end: int) -> bool:
        """Whether the longest word of any kind of work stands in a stretch: a quick look that spares the slow one."""
        return not self.words.kind_words.isdisjoint(SIMPLE_RE.findall(self.hits.folded, start, end))

    def names_the_job(self, block: Block) -> bool:
        """Whether a line belongs to a posting's header beyond doubt: its title, its place, its age, its kind of work."""
        start, end = block.body_start, block.body_end
        return (
            self.title_like(block)
            or self.typed(start, end) is not None
            or self.label(start, end) is not None
            or is_place(self.line(block), self.words)
        )
