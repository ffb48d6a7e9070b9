"""What must hold before a move of the school-based request: each returns an empty text, or the reason against it."""

from django.utils.translation import gettext_lazy as _


def money_is_asked_for(case) -> str:
    return "" if case.needs_funds else _("This request needs no district funds.")


def nobody_is_asked_yet(case) -> str:
    return _("The form is with the principal for support.") if case.open_step("support") else ""


def support_is_asked_for(case) -> str:
    return "" if case.open_step("support") else _("Nobody was asked for support.")


def support_is_recorded(case) -> str:
    if not case.needs_funds or case.support_given:
        return ""
    if case.open_step("support"):
        return _("The principal has not answered yet.")
    return _("The request needs district funds: ask the principal for support first.")


def asks_for_something_new(case) -> str:
    return _("This adds schools or seats to a resource we have.") if case.is_extension else ""


def adds_to_what_we_have(case) -> str:
    return "" if case.is_extension else _("This asks for something new.")


def somebody_must_look_first(case) -> str:
    return "" if case.reviews_needed() else _("No funds and no new conditions: it goes straight to the agreement.")


def nobody_must_look_first(case) -> str:
    return _("Funds or new conditions must be looked at first.") if case.reviews_needed() else ""


def library_has_it(case) -> str:
    return "" if case.resource_is_approved else _("Link an approved resource of the library first.")


def nothing_is_pending(case) -> str:
    if case.brings_money_or_schools:
        return _("Money or a new school is pending: change it to “add my school or seats” instead.")
    return ""


def somebody_is_late(case) -> str:
    return "" if case.required_late() else _("Nobody who must answer is late.")


def vendor_is_known(case) -> str:
    return "" if case.vendor_id else _("Link or add the vendor first.")


def contract_is_posted(case) -> str:
    return case.not_posted()


def every_site_is_done(case) -> str:
    left = case.sites_left()
    return _("%(n)d school sites are not done yet.") % {"n": left} if left else ""


def sites_are_listed(case) -> str:
    return "" if case.has_sites else _("List at least one school site.")
