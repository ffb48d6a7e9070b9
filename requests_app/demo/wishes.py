"""What the demo's people ask for: a row of wishes.csv each, as they answered the form."""

import csv
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache

from catalog.models import Resource
from contracts.models import DataElement
from requests_app.demo.products import HERE, slug, span


@dataclass(frozen=True)
class Wish:
    """One row: who asks for what, and why."""

    key: str
    row: dict[str, str]

    @property
    def by(self) -> str:
        return self.row["by"]

    @property
    def title(self) -> str:
        return self.row["title"]

    @property
    def vendor(self) -> str:
        return self.row["vendor"]

    @property
    def students(self) -> str:
        return self.row["students"]

    @property
    def staff(self) -> str:
        return self.row["staff"]

    @property
    def domain(self) -> str:
        return f"{slug(self.title)}.example"

    @property
    def is_complete(self) -> bool:
        """False for a form barely begun."""
        return bool(self.row["staff"])

    def elements(self) -> list[DataElement]:
        """The data elements named, by category."""
        names = [name for name in self.row["elements"].split(";") if name]
        return list(DataElement.objects.filter(category__in=names)) if self.row["data"] == "yes" else []

    def answers(self, walk) -> dict:
        """The answers of the form, as columns of the request."""
        row = self.row
        begun = {
            "title": row["title"],
            "product_kind": row["kind"],
            "website": row["website"] or f"https://{self.domain}/",
            "library_check": {"typed": row["title"], "chosen": "new", "shown": [], "denied": False},
        }
        return begun | self._rest(walk) if self.is_complete else begun

    def _rest(self, walk) -> dict:
        row = self.row
        amount = Decimal(row["amount"]) if row["amount"] else None
        return {
            "vendor_name": row["vendor"],
            "instructional": row["vision"] != "No student uses it.",
            "purpose": row["purpose"],
            "student_vision": row["vision"],
            "grade_levels": span(row["grades"]),
            "content_areas": row["subjects"].split(";"),
            "standards": row["standards"],
            "common_core": row["core"],
            "students": int(row["students"]),
            "staff": int(row["staff"]),
            "amount": amount,
            "paid_by": "district" if amount else "free",
            "needs_funds": amount is not None,
            "budget_code": "10-1100-410" if amount else "",
            "principal_name": str(walk.person("budget")) if amount else "",
            "student_login": row["login"],
            "rostering": row["rostering"],
            "student_data": row["data"],
            "media_release": "yes" if "record" in row["vision"] else "no",
            "needed_by": walk.days.today + timedelta(days=int(row["needed_in"])),
            "resource": Resource.objects.get(name=row["resource"]) if row["resource"] else None,
        }


@cache
def wishes() -> dict[str, Wish]:
    """All rows by key."""
    with (HERE / "wishes.csv").open(encoding="utf-8", newline="") as lines:
        return {row["key"]: Wish(row["key"], row) for row in csv.DictReader(lines)}
