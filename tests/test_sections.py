"""Sections: shape first, words second, neighbours third."""

from __future__ import annotations

import pytest

from jobparse.blocks import find_blocks
from jobparse.headings import heading_key, headings_of
from jobparse.matching import fold
from jobparse.model import Passage, SectionKind
from jobparse.pipeline import shipped_rules
from jobparse.sections import find_sections

KINDS = {kind.value for kind in SectionKind}


def passages_of(text: str) -> tuple[Passage, ...]:
    """The passages of a text with nothing to repair and nothing to remove."""
    rules = shipped_rules()
    hits = rules.matcher.scan(text)
    return find_sections(find_blocks(hits, rules), hits, rules)


def kind_of(text: str, words: str) -> str:
    """The kind of the passage in which `words` stand."""
    at = text.index(words)
    return next(str(p.kind) for p in passages_of(text) if p.start <= at < p.end)


def kinds(text: str) -> list[str]:
    """The kinds of the passages, neighbours of one kind taken together."""
    found: list[str] = []
    for passage in passages_of(text):
        if not found or found[-1] != passage.kind:
            found.append(str(passage.kind))
    return found


DUTIES = "- Haul nets and pots\n- Gut and ice the catch\n- Tar the boats\n"
NEEDS = "- Three winters of experience at sea\n- A sea survival certificate\n- Ability to lift 40 kg\n"


def test_sections_spellings_are_unique() -> None:
    """No heading belongs to two rows, or the order of files would decide in silence."""
    owners: dict[str, str] = {}
    for row in shipped_rules().rows("sections/heading"):
        for spelling in row.spellings:
            key = heading_key(fold(spelling))
            assert owners.setdefault(key, row.id) == row.id, f"{spelling!r} is in {owners[key]} and {row.id}"


def test_sections_rows_have_contract_kinds() -> None:
    """Every row that names a kind names one of the contract's, and none of them is the header's."""
    rules = shipped_rules()
    for family in ("heading", "wording", "lead", "content", "cue", "naming", "turn"):
        for row in rules.rows(f"sections/{family}"):
            assert row.get("kind") in KINDS - {"header"}, row.id


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What you'll get up to", "responsibilities"),
        ("A day on the Marigold", "responsibilities"),
        ("Essential Duties & Responsibilities", "responsibilities"),
        ("ESSENTIAL FUNCTIONS", "responsibilities"),
        ("As a deckhand, you will:", "responsibilities"),
        ("You might be a fit if…", "requirements"),
        ("MINIMUM QUALIFICATIONS", "requirements"),
        ("Knowledge, Skills & Abilities:", "requirements"),
        ("Who you might be", "requirements"),
        ("What makes a good deckhand? Skills we check", "requirements"),
        ("Preferred, but not required", "preferred"),
        ("It would be lovely if you also:", "preferred"),
        ("Extra brownie points if you", "preferred"),
        ("Set yourself apart", "preferred"),
        ("Why you'll love the quay", "benefits"),
        ("Perks & Benefits at Oswin", "benefits"),
        ("What's in it for you?", "benefits"),
        ("Annual Base Salary Range", "compensation"),
        ("What the berth pays", "compensation"),
        ("Total Rewards", "compensation"),
        ("Shift pattern and place", "work_arrangement"),
        ("Travel requirements", "work_arrangement"),
        ("Our hybrid model", "work_arrangement"),
        ("Visa sponsorship at Oswin", "eligibility"),
        ("Security Clearance Level:", "eligibility"),
        ("How our interviews go", "application"),
        ("Ready to apply?", "application"),
        ("Our Commitment to Inclusion & Belonging", "equal_opportunity"),
        ("Equal opportunity at Oswin & Daughters", "equal_opportunity"),
        ("Candidate Privacy Notice", "legal"),
        ("Notice to third-party recruiters", "legal"),
        ("About Oswin & Daughters", "company"),
        ("Life at Oswin", "company"),
        ("Our Mission, Vision & Values", "company"),
        ("About the role", "role"),
        ("The opportunity", "role"),
        ("Vos missions", "responsibilities"),
        ("Profil recherché", "requirements"),
        ("Nos avantages", "benefits"),
        ("Deine Aufgaben", "responsibilities"),
        ("Das bringst du mit", "requirements"),
        ("Wir bieten", "benefits"),
        ("Qué harás", "responsibilities"),
        ("Requisitos", "requirements"),
        ("Quiénes somos", "company"),
    ],
)
def test_sections_headings_by_their_words(heading: str, kind: str) -> None:
    """Known phrases and unknown ones with known words open their section; the marks of a heading make no difference."""
    for dress in ("## {}", "**{}**"):
        text = (
            f"{dress.format(heading)}\nThe wind from the north decides more than any of us would like, and the tide the rest.\n"
        )
        assert passages_of(text)[0].kind == kind


