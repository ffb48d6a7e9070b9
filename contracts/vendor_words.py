"""What a vendor is told of where its packet stands, in plain words; nothing of the reviews inside the district."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.district import setting
from accounts.models import User
from accounts.wording import day_words
from contracts.models import Packet
from contracts.packet_tasks import asked_words
from workflows.models import Case, CaseFile, Event, Link
from workflows.selectors import last_page
from workflows.words import state_words

State = Packet.State
WITH_VENDOR = (State.INVITED, State.IN_PROGRESS)
OVER = (State.IN_FORCE, State.DECLINED, State.WITHDRAWN)

NOW = {
    State.INVITED: gettext_lazy("It waits for you: fill it in, then send it."),
    State.IN_PROGRESS: gettext_lazy("It waits for you: fill in what is missing, then send it."),
    State.COMPLETE: gettext_lazy(
        "The district has it. Procurement and Contracts checks whether it is complete and right."
    ),
    State.UNDER_REVIEW: gettext_lazy(
        "Information Technology, Risk Management and General Counsel are reviewing it, side by side."
    ),
    State.DECIDING: gettext_lazy("The reviews are in. Procurement and Contracts decides what comes next."),
    State.BOARD: gettext_lazy("It goes to the Board of Education."),
    State.SIGNING: gettext_lazy("It is approved. The agreement is being signed by both sides."),
    State.IN_FORCE: gettext_lazy("The agreement is in force. Nothing more is needed from you."),
    State.EXPIRED: gettext_lazy("The link had run out."),
    State.DECLINED: gettext_lazy("The district has declined. Nothing more is needed from you."),
    State.WITHDRAWN: gettext_lazy("The district has withdrawn its invitation."),
}
ALL_THERE = gettext_lazy("It waits for you: nothing is missing. Look through your answers, then send it.")
# Where the machine speaks of the vendor, a vendor is spoken to.
CALLED = {
    State.INVITED: gettext_lazy("With you"),
    State.IN_PROGRESS: gettext_lazy("With you"),
    State.COMPLETE: gettext_lazy("Being checked"),
}
NEXT = {
    State.COMPLETE: (
        gettext_lazy(
            "If something is missing or wrong, the packet comes back to you with a few words, through this link."
        ),
        gettext_lazy("If it is right, Information Technology, Risk Management and General Counsel review it."),
    ),
    State.UNDER_REVIEW: (
        gettext_lazy(
            "When all three have answered, Procurement and Contracts decides: to the Board, to signing, or no."
        ),
    ),
    State.DECIDING: (gettext_lazy("It goes to the Board if the amount calls for it, else to be signed."),),
    State.BOARD: (gettext_lazy("If the Board approves, the agreement is signed by both sides."),),
    State.SIGNING: (gettext_lazy("The district sends you the agreement to sign, apart from these pages."),),
}


@dataclass(frozen=True)
class Stands:
    """Where a packet stands: a sentence, its badge, what comes next."""

    sentence: Any
    words: str
    tone: str
    icon: str
    following: tuple[Any, ...] = ()


def stands(packet: Packet) -> Stands:
    """Where it stands now, as its vendor is told."""
    state, look = State(packet.state), packet.look
    tone, icon = ("needs-you", "hand") if state in WITH_VENDOR else (look.tone, look.icon)
    sentence = ALL_THERE if state == State.IN_PROGRESS and not packet.missing() else NOW[state]
    return Stands(sentence, called(state), tone, icon, NEXT.get(state, ()))


def called(state: str) -> str:
    """A state in a word or two."""
    return str(CALLED.get(State(state)) or state_words("packet", state))


def progress(packet: Packet) -> list[dict]:
    """The way a packet takes, by name: what is behind it, where it is, what comes."""
    line = [state for state in packet.main_line if state not in packet.passed_over and state != State.INVITED]
    here = State.IN_PROGRESS if packet.state in (*WITH_VENDOR, State.EXPIRED) else packet.state
    reached = line.index(here) if here in line else -1
    return [{"words": called(state), "place": _place(number, reached, packet)} for number, state in enumerate(line)]


def _place(number: int, reached: int, packet: Packet) -> str:
    if reached < 0:
        return "left-out"
    if number < reached or packet.state == State.IN_FORCE:
        return "done"
    return "here" if number == reached else "next"


def how_long() -> str:
    """About four weeks, longer with the Board; as the district has set it (PROC-7)."""
    days, more = int(setting("packet_days")), int(setting("packet_board_days"))
    weeks = max(round(days / 7), 1)
    said = ngettext("It takes about %(weeks)d week", "It takes about %(weeks)d weeks", weeks) % {"weeks": weeks}
    from_then = _("from the day on which you send a complete packet")
    if not more:
        return f"{said}, {from_then}."
    longer = max(round(more / 7), 1)
    board = ngettext("about %(weeks)d week more", "about %(weeks)d weeks more", longer) % {"weeks": longer}
    return _("%(said)s, %(from_then)s; %(board)s if the Board has to decide.") % {
        "said": said,
        "from_then": from_then,
        "board": board,
    }


def answers(packet: Packet, names: Iterable[str]) -> list[tuple[str, Any]]:
    """Pairs of question and answer; what is not answered is left out."""
    rows = []
    for name in names:
        if name == "has_subcontractors" and packet.has_subcontractors == Packet.YesNo.YES:
            listed = [
                ", ".join(filter(None, (row.name, row.service, row.website))) for row in packet.subcontractors.all()
            ]
            rows.append((_("Subcontractors that receive student data"), "\n".join(listed)))
        elif (answer := _answer(packet, name)) not in (None, "", []):
            rows.append((asked_words(Packet, name), answer))
    return rows


def _answer(packet: Packet, name: str) -> Any:
    field, value = Packet._meta.get_field(name), getattr(packet, name)
    if field.many_to_many:
        return "\n".join(str(row) for row in value.all())
    if field.choices:
        return getattr(packet, f"get_{name}_display")()
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, bool):
        return _("Yes") if value else ""
    return value


def returned(packet: Packet) -> Event | None:
    """The district's words when it sent the packet back, while it is with the vendor again."""
    if packet.state != State.IN_PROGRESS:
        return None
    moves = Event.objects.filter(case_id=packet.pk, kind=Event.Kind.MOVE, name__in=("return_to_vendor", "hand_in"))
    last = moves.select_related("words").first()
    return last if last and last.name == "return_to_vendor" else None


def contact(packet: Packet, *, at: datetime) -> User | None:
    """Whom the vendor asks: whoever invited it, else Procurement and Contracts."""
    if packet.requester_id and packet.requester.is_active:
        return packet.requester
    return next(iter(packet.answers_the_vendor(at=at)), None)


def due_on(packet: Packet) -> date | None:
    """By when the district asks for the packet."""
    step = packet.open_step("packet")
    return step.due_on if step else None


def thread(case: Case, *, page: str = "") -> Page:
    """Questions and answers that both sides read, oldest first; without a page's number the last page."""
    rows = Event.objects.filter(case_id=case.pk, kind=Event.Kind.COMMENT, seen=Event.Seen.VENDOR)
    return last_page(rows.select_related("words").order_by("pk"), page)


def files_of(link: Link) -> list[CaseFile]:
    """What the holder of a link may open: what it handed in and what the district shared, the newest first."""
    shared = Event.objects.filter(case_id=link.case_id, kind=Event.Kind.FILE, seen=Event.Seen.VENDOR)
    rows = CaseFile.objects.filter(pk__in=shared.values("file"), case_id=link.case_id, internal=False)
    return list(rows.filter(file__removed_at__isnull=True).select_related("file").order_by("-pk"))
