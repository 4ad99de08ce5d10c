"""Sections: where a text changes its kind without a heading, or below one that names but a part."""

from __future__ import annotations

import pytest

from tests.test_sections import DUTIES, NEEDS, kind_of

TASKS = "- Design new looms\n- Repair old looms\n- Train the weavers\n"
SOUGHT = "We are seeking a deckhand for the Marigold.\n"


@pytest.mark.parametrize(
    "paragraph",
    [
        "At Tarn & Holm, we look after the lakes of three counties and we never leave a pontoon to rot.",
        "Harrowgill Lock Trust (HLT) tackles the silt of two hundred years, lock by lock, with rakes and patience.",
        "HARROWGILL wants every bargeman to know that the gates are oiled.",
        "Our client, a family of lock keepers, has looked after the same reach of the river since 1874.",
        "We value slow work and dry boots, we believe in the river, and we have kept the same nine gates since the year in which the bridge fell and the old weir was left to the eels. We are seeking people who do the same.",
    ],
)
def test_sections_employer_of_itself_under_no_heading(paragraph: str) -> None:
    """An opening paragraph in the employer's voice is about the employer, though it calls for people at its end."""
    assert kind_of(f"{paragraph}\n\n{SOUGHT}\nDuties\n{DUTIES}", paragraph[:20]) == "company"


def test_sections_job_told_below_the_employer() -> None:
    """`As a …, you will` below the heading of the employer is the job again."""
    text = f"About Harrowgill\nHarrowgill digs canals.\n\nAs a Lock Keeper, Upper Reach, you will mind nine gates.\n\nDuties\n{DUTIES}"
    assert kind_of(text, "As a Lock") == "role"
    assert kind_of(text.replace("Lock Keeper, Upper Reach", "leading digger of canals"), "As a leading") == "company"


@pytest.mark.parametrize(("below", "kind"), [(TASKS, "responsibilities"), (NEEDS, "requirements")])
def test_sections_list_below_a_heading_that_says_nothing(below: str, kind: str) -> None:
    """Below `What you can expect` a list is what it leans to, however little."""
    plain = "- The river, the rain and the reeds\n- The ropes\n"
    assert kind_of(f"{SOUGHT}\n## What you can expect\n{below}{plain}", below[:9]) == kind


def test_sections_parts_of_what_is_preferred() -> None:
    """Headings of skills right below the heading of a wish are its parts, and so are those that look like the first of them."""
    text = (
        f"Duties\n{DUTIES}\nDesired Skills\nTechnical Expertise:\nKnowledge of tides and shoals.\nExperience with oak.\n"
        f"Seamanship:\nA steady hand at the tiller.\nA loud voice.\nIndustry Knowledge:\nKnowledge of the harbour dues.\nFamiliarity with salt.\n\n"
        f"Qualifications\n{NEEDS}"
    )
    assert kind_of(text, "Experience with oak") == "preferred"
    assert kind_of(text, "Familiarity with salt") == "preferred"
    assert kind_of(text, "- Three winters") == "requirements"
    needed = text.replace("Technical Expertise:", "License Requirements:")
    assert kind_of(needed, "Experience with oak") == "requirements"


def test_sections_parts_of_duties_look_alike() -> None:
    """A heading with a colon, as the parts of a list have that itself has none, is a part though it says `team`."""
    text = (
        "Key Responsibilities\nNets & Pots:\nHaul nets and pots.\nGut and ice the catch.\nTeam & Crew:\nLead and mentor the crew.\n"
        "Keep the watch list.\n"
    )
    assert kind_of(text, "Lead and mentor") == "responsibilities"


def test_sections_doubtful_heading_that_its_text_bears_out() -> None:
    """`Culture` behind a list opens the employer's section where the paragraph below speaks of nothing but the employer."""
    prose = "We are a family of nine mills, our customers come back, and our values are those of our founders: slow bread, dry floors, warm hands."
    assert kind_of(f"Requirements\n{NEEDS}\nCulture\n{prose}\n", "We are a family") == "company"
    assert kind_of(f"Requirements\n{NEEDS}\nCulture\n{NEEDS}", "Culture") == "requirements"


def test_sections_wall_leads_to_what_was_a_list() -> None:
    """In a wall a sentence that a list would finish goes with what stands behind it, up to the end of the line or the next kind."""
    before = "Tarn & Holm is a maker of pontoons for small lakes, and it has been one for forty years, on three rivers and in two harbours. "
    duties = "Haul the nets at dawn and mend them at dusk. Tar the boats before the rain comes. Keep the ledgers of both harbours in order. "
    text = f"{before}As a Deckhand on the Marigold, you will perform the following duties: {duties}{duties}{before}\n"
    assert kind_of(text, "As a Deckhand") == "responsibilities"
    assert kind_of(text, "Tar the boats") == "responsibilities"
    assert kind_of(text, "Tarn & Holm") == "company"
    short = text.replace(f"{duties}{duties}{before}", "Haul the nets at dawn.")
    assert kind_of(short, "Haul the nets") != "responsibilities"


