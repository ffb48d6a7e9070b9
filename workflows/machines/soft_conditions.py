"""What must hold before a move of a software request, and what it must say (document 004)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def vetting_begins(case, **_details) -> str:
    """Straight to the Cybersecurity team, or first to the Customer Care Center where the district wants it (SOFT-3)."""
    by_hand = case.is_checked_by_hand and case.returned_from() != case.State.VETTING
    return case.State.INTAKE if by_hand else case.State.VETTING


def review_that_follows(case, **_details) -> str:
    """SOFT-7: instructional or administrative."""
    return case.State.ADMINISTRATIVE_REVIEW if case.instructional is False else case.State.CLASSROOM_REVIEW


def after_technical_review(case, **_details) -> str:
    """SOFT-12: what is free is not bought."""
    return case.State.INSTALLATION if case.is_free else case.State.PURCHASING


def vetting_is_done(case) -> str:
    return case.vetting_lacks()


def vendor_is_silent(case) -> str:
    days = case.silent_for()
    if days is None:
        return _("Nothing was asked of the vendor.")
    return "" if days >= case.silence_allowed else _("The vendor still has time.")


def nobody_is_asked_to_deny(case) -> str:
    return _("The team has been asked already.") if case.open_step("vendor-silent") else ""


def licences_are_stored(case) -> str:
    return case.licences_lack()


def setups_are_listed(case) -> str:
    return "" if case.has_setups else _("List at least one set-up.")


def every_setup_is_done(case) -> str:
    left = case.setups_left()
    return _("%(n)d set-ups are not done yet.") % {"n": left} if left else ""


def website_is_safe(case) -> str:
    return case.grade_lacks()


# --- what must be said ------------------------------------------------------------------------------------------------


def replacement_named(case, details) -> dict[str, str]:
    """SOFT-11: another product, of the library or a new one; never the same again."""
    named = str(details.get("replacement") or "").strip()
    if not named:
        return {"replacement": str(_("Name the product that replaces it."))}
    same = named.casefold() in {case.title.casefold(), str(case.resource or "").casefold()}
    return {"replacement": str(_("This is the product that is not sound."))} if same else {}


def posting_dated(case, details) -> dict[str, str]:
    """SOFT-16: posted on a day that has come."""
    day = details.get("posted_on")
    if not day:
        return {"posted_on": str(_("Say on which day it was posted."))}
    return {"posted_on": str(_("This day has not come yet."))} if day > timezone.localdate() else {}


def day_of_posting_given(case, outcome, details) -> dict[str, str]:
    return posting_dated(case, details)
