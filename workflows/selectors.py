"""What the pages read: inbox, lists, one case, its history. Each a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import F, Func, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.models import Place, User
from catalog.models import StatusChange
from workflows.access import event_is_for, reads_internal, reads_whole
from workflows.actors import Hats
from workflows.engine.remarks import MENTION
from workflows.machines import ABOUT_PRODUCTS, MACHINES, REQUESTS
from workflows.models import CHILD_ACCESSORS, Answers, Case, CaseFile, Event, Notice, Step, Wake
from workflows.moves import Phase, moves_of

PER_PAGE = 25
MOST_LEFT_UNDONE = 200  # of each sort
UNDONE_FOR = timedelta(days=90)
CONFIDENTIAL = sorted(kind for kind, machine in MACHINES.items() if machine.confidential)
# Open steps of cases that are held: they wait on nobody.
HELD = Q(pk__in=[])
for _kind, _machine in MACHINES.items():
    if _machine.held_in:
        HELD |= Q(case__kind=_kind, case__state__in=sorted(_machine.held_in))
OPEN_PHASES = [Phase.OPEN.value, Phase.WAITING.value]


def inbox(user: User, *, on: date) -> QuerySet[Step]:
    """Every step waiting on a person, by role, place or name, oldest due first (X-1)."""
    steps = Step.objects.filter(Hats.of(user, on=on).step_filter()).exclude(HELD)
    return steps.select_related("case__place", "case__requester", "place", "person", "asked_by").order_by(
        "due_on", "-urgency", "pk"
    )


def frame_counts(user: User) -> dict[str, int]:
    """How many steps and unread notices wait, for the frame of every page; one query."""
    waiting = Step.objects.filter(Hats.of(user, on=timezone.localdate()).step_filter()).exclude(HELD)
    unread = Notice.objects.filter(user=user, read_at__isnull=True).exclude(template="digest")
    # One below the other: as subqueries of one row Django takes a fifth longer to write them.
    return dict(_count_of(waiting, "inbox").union(_count_of(unread, "notices"), all=True))


def _count_of(rows: QuerySet, name: str) -> QuerySet:
    return rows.order_by().values_list(Value(name), Func(F("pk"), function="COUNT"))


def my_cases(user: User) -> QuerySet[Case]:
    """One's own requests, open ones first, newest first."""
    return Case.objects.filter(requester=user, kind__in=REQUESTS).select_related("place", "resource").order_by("-pk")


def cases_for_list(user: User, *, on: date) -> QuerySet[Case]:
    """All cases a member of staff may see the summary of: drafts stay private."""
    submitted = ~Q(phase__in=[Phase.PREPARING]) & ~Q(phase=Phase.WITHDRAWN, submitted_at__isnull=True)
    seen = Q(kind__in=REQUESTS) & (submitted | Q(requester=user))
    return Case.objects.filter(seen).select_related("place", "requester", "resource").order_by("-pk")


def cases_to_find(user: User, *, on: date) -> QuerySet[Case]:
    """What the search of the header looks through: every kind but those that hide; drafts of requests stay private."""
    drafts = ~Q(kind__in=REQUESTS) | ~Q(phase=Phase.PREPARING) & ~Q(phase=Phase.WITHDRAWN, submitted_at__isnull=True)
    found = Case.objects.filter(drafts | Q(requester=user)).exclude(kind__in=CONFIDENTIAL)
    return found.select_related("place", "requester").order_by("-pk")


def open_cases_for(resources: Iterable) -> dict[int, list[Case]]:
    """Open requests about resources, by resource id; one query."""
    found: dict[int, list[Case]] = defaultdict(list)
    ids = [getattr(resource, "pk", resource) for resource in resources]
    cases = Case.objects.filter(kind__in=REQUESTS, resource__in=ids, phase__in=OPEN_PHASES)
    for case in cases.select_related("place", "requester").order_by("-pk"):
        found[case.resource_id].append(case)
    return found


def offered_kinds() -> list[str]:
    """The kinds of request that the district offers (X-13)."""
    return [kind for kind in REQUESTS if setting(f"offers_{kind}")]


def model_of(kind: str) -> type[Case]:
    """The model of a kind of case."""
    return Case._meta.get_field(CHILD_ACCESSORS[kind]).related_model


def about_products(cases: QuerySet[Case]) -> list[Case]:
    """Of these cases the requests about one product, as their own kinds' rows with the data that was found.

    In the order of the query; one query, and two for each kind that is among them.
    """
    cases = cases.filter(kind__in=ABOUT_PRODUCTS).select_related("resource", "place")
    for kind in ABOUT_PRODUCTS:
        accessor = CHILD_ACCESSORS[kind]
        lists = [f"{accessor}__{name}" for name in MACHINES[kind].finds_data_in]
        cases = cases.select_related(accessor).prefetch_related(*lists)
    return [_with_joined(case, ("resource", "place")) for case in cases]


