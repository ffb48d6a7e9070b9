"""Data found beside data agreed: what requests and vendors say is used, and what the papers list."""

import pytest
from django.utils import timezone

from contracts import found
from contracts.models import DataElement, Packet
from tests.agreements import agreement_in
from tests.answering import text
from tests.factories import VendorFactory
from tests.paths import WITH_DATA, Path
from workflows import engine
from workflows.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def elements() -> list[DataElement]:
    return list(DataElement.objects.all()[:4])


def lines(rows) -> list[tuple]:
    """Element, is it agreed, who found it: for the one product there is."""
    (row,) = rows
    return [
        (line.element, bool(line.agreed_in), [(each.case.pk, each.by_reviewers) for each in line.found_by])
        for line in row.lines
    ]


def test_gaps_come_first_each_with_who_found_it(cast, elements):
    one, two, three, four = elements
    case = Path(cast, elements=[one, two], **WITH_DATA).vendor_linked()
    case.elements_found.set([two, three])
    agreement = agreement_in(cast, "in-force", vendor=case.vendor, products=[case.resource], elements=[one, two])
    assert lines(found.beside_agreement(agreement)) == [
        (three, False, [(case.pk, True)]),
        (one, True, []),
        (two, True, [(case.pk, True)]),
    ]
    packet = engine.start(
        Packet,
        by=Actor(cast.procurement),
        at=timezone.now(),
        place=cast.district,
        title="Packet",
        vendor=case.vendor,
        resource=case.resource,
        student_data="yes",
        many={"elements": [four]},
    )
    assert lines(found.beside_agreement(agreement))[:2] == [
        (three, False, [(case.pk, True)]),
        (four, False, [(packet.pk, False)]),
    ]
    page = text(cast.client("it-director").get(f"/cases/{agreement.pk}/agreement/data/"))
    assert "2 elements are used and not agreed." in page
    assert page.rindex("Not agreed") < page.rindex("Agreed</")


def test_what_was_denied_or_shares_no_data_finds_nothing(cast, elements):
    denied = Path(cast, elements=elements[:2], **WITH_DATA).denied()
    agreement = agreement_in(cast, "in-force", products=[denied.resource], elements=elements[:1])
    assert lines(found.beside_agreement(agreement)) == [(elements[0], True, [])]


def test_of_a_vendor_only_what_is_in_force_counts_as_agreed(cast, elements):
    case = Path(cast, elements=elements[:2], **WITH_DATA).vendor_linked()
    about = {"vendor": case.vendor, "products": [case.resource]}
    agreement_in(cast, "terminated", elements=elements, **about)
    agreement_in(cast, "signed", elements=elements, **about)
    running = agreement_in(cast, "expiring", elements=elements[:1], **about)
    (row,) = found.beside_vendor(case.vendor, on=timezone.localdate())
    assert row.agreements == [running]
    assert [(line.element, line.is_gap) for line in row.lines] == [(elements[1], True), (elements[0], False)]
    page = text(cast.client("compliance-officer").get(f"/vendors/{case.vendor.pk}/data/"))
    assert "1 element is used and not agreed." in page


@pytest.mark.parametrize(
    ("name", "status"),
    [("it-director", 200), ("procurement", 200), ("cybersecurity", 200), ("admin", 200), ("teacher", 403)],
)
def test_who_compares(cast, name, status):
    agreement = agreement_in(cast, "in-force")
    client = cast.client(name)
    assert client.get(f"/cases/{agreement.pk}/agreement/data/").status_code == status
    assert client.get(f"/vendors/{agreement.vendor_id}/data/").status_code == status
    assert client.get(f"/cases/{Path(cast).submit().pk}/agreement/data/").status_code == 404


def test_a_vendor_with_nothing_says_so(cast):
    page = text(cast.client("it-director").get(f"/vendors/{VendorFactory().pk}/data/"))
    assert "Nothing to compare yet" in page


def test_comparing_costs_the_same_with_one_and_with_many(cast, elements, django_assert_max_num_queries):
    client = cast.client("it-director")
    vendor, many = None, list(DataElement.objects.all()[:30])
    for count in (1, 3):
        for number in range(count):
            path = Path(cast, elements=many, title=f"App {count} {number}", **WITH_DATA)
            case = path.vendor_linked() if vendor is None else path.approved()
            vendor = vendor or case.vendor
            case.resource.vendor = vendor
            case.resource.save()
            agreement = agreement_in(cast, "in-force", vendor=vendor, products=[case.resource], elements=many[:5])
        for url in (f"/vendors/{vendor.pk}/data/", f"/cases/{agreement.pk}/agreement/data/"):
            client.get(url)
            with django_assert_max_num_queries(17):
                assert client.get(url).status_code == 200
