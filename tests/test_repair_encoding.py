"""Encoding: the cheap test before ftfy loses nothing, and edits say exactly what changed."""

from __future__ import annotations

from itertools import product

from ftfy.badness import is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from jobparse.repair_encoding import HARMLESS, _decoded, _garbling, differences, suspect

GARBLED = "".join(sorted(_garbling() | HARMLESS)) + " aAzZ1.,\tĀЖя中"
LINES = st.one_of(
    st.text(alphabet=GARBLED, max_size=12),
    st.text(alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=15),
    st.text(max_size=15).map(lambda text: text.encode("utf-8", "replace").decode("cp1252", "ignore").replace("\n", "")),
    st.text(max_size=15).map(lambda text: text.encode("utf-8", "replace").decode("mac_roman", "ignore").replace("\n", "")),
)


@given(LINES)
@settings(max_examples=1000)
def test_encoding_gate_changes_no_result(line: str) -> None:
    """A line that the gate holds back is one that ftfy would leave as it is."""
    if not suspect(line):
        assert _decoded(line) == line


def test_encoding_harmless_characters_are_never_bad() -> None:
    """No string of four harmless characters, or of kinds of ASCII among them, looks garbled to ftfy."""
    for size in (1, 2, 3, 4):
        for chars in product([*sorted(HARMLESS), "a", "A", " ", "1"], repeat=size):
            assert not is_bad("".join(chars)), chars


@given(LINES)
def test_encoding_differences_make_the_mended_line(line: str) -> None:
    """Applying the edits gives what ftfy gave, and they touch nothing that was right."""
    mended = _decoded(line)
    value = line
    for start, end, after in reversed(differences(line, mended)):
        assert line[start:end] != after
        value = value[:start] + after + value[end:]
    assert value == mended
