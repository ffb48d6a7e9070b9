"""MACRO-10: check-ins come due, are asked for, recorded, put right, charted; then the next steps."""

from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from requests_app.models import CheckIn, Measure
from tests.answering import answer, fill, hidden, proposed, step_url, text
from tests.macro_paths import ABOUT, MacroPath
from workflows.models import Notice, Step
from workflows.sweeps import sweep_clocks

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MACRO-10")]
TODAY = timezone.localdate


@pytest.fixture
def path(cast) -> MacroPath:
    """In use, the first check-ins today."""
    made = MacroPath(cast)
    made.monitored(days=100)
    Measure.objects.update(unit="percent", baseline=60, target=80)
    return made


def record_page(path: MacroPath, about: str = "usage") -> str:
    return reverse("step-check-in", args=[path.case.pk, path.step(f"check-{about}")])


def shown(path: MacroPath, name: str, *more) -> str:
    return reverse(name, args=[path.case.pk, *more])


# --- asked for --------------------------------------------------------------------------------------------------------


def test_a_check_in_that_is_due_stands_in_its_recorders_inbox(cast, path):
    path.due("usage")
    recorder = cast.client("colleague")

    assert "How much is it used?" in text(recorder.get("/inbox/"))
    assert recorder.get(step_url(path.case, "check-usage")).url == record_page(path)
    page = text(recorder.get(record_page(path)))
    assert "Figure, in percent" in page
    assert "60 percent" in page
    assert "80 percent" in page
    assert [n.user for n in Notice.objects.filter(step__key="check-usage", template="step_opened")] == [cast.colleague]


def test_it_is_reminded_and_the_next_level_told_when_nobody_records_it(cast, path):
    path.due("usage")
    step = Step.objects.get(key="check-usage")
    for days in range(1, 40):
        sweep_clocks(at=path.at + timedelta(days=days))

    told = Notice.objects.filter(step=step, user=cast.colleague).values_list("template", flat=True)
    assert set(told) >= {"step_opened", "reminder_before", "reminder_due", "reminder_late"}
    assert Notice.objects.filter(step=step, template="escalation").exclude(user=cast.colleague).exists()


def test_nobody_else_records_it(cast, path):
    path.due("usage")
    for person in ("teacher", "principal", "stranger", "it-director"):
        assert cast.client(person).get(record_page(path)).status_code == 403


# --- recorded ---------------------------------------------------------------------------------------------------------


def test_figure_and_notes_are_kept_with_day_and_person(cast, path):
    path.due("usage")
    recorder = cast.client("colleague")
    sent = fill(recorder, record_page(path), figure="71.5", note="Grade 3 reads most.")

    assert sent.status_code == 303
    assert sent.url == shown(path, "district-measure", "usage")
    row = CheckIn.objects.get(measure__about="usage", recorded_on__isnull=False)
    assert (row.figure, row.note) == (Decimal("71.50"), "Grade 3 reads most.")
    assert (row.due_on, row.recorded_on, row.recorded_by) == (TODAY(), TODAY(), cast.colleague)
    assert path.fresh.open_step("check-usage") is None
    page = text(recorder.get(sent.url))
    assert "71.5 percent" in page
    assert "On the way" in page
    assert "Up from 60 percent at the start. 8.5 percent from the aim of 80 percent." in page


def test_neither_figure_nor_notes_is_no_record(cast, path):
    path.due("usage")
    recorder = cast.client("colleague")
    for figure in ("", "much", "NaN", "1e400", "0.001", "99999999999"):
        response = fill(recorder, record_page(path), figure=figure, note="")
        assert response.status_code == 422, figure

    assert not CheckIn.objects.filter(recorded_on__isnull=False).exists()
    assert path.fresh.open_step("check-usage")


def test_notes_are_enough_and_a_late_entry_says_how_late(cast, path):
    CheckIn.objects.filter(measure__about="usage", due_on=TODAY()).update(due_on=TODAY() - timedelta(days=4))
    path.due("usage")
    recorder = cast.client("colleague")
    assert "4 days late" in text(recorder.get(record_page(path)))

    sent = fill(recorder, record_page(path), note="The reports were down.")

    page = text(recorder.get(sent.url))
    assert "4 days late" in page
    assert "The reports were down." in page
    assert "No figure yet" in page


def test_two_that_are_due_are_asked_for_one_after_the_other_the_older_first(cast, path):
    days = [TODAY() - timedelta(days=9), TODAY() - timedelta(days=2)]
    first, second, *_rest = path.check_ins("usage").order_by("due_on")
    for row, day in zip((first, second), days, strict=True):
        CheckIn.objects.filter(pk=row.pk).update(due_on=day)
    recorder = cast.client("colleague")
    for figure in ("61", "62"):
        path.due("usage")
        assert fill(recorder, record_page(path), figure=figure).status_code == 303

    found = path.check_ins("usage").filter(figure__isnull=False).order_by("due_on").values_list("due_on", "figure")
    assert list(found) == [(days[0], Decimal(61)), (days[1], Decimal(62))]


