from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.district import setting
from accounts.models import Place, StoredFile
from contracts.models.agreement import Agreement
from contracts.models.elements import DataElement
from workflows.machines import BreachMachine, ConfirmationMachine, RightsMachine
from workflows.models import Case, Outsider


class Item(models.IntegerChoices):
    """The five items a school posts (105 ILCS 85/27(a))."""

    DATA = 1, _("The data we hold about students, and what we use it for")
    OPERATORS = 2, _("Operators we have agreements with")
    SUBCONTRACTORS = 3, _("Their subcontractors")
    RIGHTS = 4, _("How parents use their rights")
    BREACHES = 5, _("Breaches")


class Statement(models.Model):
    """The district's own words for one posted item in one language; each change is a new row, the newest counts."""

    item = models.PositiveSmallIntegerField(_("item"), choices=Item)
    language = models.CharField(_("language"), max_length=8)
    words = models.TextField(_("text"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["item", "language", "-id"], name="statement_newest")]

    def __str__(self):
        return f"{self.get_item_display()} ({self.language})"


class RecordChange(models.Model):
    """That something the public pages show changed outside a case's history: a name, an address, a text.

    Only ever added, in the transaction of the change; the newest says which of the kept pages are still right
    (contracts/kept_pages.py). Old ones are swept away.
    """

    what = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.what} {self.at}"


class Confirmation(ConfirmationMachine, Case):
    """The half-yearly confirmation that the posted items are right (LAW-2)."""

    period_starts_on = models.DateField(_("half-year that began on"), unique=True)
    confirm_by = models.DateField(_("to be confirmed by"))
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("half-yearly confirmation")

    def due_on(self, stage, at) -> date | None:
        """The law's day; opened or taken up again after it, by the usual term."""
        return self.confirm_by if self.confirm_by >= timezone.localdate(at) else None

    @property
    def is_past_the_law(self) -> bool:
        """Has the law's day gone by without it? Its step may have a later one."""
        return self.state == self.State.DUE and self.confirm_by < timezone.localdate()

    def after_confirm(self, *, event, at, by, details) -> None:
        self.confirmed_on = timezone.localdate(at)

    def after_reopen(self, *, event, at, by, details) -> None:
        """Until it is confirmed again the public page has the date of the half-year before."""
        self.confirmed_on = None


