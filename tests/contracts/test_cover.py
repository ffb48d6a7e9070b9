"""The one rule of what an agreement covers, clause by clause (SOPS.md, "an agreement covers a use when …")."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contracts import cover
from contracts.cover import Clause, Use
from contracts.models import Agreement, DataElement, Packet
from contracts.packet_tasks import agreements_of
from contracts.selectors import agreement_list
from tests.agreements import WAYS, add_paper, agreement_in, draft, fresh, move
from tests.factories import PlaceFactory, ResourceFactory, VendorFactory

pytestmark = pytest.mark.django_db


def day(days: int):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def agreement(cast) -> Agreement:
    """In force for one product, at Lincoln School, with two elements, for ten days more."""
    elements = list(DataElement.objects.all()[:2])
    return agreement_in(cast, "in-force", starts=-10, ends=10, places=[cast.school], elements=elements)


def test_in_force_by_its_dates_is_the_same_wherever_it_is_asked(cast):
    vendor = VendorFactory()
    for state in (*WAYS, "signed"):
        made = agreement_in(cast, state, vendor=vendor)
    Agreement.objects.filter(pk=made.pk).update(  # its first day has come, and no sweep has noticed
        starts_on=day(0), district_signed_on=day(0), vendor_signed_on=day(0)
    )
    over = agreement_in(cast, "expiring", vendor=vendor, starts=-10)
    Agreement.objects.filter(pk=over.pk).update(ends_on=day(-1))
    every = list(Agreement.objects.all())

    running = {each.pk for each in every if cover.runs(each, on=day(0))}

    assert {each.state for each in every if each.pk in running} == {"in-force", "expiring", "signed"}
    assert len(running) == 3
    assert set(Agreement.objects.filter(Agreement.running(day(0))).values_list("pk", flat=True)) == running
    assert {each.pk for each in agreements_of(Packet(vendor=vendor), on=day(0))} == running
    listed = agreement_list(shown="in-force", on=day(0))
    assert {row.agreement.pk for row in listed.object_list} == running


def use_of(agreement: Agreement, **changed) -> Use:
    """Exactly what it covers, but for what is changed."""
    said = {
        "resource": agreement.products.get(),
        "places": tuple(agreement.places.all()),
        "elements": tuple(agreement.elements.all()),
        "on": day(0),
    }
    return Use(**(said | changed))


def told(agreement: Agreement, use: Use) -> dict[str, str]:
    return {gap.clause.value: gap.sentence for gap in cover.gaps(agreement, use)}


# What is changed of a use that is covered → the clauses that are not met then.
USES = {
    "as it is": ({}, set()),
    "its first day": ({"on": day(-10)}, set()),
    "its last day": ({"on": day(10)}, set()),
    "the day before": ({"on": day(-11)}, {Clause.SIGNATURES, Clause.DATE}),
    "the day after": ({"on": day(11)}, {Clause.DATE}),
    "nowhere": ({"places": ()}, {Clause.PLACES}),
    "no data": ({"elements": ()}, set()),
    "no product": ({"resource": None}, {Clause.PRODUCT}),
}


@pytest.mark.parametrize("name", USES)
def test_each_clause_is_met_or_named(agreement, name):
    changed, clauses = USES[name]
    assert {gap.clause for gap in cover.gaps(agreement, use_of(agreement, **changed))} == clauses


def test_what_is_left_out_is_named_one_by_one(cast, agreement):
    other, elements = ResourceFactory(name="Other app"), list(DataElement.objects.all()[:4])
    room = PlaceFactory(name="Room 5", parent=cast.school)
    use = use_of(agreement, resource=other, places=(cast.school, cast.other_school, room), elements=tuple(elements))
    found = {gap.clause: gap for gap in cover.gaps(agreement, use)}

    assert {clause: gap.left_out for clause, gap in found.items()} == {
        Clause.PRODUCT: (other,),
        Clause.PLACES: (cast.other_school,),
        Clause.ELEMENTS: tuple(elements[2:]),
    }
    assert found[Clause.PLACES].sentence == "The agreement does not name: Roosevelt School."
    assert found[Clause.ELEMENTS].sentence == f"The agreement does not list: {elements[2]}; {elements[3]}."


STATES = {
    "drafting": {"signatures": "It is being drafted: it covers nothing yet."},
    "sent": {"signatures": "The vendor has it to sign: it covers nothing yet."},
    "negotiating": {"signatures": "Its terms are being negotiated: it covers nothing yet."},
    "signed": {"date": "It is signed, and in force from"},
    "in-force": {},
    "expiring": {},
    "lapsed": {"signatures": "It lapsed:"},
    "terminated": {"signatures": "It was terminated on"},
    "superseded": {"signatures": "A newer agreement replaced it on"},
    "dropped": {"signatures": "It was dropped before anybody signed: it covers nothing."},
}


@pytest.mark.parametrize("state", STATES)
def test_in_each_state_it_covers_or_says_why_not(cast, state):
    agreement = agreement_in(cast, state)
    said = told(agreement, use_of(agreement))
    assert set(said) == set(STATES[state])
    assert all(said[clause].startswith(words) for clause, words in STATES[state].items())
    assert agreement.state == state


def test_dates_count_before_the_sweep_has_moved_the_state(cast):
    """Signed ahead, it covers from its day; past its last day it covers nothing, though no sweep has run."""
    ahead = agreement_in(cast, "signed")
    assert told(ahead, use_of(ahead, on=day(1))) == {}
    ended = agreement_in(cast, "in-force", starts=-20, ends=-1)
    assert ended.state == "in-force"
    assert set(told(ended, use_of(ended))) == {"date"}
    assert cover.not_covered(resource=ended.products.get(), places=[cast.school], elements=[], on=day(0)).startswith(
        "No agreement with the vendor"
    )


def test_a_paper_of_one_term_ends_with_it(cast):
    agreement = agreement_in(cast, "in-force", starts=-40, first_term_months=1)
    assert agreement.ends_on == agreement.last_day < day(0)
    assert set(told(agreement, use_of(agreement))) == {"date"}
    on_and_on = agreement_in(cast, "in-force", starts=-40, first_term_months=1, tacit_months=1)
    assert (on_and_on.ends_on, told(on_and_on, use_of(on_and_on))) == (None, {})


# Kind, its signatures (days from today), and from which day both sides are bound.
SIGNED = [
    ("ndpa", {"district_signed_on": -3, "vendor_signed_on": -5}, -3),
    ("ndpa", {"district_signed_on": -5, "vendor_signed_on": -3}, -3),
    ("ndpa", {"district_signed_on": -5}, None),
    ("general-offer", {"district_signed_on": -2, "vendor_signed_on": -300}, -2),
    ("general-offer", {"vendor_signed_on": -300}, None),
    ("click-wrap", {"district_signed_on": -2}, -2),
    ("click-wrap", {"vendor_signed_on": -2}, None),
]


@pytest.mark.parametrize(("kind", "signed", "bound"), SIGNED)
def test_signed_by_both_sides_goes_by_the_kind(kind, signed, bound):
    agreement = Agreement(agreement_kind=kind, **{name: day(days) for name, days in signed.items()})
    assert agreement.bound_from == (day(bound) if bound is not None else None)


def test_accepted_terms_need_no_vendors_signature_but_their_text_or_file(cast):
    unsigned = {"vendor_signer": "", "vendor_signed_on": None}
    agreement = draft(cast, kind="click-wrap", **unsigned)
    assert list(map(str, agreement.missing_to_sign())) == ["the terms as they were accepted"]
    with_text = draft(cast, kind="click-wrap", accepted_terms="You agree.", **unsigned)
    assert with_text.missing_to_sign() == []
    add_paper(agreement, cast, "terms.pdf")
    assert move(agreement, cast, "sign").state == "in-force"
    assert told(fresh(agreement), use_of(agreement)) == {}
    offer = draft(cast, kind="general-offer", **unsigned)
    assert [str(words) for words in offer.missing_to_sign()] == [
        "whose general offer is joined",
        "the vendor's signer",
        "the date the vendor signed",
        "the signed file",
    ]


def test_of_several_the_nearest_is_told(cast, agreement):
    product, element = agreement.products.get(), DataElement.objects.last()
    agreement_in(cast, "in-force", products=[product], places=[cast.other_school], elements=[])
    said = cover.not_covered(resource=product, places=[cast.school], elements=[element], on=day(0))
    assert said == f"The agreement does not list: {element}."
    assert cover.in_force(product, on=day(11)) != cover.in_force(product, on=day(0))


def test_asking_costs_the_same_however_many_agreements_name_it(cast, django_assert_num_queries):
    product = ResourceFactory()
    element = DataElement.objects.first()
    for count in (1, 3):
        for _each in range(count):
            agreement_in(cast, "in-force", products=[product], elements=[])
        with django_assert_num_queries(4):
            assert cover.not_covered(resource=product, places=[cast.school], elements=[element], on=day(0))