def test_the_same_form_twice_records_once(cast, path):
    path.due("usage")
    recorder, url = cast.client("colleague"), record_page(path)
    sent = hidden(recorder.get(url).context["form"]) | {"figure": "70"}

    assert [recorder.post(url, sent).status_code for _time in range(2)] == [303, 303]
    assert recorder.post(url, sent | {"once": ""}).status_code == 409
    assert path.check_ins("usage").filter(recorded_on__isnull=False).count() == 1


# --- put right --------------------------------------------------------------------------------------------------------


@pytest.fixture
def recorded(cast, path) -> CheckIn:
    path.due("usage")
    fill(cast.client("colleague"), record_page(path), figure="17", note="Typed in haste")
    return CheckIn.objects.get(recorded_on__isnull=False)


@pytest.mark.parametrize("person", ["colleague", "teacher"])
def test_who_recorded_it_and_the_lead_put_it_right_and_the_history_keeps_the_figure(cast, path, recorded, person):
    client = cast.client(person)
    url = shown(path, "district-check-in", recorded.pk)

    assert fill(client, url, figure="71", note="Read off again").status_code == 303

    recorded.refresh_from_db()
    assert (recorded.figure, recorded.note, recorded.recorded_by) == (Decimal(71), "Read off again", cast.colleague)
    page = text(client.get(url))
    assert "Figure: 17, then 71" in page
    assert "The notes were changed." in page
    event = path.fresh.events.filter(kind="edit").latest("pk")
    assert event.label == "A check-in was put right"
    assert "Typed in haste" not in str(event.details)


def test_others_and_ended_purchases_put_nothing_right(cast, path, recorded):
    url = shown(path, "district-check-in", recorded.pk)
    for person in ("stranger", "principal", "it-director"):
        assert cast.client(person).get(url).status_code == 403
    waiting = path.check_ins("feedback").first()
    assert cast.client("teacher").get(shown(path, "district-check-in", waiting.pk)).status_code == 409
    assert cast.client("teacher").get(shown(path, "district-check-in", 10**9)).status_code == 404
    stale = hidden(cast.client("teacher").get(url).context["form"]) | {"figure": "3", "case_version": "1"}
    assert cast.client("teacher").post(url, stale).status_code == 409
    assert fill(cast.client("teacher"), url, figure="", note="").status_code == 422

    path.do("reflect", cast.teacher)
    path.do("decide_next_steps", cast.teacher, next_step="continue", rationale="It works.")
    assert cast.client("teacher").get(url).status_code == 409


def test_the_lead_hands_a_measure_on_and_what_waits_goes_along(cast, path):
    path.due("usage")
    url = shown(path, "district-recorder", "usage")
    assert cast.client("colleague").get(url).status_code == 403
    lead = cast.client("teacher")
    assert fill(lead, url, person="colleague").status_code == 422

    assert fill(lead, url, person="stranger").status_code == 303

    assert cast.client("colleague").get(record_page(path)).status_code == 403
    assert fill(cast.client("stranger"), record_page(path), figure="70").status_code == 303
    assert Notice.objects.filter(user=cast.stranger, template="step_assigned").count() == 1
    assert Measure.objects.get(about="usage").recorded_by == cast.stranger


# --- how it goes ------------------------------------------------------------------------------------------------------


def test_the_overview_says_how_it_goes_and_what_comes_next(cast, path):
    path.due("usage")
    fill(cast.client("colleague"), record_page(path), figure="70")
    path.due("feedback")

    lead = text(cast.client("teacher").get(shown(path, "district-monitoring")))
    recorder = cast.client("colleague").get(shown(path, "district-monitoring")).content.decode()

    assert "70 percent" in lead
    assert "10 percent from the aim of 80 percent." in lead
    assert "1 of 4" in lead
    assert record_page(path, "feedback") in recorder
    assert record_page(path, "feedback") not in lead


def test_figures_stand_in_the_chart_and_in_the_table_beside_it(cast, path):
    for number, row in enumerate(path.check_ins("usage").order_by("due_on")):
        CheckIn.objects.filter(pk=row.pk).update(
            due_on=TODAY() - timedelta(days=90 - number),
            figure=Decimal(61 + number),
            recorded_on=TODAY(),
            recorded_by=cast.colleague,
        )
    reader = cast.client("teacher")
    page = reader.get(shown(path, "district-measure", "usage"))
    picture = reader.get(shown(path, "district-measure-picture", "usage"))

    assert shown(path, "district-measure-picture", "usage") in page.content.decode()
    assert picture["Content-Type"] == "image/svg+xml"
    drawn = ElementTree.fromstring(picture.content)
    words = " ".join(drawn.itertext())
    assert "At the start: 60 percent, dotted" in words
    assert "Aimed at: 80 percent, dashed" in words
    dots = [each for each in drawn.iter() if each.tag.endswith("circle")]
    listed = [line.figure_words for line in page.context["lines"]]
    assert listed == ["64 percent", "63 percent", "62 percent", "61 percent"]
    assert len(dots) == len(listed)
    assert b"<script" not in picture.content


