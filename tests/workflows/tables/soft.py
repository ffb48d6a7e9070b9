"""Who may do what with a software request, in each of its states, and what each act must say (SOFT-1 to SOFT-16)."""

from datetime import date

from accounts.district import change_setting
from contracts.models import DataElement
from requests_app.models import SoftwareRequest, Vetting
from tests.software_paths import ADMINISTRATIVE, DENIAL, FUNDS, ORDER, WHY, WITH_DATA, SoftwarePath
from workflows import engine
from workflows.actors import Actor

_OUT = {"requester": ({"withdraw"}, set())}
_BACK = {"mover": ({"back"}, set()), "admin": ({"back"}, set())}
_AGAIN = {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())}
SOFT: dict[str, dict[str, tuple[set, set]]] = {
    "draft": {"requester": ({"submit", "withdraw"}, set())},
    "intake": _OUT | {"customer-care": ({"assign_to_security", "return_for_changes", "deny"}, {"intake"})},
    "vetting": _OUT | _BACK | {"cybersecurity": ({"finish_vetting", "return_for_changes", "deny"}, {"vetting"})},
    "vetting, vendor silent": _OUT
    | _BACK
    | {
        "cybersecurity": (
            {"finish_vetting", "return_for_changes", "deny", "keep_waiting"},
            {"vetting", "vendor-silent"},
        )
    },
    "changes-requested": {"requester": ({"resubmit", "withdraw"}, {"software-changes"})} | _BACK,
    "curriculum-review": _OUT | _BACK | {"instructional-technology": ({"approve_use", "deny"}, {"classroom"})},
    "administrative-review": _OUT | _BACK | {"dii": ({"approve_use", "deny"}, {"administrative"})},
    "technical-review": _OUT | _BACK | {"dii": ({"find_sound", "replace", "deny"}, {"technical"})},
    "technical-review, asked": _OUT
    | _BACK
    | {
        "dii": ({"find_sound", "replace", "deny"}, {"technical"}),
        "instructional-technology": (set(), {"replacement-advice"}),
    },
    "purchasing": _OUT
    | _BACK
    | {
        "principal": (set(), {"software-funds"}),
        "aas": ({"ask_for_funds", "deny_unfunded"}, {"software-order"}),
    },
    "licensing": _OUT | _BACK | {"aas": ({"licences_stored", "nothing_to_store"}, {"licences"})},
    "installation": _OUT | _BACK | {"dii": ({"installed"}, {"installation"})},
    "publication": _OUT | _BACK | {"cybersecurity": ({"publish"}, {"publication"})},
    "complete": _AGAIN,
    "denied": _AGAIN | {"cybersecurity": (set(), {"registry-denial"})},
    "withdrawn": _AGAIN,
}


def by_hand(cast, **columns) -> SoftwarePath:
    """In a district whose Customer Care Center checks each request first."""
    change_setting(key="soft_intake", value="by-hand", by=None, at=SoftwarePath(cast).at)
    return SoftwarePath(cast, **columns)


def silent(cast) -> SoftwareRequest:
    """The vendor has said nothing for very long, and the team was asked."""
    path = SoftwarePath(cast, **WITH_DATA)
    path.asked()
    Vetting.objects.update(asked_on="2020-01-02")
    return path.do("vendor_silent", Actor.system())


def advised(cast) -> SoftwareRequest:
    """DII has asked Instructional Technology for a replacement."""
    path = SoftwarePath(cast)
    case = path.reviewed()
    by = Actor(cast.dii)
    engine.forward(case.pk, case.open_step("technical").pk, stages=["replacement-advice"], by=by, at=path.at)
    return path.fresh


def software_in(cast, scene: str) -> SoftwareRequest:
    if scene in SCENES:
        return SCENES[scene](cast)
    return SoftwarePath(cast, paid=True).to(scene)


SCENES = {
    "intake": lambda cast: by_hand(cast).to("intake"),
    "vetting, vendor silent": silent,
    "technical-review, asked": advised,
    "administrative-review": lambda cast: SoftwarePath(cast, **ADMINISTRATIVE).to("administrative-review"),
}


# --- what must hold before a move -------------------------------------------------------------------------------------


def with_a_gap(cast, *, at: str = "draft") -> SoftwareRequest:
    """The form with one question unanswered."""
    path = by_hand(cast) if at == "intake" else SoftwarePath(cast)
    if at == "intake":
        path.submit()
        SoftwareRequest.objects.filter(pk=path.case.pk).update(setups="")
        return path.fresh
    if at == "changes":
        path.returned()
    engine.edit(path.case.pk, {"setups": ""}, by=Actor(path.case.requester), at=path.at)
    return path.fresh


def refused_funds(cast) -> SoftwarePath:
    """The budget owner has said that there are none."""
    path = SoftwarePath(cast, paid=True)
    path.sound()
    path.answer("software-funds", cast.principal, "no-funds", rationale="Nothing is left.")
    return path


