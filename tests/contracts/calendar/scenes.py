"""Dates of every kind: agreements with terms, a resource alone, open cases, certificates."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.models import Agreement, Offboarding, PeriodicReview, Renewal, Schedule
from tests.factories import ResourceFactory, VendorFactory
from workflows.actors import Actor
from workflows.engine import begin

AT = datetime(2026, 11, 10, 9, tzinfo=ZoneInfo("America/Chicago"))
TODAY = date(2026, 11, 10)


def agreement(cast, title: str, *, places=None, vendor=None, at: datetime = AT, **columns) -> Agreement:
    """One that both sides have signed, as the list needs it."""
    said = {"starts_on": TODAY - timedelta(days=100), "state": "in-force", "phase": "open"} | columns
    made = Agreement(
        kind="agreement",
        title=title,
        vendor=vendor or VendorFactory(),
        place=cast.district,
        created_at=at,
        updated_at=at,
        **said,
    )
    made.save()
    made.places.set(places or [cast.district])
    Schedule.objects.filter(agreement=made).delete()
    return made


def dates(about, **columns) -> Schedule:
    """The kept dates of an agreement or a resource, as given."""
    key = "agreement" if isinstance(about, Agreement) else "resource"
    Schedule.objects.filter(**{key: about}).delete()
    return Schedule.objects.create(**{key: about}, **columns)


def case(kind, about: Agreement, **columns):
    """An open renewal, review or off-boarding of an agreement."""
    said = {"title": about.title, "vendor": about.vendor, "contract": about, "requester": None}
    return begin(kind, by=Actor.system(), at=AT, place=about.place, **(said | columns))


def one_of_each(cast) -> dict[str, object]:
    """Each kind of date, in December; titles say which."""
    tacit = agreement(cast, "Tacit")
    dates(tacit, renewal_due=date(2026, 12, 1), term_ends_on=date(2026, 12, 31))
    express = agreement(cast, "Express")
    dates(express, renewal_due=date(2026, 12, 5), term_ends_on=date(2026, 12, 5), review_due=date(2026, 12, 6))
    alone = ResourceFactory(name="Alone", vendor=None)
    dates(alone, review_due=date(2026, 12, 7))
    opened = agreement(cast, "Opened")
    renewal = case(Renewal, opened, renewal_due=date(2026, 12, 8), term_ends_on=date(2026, 12, 8))
    review = case(PeriodicReview, opened, review_due=date(2026, 12, 9))
    over = agreement(cast, "Over", state="terminated", phase="done")
    deletion = case(Offboarding, over, title="Deletion of data: Over", certificate_due=date(2026, 12, 10))
    return {"tacit": tacit, "alone": alone, "renewal": renewal, "review": review, "deletion": deletion}
