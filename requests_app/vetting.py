"""The security vetting as the Cybersecurity team works on it: what is done, what is missing, and recording it.

The rule of SOFT-6 is a list of four lines; the vetting is complete when each is done, or recorded as not applicable
with a reason. Each act is the holder's of the step, through `engine.amend`, so that the history says who did what.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import setting
from accounts.models import User
from accounts.selectors import holders
from catalog.models import Resource
from catalog.models.resource import Shown
from contracts import packets
from contracts.models import Packet, TlsCheck
from contracts.tls import records
from contracts.tls.address import read_target
from contracts.tls.errors import NotMeasured
from contracts.tls.guide import Letter
from requests_app.models import Host, SoftwareRequest, Vetting
from workflows import engine, notices
from workflows.actors import Actor
from workflows.engine.record import passage, record
from workflows.errors import Invalid, Stale, Unmet
from workflows.models import Event, Link

log = logging.getLogger(__name__)
AT_STEPS = frozenset({"vetting"})
# Where its hosts are graded: a grade that has become worse since holds the publication up (SOFT-16).
GRADED_AT = AT_STEPS | {"publication"}


# --- what is done and what is missing (SOFT-6) ------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of the rule: done, or what is missing."""

    key: str
    label: Any
    done: bool
    words: str
    applies: bool = True

    @property
    def shown(self) -> Shown:
        """As a badge shows it."""
        if not self.done:
            return Shown(_("To do"), "needs-you", "hand")
        return Shown(_("Done"), "good", "check") if self.applies else Shown(_("Not applicable"), "quiet", "check")


@dataclass(frozen=True)
class Graded:
    """A host with the grade that counts, and what runs or failed since."""

    host: Host
    check: TlsCheck | None
    attempt: TlsCheck | None

    @property
    def is_enough(self) -> bool:
        return records.is_enough(self.check)


def lines(case: SoftwareRequest) -> list[Line]:
    """The rule for the round it is in; at most ten queries."""
    return [_policy(case.vetting), _data(case), _agreement(case), _website(case)]


def _policy(vetting: Vetting | None) -> Line:
    label = gettext_lazy("Privacy policy")
    if vetting is not None and (why := vetting.said("policy_not_needed")):
        return Line("policy", label, True, why, applies=False)
    done = vetting is not None and bool(vetting.said("policy_found"))
    words = _("Its privacy policy was evaluated.") if done else _("Record what its privacy policy says.")
    return Line("policy", label, done, words)


def _data(case: SoftwareRequest) -> Line:
    label = gettext_lazy("Student data")
    if case.student_data_found is None:
        return Line("data", label, False, _("Record whether student data is shared, and which."))
    if not case.student_data_found:
        return Line("data", label, True, _("No student data is shared."))
    named = "; ".join(case.data_in_words(case.elements()))
    return Line("data", label, True, _("Student data is shared: %(names)s.") % {"names": named})


def _agreement(case: SoftwareRequest) -> Line:
    label = gettext_lazy("Data privacy agreement")
    if case.student_data_found is None:
        return Line("agreement", label, False, _("First say whether student data is shared."))
    if case.student_data_found:
        reason = case.not_covered()
        return Line("agreement", label, not reason, reason or _("A signed agreement in force covers it."))
    why = case.vetting.said("agreement_not_needed") if case.vetting else ""
    words = why or _("Say why no agreement is needed.")
    return Line("agreement", label, bool(why), words, applies=not why)


def _website(case: SoftwareRequest) -> Line:
    label = gettext_lazy("Websites")
    if case.vetting is not None and (why := case.vetting.said("website_not_needed")):
        return Line("website", label, True, why, applies=False)
    reason = website_lacks(case)
    return Line("website", label, not reason, reason or _("Each of its hosts meets the district’s standard."))