@pytest.mark.parametrize(
    "line",
    ["Responsiblities", "Resposibilities:", "## Qualificatons", "**Prefered Qualifications**", "Compensaton and benefits:"],
)
def test_sections_misspelt_headings(line: str) -> None:
    """A misspelt heading still counts."""
    passage = passages_of(f"{line}\n- One thing\n- Another thing\n")[0]
    assert passage.rule.startswith("head-")


def test_sections_text_belongs_to_the_last_heading() -> None:
    """Lists and prose stay below their heading, up to the next."""
    text = f"About us\nWe fish.\n\nResponsibilities\n{DUTIES}\nRequirements\n{NEEDS}\nBenefits\n- Boots\n- Tea\n"
    assert kinds(text) == ["company", "responsibilities", "requirements", "benefits"]


def test_sections_tile_and_name_their_rules() -> None:
    """Passages follow each other without a gap, each with a rule, the heading first in its own."""
    text = f"We fish for cod.\n\n## Duties\n{DUTIES}\n## Who you are\n{NEEDS}\nWe are an equal opportunity employer.\n"
    at = 0
    for passage in passages_of(text):
        assert passage.start == at
        assert passage.rule
        assert passage.heading is None or passage.heading is passage.blocks[0]
        at = passage.end
    assert at == len(text)


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("Oswin & Daughters is an equal opportunity employer.", "equal_opportunity"),
        ("We do not discriminate on the basis of age, faith or the harbour you were born in.", "equal_opportunity"),
        ("Please tell us if you need a reasonable adjustment for the interview, and we will see to it.", "equal_opportunity"),
        ("The salary for this berth is $41,000 to $44,500, and the catch comes on top.", "compensation"),
        ("€3,100 per month, thirteen times a year, and a share of the catch in a good winter.", "compensation"),
        ("The fleet offers a comprehensive benefits package to crew and shore staff alike, from the first day on.", "benefits"),
        ("There is health insurance, a pension and paid holidays, and the boots are on the house as well.", "benefits"),
        ("Applicants must be authorized to work in Canada.", "eligibility"),
        ("We are unable to sponsor visas for this berth at this time, though we would dearly like to be able to.", "eligibility"),
        (
            "To apply, please send a page about yourself and your boats to the harbour office before the spring tide.",
            "application",
        ),
        ("No agencies please, the fleet finds its own hands.", "legal"),
        ("The fleet takes part in E-Verify.", "legal"),
        ("The fleet will never ask you for money or for your bank details before you have signed on.", "legal"),
    ],
)
def test_sections_unmistakable_paragraphs_stand_for_themselves(paragraph: str, kind: str) -> None:
    """A paragraph of an unmistakable kind gets its own kind below any list, and under no heading."""
    for before in (f"Requirements\n{NEEDS}\n", f"Responsibilities\n{DUTIES}\n", ""):
        text = f"{before}{paragraph}\n"
        assert kind_of(text, paragraph[:20]) == kind


def test_sections_a_notice_ends_only_itself() -> None:
    """After a notice in the middle of a list section, list items belong to the section again."""
    text = f"Requirements\n{NEEDS}\nWe are an equal opportunity employer.\n\n- Knowledge of knots\n- Fluency in Norse\n"
    assert kinds(text) == ["requirements", "equal_opportunity", "requirements"]


def test_sections_items_of_a_list_keep_their_section() -> None:
    """A bullet on permits or travel is a requirement where the requirements are listed."""
    text = f"Requirements\n{NEEDS}- Legal authorization to work in Norway\n- Occasional travel (up to 10%)\n"
    assert kinds(text) == ["requirements"]


def test_sections_prose_after_a_list_may_be_about_the_employer() -> None:
    """A list that ends and is followed by plain prose of another kind does not keep it."""
    prose = "Oswin & Daughters is a family company, founded in 1911 and headquartered in Port Oswin; our mission is to land good fish."
    text = f"Benefits\n- Boots and a coat\n- Tea at four\n\n{prose}\n"
    assert kind_of(text, "Oswin & D") == "company"


