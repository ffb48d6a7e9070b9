"""All changes to the library. Each decision about a resource leaves one `StatusChange`.

The rule (SOPS.md, "a denial has a ground"): only grounds about the resource change its status, and only for the places
decided. What holds at a place is an `Availability`; the resource's own status sums them up.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Place, User
from accounts.wording import day_words
from catalog.models import (
    GROUNDS_ABOUT_THE_RESOURCE,
    Alias,
    Approval,
    Availability,
    Grade,
    Ground,
    Privacy,
    Resource,
    ResourceKind,
    StatusChange,
    Subject,
    Vendor,
)
from catalog.search import index, vendors_called
from catalog.standing import summary

DECIDED = {Approval.APPROVED, Approval.SETTING_UP, Approval.DENIED}
USABLE = {Approval.APPROVED, Approval.SETTING_UP}

Follow = Callable[..., None]
_followers: list[Follow] = []


def follow(decided: Follow) -> None:
    """Called in an AppConfig.ready: `decided(resource, at=…)` runs after each decision, in its transaction."""
    if decided not in _followers:
        _followers.append(decided)


# Vendors


def add_vendor(*, name: str, by: User | None, at: datetime, **details) -> Vendor:
    """A new vendor. ValidationError when the library has one of that name, however it is written."""
    name = " ".join(name.split())
    _refuse_same_vendor(name)
    return Vendor.objects.create(name=name, **details)


@transaction.atomic
def edit_vendor(*, vendor: Vendor, by: User | None, at: datetime, **changed) -> Vendor:
    """Change what is kept about a vendor; its resources are found under the new name at once."""
    name = " ".join(changed.pop("name", vendor.name).split())
    _refuse_same_vendor(name, but=vendor)
    renamed = name != vendor.name
    for field, value in {"name": name, **changed}.items():
        setattr(vendor, field, value)
    vendor.save()
    if renamed:
        for resource in vendor.resources.select_related("vendor").prefetch_related("aliases"):
            index(resource)
    return vendor


@transaction.atomic
def learn_address(*, vendor: Vendor, address: str) -> None:
    """What a vendor says its business address is; one that the district keeps already stays."""
    kept = Vendor.objects.select_for_update().get(pk=vendor.pk)
    if not kept.business_address.strip():
        kept.business_address = address
        kept.save(update_fields=["business_address"])


def _refuse_same_vendor(name: str, *, but: Vendor | None = None) -> None:
    if any(but is None or vendor.pk != but.pk for vendor in vendors_called(name)):
        raise ValidationError({"name": _("There is a vendor of this name already.")})


# Resources


@transaction.atomic
def add_resource(
    *,
    name: str,
    kind: str = ResourceKind.APP,
    vendor: Vendor | None = None,
    website: str = "",
    description: str = "",
    aliases: Iterable[str] = (),
    grades: Iterable[Grade] = (),
    subjects: Iterable[Subject] = (),
    alternatives: Iterable[Resource] = (),
    by: User | None,
    by_name: str = "",
    at: datetime,
    **details,
) -> Resource:
    """A new resource, not yet reviewed, with the first row of its history."""
    resource = Resource.objects.create(
        name=" ".join(name.split()),
        kind=kind,
        vendor=vendor,
        website=website,
        description=description,
        updated_at=at,
        **details,
    )
    _set_lists(resource, aliases=aliases, grades=grades, subjects=subjects, alternatives=alternatives)
    index(resource)
    _note(resource, before=(Approval.UNREVIEWED, Privacy.UNKNOWN), by=by, by_name=by_name, at=at)
    return resource


@transaction.atomic
def edit_resource(*, resource: Resource, by: User | None, at: datetime, **changed) -> Resource:
    """Change what the library says about a resource; its status is not changed here."""
    lists = {name: changed.pop(name) for name in ("aliases", "grades", "subjects", "alternatives") if name in changed}
    for field, value in changed.items():
        setattr(resource, field, value)
    resource.updated_at = at
    resource.save(update_fields=[*changed, "updated_at"])
    _set_lists(resource, **lists)
    index(resource)
    return resource


def _set_lists(resource: Resource, *, aliases: Iterable[str] | None = None, **relations) -> None:
    for name, rows in relations.items():
        getattr(resource, name).set(rows)
    if aliases is None:
        return
    wanted = {" ".join(alias.split()) for alias in aliases} - {"", resource.name}
    resource.aliases.exclude(name__in=wanted).delete()
    have = set(resource.aliases.values_list("name", flat=True))
    Alias.objects.bulk_create(Alias(resource=resource, name=name) for name in sorted(wanted - have))
    getattr(resource, "_prefetched_objects_cache", {}).pop("aliases", None)


# Decisions


@transaction.atomic
def set_status(
    *,
    resource: Resource,
    approval: str,
    places: Iterable[Place] = (),
    privacy: str | None = None,
    ground: str = "",
    words: str = "",
    case_number: str = "",
    by: User | None,
    by_name: str = "",
    at: datetime,
) -> StatusChange | None:
    """Record what was decided about a resource for the places named; conditions already agreed there stay.

    A denial on a ground that is not about the resource leaves it as it was before the review. Being reviewed shows only
    where nothing is decided yet. None when nothing changes. ValueError for a decision without places.
    """
    approval, places = Approval(approval), list(places)
    if approval in DECIDED and not places:
        raise ValueError("A decision needs the places it is for.")
    resource, before = _locked(resource)
    if approval == Approval.DENIED and ground not in GROUNDS_ABOUT_THE_RESOURCE:
        return _fall_back(resource, before, by=by, by_name=by_name, at=at, case_number=case_number)
    if approval in DECIDED:
        for place in places:
            _decide(resource, place, at=at, approval=approval)
        resource.approval = summary(_availabilities(resource), otherwise=approval)
    elif approval == Approval.RETIRED or not resource.availabilities.exists():
        resource.approval = approval
    resource.privacy = privacy or resource.privacy
    if approval not in DECIDED and (resource.approval, resource.privacy) == before:
        return None
    _save(resource, at)
    return _note(
        resource,
        before=before,
        decided=approval if approval in DECIDED else None,
        ground=ground,
        words=words,
        places=places,
        case_number=case_number,
        by=by,
        by_name=by_name,
        at=at,
    )


@transaction.atomic
def make_available(
    *,
    resource: Resource,
    places: Iterable[Place],
    status: str = Approval.APPROVED,
    grades: Iterable[str] = (),
    subjects: Iterable[str] = (),
    no_student_accounts: bool = False,
    until: date | None = None,
    conditions: str = "",
    seats: int | None = None,
    rollout_on: date | None = None,
    privacy: str | None = None,
    words: str = "",
    case_number: str = "",
    by: User | None,
    by_name: str = "",
    at: datetime,
) -> StatusChange:
    """Approve a resource at these places under these conditions: codes of grades and names of subjects, empty for all.

    `status` is APPROVED, or SETTING_UP until the schools are ready (MICRO-13), with the day from which it is rolled out
    where one is known (MACRO-6). ValueError otherwise, or without places.
    """
    status, places = Approval(status), list(places)
    if status not in USABLE or not places:
        raise ValueError("A resource is made available, or set up, at one place or more.")
    resource, before = _locked(resource)
    terms = {
        "grades": list(grades),
        "subjects": list(subjects),
        "no_student_accounts": no_student_accounts,
        "until": until,
        "conditions": conditions,
        "seats": seats,
        "rollout_on": rollout_on,
    }
    for place in places:
        _decide(resource, place, at=at, approval=status, **terms)
    resource.approval = summary(_availabilities(resource), otherwise=status)
    resource.privacy = privacy or resource.privacy
    _save(resource, at)
    return _note(
        resource,
        before=before,
        decided=status,
        words=words,
        places=places,
        case_number=case_number,
        by=by,
        by_name=by_name,
        at=at,
    )


TERMS = ("approval", "grades", "subjects", "no_student_accounts", "until", "conditions", "seats", "rollout_on")
DAYS = ("until", "rollout_on")


def as_it_stands(resource: Resource, places: Iterable[Place]) -> dict[str, dict | None]:
    """What the library says of each of these places itself, by the place's id as text; None where nothing is said."""
    rows = {row.place_id: row for row in Availability.objects.filter(resource=resource, place__in=places)}
    kept: dict[str, dict | None] = {}
    for place in places:
        row = rows.get(place.pk)
        kept[str(place.pk)] = {name: getattr(row, name) for name in TERMS} if row else None
        for name in DAYS if row else ():
            day = getattr(row, name)
            kept[str(place.pk)][name] = day.isoformat() if day else None
    return kept


