"""MACRO-2b: is each candidate compliant, is there an agreement, and if not, one is pursued with the vendor (PROC)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import DataElement, Packet
from requests_app import compliance
from tests.answering import answer, fill, step_url, text
from tests.criteria_paths import CriteriaPath
from workflows import engine
from workflows.actors import Actor
from workflows.models import Event, Link, Notice
from workflows.sweeps import sweep_wakes

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MACRO-2b")]
CONTACT = {"contact_name": "Vic Vendor", "contact_email": "vic@vendor.example", "language": "es"}


@pytest.fixture
def path(cast):
    """In the search for vendors, with a candidate of the library and one that was typed."""
    path = CriteriaPath(cast)
    path.submit()
    path.known, path.new = path.add_candidate("Raz-Plus"), path.typed("Lexia Core", "Lexia Learning")
    return path


@pytest.fixture
def officer(cast):
    return cast.client("compliance-officer")


@pytest.fixture
def names():
    return list(DataElement.objects.filter(category="Student name"))


def finding_url(path, candidate) -> str:
    return reverse("district-finding", args=[path.case.pk, candidate.pk])


def record(client, path, candidate, **said):
    """What the page of a finding sends: shared or not, and what follows from it."""
    said = {name: [row.pk for row in value] if name == "elements" else value for name, value in said.items()}
    return fill(client, finding_url(path, candidate), **said)


def now(candidate):
    return type(candidate).objects.get(pk=candidate.pk)


# --- without student data, not compliant ------------------------------------------------------------------------------


def test_each_candidate_stands_at_the_step_and_the_answer_waits_for_all_of_them(path, officer, cast):
    seen = text(officer.get(step_url(path.case, "compliance")))
    assert "Raz-Plus" in seen
    assert "Lexia Core" in seen
    too_early = answer(officer, path.case, "compliance")
    assert too_early.status_code == 422
    for candidate in (path.known, path.new):
        kept = record(officer, path, candidate, shared="no", without_data="no-data", words="Teachers alone use it.")
        assert (kept.status_code, kept.url) == (303, step_url(path.case, "compliance"))
    found = now(path.known)
    assert (found.compliance, found.data_shared) == ("no-data", False)
    assert (found.compliance_by, found.compliance_words) == (cast.compliance_officer, "Teachers alone use it.")
    assert answer(officer, path.case, "compliance").status_code == 303
    assert path.fresh.open_step("compliance") is None
    row = Event.objects.filter(case=path.case.pk, name="amend").latest("pk")
    assert row.by == cast.compliance_officer
    assert "Lexia Core" in str(row.details)


def test_what_is_missing_is_said_beside_the_field(path, officer, names):
    for said, field in (
        ({}, "shared"),
        ({"shared": "no"}, "without_data"),
        ({"shared": "yes", "elements": names}, "compliance"),
        ({"shared": "yes", "compliance": "pursued"}, "elements"),
        ({"shared": "no", "without_data": "refused"}, "words"),
        ({"shared": "yes", "compliance": "refused", "elements": names}, "words"),
        ({"shared": "yes", "compliance": "pursued", "elements": names}, "contact_email"),
        ({"shared": "yes", "compliance": "pursued", "elements": names, "contact_email": "no"}, "contact_email"),
    ):
        refused = record(officer, path, path.new, **said)
        assert refused.status_code == 422, said
        assert field in refused.context["form"].errors, (said, refused.context["form"].errors)
    assert not now(path.new).compliance
    assert not Packet.objects.exists()


def test_one_that_is_not_compliant_says_why(path, officer):
    said = {"shared": "no", "without_data": "refused", "words": "It shows advertising to students."}
    assert record(officer, path, path.new, **said).status_code == 303
    assert (now(path.new).compliance, now(path.new).data_shared) == ("refused", None)
    assert "It shows advertising to students." in text(officer.get(step_url(path.case, "compliance")))


# --- an agreement in force --------------------------------------------------------------------------------------------


def test_compliant_is_refused_until_an_agreement_covers_it(path, officer, names):
    said = {"shared": "yes", "elements": names, "compliance": "compliant"}
    refused = record(officer, path, path.known, **said)
    assert refused.status_code == 422
    (reason,) = refused.context["form"].errors["compliance"]
    assert reason == "No agreement with the vendor that names Raz-Plus is in force today."
    assert not now(path.known).compliance

    path.known.elements.set(names)
    agreement = path.cover(path.known)
    assert "Whether it lists the data" not in text(officer.get(finding_url(path, path.known)))
    assert record(officer, path, path.known, **said).status_code == 303
    found = now(path.known)
    assert (found.compliance, found.data_shared) == ("compliant", True)
    assert set(found.elements.all()) == set(names)

    more = [*names, DataElement.objects.exclude(pk__in=[row.pk for row in names]).first()]
    lacking = record(officer, path, path.known, **said | {"elements": more})
    assert lacking.status_code == 422
    assert "The agreement does not list" in text(lacking)
    assert str(agreement) in text(lacking)
    assert set(now(path.known).elements.all()) == set(names)


def test_an_agreement_for_one_school_does_not_cover_the_other(path, officer, names, cast):
    path.known.elements.set(names)
    agreement = path.cover(path.known)
    agreement.places.set([cast.school])
    refused = record(officer, path, path.known, shared="yes", elements=names, compliance="compliant")
    assert refused.status_code == 422
    assert "Roosevelt School" in text(refused)


def test_a_typed_candidate_is_linked_to_its_entry_in_the_library(path, officer, names):
    said = {"shared": "yes", "elements": names, "compliance": "compliant"}
    refused = record(officer, path, path.new, **said)
    assert "Link the resource in the library first." in text(refused)
    path.known.elements.set(names)
    path.cover(path.known)
    typed = path.typed("Raz-Plus Spanish", "Maker of Raz")
    kept = record(officer, path, typed, **said, resource=path.known.resource_id)
    assert kept.status_code == 303
    assert (now(typed).resource, now(typed).vendor) == (path.known.resource, path.known.vendor)


def test_an_agreement_that_ends_is_seen(path, officer, names):
    path.known.elements.set(names)
    agreement = path.cover(path.known)
    record(officer, path, path.known, shared="yes", elements=names, compliance="compliant")
    assert "Not covered any more." not in text(officer.get(step_url(path.case, "compliance")))
    yesterday = timezone.localdate() - timedelta(days=1)
    type(agreement).objects.filter(pk=agreement.pk).update(ends_on=yesterday)
    assert "Not covered any more." in text(officer.get(step_url(path.case, "compliance")))


# --- an agreement is pursued ------------------------------------------------------------------------------------------


def pursue(officer, path, names, **said):
    told = CONTACT | {"shared": "yes", "elements": names, "compliance": "pursued", "message": "Please sign."} | said
    return record(officer, path, path.new, **told)


def test_an_agreement_is_pursued_with_the_vendor_through_a_packet(path, officer, names, cast):
    assert pursue(officer, path, names).status_code == 303
    packet = Packet.objects.get()
    found = now(path.new)
    assert (found.compliance, found.packet, found.vendor) == ("pursued", packet, packet.vendor)
    assert (packet.title, packet.vendor.name, packet.requester) == (
        "Lexia Core", "Lexia Learning", cast.compliance_officer,
    )  # fmt: skip
    assert packet.opened_from_id == path.case.pk
    assert set(packet.schools.all()) == set(path.fresh.schools.all())
    link = Link.objects.get(case_id=packet.pk)
    assert (link.email, link.language) == ("vic@vendor.example", "es")
    assert Notice.objects.filter(link=link, template="vendor_invitation").exists()
    said = Event.objects.get(case_id=packet.pk, kind=Event.Kind.COMMENT)
    assert str(said.words) == "Please sign."
    # Its reviewers read what was found here.
    assert set(Packet.objects.get().elements_found()) == set(names)
    seen = text(officer.get(step_url(path.case, "compliance")))
    assert f"The vendor’s packet {packet.number}" in seen
    assert reverse("case", args=[packet.pk]) in officer.get(step_url(path.case, "compliance")).content.decode()


def test_the_same_press_twice_opens_one_packet(path, officer, names):
    url = finding_url(path, path.new)
    body = {"shared": "yes", "elements": [row.pk for row in names], "compliance": "pursued", "once": "p" * 20}
    assert [officer.post(url, body | CONTACT).status_code for _each in range(2)] == [303, 303]
    assert Packet.objects.count() == Link.objects.count() == 1


def test_an_open_packet_for_the_product_serves_this_purchase_too(path, officer, names):
    pursue(officer, path, names)
    packet = Packet.objects.get()
    other = CriteriaPath(path.cast, title="Another purchase")
    other.submit()
    same = other.typed("lexia core", "Lexia Learning")
    assert "The vendor has an open packet" in text(officer.get(finding_url(other, same)))
    kept = record(officer, other, same, shared="yes", elements=names, compliance="pursued")
    assert kept.status_code == 303
    assert (now(same).packet, Packet.objects.count()) == (packet, 1)
    assert {each.pk for each in Packet.objects.get().served} == {path.case.pk, other.case.pk}


def test_when_the_packet_ends_the_officer_is_asked_again_and_records_what_came_of_it(path, officer, names, cast):
    record(officer, path, path.known, shared="no", without_data="no-data")
    pursue(officer, path, names)
    assert answer(officer, path.case, "compliance").status_code == 303
    lead = cast.client("teacher")
    assert answer(lead, path.case, "search", move="finish_search").status_code == 303  # it goes on meanwhile
    assert path.fresh.state == "budgeting"

    packet = Packet.objects.get()
    engine.perform(
        packet.pk, "withdraw", by=Actor(cast.compliance_officer), at=timezone.now(), rationale="They do not sign."
    )
    assert sweep_wakes(at=timezone.now()) == 1

    step = path.fresh.open_step("compliance")
    assert Notice.objects.filter(step=step, user=cast.compliance_officer, template="step_opened").count() == 1
    seen = text(officer.get(step_url(path.case, "compliance")))
    assert "Record what came of it." in seen
    too_early = answer(officer, path.case, "compliance")
    assert too_early.status_code == 422
    assert "record what came of it" in text(too_early)
    kept = record(officer, path, path.new, shared="yes", elements=names, compliance="refused", words="No agreement.")
    assert kept.status_code == 303
    assert answer(officer, path.case, "compliance").status_code == 303


def test_a_packet_of_a_candidate_that_was_ruled_out_wakes_nobody(path, officer, names, cast):
    pursue(officer, path, names)
    lead = cast.client("teacher")
    fill(lead, reverse("district-rule-out", args=[path.case.pk, path.new.pk]), because="Too dear.")
    packet = Packet.objects.get()
    engine.perform(packet.pk, "withdraw", by=Actor(cast.compliance_officer), at=timezone.now(), rationale="Ended.")
    assert sweep_wakes(at=timezone.now()) == 0


# --- who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["teacher", "principal", "it-director", "colleague"])
def test_nobody_else_records_a_finding(path, cast, person):
    client = cast.client(person)
    assert client.get(finding_url(path, path.new)).status_code == 403
    body = {"shared": "no", "without_data": "no-data"}
    assert client.post(finding_url(path, path.new), body).status_code == 403
    assert not now(path.new).compliance


def test_the_lead_reads_the_findings(path, cast, officer):
    record(officer, path, path.new, shared="no", without_data="no-data", words="Teachers alone use it.")
    url = reverse("district-compliance", args=[path.case.pk])
    seen = text(cast.client("teacher").get(url))
    assert "Teachers alone use it." in seen
    assert "Record" not in seen
    assert cast.client("stranger").get(url).status_code == 403


def test_between_two_steps_the_officer_puts_a_finding_right(path, officer):
    for candidate in (path.known, path.new):
        record(officer, path, candidate, shared="no", without_data="no-data")
    answer(officer, path.case, "compliance")
    kept = record(officer, path, path.new, shared="no", without_data="refused", words="It has a chat.")
    assert (kept.status_code, now(path.new).compliance) == (303, "refused")


def test_a_candidate_of_another_purchase_is_not_reached(path, officer):
    other = CriteriaPath(path.cast, title="Another purchase")
    other.submit()
    url = reverse("district-finding", args=[other.case.pk, path.new.pk])
    assert officer.get(url).status_code == 404
    assert officer.post(url, {"shared": "no", "without_data": "no-data"}).status_code == 404


def test_the_list_asks_the_database_as_often_for_many(path, officer, names, django_assert_num_queries):
    path.known.elements.set(names)
    path.cover(path.known)
    record(officer, path, path.known, shared="yes", elements=names, compliance="compliant")

    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            compliance.findings(path.fresh, at=timezone.now())
        return len(queries)

    few = asked()
    for number in range(5):
        made = path.add_candidate(f"Product {number}", f"Company {number}")
        type(made).objects.filter(pk=made.pk).update(compliance="compliant")
    assert asked() == few
