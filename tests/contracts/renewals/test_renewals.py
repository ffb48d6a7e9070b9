"""What a renewal does to its agreement, and what happens to it when the agreement ends otherwise (RENEW-4, RENEW-5)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from catalog.models import Approval
from contracts import found, renewals
from contracts.models import Cycle, DataElement, Packet, PeriodicReview, Renewal, Schedule
from contracts.models.tls import TlsCheck
from tests.packet_paths import PacketPath
from tests.paths import WITH_DATA, Path
from tests.renewal_paths import WHY, RenewalPath, open_all, review_in, running
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Invalid, Unmet
from workflows.models import Wake
from workflows.sweeps import sweep_wakes

pytestmark = pytest.mark.django_db


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def tacit(cast, *, ends_in: int = 60, years: int = 1, **columns):
    """Twelve months and then twelve more each, a month's notice; begun so many years before its present term ends."""
    starts = day(ends_in + 1) - relativedelta(years=years)
    terms = {"first_term_months": 12, "tacit_months": 12, "notice_months": 1}
    return running(cast, starts=(starts - day(0)).days, ends=None, **(terms | columns))


def test_an_express_term_is_renewed_until_a_later_day_and_the_next_cycle_follows(cast):
    path = RenewalPath(cast, ends=60)
    assert (path.contract.state, path.fresh.renewal_due, path.fresh.term_ends_on) == ("expiring", day(60), day(60))
    path.deciding()
    for named, message in ((None, "last day of the new term"), (day(60), "ends after the present one")):
        with pytest.raises(Invalid, match=message):
            path.do("renew", new_ends_on=named)

    renewal = path.do("renew", new_ends_on=day(425), yearly_amount=Decimal("1300"))

    agreement, schedule = path.contract, Schedule.objects.get(agreement=path.agreement)
    assert (renewal.state, renewal.new_ends_on) == ("renewed", day(425))
    assert (agreement.state, agreement.ends_on, agreement.yearly_amount) == ("in-force", day(425), Decimal("1300"))
    assert (schedule.renewal_due, schedule.renewal_opens, schedule.turns_on) == (day(425), day(335), day(426))
    assert open_all() == 0


def test_a_tacit_term_is_renewed_without_a_date_and_the_next_cycle_is_a_year_later(cast):
    path = RenewalPath(cast, tacit(cast))
    assert path.fresh.renewal_due == day(61) - relativedelta(months=1) - timedelta(days=1)
    assert path.fresh.term_ends_on == day(60)

    path.deciding()
    path.do("renew")

    assert (path.contract.state, path.contract.ends_on) == ("in-force", None)
    following = Schedule.objects.get(agreement=path.agreement).renewal_due
    assert following > path.fresh.renewal_due + timedelta(days=360)
    assert open_all() == 0


def test_what_is_let_lapse_ends_with_the_term_that_notice_still_ends_and_nobody_is_asked_again(cast):
    path = RenewalPath(cast, tacit(cast))
    renewal = path.let_lapse()
    assert (path.contract.state, path.contract.ends_on) == ("expiring", day(60))
    schedule = Schedule.objects.get(agreement=path.agreement)
    assert (schedule.renewal_due, schedule.turns_on) == (None, day(61))

    assert (renewal.state, renewal.term_ends_on) == ("let-lapse", day(60))


def test_what_is_let_lapse_after_the_day_of_notice_runs_for_one_more_term(cast):
    path = RenewalPath(cast, tacit(cast))
    path.deciding()
    later = timezone.now() + timedelta(days=40)
    engine.perform(path.pk, "let_lapse", by=Actor(cast.it_director), at=later, **WHY)
    sweep_wakes(at=later)
    another = day(61) + relativedelta(months=12) - timedelta(days=1)
    assert (path.contract.ends_on, path.fresh.term_ends_on) == (another, another)
    assert Schedule.objects.get(agreement=path.agreement).renewal_due is None