def website_lacks(case: SoftwareRequest) -> str:
    """Why its hosts are not safe enough, or an empty text: each is graded, and the worst counts (SOFT-5)."""
    vetting = case.vetting
    if vetting is not None and vetting.said("website_not_needed"):
        return ""
    found = graded(case)
    if not found:
        return _("List the hosts it uses, or say why it uses none.")
    without = [str(each.host) for each in found if each.check is None]
    if without:
        return _("Not graded yet: %(names)s.") % {"names": ", ".join(without)}
    worst = max(found, key=lambda each: Letter(each.check.grade).rank)
    if worst.is_enough:
        return ""
    words = _("%(host)s has grade %(grade)s; the district asks for %(standard)s.")
    said = {"host": worst.host, "grade": worst.check.get_grade_display(), "standard": setting("tls_standard")}
    return words % said


def graded(case: SoftwareRequest) -> list[Graded]:
    """The hosts of the round it is in with their grades, in the order listed; two queries."""
    if case.vetting is None:
        return []
    return _graded(case.vetting, case.resource, records.of_hosts([case.resource] if case.resource else []))


def _graded(vetting: Vetting, resource: Resource | None, known: dict) -> list[Graded]:
    key = resource.pk if resource else None
    return [Graded(host, *known.get((key, host.host, host.port), (None, None))) for host in vetting.hosts.all()]


def rounds(case: SoftwareRequest) -> list[tuple[Vetting, list[Graded]]]:
    """Every round with its hosts and data, the first one first (SOFT-11); two queries, and one where data was found."""
    found = case.all_vettings
    prefetch_related_objects(found, "hosts")
    prefetch_related_objects([each for each in found if each.data_shared], "elements")
    products = {each.pk: each.resource if each.ended_at else case.resource for each in found}
    known = records.of_hosts(product for product in products.values() if product)
    return [(each, _graded(each, products[each.pk], known)) for each in found]


def thread(packet: Packet | None) -> list[Event]:
    """Questions and answers with the vendor, oldest first (SOFT-4); one query."""
    if packet is None:
        return []
    said = Event.objects.filter(case_id=packet.pk, kind=Event.Kind.COMMENT, seen=Event.Seen.VENDOR)
    return list(said.select_related("by", "words").order_by("pk"))


# --- recording it -----------------------------------------------------------------------------------------------------


def _write(case: SoftwareRequest, step: int, label, act: Callable, *, by: Actor, at: datetime, key: str = ""):
    """An act of the holder of the vetting step upon the open round."""

    def upon(child: SoftwareRequest) -> dict:
        found = next(each for each in child.all_steps if each.pk == step)
        if found.key not in AT_STEPS:
            raise Unmet(_("This is recorded during the security vetting."))
        if child.vetting is None or child.vetting.ended_at is not None:
            raise Stale(_("This round of vetting is over."))
        return act(child, child.vetting) or {}

    return engine.amend(case.pk, step, label=label, act=upon, by=by, at=at, key=key)


def record_policy(case, step: int, *, url: str, found: str, not_needed: str, by: Actor, at: datetime, key: str = ""):
    """SOFT-4: what the privacy policy says, or why there is none to read."""

    def act(_child, vetting: Vetting) -> dict:
        before = _said_of_policy(vetting)
        vetting.policy_url = url
        vetting.write(policy_found=found, policy_not_needed=not_needed)
        vetting.policy_by, vetting.policy_on = by.user, timezone.localdate(at)
        vetting.save()
        return {"privacy policy": [before, _said_of_policy(vetting)]}

    return _write(case, step, gettext_lazy("Privacy policy: what was found"), act, by=by, at=at, key=key)


def _said_of_policy(vetting: Vetting) -> str:
    return (
        "not applicable" if vetting.said("policy_not_needed") else "evaluated" if vetting.said("policy_found") else ""
    )


def no_agreement_needed(case, step: int, *, reason: str, by: Actor, at: datetime, key: str = ""):
    """SOFT-6: recorded as not applicable; refused where student data was found."""

    def act(child, vetting: Vetting) -> dict:
        if child.student_data_found is None:
            raise Unmet(_("First say whether student data is shared."))
        if child.student_data_found:
            raise Unmet(_("Student data was found: a signed agreement is needed."))
        before = "not applicable" if vetting.said("agreement_not_needed") else ""
        vetting.save(update_fields=vetting.write(agreement_not_needed=reason))
        return {"agreement": [before, "not applicable"]}

    return _write(case, step, gettext_lazy("Agreement: not applicable"), act, by=by, at=at, key=key)


