"""What the pages of agreements read: the list, one agreement, and what covers a request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Place, StoredFile, User
from catalog.models import Resource, Vendor
from contracts.models import Agreement, DataElement
from workflows.models import Case, Step

PER_PAGE = 25
SOON = timedelta(days=90)
LIVING = (*Agreement.UNSIGNED_STATES, *Agreement.SIGNED_STATES)


# --- is it in force ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Whether an agreement holds today: a sentence, a word for lists, and how it is shown."""

    sentence: str
    words: str
    tone: str
    icon: str


def standing(agreement: Agreement, *, on: date) -> Standing:
    """Is it in force, and until when?"""
    states = Agreement.State
    if agreement.state == states.DRAFTING:
        missing = ", ".join(map(str, agreement.missing_to_sign()))
        words = _("It is being drafted: it covers nothing yet.")
        said = f"{words} {_('Still missing: %(names)s.') % {'names': missing}}" if missing else words
        return Standing(said, _("Being drafted"), "waiting", "file")
    if agreement.state == states.TERMINATED:
        return Standing(_("It was terminated: it covers nothing any more."), _("Terminated"), "refused", "cross")
    if agreement.state == states.DROPPED:
        return Standing(_("It was dropped before anybody signed: it covers nothing."), _("Dropped"), "quiet", "cross")
    return _standing_of_signed(agreement, on)


def _standing_of_signed(agreement: Agreement, on: date) -> Standing:
    starts, ends = agreement.starts_on, agreement.ends_on
    if starts and starts > on:
        said = _("It is signed, and in force from %(day)s.") % {"day": date_format(starts)}
        return Standing(said, _("Not yet in force"), "waiting", "clock")
    if ends and ends < on:
        said = _("It ended on %(day)s: it covers nothing any more.") % {"day": date_format(ends)}
        return Standing(said, _("Ended"), "refused", "cross")
    if ends is None:
        return Standing(_("It is in force, with no end."), _("In force"), "good", "check")
    said = _("It is in force until %(day)s.") % {"day": date_format(ends)}
    if ends <= on + SOON:
        return Standing(said, _("Running out soon"), "needs-you", "flag")
    return Standing(said, _("In force"), "good", "check")


# --- the list ---------------------------------------------------------------------------------------------------------

SHOWN = {
    "in-force": gettext_lazy("In force"),
    "running-out": gettext_lazy("Running out within 90 days"),
    "drafting": gettext_lazy("Being drafted"),
    "ended": gettext_lazy("Ended or terminated"),
}


@dataclass(frozen=True)
class Row:
    agreement: Agreement
    standing: Standing


def agreement_list(*, words: str = "", shown: str = "", page: int | str = 1, on: date) -> Page:
    """One page of agreements, the ones that run out first on top; a fixed number of queries."""
    found = Agreement.objects.filter(_which(shown, on))
    if words:
        alike = Q(title__icontains=words) | Q(vendor__name__icontains=words) | Q(number__icontains=words)
        found = found.filter(alike | Q(pk__in=Agreement.objects.filter(products__name__icontains=words)))
    found = found.select_related("vendor", "place").prefetch_related("products", "places", "elements", "files")
    found = found.order_by(F("ends_on").asc(nulls_last=True), "vendor__name", "pk")
    rows = Paginator(found, PER_PAGE).get_page(page)
    rows.object_list = [Row(agreement, _standing_in_list(agreement, on)) for agreement in rows.object_list]
    return rows


def _standing_in_list(agreement: Agreement, on: date) -> Standing:
    if agreement.state == Agreement.State.DRAFTING:
        return Standing("", _("Being drafted"), "waiting", "file")
    return standing(agreement, on=on)