def test_sections_employer_and_job_under_no_heading() -> None:
    """At the top, without a heading, the employer is told from the job; a paragraph without a sign goes with the one before."""
    text = (
        "Oswin & Daughters lands cod, crab and the odd anchor, and has for four generations of one family.\n\n"
        "We believe that a dry boot is half the catch, and our customers agree.\n\n"
        "We are looking for a Deckhand who does not mind the dark. You will join a crew of five.\n\n"
        "The Marigold sails on Mondays.\n"
    )
    assert kinds(text) == ["company", "role"]
    assert kind_of(text, "The Marigold") == "role"


def test_sections_a_list_in_prose_shows_its_kind() -> None:
    """Below the employer's story, a list of what a candidate needs is no part of the story."""
    text = f"About Oswin\nWe land cod.\n\n{NEEDS}"
    assert kinds(text) == ["company", "requirements"]


def test_sections_frames_let_their_text_speak() -> None:
    """`Additional information` is what stands below it; `Job description` over a list of duties is duties."""
    assert kinds("Additional information\nWe do not discriminate on the basis of age or faith.\n") == ["equal_opportunity"]
    assert kinds(f"Job Description\n{DUTIES}") == ["role", "responsibilities"]


def test_sections_unknown_headings_follow_their_text() -> None:
    """A heading without a known word opens what its text leans to, and otherwise stays where it is."""
    text = f"## Responsibilities\n{DUTIES}\n### Nets and knots\n- Mend nets\n- Tie knots\n\n## The purse\nBetween $52,000 and $61,000 a year, by experience.\n"
    assert kinds(text) == ["responsibilities", "compensation"]


def test_sections_subheadings_stay_inside() -> None:
    """`Education` deeper than `Preferred` is preferred; of its own rank it is required again."""
    inside = f"## Preferred qualifications\n{NEEDS}\n### Education\n- A degree in tides\n"
    beside = f"## Preferred qualifications\n{NEEDS}\n## Education\n- A degree in tides\n"
    assert kinds(inside) == ["preferred"]
    assert kinds(beside) == ["preferred", "requirements"]


def test_sections_leads_take_their_list() -> None:
    """A sentence that a list finishes opens the list's section where no heading does; the list's end is the section's."""
    text = "We fish for cod off the cape, and we are looking for hands. On board you will be responsible for:\n- Nets\n- Pots\n- Ropes\n"
    assert kind_of(text, "- Nets") == "responsibilities"


def test_sections_labels_are_their_own_line() -> None:
    """`Schedule: …` at the end of a benefits list is work arrangement, and only that line."""
    text = "Benefits:\n- Boots\n- Tea\n\nSchedule: Monday to Friday\n\nPay: $21 to $24 an hour\n"
    assert kinds(text) == ["benefits", "work_arrangement", "compensation"]


def test_sections_extras_below_pay_are_benefits() -> None:
    """What an employer gives besides pay is benefits, though it stands under the heading of pay."""
    text = "Pay and perks\n$61,000 a year, reviewed each spring.\n\nYou also get a pension, 26 days of leave, free boots and dental insurance.\n"
    assert kinds(text) == ["compensation", "benefits"]


def test_sections_removed_blocks_end_a_passage() -> None:
    """A passage never spans a removed block."""
    rules = shipped_rules()
    text = "Duties\nHaul nets.\n\nSave job\n\nTar boats.\n"
    hits = rules.matcher.scan(text)
    blocks = tuple(
        block._replace(removed="chrome", rule="x") if text[block.body_start : block.body_end] == "Save job" else block
        for block in find_blocks(hits, rules)
    )
    passages = find_sections(blocks, hits, rules)
    assert [p.kind for p in passages] == ["responsibilities", "responsibilities"]
    assert all(not block.removed for p in passages for block in p.blocks)


def test_sections_headings_index_reads_both_ands() -> None:
    """`&`, `/` and `and` are one word in a heading, and apostrophes none."""
    index = headings_of(shipped_rules())
    rows = {index.named(line) for line in ("skills & experience", "skills and experience", "skills/experience")}
    assert len(rows) == 1
    assert index.named("what youll do") is index.named("what you'll do")


def test_sections_lost_heading_shows_in_the_items() -> None:
    """Years and degrees open no duty: there a list of duties goes over, but not where a heading names the requirements."""
    text = f"Duties\n{DUTIES}- Three years of experience at sea\n{NEEDS}\nBenefits\n- Boots\n"
    assert kinds(text) == ["responsibilities", "requirements", "benefits"]
    assert kind_of(f"{text}\nRequirements\n- A boat\n", "Three years") == "responsibilities"


