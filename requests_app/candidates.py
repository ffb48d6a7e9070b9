"""The candidates of a district purchase: added from the library or by name, ruled out, considered again (MACRO-2).

The lead's acts; each is a row of the history, and what follows by itself is done.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from catalog.models import Resource, Vendor
from catalog.search import normalise, vendors_called
from requests_app.models import Candidate, CriteriaForm, DistrictPurchase
from workflows import links, notices
from workflows.actors import Actor, Hats
from workflows.engine.amending import put_right
from workflows.engine.record import as_kept
from workflows.errors import Invalid, NotYours, Stale, Unmet
from workflows.machines.macro_stages import SEARCH

MOST = 30
State = DistrictPurchase.State
# While vendors are looked for and compared.
OPEN_IN = frozenset({State.VENDOR_SEARCH, State.BUDGETING, State.EVALUATION})


# --- who --------------------------------------------------------------------------------------------------------------


def leads(user: User, case: DistrictPurchase, *, at: datetime) -> bool:
    """The lead, and whoever acts for them; once the lead has left, whoever holds the sponsor's role there."""
    hats, lead = Hats.of(user, on=timezone.localdate(at)), case.the_lead
    if lead is not None and lead.is_active:
        return user.pk == lead.pk or any(giver.pk == lead.pk for giver in hats.givers)
    return hats.holding_role(case.role_for(SEARCH), case.place) is not None


def may_change(user: User, case: DistrictPurchase, *, at: datetime) -> bool:
    """May this person add candidates and ask vendors now?"""
    return case.state in OPEN_IN and leads(user, case, at=at)


def must_lead(by: Actor, at: datetime) -> Callable[[DistrictPurchase], None]:
    """What `put_right` asks first: NotYours for anybody else, Unmet when the candidates are settled."""

    def allowed(case: DistrictPurchase) -> None:
        if by.user is None or not leads(by.user, case, at=at):
            raise NotYours(_("The lead of this purchase looks after its candidates and criteria."))
        if case.state not in OPEN_IN:
            raise Unmet(_("It is now: %(state)s.") % {"state": case.state_words})

    return allowed


def candidate_of(case: DistrictPurchase, pk: int) -> Candidate:
    """A candidate of this purchase, read under its lock. Stale when there is none."""
    found = case.candidates.select_related("resource__vendor", "vendor", "packet").filter(pk=pk).first()
    if found is None:
        raise Stale(_("This candidate was taken away meanwhile."))
    return found


# --- adding and changing ----------------------------------------------------------------------------------------------


def add(
    case: DistrictPurchase,
    *,
    name: str = "",
    vendor_name: str = "",
    website: str = "",
    resource: Resource | None = None,
    by: Actor,
    at: datetime,
    key: str = "",
) -> DistrictPurchase:
    """Another candidate: an entry of the library, or what somebody typed. Invalid when it stands there already."""
    if resource is not None:
        name, website, vendor = resource.name, resource.website, resource.vendor
        vendor_name = vendor.name if vendor else vendor_name
    else:
        name, vendor_name = _one_line(name), _one_line(vendor_name)
        vendor = known_vendor(vendor_name)

    def act(child: DistrictPurchase) -> dict:
        if child.candidates.count() >= MOST:
            raise Unmet(_("At most %(most)d candidates can be compared.") % {"most": MOST})
        _refuse_same(child, name, vendor_name)
        made = child.candidates.create(
            name=name, vendor_name=vendor_name, website=website, vendor=vendor, resource=resource
        )
        return {"candidates": ["", str(made)]}

    label = gettext_lazy("Candidate added")
    return put_right(case.pk, label=label, by=by, at=at, allowed=must_lead(by, at), act=act, key=key)


