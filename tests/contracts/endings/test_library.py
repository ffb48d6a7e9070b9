"""The end of an agreement in the library: what it covered may no longer be used with students' data (RENEW-6)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog import services as library
from catalog.answers import Verdict, answer_for
from catalog.models import Privacy, Resource, StatusChange
from contracts.models import DataElement
from contracts.models.elements import OTHERS
from tests.agreements import add_paper, agreement_in, draft, move
from tests.factories import ResourceFactory, VendorFactory
from tests.packet_paths import PacketPath
from tests.paths import WITH_DATA, Path
from workflows import engine
from workflows.actors import Actor
from workflows.models import Notice

pytestmark = pytest.mark.django_db


def in_use(cast, *, places=None, privacy="agreement", **columns) -> Resource:
    """Approved in the whole district, or at these places."""
    resource = ResourceFactory(**columns)
    library.make_available(
        resource=resource, places=places or [cast.district], privacy=privacy, by=cast.it_director, at=timezone.now()
    )
    return resource


def signed(cast, **columns):
    agreement = draft(cast, **columns)
    add_paper(agreement, cast)
    return move(agreement, cast, "sign")


def answer(resource, place):
    return answer_for(Resource.objects.get(pk=resource.pk), place, on=timezone.localdate())


def told() -> set[str]:
    return set(Notice.objects.filter(template="agreement_ended").values_list("user__username", flat=True))


def test_what_it_covered_loses_its_privacy_status_at_once_and_says_since_when(cast):
    resource = in_use(cast, name="Kahoot!")
    agreement = signed(cast, products=[resource])
    assert answer(resource, cast.school).verdict == Verdict.APPROVED

    move(agreement, cast, "terminate")
    said = answer(resource, cast.school)
    row = resource.history.first()

    assert (said.verdict, said.usable) == (Verdict.NOT_WITH_DATA, False)
    assert said.sentence.startswith("Not with students’ data: the agreement that covered Kahoot! has ended.")
    assert (row.privacy, row.privacy_before, row.title) == ("missing", "agreement", "Agreement missing")
    assert row.words.startswith("The agreement ended on ")
    assert row.words.endswith(": don’t use it with students’ data until a new one is in force.")


def test_what_another_agreement_covers_stays_as_it_is(cast):
    vendor, resource, other = VendorFactory(), in_use(cast), in_use(cast, name="Its sister")
    first = signed(cast, products=[resource, other], vendor=vendor)
    signed(cast, products=[resource], vendor=vendor)

    move(first, cast, "terminate")

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.AGREEMENT
    assert Resource.objects.get(pk=other.pk).privacy == Privacy.MISSING


NARROWER = {
    "another place": lambda cast: {"places": [cast.other_school]},
    "fewer data": lambda cast: {"elements": list(DataElement.objects.filter(category="Enrollment"))},
    "not begun": lambda cast: {"starts": 5},
    "other product": lambda cast: {"products": [ResourceFactory()]},
}


@pytest.mark.parametrize("lack", NARROWER)
def test_an_agreement_that_does_not_cover_the_use_is_no_help(cast, lack):
    resource = in_use(cast)
    agreement = signed(cast, products=[resource])
    signed(cast, **({"products": [resource]} | NARROWER[lack](cast)))

    move(agreement, cast, "terminate")

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.MISSING


def test_two_schools_may_be_covered_by_two_agreements(cast):
    resource = in_use(cast, places=[cast.school, cast.other_school])
    agreement = signed(cast, products=[resource])
    for school in (cast.school, cast.other_school):
        signed(cast, products=[resource], places=[school])

    move(agreement, cast, "terminate")

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.AGREEMENT


def test_only_what_requests_found_needs_to_be_covered(cast):
    path = Path(cast, **WITH_DATA)
    case = path.complete()
    enrollment = list(DataElement.objects.filter(category="Enrollment"))
    wide = signed(cast, products=[case.resource], elements=[*case.elements(), *enrollment])

    move(wide, cast, "terminate")  # the narrower one, of the request, covers what was found
    assert Resource.objects.get(pk=case.resource_id).privacy == Privacy.AGREEMENT

    move(case.agreements.get(), cast, "terminate")
    assert Resource.objects.get(pk=case.resource_id).privacy == Privacy.MISSING


@pytest.mark.parametrize("privacy", ["no-student-data", "unknown", "not-approved", "missing"])
def test_what_takes_no_data_or_never_had_an_agreement_is_left_alone(cast, privacy):
    resource = in_use(cast, privacy=privacy)
    agreement = signed(cast, products=[resource])
    library.set_status(
        resource=resource, approval="unreviewed", privacy=privacy, by=cast.it_director, at=timezone.now()
    )
    rows = StatusChange.objects.count()

    move(agreement, cast, "terminate")

    assert (Resource.objects.get(pk=resource.pk).privacy, StatusChange.objects.count()) == (privacy, rows)
    assert told() == set()


def test_one_that_is_replaced_by_a_narrower_one_leaves_the_rest_uncovered(cast):
    resource, dropped = in_use(cast), in_use(cast, name="Dropped")
    agreement = signed(cast, products=[resource, dropped])
    signed(cast, products=[resource])

    move(agreement, cast, "supersede")

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.AGREEMENT
    assert Resource.objects.get(pk=dropped.pk).privacy == Privacy.MISSING
    assert not agreement.offboardings.exists()


def test_one_that_lapsed_ended_with_its_term_however_late_that_was_noticed(cast):
    agreement = agreement_in(cast, "lapsed")

    assert agreement.ended_on == timezone.localdate() - timedelta(days=1)


def test_schools_that_use_it_and_requesters_are_told_once_and_nobody_else(cast):
    path = Path(cast, **WITH_DATA)
    case = path.complete()

    move(case.agreements.get(), cast, "terminate")

    assert told() == {"teacher", "principal", "school-contact"}
    assert Notice.objects.filter(template="agreement_ended").count() == 3


def test_in_the_whole_district_every_school_is_told(cast):
    resource = in_use(cast)
    move(signed(cast, products=[resource]), cast, "terminate")

    schools = {"principal", "school-contact", "other-principal", "other-contact"}
    assert told() == schools | {"department-administrator"}


def test_undone_the_library_says_what_it_said_before(cast):
    resource = in_use(cast)
    agreement = signed(cast, products=[resource])
    move(agreement, cast, "terminate")

    engine.perform(
        agreement.pk, "reinstate", by=Actor(cast.it_director), at=timezone.now(), rationale="It was the wrong one."
    )

    assert answer(resource, cast.school).verdict == Verdict.APPROVED
    assert agreement.products.get().history.first().title == "Data privacy agreement in force"


def test_undone_after_somebody_decided_that_stands(cast):
    resource = in_use(cast)
    agreement = signed(cast, products=[resource])
    move(agreement, cast, "terminate")
    library.set_status(
        resource=resource,
        approval="denied",
        places=[cast.district],
        ground="privacy",
        privacy="not-approved",
        by=cast.it_director,
        at=timezone.now(),
    )
    move(agreement, cast, "reinstate", rationale="It was the wrong one.")

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.NOT_APPROVED


def test_undone_past_its_last_day_it_covers_nothing_all_the_same(cast):
    resource = in_use(cast)
    agreement = signed(cast, products=[resource], starts=-400, ends=-1)
    move(agreement, cast, "LAPSE")
    engine.perform(
        agreement.pk, "reinstate", by=Actor(cast.admin), at=timezone.now(), rationale="It goes on, says the vendor."
    )

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.MISSING


def test_a_new_agreement_puts_it_right_again(cast):
    resource = in_use(cast)
    move(signed(cast, products=[resource]), cast, "terminate")
    assert answer(resource, cast.school).verdict == Verdict.NOT_WITH_DATA

    signed(cast, products=[resource])

    assert answer(resource, cast.school).verdict == Verdict.APPROVED


def test_agreements_put_it_right_together_each_for_its_school(cast):
    resource = in_use(cast, places=[cast.school, cast.other_school])
    move(signed(cast, products=[resource]), cast, "terminate")

    signed(cast, products=[resource], places=[cast.school])
    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.MISSING
    signed(cast, products=[resource], places=[cast.other_school])

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.AGREEMENT


def test_what_is_in_use_nowhere_is_lost_and_found_by_the_same_rule(cast):
    resource = ResourceFactory(privacy="agreement")
    agreement = signed(cast, products=[resource])
    move(agreement, cast, "terminate")
    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.MISSING

    move(agreement, cast, "reinstate", rationale="It was the wrong one.")

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.AGREEMENT


def test_what_a_vendors_packet_says_is_used_has_to_be_covered_too(cast):
    resource = in_use(cast)
    enrollment = list(DataElement.objects.filter(category="Enrollment"))
    packet = PacketPath(cast, resource=resource, data=True).to("in-force")
    packet.elements.set(enrollment)
    wide = signed(cast, products=[resource], elements=enrollment)

    move(wide, cast, "terminate")  # the one that is left lists names alone

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.MISSING


def test_a_request_that_is_not_answered_yet_needs_no_cover(cast):
    resource = in_use(cast)
    elements = list(DataElement.objects.filter(category="Enrollment").exclude(name__in=OTHERS))
    asked = Path(cast, resource=resource, elements=elements, **WITH_DATA)
    asked.submit()
    agreement = signed(cast, products=[resource])
    signed(cast, products=[resource])

    move(agreement, cast, "terminate")

    assert Resource.objects.get(pk=resource.pk).privacy == Privacy.AGREEMENT


def test_where_no_agreement_ever_was_it_says_so(cast):
    resource = in_use(cast, privacy="missing", name="Padlet")

    assert answer(resource, cast.school).sentence == "Not with students’ data: no agreement covers Padlet yet."
