"""What a vendor's packet still needs, a task a page (PROC-1 to PROC-3): the one list for the vendor, the engine and us.

Both paths: which of them; the order form; the schools and departments; the deadline. Path A, with an agreement in
force: that agreement, confirmed. Path B: the preliminary request for information (product, data about students,
accessibility, artificial intelligence, age and consent, subcontractors) and the SOPPA form, or the statement that SOPPA
does not apply.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.wording import ended, sentence_case
from contracts.models import Agreement, Packet
from workflows.models import CaseFile

YES, NO = Packet.YesNo.YES, Packet.YesNo.NO
FILE = CaseFile.Kind
# Of these the newest counts.
REPLACED = {FILE.ORDER_FORM, FILE.SOPPA_FORM, FILE.ACCESSIBILITY}

TITLES = {
    "path": gettext_lazy("Which path is yours"),
    "agreement": gettext_lazy("Your active agreement"),
    "order-form": gettext_lazy("Order form"),
    "product": gettext_lazy("The product"),
    "data": gettext_lazy("Data about students"),
    "accessibility": gettext_lazy("Accessibility"),
    "ai": gettext_lazy("Artificial intelligence"),
    "age": gettext_lazy("Minimum age and consent"),
    "subcontractors": gettext_lazy("Subcontractors"),
    "soppa": gettext_lazy("SOPPA"),
    "schools": gettext_lazy("Schools and departments"),
    "deadline": gettext_lazy("Deadline"),
}
INFORMATION = ("product", "data", "accessibility", "ai", "age", "subcontractors")
# Headings of path B's list; the tasks of path A are few.
GROUPS = (
    (gettext_lazy("Path and order"), ("path", "agreement", "order-form")),
    (gettext_lazy("Preliminary request for information"), INFORMATION),
    (gettext_lazy("SOPPA, schools and deadline"), ("soppa", "schools", "deadline")),
)
PATHS = {
    "": ("path",),
    Packet.Path.ACTIVE: ("path", "agreement", "order-form", "schools", "deadline"),
    Packet.Path.NEW: ("path", "order-form", *INFORMATION, "soppa", "schools", "deadline"),
}


@dataclass(frozen=True)
class Task:
    """One page of the packet: its name in the address, what it is called, and what is still missing of it."""

    key: str
    label: Any
    lacks: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        return not self.lacks

    @property
    def name(self) -> Any:
        return self.label

    @property
    def hint(self) -> str:
        """What is missing, where the task's own name does not say it."""
        missing = [words for words in self.lacks if words]
        return ended(_("Still missing: %(names)s.") % {"names": "; ".join(missing)}) if missing else ""


def tasks_of(packet: Packet) -> list[Task]:
    """The tasks of the path that the vendor took, in order; before it took one, only that choice."""
    handed_in = packet.handed_in()
    return [Task(key, TITLES[key], tuple(LACKING[key](packet, handed_in))) for key in PATHS[packet.path]]


def grouped(tasks: list[Task]) -> list[tuple[Any, list[Task]]]:
    """Tasks under their headings; one list without a heading where they are few."""
    if len(tasks) <= len(PATHS[Packet.Path.ACTIVE]):
        return [("", tasks)]
    return [(words, [task for task in tasks if task.key in keys]) for words, keys in GROUPS]


def agreements_of(packet: Packet, *, on: date) -> list[Agreement]:
    """Agreements with this vendor in force on a day: what path A may be taken with (PROC-2)."""
    if packet.vendor_id is None:
        return []
    found = Agreement.objects.filter(Agreement.running(on), vendor=packet.vendor_id)
    return list(found.prefetch_related("products").order_by("-starts_on", "-pk"))


def asked_words(model, name: str) -> str:
    """A column's name as it is asked, begun with a capital, after "¿" too."""
    return sentence_case(str(model._meta.get_field(name).verbose_name))


# --- what is missing of each ------------------------------------------------------------------------------------------


def _unanswered(packet: Packet, *names: str) -> list[str]:
    """Questions without an answer, as they are asked. Zero is an answer."""
    return [asked_words(Packet, name) for name in names if getattr(packet, name) in ("", None)]


def _path(packet: Packet, handed_in: set[str]) -> list[str]:
    return [] if packet.path else [""]


def _agreement(packet: Packet, handed_in: set[str]) -> list[str]:
    in_force = {agreement.pk for agreement in agreements_of(packet, on=timezone.localdate())}
    if packet.contract_id is None:
        return [_("the agreement")]
    if packet.contract_id not in in_force:
        return [_("an agreement that is in force")]
    return [] if packet.agreement_confirmed else [_("your confirmation")]


def _order_form(packet: Packet, handed_in: set[str]) -> list[str]:
    return [] if FILE.ORDER_FORM in handed_in else [""]


def _product(packet: Packet, handed_in: set[str]) -> list[str]:
    return _unanswered(packet, "description", "business_address")


def _data(packet: Packet, handed_in: set[str]) -> list[str]:
    if packet.student_data != YES:
        return _unanswered(packet, "student_data")
    ticked = list(packet.elements.all())
    left = [] if ticked else [_("which data")]
    if any(element.is_other for element in ticked) and not packet.other_data:
        left.append(_("which other data"))
    return left + _unanswered(packet, "data_location")


def _accessibility(packet: Packet, handed_in: set[str]) -> list[str]:
    if packet.has_accessibility_report != YES:
        only = ("accessibility_words",) if packet.has_accessibility_report else ()
        return _unanswered(packet, "has_accessibility_report", *only)
    report = [] if FILE.ACCESSIBILITY in handed_in or packet.accessibility_url else [_("the report or its address")]
    return _unanswered(packet, "accessibility_on") + report


def _ai(packet: Packet, handed_in: set[str]) -> list[str]:
    return _unanswered(packet, "uses_ai", *(("ai_features", "ai_trains") if packet.uses_ai == YES else ()))


def _age(packet: Packet, handed_in: set[str]) -> list[str]:
    return _unanswered(packet, "minimum_age", "parental_consent")


def _subcontractors(packet: Packet, handed_in: set[str]) -> list[str]:
    if packet.has_subcontractors != YES:
        return _unanswered(packet, "has_subcontractors")
    return [] if packet.subcontractors.exists() else [_("at least one of them")]


def _soppa(packet: Packet, handed_in: set[str]) -> list[str]:
    """The form, or the statement; never the statement where student data was found."""
    if packet.soppa == Packet.Soppa.NOT_SUBJECT and not packet.student_data_found():
        return _unanswered(packet, "not_subject_because")
    if packet.soppa == Packet.Soppa.SUBJECT and FILE.SOPPA_FORM in handed_in:
        return []
    return [_("your SOPPA form")] if packet.soppa or packet.student_data_found() else [_("the form or the statement")]


def _schools(packet: Packet, handed_in: set[str]) -> list[str]:
    return [] if packet.schools.exists() else [""]


def _deadline(packet: Packet, handed_in: set[str]) -> list[str]:
    return [] if packet.deadline else [""]


LACKING = {
    "path": _path,
    "agreement": _agreement,
    "order-form": _order_form,
    "product": _product,
    "data": _data,
    "accessibility": _accessibility,
    "ai": _ai,
    "age": _age,
    "subcontractors": _subcontractors,
    "soppa": _soppa,
    "schools": _schools,
    "deadline": _deadline,
}