def edit(
    case: DistrictPurchase,
    candidate: int,
    *,
    name: str,
    vendor_name: str,
    website: str,
    by: Actor,
    at: datetime,
    key: str = "",
) -> DistrictPurchase:
    """What was typed of a candidate is put right; an entry of the library is changed in the library."""
    name, vendor_name = _one_line(name), _one_line(vendor_name)

    def act(child: DistrictPurchase) -> dict:
        found = candidate_of(child, candidate)
        if found.resource_id:
            raise Unmet(_("It is called as it is in the library."))
        _refuse_same(child, name, vendor_name, but=found.pk)
        before = str(found)
        found.name, found.vendor_name, found.website = name, vendor_name, website
        found.vendor = known_vendor(vendor_name)
        found.save(update_fields=["name", "vendor_name", "website", "vendor"])
        return {"candidates": [before, str(found)]}

    label = gettext_lazy("Candidate changed")
    return put_right(case.pk, label=label, by=by, at=at, allowed=must_lead(by, at), act=act, key=key)


def known_vendor(name: str) -> Vendor | None:
    """The vendor of the library that is called so, however it is written."""
    return next(iter(vendors_called(name)), None)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _refuse_same(case: DistrictPurchase, name: str, vendor_name: str, *, but: int | None = None) -> None:
    said = normalise(name), normalise(vendor_name)
    for each in case.candidates.exclude(pk=but):
        if (normalise(each.name), normalise(each.vendor_name)) != said:
            continue
        if each.standing == Candidate.Standing.RULED_OUT:
            raise Invalid({"name": _("It was ruled out before. Consider it again instead.")})
        raise Invalid({"name": _("It is among the candidates already.")})


# --- ruled out, considered again --------------------------------------------------------------------------------------


def rule_out(
    case: DistrictPurchase, candidate: int, *, because: str, by: Actor, at: datetime, key: str = ""
) -> DistrictPurchase:
    """It is no longer compared; its vendor is asked for nothing more."""

    def act(child: DistrictPurchase) -> dict:
        found = candidate_of(child, candidate)
        if found.standing != Candidate.Standing.CONSIDERED:
            raise Stale(_("This candidate is not being considered any more."))
        before = found.standing
        found.standing, found.ruled_out_because = Candidate.Standing.RULED_OUT, because
        found.ruled_out_by, found.ruled_out_at = by.user, at
        found.save(update_fields=["standing", "ruled_out_because", "ruled_out_by", "ruled_out_at"])
        stop_asking(found, by=by, at=at)
        return {"candidates": [_standing_of(found, before), _standing_of(found, found.standing)]}

    label = gettext_lazy("Candidate ruled out")
    return put_right(case.pk, label=label, by=by, at=at, allowed=must_lead(by, at), act=act, key=key)


def stop_asking(candidate: Candidate, *, by: Actor, at: datetime) -> None:
    """Within the case's lock: the links of its vendor open nothing any more, and who still owed an answer is told."""
    for form in CriteriaForm.objects.filter(candidate=candidate).select_related("link__case"):
        if not form.link.works_at(at):
            continue
        links.revoke(form.link, by=by, at=at)
        if form.answered_at is None:
            said = {"product": candidate.name}
            notices.tell_link(form.link, "criteria_ended", at=at, key=f"link:{form.link_id}:ended", **said)


def consider_again(case: DistrictPurchase, candidate: int, *, by: Actor, at: datetime, key: str = ""):
    """What was ruled out is compared again; why it was ruled out stays on record."""

    def act(child: DistrictPurchase) -> dict:
        found = candidate_of(child, candidate)
        if found.standing != Candidate.Standing.RULED_OUT:
            raise Stale(_("This candidate is being considered already."))
        before = found.standing
        found.standing = Candidate.Standing.CONSIDERED
        found.save(update_fields=["standing"])
        return {"candidates": [_standing_of(found, before), _standing_of(found, found.standing)]}

    label = gettext_lazy("Candidate considered again")
    return put_right(case.pk, label=label, by=by, at=at, allowed=must_lead(by, at), act=act, key=key)


def _standing_of(candidate: Candidate, standing: str) -> str:
    return f"{candidate}: {as_kept(Candidate.Standing(standing).label)}"
