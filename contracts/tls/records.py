"""Grades as they are kept: asking for a measurement, entering a result, and what is known of a resource."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.models import StoredFile, User
from accounts.roles import Role
from catalog.models import Resource
from catalog.selectors import VENDOR_KEEPERS
from config.celery import wake
from contracts.models.tls import TlsCheck
from contracts.tls import scanner
from contracts.tls.address import Target, of_website
from contracts.tls.errors import NotMeasured
from contracts.tls.guide import meets
from workflows.actors import Hats
from workflows.errors import Invalid, NotYours, Replayed, Unmet
from workflows.machines.agreement import KEEPERS
from workflows.models import Case

MEASURERS = frozenset({Role.CYBERSECURITY, *KEEPERS, *VENDOR_KEEPERS})
FIRST_GUIDE = date(2009, 1, 1)  # of the year of the first guide
PER_HOUR = 30  # measurements one person may ask for in an hour
PER_PAGE = 25
SCAN_TASK = "contracts.tasks.measure_tls"


def may_measure(user: User, *, at: datetime) -> bool:
    """Who measures and enters grades: the cybersecurity team, and those who keep the library and the agreements."""
    hats = Hats.of(user, on=timezone.localdate(at))
    lent = {grant.role for grants in hats.lent.values() for grant in grants}
    return bool((hats.roles_at(None) | lent) & MEASURERS)


# --- what is known ----------------------------------------------------------------------------------------------------


def latest(resource: Resource) -> TlsCheck | None:
    """The grade that counts: the newest by its date, measured or entered. None when there is none yet."""
    return _newest(TlsCheck.objects.filter(resource=resource, beside=False)).first()


def latest_for(resources: Iterable[Resource]) -> dict[int, TlsCheck]:
    """The grade that counts of each resource that has one, by the resource's key; one query."""
    keys = [resource.pk for resource in resources]
    newest = _newest(TlsCheck.objects.filter(resource=OuterRef("resource"), beside=False)).values("pk")[:1]
    rows = TlsCheck.objects.filter(resource__in=keys, pk=Subquery(newest)).select_related("requested_by", "report")
    return {check.resource_id: check for check in rows}


def _newest(checks):
    done = checks.filter(status=TlsCheck.Status.DONE).order_by("-checked_on", "-pk")
    return done.select_related("requested_by", "report")


def standing(resource: Resource) -> tuple[TlsCheck | None, TlsCheck | None]:
    """`latest` and `last_attempt` of a resource; one query."""
    checks = TlsCheck.objects.filter(resource=resource, beside=False)
    counts, newest = _newest(checks).values("pk")[:1], checks.order_by("-pk").values("pk")[:1]
    either = Q(pk=Subquery(counts)) | Q(pk=Subquery(newest))
    found = sorted(checks.filter(either).select_related("requested_by", "report").order_by(), key=lambda row: row.pk)
    graded = sorted(
        (row for row in found if row.status == TlsCheck.Status.DONE), key=lambda row: (row.checked_on, row.pk)
    )
    last = found[-1] if found and found[-1].status != TlsCheck.Status.DONE else None
    return (graded[-1] if graded else None), last


def last_attempt(resource: Resource) -> TlsCheck | None:
    """The measurement that runs or waits now, or the one that failed after the newest grade; else None."""
    checks = TlsCheck.objects.filter(resource=resource, beside=False)
    newest = checks.order_by("-pk").select_related("requested_by").first()
    return newest if newest and newest.status != TlsCheck.Status.DONE else None


Host = tuple[int, str, int]  # the resource's key, name, port


def of_hosts(resources: Iterable[Resource]) -> dict[Host, tuple[TlsCheck | None, TlsCheck | None]]:
    """Of each host of these resources that was ever checked: the grade that counts, and what runs or failed since.

    A product that signs in or keeps its data elsewhere is as safe as the worst of them (SOFT-5). One query.
    """
    found: dict[Host, tuple[TlsCheck | None, TlsCheck | None]] = {}
    rows = TlsCheck.objects.filter(resource__in=[resource.pk for resource in resources])
    for check in rows.select_related("requested_by", "report").order_by("pk"):
        key = (check.resource_id, check.host, check.port)
        grade, _attempt = found.get(key, (None, None))
        done = check.status == TlsCheck.Status.DONE
        if done and (grade is None or check.checked_on >= grade.checked_on):
            grade = check
        found[key] = (grade, None if done else check)
    return found


def earlier(resource: Resource, *, page: int | str = 1) -> Page:
    """All finished checks of a resource, the newest first."""
    over = TlsCheck.objects.filter(resource=resource).exclude(status__in=TlsCheck.OPEN)
    return Paginator(over.select_related("requested_by", "report").order_by("-pk"), PER_PAGE).get_page(page)


