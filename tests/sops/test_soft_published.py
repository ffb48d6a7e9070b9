"""SOFT-16, SOFT-17: the registry says Active/Approved, and all of it is looked at every year."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from catalog.answers import Verdict, verdict_for
from catalog.models import Approval, Privacy
from contracts import schedules
from contracts.models import Agreement, PeriodicReview, Renewal, Schedule
from contracts.renewal_sweeps import open_cycles
from requests_app import installing, vetting
from requests_app.models import RegistryEntry
from requests_app.registry import COLUMNS
from tests.answering import answer, step_url, text
from tests.renewal_paths import RenewalPath
from tests.software_paths import WITH_DATA, SoftwarePath
from workflows.actors import Actor
from workflows.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(cast):
    return cast.client("cybersecurity")


def file_for_registry(client) -> list[dict[str, str]]:
    response = client.get("/registry/export/")
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(StringIO(response.content.decode().removeprefix("\ufeff"))))


@pytest.mark.sop("SOFT-16")
def test_the_posting_is_recorded_and_the_library_says_so_where_it_was_asked_for(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    path.installed()
    assert "Active/Approved" in text(team.get(step_url(path.case, "publication")))
    assert answer(team, path.case, "publication", posted_on="").status_code == 422

    day = timezone.localdate()
    assert answer(team, path.case, "publication", posted_on=day.isoformat()).status_code == 303

    case = path.fresh
    resource = case.resource
    assert (case.state, case.posted_on) == ("complete", day)
    assert (resource.approval, resource.privacy) == (Approval.APPROVED, Privacy.AGREEMENT)
    assert verdict_for(resource, cast.school, on=day) == Verdict.APPROVED
    assert verdict_for(resource, cast.other_school, on=day) != Verdict.APPROVED
    entry = RegistryEntry.objects.get()
    assert (entry.get_status_display(), entry.posted_on, entry.posted_by) == (
        "Active/Approved",
        day,
        cast.cybersecurity,
    )
    assert Notice.objects.filter(template="ready", user=cast.teacher).count() == 1


@pytest.mark.sop("SOFT-16")
def test_nothing_is_published_that_no_agreement_covers_any_more(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    case = path.installed()
    Agreement.objects.update(ends_on=timezone.localdate() - timedelta(days=1))

    day = timezone.localdate().isoformat()
    assert answer(team, case, "publication", posted_on=day).status_code == 409
    assert path.fresh.state == "publication"


@pytest.mark.sop("SOFT-16")
def test_a_host_whose_grade_became_worse_is_graded_again_where_it_is_published(cast, team):
    path = SoftwarePath(cast)
    path.submit()
    step = path.step("vetting")
    said = {"address": "login.geometry.example", "use": "sign-in", "by": path.team, "at": path.at}
    vetting.add_host(path.fresh, step, **said)
    own, sign_in = path.fresh.vetting.hosts.all()
    path.grade(host=sign_in)
    path.vetted_again()
    path.do("approve_use", cast.instructional_technology)
    path.do("find_sound", cast.dii)
    for line in path.fresh.setup_lines.all():
        installing.mark_done(
            line, path.step("installation"), done_on=timezone.localdate(), by=Actor(cast.dii), at=path.at
        )
    path.do("installed", cast.dii)
    path.grade("B", host=sign_in)
    page = text(team.get(step_url(path.case, "publication")))
    assert "login.geometry.example has grade B" in page
    day = timezone.localdate().isoformat()
    assert answer(team, path.case, "publication", posted_on=day).status_code == 409

    step = path.step("publication")
    hosts = reverse("vetting-hosts", args=[path.case.pk, step])
    assert hosts in page
    assert "List a host" not in text(team.get(hosts))
    for act in ({"what": "remove", "host": own.pk}, {"what": "none", "reason": "None."}):
        assert team.post(hosts, act).status_code == 409
    result = reverse("vetting-host-result", args=[path.case.pk, step, sign_in.pk])
    graded = {"grade": "A", "checked_on": day, "criteria_version": "2009r", "link": "https://ssllabs.example/r"}
    assert team.post(result, graded).status_code == 303

    assert answer(team, path.case, "publication", posted_on=day).status_code == 303
    assert path.fresh.state == "complete"
    assert cast.client("dii").get(hosts).status_code == 403


@pytest.mark.sop("SOFT-16")
def test_the_file_for_the_registry_has_its_layout_and_runs_no_formula(cast, team):
    path = SoftwarePath(cast, title="=cmd|' /C calc'!A0", **WITH_DATA)
    path.complete()
    SoftwarePath(cast, title="Myth Maker", website="https://myth.example/").denied(ground="privacy")

    rows = {row["Resource"]: row for row in file_for_registry(team)}

    assert list(rows["Myth Maker"]) == list(COLUMNS)
    assert rows["Myth Maker"]["Status"] == "Not Approved"
    formula = rows["'=cmd|' /C calc'!A0"]
    assert (formula["Status"], formula["SSL Grade"]) == ("Active/Approved", "A")
    assert formula["Posted On"] == timezone.localdate().isoformat()
    assert "Student name" in formula["Covered Information"]


@pytest.mark.sop("SOFT-16")
def test_the_registry_is_for_those_who_keep_it(cast, team):
    assert team.get("/registry/").status_code == 200
    assert cast.client("customer-care").get("/registry/export/").status_code == 200
    assert cast.client("teacher").get("/registry/").status_code == 403
    assert cast.client("teacher").get("/registry/export/").status_code == 403


@pytest.mark.sop("SOFT-17")
def test_without_an_agreement_the_resource_is_looked_at_after_twelve_months_by_the_team(cast, team):
    path = SoftwarePath(cast)
    case = path.complete()
    due = timezone.localdate() + relativedelta(months=12)
    assert Schedule.objects.get(resource=case.resource).review_due == due

    open_cycles(at=timezone.now() + timedelta(days=300))
    assert not PeriodicReview.objects.exists()
    open_cycles(at=timezone.now() + timedelta(days=340))
    open_cycles(at=timezone.now() + timedelta(days=341))

    review = PeriodicReview.objects.get()
    assert (review.review_due, review.resource) == (due, case.resource)
    assert review.open_step("look").role == "cybersecurity"
    assert answer(team, review, "look", move="confirm").status_code == 303


@pytest.mark.sop("SOFT-17")
def test_its_agreement_is_looked_at_every_twelve_months(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    path.complete()
    agreement = Agreement.objects.get()

    due = Schedule.objects.get(agreement=agreement).review_due
    assert due == timezone.localdate() + relativedelta(months=12)

    open_cycles(at=timezone.now() + timedelta(days=340))
    review = PeriodicReview.objects.get()
    assert (review.contract, review.open_step("look").role) == (agreement, "cybersecurity")
    assert team.get(step_url(review, "look")).status_code == 200


@pytest.mark.sop("SOFT-17")
def test_whether_its_agreement_is_renewed_the_team_decides(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    path.complete()
    agreement = Agreement.objects.get()
    ends = timezone.localdate() + timedelta(days=300)
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=ends)
    schedules.keep(Agreement.objects.get(), at=timezone.now())
    open_cycles(at=timezone.now() + timedelta(days=230))
    renewal = Renewal.objects.get()

    case = RenewalPath.of(cast, renewal).deciding()

    assert case.open_step("renewal-decision").role == "cybersecurity"
    assert team.get(step_url(case, "renewal-decision")).status_code == 200
