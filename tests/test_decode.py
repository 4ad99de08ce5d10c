"""Bytes become text by mark, declaration, UTF-8 or detection, and never by an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jobparse
from jobparse.decode import decode
from jobparse.model import JobparseError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_decode_byte_order_mark(encoding: str) -> None:
    """A byte-order mark decides, and stays in the source as a character."""
    decoded = decode("\ufeffPay: 30 €".encode(encoding))
    assert decoded == ("\ufeffPay: 30 €", encoding, "text")


def test_decode_declared_charset() -> None:
    """A declared charset is believed where the bytes allow it."""
    page = '<html><head><meta charset="iso-8859-2"></head><body>Płaca</body></html>'
    assert decode(page.encode("iso-8859-2"))[:2] == (page, "iso8859-2")


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-8", "base64", "undefined"])
def test_decode_false_declaration(charset: str) -> None:
    """A declaration that is wrong or unknown does not stop the decoding."""
    assert decode(f'<meta charset="{charset}">Gehalt'.encode()).text.endswith("Gehalt")


def test_decode_detection() -> None:
    """Bytes that are no UTF-8 are detected, and the choice is recorded."""
    text = "Für unser Büro in Köln suchen wir eine Bürokauffrau. Überdurchschnittliche Vergütung für fleißige Kräfte. " * 5
    decoded = decode(text.encode("cp1252"))
    assert decoded.text == text
    assert decoded.encoding is not None


@given(st.binary(max_size=200))
def test_decode_any_bytes(data: bytes) -> None:
    """No bytes raise, and the record says which encoding was taken."""
    assert jobparse.parse(data).source.encoding


def test_decode_refuses_a_form_that_there_is_not() -> None:
    """A wrong option is the caller's mistake, and one line says what would do."""
    with pytest.raises(JobparseError, match=r"input is 'pdf'; it takes text, html, json"):
        decode("Welder", "pdf")
