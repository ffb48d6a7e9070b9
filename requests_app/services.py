"""What a requester does: begin a request, answer its questions, add files, ask for support, submit."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.files import kept_file
from accounts.models import User
from catalog.search import host_of
from requests_app.choosing import Told, Use
from requests_app.library_check import LibraryCheck, Match
from requests_app.models import DistrictPurchase, MicroRequest, PaidBy, Request, SoftwareRequest
from requests_app.purchases import keep_quote
from workflows import engine
from workflows.actors import Actor
from workflows.errors import NotYours, Unmet
from workflows.models import CaseFile, Event
from workflows.moves import moves_of

NOTHING_TOLD = Told()
# The procedures that begin with the library check.
BEGUN_FROM_THE_LIBRARY: dict[str, type[Request]] = {
    "micro": MicroRequest,
    "soft": SoftwareRequest,
    "macro": DistrictPurchase,
}


def begin(
    check: LibraryCheck,
    act: str,
    match: Match | None,
    *,
    kind: str = "micro",
    told: Told = NOTHING_TOLD,
    by: User,
    at: datetime,
    key: str,
) -> Request:
    """Start a draft from the library check, at the person's own place; what was shown and chosen is kept (MICRO-1).

    Only the school-based procedure adds schools or seats to what the library has.
    """
    seen = {
        "typed": check.typed,
        "shown": check.kept(),
        "chosen": match.resource.pk if match else None,
        "act": act,
        "at": at.isoformat(),
        "denied": bool(match.is_denied if match else check.names_a_denial),
    }
    columns = _from_resource(match) if match else _from_words(check.typed)
    columns |= {"library_check": seen}
    model = BEGUN_FROM_THE_LIBRARY[kind]
    known = {field.name for field in model._meta.get_fields()}
    columns = {name: value for name, value in columns.items() if name in known}
    if kind == "micro":
        columns["is_extension"] = act == "extend"
    if told.use and act != "extend":
        columns["instructional"] = told.use == Use.TEACHING
    # One person's, for one choice of the page: another choice is another form.
    once = f"{by.pk}:{act}{match.resource.pk if match else ''}:{key}"[:64] if key else ""
    try:
        return engine.start(model, by=Actor(by), at=at, place=by.place, key=once, **columns)
    except IntegrityError:  # the same form, sent twice at once: the first has just begun it
        return engine.start(model, by=Actor(by), at=at, place=by.place, key=once, **columns)


def _from_resource(match: Match) -> dict[str, Any]:
    resource = match.resource
    return {
        "title": resource.name,
        "resource": resource,
        "vendor": resource.vendor,
        "vendor_name": resource.vendor.name if resource.vendor else "",
        "product_kind": resource.kind,
        "website": resource.website,
    }


def _from_words(typed: str) -> dict[str, Any]:
    host = host_of(typed)
    return {"title": host, "website": _address(typed, host)} if host else {"title": typed}


def _address(typed: str, host: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(typed)
    except ValidationError:
        return f"https://{host}"
    return typed


def save_answers(case: Request, answers: dict[str, Any], *, by: User, at: datetime) -> Request:
    """Keep what was answered, complete or not. District funds are needed when the district pays (MICRO-2)."""
    lists = {field.name for field in case._meta.many_to_many}
    own = {name: answers[name] for name in case.questionnaire.rows(case) & answers.keys()}
    changes = {name: value for name, value in answers.items() if name not in lists | own.keys()}
    many = {name: list(rows) for name, rows in answers.items() if name in lists}
    if "paid_by" in changes:
        changes["needs_funds"] = changes["paid_by"] == PaidBy.DISTRICT
    act = (lambda child: child.keep_rows(own)) if own else None
    return engine.edit(case.pk, changes, by=Actor(by), at=at, many=many, act=act)


def add_file(case: Request, upload: UploadedFile, *, by: User, at: datetime, key: str = "") -> CaseFile:
    """Put a file on the request while it is the requester's to change."""
    with kept_file(upload, by=by, at=at) as stored:
        kind = CaseFile.Kind.OTHER
        return engine.attach(case.pk, stored, kind=kind, by=Actor(by), at=at, key=key, act=_must_be_theirs(by))


def add_quote(
    case: Request, upload: UploadedFile, *, amount, years: int, by: User, at: datetime, key: str = ""
) -> CaseFile:
    """Put a vendor's quote on the request, with its amount in the district's currency and its term in years (X-14)."""
    refuse = _must_be_theirs(by)

    def with_quote(child: Request, file: CaseFile) -> None:
        refuse(child, file)
        keep_quote(child, file, amount=amount, years=years, vendor_name=getattr(child, "vendor_name", ""))

    with kept_file(upload, by=by, at=at) as stored:
        kind = CaseFile.Kind.QUOTE
        return engine.attach(case.pk, stored, kind=kind, by=Actor(by), at=at, key=key, act=with_quote)


def _must_be_theirs(by: User):
    def refuse(child: Request, _file: CaseFile) -> None:
        if child.requester_id != by.pk:
            raise NotYours(_("Only the requester changes the request."))
        if reason := child.not_editable():
            raise Unmet(reason)

    return refuse


def submitting_move(case: Request, user: User, *, at: datetime) -> tuple[str, str]:
    """The move that submits the request now, and why it can't be made yet (or an empty text)."""
    offered = engine.allowed_moves(case, user, at=at)
    fitting = [(move.name, why) for move, why in offered if move.submits and move.name in case.submitting]
    ready = [name for name, why in fitting if not why]
    return (ready[0], "") if ready else fitting[0] if fitting else ("submit", "")


def why_not_ask(case: Request, user: User, *, at: datetime) -> str:
    """Why support can't be asked for now, or an empty text."""
    offered = {move.name: why for move, why in engine.allowed_moves(case, user, at=at)}
    return offered.get(support_move(case), "")


def support_move(case: Request, *, back: bool = False) -> str:
    """The requester's move that asks for support, or takes the question `back` (MICRO-2, MACRO-1)."""
    touched = {
        name: move.closes if back else move.opens for name, move in moves_of(type(case)).items() if not move.step
    }
    asking = (name for name, stages in touched.items() if case.support_stage and case.support_stage in stages)
    return next(asking, "ask_support")


def ask_support(case: Request, *, back: bool, by: User, at: datetime, shown, key: str) -> Event:
    """Ask for support, or take the question back. Raises what the engine raises."""
    return engine.perform(case.pk, support_move(case, back=back), by=Actor(by), at=at, shown=shown, key=key)


def submit(case: Request, *, by: User, at: datetime, shown, key: str) -> Event:
    """Submit, or submit again, whichever applies (MICRO-3, X-5). Raises what the engine raises."""
    name, _why = submitting_move(case, by, at=at)
    return engine.perform(case.pk, name, by=Actor(by), at=at, shown=shown, key=key)
