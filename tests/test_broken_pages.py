"""Broken pages: lines, headings and items as they were before the scrape, through repair and blocks."""

from __future__ import annotations

import pytest

from jobparse.blocks import find_blocks
from jobparse.pipeline import shipped_rules
from jobparse.repair import repair

MARKS = {"heading": "# ", "item": "- ", "number": "- "}


def read(text: str) -> list[str]:
    """The words of each block, with `# ` before a heading and `- ` before an item."""
    rules = shipped_rules()
    value = repair(text, rules).value
    blocks = find_blocks(rules.matcher.scan(value), rules)
    return [MARKS.get(b.shape, "") + value[b.body_start : b.body_end] for b in blocks if b.body_end > b.body_start]


BROKEN: dict[str, tuple[str, list[str]]] = {
    "glued-heading-own-line": (
        "Main DutiesGreet patients and check them in.\nWhat We OfferFree parking and a pension.\n",
        ["# Main Duties", "Greet patients and check them in.", "# What We Offer", "Free parking and a pension."],
    ),
    "heading-glued-behind-sentence": (
        "You will join a small and friendly teamResponsibilitiesSort the parcels by postcode and load the vans before six.RequirementsA clean driving licence and two references.\n",
        [
            "You will join a small and friendly team",
            "# Responsibilities",
            "Sort the parcels by postcode and load the vans before six.",
            "# Requirements",
            "A clean driving licence and two references.",
        ],
    ),
    "inline-bullets": (
        "What you will do • Plan lessons for Years 3 and 4 • Mark homework within a week • Meet parents twice a term • Lead one club\n",
        [
            "# What you will do",
            "- Plan lessons for Years 3 and 4",
            "- Mark homework within a week",
            "- Meet parents twice a term",
            "- Lead one club",
        ],
    ),
    "bullets-without-space": (
        "Duties\n•Check the ropes\n•Mend the nets\n•Paint the hull\n",
        ["# Duties", "- Check the ropes", "- Mend the nets", "- Paint the hull"],
    ),
    "inline-bullets-without-space": (
        "Your tasks:•Answer the phones and keep the diary•Order supplies for three offices•Book travel for the partners\n",
        [
            "# Your tasks",
            "- Answer the phones and keep the diary",
            "- Order supplies for three offices",
            "- Book travel for the partners",
        ],
    ),
    "inline-dashes": (
        "Minimum Qualifications - 3+ years of experience in a commercial kitchen - Food hygiene certificate, level 2 - Able to lift 20 kg - Legally able to work in the UK\n",
        [
            "# Minimum Qualifications",
            "- 3+ years of experience in a commercial kitchen",
            "- Food hygiene certificate, level 2",
            "- Able to lift 20 kg",
            "- Legally able to work in the UK",
        ],
    ),
    "inline-numbers": (
        "Key Duties 1. Draft wills and trusts for private clients. 2. Attend hearings with the partners. 3. Keep the register of deeds up to date.\n",
        [
            "# Key Duties",
            "- Draft wills and trusts for private clients.",
            "- Attend hearings with the partners.",
            "- Keep the register of deeds up to date.",
        ],
    ),
    "colon-glue": (
        "Duties:Run the morning ward round with the charge nurse.\nHours:Three long days a week, one weekend in four.\n",
        ["# Duties", "Run the morning ward round with the charge nurse.", "Hours:Three long days a week, one weekend in four."],
    ),
    "wall-titled": (
        "Larkspur Freight moves fresh food across the island every night of the year. About The Role We need a depot manager for our northern hub, where forty drivers start each evening. What You'll Do Plan the routes, manage the rota and keep the yard safe. What You'll Need Five years in transport and a CPC. What We Offer A car, six weeks of leave and a bonus.\n",
        [
            "Larkspur Freight moves fresh food across the island every night of the year.",
            "# About The Role",
            "We need a depot manager for our northern hub, where forty drivers start each evening.",
            "# What You'll Do",
            "Plan the routes, manage the rota and keep the yard safe.",
            "# What You'll Need",
            "Five years in transport and a CPC.",
            "# What We Offer",
            "A car, six weeks of leave and a bonus.",
        ],
    ),
    "wall-questions": (
        "Bramble House is a nursing home of thirty beds on the edge of the moor. Who are we looking for? A registered nurse who likes people and is not afraid of paperwork. What will you do? You lead the night shift and train the carers. What do we offer? Paid breaks, free meals and a room if you want one.\n",
        [
            "Bramble House is a nursing home of thirty beds on the edge of the moor.",
            "# Who are we looking for?",
            "A registered nurse who likes people and is not afraid of paperwork.",
            "# What will you do?",
            "You lead the night shift and train the carers.",
            "# What do we offer?",
            "Paid breaks, free meals and a room if you want one.",
        ],
    ),
    "wall-capitals": (
        "POSITION SUMMARY The clerk keeps the records of the county court and serves the public at the counter. ESSENTIAL FUNCTIONS Files motions, swears in jurors and collects fees. MINIMUM QUALIFICATIONS Two years of clerical work and a high school diploma. WORKING CONDITIONS Office work with some lifting of boxes.\n",
        [
            "# POSITION SUMMARY",
            "The clerk keeps the records of the county court and serves the public at the counter.",
            "# ESSENTIAL FUNCTIONS",
            "Files motions, swears in jurors and collects fees.",
            "# MINIMUM QUALIFICATIONS",
            "Two years of clerical work and a high school diploma.",
            "# WORKING CONDITIONS",
            "Office work with some lifting of boxes.",
        ],
    ),
    "torn-emphasis": (
        "As a\n\nSenior Ward Sister\n\n, you’ll lead a team of\n\n12 nurses\n\nand report to the matron.\n\nYour Day\n\nYou start at seven with the handover.\n",
        [
            "As a Senior Ward Sister, you’ll lead a team of 12 nurses and report to the matron.",
            "# Your Day",
            "You start at seven with the handover.",
        ],
    ),
    "torn-word": (
        "You will keep the electrical sys\n\ntems of four schools in working order and test the alarms every term.\n",
        ["You will keep the electrical systems of four schools in working order and test the alarms every term."],
    ),
    "torn-year": (
        "The post is open to students who finish in Summer 202\n\n7\n\nor later and hold a driving licence.\n",
        ["The post is open to students who finish in Summer 2027 or later and hold a driving licence."],
    ),
    "torn-amount": (
        "Salary: £31,\n500 a year, rising to £34,0\n\n00 after probation.\n",
        ["# Salary", "£31,500 a year, rising to £34,000 after probation."],
    ),
    "one-word-a-line": (
        "We\nare\nlooking\nfor\na\nkind\nand\ncareful\ncarer\nwho\nwill\nvisit\nour\nclients\nat\nhome\nand\nhelp\nthem\nwith\nmeals\n",
        ["We are looking for a kind and careful carer who will visit our clients at home and help them with meals"],
    ),
    "hard-wrap": (
        "The town library lends books, tools and musical instruments to anyone\nwho lives within ten miles of the market square, and has done so for\nmore than a century. You would run the children's room, order the\nbooks for it and read aloud on Saturdays.\n\nDuties\n\n- Order books\n- Read aloud\n",
        [
            "The town library lends books, tools and musical instruments to anyone who lives within ten miles of the market square, and has done so for more than a century. You would run the children's room, order the books for it and read aloud on Saturdays.",
            "# Duties",
            "- Order books",
            "- Read aloud",
        ],
    ),
    "hard-wrapped-items": (
        "Duties\n\n- Keep the accounts of the three parishes and prepare the yearly\n  return for the diocese, with the help of the treasurer\n- Arrange weddings and funerals with the families, and keep the\n  registers\n- Look after the hall and let it to the clubs and societies of the\n  village\n",
        [
            "# Duties",
            "- Keep the accounts of the three parishes and prepare the yearly return for the diocese, with the help of the treasurer",
            "- Arrange weddings and funerals with the families, and keep the registers",
            "- Look after the hall and let it to the clubs and societies of the village",
        ],
    ),
    "bullets-alone": (
        "Requirements\n•\nA teaching certificate\n•\nA clean record\n•\nPatience\n",
        ["# Requirements", "- A teaching certificate", "- A clean record", "- Patience"],
    ),
    "tab-bullets": (
        "Responsibilities:\n•\tReview contracts with suppliers\n•\tAdvise the board on risk\n•\tTrain new paralegals\n",
        ["# Responsibilities", "- Review contracts with suppliers", "- Advise the board on risk", "- Train new paralegals"],
    ),
    "three-spaces": (
        "The fire service is hiring a mechanic for its fleet of forty engines.    Duties include repairs, servicing and road tests, and a turn on the night rota every sixth week.    Applicants must hold a heavy goods licence and a trade certificate in vehicle repair.\n",
        [
            "The fire service is hiring a mechanic for its fleet of forty engines.",
            "Duties include repairs, servicing and road tests, and a turn on the night rota every sixth week.",
            "Applicants must hold a heavy goods licence and a trade certificate in vehicle repair.",
        ],
    ),
    "heading-on-a-bullet": (
        "• Responsibilities:\n• Count the stock every Friday\n• Load the trucks\n• Qualifications:\n• A forklift licence\n",
        ["# Responsibilities", "- Count the stock every Friday", "- Load the trucks", "# Qualifications", "- A forklift licence"],
    ),
    "numbered-headings": (
        "1. About the school\nWe teach four hundred children by the sea.\n2. The role\nYou teach maths to the older ones.\n3. How to apply\nWrite to the head.\n",
        [
            "# About the school",
            "We teach four hundred children by the sea.",
            "# The role",
            "You teach maths to the older ones.",
            "# How to apply",
            "Write to the head.",
        ],
    ),
    "bold-lead-in": (
        "**Duties:** Wash, cut and colour hair, and keep the salon tidy.\n**Hours:** Tuesday to Saturday.\n**What we look for:** A stylist with two years behind the chair and a steady hand.\n",
        [
            "# Duties",
            "Wash, cut and colour hair, and keep the salon tidy.",
            "Hours: Tuesday to Saturday.",
            "# What we look for",
            "A stylist with two years behind the chair and a steady hand.",
        ],
    ),
    "emoji-headings": (
        "🚀 What you'll be doing\nBuild racks for the new data hall.\n🎁 Perks & benefits\nFree lunch on Fridays and a bus pass.\n",
        [
            "# What you'll be doing",
            "Build racks for the new data hall.",
            "# Perks & benefits",
            "Free lunch on Fridays and a bus pass.",
        ],
    ),
    "french": (
        "Vos missions\n- Accueillir les clients\n- Tenir la caisse\nVotre profil\n- Vous aimez le contact\nCe que nous offrons\n- Un CDI\n- Des tickets restaurant\n",
        [
            "# Vos missions",
            "- Accueillir les clients",
            "- Tenir la caisse",
            "# Votre profil",
            "- Vous aimez le contact",
            "# Ce que nous offrons",
            "- Un CDI",
            "- Des tickets restaurant",
        ],
    ),
    "german-wall": (
        "Die Bäckerei Immerkorn backt seit 1911 Brot für den ganzen Landkreis. Ihre Aufgaben: Sie leiten die Nachtschicht und bilden die Lehrlinge aus. Ihr Profil: Meisterbrief und Freude am frühen Aufstehen. Wir bieten: Zuschläge, sechs Wochen Urlaub und täglich frisches Brot.\n",
        [
            "Die Bäckerei Immerkorn backt seit 1911 Brot für den ganzen Landkreis.",
            "# Ihre Aufgaben",
            "Sie leiten die Nachtschicht und bilden die Lehrlinge aus.",
            "# Ihr Profil",
            "Meisterbrief und Freude am frühen Aufstehen.",
            "# Wir bieten",
            "Zuschläge, sechs Wochen Urlaub und täglich frisches Brot.",
        ],
    ),
    "spanish": (
        "Funciones\n• Atender a los pacientes\n• Preparar el material\nRequisitos\n• Título de enfermería\nOfrecemos\n• Contrato indefinido\n",
        [
            "# Funciones",
            "- Atender a los pacientes",
            "- Preparar el material",
            "# Requisitos",
            "- Título de enfermería",
            "# Ofrecemos",
            "- Contrato indefinido",
        ],
    ),
    "lower-case-items": (
        "You will:\n- open the shop\n- serve customers\n- count the till\n\nYou have:\n- a friendly manner\n- a head for figures\n",
        [
            "# You will",
            "- open the shop",
            "- serve customers",
            "- count the till",
            "# You have",
            "- a friendly manner",
            "- a head for figures",
        ],
    ),
    "heading-over-two-lines": (
        "What you'll\n\nbring\n\n- A steady hand\n- A licence\n",
        ["# What you'll bring", "- A steady hand", "- A licence"],
    ),
    "labels-glued": (
        "Location: HarwichContract: PermanentHours: 37.5 a weekSalary: £29,000\n",
        ["Location: Harwich", "Contract: Permanent", "Hours: 37.5 a week", "# Salary", "£29,000"],
    ),
    "glued-items": (
        "In this role you willManage the diary of two directorsPrepare papers for the boardGreet visitors at the front deskHandle all post and parcels\n",
        [
            "# In this role you will",
            "- Manage the diary of two directors",
            "- Prepare papers for the board",
            "- Greet visitors at the front desk",
            "- Handle all post and parcels",
        ],
    ),
    "nursing-headings": (
        "PATIENT CARE RESPONSIBILITIES\nAssess patients on admission.\nLICENSURE AND CERTIFICATION\nCurrent RN licence; BLS.\nPHYSICAL DEMANDS\nStanding for long hours.\nSHIFT DETAILS\nThree nights a week.\n",
        [
            "# PATIENT CARE RESPONSIBILITIES",
            "Assess patients on admission.",
            "# LICENSURE AND CERTIFICATION",
            "Current RN licence; BLS.",
            "# PHYSICAL DEMANDS",
            "Standing for long hours.",
            "# SHIFT DETAILS",
            "Three nights a week.",
        ],
    ),
    "public-service": (
        "Supervision Received\nWorks under the Town Engineer.\nExamples of Work Performed\nInspects culverts and bridges.\nKnowledge, Skills and Abilities\nKnowledge of drainage.\nSelection Procedure\nWritten test and interview.\n",
        [
            "# Supervision Received",
            "Works under the Town Engineer.",
            "# Examples of Work Performed",
            "Inspects culverts and bridges.",
            "# Knowledge, Skills and Abilities",
            "Knowledge of drainage.",
            "# Selection Procedure",
            "Written test and interview.",
        ],
    ),
    "short-list-no-marks": (
        "Skills\nExcel\nSAP\nPatience\nBenefits\nPension\nParking\n",
        ["# Skills", "Excel", "SAP", "Patience", "# Benefits", "Pension", "Parking"],
    ),
    "pun-headings": (
        "**The nitty-gritty**\nYou fix lifts in forty towers.\n**Is this you?**\nYou have a head for heights.\n**What's in your toolbox**\nA certificate and a van.\n**The fine print**\nWe hire everyone alike.\n",
        [
            "# The nitty-gritty",
            "You fix lifts in forty towers.",
            "# Is this you?",
            "You have a head for heights.",
            "# What's in your toolbox",
            "A certificate and a van.",
            "# The fine print",
            "We hire everyone alike.",
        ],
    ),
    "link-torn": (
        "Read more about us on our\n\ncareers page\n\n.\n\nHow to apply\n\nSend your letter to\n\njobs@larkspur.example\n\nby Friday.\n",
        ["Read more about us on our careers page.", "# How to apply", "Send your letter to jobs@larkspur.example by Friday."],
    ),
    "semicolon-tail": (
        "Pay range:\n$52,000\n-\n$61,000\na year\n\nBenefits:\nDental; vision; a pension.\n",
        ["# Pay range", "$52,000 - $61,000 a year", "# Benefits", "Dental; vision; a pension."],
    ),
    "about-name-wall": (
        "About Quillfeather Press Quillfeather Press prints atlases for sailors and walkers. The Opportunity We want an editor for our river guides. Your Background You have edited maps or guides before and know a bend from a bight.\n",
        [
            "# About Quillfeather Press",
            "Quillfeather Press prints atlases for sailors and walkers.",
            "# The Opportunity",
            "We want an editor for our river guides.",
            "# Your Background",
            "You have edited maps or guides before and know a bend from a bight.",
        ],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_pages_are_read_as_they_were_written(name: str) -> None:
    """Each kind of breakage, in a posting of a trade of its own."""
    text, expected = BROKEN[name]
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Knot tying\nRope splicing\nNet mending\n",
        "Requirements\nBenefits\nHow to apply\n",
        "- Haul nets\n- tar boats\n- mend pots\n",
        "We use JavaScript, LinkedIn Recruiter and PowerPoint decks, and HubSpot lists, all day and every day, in a small office by the sea.\n",
        "The team writes plug-ins with Larkspur.Forms and Larkspur.Tables on top of Larkspur.Core, a library of its own, for the river boards.\n",
        "What you'll\n\nweld\n\n- Hulls\n",
        "The shop pays $21\na year after you start, it pays more.\n",
    ],
)
def test_broken_pages_whole_lines_stay_apart_and_whole(text: str) -> None:
    """Headings, items and names are neither joined nor parted."""
    assert [line.removeprefix("# ").removeprefix("- ") for line in read(text)] == [
        line.removeprefix("- ") for line in text.split("\n") if line
    ]


def test_broken_pages_a_heading_that_sticks_to_an_item() -> None:
    """The last item of a list keeps its words, and the heading behind it is one."""
    text = "- Haul the nets in all weathers.\n- Keep the deck clear of ropes.What you bring:\n- A card\n"
    assert read(text) == ["- Haul the nets in all weathers.", "- Keep the deck clear of ropes.", "# What you bring", "- A card"]
