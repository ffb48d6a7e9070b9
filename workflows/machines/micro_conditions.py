"""What must hold before a move of the school-based request: each returns an empty text, or the reason against it."""

from django.utils.translation import gettext_lazy as _


def form_is_complete(case) -> str:
    missing = case.missing_answers()
    return _("Still to answer: %(names)s.") % {"names": ", ".join(map(str, missing))} if missing else ""


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


def all_have_answered(case) -> str:
    waiting = case.required_open()
    return _("Still waiting on %(n)d.") % {"n": len(waiting)} if waiting else ""


def somebody_is_late(case) -> str:
    return "" if case.required_late() else _("Nobody who must answer is late.")


def agreement_covers_it(case) -> str:
    return case.not_covered()


def vendor_is_known(case) -> str:
    return "" if case.vendor_id else _("Link or add the vendor first.")


def contract_is_posted(case) -> str:
    return case.not_posted()


def every_site_is_done(case) -> str:
    left = case.sites_left()
    return _("%(n)d school sites are not done yet.") % {"n": left} if left else ""


def sites_are_listed(case) -> str:
    return "" if case.has_sites else _("List at least one school site.")


def new_stage_is_untouched(case) -> str:
    if not case.before.get(case.state):  # it began here, or it came here from another procedure
        return _("This is the stage in which it began.")
    returned = getattr(case.State, "CHANGES_REQUESTED", None)
    if case.state == returned and case.changed_since_return():
        return _("The requester has begun to change it.")
    return _("Somebody has already answered at this stage.") if case.stage_is_answered() else ""


def where_it_is(case, **_details) -> str:
    """The state it is in: a move that opens or closes a step and stays."""
    return case.state


def stage_before(case, **_details) -> str:
    """The state one stage back."""
    return case.before[case.state]


def stage_that_decided(case, **_details) -> str:
    """The state an ended case ended from."""
    return case.ended_from
