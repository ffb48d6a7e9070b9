"""What both kinds of answer to a step share."""

from requests_app.forms.fields import CONDITIONS, made
from workflows.http import CaseForm


class AnswerForm(CaseForm):
    """What both kinds of answer share: fields that belong to one decision are asked with that decision alone."""

    use_required_attribute = False

    def full_clean(self):
        # The procedure says what a decision must hold; here a field is only read. "Required" is for the eye.
        asked = {name for name, field in self.fields.items() if field.required}
        for name in asked:
            self.fields[name].required = name in self.always
        super().full_clean()
        for name in asked:
            self.fields[name].required = True

    @property
    def always(self) -> set[str]:
        """Fields that every answer has."""
        return set()

    def _add_conditions(self, kept: dict, before: str = "") -> list[str]:
        names = [name for name in CONDITIONS if name != "condition_places" or len(self.case.asked_places()) > 1]
        for name in names:
            self.fields[before + name] = made(name, self.case)
            self.fields[before + name].initial = kept.get(name.removeprefix("condition_"))
        return [before + name for name in names]

    def conditions(self, before: str = "") -> dict:
        """The conditions that were chosen, as a review keeps them."""
        chosen = {name.removeprefix("condition_"): self.cleaned_data.get(before + name) for name in CONDITIONS}
        return {name: value for name, value in chosen.items() if value}
