"""The search box of the header: library, requests, vendors and people at once."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from accounts.selectors import find_people
from catalog.models import Vendor
from catalog.search import search
from catalog.selectors import Row, may_keep_vendors, rows
from requests_app.lists import narrowed
from workflows.models import Case
from workflows.selectors import cases_to_find

MOST = 8


@dataclass(frozen=True)
class Found:
    """What fits, by kind; vendors only for those who keep them."""

    resources: list[Row] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    vendors: list[Vendor] = field(default_factory=list)
    people: list[User] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.resources or self.cases or self.vendors or self.people)


def find(words: str, user: User, *, on: date) -> Found:
    """At most six queries; requests only those whose summary the reader may see."""
    words = words.replace("\0", " ").strip()[:200]
    if not words:
        return Found()
    keeps = may_keep_vendors(user, on=on)
    return Found(
        resources=rows([hit.resource for hit in search(words, limit=MOST)], place=user.place, on=on),
        cases=list(narrowed(cases_to_find(user, on=on), words=words)[:MOST]),
        vendors=list(Vendor.objects.filter(name__icontains=words)[:MOST]) if keeps else [],
        people=find_people(words, limit=MOST),
    )
