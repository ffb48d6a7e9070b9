"""What the district's pages of vendor packets read: the list, one packet, and what is asked beside what is agreed."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import setting
from accounts.models import User
from accounts.wording import money_words
from catalog.models import Resource, Vendor
from contracts.models import Agreement, DataElement, Packet
from contracts.packet_tasks import REPLACED, asked_words
from workflows import standing
from workflows.models import CaseFile, Link, Review, Step
from workflows.page import Badge
from workflows.selectors import OPEN_PHASES

PER_PAGE = 25
STATES = Packet.State
SHOWN = {
    "vendor": gettext_lazy("With the vendor"),
    "us": gettext_lazy("With us"),
    "over": gettext_lazy("Over"),
    "mine": gettext_lazy("Invited by me"),
}
IN_STATES = {
    "vendor": (STATES.INVITED, STATES.IN_PROGRESS),
    "us": (STATES.EXPIRED, STATES.COMPLETE, STATES.UNDER_REVIEW, STATES.DECIDING, STATES.BOARD, STATES.SIGNING),
    "over": (STATES.IN_FORCE, STATES.DECLINED, STATES.WITHDRAWN),
}


# --- the list ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A packet in the list: who has it, since when, until when."""

    packet: Packet
    steps: list[Step]

    @property
    def badge(self) -> Badge:
        return Badge(self.packet.state_words, self.packet.look.tone, self.packet.look.icon)

    @property
    def holders(self) -> str:
        return "; ".join(dict.fromkeys(capfirst(standing.holder_words(step)) for step in self.steps))

    @property
    def since(self) -> datetime | None:
        return min((step.opened_at for step in self.steps), default=None)

    @property
    def due(self) -> date | None:
        return min((step.due_on for step in self.steps if step.due_on), default=None)


def packet_list(user: User, *, words: str = "", shown: str = "", page: int | str = 1) -> Page:
    """One page of packets, the newest on top; three queries."""
    found = Packet.objects.filter(_which(user, shown))
    for word in words.split():
        found = found.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(vendor__name__icontains=word))
    waiting = Step.objects.filter(closed_at__isnull=True).select_related("person", "place").order_by("pk")
    found = found.select_related("vendor", "requester").prefetch_related(
        Prefetch("steps", waiting, to_attr="waiting_on")
    )
    rows = Paginator(found.order_by("-pk"), PER_PAGE).get_page(page)
    rows.object_list = [Row(packet, packet.waiting_on) for packet in rows.object_list]
    return rows


def _which(user: User, shown: str) -> Q:
    if shown == "mine":
        return Q(requester=user)
    return Q(state__in=IN_STATES[shown]) if shown in IN_STATES else Q()


def open_packet_for(vendor: Vendor, *, resource: Resource | None, title: str) -> Packet | None:
    """The open packet of a vendor for a product; None when there is none."""
    product = Q(resource=resource) if resource else Q(resource__isnull=True, title__iexact=title)
    return Packet.objects.filter(product, vendor=vendor, phase__in=OPEN_PHASES).order_by("pk").first()


# --- one packet -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """One answer of the vendor: words, a day, or several rows."""

    name: str
    question: str
    words: str = ""
    day: date | None = None
    rows: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """Answers of the vendor that belong together."""

    title: str
    answers: list[Answer]


# Questions by heading, as the vendor is asked them; those in FULL are said in a row of their own way.
ASKED = (
    (gettext_lazy("What is asked for"), ("path", "schools", "deadline")),
    (
        gettext_lazy("The product and its data"),
        (
            "description",
            "business_address",
            "student_data",
            "elements",
            "other_data",
            "data_location",
            "has_subcontractors",
            "subcontractors",
        ),
    ),
    (gettext_lazy("SOPPA"), ("soppa", "not_subject_because")),
    (
        gettext_lazy("Accessibility, age and artificial intelligence"),
        (
            "has_accessibility_report",
            "accessibility_on",
            "accessibility_url",
            "accessibility_words",
            "minimum_age",
            "parental_consent",
            "uses_ai",
            "ai_features",
            "ai_trains",
        ),
    ),
)


def answers_of(packet: Packet) -> list[Section]:
    """What the vendor has said so far, by heading; what is not answered yet is left out."""
    sections = []
    for title, names in ASKED:
        if answers := [answer for name in names if (answer := _answer(packet, name))]:
            sections.append(Section(str(title), answers))
    return sections


def _answer(packet: Packet, name: str) -> Answer | None:
    if name == "subcontractors":
        rows = [f"{row.name}: {row.service}" if row.service else row.name for row in packet.subcontractors.all()]
        return Answer(name, _("Its subcontractors"), rows=rows) if rows else None
    question = asked_words(Packet, name)
    if name in {"schools", "elements"}:
        rows = [str(row) for row in getattr(packet, name).all()]
        return Answer(name, question, rows=rows) if rows else None
    value = getattr(packet, name)
    if value in (None, ""):
        return None
    if isinstance(value, date):
        return Answer(name, question, day=value)
    choice = getattr(packet, f"get_{name}_display", None)
    return Answer(name, question, str(choice() if choice else value))


