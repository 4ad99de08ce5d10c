"""Full postings into which a pay statement is put: one with headings, one in Markdown, one of bare paragraphs.

Generated and the same every time: everything around the statement is money that is no pay, or numbers that are no money.
"""

from __future__ import annotations

PLAIN = """Marram Systems

About us
Marram Systems plans rotas for clinics. Founded in 2012, we raised $38 million and serve 1,200 customers.

Responsibilities
- Plan the weekly rota for 40 people
- Keep a budget of $250,000 in order

Requirements
- 3+ years of experience with spreadsheets

{case}

Benefits
- 401(k) with a match of up to 4%
- $1,000 a year for courses
- a phone allowance of $50 per month

Questions? Call 555-0199 or write before 31 March 2027.
"""

MARKDOWN = """# Orrery Foods

## Who we are

Orrery Foods bakes for 300 cafés and turned over £14m last year. Our investors put in another £6 million in May.

## What you will do

* Run the line from 6:00 to 14:00, 38 hours a week
* Handle orders of £200 - £4,000 each

## What you bring

* 2 to 5 years in a bakery
* You lift 25 kg

## The offer

{case}

## What else

* Tuition help of up to £2,500 a year
* A pension to which we add 5%
* £30 a month for the gym

## How to apply

Ring 020 7946 0018, reference 88-4410, by 30/09/2026.
"""

PROSE = """Teasel & Quay restores old boats. We are eleven people, two of them part-time, and last year we finished 19 hulls for owners who paid between $40,000 and $310,000 for the work.

You would be the twelfth. The week has 40 hours, the yard opens at 7:30, and about 10% of the time is spent at sea.

{case}

We pay $450 a month into the health plan, match the 401(k) up to 3%, and refund $800 of tuition each year. Boots cost you nothing, up to $180.

Write to us, or call 555-0142 and ask for Ines. The yard is closed from December 20, 2026.
"""

HOSTS = (PLAIN, MARKDOWN, PROSE)


def inside(text: str) -> tuple[str, ...]:
    """The postings that hold the statement."""
    return tuple(host.replace("{case}", text) for host in HOSTS)
