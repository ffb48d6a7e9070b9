"""From a request to the engine and back: fetching with authorisation in one call, and an answer to each refusal.

Answers, in the engine's order (ARCHITECTURE.md): may not see → 404; replayed → 303; stale → 409; never yours → 403;
condition unmet → 409; bad input → 422 with the form and what was typed.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows import selectors
from workflows.access import may_see
from workflows.actors import Actor, Hats
from workflows.engine import Shown
from workflows.errors import Invalid, NotSeen, NotYours, Refused, Replayed, Unmet
from workflows.keys import OnceField, fresh_key, one_time_key
from workflows.models import Case, Step


def fetch(request: HttpRequest, pk: int) -> Case:
    """The case's child row if this person may see it; Http404 otherwise. The only way in for views."""
    case = selectors.case_with_child(pk)
    if case is None or not may_see(request.user, case, at=timezone.now()):
        raise Http404
    return case


def fetch_step(request: HttpRequest, case: Case, step_pk: int) -> Step:
    """A step of a case already fetched; Http404 when it is not one of its own."""
    for step in case.every_step:
        if step.pk == step_pk:
            step.case = case
            return step
    raise Http404


def acting(request: HttpRequest) -> Actor:
    return Actor(request.user)


def hats(request: HttpRequest) -> Hats:
    return Hats.of(request.user, on=timezone.localdate())


class CaseForm(forms.Form):
    """A form that moves a case or answers a step: it carries what was shown and a one-time key (hidden fields).

    `shown()` and `key` go to the engine. A value that was tampered with reads as stale, never as an error.
    """

    once = OnceField()
    case_version = forms.CharField(widget=forms.HiddenInput, required=False)
    reviews = forms.CharField(widget=forms.HiddenInput, required=False)
    step_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, case: Case, step: Step | None = None, **kwargs):
        self.case, self.step = case, step
        initial = {
            "once": fresh_key(),
            "case_version": case.version,
            "reviews": sum(hasattr(each, "review") for each in case.all_steps),
            "step_version": step.version if step else "",
        }
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)

    def _number(self, name: str) -> int:
        value = str(self.data.get(self.add_prefix(name), ""))
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1

    def shown(self) -> Shown:
        return Shown(case=self._number("case_version"), reviews=self._number("reviews"))

    @property
    def shown_step_version(self) -> int:
        return self._number("step_version")

    @property
    def key(self) -> str:
        return one_time_key(self.data.get(self.add_prefix("once")))


def case_url(case: Case) -> str:
    return reverse("case", args=[case.pk])


def carry_out(
    request: HttpRequest,
    act: Callable[[], Any],
    *,
    case: Case,
    form: forms.Form | None = None,
    invalid: Callable[[], HttpResponse] | None = None,
    done: Callable[[Any], HttpResponse] | None = None,
) -> HttpResponse:
    """Do an act of the engine and answer: where `done` says (else the case's page), or by what was refused.

    `invalid` shows the page again with the form's errors; it is given the status 422.
    """
    try:
        result = act()
    except Invalid as refusal:
        return _invalid(request, refusal, form, invalid, case)
    except Refused as refusal:
        return refused(request, refusal, case=case, form=form)
    return done(result) if done else redirect(case_url(case))


def _invalid(request, refusal: Invalid, form, invalid, case: Case) -> HttpResponse:
    if form is None or invalid is None:
        return refused(request, refusal, case=case, form=form)
    for name, message in refusal.errors.items():
        form.add_error(name if name in form.fields else None, message)
    response = invalid()
    response.status_code = 422
    return response


def refused(request: HttpRequest, refusal: Refused, *, case: Case, form: forms.Form | None = None) -> HttpResponse:
    """The answer to a refusal of the engine; nothing was changed."""
    if isinstance(refusal, NotSeen):
        raise Http404
    if isinstance(refusal, Replayed):
        response = redirect(case_url(case))
        response.status_code = 303
        return response
    if isinstance(refusal, NotYours):
        return render(request, "403.html", {"reason": refusal.reason}, status=403)
    status = 422 if isinstance(refusal, Invalid) else 409
    return render(request, "409.html", _what_changed(request, refusal, case, form), status=status)


def _what_changed(request: HttpRequest, refusal: Refused, case: Case, form) -> dict[str, Any]:
    now = selectors.case_with_child(case.pk)
    told = isinstance(refusal, Unmet) and request.method != "POST"  # nothing was shown before that could have changed
    rows = [] if told else selectors.history(now, request.user, at=timezone.now())[:5]
    changes = [{"at": row.at, "by": row.by_name, "words": row.label or row.name} for row in rows]
    typed = []
    if form is not None:
        for name, field in form.fields.items():
            value = form.data.get(form.add_prefix(name))
            if value and isinstance(field.widget, (forms.Textarea, forms.TextInput)) and not field.widget.is_hidden:
                typed.append((field.label or name, value))
    return {
        "heading": _("This can’t be done now") if told else "",
        "safe": _("Nothing was changed.") if told else "",
        "what_happened": refusal.reason or _("The case is no longer where this can be done."),
        "changes": changes,
        "typed": typed,
        "next_url": case_url(case),
        "next_label": _("Look at it as it is now"),
    }


def see_other(url: str) -> HttpResponse:
    """After a POST: 303, so that going back and forth sends nothing again."""
    response = redirect(url)
    response.status_code = 303
    return response