def ask_vendor(
    case, step: int, *, contact_name: str, contact_email: str, message: str = "", by: Actor, at: datetime, key: str = ""
):
    """SOFT-4: the agreement goes to the vendor through its packet; one that is open already is used."""

    def act(child, vetting: Vetting) -> dict:
        if not child.vendor_id:
            raise Unmet(_("Link or add the vendor first."))
        underway = child.packet_underway()
        if underway is None and not (contact_name and contact_email):
            raise Invalid({"contact_email": _("Give the e-mail address to which the link goes.")})
        packet = underway or packets.begin_packet(
            vendor=child.vendor,
            title=str(child.resource or child.title),
            resource=child.resource,
            contact_name=contact_name,
            contact_email=contact_email,
            place=child.place,
            schools=child.asked_places(),
            amount=child.amount,
            opened_from=child,
            by=by,
            at=at,
        )
        packets.first_word(packet, message, told=bool(underway), by=by, at=at)
        before = str(child.waits_for or "")
        child.waits_for = packet
        vetting.packet, vetting.asked_on = packet, timezone.localdate(at)
        vetting.save(update_fields=["packet", "asked_on"])
        return {"packet": [before, str(packet)]}

    return _write(case, step, gettext_lazy("The agreement was sent to the vendor"), act, by=by, at=at, key=key)


def add_host(case, step: int, *, address: str, use: str, by: Actor, at: datetime, key: str = ""):
    """SOFT-5: another host it needs. Invalid for what is no address, or is listed already."""
    try:
        target = read_target(_bare(address))
    except NotMeasured as fault:
        raise Invalid({"address": fault.words}) from None

    def act(_child, vetting: Vetting) -> dict:
        if vetting.hosts.filter(host=target.host, port=target.port).exists():
            raise Invalid({"address": _("This host is listed already.")})
        host = vetting.hosts.create(host=target.host, port=target.port, use=use)
        vetting.save(update_fields=vetting.write(website_not_needed=""))
        return {"hosts": ["", str(host)]}

    return _write(case, step, gettext_lazy("Host listed"), act, by=by, at=at, key=key)


def _bare(address: str) -> str:
    """The host of what was pasted: an address of a page is understood too."""
    return address.strip().removeprefix("https://").removeprefix("http://").partition("/")[0]


def remove_host(case, step: int, *, host: int, by: Actor, at: datetime):
    """A host that it does not need after all."""

    def act(_child, vetting: Vetting) -> dict:
        found = vetting.hosts.filter(pk=host).first()
        if found is None:
            raise Stale(_("This host was taken off the list meanwhile."))
        found.delete()
        return {"hosts": [str(found), ""]}

    return _write(case, step, gettext_lazy("Host taken off the list"), act, by=by, at=at)


def no_website(case, step: int, *, reason: str, by: Actor, at: datetime, key: str = ""):
    """SOFT-6: it is no website and needs none; recorded with the reason."""

    def act(_child, vetting: Vetting) -> dict:
        if vetting.hosts.exists():
            raise Unmet(_("Hosts are listed: take them off the list first, if it needs none of them."))
        before = "not applicable" if vetting.said("website_not_needed") else ""
        vetting.save(update_fields=vetting.write(website_not_needed=reason))
        return {"websites": [before, "not applicable"]}

    return _write(case, step, gettext_lazy("Websites: not applicable"), act, by=by, at=at, key=key)


