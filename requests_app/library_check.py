"""What the library check shows: what the district says about things like what was typed, and what to do (MICRO-1)."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from accounts.models import Place, User
from catalog.answers import TOLD, Answer, Verdict, answer_for, verdict_for
from catalog.models import Availability, Resource, StatusChange
from catalog.search import Hit, host_of, search
from workflows.machines import ABOUT_PRODUCTS
from workflows.models import Case
from workflows.moves import Phase
from workflows.selectors import OPEN_PHASES

MOST = 8
THE_SAME = 98  # of 100: what was typed is this resource, not something like it
EXPLAINED = {Verdict.DENIED, Verdict.NOT_WITH_DATA}
UNDECIDED = {Verdict.IN_REVIEW, Verdict.UNREVIEWED, Verdict.ENDED, Verdict.DENIED}


@dataclass(frozen=True)
class Match:
    """A resource like what was typed: what the district says, who already asks, and what its reader may do."""

    answer: Answer
    score: float
    cases: list[Case] = field(default_factory=list)

    @property
    def resource(self) -> Resource:
        return self.answer.resource

    @property
    def is_denied(self) -> bool:
        return self.answer.verdict == Verdict.DENIED

    @property
    def is_asked_for(self) -> bool:
        """An open request will answer it: for everybody while nothing is decided, for the place where it is."""
        verdict, place = self.answer.verdict, self.answer.place
        if verdict in UNDECIDED:
            return bool(self.cases)
        return verdict == Verdict.ELSEWHERE and any(place and case.place_id == place.pk for case in self.cases)

    @property
    def act(self) -> str:
        """How a request about it begins: "extend", "again" or "ask"; empty where there is nothing to ask."""
        if self.is_asked_for:
            return ""
        if self.answer.verdict == Verdict.APPROVED:
            return "extend" if self.resource.paid_seats else ""
        acts = {
            Verdict.CONDITIONS: "extend",
            Verdict.ELSEWHERE: "extend",
            Verdict.NOT_WITH_DATA: "ask",
            Verdict.DENIED: "again",
            Verdict.IN_REVIEW: "ask",
            Verdict.UNREVIEWED: "ask",
            Verdict.ENDED: "ask",
        }
        return acts.get(self.answer.verdict, "")


@dataclass(frozen=True)
class LibraryCheck:
    """All that was shown for what was typed. `cases` are open requests about something not in the list."""

    typed: str
    matches: list[Match]
    cases: list[Case]

    @property
    def is_empty(self) -> bool:
        return not (self.matches or self.cases)

    @property
    def names_a_denial(self) -> bool:
        """What was typed is something that was denied, whatever is chosen."""
        return any(match.is_denied and match.score >= THE_SAME for match in self.matches)

    def match_for(self, pk: int, act: str) -> Match | None:
        """The match of a resource, if this is what its reader may do about it."""
        return next((m for m in self.matches if m.resource.pk == pk and m.act == act), None)

    def shows_case(self, pk: int) -> bool:
        shown = [*self.cases, *(case for match in self.matches for case in match.cases)]
        return any(case.pk == pk for case in shown)

    def kept(self) -> list[dict]:
        """What was shown, as the request keeps it."""
        return [
            {"resource": m.resource.pk, "name": m.resource.name, "verdict": m.answer.verdict.value}
            for m in self.matches
        ]


def library_check(typed: str, user: User, *, on: date) -> LibraryCheck:
    """Resources and open requests like what was typed, with the answers for the reader's own place."""
    hits = search(typed, limit=MOST)
    cases = list(_open_cases([hit.resource for hit in hits], typed, user)) if typed.strip() else []
    _read_for_answers(hits, user.place, on=on)
    matches = [
        Match(
            answer=answer_for(hit.resource, user.place, on=on),
            score=hit.score,
            cases=[case for case in cases if case.resource_id == hit.resource.pk],
        )
        for hit in hits
    ]
    known = {hit.resource.pk for hit in hits}
    return LibraryCheck(typed, matches, [case for case in cases if case.resource_id not in known])


def _read_for_answers(hits: list[Hit], place, *, on: date) -> None:
    """What `answer_for` reads; why not, and what to use instead, only where it may not be used."""
    resources = [hit.resource for hit in hits]
    prefetch_related_objects(resources, Prefetch("availabilities", Availability.objects.select_related("place")))
    explained = [r for r in resources if verdict_for(r, place, on=on) in EXPLAINED]
    here = Q(places__in=place.above) | Q(places__isnull=True)
    told = StatusChange.objects.filter(here, TOLD).distinct()
    prefetch_related_objects(explained, Prefetch("history", told), "alternatives")
    for change in (change for resource in explained for change in resource.history.all()):
        # Each was read because it holds here; which places it names is not asked again.
        change._prefetched_objects_cache = {"places": Place.objects.none()}


def _open_cases(resources: list[Resource], typed: str, user: User) -> QuerySet[Case]:
    """Open requests about these resources, or called or addressed like what was typed; and one's own drafts of them."""
    words = typed.strip()
    about = Q(resource__in=resources) | Q(title__icontains=words)
    if host := host_of(words):
        about |= Q(microrequest__website__icontains=host)
    seen = Q(phase__in=OPEN_PHASES) | Q(phase=Phase.PREPARING, requester=user)
    found = Case.objects.filter(about & seen, kind__in=ABOUT_PRODUCTS).select_related("place", "requester")
    return found.order_by("-pk")[:MOST]