def files_handed_in(packet: Packet) -> list[tuple[CaseFile, bool]]:
    """Every file on a packet that is not for reviewers alone, the newest of a kind first; and whether the vendor has
    replaced it since."""
    rows = CaseFile.objects.filter(case_id=packet.pk, internal=False).select_related("file", "file__by")
    replaced = replaced_files(packet)
    return [(row, row.pk in replaced) for row in rows.order_by("kind", "-pk")]


def replaced_files(packet: Packet) -> set[int]:
    """Keys of files in whose place the vendor has put a newer one."""
    rows = CaseFile.objects.filter(case_id=packet.pk, kind__in=REPLACED, file__by__isnull=True)
    keys: dict[str, list[int]] = {}
    for kind, pk in rows.filter(file__removed_at__isnull=True).order_by("-pk").values_list("kind", "pk"):
        keys.setdefault(kind, []).append(pk)
    return {pk for newest_first in keys.values() for pk in newest_first[1:]}


@dataclass(frozen=True)
class LinkRow:
    """One link that was given out, and whether it works."""

    link: Link
    badge: Badge

    @property
    def works(self) -> bool:
        return self.badge.tone == "good"


def links_of(packet: Packet, *, at: datetime) -> list[LinkRow]:
    """Who can reach the packet from outside, and who could; the newest first."""
    rows = Link.objects.filter(case_id=packet.pk).select_related("created_by", "revoked_by")
    return [LinkRow(link, _link_badge(link, at)) for link in rows]


def _link_badge(link: Link, at: datetime) -> Badge:
    if link.revoked_at:
        return Badge(_("Withdrawn"), "quiet", "cross")
    if link.expires_at <= at:
        return Badge(_("Has run out"), "needs-you", "flag")
    return Badge(_("Works"), "good", "check")


def board_words(packet: Packet) -> str:
    """Whether the Board is needed, and why (PROC-5)."""
    limit = setting("board_threshold")
    said = {"amount": money_words(packet.amount or 0), "limit": money_words(limit)}
    if (packet.amount or 0) >= limit:
        return _("The Board decides: %(amount)s reaches the district’s threshold of %(limit)s.") % said
    if packet.board_flag:
        return _("The Board decides: the packet is flagged for it, whatever it costs.")
    if packet.amount is None:
        return _("The Board is not needed as far as we know: no amount is recorded, and there is no flag.")
    return _("The Board is not needed: %(amount)s is below the threshold of %(limit)s, and there is no flag.") % said


# --- beside a step's question -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DataLine:
    """A kind of data about students: does the vendor name it, was it found, is it agreed? None: cannot be said."""

    element: DataElement
    said: bool
    found: bool | None
    agreed: bool | None


def data_lines(packet: Packet) -> list[DataLine]:
    """What the vendor says, what was found and what is agreed, element by element (PROC-4)."""
    said = set(packet.elements.all()) if packet.student_data == Packet.YesNo.YES else set()
    found = set(packet.elements_found()) if packet.served else None
    agreed = set(packet.contract.elements.all()) if packet.contract_id else None
    rows = sorted(said | (found or set()), key=lambda element: (element.category, element.name))
    return [
        DataLine(
            element,
            element in said,
            None if found is None else element in found,
            None if agreed is None else element in agreed,
        )
        for element in rows
    ]


@dataclass(frozen=True)
class Compared:
    """Something that is asked for, and whether the agreement names it."""

    what: str
    asked: str
    agreed: bool


def beside_agreement(packet: Packet) -> list[Compared]:
    """Path A: product and places asked for, beside the agreement the vendor named (PROC-4)."""
    agreement = packet.contract
    if agreement is None:
        return []
    places = list(agreement.places.all())
    named = packet.resource_id in {product.pk for product in agreement.products.all()}
    rows = [Compared(_("Product"), str(packet.resource or packet.title), named)]
    for place in packet.where_asked():
        rows.append(Compared(_("Place"), str(place), any(named.covers(place) for named in places)))
    return rows


def reviews_of(packet: Packet) -> list[Step]:
    """The three steps of the latest round of reviews, answered or open, in the order of the procedure."""
    steps = [step for step in packet.all_steps if step.key in packet.machine.side_by_side]
    latest = max((step.round for step in steps), default=0)
    order = [stage.key for stage in packet.machine.stages]
    return sorted((step for step in steps if step.round == latest), key=lambda step: order.index(step.key))


def disagreement(steps: list[Step]) -> str:
    """What stands out among the answers, or an empty text when they agree."""
    outcomes = [step.review.outcome for step in steps if hasattr(step, "review")]
    declined = outcomes.count(Review.Outcome.DECLINE)
    if declined and declined < len(outcomes):
        return _("They don’t agree: %(count)d of %(all)d decline it.") % {"count": declined, "all": len(outcomes)}
    if declined:
        return _("All of them decline it.")
    if Review.Outcome.CHANGES in outcomes:
        return _("All would go on, but with changes.")
    return ""


def agreements_to_choose(packet: Packet) -> list[Agreement]:
    """Agreements with the vendor, or for its product, that are not over (PROC-6)."""
    ours = Q(vendor=packet.vendor_id)
    if packet.resource_id:
        ours |= Q(products=packet.resource_id)
    living = (*Agreement.UNSIGNED_STATES, *Agreement.SIGNED_STATES)
    found = Agreement.objects.filter(ours, state__in=living).distinct().select_related("vendor")
    return list(found.prefetch_related("products", "places").order_by("-pk"))
