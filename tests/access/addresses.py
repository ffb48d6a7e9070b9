"""Every address, each asked for with the things of the world: `name`, or `name: which` where one name has several."""

import itertools
from dataclasses import dataclass, field

from django.urls import get_resolver, reverse

from workflows.engine import count_reviews
from workflows.models import Case

ONCE = itertools.count(1)
WHAT = {"step-link": {"what": "new-vendor"}, "step-sites": {"what": "add"}}


@dataclass(frozen=True)
class Address:
    """Where it is, and what a page opened just now would send along."""

    path: str
    body: dict[str, str] = field(default_factory=lambda: {"sent": "by hand"})


def served() -> set[str]:
    """The names of all addresses this installation answers, as its resolver has them."""
    found = set()

    def walk(resolver):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern)
            else:
                found.add(pattern.name or str(pattern.pattern))

    walk(get_resolver())
    return found


def fresh(case: Case, step=None) -> dict[str, str]:
    """The hidden fields of a form made from the case as it stands."""
    case = Case.objects.get(pk=case.pk)
    hidden = {"once": f"hand-made-{next(ONCE)}", "case_version": str(case.version), "reviews": str(count_reviews(case))}
    return hidden | ({"step_version": str(step.version)} if step else {})


PLAIN = """
    healthz site_css help privacy accessibility login logout password_change password_change_done password_reset
    password_reset_done password_reset_complete set_language people-options settings settings-history
    settings-calendar roles roles-who roles-grant people person-add places place-add
    delegation preferences library resource-add vendors vendor-add
    home new own-place library-check search my-requests all-requests school dashboard inbox notices agreements
    signers data-elements
    agreement-new demo demo-sign-in demo-mails public-privacy public-agreements public-subcontractors public-language
    record reviews
    rights-ask rights-sent rights rights-new breaches breach-new business business-ask business-asked documents
    document-new packets packet-invite
    renewals commitment commitment-picture renewals-feed new-equipment routing
    purchases purchases-export spend
    assets asset-add asset-export asset-import asset-labels asset-label-sheet licences licence-add
    registry registry-export
"""
PERSONS = ("person", "person-edit", "person-inactive", "person-link", "person-active")


def addresses(world) -> dict[str, Address]:
    """Row of the table → address. Gathered once for a world, and once more where the demo's addresses are served."""
    known, names = world.__dict__.setdefault("_addresses", {}), frozenset(served())
    if names not in known:
        rows = {name: reverse(name) for name in PLAIN.split() if name in names}
        known[names] = {row: Address(path) for row, path in rows.items()}
        for gathered in (_of_one_thing, _of_cases, _of_steps):
            known[names] |= gathered(world, names)
    return known[names]


def name_of(row: str) -> str:
    """The address's name in "case: draft"."""
    return row.partition(":")[0]


def _of_one_thing(world, names) -> dict[str, Address]:
    things = {
        "password_reset_confirm": {"uidb64": "MQ", "token": "set-password"},
        "file: attachment": {"key": world.attachment.file.key},
        "file: internal": {"key": world.internal.file.key},
        "file: agreement": {"key": world.signed.file.key},
        "settings-topic": {"topic": "clocks"},
        "settings-closure": {"pk": world.closure.pk},
        "roles-end": {"pk": world.grant.pk},
        **{row: {"pk": world.cast.colleague.pk} for row in PERSONS},
        **{row: {"pk": world.cast.school.pk} for row in ("place", "place-name", "place-closing")},
        "delegation-end": {"pk": world.delegation.pk},
        "resource": {"pk": world.resource.pk},
        "resource-edit": {"pk": world.resource.pk},
        **{row: {"pk": world.resource.pk} for row in ("tls", "tls-measure", "tls-enter")},
        "vendor": {"pk": world.vendor.pk},
        "vendor-edit": {"pk": world.vendor.pk},
        "vendor-data": {"pk": world.vendor.pk},
        "signer-end": {"pk": world.signer.pk},
        "routing-rule": {"pk": world.rule.pk},
        "data-element": {"pk": world.element.pk},
        "demo-mail": {"name": "no-such-mail.log"},
        "business-document": {"pk": world.document.pk, "number": 1},
        **{row: {"pk": world.document.pk} for row in ("document", "document-withdraw")},
        "notice-open": {"pk": world.notice.pk},
        "renewals-feed-revoke": {"pk": world.feed.pk},
        "spend-picture": {"by": "year"},
        "calendar-feed": {"token": world.feed_token},
        **{row: {"token": world.link.token} for row in ("certificate-send", "certificate-say")},
        "outside: packet": {"token": world.token},
        "outside: no such link": {"token": "0" * 64},
        "outside-language": {"token": world.token},
        "outside-file: theirs": {"token": world.token, "key": world.theirs.file.key},
        "outside-file: of another": {"token": world.token, "key": world.attachment.file.key},
        "packet-task: order form": {"token": world.token, "task": "order-form"},
        "packet-task: not asked": {"token": world.token, "task": "agreement"},
        "outside: criteria": {"token": world.asked_vendor.link.token},
        "vendor-criteria": {"token": world.asked_vendor.link.token},
        "packet-check": {"token": world.token},
        "packet-questions": {"token": world.token},
        "public-agreement: posted": {"pk": world.posted.pk},
        "public-agreement: not posted": {"pk": world.agreement.pk},
        "public-file: copy": {"key": world.posted.public_copy.key},
        "public-file: paper": {"key": world.signed.file.key},
        **{row: {"pk": world.laptop.pk} for row in ("asset", "asset-edit")},
        "asset-act: move": {"pk": world.laptop.pk, "act": "move"},
        "asset-act: retire": {"pk": world.laptop.pk, "act": "retire"},
        "asset-act: no such": {"pk": world.laptop.pk, "act": "no-such-act"},
        "asset-import-check": {"key": world.units.key},
        **{f"licence{row}": {"pk": world.licence.pk} for row in ("", "-edit", "-replace", "-key", "-file")},
        "record-statement": {"item": 1, "language": "en"},
    }
    return {
        row: Address(reverse(name_of(row), kwargs=kwargs)) for row, kwargs in things.items() if name_of(row) in names
    }