def test_sections_notice_ends_a_list_of_lines_without_marks() -> None:
    """Short lines behind a notice go on with the notice, not with the list above it."""
    text = (
        "Nice to have\nA boat of your own\nA dog that swims\nA taste for rain\n"
        "Tarn & Holm is an equal opportunity employer and does not discriminate on any ground.\nPrivacy of those who write\nPosters\n"
    )
    assert kinds(text) == ["preferred", "equal_opportunity"]


def test_sections_call_to_apply_stands_out_from_benefits() -> None:
    """The last line calls to apply, though it stands right below the benefits."""
    text = "What we offer\n- Boots\n- Tea at four\n- A locker\nIf this sounds like you, we'd love to hear from you.\n"
    assert kinds(text) == ["benefits", "application"]


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("This mill hand position will keep the stones dressed for our customers and their products.", "role"),
        ("Tarn & Holm makes pontoons for lakes, and has for forty years.", "company"),
        ("Job is on the upper river, and the company pays for the boat, the coat and the ferry.", "company"),
        ("Five years of experience with oak, and a certificate in joinery, are what we count on.", "requirements"),
    ],
)
def test_sections_opening_tells_of_what_it_names(opening: str, kind: str) -> None:
    """A paragraph under no heading is about its subject: the job, the employer, or what a candidate has."""
    assert kind_of(f"{opening}\n\nDuties\n{DUTIES}", opening[:20]) == kind


def test_sections_lead_inside_a_list_opens_what_it_names() -> None:
    """A line with a colon that asks for something else begins another list, though no heading stands there."""
    text = f"Duties\n{DUTIES}Candidates must have the following:\n{NEEDS}"
    assert kind_of(text, "A sea survival") == "requirements"


def test_sections_list_below_a_notice_goes_to_what_it_leans_to() -> None:
    """A list of gifts whose heading was lost is none of the papers above it."""
    text = (
        "Work authorization\nYou must hold the right to work in Malta.\n"
        "- Health insurance from the first day\n- A pension with six percent\n- 28 days of paid time off\n- A gym membership\n"
    )
    assert kinds(text) == ["eligibility", "benefits"]


def test_sections_pay_and_gifts_end_a_list_of_wishes() -> None:
    """Sentences on pay and leave below wishes stand out, though no mark and no blank line parts them from the list."""
    text = (
        "Nice to have\nA certificate in floristry\nA liking for Mondays\n"
        "The salary for this post is $41,000 to $44,500 a year.\nWe give 28 days of leave, a pension and a parking space.\n"
    )
    assert kinds(text) == ["preferred", "compensation", "benefits"]


WALL_OF_DUTIES = "Haul nets and pots in all weathers, gut and ice the catch, and keep the deck clear of what the sea brings. " * 6


def test_sections_wall_goes_on_behind_a_remark() -> None:
    """A sentence on papers inside a wall of duties is eligibility; what goes on behind it for long are duties again."""
    wall = f"Duties\n{WALL_OF_DUTIES}You must hold a NATO SECRET clearance to come aboard. You will be responsible for {WALL_OF_DUTIES}\n"
    assert kinds(wall) == ["responsibilities", "eligibility", "responsibilities"]
    assert kind_of(wall, "You will be") == "responsibilities"


def test_sections_text_that_sticks_to_a_value_is_none_of_it() -> None:
    """Behind `Hours: …` in a wall the next line begins where a capital sticks to the value."""
    wall = f"Hours: Monday to FridayTarn & Holm is a family business that builds pontoons.We build them by hand.We sail them home. {WALL_OF_DUTIES}"
    assert kind_of(wall, "Hours") == "work_arrangement"
    assert kind_of(wall, "Tarn & Holm is") != "work_arrangement"


def test_sections_line_of_pay_ends_where_the_employer_speaks_of_itself() -> None:
    """The rate stands in the line of its heading; a paragraph on the employer below it is no pay, one on pay is."""
    told = "Pay rate: $40 - $44/hr\n\nTarn & Holm is a leading maker of pontoons, and we build them for small lakes in the north and for the people who live on their shores.\n"
    assert kind_of(told, "Tarn & Holm") == "company"
    paid = "Pay rate: $40 - $44/hr\n\nThe rate depends on experience, and overtime is paid at time and a half; we look at every wage in the spring, with our customers in mind.\n"
    assert kind_of(paid, "The rate depends") == "compensation"


