"""The list that `make sops` works from."""

import csv
from collections import Counter
from pathlib import Path

from accounts.roles import Role
from tests.plugins.sops import MEANS, read_due, read_requirements

ROOT = Path(__file__).resolve().parent.parent.parent
LIST = ROOT / "docs/requirements.csv"
PROCEDURES = {"MICRO", "MACRO", "EQUIP", "SOFT", "PROC", "RENEW", "LIB", "LAW", "X"}


def test_every_requirement_is_listed_once():
    counts = Counter(requirement.id for requirement in read_requirements(LIST))
    assert {id for id, count in counts.items() if count > 1} == set()
    assert {id.split("-")[0] for id in counts} == PROCEDURES


def test_every_requirement_says_who_does_it_and_in_which_words():
    with LIST.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows if not row["words"]] == []
    assert {who for row in rows for who in row["who"].split("|")} <= {*MEANS, *Role.values}


def test_what_is_due_now_is_the_four_procedures_vendors_renewals_and_the_public_record():
    due = {
        requirement.id
        for requirement in read_requirements(LIST)
        if requirement.issue <= read_due(ROOT / "pyproject.toml")
    }
    first = {f"MICRO-{n}" for n in range(1, 15)} | {f"X-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 12, 13, 14)}
    of_vendors = {f"PROC-{n}" for n in range(1, 10)} | {f"RENEW-{n}" for n in range(1, 8)}
    software = {f"SOFT-{n}" for n in range(1, 18) if n != 8} | {"SOFT-8a", "SOFT-8b"}
    equipment = {f"EQUIP-{n}" for n in range(1, 10)}
    district = {f"MACRO-{n}" for n in (1, "2a", "2b", 3, "4a", "4b", 5, 6, 7, 8, 9, 10)}
    of_law = {f"LAW-{n}" for n in range(1, 5)}
    assert due == first | of_vendors | of_law | software | equipment | district