def test_a_lapse_that_is_decided_again_gives_the_agreement_its_dates_back(cast):
    path = RenewalPath(cast, tacit(cast, yearly_amount=Decimal("900")))
    path.let_lapse()
    path.do("reopen", rationale="A school still needs it.")
    assert (path.fresh.state, path.contract.ends_on, path.contract.state) == ("deciding", None, "expiring")

    path.do("renew", yearly_amount=Decimal("950"))
    path.do("reopen", rationale="Too dear after all.")
    assert path.contract.yearly_amount == Decimal("900")
    path.do("let_lapse", **WHY)
    assert path.contract.ends_on == day(60)

    path.do("reopen", rationale="Once more.")
    path.do("terminate", **WHY)
    assert path.contract.state == "terminated"


def test_once_the_agreement_has_ended_its_renewal_is_not_decided_again(cast):
    path = RenewalPath(cast)
    path.let_lapse()
    engine.perform(path.agreement.pk, "terminate", by=Actor(cast.it_director), at=timezone.now(), **WHY)
    with pytest.raises(Unmet, match="has to be undone first"):
        path.do("reopen", rationale="Sorry.")


def test_termination_ends_the_agreement_at_once_and_its_reviews_with_it(cast):
    path = RenewalPath(cast, ends=60, starts=-170, review_interval=6)
    review = PeriodicReview.objects.get(contract=path.agreement)
    path.terminated()
    assert path.contract.state == "terminated"
    last = path.contract.events.filter(name="terminate").get()
    assert str(last.words) == f"Decided in the renewal {path.fresh.number}."
    sweep_wakes(at=timezone.now())
    assert PeriodicReview.objects.get(pk=review.pk).state == "closed"
    schedule = Schedule.objects.get(agreement=path.agreement)
    assert (schedule.renewal_due, schedule.review_due, schedule.turns_on) == (None, None, None)


@pytest.mark.parametrize("way", ["closed", "terminated"])
def test_an_end_that_is_undone_opens_the_renewal_again(cast, way):
    path = RenewalPath(cast)
    path.to(way)
    engine.perform(path.agreement.pk, "reinstate", by=Actor(cast.admin), at=timezone.now(), rationale="A mistake.")
    sweep_wakes(at=timezone.now())
    assert path.fresh.state == "gathering"
    assert {step.key for step in path.fresh.open_steps()} == {"usage", "safeguards"}
    assert Renewal.objects.count() == 1


def test_renegotiating_opens_a_packet_and_comes_back_when_that_has_ended(cast):
    path = RenewalPath(cast)
    path.deciding()
    with pytest.raises(Invalid) as refused:
        path.do("renegotiate", **WHY)
    assert set(refused.value.errors) == {"contact_name", "contact_email"}

    path.do("renegotiate", contact_name="Vic Vendor", contact_email="vic@vendor.example", **WHY)
    packet = Packet.objects.get(opened_from=path.pk)
    assert (packet.vendor, packet.amount) == (path.agreement.vendor, Decimal("1300"))
    assert packet.links.get().email == "vic@vendor.example"

    engine.perform(packet.pk, "withdraw", by=Actor(cast.it_director), at=timezone.now(), **WHY)
    sweep_wakes(at=timezone.now())
    assert path.fresh.state == "deciding"


# --- RENEW-4: lost safeguards -----------------------------------------------------------------------------------------


def low_grade(cast, path):
    product = path.agreement.products.get()
    product.website = "https://low.example/"
    product.save()
    TlsCheck.objects.create(
        resource=product,
        status="done",
        grade="C",
        checked_on=day(-1),
        requested_at=timezone.now(),
        host="low.example",
    )
    path.deciding()


def data_not_agreed(cast, path):
    path.agreement.elements.clear()
    asked = Path(cast, resource=path.agreement.products.get(), **WITH_DATA)
    asked.submit()
    path.deciding()


def concern(cast, path):
    path.usage()
    path.safeguards("concern", **WHY)


def data_not_right(cast, path):
    path.usage()
    path.safeguards(data_right="no")


LOST = {
    low_grade: "has grade C; the district asks for",
    data_not_agreed: "does not list data that is used",
    concern: "found that something is wrong",
    data_not_right: "does not list all data that is used, says",
}


