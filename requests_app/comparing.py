"""What vendors said of the criteria, side by side: a row a criterion, a column a candidate (MACRO-2a)."""

import csv
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.criteria import in_order, said_now
from requests_app.models import Candidate, CriteriaAnswer, CriteriaForm, Criterion, DistrictPurchase
from workflows.chronicle import plain_cell
from workflows.page import Badge

Says = CriteriaAnswer.Says
LOOKS = {
    Says.YES: ("good", "check"),
    Says.PARTLY: ("needs-you", "flag"),
    Says.PLANNED: ("waiting", "clock"),
    Says.NO: ("quiet", "cross"),
}


@dataclass(frozen=True)
class Cell:
    """What one candidate's vendor says of one criterion; without an answer, why there is none."""

    candidate: str
    badge: Badge
    words: str = ""
    fails: bool = False


@dataclass(frozen=True)
class Row:
    criterion: Criterion
    words: str
    cells: list[Cell]

    @property
    def fails(self) -> bool:
        """Somebody says no to what the district can't do without."""
        return any(cell.fails for cell in self.cells)


@dataclass(frozen=True)
class Asked:
    """A candidate with the form its vendor was sent, as it stands."""

    candidate: Candidate
    form: CriteriaForm | None
    badge: Badge
    given: dict[int, CriteriaAnswer] = field(default_factory=dict)
    fails: int = 0
    left: int = 0
    works: bool = False

    @property
    def form_id(self) -> int | None:
        return self.form.pk if self.form else None

    @property
    def may_be_asked(self) -> bool:
        """It is being considered, and no link of its vendor works."""
        return self.candidate.standing == Candidate.Standing.CONSIDERED and not self.works

    @property
    def verdict(self) -> str:
        """The one sentence that counts."""
        if not self.given:
            return ""
        if self.fails:
            words = ngettext(
                "Says no to %(n)d thing that the district can’t do without.",
                "Says no to %(n)d things that the district can’t do without.",
                self.fails,
            )
            return words % {"n": self.fails}
        return _("Says no to nothing that the district can’t do without.")


@dataclass(frozen=True)
class Comparison:
    """All of it; `asked` are the candidates in the order of the columns."""

    asked: list[Asked]
    rows: list[Row]

    @property
    def answered(self) -> bool:
        return any(each.given for each in self.asked)


def compare(case: DistrictPurchase, *, at: datetime) -> Comparison:
    """What is compared, and what was ruled out but had answered; four queries."""
    criteria = in_order(case.criteria.all())
    found = [_asked(candidate, criteria, at=at) for candidate in candidates_of(case)]
    shown = [each for each in found if each.given or each.candidate.standing != Candidate.Standing.RULED_OUT]
    rows = [Row(each, said_now(each.words), [_cell(column, each) for column in shown]) for each in criteria]
    return Comparison(shown, rows)


def everybody(case: DistrictPurchase, *, at: datetime) -> list[Asked]:
    """Every candidate with how it stands with its vendor; four queries."""
    criteria = in_order(case.criteria.all())
    return [_asked(candidate, criteria, at=at) for candidate in candidates_of(case)]


def one_of(case: DistrictPurchase, pk: int) -> Candidate | None:
    """A candidate of this purchase with its form."""
    return next((each for each in candidates_of(case) if each.pk == pk), None)


def candidates_of(case: DistrictPurchase) -> list[Candidate]:
    """Those being considered first; with their forms, links and answers; three queries."""
    forms = CriteriaForm.objects.select_related("link").prefetch_related("answers")
    found = case.candidates.select_related("resource", "vendor", "packet", "ruled_out_by", "compliance_by")
    rows = list(found.prefetch_related(Prefetch("forms", forms)))
    return sorted(rows, key=lambda each: (each.standing == Candidate.Standing.RULED_OUT, each.pk))


def _asked(candidate: Candidate, criteria: list[Criterion], *, at: datetime) -> Asked:
    form = next(iter(candidate.forms.all()), None)
    if form is None:
        return Asked(candidate, None, Badge(_("Not asked yet"), "quiet", "pause"))
    answers = list(form.answers.all())
    given = {each.criterion_id: each for each in answers if each.given_at is not None}
    left = sum(each.pk not in given for each in criteria)
    begun = any(each.given_at is None for each in answers)
    musts = {each.pk for each in criteria if each.must}
    fails = sum(each.says == Says.NO for pk, each in given.items() if pk in musts)
    badge = _standing(form, left=left, begun=begun, at=at)
    return Asked(candidate, form, badge, given, fails, left, form.link.works_at(at))


def _standing(form: CriteriaForm, *, left: int, begun: bool, at: datetime) -> Badge:
    """Where it is with the vendor: what it owes, and whether it can still answer."""
    if not left:
        return Badge(_("Answered"), "good", "check")
    if form.link.revoked_at is not None:
        return Badge(_("No longer asked"), "quiet", "cross")
    if form.link.expires_at <= at:
        return Badge(_("The link has run out"), "needs-you", "flag")
    if form.due_on < timezone.localdate(at):
        return Badge(_("Late"), "refused", "clock")
    if form.answered_at is not None:
        words = ngettext("Asked for %(n)d more", "Asked for %(n)d more", left) % {"n": left}
        return Badge(words, "waiting", "clock")
    if begun:
        return Badge(_("Has begun"), "waiting", "pencil")
    if form.link.last_used_at is not None:
        return Badge(_("Has opened it"), "waiting", "clock")
    return Badge(_("Sent, not opened yet"), "waiting", "clock")


def _cell(asked: Asked, criterion: Criterion) -> Cell:
    answer = asked.given.get(criterion.pk)
    if answer is None:
        return Cell(str(asked.candidate), Badge(_("No answer yet"), "quiet", "pause"))
    fails = criterion.must and answer.says == Says.NO
    tone, icon = ("refused", "cross") if fails else LOOKS[Says(answer.says)]
    return Cell(str(asked.candidate), Badge(answer.get_says_display(), tone, icon), answer.words, fails)


def write_csv(case: DistrictPurchase, file: TextIO, *, at: datetime) -> None:
    """The same as comma-separated values that no spreadsheet runs as formulas."""
    table, comparison = csv.writer(file), compare(case, at=at)
    heads = [_("About"), _("What the district needs"), _("Cannot do without")]
    for each in comparison.asked:
        heads += [str(each.candidate), _("%(name)s: in their words") % {"name": each.candidate}]
    table.writerow([plain_cell(head) for head in heads])
    for row in comparison.rows:
        must = _("Yes") if row.criterion.must else _("No")
        cells = [row.criterion.get_about_display(), row.words, must]
        for cell in row.cells:
            cells += [cell.badge.words, cell.words]
        table.writerow([plain_cell(cell) for cell in cells])
    notes = [each.form.note if each.form and each.form.answered_at else "" for each in comparison.asked]
    if any(notes):
        added = [_("What the vendor adds"), "", ""]
        for note in notes:
            added += ["", note]
        table.writerow([plain_cell(cell) for cell in added])
