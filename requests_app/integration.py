"""The lines of an integration: a school each, with its contact, method and the day it was done (MICRO-13).

Each is written by the holder of the step through `engine.amend`, so that the history says who did what.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Place, User
from accounts.roles import Role
from accounts.selectors import holders
from requests_app.models import MicroRequest, Site
from workflows import engine, notices
from workflows.actors import Actor
from workflows.engine.record import as_kept
from workflows.errors import Stale, Unmet

AT_STEPS = {"posting", "integration"}


def schools_to_set_up(case: MicroRequest) -> list[Place]:
    """Schools it is approved for, or that asked for it, that have no line yet."""
    approved = list(case.approved_places.all()) or case.asked_places()
    schools = Place.objects.open().filter(kind=Place.Kind.SCHOOL).order_by("name")
    taken = set(case.sites.values_list("place", flat=True))
    return [school for school in schools if school.pk not in taken and any(place.covers(school) for place in approved)]


def proposed_contact(place: Place, *, on: date) -> User | None:
    """The school's technology contact."""
    return holders(Role.SCHOOL_CONTACT, place, on=on).order_by("pk").first()


def add_sites(
    *, case: MicroRequest, step: int, lines: list[dict], by: Actor, at: datetime, key: str = ""
) -> MicroRequest:
    """Add lines: `place`, `contact` (None: the school's own), `method`, `note`. The contacts are told."""
    today = timezone.localdate(at)

    def act(child) -> dict:
        _must_be_kept_at(child, step)
        for line in lines:
            contact = line["contact"] or proposed_contact(line["place"], on=today)
            if child.sites.filter(place=line["place"]).exists():
                raise Unmet(_("%(place)s is listed already.") % {"place": line["place"]})
            site = child.sites.create(
                place=line["place"], contact=contact, method=line["method"], note=line.get("note", "")
            )
            _tell_contact(site, step, by=by, at=at)
        return {"sites": ["", "; ".join(str(line["place"]) for line in lines)]}

    return engine.amend(case.pk, step, label=gettext_lazy("Schools listed"), by=by, at=at, act=act, key=key)


def change_site(*, site: Site, step: int, by: Actor, at: datetime, key: str = "", **changes) -> MicroRequest:
    """Put a line right: `contact`, `method`, `note`. A new contact is told."""

    chosen = site

    def act(child) -> dict:
        _must_be_kept_at(child, step)
        site = _line(child, chosen)
        before = _in_words(site)
        for name, value in changes.items():
            setattr(site, name, value)
        if site.contact is None:
            site.contact = proposed_contact(site.place, on=timezone.localdate(at))
        site.save(update_fields=["contact", "method", "note"])
        _tell_contact(site, step, by=by, at=at)
        return {str(site.place): [before, _in_words(site)]}

    label = gettext_lazy("School changed: %(place)s")
    return engine.amend(
        site.case_id, step, label=lambda: str(label) % {"place": site.place}, by=by, at=at, act=act, key=key
    )


def _in_words(site: Site) -> str:
    """Contact and method, as the history keeps them."""
    return as_kept(lambda: f"{site.contact or ''}, {site.get_method_display()}")


def mark_done(*, site: Site, step: int, done_on: date | None, by: Actor, at: datetime) -> MicroRequest:
    """A school is set up, on a day; or, with None, is not after all."""

    chosen = site

    def act(child) -> dict:
        _must_be_kept_at(child, step)
        site = _line(child, chosen)
        before = str(site.done_on or "")
        site.done_on, site.done_by = done_on, by.user if done_on else None
        site.save(update_fields=["done_on", "done_by"])
        return {str(site.place): [before, str(done_on or "")]}

    words = gettext_lazy("School set up: %(place)s") if done_on else gettext_lazy("School not set up yet: %(place)s")
    return engine.amend(site.case_id, step, label=lambda: str(words) % {"place": site.place}, by=by, at=at, act=act)


def remove_site(*, site: Site, step: int, by: Actor, at: datetime) -> MicroRequest:
    """Take a line away that is not done."""

    chosen = site

    def act(child) -> dict:
        _must_be_kept_at(child, step)
        site = _line(child, chosen)
        if site.done_on:
            raise Unmet(_("%(place)s is done already.") % {"place": site.place})
        site.delete()
        return {"sites": [str(site.place), ""]}

    label = gettext_lazy("School taken off the list: %(place)s")
    return engine.amend(site.case_id, step, label=lambda: str(label) % {"place": site.place}, by=by, at=at, act=act)


def _line(child: MicroRequest, chosen: Site) -> Site:
    """The line as it is now, under the case's lock."""
    site = child.sites.select_related("place", "contact").filter(pk=chosen.pk).first()
    if site is None:
        raise Stale(_("This school was taken off the list meanwhile."))
    return site


def _must_be_kept_at(child: MicroRequest, step: int) -> None:
    found = next(each for each in child.all_steps if each.pk == step)
    if found.key not in AT_STEPS:
        raise Unmet(_("Schools are listed once the contract is verified."))


def _tell_contact(site: Site, step: int, *, by: Actor, at: datetime) -> None:
    if site.contact is None:
        return
    notices.tell(
        [site.contact],
        "site_added",
        case=site.case,
        at=at,
        but=by.user,
        key=f"site:{site.pk}:contact",
        context={"place": str(site.place), "method": str(site.get_method_display()), "note": site.note},
    )
