"""What an agreement covers: it does with every clause met, and does not with each one broken once (105 ILCS 85/26)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contracts.cover import not_covered
from contracts.models import Agreement, DataElement
from contracts.services import draft_agreement
from requests_app.models import MicroRequest
from tests.factories import ResourceFactory
from tests.paths import WITH_DATA, Path, signed_agreement
from workflows import engine
from workflows.actors import Actor

pytestmark = pytest.mark.django_db


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


def set_dates(agreement, **columns) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(**columns)


@pytest.fixture
def case(cast) -> MicroRequest:
    return Path(cast, **WITH_DATA).vendor_linked()


@pytest.fixture
def agreement(cast, case) -> Agreement:
    return signed_agreement(cast, case=case, at=timezone.now())


def terminate(agreement, cast) -> None:
    by = Actor(cast.it_director)
    engine.perform(agreement.pk, "terminate", by=by, at=timezone.now(), rationale="Not kept.")


def refused(case) -> str:
    """Why no agreement covers the request now, or an empty text."""
    return MicroRequest.objects.get(pk=case.pk).not_covered()


NO_AGREEMENT = "No agreement with the vendor that names Kahoot! is in force today."
BROKEN = {
    "terminated": (terminate, NO_AGREEMENT),
    "begins tomorrow": (lambda a, cast: set_dates(a, starts_on=today(1)), NO_AGREEMENT),
    "ended yesterday": (lambda a, cast: set_dates(a, ends_on=today(-1)), NO_AGREEMENT),
    "district signs tomorrow": (lambda a, cast: set_dates(a, district_signed_on=today(1)), NO_AGREEMENT),
    "vendor signs tomorrow": (lambda a, cast: set_dates(a, vendor_signed_on=today(1)), NO_AGREEMENT),
    "district has not signed": (lambda a, cast: set_dates(a, district_signed_on=None), NO_AGREEMENT),
    "vendor has not signed": (lambda a, cast: set_dates(a, vendor_signed_on=None), NO_AGREEMENT),
    "names another product": (lambda a, cast: a.products.set([ResourceFactory()]), NO_AGREEMENT),
    "names another school": (
        lambda a, cast: a.places.set([cast.other_school]),
        "The agreement does not name: Lincoln School.",
    ),
    "names no place": (lambda a, cast: a.places.clear(), "The agreement does not name: Lincoln School."),
    "lists other data": (
        lambda a, cast: a.elements.set(DataElement.objects.exclude(category="Student name")[:3]),
        "The agreement does not list: ",
    ),
    "lists no data": (lambda a, cast: a.elements.clear(), "The agreement does not list: "),
}


def test_with_every_clause_met_it_is_covered(case, agreement):
    assert refused(case) == ""


@pytest.mark.parametrize("clause", BROKEN)
def test_with_one_clause_broken_it_is_not_covered_and_the_reason_is_told(case, agreement, cast, clause):
    break_it, reason = BROKEN[clause]
    break_it(agreement, cast)

    assert refused(case).startswith(reason)


def test_a_draft_covers_nothing(cast, case):
    by, at = Actor(cast.it_director), timezone.now()
    draft_agreement(
        kind="ndpa",
        vendor=case.vendor,
        products=[case.resource],
        places=[case.place],
        elements=case.elements(),
        starts_on=today(),
        district_signed_on=today(),
        vendor_signed_on=today(),
        by=by,
        at=at,
    )
    assert refused(case) == NO_AGREEMENT


def test_it_covers_on_its_first_and_its_last_day(case, agreement):
    set_dates(agreement, starts_on=today(), ends_on=today())
    assert refused(case) == ""


def test_an_agreement_for_the_whole_district_covers_its_schools(case, agreement, cast):
    agreement.places.set([cast.district])
    assert refused(case) == ""


def test_of_two_schools_asked_for_both_must_be_named(case, agreement, cast):
    case.schools.set([cast.school, cast.other_school])
    assert refused(case) == "The agreement does not name: Roosevelt School."


def test_two_halves_do_not_make_a_whole(case, agreement, cast):
    elements = list(DataElement.objects.all()[:2])
    case.data_elements.set(elements)
    agreement.elements.set(elements[:1])
    signed_agreement(cast, case=case, at=timezone.now(), elements=elements[1:])

    assert refused(case).startswith("The agreement does not list: ")


def test_what_the_reviewers_found_counts_and_not_what_the_requester_named(case, agreement):
    other = DataElement.objects.exclude(category="Student name").first()
    case.elements_found.set([other])
    assert refused(case) == f"The agreement does not list: {other}."

    MicroRequest.objects.filter(pk=case.pk).update(student_data_found=False)
    assert refused(case) == ""


@pytest.mark.parametrize(
    "said", [{"student_data": "dont-know"}, {"student_data": "no", "student_login": "sso"}, {"student_data": "yes"}]
)
def test_until_found_otherwise_a_sign_in_or_i_dont_know_counts_as_student_data(case, agreement, said):
    MicroRequest.objects.filter(pk=case.pk).update(**({"student_login": "none"} | said))
    set_dates(agreement, ends_on=today(-1), starts_on=today(-9))

    assert refused(case) == NO_AGREEMENT


def test_with_student_data_shared_and_none_recorded_it_is_not_covered(case, agreement):
    case.data_elements.clear()
    assert refused(case) == "Record which data elements are shared first."


def test_without_a_resource_of_the_library_nothing_is_covered(case, agreement, cast):
    MicroRequest.objects.filter(pk=case.pk).update(resource=None)
    assert refused(case) == "Link the resource in the library first."
    assert not_covered(resource=None, places=[cast.school], elements=[], on=today())


def test_without_places_nothing_is_covered(case, agreement):
    assert not_covered(resource=case.resource, places=[], elements=[], on=today())
