"""Numerals as postings write them, and their values.

In: the characters of one number. Out: its value. Grouping is US (`12,500.00`), Indian (`12,00,000`), European (`5.103,90`), Swiss
(`104'500`) or by spaces (`85 052`). Plain US forms are read here; price-parser reads the others (a test holds the two together).
"""

from __future__ import annotations

import re

NUMBER_RE = re.compile(
    r"""
    (?>
        \d{1,3}
        (?>
            (?:,\d{2,3})++                                       # 12,500  12,00,000
          | (?:\.\d{3})++(?!\d)                                  # 50.000
          | (?:'\d{3})++                                         # 104'500
          | (?:[ \u2009\u202f]\d{3})++ (?![ ]?\(?k\b|[ ]?%|\d)    # 85 052, but not "$20 401(k)"
        )
        (?!\d) (?:[.,]\d{1,2}(?!\d))?+
      | \d++ (?:[.,](?:\d{1,2}(?!\d)|\d\d(?=40[13]\(?[kb])|(?<=\.)\d{4}(?!\d)))?+     # 12500  26.75  14,80, and glued: "25.10401(k)"
    )
    """,
    re.VERBOSE,
)

SPACED_RE = re.compile(
    r"""
    \d{1,3} (?:\s?,\s?\d\d0(?!\d))++ (?!\s?(?:k\b|%|\()) (?:\.\d\d(?!\d)|\s\.\s\d\d(?!\d))?+     # 120, 000
  | \d{1,4} (?:\s\.|\.\s) \d\d(?!\d) (?=\s?(?:-|to\s|per\s|an?\s|/))                  # 16 .50 per hour
  | \d{1,4} (?:\s\.\s|\n{1,3}\.|\.\n{1,3}) \d\d(?!\d)                                # 19 . 40, and a break before the cents
  | \d{1,3}\.\s\d(?=k\b)                                                           # 54. 1k
  | \d{1,3} (?:\s'\s?\d{3}(?!\d))++                                                # 98 ' 000
  | \d{1,3}\.\d\n{1,3}\d(?![\d.]) (?=\s*(?:-|to\s|an?\s|per\s|/|,\s|\.\s|\Z))        # 38.4, a blank line, 0: the same for cents
  | (?:\d\n{1,3}\d{1,2}|\d\d\n{1,3}\d) ,\d{3}(?!\d) (?=\s?(?:-|to\s|a\s|per\s|/|usd))    # 10, a blank line, 4,000: a page tore the number
    """,
    re.VERBOSE,
)

US_RE = re.compile(r"\d{1,3}(?:,\d{3})*+(?:\.\d{1,2})?+|\d++(?:\.(?:\d{4}|\d{1,2}))?+")


def read_number(digits: str) -> float:
    """The value of one number.

    >>> read_number("12,500.00"), read_number("5.103,90"), read_number("12,00,000"), read_number("104'500"), read_number("85 052")
    (12500.0, 5103.9, 1200000.0, 104500.0, 85052.0)
    """
    if US_RE.fullmatch(digits):
        return float(digits.replace(",", ""))
    return _read_foreign("".join(c if c in ".,'" or c.isdigit() else "" for c in digits))


def _read_foreign(digits: str) -> float:
    from price_parser import Price  # late: most postings have no such number, and the import costs 40 ms

    amount = Price.fromstring(digits.strip(".,'")).amount
    return float(amount) if amount is not None else 0.0