def test_sections_second_list_under_known_words_is_no_wish() -> None:
    """A second list behind what is needed is of wishes under a heading of unknown words only: `Technologies we use` says what it is."""
    tools = "- Oak, Ash, Elm\n- Tar, Hemp\n"
    assert kind_of(f"## Qualifications\nYou have:\n{NEEDS}\nTechnologies we use and teach:\n\n{tools}", "- Oak") == "requirements"


def test_sections_job_told_behind_a_list_of_needs() -> None:
    """A paragraph that opens with the post's title behind what is needed tells the job, unless it goes on with what is needed."""
    told = (
        "The Senior Lock Keeper will play a part in all that is done on the upper reach. This role is for somebody who reports to the board "
        "and is responsible for nine gates.\n"
    )
    needed = "The Senior Lock Keeper will have at least nine years of experience with oak, a strong back, a licence and excellent knowledge of tides.\n"
    assert kind_of(f"Preferred\n{NEEDS}\n{told}\nDuties\n{DUTIES}", "The Senior") == "role"
    assert kind_of(f"Preferred\n{NEEDS}\n{needed}\nDuties\n{DUTIES}", "The Senior") == "preferred"


def test_sections_call_to_join_at_the_end_of_the_employers_paragraph() -> None:
    """The first sentence says whose paragraph it is, however short it is."""
    text = f"We value calm water and dry boots. We are seeking people who do the same.\n\n{SOUGHT}\nDuties\n{DUTIES}"
    assert kind_of(text, "We value") == "company"


def test_sections_figures_right_below_the_heading_of_pay() -> None:
    """A line that leads to figures right below `Salary` is a part of it, though it speaks of a schedule."""
    text = f"Requirements\n{NEEDS}\nSalary\n\nPlacement on the schedule of the harbour board:\nStep 1: $53,410\nStep 2: $57,925\n"
    assert kind_of(text, "Placement") == "compensation"


def test_sections_line_of_a_list_that_lost_its_mark() -> None:
    """Under no heading, a line between two lists of duties that opens with what is done is one of them."""
    text = f"{SOUGHT}\n{TASKS}Review the ledgers of both harbours and keep them dry\n{TASKS}"
    assert kind_of(text, "Review the ledgers") == "responsibilities"


@pytest.mark.parametrize(
    ("heading", "kind"), [("Desirable Skills / Experience", "preferred"), ("Skills / Experience", "requirements")]
)
def test_sections_word_of_wishing_in_a_heading_of_several_names(heading: str, kind: str) -> None:
    """A word of wishing in a heading of two names narrows both."""
    assert kind_of(f"Requirements\n{NEEDS}\n{heading}\n- Oak\n- Ash\n- Elm\n", "- Oak") == kind


def test_sections_brackets_narrow_what_is_asked_and_not_what_is_given() -> None:
    """`(US residents only)` behind a heading of pay says for whom; `(nice to have)` behind skills narrows them."""
    assert (
        kind_of(f"Requirements\n{NEEDS}\nCompensation and Benefits (US applicants only)\nWe pay $31 an hour.\n", "We pay")
        == "compensation"
    )
    assert kind_of(f"Requirements\n{NEEDS}\nSkills (nice to have)\n- Oak\n- Ash\n", "- Oak") == "preferred"


def test_sections_bonus_below_pay_is_money() -> None:
    """`Bonus` as a heading behind pay names no wishes."""
    assert kind_of("Salary\n$31 an hour\n\nBonus\n\nPaid at the end of each winter.\n", "Paid at") == "compensation"
    assert kind_of(f"Requirements\n{NEEDS}\nBonus:\n- Oak\n- Ash\n", "- Oak") == "preferred"


def test_sections_employer_behind_a_line_of_papers() -> None:
    """Behind papers or hours, prose that opens with the employer or with whom it seeks, and says no word of those, is none of them."""
    sought = "Harrowgill is looking to hire a Lock Keeper who will mind nine gates on the upper reach and who reports to the board of the canal company."
    text = f"Clearance\nSecret, and the harbour police look at it.\n\n{sought}\n\nRequirements\n{NEEDS}"
    assert kind_of(text, "Harrowgill is") in ("role", "company")
    assert kind_of(text.replace("nine gates", "nine gates, with a security clearance"), "Harrowgill is") == "eligibility"


def test_sections_heading_behind_an_amount_in_one_line() -> None:
    """The code of a currency ends a statement of pay: what stands behind it may be a heading."""
    prose = "Harrowgill is a canal company, and it has dug canals since the flood, with people who know water, and with others who know stone. "
    text = f"Salary Range $175,000 - $225,000 USD About Us {prose}{prose}\n"
    assert kind_of(text, "Harrowgill is") == "company"
