"""Forms of every case. What each address takes by POST, beside the token:

case-move      `rationale` or `words`, whatever the move asks; the hidden fields of CaseForm
case-comment   `text`, `readers` (everyone, reviewers), `once`
case-file      `file`, `kind` (quote, contract, other), `readers`, `once`
case-follow    `person` (the requester admits somebody; without it, oneself follows), `once`
case-unfollow  `person` (an id; without it, oneself)
case-remove    `reason`
step-claim     `step_version`, `once`
step-assign    `to` (person, role), `person`, `words`; the hidden fields of CaseForm
step-forward   `stages` (keys, several), `people_<key>` (a person), `question`; the hidden fields of CaseForm
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import CheckedFileField, PersonField
from workflows.http import CaseForm
from workflows.keys import OnceField, fresh_key, one_time_key
from workflows.models import Case, CaseFile, Event
from workflows.moves import Move

HIDDEN = ("once", "case_version", "reviews", "step_version")
EVERYONE, REVIEWERS = "everyone", "reviewers"
READERS = [(REVIEWERS, _("Reviewers only")), (EVERYONE, _("The requester too"))]
READERS_OF_OURS = [(REVIEWERS, _("Reviewers only")), (EVERYONE, _("Everybody who may open this page"))]


class ForTheEye(forms.Form):
    """What is marked as needed is so for the eye: somebody else says what is missing, all but `always`."""

    use_required_attribute = False
    always: frozenset[str] = frozenset()

    def full_clean(self):
        asked = [name for name, field in self.fields.items() if field.required]
        for name in asked:
            self.fields[name].required = name in self.always
        super().full_clean()
        for name in asked:
            if name in self.fields:
                self.fields[name].required = True


class OnceForm(forms.Form):
    """A form with a one-time key, so that a double click does one thing."""

    once = OnceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", fresh_key())

    @property
    def key(self) -> str:
        return one_time_key(self.data.get("once"))


class RemarkForm(OnceForm):
    """Something said or added beside the procedure; only reviewers are asked who may read it."""

    readers = forms.ChoiceField(label=_("Who may read it?"), choices=READERS, initial=REVIEWERS)

    # The page of a case has several of these: their fields must not share an id.
    about = ""

    def __init__(self, *args, case: Case, internal: bool, **kwargs):
        super().__init__(*args, auto_id=f"{self.about}-%s", **kwargs)
        if not internal:
            del self.fields["readers"]
        elif not case.speaks_to_requester:
            self.fields["readers"].choices = READERS_OF_OURS

    @property
    def for_reviewers_only(self) -> bool:
        return self.cleaned_data.get("readers") == REVIEWERS


class CommentForm(RemarkForm):
    about = "comment"
    text = forms.CharField(
        label=_("Your comment"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("To tell somebody about it, write @ and their user name. Leave out students' names and data."),
        error_messages={"required": _("Write your comment.")},
    )
    field_order = ["text", "readers"]


class FileForm(RemarkForm):
    about = "file"
    file = CheckedFileField(label=_("File"), error_messages={"required": _("Choose a file.")})
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind.value, kind.label) for kind in CaseFile.ANYWHERE],
        initial=CaseFile.Kind.OTHER,
    )
    field_order = ["file", "kind", "readers"]


class FollowerForm(OnceForm):
    """The requester lets a colleague read the whole request."""

    person = PersonField(label=_("Who may follow and read all of it?"))

    def __init__(self, *args, requester, **kwargs):
        super().__init__(*args, **kwargs)
        self.requester = requester

    def clean_person(self):
        if self.cleaned_data["person"] == self.requester:
            raise forms.ValidationError(_("You are told of everything anyway."))
        return self.cleaned_data["person"]


class RemovalForm(forms.Form):
    """Why something is taken out of a case."""

    reason = forms.CharField(
        label=_("Why is it removed?"),
        max_length=300,
        help_text=_("Kept in the history. Don't repeat what is removed."),
        error_messages={"required": _("Say why it is removed, without repeating it.")},
    )


WORDS = {
    "rationale": {"label": _("Why?"), "help_text": _("Kept in the history, where the requester may read it.")},
    "words": {"label": _("Why?"), "help_text": _("Kept in the history."), "required": False},
}
TOLD = {"label": _("What should the requester know?"), "help_text": _("It stands in the mail to the requester.")}


class MoveForm(ForTheEye, CaseForm):
    """What a move without a step asks; the machine says whether it may be left empty."""

    def __init__(self, *args, move: Move, **kwargs):
        super().__init__(*args, **kwargs)
        for name in move.asks:
            asked = WORDS[name]
            if name == "rationale" and not self.case.speaks_to_requester:
                asked = asked | {"help_text": _("Kept in the history.")}
            elif name == "rationale" and move.tells:
                asked = asked | TOLD
            self.fields[name] = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **asked)

    def details(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS if name in self.fields}


class AssignForm(CaseForm):
    """Who takes an open step: somebody by name, or again whoever holds its role."""

    PERSON, ROLE = "person", "role"
    use_required_attribute = False

    to = forms.ChoiceField(label=_("Who takes it?"), widget=forms.RadioSelect, initial=PERSON)
    person = PersonField(label=_("Name"), error_messages={"required": _("Name the person.")})
    words = forms.CharField(
        label=_("What should they know?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, role: str, **kwargs):
        super().__init__(*args, **kwargs)
        back = _("Whoever holds the role: %(role)s") % {"role": role}
        self.fields["to"].choices = [(self.PERSON, _("Somebody by name")), (self.ROLE, back)]
        self.helper = FormHelper(self)
        self.helper.layout = Layout("to", Div("person", data_shows_when=f"to={self.PERSON}"), "words", *HIDDEN)
        if self.is_bound and self.data.get("to") == self.ROLE:
            self.fields["person"] = forms.Field(required=False, disabled=True)


class ForwardForm(CaseForm):
    """Who else should look, and what they are asked (MICRO-6, MICRO-7)."""

    stages = forms.MultipleChoiceField(
        label=_("Who should look at it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who should look at it.")},
    )
    question = forms.CharField(
        label=_("What do you ask them?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stages"].choices = [(each.key, each.words) for each in offered]
        for each in offered:
            label = _("%(role)s: somebody by name") % {"role": each.role}
            self.fields[f"people_{each.key}"] = PersonField(label=label, required=False)
        named = [Div(f"people_{each.key}", data_shows_when=f"stages={each.key}") for each in offered]
        self.helper = FormHelper(self)
        self.helper.layout = Layout("stages", *named, "question", *HIDDEN)

    def people(self) -> dict[str, list]:
        """Persons named for the chosen stages."""
        named = {key: self.cleaned_data.get(f"people_{key}") for key in self.cleaned_data["stages"]}
        return {key: [person] for key, person in named.items() if person}


class HistoryFilter(forms.Form):
    """Which kinds of event the history shows."""

    kind = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("Everything")), *Event.Kind.choices])
