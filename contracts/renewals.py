"""What a renewal or a review does to the agreement or resource it is about, in the transaction of its move.

The agreement is another case: it is left word, and follows under its own lock (RENEW-4, RENEW-5).
"""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.district import setting
from catalog import services as library
from catalog.models import Approval, Ground, Privacy, Resource
from contracts import schedules
from contracts.found import elements_of
from contracts.models import Agreement, DataElement, PeriodicReview, Renewal, Schedule, TlsCheck
from contracts.tls.guide import meets
from contracts.tls.records import latest_for
from workflows import clocks, engine
from workflows.actors import Actor
from workflows.engine.record import as_kept
from workflows.models import Case, Event
from workflows.moves import Phase
from workflows.selectors import about_products
from workflows.wakes import wake_case

OPEN = (Renewal.State.GATHERING, Renewal.State.DECIDING, Renewal.State.RENEGOTIATING)
ENDED = (Agreement.State.LAPSED, Agreement.State.TERMINATED, Agreement.State.SUPERSEDED)
RUNNING = (Agreement.State.IN_FORCE, Agreement.State.EXPIRING)


# --- may it be renewed as it is ---------------------------------------------------------------------------------------


def safeguards_lost(renewal: Renewal) -> str:
    """Why it may not be renewed as it is, or an empty text (RENEW-4).

    A grade below the district's standard, data that is used and not agreed, or the reviewer's own answer. A website
    that was never measured is no loss: the reviewer is asked to have it measured.
    """
    reasons = [_grade_too_low(renewal.contract), _not_agreed(renewal.contract), _reviewer_says(renewal)]
    return next((reason for reason in reasons if reason), "")


def _grade_too_low(agreement: Agreement) -> str:
    standard = setting("tls_standard")
    for resource, check in grades_of(agreement):
        if check is not None and not meets(check.grade, standard):
            words = _("The website of %(name)s has grade %(grade)s; the district asks for %(standard)s.")
            return words % {"name": resource.name, "grade": check.get_grade_display(), "standard": standard}
    return ""


def grades_of(agreement: Agreement) -> list[tuple[Resource, TlsCheck | None]]:
    """Each product that has a website, with the grade that counts; two queries."""
    products = [product for product in agreement.products.all() if product.website]
    known = latest_for(products)
    return [(product, known.get(product.pk)) for product in products]


def _not_agreed(agreement: Agreement) -> str:
    missing = [str(element) for element, agreed in elements_beside(agreement) if not agreed]
    if not missing:
        return ""
    return _("The agreement does not list data that is used: %(names)s.") % {"names": "; ".join(missing)}


def elements_beside(agreement: Agreement) -> list[tuple[DataElement, bool]]:
    """Each element found of its products (contracts/found.py), and whether the agreement lists it."""
    agreed = set(agreement.elements.all())
    used = {element for rows in elements_of(agreement.products.all()).values() for element in rows}
    return [(element, element in agreed) for element in sorted(used, key=lambda each: each.order)]


def requests_for(agreement: Agreement) -> list[Case]:
    """The requests for its products that are open or led to their use, as their own kinds' rows."""
    living = Q(phase__in=[Phase.OPEN, Phase.WAITING, Phase.DONE])
    return about_products(Case.objects.filter(living, resource__in=agreement.products.all()).order_by("pk"))


def _reviewer_says(renewal: Renewal) -> str:
    said = {"concern"} & {step.review.outcome for step in _answered(renewal)}
    if said:
        return _("The privacy and security review found that something is wrong.")
    if renewal.data_right == Renewal.YesNo.NO:
        return _("The agreement does not list all data that is used, says the privacy and security review.")
    return ""


def _answered(renewal: Renewal) -> list:
    """The latest answer to the privacy and security review."""
    steps = [step for step in renewal.all_steps if step.key == "safeguards" and hasattr(step, "review")]
    return steps[-1:]


# --- what was decided -------------------------------------------------------------------------------------------------


