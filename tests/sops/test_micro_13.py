"""MICRO-13: integration, a line a school, complete when every line is done."""

from datetime import date

import pytest

from contracts import services as agreements
from tests.answering import answer, now, step_url, text
from tests.paths import WITH_DATA, Path
from workflows.actors import Actor
from workflows.models import Event, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-13")]


@pytest.fixture
def specialist(cast):
    return cast.client("integration-specialist")


def sites_url(case):
    return f"{step_url(case, 'integration')}sites/"


def test_the_director_briefs_the_specialist(cast, specialist):
    path = Path(cast, **WITH_DATA)
    case = path.contract_approved()
    agreements.post_agreement(agreement=case.agreements.get(), by=Actor(cast.it_director), at=path.at)
    director = cast.client("it-director")
    said = {"move": "hand_to_integration", "review_interval": "6", "briefing": "Start with grade six."}
    assert answer(director, case, "posting", **said).status_code == 303
    assert now(case).state == "integration"
    assert Notice.objects.filter(case=case.pk, user=cast.integration_specialist, template="step_opened").exists()
    assert "Start with grade six." in text(specialist.get(step_url(case, "integration")))


def test_the_schools_are_listed_with_their_contacts_who_are_told(cast, specialist):
    case = Path(cast, **WITH_DATA).posted()
    assert "List at least one school site." in text(specialist.get(step_url(case, "integration")))

    assert specialist.post(sites_url(case), {"what": "list"}).status_code == 303

    site = case.sites.get()
    assert (site.place, site.contact, site.done_on) == (cast.school, cast.school_contact, None)
    assert Notice.objects.filter(case=case.pk, user=cast.school_contact, template="site_added").exists()


def test_each_line_is_done_on_its_day_and_the_last_completes_it(cast, specialist):
    case = Path(cast, **WITH_DATA).posted()
    specialist.post(sites_url(case), {"what": "list"})
    other = {"what": "add", "place": cast.other_school.pk, "contact": "", "method": "rostering", "note": "Room 12"}
    assert specialist.post(sites_url(case), other).status_code == 303
    first, second = case.sites.order_by("pk")
    assert (second.contact, second.method, second.note) == (cast.other_contact, "rostering", "Room 12")

    specialist.post(sites_url(case), {"what": "done", "site": first.pk, "done_on": "2026-02-03"})
    assert "1 school sites are not done yet." in text(specialist.get(step_url(case, "integration")))
    assert answer(specialist, case, "integration").status_code == 409
    specialist.post(sites_url(case), {"what": "done", "site": second.pk})

    first.refresh_from_db()
    assert (first.done_on, first.done_by) == (date(2026, 2, 3), cast.integration_specialist)
    assert answer(specialist, case, "integration", rationale="Ask your contact.").status_code == 303
    assert now(case).state == "complete"
    assert now(case).resource.approval == "approved"
    assert Notice.objects.filter(case=case.pk, user=cast.teacher, template="ready").exists()


def test_a_line_is_changed_taken_back_and_taken_off_with_a_row_in_the_history_each(cast, specialist):
    case = Path(cast, **WITH_DATA).posted()
    specialist.post(sites_url(case), {"what": "list"})
    site = case.sites.get()
    assert specialist.get(sites_url(case), {"site": site.pk}).status_code == 200
    change = {"what": "change", "site": site.pk, "contact": "colleague", "method": "manual", "note": ""}
    assert specialist.post(sites_url(case), change).status_code == 303
    specialist.post(sites_url(case), {"what": "done", "site": site.pk})
    assert specialist.post(sites_url(case), {"what": "remove", "site": site.pk}).status_code == 409
    specialist.post(sites_url(case), {"what": "undo", "site": site.pk})
    site.refresh_from_db()
    assert (site.contact, site.method, site.done_on) == (cast.colleague, "manual", None)
    specialist.post(sites_url(case), {"what": "remove", "site": site.pk})
    assert not case.sites.exists()
    assert Event.objects.filter(case=case.pk, name="amend", step__key="integration").count() == 5


def test_bad_lines_are_refused_with_a_message(cast, specialist):
    case = Path(cast, **WITH_DATA).posted()
    nobody = specialist.post(sites_url(case), {"what": "add", "place": cast.school.pk, "contact": "xyzzy"})
    assert nobody.status_code == 422
    assert "Nobody called" in text(nobody)
    specialist.post(sites_url(case), {"what": "list"})
    site = case.sites.get()
    tomorrow = specialist.post(sites_url(case), {"what": "done", "site": site.pk, "done_on": "2999-01-01"})
    assert tomorrow.status_code == 422
    assert specialist.post(sites_url(case), {"what": "done", "site": 99999}).status_code == 404
    assert specialist.post(sites_url(case), {"what": "dance"}).status_code == 409


def test_nobody_else_lists_schools(cast):
    case = Path(cast, **WITH_DATA).posted()
    for name in ("it-director", "principal", "school-contact", "admin"):
        assert cast.client(name).post(sites_url(case), {"what": "list"}).status_code == 403
    assert not case.sites.exists()