class RightsRequest(RightsMachine, Case):
    """A parent's request to inspect, copy or correct a student's covered information (LAW-3)."""

    class Wish(models.TextChoices):
        INSPECT = "inspect", _("See the data")
        COPY = "copy", _("Get a copy of the data")
        CORRECT = "correct", _("Have something corrected")

    wish = models.CharField(_("what the parent asks for"), max_length=8, choices=Wish)
    parent_name = models.CharField(_("parent’s name"), max_length=120)
    parent_address = models.TextField(_("address"), max_length=500)
    parent_phone = models.CharField(_("telephone"), max_length=40)
    parent_email = models.EmailField(_("e-mail"), blank=True)
    student_name = models.CharField(_("student’s name"), max_length=120)
    student_key = models.CharField(max_length=64, db_index=True, editable=False, help_text="name and school, hashed")
    school = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("school"))
    details = models.TextField(_("what it is about"), max_length=4000, blank=True)
    signature = models.CharField(_("signed"), max_length=120)
    signed_on = models.DateField(_("signed on"))
    received_on = models.DateField(_("received on"))
    language = models.CharField(max_length=8, default="en")
    identity_checked = models.CharField(_("how the identity was checked"), max_length=300, blank=True)
    given = models.TextField(_("what was given or corrected"), blank=True)
    given_on = models.DateField(_("on"), null=True, blank=True)
    corrected_on = models.DateField(_("corrected on"), null=True, blank=True)

    class Meta:
        verbose_name = _("parent’s request")
        indexes = [models.Index(fields=["student_key", "received_on"], name="rights_student_received")]

    def removable_answers(self) -> tuple[str, ...]:
        """All that says who asks, for whom and about what."""
        about = ("parent_name", "parent_address", "parent_phone", "parent_email", "student_name", "details")
        return (*about, "signature", "identity_checked", "given")

    def outsider(self) -> Outsider | None:
        """The parent, if an address was left."""
        if not self.parent_email:
            return None
        return Outsider(self.parent_email, self.language, reverse("public-privacy"))

    def signature_differs(self) -> bool:
        """Is it signed with another name than the parent's?"""
        signed, named = ("".join(name.casefold().split()) for name in (self.signature, self.parent_name))
        return bool(signed and named) and signed != named

    def asks_correction(self) -> bool:
        return self.wish == self.Wish.CORRECT

    def identity_is_known(self) -> bool:
        return bool(self.identity_checked)

    def answer_by(self) -> date:
        """45 days for seeing and copies, 90 for corrections (23 Ill. Adm. Code 380.20)."""
        key = "correction_days" if self.asks_correction() else "rights_days"
        return self.received_on + timedelta(days=int(setting(key)))

    def response_date(self, at) -> date:
        """Reopened, it is still owed by the day the law names."""
        return self.answer_by()

    def due_on(self, stage, at) -> date | None:
        return {"rights": self.answer_by(), "tell-parent": self.response_due}.get(stage.key)

    def over_the_limit(self) -> str:
        """Why a copy may be refused: more than two requests for a student in a fiscal quarter (LAW-3)."""
        from contracts.public_record import copies_in_quarter

        most = int(setting("copies_a_quarter"))
        if self.wish != self.Wish.COPY or copies_in_quarter(self) < most:
            return ""
        return gettext("There were %(n)d requests for copies in this quarter already.") % {"n": most}

    def after_confirm_identity(self, *, event, at, by, details) -> None:
        self.identity_checked = details["identity_checked"]

    def after_answer(self, *, event, at, by, details) -> None:
        from workflows import notices

        self.given, self.given_on = details["given"], details.get("given_on") or timezone.localdate(at)
        notices.tell_outsider(self, "rights_answered", at=at, key=f"event:{event.pk}")

    def after_refuse(self, *, event, at, by, details) -> None:
        from workflows import notices

        notices.tell_outsider(self, "rights_refused", at=at, key=f"event:{event.pk}")

    def after_refuse_identity(self, *, event, at, by, details) -> None:
        from workflows import notices

        notices.tell_outsider(self, "rights_refused", at=at, key=f"event:{event.pk}")

    def after_correct(self, *, event, at, by, details) -> None:
        """The clock of the correction ends; the parent is told within ten days (23 Ill. Adm. Code 380.20)."""
        self.given, self.corrected_on = details["given"], details.get("given_on") or timezone.localdate(at)
        self.response_due = self.corrected_on + timedelta(days=int(setting("correction_told_days")))

    def after_tell_parent(self, *, event, at, by, details) -> None:
        from workflows import notices

        self.given_on = details.get("given_on") or timezone.localdate(at)
        notices.tell_outsider(self, "rights_corrected", at=at, key=f"event:{event.pk}")