def renewed(renewal: Renewal, *, event: Event, at: datetime, details: dict) -> None:
    """A new term, or the next tacit one (RENEW-5)."""
    renewal.new_ends_on = details.get("new_ends_on")
    _follow(renewal, "renew", event, at=at, ends_on=renewal.new_ends_on, yearly_amount=details.get("yearly_amount"))


def renegotiated(renewal: Renewal, *, event: Event, at: datetime, by: Actor, details: dict) -> None:
    """A vendor packet opens; the renewal goes on by itself when that has ended (RENEW-5)."""
    from contracts.packets import begin_packet

    agreement = renewal.contract
    products = list(agreement.products.all()[:2])
    begin_packet(
        vendor=agreement.vendor,
        title=agreement.title,
        contact_name=details["contact_name"],
        contact_email=details["contact_email"],
        by=by,
        at=at,
        place=renewal.place,
        resource=products[0] if len(products) == 1 else None,
        amount=renewal.cost_next,
        opened_from=renewal,
        schools=agreement.places.all(),
    )


def to_lapse(renewal: Renewal, *, event: Event, at: datetime) -> None:
    """It ends with the first term that notice still ends, so that no further one follows by itself."""
    renewal.term_ends_on = schedules.last_day_kept(renewal.contract.terms, timezone.localdate(at))
    _follow(renewal, "will_lapse", event, at=at, ends_on=renewal.term_ends_on)


def terminated(renewal: Renewal, *, event: Event, at: datetime) -> None:
    """At once; why stands on the renewal, where its words can be removed."""
    why = as_kept(lambda: _("Decided in the renewal %(number)s.") % {"number": renewal.number})
    _follow(renewal, "terminate", event, at=at, rationale=why)


def reopened(renewal: Renewal, *, event: Event, at: datetime) -> None:
    """Until it is decided again the agreement is as it was before (X-5)."""
    terms = replace(renewal.contract.terms, ends_on=renewal.written_end)
    renewal.new_ends_on = None
    renewal.term_ends_on = schedules.last_day_kept(terms, min(renewal.renewal_due, timezone.localdate(at)))
    _follow(renewal, "undecided", event, at=at, ends_on=renewal.written_end, yearly_amount=renewal.yearly_before)


def _follow(renewal: Renewal, move: str, event: Event, *, at: datetime, **details) -> None:
    kept = {name: None if value is None else str(value) for name, value in details.items()}
    wake_case(renewal.contract, move, key=f"event:{event.pk}:agreement", at=at, **kept)


# --- opening one ------------------------------------------------------------------------------------------------------


def begin(agreement: Agreement, *, due: date, at: datetime, opened_from: Case | None = None) -> Renewal:
    """Open a renewal within an open transaction: its day has come, or a review found something wrong."""
    products = list(agreement.products.all()[:2])
    return engine.begin(
        Renewal,
        by=Actor.system(),
        at=at,
        place=agreement.place,
        requester=None,
        title=agreement.title,
        contract=agreement,
        vendor=agreement.vendor,
        resource=products[0] if len(products) == 1 else None,
        opened_from=opened_from,
        owner=agreement.owner,
        renewal_due=due,
        term_ends_on=schedules.last_day_kept(agreement.terms, min(due, timezone.localdate(at))),
        written_end=agreement.ends_on,
        yearly_before=agreement.yearly_amount,
    )


# --- when the agreement ends otherwise, or its end is undone ----------------------------------------------------------


def agreement_changed(agreement: Agreement, *, at: datetime) -> None:
    """Open renewals and reviews of an agreement that has ended are told so; an undone end opens its renewal again.

    Called with the agreement's schedule locked, so that none is being opened meanwhile.
    """
    told: list[tuple[Case, str]] = []
    if agreement.state in ENDED:
        told += [(each, "agreement_ended") for each in agreement.renewals.filter(state__in=OPEN)]
        told += [(each, "no_longer_needed") for each in agreement.reviews.filter(state=PeriodicReview.State.DUE)]
    elif agreement.state in RUNNING:
        over = Q(state__in=[Renewal.State.CLOSED, Renewal.State.TERMINATED], renewal_due__gte=timezone.localdate(at))
        told += [(each, "agreement_runs_again") for each in agreement.renewals.filter(over) if _end_undone(agreement)]
    for case, move in told:
        wake_case(case, move, key=f"agreement:{agreement.pk}:{agreement.version}:case:{case.pk}", at=at)