def test_only_those_who_work_on_it_read_how_it_goes(cast, path):
    measure = [shown(path, name, "usage") for name in ("district-measure", "district-measure-picture")]
    for address in [shown(path, "district-plan"), shown(path, "district-monitoring"), *measure]:
        answers = [cast.client(person).get(address).status_code for person in ("stranger", "principal", "teacher")]
        assert answers == [403, 200, 200], address
    assert cast.client("teacher").get(shown(path, "district-measure", "luck")).status_code == 404


# --- next steps -------------------------------------------------------------------------------------------------------


def test_the_lead_says_which_goals_were_reached_and_what_comes_next(cast, path):
    lead = cast.client("teacher")
    path.do("reflect", cast.teacher)
    short, long = path.fresh.goals.all()
    url = reverse("step-reached", args=[path.case.pk, path.step("next-steps")])
    assert url in lead.get(step_url(path.case, "next-steps")).content.decode()

    assert fill(lead, url, **{f"goal-{short.pk}": "yes", f"goal-{long.pk}": "no"}).status_code == 303

    assert [goal.reached for goal in path.fresh.goals.all()] == [True, False]
    page = text(lead.get(step_url(path.case, "next-steps")))
    assert "Not reached" in page
    assert answer(lead, path.case, "next-steps", next_step="", rationale="").status_code == 422
    said = {"next_step": "continue", "rationale": "Most of it is reached."}
    assert answer(lead, path.case, "next-steps", **said).status_code == 303
    assert (path.fresh.state, path.fresh.next_step) == ("complete", "continue")


def test_which_goals_were_reached_is_asked_of_the_lead_goal_by_goal(cast, path):
    lead = cast.client("teacher")
    path.do("reflect", cast.teacher)
    url = reverse("step-reached", args=[path.case.pk, path.step("next-steps")])
    sent = proposed(lead.get(url).context["form"])
    first, second = path.fresh.goals.all()

    assert (
        lead.post(url, {name: value for name, value in sent.items() if not name.endswith(f"-{first.pk}")}).status_code
        == 422
    )
    assert cast.client("principal").get(url).status_code == 403
    first.delete()  # as another page of the lead's would
    assert lead.post(url, sent | {f"goal-{second.pk}": "yes"}).status_code == 303
    assert [goal.reached for goal in path.fresh.goals.all()] == [True]


@pytest.mark.parametrize("next_step", ["adjust", "expand"])
def test_an_adjusted_plan_sets_the_days_anew_and_leaves_what_is_recorded(cast, path, next_step):
    path.due("usage")
    fill(cast.client("colleague"), record_page(path), figure="70", note="As it was")
    kept = CheckIn.objects.get(recorded_on__isnull=False)
    path.due("feedback")
    path.do("reflect", cast.teacher)
    path.do("decide_next_steps", cast.teacher, next_step=next_step, rationale="More often.")
    lead = cast.client("teacher")
    assert path.fresh.open_step("check-feedback") is None

    weekly = reverse("step-measure", args=[path.case.pk, path.step("planning"), "usage"])
    until = TODAY() + timedelta(days=21)
    assert fill(lead, weekly, every="7", until=until.isoformat()).status_code == 303
    assert answer(lead, path.case, "planning", move="finish_plan").status_code == 303

    days = list(path.check_ins("usage").values_list("due_on", flat=True))
    assert days == [TODAY() + timedelta(weeks=number) for number in range(4)]
    again = CheckIn.objects.get(pk=kept.pk)
    assert (again.figure, again.note, again.recorded_on) == (kept.figure, kept.note, kept.recorded_on)
    # The others are as they were.
    others = list(path.check_ins("feedback").values_list("due_on", flat=True))
    first = Measure.objects.get(about="feedback").first_on
    assert others == [first + relativedelta(months=number) for number in range(4)]


def test_the_unit_stays_once_figures_are_recorded_in_it(cast, path, recorded):
    path.do("reflect", cast.teacher)
    path.do("decide_next_steps", cast.teacher, next_step="adjust", rationale="More often.")
    url = reverse("step-measure", args=[path.case.pk, path.step("planning"), "usage"])

    response = fill(cast.client("teacher"), url, unit="minutes")

    assert response.status_code == 422
    assert "unit" in response.context["form"].errors
    assert Measure.objects.get(about="usage").unit == "percent"


def test_after_the_last_check_in_the_next_steps_are_asked_for(cast):
    path = MacroPath(cast)
    path.monitored(days=0)
    recorder = cast.client("colleague")
    for about in ABOUT:
        path.due(about)
        assert path.fresh.open_step("next-steps") is None
        assert fill(recorder, record_page(path, about), note=f"What {about} says").status_code == 303

    assert path.fresh.open_step("next-steps").person == cast.teacher
