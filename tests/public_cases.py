"""Parents' requests and breaches, brought through the engine to where a test begins."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Place
from catalog.models import Vendor
from contracts import breaches, rights
from contracts.models import Breach, DataElement, RightsRequest
from workflows import engine
from workflows.actors import Actor

PARENT = {
    "wish": "inspect",
    "parent_name": "Pia Parent",
    "parent_address": "1 Elm Street",
    "parent_phone": "(555) 010-0177",
    "parent_email": "",
    "student_name": "Stu Dent",
    "details": "Everything in the reading program",
    "signature": "Pia Parent",
}


def ask(cast, *, received_on: date | None = None, school: Place | None = None, at=None, **said) -> RightsRequest:
    """A parent's request, as the public form sends it."""
    at = at or timezone.now()
    day = received_on or timezone.localdate(at)
    columns = PARENT | {"signed_on": day, "language": "en"} | said
    return rights.receive(by=rights.the_public(), at=at, received_on=day, school=school or cast.school, **columns)


def fresh(case):
    return type(case).objects.get(pk=case.pk)


def do(case, move: str, person, **details):
    """One move, as a person."""
    engine.perform(case.pk, move, by=Actor(person), at=details.pop("at", None) or timezone.now(), **details)
    return fresh(case)


def reply(case, key: str, person, outcome: str, **details):
    """The answer to a step of a breach."""
    step = fresh(case).open_step(key)
    at = details.pop("at", None) or timezone.now()
    answer = engine.StepAnswer(step=step.pk, version=step.version, outcome=outcome, details=details)
    engine.review(case.pk, [answer], by=Actor(person), at=at)
    return fresh(case)


def request_in(cast, state: str, **said) -> RightsRequest:
    """A parent's request in a state, by the shortest way."""
    officer = cast.compliance_officer
    case = ask(cast, **({"wish": "correct"} if state == "corrected" else {}) | said)
    if state == "received":
        return case
    if state == "refused":
        return do(case, "refuse_identity", officer, rationale="Not the parent we know.")
    case = do(case, "confirm_identity", officer, identity_checked="Called the number on record")
    if state == "corrected":
        return do(case, "correct", officer, given="The name is spelled right now.")
    if state == "answered":
        return do(case, "answer", officer, given="A copy on paper")
    return case


def leaky() -> Vendor:
    """An operator whose address is known."""
    address = "2 Oak Road\nChicago, IL 60601"
    return Vendor.objects.get_or_create(name="Leaky Learning", defaults={"business_address": address})[0]


def record(cast, *, at=None, counts=None, **known) -> Breach:
    """A breach, as the Compliance Officer records it: ten students at the school."""
    at = at or timezone.now()
    columns = {
        "source": "operator",
        "vendor": known.get("vendor") or leaky(),
        "contract": None,
        "known_on": timezone.localdate(at) - timedelta(days=2),
        "known_how": "The operator wrote to us.",
        "happened_from": timezone.localdate(at) - timedelta(days=20),
        "happened_to": None,
        "date_is_estimate": False,
        "description": "Somebody copied a list of user names.",
        "pipa": False,
    } | known
    return breaches.record_breach(
        by=Actor(cast.compliance_officer),
        at=at,
        place=cast.district,
        counts=counts or {cast.school: 10},
        elements=list(DataElement.objects.filter(category="Student name")),
        **columns,
    )


def breach_in(cast, state: str, **known) -> Breach:
    """A breach in a state, by the shortest way."""
    officer = cast.compliance_officer
    case = record(cast, **known)
    if state == "held":
        return do(case, "hold", officer, rationale="The police asked in writing.")
    if state == "closed":
        return do(case, "close", officer, rationale="It was a test file.")
    if state == "complete":
        reply(case, "notify-parents", officer, "done", done_on=timezone.localdate())
        return reply(case, "post-breach", officer, "done")
    return case