@pytest.mark.parametrize("way", LOST)
def test_without_its_safeguards_it_is_not_renewed_but_may_end_or_be_renegotiated(cast, way):
    path = RenewalPath(cast)
    way(cast, path)
    renewal = path.fresh
    assert renewal.state == "deciding"
    with pytest.raises(Unmet, match=LOST[way]):
        path.do("renew", new_ends_on=day(425))
    offered = {move.name: reason for move, reason in engine.allowed_moves(renewal, cast.it_director, at=timezone.now())}
    assert {name for name, reason in offered.items() if not reason} == {
        "renegotiate",
        "let_lapse",
        "terminate",
        "ask_again",
    }

    path.do("ask_again", rationale="The vendor says it is mended.")
    TlsCheck.objects.update(grade="A")
    path.agreement.elements.set(DataElement.objects.all())
    path.deciding()
    assert path.do("renew", new_ends_on=day(425)).state == "renewed"


def test_an_agreement_without_an_end_can_only_be_kept_or_terminated(cast):
    review = review_in(cast, "concern")
    renewal = Renewal.objects.get(opened_from=review)
    path = RenewalPath.of(cast, renewal)
    path.deciding()
    with pytest.raises(Unmet, match="can only be terminated"):
        path.do("let_lapse", **WHY)
    assert path.do("renew").state == "renewed"
    assert path.contract.state == "in-force"


def test_a_concern_opens_one_renewal_and_no_second(cast):
    path = RenewalPath(cast, ends=60, starts=-170, review_interval=6)
    review = PeriodicReview.objects.get(contract=path.agreement)
    engine.perform(review.pk, "raise_concern", by=Actor(cast.it_director), at=timezone.now(), **WHY)
    assert Renewal.objects.get().pk == path.pk


def test_what_a_concern_opened_before_its_day_is_the_renewal_of_that_term(cast):
    agreement = running(cast, starts=-170, ends=200, review_interval=6)
    open_all()
    review = PeriodicReview.objects.get(contract=agreement)
    engine.perform(review.pk, "raise_concern", by=Actor(cast.it_director), at=timezone.now(), **WHY)
    sweep_wakes(at=timezone.now())
    early = Renewal.objects.get(contract=agreement)
    assert (type(agreement).objects.get(pk=agreement.pk).state, Cycle.objects.filter(kind="renewal").exists()) == (
        "expiring",
        False,
    )

    for _twice in range(2):
        open_all(timezone.now() + timedelta(days=111))

    assert Renewal.objects.get(contract=agreement) == early
    cycle = Cycle.objects.get(kind="renewal")
    assert (cycle.case_id, cycle.due_on) == (early.pk, day(200))
    assert Wake.objects.filter(case_id=agreement.pk, move="run_out").count() == 1


@pytest.mark.parametrize(("consequence", "approval"), [("privacy", Approval.APPROVED), ("denied", Approval.DENIED)])
def test_a_concern_about_a_resource_without_an_agreement_is_told_by_the_library_until_it_is_taken_back(
    cast, consequence, approval
):
    review = review_in(cast, "due", agreement=False)
    by, at = Actor(cast.it_director), timezone.now()
    with pytest.raises(Invalid) as refused:
        engine.perform(review.pk, "raise_concern", by=by, at=at, **WHY)
    assert set(refused.value.errors) == {"consequence"}

    engine.perform(review.pk, "raise_concern", by=by, at=at, consequence=consequence, rationale="It sells names.")
    resource = type(review.resource).objects.get(pk=review.resource_id)
    assert (resource.approval, resource.privacy) == (approval, "not-approved")
    assert resource.history.first().words == "It sells names."

    engine.perform(review.pk, "reopen", by=by, at=at, rationale="It was another company.")
    resource.refresh_from_db()
    assert (resource.approval, resource.privacy) == (Approval.APPROVED, "no-student-data")


def test_the_gate_counts_the_data_that_the_page_of_data_found_shows(cast):
    path = RenewalPath(cast)
    product = path.agreement.products.get()
    enrollment, schedule = (list(DataElement.objects.filter(category=name)) for name in ("Enrollment", "Schedule"))
    known = Path(cast, resource=product, elements=schedule, **WITH_DATA).to("already-available")
    packet = PacketPath(cast, resource=product, data=True).filled()
    packet.elements.set(enrollment)

    gaps = {line.element for row in found.beside_agreement(path.agreement) for line in row.lines if line.is_gap}

    assert known.phase == "done"
    assert gaps == {element for element, agreed in renewals.elements_beside(path.agreement) if not agreed}
    assert gaps == set(enrollment)
    assert str(enrollment[0]) in renewals.safeguards_lost(path.fresh)
