"""What the demo's people ask for: a row of wishes.csv each, as they answered the form."""

import csv
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache

from contracts.models import DataElement
from requests_app.demo.products import HERE, slug, span
from requests_app.models import PaidBy


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
        """The data elements shared: of each category named, the first."""
        if self.row["data"] != "yes":
            return []
        named = DataElement.objects.filter(category__in=self.row["elements"].split(";"))
        return list({element.category: element for element in reversed(named)}.values())

    def answers(self, walk, *, about_the_product: bool) -> dict:
        """The answers of the form; what the product is comes from the library when it is known there."""
        if not self.is_complete:
            return {}
        row, amount = self.row, Decimal(self.row["amount"]) if self.row["amount"] else None
        answers = {
            "schools": [walk.place],
            "students": int(row["students"]),
            "staff": int(row["staff"]),
            "needed_by": walk.days.today + timedelta(days=int(row["needed_in"])),
            "paid_by": PaidBy.DISTRICT if amount else PaidBy.FREE,
            "amount": amount,
            "budget_code": "10-1100-410" if amount else "",
            "principal_name": str(walk.person("budget")) if amount else "",
            "purpose": row["purpose"],
            "grade_levels": span(row["grades"]),
        }
        if row["standards"]:
            answers |= self._teaching_and_data()
        return answers | (self._product() if about_the_product else {})

    def _product(self) -> dict:
        row = self.row
        return {
            "title": row["title"],
            "product_kind": row["kind"],
            "website": row["website"] or f"https://{self.domain}/",
        }

    def _teaching_and_data(self) -> dict:
        row = self.row
        return {
            "vendor_name": row["vendor"],
            "instructional": row["vision"] != "No student uses it.",
            "student_vision": row["vision"],
            "content_areas": row["subjects"].split(";"),
            "standards": row["standards"],
            "common_core": row["core"],
            "student_login": row["login"],
            "rostering": row["rostering"],
            "student_data": row["data"],
            "data_elements": self.elements(),
            "media_release": "yes" if "record" in row["vision"] else "no",
        }


@cache
def wishes() -> dict[str, Wish]:
    """All rows by key."""
    with (HERE / "wishes.csv").open(encoding="utf-8", newline="") as lines:
        return {row["key"]: Wish(row["key"], row) for row in csv.DictReader(lines)}