@transaction.atomic
def put_back(
    *, resource: Resource, before: dict[str, dict | None], case_number: str, by: User | None, by_name: str, at: datetime
) -> StatusChange:
    """Undo an approval that was taken back: each place as `as_it_stands` found it, unless decided again since."""
    resource, was = _locked(resource)
    for place_id, kept in before.items():
        latest = StatusChange.objects.filter(resource=resource, places=int(place_id)).first()
        if latest and latest.case_number != case_number:
            continue  # somebody has decided since
        rows = Availability.objects.filter(resource=resource, place_id=int(place_id))
        if kept is None:
            rows.delete()
        else:
            days = {name: date.fromisoformat(kept[name]) if kept.get(name) else None for name in DAYS}
            rows.update(**{**kept, **days}, updated_at=at)
    resource.approval = summary(_availabilities(resource), otherwise=Approval.IN_REVIEW)
    _save(resource, at)
    return _note(resource, before=was, case_number=case_number, by=by, by_name=by_name, at=at)


@transaction.atomic
def agreement_lost(
    *, resource: Resource, ended_on: date, by: User | None, by_name: str = "", at: datetime
) -> StatusChange | None:
    """The last agreement that covered its students' data has ended: it may be used without such data only (RENEW-6).

    None when the library said already that none covers it, or that it takes no such data.
    """
    resource, before = _locked(resource)
    if resource.privacy != Privacy.AGREEMENT:
        return None
    resource.privacy = Privacy.MISSING
    _save(resource, at)
    with translation.override(settings.LANGUAGE_CODE):
        words = _("The agreement ended on %(day)s: don’t use it with students’ data until a new one is in force.") % {
            "day": day_words(ended_on)
        }
    return _note(resource, before=before, words=words, by=by, by_name=by_name, at=at)