def write_letter(
    case,
    step: int,
    *,
    contact_name: str,
    contact_email: str,
    text: str,
    retest_on: date | None,
    by: Actor,
    at: datetime,
    key: str = "",
):
    """SOFT-5: the vendor is told of its substandard grade, and the test is repeated on a later day.

    The letter stands in the history; its link opens nothing, it only says to whom the mail goes.
    """

    def act(child, vetting: Vetting) -> dict:
        event = record(
            child,
            Event.Kind.MAIL,
            by=by,
            at=at,
            name="letter",
            label=lambda: _("Letter to %(name)s about its website") % {"name": contact_name},
            words=passage(text),
            seen=Event.Seen.VENDOR,
        )
        link = Link.objects.create(
            case_id=child.pk,
            purpose=Link.Purpose.LETTER,
            name=contact_name,
            email=contact_email,
            organisation=str(child.vendor or ""),
            created_at=at,
            created_by=by.user,
            expires_at=at,
            revoked_at=at,
        )
        notices.tell_link(link, "vendor_website", at=at, key=f"event:{event.pk}", event=event.pk)
        before = str(vetting.retest_on or "")
        vetting.retest_on = retest_on
        vetting.save(update_fields=["retest_on"])
        return {"test again on": [before, str(retest_on or "")]}

    return _write(case, step, gettext_lazy("The vendor was told of its grade"), act, by=by, at=at, key=key)


def proposed_letter(case: SoftwareRequest) -> str:
    """What the letter says unless somebody writes otherwise: each host below the standard, and why."""
    poor = [each for each in graded(case) if each.check is not None and not each.is_enough]
    told = [
        _("%(host)s: grade %(grade)s. %(why)s")
        % {"host": each.host, "grade": each.check.get_grade_display(), "why": " ".join(each.check.reason_words)}
        for each in poor
    ]
    asked = _("Our district asks for grade %(standard)s or better (Qualys SSL Labs). Please improve it and tell us.")
    return "\n\n".join([*told, asked % {"standard": setting("tls_standard")}])


def measure(case: SoftwareRequest, host: Host, *, by: User, at: datetime) -> TlsCheck:
    """Ask for a measurement of one host. Raises what `records.request_check` raises; Unmet without a library entry."""
    return records.request_check(_resource(case), by=by, at=at, case=case, host=(host.host, host.port))


def enter_result(case: SoftwareRequest, host: Host, *, by: User, at: datetime, **result) -> TlsCheck:
    """Keep a result of Qualys SSL Labs for one host."""
    return records.enter_result(_resource(case), by=by, at=at, case=case, host=(host.host, host.port), **result)


def _resource(case: SoftwareRequest) -> Resource:
    if case.resource is None:
        raise Unmet(_("Link the resource in the library first."))
    return case.resource


# --- as time passes ---------------------------------------------------------------------------------------------------


def sweep(*, at: datetime) -> int:
    """Once a day: where the vendor has been silent too long, the team is asked to deny, once; where a website is to be
    tested again, the team is reminded, once. Returns how many were asked or reminded."""
    return _ask_to_deny(at=at) + _remind_of_tests(at=at)


def _ask_to_deny(*, at: datetime) -> int:
    asked = 0
    waiting = Vetting.objects.filter(ended_at__isnull=True, asked_on__isnull=False, case__state="vetting")
    for pk in list(waiting.order_by("asked_on").values_list("case", flat=True)):
        try:
            engine.perform(pk, "vendor_silent", by=Actor.system(), at=at)
            asked += 1
        except Unmet:
            continue
        except Exception as error:  # one bad row, or one that somebody holds just now, must not keep the others
            log.warning("Whether the vendor of request %s is silent was not asked: %s", pk, error)
    return asked


def _remind_of_tests(*, at: datetime) -> int:
    today, told = timezone.localdate(at), 0
    due = Vetting.objects.filter(ended_at__isnull=True, retest_on__lte=today, case__state="vetting")
    for vetting in due.select_related("case__place"):
        case = vetting.case
        step = case.open_step("vetting")
        if step is not None:
            people = [step.named_person] if step.named_person else holders(step.role, step.place, on=today)
            key = f"vetting:{vetting.pk}:retest:{vetting.retest_on}"
            told += bool(notices.tell(people, "website_retest", case=case, step=step, at=at, key=key))
    return told