def is_enough(check: TlsCheck | None) -> bool:
    """Does a grade meet the district's standard (SOFT-6)? No grade does not."""
    return check is not None and meets(check.grade, setting("tls_standard"))


def may_open_report(user: User, stored: StoredFile) -> bool:
    """The report of an entered result: whoever may enter one."""
    return user.is_active and may_measure(user, at=timezone.now()) and stored.tls_checks.exists()


# --- asking and entering ----------------------------------------------------------------------------------------------


def request_check(
    resource: Resource, *, by: User | None, at: datetime, case: Case | None = None, host: tuple[str, int] | None = None
) -> TlsCheck:
    """Ask for a measurement; the worker is woken. One that already runs or waits is returned instead of a second.

    `by` None is the system; `host` is a name and a port where it is not the resource's own website. NotYours when the
    person may not; Unmet when they asked too often, or there is no web address or no scanner.
    """
    if by is not None and not may_measure(by, at=at):
        raise NotYours(_("Only the cybersecurity team and those who keep the library measure a grade."))
    try:
        own, target = _targets(resource, host)
        running = _open(resource, target)
        if running is not None:
            return running
        if not scanner.is_installed():
            raise NotMeasured("no-scanner")
    except NotMeasured as reason:
        raise Unmet(reason.words) from None
    if by is not None and _asked_since(by, at - timedelta(hours=1)) >= PER_HOUR:
        raise Unmet(_("You asked for %(count)s measurements within an hour. Wait a while.") % {"count": PER_HOUR})
    try:
        with transaction.atomic():
            check = TlsCheck.objects.create(
                resource=resource,
                case=case,
                host=target.host,
                port=target.port,
                beside=target != own,
                requested_by=by,
                requested_at=at,
            )
            wake(SCAN_TASK, check.pk)
            return check
    except IntegrityError:  # a colleague asked in the same moment
        return _open(resource, target) or last_attempt(resource) or latest(resource)


def _targets(resource: Resource, host: tuple[str, int] | None) -> tuple[Target | None, Target]:
    """The resource's own website, and the host that is meant. NotMeasured where that is no address to measure."""
    try:
        own = of_website(resource.website)
    except NotMeasured:
        if host is None:
            raise
        own = None
    return own, Target(*host) if host else own


def _open(resource: Resource, target: Target) -> TlsCheck | None:
    at_it = TlsCheck.objects.filter(resource=resource, host=target.host, port=target.port)
    return at_it.filter(status__in=TlsCheck.OPEN).first()


def _asked_since(person: User, since: datetime) -> int:
    measured = TlsCheck.objects.filter(requested_by=person, requested_at__gt=since, source=TlsCheck.Source.MEASURED)
    return measured.count()


def enter_result(
    resource: Resource,
    *,
    grade: str,
    checked_on: date,
    criteria_version: str,
    by: User,
    at: datetime,
    report: StoredFile | None = None,
    link: str = "",
    case: Case | None = None,
    host: tuple[str, int] | None = None,
) -> TlsCheck:
    """Keep a result of Qualys SSL Labs with its report, a file or a link (SOFT-5). It counts by its date.

    `host` is a name and a port where it is not the resource's own website. NotYours when the person may not; Invalid
    without a report, or with a date in the future; Replayed for what stands there as the newest already.
    """
    if not may_measure(by, at=at):
        raise NotYours(_("Only the cybersecurity team and those who keep the library enter a grade."))
    if report is None and not link:
        raise Invalid({"report": _("Add the report as a file, or give the link to it.")})
    if checked_on > timezone.localdate(at):
        raise Invalid({"checked_on": _("The result can't be from the future.")})
    if checked_on < FIRST_GUIDE:
        raise Invalid({"checked_on": _("SSL Labs has graded servers since 2009: give the date of the report.")})
    try:
        own, target = _targets(resource, host)
        where = {"host": target.host, "port": target.port, "beside": target != own}
    except NotMeasured:
        where = {}
    told = {
        "source": TlsCheck.Source.ENTERED,
        "grade": grade,
        "criteria_version": criteria_version,
        "checked_on": checked_on,
        "link": link,
        "requested_by": by,
    }
    with transaction.atomic():
        Resource.objects.select_for_update(no_key=True).get(pk=resource.pk)  # of two clicks one is the first
        newest = TlsCheck.objects.filter(resource=resource, **where).order_by("-pk").values("pk")[:1]
        same = TlsCheck.objects.filter(pk=Subquery(newest), report__removed_at=None, **told)
        if first := same.filter(report__sha256=report.sha256 if report else None).first():
            raise Replayed(first)
        return TlsCheck.objects.create(
            resource=resource,
            case=case,
            status=TlsCheck.Status.DONE,
            report=report,
            requested_at=at,
            finished_at=at,
            **told,
            **where,
        )
