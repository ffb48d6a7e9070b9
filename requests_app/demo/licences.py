"""Licences of products with paid seats, as the purchasing team would have stored them over the years."""

from datetime import timedelta
from itertools import cycle

from assets import licences
from catalog.models import Approval, Resource
from requests_app.demo.calendar import Days
from requests_app.demo.district import District

# Seats, how many are in use (None: nobody knows), and days until the licence ends (None: it does not).
TERMS = ((300, 214, 220), (60, 60, 41), (30, None, 190), (None, 118, None), (120, 35, -25))


def store_licences(district: District, days: Days) -> None:
    """A key each for the first products with seats; some run out soon, one has ended."""
    at, by = days.ago(15, hour=10), district.person("aas")
    found = Resource.objects.filter(approval=Approval.APPROVED, paid_seats=True).select_related("vendor")
    places = cycle([[district.place("district")], [district.place("lincoln")]])
    for number, (resource, (seats, used, left)) in enumerate(zip(found.order_by("name"), TERMS, strict=False), start=1):
        kept = licences.add_licence(
            resource=resource,
            vendor=resource.vendor,
            places=next(places),
            secret=f"DEMO-{number:04d}-ONLY-FOR-SHOW",
            seats=seats,
            seats_used=used,
            starts_on=days.today - timedelta(days=300),
            ends_on=None if left is None else days.today + timedelta(days=left),
            by=by,
            at=at,
        )
    licences.read_key(kept, by=by, at=days.ago(2, hour=9))
