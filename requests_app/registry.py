"""What the state's registry shall say of the district's resources, and the file that is uploaded there (SOFT-16).

The registry of the Student Data Privacy Consortium, which the Texas alliance (TXSPA) uses, has no public address to
write to: somebody uploads the file, and records that and when (LAW.md, 4).
"""

import csv
from collections.abc import Iterable
from datetime import date
from typing import Any, TextIO

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, QuerySet

from accounts.district import setting
from accounts.models import User
from accounts.roles import Role
from contracts.models import Agreement
from contracts.tls.records import latest_for
from requests_app.models import RegistryEntry
from workflows.actors import Hats
from workflows.chronicle import plain_cell

PER_PAGE = 25
READERS = frozenset({Role.ADMIN, Role.CYBERSECURITY, Role.IT_DIRECTOR, Role.COMPLIANCE_OFFICER, Role.CUSTOMER_CARE})
# Exactly these words head the columns, whatever the reader's language: the file is read by another system.
COLUMNS = (
    "District",
    "Resource",
    "Company",
    "Website",
    "Status",
    "Status Date",
    "Agreement Type",
    "Date Approved",
    "Expiration Date",
    "Covered Information",
    "Grade Levels",
    "Content Areas",
    "SSL Grade",
    "SSL Grade Date",
    "Posted On",
)
STATUS_WORDS = {
    RegistryEntry.Status.APPROVED: "Active/Approved",
    RegistryEntry.Status.NOT_APPROVED: "Not Approved",
    RegistryEntry.Status.UNDER_REVIEW: "Under Review",
}


def may_read(user: User, *, on: date) -> bool:
    """The Cybersecurity team, and those who look after the agreements."""
    hats = Hats.of(user, on=on)
    lent = {grant.role for grants in hats.lent.values() for grant in grants}
    return bool((hats.roles_at(None) | lent) & READERS)


def entries() -> QuerySet[RegistryEntry]:
    """What is not posted yet first, then by name."""
    rows = RegistryEntry.objects.select_related("resource__vendor", "case", "posted_by")
    return rows.order_by(F("posted_on").asc(nulls_first=True), "resource__name", "pk")


def listed(*, page: int | str = 1) -> Page:
    """One page of the list; two queries."""
    return Paginator(entries(), PER_PAGE).get_page(page)


def write_csv(file: TextIO, *, on: date) -> None:
    """The registry's layout, as comma-separated values that no spreadsheet runs as formulas; five queries."""
    table = csv.writer(file)
    table.writerow(COLUMNS)
    signed = Agreement.objects.filter(state__in=Agreement.SIGNED_STATES).prefetch_related("elements")
    rows = list(
        entries().prefetch_related(Prefetch("resource__agreements", signed), "resource__grades", "resource__subjects")
    )
    grades = latest_for(row.resource for row in rows)
    for row in rows:
        table.writerow([plain_cell(cell) for cell in _cells(row, grades.get(row.resource_id), on=on)])


def _cells(row: RegistryEntry, check, *, on: date) -> Iterable[Any]:
    resource, agreement = row.resource, _agreement(row, on=on)
    return [
        setting("district_name"),
        resource.name,
        resource.vendor or "",
        resource.website,
        STATUS_WORDS[row.status],
        row.since.isoformat(),
        agreement.get_agreement_kind_display() if agreement else "",
        agreement.starts_on.isoformat() if agreement and agreement.starts_on else "",
        agreement.last_day.isoformat() if agreement and agreement.last_day else "",
        "; ".join(map(str, agreement.elements.all())) if agreement else "",
        ", ".join(grade.code for grade in resource.grades.all()),
        ", ".join(subject.name for subject in resource.subjects.all()),
        check.grade if check else "",
        check.checked_on.isoformat() if check else "",
        row.posted_on.isoformat() if row.posted_on else "",
    ]


def _agreement(row: RegistryEntry, *, on: date) -> Agreement | None:
    """Of the signed agreements that name it the one that runs longest."""
    running = [each for each in row.resource.agreements.all() if each.starts_on and each.starts_on <= on]
    return max(running, key=lambda each: (each.last_day or date.max, each.pk), default=None)