def _which(shown: str, on: date) -> Q:
    signed = Q(state=Agreement.State.IN_FORCE)
    over = Q(state__in=[Agreement.State.TERMINATED, Agreement.State.DROPPED]) | (signed & Q(ends_on__lt=on))
    return {
        "in-force": signed & Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on)),
        "running-out": signed & Q(ends_on__gte=on, ends_on__lte=on + SOON),
        "drafting": Q(state=Agreement.State.DRAFTING),
        "ended": over,
    }.get(shown, Q())


# --- what covers a request --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fit:
    """How far one agreement covers a use: what is missing in sentences, and each element found, agreed or not."""

    agreement: Agreement
    standing: Standing
    missing: list[str]
    elements: list[tuple[DataElement, bool]] = field(default_factory=list)
    linked: bool = False

    @property
    def covers(self) -> bool:
        return not self.missing


def fits(
    *,
    resource: Resource | None,
    vendor: Vendor | None,
    places: Iterable[Place],
    elements: Iterable[DataElement],
    linked: Iterable[int] = (),
    on: date,
) -> list[Fit]:
    """The agreements with a vendor or for a product, those that cover the use first; four queries."""
    if resource is None and vendor is None:
        return []
    ours = Q(vendor=vendor) if vendor else Q()
    ours = ours | Q(products=resource) if resource else ours
    found = Agreement.objects.filter(ours, state__in=LIVING).distinct().select_related("vendor")
    found = found.prefetch_related("products", "places", "elements", "files")
    places, elements, linked = list(places), list(elements), set(linked)
    rows = [_fit(each, resource, places, elements, linked, on) for each in found]
    return sorted(rows, key=lambda fit: (not fit.linked, len(fit.missing)))


def _fit(agreement: Agreement, resource, places, elements, linked: set[int], on: date) -> Fit:
    listed = {element.pk for element in agreement.elements.all()}
    now = standing(agreement, on=on)
    missing = [] if now.tone in {"good", "needs-you"} else [now.sentence]
    if resource is not None and resource.pk not in {product.pk for product in agreement.products.all()}:
        missing.append(_("It does not name %(name)s.") % {"name": resource.name})
    named = list(agreement.places.all())
    left = [place for place in places if not any(covering.covers(place) for covering in named)]
    if left:
        missing.append(_("It does not name: %(names)s.") % {"names": ", ".join(map(str, left))})
    agreed = [(element, element.pk in listed) for element in elements]
    unlisted = [str(element) for element, is_listed in agreed if not is_listed]
    if unlisted:
        missing.append(_("It does not list: %(names)s.") % {"names": "; ".join(unlisted)})
    return Fit(agreement, now, missing, agreed, agreement.pk in linked)


# --- one agreement ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AgreementPage:
    """All that is shown of one agreement."""

    agreement: Agreement
    standing: Standing
    elements: dict[str, list[str]]
    requests: list
    waiting: list


def agreement_page(agreement: Agreement, *, on: date) -> AgreementPage:
    """The paper, its data by category, the requests it serves, and others that wait for this vendor."""
    by_category: dict[str, list[str]] = {}
    for element in agreement.elements.all():
        by_category.setdefault(element.category, []).append(element.name)
    requests = list(agreement.requests.select_related("place").prefetch_related(_open_steps()))
    waiting = Case.objects.filter(kind="micro", vendor=agreement.vendor_id, state="waiting-vendor")
    waiting = list(waiting.exclude(pk__in=[each.pk for each in requests]).select_related("place"))
    return AgreementPage(agreement, standing(agreement, on=on), by_category, requests, waiting)


def _open_steps() -> Prefetch:
    open_ones = Step.objects.filter(closed_at__isnull=True, key__in=["contract", "vendor", "posting"])
    return Prefetch("steps", open_ones, to_attr="steps_at_contract")


def may_open_public_copy(user: User, stored: StoredFile) -> bool:
    """The copy meant for the public: any member of staff, once the agreement is posted."""
    agreement = Agreement.objects.filter(public_copy=stored).first()
    return agreement is not None and user.is_active and agreement.posted_on is not None
