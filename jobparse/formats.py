"""What an input may be: plain text, a page, or JSON. `parse`, the command and the engines take one of these names, or none to let the text tell."""

from __future__ import annotations

from jobparse.model import JobparseError

FORMATS = ("text", "html", "json")


def check_format(form: str | None) -> None:
    """Refuse a form of input that there is not.

    >>> check_format("html"), check_format(None)
    (None, None)
    """
    if form is not None and form not in FORMATS:
        raise JobparseError(f"input is {form!r}; it takes {', '.join(FORMATS)}, or None to let the text tell")
