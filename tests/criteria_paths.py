"""A district purchase whose vendors are asked what their products can do, and a vendor with its link (MACRO-2a)."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from requests_app import candidates, criteria
from requests_app.criteria import Addressee, Line
from requests_app.models import Candidate, CriteriaForm, Criterion
from tests.macro_paths import MacroPath
from workflows.actors import Actor
from workflows.models import Link

# What the district needs in these tests, each with whether it can do without.
LINES = {"Takes students from our system": False, "Spanish for students": False, "Works offline": True}
ABOUT = ("sis", "languages", "other")


class CriteriaPath(MacroPath):
    """In the search for vendors: `listed` writes the criteria down, `vendors_asked` sends them out."""

    def typed(self, name: str, vendor_name: str = "Some Company") -> Candidate:
        by = Actor(self.lead)
        candidates.add(self.fresh, name=name, vendor_name=vendor_name, by=by, at=self.at)
        return self.fresh.candidates.get(name=name)

    def listed(self) -> None:
        lines = [Line(about, words, must) for about, (words, must) in zip(ABOUT, LINES.items(), strict=True)]
        criteria.keep_list(self.fresh, lines, by=Actor(self.lead), at=self.at)

    def vendors_asked(self, *names: str, language: str = "en", days: int = 10) -> None:
        """Candidates of these names, whose vendors have their links."""
        if not self.fresh.criteria.exists():
            self.listed()
        to = []
        for name in names:
            candidate = self.add_candidate(name, f"Maker of {name}")
            to.append(Addressee(candidate.pk, f"Vic of {name}", "vic@vendor.example", language))
        due = timezone.localdate(self.at) + timedelta(days=days)
        criteria.send(self.fresh, to, due_on=due, by=Actor(self.lead), at=self.at)

    def answers_of(self, candidate: Candidate) -> dict[str, str]:
        """What the district has from its vendor: given answers alone."""
        form = candidate.forms.get()
        return {each.criterion.words: each.says for each in form.answers.filter(given_at__isnull=False)}


def says_all(path: MacroPath, says: str = "yes") -> dict[str, str]:
    """The same answer to every criterion."""
    return {f"says_{each.pk}": says for each in path.fresh.criteria.all()}


class AskedVendor:
    """A browser that opened the link of one candidate's vendor."""

    def __init__(self, path: MacroPath, name: str, **extra):
        self.candidate = path.fresh.candidates.get(name=name)
        self.link = self.form.link
        self.client = Client(raise_request_exception=False, **extra)

    @property
    def form(self) -> CriteriaForm:
        return CriteriaForm.objects.select_related("link", "candidate__case").get(candidate=self.candidate)

    @property
    def fresh_link(self) -> Link:
        return Link.objects.get(pk=self.link.pk)

    @property
    def asked(self) -> list[Criterion]:
        return criteria.asked_of(self.form)

    def url(self, name: str = "outside") -> str:
        return reverse(name, args=[self.link.token])

    def get(self):
        return self.client.get(self.url())

    def later(self, **said):
        return self.send(later="1", **said)

    def send(self, **said):
        return self.client.post(self.url("vendor-criteria"), said)