def test_sections_two_headings_before_one_colon() -> None:
    """A heading that says nothing, right behind one that does, opens nothing of its own."""
    wall = f"Report this job Responsibilities Job description : {WALL_OF_DUTIES}"
    assert kind_of(wall, "Haul nets") == "responsibilities"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Education/Experience/Certifications", "requirements"),
        ("Salary, Pay and Compensation", "compensation"),
        ("Skills/Tea", None),
    ],
)
def test_sections_heading_of_several_names(heading: str, kind: str | None) -> None:
    """Known headings of one kind strung together are a heading of that kind."""
    text = f"Duties\n{DUTIES}\n{heading}\n- Oak\n- Ash\n- Elm\n"
    assert kind_of(text, "- Oak") == (kind or "responsibilities")


def test_sections_heading_that_the_text_below_introduces_is_the_employer() -> None:
    """A name over a paragraph that begins with it and says what it is opens the employer's section."""
    text = f"Salary\n$41,000 a year\n\nHarrowgill\n\nHarrowgill is a canal company, and has been one since the flood of 1802.\n\nDuties\n{DUTIES}"
    assert kind_of(text, "Harrowgill is") == "company"


def test_sections_employer_speaks_behind_a_list_that_left_a_notice() -> None:
    """Below papers, a long list goes to what it leans to, and the paragraph behind it, on the employer, to the employer."""
    needs = "".join(
        f"Experience with {thing}\nKnowledge of {thing} at night\n" for thing in ("tides", "shoals", "locks", "lamps", "ropes")
    )
    text = (
        f"US citizen only\nAbility to hold a licence of the harbour board\n{needs}\n"
        "Tarn & Holm is a leading maker of pontoons, and we build them for small lakes in the north and for the people who live there.\n"
    )
    assert kind_of(text, "Experience with shoals") == "requirements"
    assert kind_of(text, "Tarn & Holm") == "company"


def test_sections_heading_right_below_the_heading_of_a_list_is_a_part_of_it() -> None:
    """Words of pay in a sub-heading of the duties, and in the duties below it, open no section of pay."""
    text = (
        "Purser\n\nAbout the Role\nWe seek a purser.\n\nWhat You'll Do\nCrew Pay Operations & Compensation Integrity\n"
        "Own the check of monthly commission payments and keep them in line with compensation plans\n"
        "Keep the compensation data true across the books\nLook into compensation questions of the crew on commissions\n\n"
        "Harbour Fees & Forecasting\nPlan the fees with the harbour master\nReport to the owners\nKeep the ledgers\n"
    )
    assert kind_of(text, "Own the check") == "responsibilities"
    assert kind_of(text, "Plan the fees") == "responsibilities"


def test_sections_heading_without_blank_lines_is_known_by_what_stands_below() -> None:
    """Where a page lost its blank lines, a pun between two lists heads the second, if the lines below speak of another kind."""
    text = (
        "Responsibilities\nBake the rye\nSweep the stairs\nCount the loaves twice\n"
        "Whom the cat lets in\nTwo years at a deck oven\nA valid food card\nAbility to lift 25 kg\n"
    )
    assert kind_of(text, "Count the loaves") == "responsibilities"
    assert kind_of(text, "Whom the cat") == "requirements"
    assert kind_of(text, "A valid food card") == "requirements"


def test_sections_line_that_the_list_finishes_is_a_heading() -> None:
    """No item of a list ends in `with`: behind a list of needs, the next such list is of wishes."""
    text = (
        "Requirements\nA food card\nTwo years at an oven\nStrong arms\nWe smile at bakers with\nA driving licence\nSome Welsh\n"
    )
    assert kind_of(text, "Strong arms") == "requirements"
    assert kind_of(text, "Some Welsh") == "preferred"


def test_sections_list_of_one_kind_has_no_hidden_heading() -> None:
    """Lines of one kind stay together, whatever one of them looks like."""
    text = "Responsibilities\nBake the rye\nThe stairs at night\nCount the loaves twice\nSell bread at the window\n"
    assert {kind_of(text, line) for line in ("Bake", "The stairs", "Count", "Sell")} == {"responsibilities"}


def test_sections_part_of_a_list_opens_nothing_below_an_unknown_heading() -> None:
    """A heading right below the one of a list is a part of it, though what it heads speaks of notices."""
    text = "Responsibilities\n\nData, top to bottom\nBake tables in accordance with the privacy law and subject to change by third parties.\n"
    assert kind_of(text, "Bake tables") == "responsibilities"