class Breach(BreachMachine, Case):
    """A breach of covered information, of an operator or the district's own (LAW-4)."""

    class Source(models.TextChoices):
        OPERATOR = "operator", _("At an operator")
        DISTRICT = "district", _("At the district")

    source = models.CharField(_("where it happened"), max_length=8, choices=Source)
    contract = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="breaches", verbose_name=_("agreement")
    )
    known_on = models.DateField(_("known to the district since"))
    known_how = models.TextField(_("how it became known"), max_length=2000)
    happened_from = models.DateField(_("happened on, or from"), null=True, blank=True)
    happened_to = models.DateField(_("until"), null=True, blank=True)
    date_is_estimate = models.BooleanField(_("the date is an estimate"), default=False)
    elements = models.ManyToManyField(DataElement, blank=True, related_name="+", verbose_name=_("data concerned"))
    description = models.TextField(_("what happened"), max_length=4000)
    pipa = models.BooleanField(
        _("personal information under PIPA is concerned"),
        default=False,
        help_text=_("Then the number of students is not published (815 ILCS 530/10)."),
    )
    notified_on = models.DateField(_("parents told on"), null=True, blank=True)
    posted_on = models.DateField(_("on the public list since"), null=True, blank=True)

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        indexes = [models.Index(fields=["posted_on"], condition=Q(posted_on__isnull=False), name="breach_posted")]

    def removable_answers(self) -> tuple[str, ...]:
        return ("known_how", "description")

    @property
    def operator(self):
        """The vendor at which it happened; None for the district's own."""
        return self.vendor or (self.contract.vendor if self.contract_id else None)

    @property
    def clocks(self) -> dict[str, date | None]:
        """When parents are to be told and the list to be right, while that is open."""
        return {step.key.replace("-", "_"): step.due_on for step in self.steps.all() if step.is_open}

    def students(self) -> int:
        """Students concerned, over all schools."""
        return sum(row.students for row in self.counts.all())

    def is_small(self) -> bool:
        """Fewer than ten per cent of enrollment: it may be left off the list (105 ILCS 85/27(a)(5))."""
        enrollment = int(setting("enrollment"))
        return enrollment > 0 and self.students() * 100 < enrollment * int(setting("small_breach_percent"))

    def due_on(self, stage, at) -> date | None:
        key = {"notify-parents": "breach_parent_days", "post-breach": "breach_post_days"}.get(stage.key)
        return self.known_on + timedelta(days=int(setting(key))) if key else None

    def after_review(self, *, step, review, at, by, details) -> None:
        """What was done before, and is left out now, counts no more; what is posted again keeps its first date."""
        done = review.outcome == "done"
        if step.key == "notify-parents":
            self.notified_on = details["done_on"] if done else None
        else:
            self.posted_on = (self.posted_on or timezone.localdate(at)) if done else None


class BreachCount(models.Model):
    """How many students of a school a breach concerns."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="counts")
    school = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("school"))
    students = models.PositiveIntegerField(_("students"))

    class Meta:
        ordering = ["school__path"]
        constraints = [models.UniqueConstraint(fields=["breach", "school"], name="breach_school_once")]

    def __str__(self):
        return f"{self.school}: {self.students}"


class PublicDocument(models.Model):
    """A paper of “Doing business with us”: form, handbook, policy or a video by its address (PROC-9)."""

    class Kind(models.TextChoices):
        FORM = "form", _("Blank forms")
        HANDBOOK = "handbook", _("Handbooks and agreements to read first")
        POLICY = "policy", _("Policies")
        VIDEO = "video", _("Video trainings")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=8, default="en")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "order", "title"]

    def __str__(self):
        return self.title

    @property
    def language_words(self) -> str:
        """The language it is written in, in the reader's."""
        return capfirst(gettext(dict(settings.LANGUAGES).get(self.language, "")))


class DocumentVersion(models.Model):
    """One version of such a paper; the newest is offered, the others stay readable to staff."""

    document = models.ForeignKey(PublicDocument, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="public_document")
    url = models.URLField(_("web address"), max_length=300, blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | Q(file__isnull=True) & ~Q(url=""), name="document_file_or_url"
            ),
        ]

    def __str__(self):
        return f"{self.document}, {self.number}"


class LinkRequest(models.Model):
    """A vendor asks a sponsoring member of staff for a packet link (PROC-9)."""

    company = models.CharField(_("company"), max_length=200)
    product = models.CharField(_("product"), max_length=200)
    contact_name = models.CharField(_("your name"), max_length=120)
    contact_email = models.EmailField(_("your e-mail"))
    sponsor_email = models.EmailField(_("e-mail of the member of staff you work with"))
    message = models.TextField(_("message"), max_length=2000, blank=True)
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="link_requests"
    )
    address = models.CharField(max_length=45)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    packet = models.ForeignKey("contracts.Packet", models.PROTECT, null=True, blank=True, related_name="asked_for_by")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["address", "at"], name="link_request_address_at"),
            models.Index(fields=["sponsor_email", "at"], name="link_request_sponsor_at"),
        ]

    def __str__(self):
        return f"{self.company}: {self.product}"


class PublicSending(models.Model):
    """That a public form was sent from an address; kept for a day, so that nobody sends a thousand."""

    form = models.CharField(max_length=20)
    address = models.CharField(max_length=45, help_text="IPv4 or IPv6")
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["form", "address", "at"], name="public_sending_lookup")]

    def __str__(self):
        return f"{self.form} {self.address} {self.at:%Y-%m-%d %H:%M}"