@transaction.atomic
def agreement_found(
    *, resource: Resource, by: User | None, by_name: str = "", at: datetime, lost_at: datetime | None = None
) -> StatusChange | None:
    """An agreement covers its students' data (again). With `lost_at` only where nothing was said since that moment.

    None when the library does not miss one.
    """
    resource, before = _locked(resource)
    changes = StatusChange.objects.filter(resource=resource).exclude(privacy=F("privacy_before"))
    latest = changes.first()
    if resource.privacy != Privacy.MISSING or (lost_at and (latest is None or latest.at != lost_at)):
        return None
    resource.privacy = Privacy.AGREEMENT
    _save(resource, at)
    return _note(resource, before=before, by=by, by_name=by_name, at=at)


def _locked(resource: Resource) -> tuple[Resource, tuple[str, str]]:
    """Lock the resource's row, and bring the caller's object up to date with it."""
    row = Resource.objects.select_for_update().values_list("approval", "privacy").get(pk=resource.pk)
    resource.approval, resource.privacy = row
    return resource, row


def _availabilities(resource: Resource) -> list[Availability]:
    return list(Availability.objects.filter(resource=resource).select_related("place"))


def _decide(resource: Resource, place: Place, *, at: datetime, **terms) -> None:
    Availability.objects.update_or_create(resource=resource, place=place, defaults={**terms, "updated_at": at})
    getattr(resource, "_prefetched_objects_cache", {}).pop("availabilities", None)


def _fall_back(resource: Resource, before: tuple[str, str], **who) -> StatusChange | None:
    """The review is over and says nothing about the resource: it reads as it did without it."""
    if resource.approval != Approval.IN_REVIEW:
        return None
    resource.approval = summary(_availabilities(resource), otherwise=Approval.UNREVIEWED)
    _save(resource, who["at"])
    return _note(resource, before=before, **who)


def _save(resource: Resource, at: datetime) -> None:
    resource.updated_at = at
    resource.save(update_fields=["approval", "privacy", "updated_at"])


def _note(
    resource: Resource,
    *,
    before: tuple[str, str],
    by: User | None,
    by_name: str,
    at: datetime,
    decided: Approval | None = None,
    ground: str = "",
    words: str = "",
    places: Iterable[Place] = (),
    case_number: str = "",
) -> StatusChange:
    change = StatusChange.objects.create(
        resource=resource,
        at=at,
        by=by,
        by_name=by_name or (str(by) if by else ""),
        approval=decided or resource.approval,
        approval_before=before[0],
        privacy=resource.privacy,
        privacy_before=before[1],
        ground=Ground(ground) if ground else "",
        words=words,
        case_number=case_number,
    )
    change.places.set(places)
    getattr(resource, "_prefetched_objects_cache", {}).pop("history", None)
    for decided in _followers:
        decided(resource, at=at)
    return change