def waiting_for_vendor(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these cases those that go on when the vendor has answered, in whatever state their procedure waits."""
    pairs = Q(pk__in=[])
    for kind in ABOUT_PRODUCTS:
        answered = moves_of(MACHINES[kind]).get("vendor_answered")
        pairs |= Q(kind=kind, state__in=answered.source if answered else ())
    return cases.filter(pairs).order_by("pk")


def _with_joined(case: Case, names: tuple[str, ...]) -> Case:
    """The child of a case, with the rows that were joined to its parent."""
    child, known = case.child, case._state.fields_cache
    child._state.fields_cache |= {name: known[name] for name in names if name in known}
    return child


# To-one relations that every page of a case shows. `purchase` belongs to all kinds, though a later app keeps it.
JOINED = ("place", "requester", "resource", "vendor", "moved_by", "waits_for", "purchase")

# What the page of every case of one kind shows besides.
JOINED_OF_KINDS = {
    "equip": ("equipmentrequest__goes_to",),
    "agreement": ("agreement__posted_by", "agreement__schedule"),
}

# The kind of each case that this process read lately: which of the kinds' tables to join when it is read again.
kinds_read: dict[int, str] = {}
MOST_KINDS_READ = 10_000


def case_with_child(pk: int) -> Case | None:
    """A case as its own kind's row, with what every page of it shows; one query.

    The tables of all kinds are joined only where its kind is not known yet: Django takes twice as long for them. One
    that was moved to another procedure since has its kind's row read by a query of its own.
    """
    known = kinds_read.get(pk)
    kinds = [known] if known else CHILD_ACCESSORS
    joined = [name for kind in kinds for name in (CHILD_ACCESSORS[kind], *JOINED_OF_KINDS.get(kind, ()))]
    # One row: an order would only cost its making (Django hashes every column of a wide query to find it there).
    case = next(iter(Case.objects.select_related(*JOINED, *joined).order_by().filter(pk=pk)), None)
    if case is None:
        return None
    if len(kinds_read) >= MOST_KINDS_READ:
        kinds_read.clear()
    kinds_read[pk] = case.kind
    return _with_joined(case, JOINED)


def holders_now(steps: Iterable[Step], *, on: date) -> dict[int, list[User]]:
    """Who holds each step today; one query for all of them."""
    from accounts.models import RoleGrant
    from accounts.selectors import in_force

    steps = list(steps)
    grants = RoleGrant.objects.filter(in_force(on), user__is_active=True, role__in={s.role for s in steps})
    grants = list(grants.select_related("user"))
    found: dict[int, list[User]] = {}
    for step in steps:
        if step.named_person:
            found[step.pk] = [step.named_person]
            continue
        barred = step.barred_id
        found[step.pk] = [
            g.user for g in grants if g.role == step.role and g.place_id in step.place.above and g.user_id != barred
        ]
    return found


def waiting_on_each(*, on: date) -> Counter[int]:
    """How many open steps each person holds today, by the person's id; two queries."""
    steps = Step.objects.filter(closed_at__isnull=True).select_related("case", "place", "person")
    return Counter(person.pk for people in holders_now(steps, on=on).values() for person in people)


@dataclass(frozen=True)
class Reading:
    """What one reader may see of one case."""

    whole: bool
    internal: bool


def reading(user: User, case: Case, *, at: datetime) -> Reading:
    return Reading(whole=reads_whole(user, case, at=at), internal=reads_internal(user, case, at=at))


def history(case: Case, user: User, *, at: datetime) -> list[Event]:
    """The rows of the history this reader may see, newest first (X-6)."""
    seen = reading(user, case, at=at)
    rows = Event.objects.filter(case_id=case.pk).select_related(
        "by", "on_behalf_of", "words", "internal_words", "step", "step__place"
    )
    return [row for row in rows if event_is_for(row, user, case, whole=seen.whole, internal=seen.internal)]


def step_url(step: Step) -> str:
    """The page on which a step is answered."""
    return reverse("step", args=[step.case_id, step.pk])


def submissions(case: Case) -> list[Answers]:
    """What was said at each submission, oldest first."""
    if case.submitted_at is None:
        return []
    return list(Answers.objects.filter(case_id=case.pk).select_related("by").order_by("pk"))


def remarks(case: Case) -> list[Event]:
    """All comments and files of a case, oldest first; one query."""
    rows = Event.objects.filter(case_id=case.pk, kind__in=[Event.Kind.COMMENT, Event.Kind.FILE])
    return list(rows.select_related("by", "words", "file__file").order_by("pk"))


def last_page(rows: QuerySet | list, number: str = "") -> Page:
    """A page of what is read from the oldest to the newest; without a number the newest."""
    pages = Paginator(rows, PER_PAGE)
    return pages.get_page(number or pages.num_pages)


def mentioned_in_vain(event: Event) -> list[User]:
    """People a comment mentions who were not told, because they may not read it."""
    named = User.objects.filter(username__in=set(MENTION.findall(event.words.text)), is_active=True)
    told = Notice.objects.filter(key__startswith=f"event:{event.pk}:comment:").values("user")
    return list(named.exclude(pk__in=told).exclude(pk=event.by_id))


def published_words(case: Case) -> list[StatusChange]:
    """What the library says of this case's decisions, newest first."""
    if not (case.resource_id and case.number):
        return []
    rows = StatusChange.objects.filter(resource=case.resource_id, case_number=case.number).exclude(words="")
    return list(rows.order_by("-pk"))


def files_of(case: Case, user: User, *, at: datetime) -> list[CaseFile]:
    """Files of a case this reader may open."""
    seen = reading(user, case, at=at)
    if not seen.whole:
        return []
    rows = CaseFile.objects.filter(case_id=case.pk).select_related("file", "file__by")
    return [row for row in rows if seen.internal or not row.internal]


def may_open_file(user: User, stored) -> bool:
    """May this person open a stored file because of a case it is on?"""
    row = CaseFile.objects.filter(file=stored).select_related("case").first()
    if row is None or not user.is_active:
        return False
    seen = reading(user, row.case.child, at=timezone.now())
    return seen.internal if row.internal else seen.whole


def notices_of(user: User) -> QuerySet[Notice]:
    """A person's notices, newest first; the daily mail only repeats them."""
    rows = Notice.objects.filter(user=user).exclude(template="digest")
    return rows.select_related("case", "step", "user")


def late_and_stuck(*, on: date, places: Iterable[Place] | None = None) -> tuple[QuerySet[Step], QuerySet[Case]]:
    """Steps past their date, and requests past the date of their answer; nothing of what few may know of."""
    steps = (
        Step.objects.filter(closed_at__isnull=True, due_on__lt=on)
        .exclude(case__phase=Phase.PREPARING)
        .exclude(case__kind__in=CONFIDENTIAL)
        .select_related("case__requester", "place", "person")
    )
    cases = Case.objects.filter(response_due__lt=on, answered_at__isnull=True, phase__in=OPEN_PHASES)
    cases = cases.exclude(kind__in=CONFIDENTIAL).select_related("place", "requester")
    if places is not None:
        ids = [place.pk for place in places]
        steps, cases = steps.filter(case__place__in=ids), cases.filter(place__in=ids)
    return steps.order_by("due_on", "pk"), cases.order_by("response_due", "pk")


# --- what no machine could do: for administrators ---------------------------------------------------------------------


@dataclass(frozen=True)
class LeftUndone:
    """Something that was to happen by itself and did not: what, of which case or row, why, and when it was given up."""

    what: str
    why: str
    about: str = ""
    url: str = ""
    at: datetime | None = None


def left_undone(*, at: datetime) -> list[LeftUndone]:
    """Mails and words to cases of the last ninety days that were given up or refused, and steps whose reminders stand
    still, the newest of each sort first; three queries. Of what few may know of, nothing but that there is something.
    """
    since = at - UNDONE_FOR
    mails = Notice.objects.filter(set_aside_at__gt=since).select_related("case", "user", "link")
    refused = Q(done_at__gt=since) & ~Q(result=Wake.DONE)
    too_old = Q(done_at__isnull=True, created_at__gt=since, created_at__lte=at - Wake.TRIED_FOR)
    words = Wake.objects.filter(refused | too_old).select_related("case")
    steps = Step.objects.exclude(set_aside="").filter(closed_at__isnull=True).select_related("case")
    return [
        *(_mail_left(row) for row in mails.order_by("-set_aside_at")[:MOST_LEFT_UNDONE]),
        *(_word_left(row) for row in words.order_by("-pk")[:MOST_LEFT_UNDONE]),
        *(_step_left(row) for row in steps.order_by("-pk")[:MOST_LEFT_UNDONE]),
    ]


def _mail_left(row: Notice) -> LeftUndone:
    who = row.user or row.link.holder
    return LeftUndone(_("Mail to %(who)s") % {"who": who}, row.error, *_named(row.case), at=row.set_aside_at)


def _word_left(row: Wake) -> LeftUndone:
    move = moves_of(MACHINES[row.case.kind]).get(row.move)
    what = _("What follows elsewhere: %(act)s") % {"act": move.label if move else row.move}
    return LeftUndone(what, row.result, *_named(row.case), at=row.done_at or row.created_at)


def _step_left(row: Step) -> LeftUndone:
    return LeftUndone(_("Reminders of an open step"), row.set_aside, *_named(row.case), at=row.opened_at)


def _named(case: Case | None) -> tuple[str, str]:
    if case is None:
        return "", ""
    if case.kind in CONFIDENTIAL:
        return _("Something that few may know of"), ""
    return f"{case.number} {case.title}".strip(), reverse("case", args=[case.pk])
