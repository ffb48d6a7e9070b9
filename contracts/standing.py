"""Whether an agreement holds on a day, as people say it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.wording import day_words
from contracts.models import Agreement
from contracts.schedule import cancel_by, renews_tacitly, term_on

SOON = timedelta(days=90)


@dataclass(frozen=True)
class Standing:
    """Whether an agreement holds today: a sentence, a word for lists, and how it is shown."""

    sentence: str
    words: str
    tone: str
    icon: str


def standing(agreement: Agreement, *, on: date) -> Standing:
    """Is it in force, and until when?"""
    if agreement.state in agreement.UNSIGNED_STATES:
        return _unsigned(agreement)
    if agreement.state not in agreement.SIGNED_STATES:
        return _over(agreement)
    if agreement.starts_on and agreement.starts_on > on:
        said = _("It is signed, and in force from %(day)s.") % {"day": day_words(agreement.starts_on)}
        return Standing(said, _("Not yet in force"), "waiting", "clock")
    if agreement.last_day and agreement.last_day < on:
        said = _("It ended on %(day)s: it covers nothing any more.") % {"day": day_words(agreement.last_day)}
        return Standing(said, _("Ended"), "refused", "cross")
    return _running(agreement, on)


def _unsigned(agreement: Agreement) -> Standing:
    states = agreement.State
    said = {
        states.DRAFTING: _("It is being drafted: it covers nothing yet."),
        states.SENT: _("The vendor has it to sign: it covers nothing yet."),
        states.NEGOTIATING: _("Its terms are being negotiated: it covers nothing yet."),
    }[states(agreement.state)]
    words = {states.SENT: _("With the vendor"), states.NEGOTIATING: _("Being negotiated")}
    look = agreement.look
    return Standing(said, words.get(agreement.state, _("Being drafted")), look.tone, look.icon)


def _over(agreement: Agreement) -> Standing:
    states, look = agreement.State, agreement.look
    if agreement.state == states.DROPPED:
        said = _("It was dropped before anybody signed: it covers nothing.")
        return Standing(said, _("Dropped"), look.tone, look.icon)
    day = {"day": day_words(agreement.ended_on)} if agreement.ended_on else None
    if agreement.state == states.SUPERSEDED:
        said = _("A newer agreement replaced it on %(day)s.") % day if day else _("A newer agreement replaced it.")
        return Standing(said, _("Replaced"), look.tone, look.icon)
    if agreement.state == states.LAPSED:
        last = day_words(agreement.last_day) if agreement.last_day else ""
        said = _("It lapsed: %(day)s was its last day. It covers nothing any more.") % {"day": last}
        return Standing(said, _("Lapsed"), look.tone, look.icon)
    said = _("It was terminated on %(day)s: it covers nothing any more.") % day if day else ""
    return Standing(said or _("It was terminated: it covers nothing any more."), _("Terminated"), look.tone, look.icon)


def _running(agreement: Agreement, on: date) -> Standing:
    """In force today; "running out soon" where somebody has to act within 90 days."""
    terms = agreement.terms
    term = term_on(terms, on) if terms else None
    if term is None or term.last_day is None:
        return Standing(_("It is in force, with no end."), _("In force"), "good", "check")
    said = _("It is in force until %(day)s.") % {"day": day_words(term.last_day)}
    act_by = term.last_day
    if renews_tacitly(term, terms):
        act_by = cancel_by(term, terms)
        said = _goes_on(agreement, term.last_day, act_by, missed=act_by < on)
    soon = agreement.state == agreement.State.EXPIRING or on <= act_by <= on + SOON
    if soon:
        return Standing(said, _("Running out soon"), "needs-you", "flag")
    return Standing(said, _("In force"), "good", "check")


def _goes_on(agreement: Agreement, last_day: date, act_by: date, *, missed: bool) -> str:
    months = agreement.tacit_months
    term = ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    said = {"day": day_words(last_day), "term": term, "by": day_words(act_by)}
    if missed:
        return _("It is in force until %(day)s and then goes on by itself for %(term)s.") % said
    return _("It is in force until %(day)s and goes on by itself for %(term)s unless notice is given by %(by)s.") % said
