"""The set-ups on which software is installed: a line each, done on, by (SOFT-15)."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Place
from requests_app.models import SetUp, SoftwareRequest
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Invalid, Stale, Unmet

AT_STEPS = frozenset({"installation"})


def add_setup(
    case: SoftwareRequest, step: int, *, name: str, place: Place, note: str = "", by: Actor, at: datetime, key: str = ""
):
    """One more set-up. Invalid for one that is listed already at that place."""

    def act(child) -> dict:
        if child.setup_lines.filter(name=name, place=place).exists():
            raise Invalid({"name": _("This set-up is listed already.")})
        made = child.setup_lines.create(name=name, place=place, note=note)
        return {"set-ups": ["", str(made)]}

    return engine.amend(case.pk, step, label=gettext_lazy("Set-up listed"), act=act, by=by, at=at, key=key)


def mark_done(setup: SetUp, step: int, *, done_on: date | None, by: Actor, at: datetime):
    """Installed on a day; or, with None, not after all."""

    def act(child) -> dict:
        line = _line(child, setup)
        before = str(line.done_on or "")
        line.done_on, line.done_by = done_on, by.user if done_on else None
        line.save(update_fields=["done_on", "done_by"])
        return {str(line): [before, str(done_on or "")]}

    words = gettext_lazy("Installed: %(name)s") if done_on else gettext_lazy("Not installed yet: %(name)s")
    return engine.amend(setup.case_id, step, label=lambda: str(words) % {"name": setup}, act=act, by=by, at=at)


def remove_setup(setup: SetUp, step: int, *, by: Actor, at: datetime):
    """Take a line away that is not done."""

    def act(child) -> dict:
        line = _line(child, setup)
        if line.done_on:
            raise Unmet(_("%(name)s is done already.") % {"name": line})
        line.delete()
        return {"set-ups": [str(setup), ""]}

    return engine.amend(setup.case_id, step, label=gettext_lazy("Set-up taken off the list"), act=act, by=by, at=at)


def _line(child: SoftwareRequest, setup: SetUp) -> SetUp:
    """The line as it is now, under the case's lock."""
    found = child.setup_lines.select_related("place").filter(pk=setup.pk).first()
    if found is None:
        raise Stale(_("This set-up was taken off the list meanwhile."))
    return found
