from collections.abc import Callable
from datetime import date, timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.district import setting
from accounts.models import Place
from accounts.roles import Role
from accounts.selectors import holders
from catalog import services as library
from contracts.models.agreement import Agreement
from contracts.models.elements import DataElement, OtherData
from workflows.clocks import response_date_after
from workflows.machines import PacketMachine
from workflows.models import Case, CaseFile, Review
from workflows.selectors import about_products, waiting_for_vendor
from workflows.wakes import wake_case

_served_beside: list[Callable[["Packet"], list]] = []


def register_served(find: Callable[["Packet"], list]) -> None:
    """Called in an AppConfig.ready: what a packet serves besides the cases that wait for it alone.

    `find(packet)` gives things that read like the request they belong to, with `student_data_found` and `elements()` of
    their own; `waits` says whether their `case` goes on when the packet ends.
    """
    _served_beside.append(find)


class Packet(PacketMachine, OtherData, Case):
    """What a vendor hands in before an agreement or an order, through a link (PROC-1 to PROC-7).

    `requester` is the member of staff who invited the vendor; `opened_from` the request or renewal that waits for it.
    """

    class Path(models.TextChoices):
        ACTIVE = "a", _("We have an active agreement with the district")
        NEW = "b", _("We have no agreement with the district yet")

    class Soppa(models.TextChoices):
        SUBJECT = "subject", _("It is subject to SOPPA; our SOPPA form is attached")
        NOT_SUBJECT = "not-subject", _("It is not subject to SOPPA")

    class YesNo(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    path = models.CharField(_("which is true of you?"), max_length=1, choices=Path, blank=True)
    contract = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="packets",
        verbose_name=_("agreement"),
        help_text="path A: the one in force; path B: the one that came of it",
    )
    agreement_confirmed = models.BooleanField(_("we confirm that this agreement is active"), default=False)
    schools = models.ManyToManyField(
        Place, blank=True, related_name="packets", verbose_name=_("schools and departments that will use it")
    )
    deadline = models.DateField(_("by when the district should approve and sign"), null=True, blank=True)

    # The preliminary request for information.
    business_address = models.TextField(_("business address"), max_length=1000, blank=True)
    description = models.TextField(_("what the product does"), max_length=4000, blank=True)
    student_data = models.CharField(_("does it receive data about students?"), max_length=3, choices=YesNo, blank=True)
    elements = models.ManyToManyField(
        DataElement, blank=True, related_name="packets", verbose_name=_("data it receives about students")
    )
    data_location = models.CharField(_("where the data is kept"), max_length=200, blank=True)
    soppa = models.CharField(_("SOPPA"), max_length=12, choices=Soppa, blank=True)
    not_subject_because = models.TextField(_("why it is not subject to SOPPA"), max_length=4000, blank=True)
    has_accessibility_report = models.CharField(
        _("is there an accessibility report (VPAT or ACR)?"), max_length=3, choices=YesNo, blank=True
    )
    accessibility_words = models.TextField(_("what is known about its accessibility"), max_length=4000, blank=True)
    accessibility_on = models.DateField(_("date of the accessibility report"), null=True, blank=True)
    accessibility_url = models.URLField(_("address of the accessibility report"), max_length=300, blank=True)
    uses_ai = models.CharField(_("does it use artificial intelligence?"), max_length=3, choices=YesNo, blank=True)
    ai_features = models.TextField(_("which features, and how they can be turned off"), max_length=4000, blank=True)
    ai_trains = models.CharField(_("is student data used to train models?"), max_length=3, choices=YesNo, blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age of users"), null=True, blank=True)
    parental_consent = models.CharField(_("is parental consent needed?"), max_length=3, choices=YesNo, blank=True)
    has_subcontractors = models.CharField(
        _("do subcontractors receive student data?"), max_length=3, choices=YesNo, blank=True
    )

    # The district's side.
    board_flag = models.BooleanField(_("the Board must decide whatever it costs"), default=False)
    not_subject_accepted = models.BooleanField(
        _("General Counsel accepts that SOPPA does not apply"), null=True, blank=True
    )
    board_met_on = models.DateField(_("the Board met on"), null=True, blank=True)

    class Meta:
        verbose_name = _("vendor packet")

    # --- facts of the machine -----------------------------------------------------------------------------------------

    def handed_in(self) -> set[str]:
        """Kinds of files the vendor has handed in and nobody has removed."""
        rows = CaseFile.objects.filter(case_id=self.pk, file__removed_at__isnull=True)
        return set(rows.values_list("kind", flat=True))

    def missing(self) -> list:
        """Names of what its path still asks for (PROC-2, PROC-3)."""
        return [task.label for task in self.tasks() if not task.done]

    def tasks(self) -> list:
        """The vendor's task list, in order."""
        from contracts.packet_tasks import tasks_of

        return tasks_of(self)

    def needs_board(self) -> bool:
        """The amount reaches the threshold, or somebody flagged it (PROC-5)."""
        return self.board_flag or (self.amount or 0) >= setting("board_threshold")

    def student_data_found(self) -> bool:
        """The vendor says so, or a request it serves was found to share student data."""
        return self.student_data == self.YesNo.YES or any(request.student_data_found for request in self.served)

    def exemption_unsettled(self) -> str:
        """“Not subject” counts once General Counsel accepts it, and never where student data was found (PROC-3)."""
        if self.soppa != self.Soppa.NOT_SUBJECT:
            return ""
        if self.student_data_found():
            return gettext("Student data was found: the vendor’s SOPPA form is needed.")
        if not self.not_subject_accepted:
            return gettext("General Counsel has not accepted that SOPPA does not apply.")
        return ""

    def agreement_lacks(self) -> str:
        """Why no agreement in force that covers this packet is recorded for it (PROC-6).

        A product that is not in the library is named by no agreement.
        """
        if self.resource_id is None:
            return gettext("“%(name)s” is not in the library, so no agreement can name it.") % {"name": self.title}
        if self.contract_id is None:
            return gettext("Record the agreement first.")
        from contracts.cover import Use, gaps

        use = Use(self.resource, tuple(self.where_asked()), tuple(self.elements_shared()), timezone.localdate())
        found = gaps(self.contract, use)
        return found[0].sentence if found else ""

    def draft_underway(self) -> Agreement | None:
        """The draft that came of it and is not signed yet: there is one at a time."""
        drafted = self.contract_id is not None and self.contract.state in Agreement.UNSIGNED_STATES
        return self.contract if drafted else None

    def where_asked(self) -> list[Place]:
        """Where it is to be used: the schools named, else the place of whoever invited the vendor."""
        return list(self.schools.all()) or [self.place]

    def elements_shared(self) -> list[DataElement]:
        """Data about students that an agreement must list: what the vendor names and what was found."""
        named = list(self.elements.all()) if self.student_data == self.YesNo.YES else []
        return list(dict.fromkeys([*named, *self.elements_found()]))

    def elements_found(self) -> list[DataElement]:
        """What reviewers of the requests it serves found."""
        found = [element for request in self.served if request.student_data_found for element in request.elements()]
        return list(dict.fromkeys(found))

    @cached_property
    def served(self) -> list[Case]:
        """The requests that wait or waited for it."""
        return about_products(self.held_up.order_by("pk")) + self._served_beside()

    def _served_beside(self) -> list:
        return [each for find in _served_beside for each in find(self)]

    def declines(self) -> list[Review]:
        """Reviews of the latest round that decline."""
        steps = [step for step in self.all_steps if step.key in self.side_by_side]
        latest = max((step.round for step in steps), default=0)
        reviews = [step.review for step in steps if step.round == latest and hasattr(step, "review")]
        return [review for review in reviews if review.outcome == Review.Outcome.DECLINE]

    def waiting(self) -> list[tuple[Case, str]]:
        """What goes on when it ends, and by which move: requests that wait for the vendor, and a renewal."""
        found = [(request, "vendor_answered") for request in waiting_for_vendor(self.held_up.all())]
        found += [(each.case, "vendor_answered") for each in self._served_beside() if each.waits]
        if self.opened_from_id and self.opened_from.kind == "renewal":
            found.append((self.opened_from, "packet_ended"))
        return found

    def removable_answers(self) -> tuple[str, ...]:
        """What the vendor wrote in its own words (X-5)."""
        written = ("description", "business_address", "accessibility_words", "ai_features", "not_subject_because")
        return (*written, "other_data")

    # Its own page shows these, and its files.
    body_moves = frozenset({"renew_link"})
    talks_with_vendor = True

    def step_page(self, step) -> str:
        """A new link names whom it goes to."""
        return reverse("packet-link", args=[self.pk]) if step.key == "link" else ""

    # What the holder of a step may put right on the record while it is with them.
    amendable = {
        "check": {"amount", "board_flag"},
        "way": {"amount", "board_flag"},
        "signing": {"contract"},
    }

    # --- clocks and people --------------------------------------------------------------------------------------------

    def response_date(self, at) -> date:
        """About four weeks, longer with the Board (PROC-7)."""
        days = int(setting("packet_days")) + (int(setting("packet_board_days")) if self.needs_board() else 0)
        return response_date_after(at, days)

    def answers_the_vendor(self, *, at) -> list:
        return list(holders(Role.PROCUREMENT.value, self.place, on=timezone.localdate(at)))

    # --- what follows a move ------------------------------------------------------------------------------------------

    def after_review(self, *, step, review, at, by, details) -> None:
        """General Counsel says whether SOPPA applies (PROC-3)."""
        if step.key == "packet-counsel" and details.get("accepts_not_subject") in {"yes", "no"}:
            self.not_subject_accepted = details["accepts_not_subject"] == "yes"

    def after_hand_in(self, *, event, at, by, details) -> None:
        """General Counsel accepts a statement, not whatever is written in its place (PROC-3); the link it came by works
        at least until the district has answered, should the packet be returned."""
        from contracts import packets

        self.not_subject_accepted = None
        packets.keep_links_alive(self, at=at)

    def after_send_to_board(self, *, event, at, by, details) -> None:
        """The Board was not foreseen when the clock started: it takes longer (PROC-7)."""
        foreseen = (
            self.response_due and self.submitted_at and self.response_due >= self.response_date(self.submitted_at)
        )
        if self.response_due and not foreseen:
            self.response_due += timedelta(days=int(setting("packet_board_days")))

    def after_board_approves(self, *, event, at, by, details) -> None:
        self.board_met_on = details["meeting_on"]

    def after_board_refuses(self, *, event, at, by, details) -> None:
        self.board_met_on = details["meeting_on"]
        self._ended(event, at)

    def after_renew_link(self, *, event, at, by, details) -> None:
        """The links before stop working; a new one goes to whoever is named, or to whoever had the last."""
        from contracts import packets

        packets.send_new_link(self, by=by, at=at, **details.get("sends_to", {}))

    def after_return_to_vendor(self, *, event, at, by, details) -> None:
        """The vendor goes on through the link it has; through a new one where none works any more."""
        from contracts import packets
        from workflows import notices

        packets.replace_dead_links(self, by=by, at=at)
        notices.tell_links(self, "vendor_returned", at=at, key=f"event:{event.pk}", event=event.pk)

    def after_decline(self, *, event, at, by, details) -> None:
        self._ended(event, at)

    def after_withdraw(self, *, event, at, by, details) -> None:
        """The vendor is told, and its links open nothing any more (X-5)."""
        from workflows import links

        self._ended(event, at)
        links.revoke_all(self, by=by, at=at)

    def after_sign_off(self, *, event, at, by, details) -> None:
        """The address it gave is published beside the agreement (SOPPA §27), unless the district knows one already."""
        if self.vendor_id and self.business_address:
            library.learn_address(vendor=self.vendor, address=self.business_address)
        self._ended(event, at)

    def _ended(self, event, at) -> None:
        """What waits for this packet goes on, under its own lock (MICRO-11, RENEW-5); the vendor is told."""
        from workflows import notices

        for case, move in self.waiting():
            wake_case(case, move, key=f"packet:{event.pk}:case:{case.pk}", at=at)
        notices.tell_links(self, "vendor_ended", at=at, key=f"event:{event.pk}", event=event.pk)
