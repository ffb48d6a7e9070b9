"""What stands in the demo's library: well-known products as written down, the rest composed from lists."""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
CODES = ["PK", "K", *(str(number) for number in range(1, 13))]
ENDINGS = (
    "Trail", "Harbor", "Workbench", "Lantern", "Grove", "Path", "Lab", "Atlas", "Compass", "Garden",
    "Notebook", "Station", "Circle", "Yard", "Beacon", "Loft", "Mill", "Orchard", "Desk", "Corner", "Wheel",
    "Post",
)  # fmt: skip
# Makers of what is composed. They do not exist.
MAKERS = (
    "Bright Acorn Learning",
    "Northlight Education",
    "Paper Lantern Press",
    "Blue Heron Software",
    "Cardinal Classroom",
    "Tall Grass Labs",
    "Open Porch Media",
    "Second Bell Studios",
    "Rivermark Learning",
    "Maple Street Software",
    "Lakeshore Byte",
    "Fieldstone Education",
)
FRAMES = (
    "Short lessons and practice: {what}.",
    "A game for pairs about {what}.",
    "A workbook on the screen: {what}. Teachers see who needs help.",
    "Videos with questions about {what}.",
    "Activities for the whole class: {what}.",
)
ACCOUNT = "Sign in with the district account."
OPEN = "Open it in the browser. No account is needed."
SEATS = "Ask your principal for a seat; the school contact assigns it."
UNSAFE = (
    "Its terms let the maker use students' work and addresses for advertising, and the maker would not change that.",
    "The maker would not sign the state's student data agreement.",
    "It keeps students' voices for five years and does not delete them when we ask.",
)
BROKEN = (
    "It does not run on students' devices: it needs a program installed on each one.",
    "It works only with accounts made one by one; it can't take our class lists.",
    "It stops when the district's web filter is on, and the maker has no date for a repair.",
)
UNFIT = (
    "The lessons do not follow the state standards for these grades.",
    "Reviewers found errors in the lessons and no way to report them.",
    "It can't be used with a keyboard alone, so some of our students are shut out.",
)


@dataclass
class Product:
    """One entry of the library, with how the district stands to it."""

    name: str
    vendor: str
    website: str
    kind: str
    grades: list[str]
    subjects: list[str]
    standing: str  # approved, denied, retired, unreviewed
    data: str  # agreement, none, missing, unknown, not-approved
    description: str
    aliases: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=lambda: ["district"])
    paid: bool = False
    how: str = ""
    terms: dict = field(default_factory=dict)
    until_months: int = 0
    ground: str = ""
    words: str = ""
    instead: list[str] = field(default_factory=list)


def all_products(random: Random) -> list[Product]:
    """Everything, the well-known first."""
    return [*known(), *composed(random)]


def known() -> list[Product]:
    """Products that teachers know, with their own names and addresses. What the district says of them is invented."""
    return [_known(row) for row in _rows("products.csv")]


def _known(row: dict[str, str]) -> Product:
    terms = {
        "grades": _list(row["only_grades"]),
        "subjects": _list(row["only_subjects"]),
        "no_student_accounts": row["no_accounts"] == "yes",
        "conditions": row["condition"],
    }
    return Product(
        **{name: row[name] for name in ("name", "vendor", "website", "kind", "standing", "data")},
        **{name: row[name] for name in ("description", "how", "ground", "words")},
        **{name: _list(row[name]) for name in ("subjects", "aliases", "where", "instead")},
        grades=span(row["grades"]),
        paid=row["paid"] == "yes",
        terms=terms,
        until_months=int(row["until_months"] or 0),
    )


def composed(random: Random) -> list[Product]:
    """Invented products: two for each stem, the same ones for the same seed."""
    found = []
    for number, row in enumerate(_rows("stems.csv")):
        for turn, ending in enumerate(random.sample(ENDINGS, 2)):
            maker = MAKERS[(number // 7 + turn * 5) % len(MAKERS)]
            found.append(_composed(row, ending, maker, random))
    return found


def _composed(row: dict[str, str], ending: str, maker: str, random: Random) -> Product:
    name = f"{row['stem']} {ending}"
    standing, data = random.choices(
        [("approved", "agreement"), ("approved", "none"), ("approved", "missing"), ("unreviewed", "unknown"),
         ("denied", "unknown"), ("retired", "agreement")],
        weights=[34, 26, 4, 20, 12, 4],
    )[0]  # fmt: skip
    product = Product(
        name=name,
        vendor=maker,
        website=f"https://{slug(name)}.example/",
        kind=random.choices(["website", "app", "extension"], weights=[6, 4, 1])[0],
        grades=span(row["grades"]),
        subjects=[row["subject"]],
        standing=standing,
        data=data,
        description=random.choice(FRAMES).format(what=row["what"]),
        paid=standing == "approved" and random.random() < 0.3,
    )
    _decide(product, random)
    return product


def _decide(product: Product, random: Random) -> None:
    if product.standing == "approved":
        product.where = _some_places(product.grades, random)
        product.how = SEATS if product.paid else ACCOUNT if product.data == "agreement" else OPEN
        if random.random() < 0.15:
            product.terms = {"no_student_accounts": product.data != "agreement", "grades": product.grades[:4]}
    if product.standing == "denied":
        product.ground, sentences = random.choice([("privacy", UNSAFE), ("technical", BROKEN), ("instruction", UNFIT)])
        product.words = random.choice(sentences)
        product.data = "not-approved" if product.ground == "privacy" else "unknown"


def _some_places(grades: list[str], random: Random) -> list[str]:
    schools = {"willow", "riverside", "hughes", "huerta"} if {"K", "1", "2", "3", "4"} & set(grades) else set()
    schools |= {"lincoln", "addams"} if {"6", "7", "8"} & set(grades) else set()
    schools |= {"prairie", "douglass"} if {"10", "11", "12"} & set(grades) else set()
    if random.random() < 0.55:
        return ["district"]
    return sorted(random.sample(sorted(schools), random.randint(1, min(3, len(schools)))))


def slug(name: str) -> str:
    """A name as a part of an address."""
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in name.lower()).strip("-").replace("--", "-")


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def span(text: str) -> list[str]:
    """ "K-3" → K, 1, 2, 3."""
    first, _dash, last = text.partition("-")
    return CODES[CODES.index(first) : CODES.index(last or first) + 1]