def _end_undone(agreement: Agreement) -> bool:
    last = Event.objects.filter(case_id=agreement.pk, kind=Event.Kind.MOVE).order_by("-pk").first()
    return last is not None and last.name == "reinstate"


def resource_changed(resource: Resource, *, at: datetime) -> None:
    """A resource that nobody uses any more is not looked at."""
    if resource.approval in schedules.IN_USE:
        return
    due = PeriodicReview.objects.filter(resource=resource, contract=None, state=PeriodicReview.State.DUE)
    for case in due:
        wake_case(case, "no_longer_needed", key=f"resource:{resource.pk}:case:{case.pk}:{case.version}", at=at)


# --- reviews ----------------------------------------------------------------------------------------------------------


def look_taken(review: PeriodicReview) -> None:
    """The library names the next day of a resource; of an agreement its schedule alone says it."""
    if review.contract_id:
        return
    following = Schedule.objects.filter(resource=review.resource_id).values_list("review_due", flat=True).first()
    if following is not None:
        Resource.objects.filter(pk=review.resource_id).update(next_review_on=following)


def concern_raised(review: PeriodicReview, *, event: Event, at: datetime, by: Actor, details: dict) -> None:
    """A renewal opens at once, unless one is open; without an agreement the library says what was found (RENEW-4)."""
    look_taken(review)
    if review.contract_id is None:
        _library_says(review, event=event, at=at, by=by, denied=details["consequence"] == review.Consequence.DENIED)
        return
    open_now(review.contract, opened_from=review, at=at)


def open_now(agreement: Agreement, *, opened_from: Case, at: datetime) -> None:
    """Whether to go on with it is decided before its day, unless that is being decided already."""
    # Locked, so that no sweep opens one meanwhile.
    Schedule.objects.select_for_update().filter(agreement=agreement).first()
    if agreement.renewals.filter(state__in=OPEN).exists() or agreement.state not in RUNNING:
        return
    renewal = begin(agreement, due=clocks.due_after(at, "renewal_decision_days"), at=at, opened_from=opened_from)
    if agreement.state == Agreement.State.IN_FORCE:
        wake_case(agreement, "run_out", key=f"renewal:{renewal.pk}:agreement", at=at)


def _library_says(review: PeriodicReview, *, event: Event, at: datetime, by: Actor, denied: bool) -> None:
    """Not safe for student data; or, where it was decided so, not approved any more wherever it was."""
    resource = review.resource
    rows = resource.availabilities.filter(approval__in=schedules.IN_USE).select_related("place")
    places = ([row.place for row in rows] or [review.place]) if denied else []
    review.library_before = {"places": library.as_it_stands(resource, places), "privacy": resource.privacy}
    library.set_status(
        resource=resource,
        approval=Approval.DENIED if denied else Approval.IN_REVIEW,
        privacy=Privacy.NOT_APPROVED,
        ground=Ground.PRIVACY if denied else "",
        words=str(event.words),
        places=places,
        case_number=review.number,
        by=by.user,
        by_name=by.shown_name,
        at=at,
    )


def looked_at_again(review: PeriodicReview, *, at: datetime, by: Actor) -> None:
    """What the concern changed in the library is as it was before, unless somebody has decided since (X-5)."""
    before, review.library_before = review.library_before, {}
    if not before:
        return
    who = {"case_number": review.number, "by": by.user, "by_name": by.shown_name, "at": at}
    if before["places"]:
        library.put_back(resource=review.resource, before=before["places"], **who)
    if review.resource.privacy == Privacy.NOT_APPROVED:
        library.set_status(
            resource=review.resource, approval=Approval.IN_REVIEW, privacy=before["privacy"], places=[], **who
        )
