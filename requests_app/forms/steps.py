"""Answering a step: POST to `step`, `/cases/<pk>/steps/<step>/`.

Hidden on both forms: `once`, `case_version`, `reviews`, `step_version`.

A step answered by a move (initial, final, contract, vendor, posting, integration) posts
    `move` (the move's name), `rationale`, `internal`, and what the move asks:
    send_to_review                  `needs_funds` (yes, no)
    deny, deny_contract             `ground`, `library_words`
    approve                         `other_funding`, conditions
    wait_for_vendor                 `contact_name`, `contact_email` (not where the vendor's packet is open already)
    approve_contract                `where` (school, named, district), `places` (ids, when named), `other_funding`,
                                    conditions
    hand_to_integration             `review_interval` (6, 12, 24), `briefing`
    complete_without_integration    `review_interval`
conditions: `condition_grades` (codes), `condition_subjects` (names), `condition_places` (names, when several were asked
    for), `condition_no_student_accounts`, `condition_until` (a date), `condition_words`

Steps answered side by side post one answer each, numbered from 0 in the order shown:
    `0-step` (its id), `0-step_version`, `0-outcome` (one of the stage's outcomes), `0-rationale`, `0-internal`,
    `0-ground`, conditions as `0-condition_…`, and by step:
    support, principal              `0-amount`, `0-funding_source`, `0-budget_code`
    curriculum, ict                 `0-student_data_found` (yes, no, or empty), `0-elements_found` (ids)
    purchase                        `0-po_number`, `0-po_date`, `0-po_amount`, `0-agree_amount`
An answer whose `n-outcome` is empty is left for later; one at least must be given.

The other pages of reviewers (each with the hidden fields too): `step-finding` posts `student_data_found` (yes, no) and
`elements_found`; `step-link` posts `what` (resource, vendor, new-vendor, agreements) with `resource`, `vendor`, `name`
and `website`, or `agreements` (ids); `step-sites` posts `what` (add, change, done, undo, remove) with `site`, and
`place`, `contact`, `method`, `note`, `done_on`.
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.models import Place
from catalog.models import GROUNDS_ABOUT_THE_RESOURCE
from requests_app.conditions import of_reviewers
from requests_app.forms.answers import AnswerForm
from requests_app.forms.fields import CONDITIONS, made
from workflows.answering import ReasonedRadios
from workflows.moves import Move

# What each move asks beside the rationale and the internal note.
ASKED_BY_MOVE = {
    "send_to_review": ("needs_funds",),
    "deny": ("ground", "library_words"),
    "deny_contract": ("ground", "library_words"),
    "approve": ("other_funding", *CONDITIONS),
    "wait_for_vendor": ("contact_name", "contact_email"),
    "approve_contract": ("where", "places", "other_funding", *CONDITIONS),
    "hand_to_integration": ("review_interval", "briefing"),
    "complete_without_integration": ("review_interval",),
}
ABOUT_THE_RESOURCE = "|".join(sorted(GROUNDS_ABOUT_THE_RESOURCE))


class DecisionForm(AnswerForm):
    """A step answered by a move: which one, and what it asks."""

    def __init__(self, *args, moves: list[tuple[Move, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.moves = {move.name: move for move, _reason in moves}
        self.reasons = {move.name: reason for move, reason in moves if reason}
        self._add_moves(moves)
        asked = {name for move in self.moves for name in ASKED_BY_MOVE.get(move, ())}
        first = [name for name in ("needs_funds", "ground") if name in asked]
        then = ["contact_name", "contact_email", "library_words", "where", "places", "other_funding"]
        then += ["review_interval", "briefing"]
        for name in [*first, "rationale", *(name for name in then if name in asked), "internal"]:
            self.fields[name] = made(name, self.case)
        self.conditional = self._add_conditions(self._kept()) if asked & set(CONDITIONS) else []
        if "contact_name" in self.fields and self.case.packet_underway() is not None:
            del self.fields["contact_name"], self.fields["contact_email"]
        if "other_funding" in self.fields and not self.case.funds_denied():
            del self.fields["other_funding"]
        if not any(move.needs for move in self.moves.values()):
            self.fields["rationale"].required = False
            self.fields["rationale"].help_text = _("The requester reads this.")
        for name, value in self._starting_values().items():
            if name in self.fields:
                self.fields[name].initial = value
        self.helper = self._helper()

    @property
    def always(self) -> set[str]:
        return {"move"}

    @property
    def only_move(self) -> Move | None:
        """The one thing that can be done at this step, if it is one."""
        return next(iter(self.moves.values())) if len(self.moves) == 1 else None

    @property
    def only_reason(self) -> str:
        """Why that one thing can't be done yet."""
        return self.reasons.get(self.only_move.name, "") if self.only_move else ""

    def add_error(self, field, error):
        # Places are asked for only when they are to be named; otherwise the choice above them is at fault.
        if field == "places" and self.data.get("where") != "named":
            field = "where"
        super().add_error(field, error)

    def _add_moves(self, moves) -> None:
        choices = [(move.name, move.label) for move, _reason in moves]
        field = forms.ChoiceField(label=_("What do you decide?"), choices=choices)
        if len(moves) == 1:
            field.widget, field.initial = forms.HiddenInput(), moves[0][0].name
        else:
            field.widget = ReasonedRadios(choices=choices)
            field.widget.reasons = self.reasons
            field.widget.hints = {move.name: str(move.hint) for move, _reason in moves if move.hint}
        self.fields["move"] = field

    def _kept(self) -> dict:
        return self.case.kept_conditions or of_reviewers(self.case)

    def _starting_values(self) -> dict:
        case = self.case
        return {
            "needs_funds": "yes" if case.needs_funds else "no",
            "where": "school",
            "contact_name": case.vendor.contact_name if case.vendor_id else "",
            "contact_email": case.vendor.contact_email if case.vendor_id else "",
            "review_interval": str(case.review_interval or setting("review_interval")),
            "briefing": case.briefing,
        }

    def _helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.layout = Layout(*(self._part(name) for name in self.fields if name not in self.conditional))
        if self.conditional:
            helper.layout.append(Div(self._folded(), data_shows_when=self._asked_with("condition_words")))
            helper.layout.append(helper.layout.fields.pop(_position(helper.layout, "internal")))
        return helper

    def _folded(self) -> Div:
        """The conditions, folded away unless reviewers asked for some or one was filled in wrongly."""
        shown = self.is_bound or bool(self._kept())
        opening = '<details class="disclosure"{}><summary>{}</summary><div class="disclosure-body">'
        begin = format_html(opening, " open" if shown else "", _("Conditions it keeps"))
        return Div(HTML(begin), *self.conditional, HTML("</div></details>"))

    def _part(self, name: str):
        asking = self._asked_with(name)
        if name == "places":
            return Div(Div(name, data_shows_when="where=named"), data_shows_when=asking)
        if name == "library_words":
            return Div(Div(name, data_shows_when=f"ground={ABOUT_THE_RESOURCE}"), data_shows_when=asking)
        return Div(name, data_shows_when=asking) if asking and not self.only_move else name

    def _asked_with(self, name: str) -> str:
        asking = [move for move in self.moves if name in ASKED_BY_MOVE.get(move, ())]
        return f"move={'|'.join(asking)}" if asking else ""

    def details(self) -> dict:
        """What the engine is told beside the move."""
        told = self.cleaned_data
        asked = ASKED_BY_MOVE.get(told["move"], ())
        details = {"rationale": told.get("rationale", ""), "internal": told.get("internal", "")}
        told_as_typed = {"ground", "library_words", "other_funding", "briefing", "contact_name", "contact_email"}
        plain = told_as_typed & set(asked)
        details |= {name: told[name] for name in plain if told.get(name)}
        if "needs_funds" in asked and told.get("needs_funds"):
            details["needs_funds"] = told["needs_funds"] == "yes"
        if "where" in asked:
            details["places"] = self._places()
        if "review_interval" in asked and told.get("review_interval"):
            details["review_interval"] = int(told["review_interval"])
        if set(CONDITIONS) & set(asked):
            details["conditions"] = self.conditions()
        return details

    def _places(self) -> list[Place]:
        match self.cleaned_data.get("where"):
            case "school":
                return self.case.asked_places()
            case "district":
                return list(Place.objects.filter(kind=Place.Kind.DISTRICT, parent__isnull=True))
            case "named":
                return list(self.cleaned_data.get("places") or [])
        return []


def _position(layout: Layout, name: str) -> int:
    return next(place for place, part in enumerate(layout.fields) if part == name)
