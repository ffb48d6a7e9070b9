"""What the pages of a district purchase's evaluation ask of the database: the same however much is compared."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import StoredFile
from requests_app.models import Candidate, CommitteeScore, Pilot, PlatformAnswer, Quote
from tests.macro_paths import MacroPath
from workflows.models import CaseFile

pytestmark = pytest.mark.django_db
PAGES = ("district-budget", "district-committee", "district-pilots", "district-platforms", "district-gate")


def more(path: MacroPath, size: int, *, round_: int) -> None:
    """As many candidates, each with a quote, scores, a pilot and the answers of the technology department."""
    case, at = path.fresh, path.at
    known = {"compliance": Candidate.Compliance.NO_DATA, "data_shared": False}
    Candidate.objects.bulk_create(
        Candidate(case=case, name=f"Product {round_}-{n}", vendor_name=f"Company {n}", **known) for n in range(size)
    )
    made = list(case.candidates.filter(name__startswith=f"Product {round_}-"))
    first = StoredFile.objects.first()
    files = [
        StoredFile(
            key=f"many-{each.pk}", name=f"{each.pk}.pdf", size=1, content_type=first.content_type, sha256="0", at=at
        )
        for each in made
    ]
    files = StoredFile.objects.bulk_create(files)
    papers = CaseFile.objects.bulk_create(CaseFile(case_id=case.pk, file=file, kind="quote") for file in files)
    pairs = list(zip(made, papers, strict=True))
    Quote.objects.bulk_create(
        Quote(purchase=case.money, file=p, candidate=c, amount=100, years=1 + c.pk % 3) for c, p in pairs
    )
    members = [step.person for step in case.all_steps if step.key == "committee"]
    CommitteeScore.objects.bulk_create(
        CommitteeScore(candidate=each, member=person, score=3, pros="Good.", at=at)
        for each in made
        for person in members
    )
    days = {"begins_on": at.date(), "ends_on": at.date(), "at": at}
    Pilot.objects.bulk_create(Pilot(candidate=each, place=path.cast.school, by=path.lead, **days) for each in made)
    work = {"says": "work", "owner": path.cast.technician, "due_on": at.date(), "by": path.cast.technology, "at": at}
    PlatformAnswer.objects.bulk_create(
        PlatformAnswer(candidate=each, platform=name, **work) for each in made for name in case.platforms
    )


def asked(cast, person, url: str) -> int:
    client = cast.client(person)
    client.get(url)  # what a first page of a session reads
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_evaluation_asks_the_same_of_one_candidate_and_of_three_hundred(cast):
    path = MacroPath(cast)
    path.member(cast.colleague)
    path.funded()
    path.committee_answers()
    urls = {name: reverse(name, args=[path.case.pk]) for name in PAGES}
    urls["choice"] = reverse("step", args=[path.case.pk, path.step("choice")])
    counts = []
    for size in (1, 2, 297):  # 1, 3 and 300 in all
        more(path, size, round_=len(counts))
        counts.append({name: asked(cast, path.lead, url) for name, url in urls.items()})
    assert counts[0] == counts[1] == counts[2]