def _of_cases(world, names) -> dict[str, Address]:
    told = {"in review": world.review, "draft": world.draft, "agreement": world.agreement}
    told |= {"confirmation": world.confirmation}
    told |= {"renewal": world.renewal, "renewal to decide": world.decision, "review": world.look}
    told |= {"deletion": world.deletion}
    things = {f"{name}: {which}": (case, {}) for name in ("case", "case-history") for which, case in told.items()}
    for name in ("case-history-export", "case-comment", "case-file", "case-follow", "case-unfollow"):
        things[name] = (world.review, {})
    candidate = {"candidate": world.asked_vendor.candidate.pk}
    things |= {
        "case-move: withdraw": (world.review, {"move": "withdraw"}),
        "case-move: withdraw a draft": (world.draft, {"move": "withdraw"}),
        "case-move: back": (world.review, {"move": "back"}),
        "case-move: reopen": (world.denied, {"move": "reopen"}),
        "case-move: terminate": (world.agreement, {"move": "terminate"}),
        "case-move: no such": (world.review, {"move": "no-such-move"}),
        "case-form: draft": (world.draft, {"topic": "product"}),
        "case-form: in review": (world.review, {"topic": "product"}),
        "case-form: sent back": (world.returned, {"topic": "product"}),
        "case-check: draft": (world.draft, {}),
        "case-check: in review": (world.review, {}),
        "case-submit": (world.draft, {}),
        "case-quote": (world.draft, {}),
        "case-paper": (world.draft, {}),
        "case-support": (world.asked, {}),
        "case-receipt": (world.review, {}),
        "case-procedure: draft": (world.draft, {}),
        "case-procedure: arrived": (world.arrived, {}),
        "case-procedure: in review": (world.review, {}),
        "case-remove: passage": (world.review, {"what": "passage", "which": world.comment.pk}),
        "case-remove: file": (world.review, {"what": "file", "which": world.attachment.pk}),
        "case-remove: answer": (world.review, {"what": "answer", "which": "purpose"}),
        "agreement-edit: draft": (world.unsigned, {}),
        "agreement-edit: signed": (world.agreement, {}),
        "agreement-post": (world.agreement, {}),
        "agreement-upkeep": (world.agreement, {}),
        "agreement-data": (world.agreement, {}),
        **{f"{row}: packet": (world.begun.packet, {}) for row in ("case", "case-history")},
        **{f"packet-{row}": (world.begun.packet, {}) for row in ("say", "link", "amount", "product", "agreement")},
        "case-purchase: in review": (world.review, {}),
        "case-purchase: to be ordered": (world.setting_up, {}),
        "packet-revoke": (world.begun.packet, {"link": world.begun.link.pk}),
        "case: parents": (world.parents, {}),
        **{row: (world.deletion, {}) for row in ("deletion-say", "deletion-link", "deletion-received")},
        "deletion-revoke": (world.deletion, {"link": world.link.pk}),
        "case: breach": (world.breach, {}),
        "breach-edit": (world.breach, {}),
        "breach-letter": (world.breach, {}),
        "case: equipment": (world.wanted, {}),
        "case: equipment arriving": (world.arriving, {}),
        "case-form: equipment": (world.wanted, {"topic": "items"}),
        "case-priority": (world.wanted, {}),
        **{f"district-{row}": (world.sought, {}) for row in ("candidates", "answers", "answers-export", "criteria")},
        **{f"district-{row}": (world.sought, candidate) for row in ("candidate", "rule-out", "finding")},
        "district-compliance": (world.sought, {}),
        "case-team": (world.sought, {}),
        "criteria-send": (world.sought, {}),
        "criteria-form": (world.sought, {"form": world.asked_vendor.form.pk}),
        "case-alternative": (world.refused, {"offer": world.offer.pk}),
        **{f"district-{row}": (world.budgeted, {}) for row in ("budget", "budget-picture")},
        **{f"district-{row}": (world.compared, {}) for row in ("committee", "pilots", "platforms", "gate")},
        "district-coordination": (world.bought, {}),
        "district-coordination-line": (world.bought, {"what": 1}),
        "district-recorder": (world.in_use, {"about": "usage"}),
        "district-goals": (world.planned, {}),
        "district-measures": (world.planned, {}),
        "district-plan": (world.planned, {}),
        "district-monitoring": (world.in_use, {}),
        "district-measure": (world.in_use, {"about": "usage"}),
        "district-measure: no such": (world.in_use, {"about": "luck"}),
        "district-measure-picture": (world.in_use, {"about": "usage"}),
        "district-check-in": (world.in_use, {"check_in": world.noted.pk}),
    }
    return {
        row: Address(reverse(name_of(row), kwargs={"pk": case.pk} | more), fresh(case))
        for row, (case, more) in things.items()
        if name_of(row) in names
    }