def asked_again(cast) -> SoftwareRequest:
    return refused_funds(cast).do("ask_for_funds", cast.aas)


def no_longer(cast, *, covered: bool = True) -> SoftwareRequest:
    """To be published; since then more data was found than is agreed, or the website got a low grade."""
    path = SoftwarePath(cast, **WITH_DATA)
    case = path.installed()
    if covered:
        path.grade("B", host=case.vetting.hosts.first())
    else:
        case.elements_found.add(DataElement.objects.exclude(category="Student name").first())
    return path.fresh


def without_setups(cast) -> SoftwareRequest:
    case = SoftwarePath(cast).to_install()
    case.setup_lines.all().delete()
    return case


def answered(cast) -> SoftwareRequest:
    """Somebody has answered at this stage."""
    path = SoftwarePath(cast, paid=True)
    path.sound()
    return path.answer("software-funds", cast.principal, **FUNDS)


BROKEN = {
    ("submit", "form_is_complete"): with_a_gap,
    ("assign_to_security", "form_is_complete"): lambda c: with_a_gap(c, at="intake"),
    ("resubmit", "form_is_complete"): lambda c: with_a_gap(c, at="changes"),
    ("finish_vetting", "vetting_is_done"): lambda c: SoftwarePath(c).submit(),
    ("vendor_silent", "vendor_is_silent"): lambda c: SoftwarePath(c, **WITH_DATA).asked(),
    ("vendor_silent", "nobody_is_asked_to_deny"): silent,
    ("ask_budget_again", "costs_more_than_approved"): answered,
    ("ask_budget_again", "budget_owner_is_free"): lambda c: over_approved(c),
    ("ask_for_funds", "funds_are_refused"): answered,
    ("ask_for_funds", "budget_owner_is_free"): asked_again,
    ("deny_unfunded", "funds_are_refused"): answered,
    ("ordered", "order_is_recorded"): answered,
    ("licences_stored", "licences_are_stored"): lambda c: SoftwarePath(c, paid=True).ordered(),
    ("installed", "setups_are_listed"): without_setups,
    ("installed", "every_setup_is_done"): lambda c: SoftwarePath(c).to_install(),
    ("publish", "agreement_covers_it"): lambda c: no_longer(c, covered=False),
    ("publish", "website_is_safe"): no_longer,
    ("back", "new_stage_is_untouched"): answered,
}


def over_approved(cast) -> SoftwareRequest:
    """The amount has grown over what was approved, and the budget owner is being asked again."""
    path = SoftwarePath(cast, paid=True)
    case = path.sound()
    case.money.supported, case.money.support_amount, case.money.whole_term = True, FUNDS["amount"], 9999
    case.money.save()
    return path.fresh


POSTED = {"posted_on": date(2026, 1, 12)}
REPLACED = {"replacement": "Figure Studio"} | WHY
SAID = {
    ("return_for_changes", "words_for_requester"): (lambda c: SoftwarePath(c).submit(), WHY, "rationale"),
    ("keep_waiting", "rationale_given"): (silent, WHY, "rationale"),
    ("deny", "ground_given"): (lambda c: SoftwarePath(c).submit(), DENIAL, "ground"),
    ("deny", "rationale_given"): (lambda c: SoftwarePath(c).submit(), DENIAL, "rationale"),
    ("replace", "replacement_named"): (lambda c: SoftwarePath(c).reviewed(), REPLACED, "replacement"),
    ("replace", "rationale_given"): (lambda c: SoftwarePath(c).reviewed(), REPLACED, "rationale"),
    ("deny_unfunded", "rationale_given"): (lambda c: refused_funds(c).fresh, WHY, "rationale"),
    ("nothing_to_store", "rationale_given"): (lambda c: SoftwarePath(c, paid=True).ordered(), WHY, "rationale"),
    ("publish", "posting_dated"): (lambda c: SoftwarePath(c).installed(), POSTED, "posted_on"),
    ("reopen", "rationale_given"): (lambda c: SoftwarePath(c).denied(), WHY, "rationale"),
}
ANSWERED = {
    ("replacement-advice", "advice_given"): (advised, "advice", WHY, {"rationale"}),
    ("software-funds", "funds_named"): (lambda c: SoftwarePath(c, paid=True).sound(), "approve", FUNDS, set(FUNDS)),
    ("software-order", "order_complete"): (answered, "ordered", ORDER, set(ORDER)),
    ("registry-denial", "day_of_posting_given"): (lambda c: SoftwarePath(c).denied(), "done", POSTED, {"posted_on"}),
}
HOLDERS = {
    "replacement-advice": "instructional-technology",
    "software-funds": "principal",
    "software-order": "aas",
    "registry-denial": "cybersecurity",
}
