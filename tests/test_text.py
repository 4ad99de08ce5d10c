"""Text and its map: chains of random edits keep their promises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jobparse.text import Edit, Text, edited, undone

LETTERS = st.text(alphabet="ab \n&é🙂", max_size=30)


@st.composite
def edit_chains(draw: st.DrawFn) -> tuple[Text, list[str]]:
    """A text after up to four rounds of edits, with the value that plain string replacement gives for each round."""
    text = Text(draw(LETTERS))
    plain = [text.value]
    for round_number in range(draw(st.integers(0, 4))):
        size = len(text.value)
        cuts = sorted(draw(st.lists(st.integers(0, size), max_size=6, unique=True)))
        changes = [
            Edit(start, end, draw(st.text(alphabet="xyz", max_size=3)), f"round-{round_number}")
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        value = text.value
        for change in reversed(changes):
            value = value[: change.start] + change.after + value[change.end :]
        text = edited(text, changes)
        plain.append(value)
    return text, plain


@given(edit_chains())
def test_edits_value_is_plain_replacement(chain: tuple[Text, list[str]]) -> None:
    """However edits are folded, the value is what replacing one after the other gives."""
    text, plain = chain
    assert text.value == plain[-1]


@given(edit_chains())
def test_edits_undo_gives_the_source(chain: tuple[Text, list[str]]) -> None:
    """Taking all edits back restores the source, and the edits are sorted and disjoint."""
    text, plain = chain
    assert undone(text) == text.source == plain[0]
    assert all(a.end <= b.start for a, b in zip(text.edits, text.edits[1:], strict=False))


@given(edit_chains(), st.data())
def test_spans_round_trip(chain: tuple[Text, list[str]], data: st.DataObject) -> None:
    """A slice untouched by edits is the same characters in the source; any slice lies inside its evidence."""
    text, _ = chain
    start = data.draw(st.integers(0, len(text.value)))
    end = data.draw(st.integers(start, len(text.value)))
    first, last = text.source_span(start, end)
    assert 0 <= first <= last <= len(text.source)
    if all(e.end <= first or e.start >= last for e in text.edits):
        assert text.source[first:last] == text.value[start:end]
    back_start, back_end = text.value_span(first, last)
    assert back_start <= start
    if start < end:
        assert back_end >= end


@given(edit_chains())
def test_cuts_are_monotone(chain: tuple[Text, list[str]]) -> None:
    """Cutting the value at growing places cuts the source at growing places: spans tile."""
    text, _ = chain
    cuts = [text.source_start(at) for at in range(len(text.value) + 1)]
    assert cuts == sorted(cuts)