def _of_steps(world, names) -> dict[str, Address]:
    steps = {
        "step: support": (world.asked, "support"),
        "step: initial": (world.arrived, "initial"),
        "step: principal": (world.review, "principal"),
        "step: curriculum": (world.review, "curriculum"),
        "step: ict": (world.review, "ict"),
        "step: contract": (world.contract, "contract"),
        "step: purchase": (world.setting_up, "purchase"),
        "step: integration": (world.setting_up, "integration"),
        "step: identity": (world.parents, "identity"),
        "step: post-breach": (world.breach, "post-breach"),
        "step: confirm": (world.confirmation, "confirm"),
        "step: usage": (world.renewal, "usage"),
        "step: renewal-decision": (world.decision, "renewal-decision"),
        "step: look": (world.look, "look"),
        "step: certificate-check": (world.certified, "certificate-check"),
        "step-forward": (world.review, "curriculum"),
        "step-assign": (world.review, "curriculum"),
        "step-claim": (world.review, "curriculum"),
        "step-finding": (world.contract, "contract"),
        "step-link": (world.contract, "contract"),
        "step-sites": (world.setting_up, "integration"),
        "step: equip-review": (world.wanted, "equip-review"),
        "step: equip-inventory": (world.arriving, "equip-inventory"),
        "step-quotes": (world.quoted, "equip-quotes"),
        "step-delivery": (world.arriving, "equip-inventory"),
        "step-units": (world.brought, "equip-deployment"),
        "step: vetting": (world.vetting, "vetting"),
        "step: installation": (world.installing, "installation"),
        "vetting-policy": (world.vetting, "vetting"),
        "vetting-agreement": (world.vetting, "vetting"),
        "vetting-hosts": (world.vetting, "vetting"),
        "vetting-host-result": (world.vetting, "vetting"),
        "vetting-letter": (world.vetting, "vetting"),
        "step-setups": (world.installing, "installation"),
        **{f"step-{row}": (world.budgeted, "quotes") for row in ("quote-add", "quote-change", "funding")},
        **{f"step-{row}": (world.compared, "committee") for row in ("score", "pilot", "pilot-add", "pilot-remove")},
        "step-platforms": (world.compared, "platforms"),
        **{f"step: {key}": (world.compared, key) for key in ("committee", "choice")},
        "step: coordination": (world.bought, "coordination"),
        "step: search": (world.sought, "search"),
        "step: compliance": (world.sought, "compliance"),
        "step: planning": (world.planned, "planning"),
        "step-goals": (world.planned, "planning"),
        "step-goal": (world.planned, "planning"),
        "step-plan": (world.planned, "planning"),
        "step-measure": (world.planned, "planning"),
        "step: next-steps": (world.in_use, "next-steps"),
        "step-reached": (world.in_use, "next-steps"),
        "step-check-in": (world.in_use, "check-usage"),
    }
    more = {
        "vetting-host-result": {"host": world.vetting.vetting.hosts.get().pk},
        "step-quote-add": {"candidate": world.candidate.pk},
        "step-quote-change": {"quote": world.quote.pk},
        **{f"step-{row}": {"candidate": world.rival.pk} for row in ("score", "pilot-add", "platforms")},
        **{f"step-{row}": {"pilot": world.pilot.pk} for row in ("pilot", "pilot-remove")},
        "step-goal": {"goal": world.goal.pk},
        "step-plan": {"part": "extent"},
        "step-measure": {"about": "usage"},
    }
    found = {}
    for row, (case, key) in steps.items():
        if name_of(row) in names:
            step = world.step(case, key)
            path = reverse(name_of(row), kwargs={"pk": case.pk, "step": step.pk, **more.get(row, {})})
            found[row] = Address(path, fresh(case, step) | WHAT.get(row, {}))
    return found
