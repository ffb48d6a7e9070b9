"""MACRO-8, MACRO-9: goals, and the plan before implementation: seven parts, four measures, the check-ins they make."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from requests_app.goals import PARTS
from requests_app.models import CheckIn, Goal, Measure, Monitored
from tests.answering import answer, fill, step_url, text
from tests.macro_paths import MacroPath

pytestmark = pytest.mark.django_db
GOAL = {"term": "short", "words": "Seven of ten read at grade level", "source": "Winter benchmark"}
TODAY = timezone.localdate


@pytest.fixture
def path(cast) -> MacroPath:
    made = MacroPath(cast)
    made.posted()
    return made


def page(path: MacroPath, name: str, *more) -> str:
    return reverse(name, args=[path.case.pk, path.step("planning"), *more])


def measure_said(**changed) -> dict:
    first = TODAY() + timedelta(days=10)
    return {
        "words": "Minutes in the programme",
        "unit": "minutes a week",
        "baseline": "0",
        "target": "60",
        "every": "30",
        "first_on": first.isoformat(),
        "until": (first + timedelta(days=100)).isoformat(),
        "recorded_by": "colleague",
    } | changed


# --- MACRO-8: goals ---------------------------------------------------------------------------------------------------


@pytest.mark.sop("MACRO-8")
def test_the_lead_sets_goals_with_their_data_and_who_follows_up(cast, path):
    lead = cast.client("teacher")
    url = page(path, "step-goals")
    assert "No goal is set yet." in text(lead.get(url))

    assert fill(lead, url, **GOAL, follows_up="colleague").status_code == 303
    assert fill(lead, url, term="long", words="All of them do", source="Spring assessment").status_code == 303

    short, long = path.fresh.goals.all()
    assert (short.term, short.words, short.source, short.follows_up) == (*GOAL.values(), cast.colleague)
    assert (long.term, long.follows_up) == ("long", cast.teacher)
    shown = text(lead.get(url))
    assert "Seven of ten read at grade level" in shown
    assert "Followed up by" in shown


@pytest.mark.sop("MACRO-8")
def test_whoever_follows_a_goal_up_is_of_the_team_and_reads_the_plan(cast, path):
    stakeholder = cast.client("stranger")
    plan = reverse("district-plan", args=[path.case.pk])
    assert stakeholder.get(plan).status_code == 403

    fill(cast.client("teacher"), page(path, "step-goals"), **GOAL, follows_up="stranger")

    assert GOAL["words"] in text(stakeholder.get(plan))
    assert [(row.user, row.part) for row in path.fresh.team.all()] == [(cast.stranger, "stakeholder")]


@pytest.mark.sop("MACRO-8")
def test_a_goal_is_changed_and_taken_off_with_its_history(cast, path):
    lead = cast.client("teacher")
    url = page(path, "step-goals")
    fill(lead, url, **GOAL)
    goal = Goal.objects.get()

    changed = fill(lead, page(path, "step-goal", goal.pk), words="Eight of ten")
    assert changed.status_code == 303
    assert Goal.objects.get().words == "Eight of ten"

    assert lead.post(url, {"what": "remove", "goal": goal.pk}).status_code == 303
    assert lead.post(url, {"what": "remove", "goal": goal.pk}).status_code == 404
    assert not Goal.objects.exists()
    labels = list(path.fresh.events.filter(kind="edit").order_by("pk").values_list("label", flat=True))
    assert labels[-3:] == ["Goal added", "Goal changed", "Goal taken off the list"]


@pytest.mark.sop("MACRO-8")
def test_a_goal_that_says_too_little_is_shown_again_with_what_was_typed(cast, path):
    sent = {"what": "add", "words": "", "term": "short", "source": "Winter benchmark", "follows_up": "nobody at all"}
    refused = cast.client("teacher").post(page(path, "step-goals"), sent)

    assert refused.status_code == 422
    assert "Winter benchmark" in refused.content.decode()
    assert set(refused.context["form"].errors) == {"words", "follows_up"}
    assert not Goal.objects.exists()


@pytest.mark.sop("MACRO-8", "MACRO-9")
def test_only_the_lead_plans(cast, path):
    for person in ("principal", "colleague", "it-director", "admin"):
        for name, *more in (("step-goals",), ("step-plan", "extent"), ("step-measure", "usage")):
            assert cast.client(person).get(page(path, name, *more)).status_code == 403


# --- MACRO-9: the seven parts -----------------------------------------------------------------------------------------


@pytest.mark.sop("MACRO-9")
def test_all_seven_parts_are_asked_for_one_after_the_other(cast, path):
    lead, url = cast.client("teacher"), page(path, "step-plan", "participants")
    asked = []
    for _number in range(7):
        asked.append(url.split("/")[-2])
        url = fill(lead, url, words=f"What we say of {asked[-1]}").url

    assert asked == [part.key for part in PARTS]
    assert url == step_url(path.case, "planning")
    case = path.fresh
    assert [part.said(case) for part in PARTS] == [f"What we say of {key}" for key in asked]
    assert not case.plan_lacks()
    assert "What we say of training" in text(lead.get(reverse("district-plan", args=[case.pk])))


@pytest.mark.sop("MACRO-9")
def test_a_part_is_kept_for_later_and_found_as_done(cast, path):
    lead = cast.client("teacher")
    sent = fill(lead, page(path, "step-plan", "training"), words="Two hours in August", later="1")
    assert sent.url == step_url(path.case, "planning")

    shown = lead.get(sent.url).context
    assert shown["form"].only_reason
    again = lead.get(page(path, "step-plan", "training"))
    assert again.context["form"]["words"].value() == "Two hours in August"
    stations = {each["url"].split("/")[-2]: each["place"] for each in again.context["progress"]}
    assert stations == dict.fromkeys([part.key for part in PARTS], "next") | {"training": "here"}
    empty = lead.post(page(path, "step-plan", "extent"), {"words": ""})
    assert empty.status_code == 422
    assert lead.get(page(path, "step-plan", "luck")).status_code == 404


@pytest.mark.sop("MACRO-9")
def test_the_part_on_measurement_begins_with_what_the_measures_say(cast, path):
    lead = cast.client("teacher")
    fill(lead, page(path, "step-measure", "usage"), **measure_said())

    words = lead.get(page(path, "step-plan", "measurement")).context["form"]["words"].value()

    assert words.startswith("Usage: Minutes in the programme, every month from ")
    assert words.endswith(f"recorded by {cast.colleague}.")


# --- MACRO-9: measures ------------------------------------------------------------------------------------------------


@pytest.mark.sop("MACRO-9")
def test_each_measure_has_its_own_frequency_source_unit_figures_and_recorder(cast, path):
    lead = cast.client("teacher")
    every = {"performance": "182", "usage": "7", "feedback": "91", "practices": "30"}
    for about, often in every.items():
        said = measure_said(every=often, words=f"What {about} says")
        assert fill(lead, page(path, "step-measure", about), **said).status_code == 303

    rows = {row.about: row for row in Measure.objects.all()}
    assert {about: str(row.every) for about, row in rows.items()} == every
    usage = rows["usage"]
    assert (usage.unit, usage.baseline, usage.target) == ("minutes a week", Decimal("0.00"), Decimal("60.00"))
    assert usage.recorded_by == cast.colleague
    assert not path.fresh.measures_lack()
    assert reverse("district-plan", args=[path.case.pk]) in lead.get(step_url(path.case, "planning")).content.decode()


WRONG = [
    ({"until": "2026-01-01"}, "until"),
    ({"first_on": "2190-01-01", "until": "2195-01-02"}, "until"),
    ({"first_on": "2026-01-01"}, "first_on"),
    ({"first_on": "2199-01-01", "until": "2198-01-01"}, "until"),
    ({"every": "2"}, "every"),
    ({"unit": ""}, "unit"),
    ({"target": "much"}, "target"),
    ({"target": "99999999999"}, "target"),
    ({"words": ""}, "words"),
    ({"recorded_by": "nobody at all"}, "recorded_by"),
]


@pytest.mark.sop("MACRO-9")
def test_a_measure_that_cannot_be_is_shown_again_with_the_field_that_is_wrong(cast, path):
    lead, url = cast.client("teacher"), page(path, "step-measure", "usage")
    for wrong, field in WRONG:
        response = fill(lead, url, **measure_said(**wrong))
        assert response.status_code == 422, wrong
        assert set(response.context["form"].errors) == {field}, wrong
    assert not Measure.objects.exists()


@pytest.mark.sop("MACRO-9")
def test_what_is_measured_may_be_words_alone(cast, path):
    said = measure_said(unit="", baseline="", target="")
    assert fill(cast.client("teacher"), page(path, "step-measure", "practices"), **said).status_code == 303
    row = Measure.objects.get()
    assert (row.unit, row.baseline, row.target) == ("", None, None)
    assert cast.client("teacher").get(page(path, "step-measure", "luck")).status_code == 404


# --- before implementation --------------------------------------------------------------------------------------------


@pytest.mark.sop("MACRO-8", "MACRO-9")
def test_it_does_not_begin_before_goals_plan_and_measures_are_there(cast, path):
    lead = cast.client("teacher")
    assert answer(lead, path.case, "planning", move="finish_plan").status_code == 409
    for term in Goal.Term.values:
        fill(lead, page(path, "step-goals"), **(GOAL | {"term": term}))
    assert answer(lead, path.case, "planning", move="finish_plan").status_code == 409
    for part in PARTS:
        fill(lead, page(path, "step-plan", part.key), words="As we agreed")
    assert answer(lead, path.case, "planning", move="finish_plan").status_code == 409
    for about in Monitored.values:
        fill(lead, page(path, "step-measure", about), **measure_said())

    done = answer(lead, path.case, "planning", move="finish_plan")

    assert done.status_code == 303, text(done)
    assert path.fresh.state == "monitoring"


@pytest.mark.sop("MACRO-9", "MACRO-10")
def test_the_check_ins_are_made_from_the_plan(cast, path):
    path.planned()
    lead = cast.client("teacher")
    first = TODAY() + timedelta(days=3)
    weekly = measure_said(every="7", first_on=first.isoformat(), until=(first + timedelta(days=28)).isoformat())
    fill(lead, page(path, "step-measure", "usage"), **weekly)

    answer(lead, path.case, "planning", move="finish_plan")

    days = list(CheckIn.objects.filter(measure__about="usage").values_list("due_on", flat=True))
    assert days == [first + timedelta(weeks=number) for number in range(5)]
    assert set(CheckIn.objects.values_list("measure__about", flat=True)) == set(Monitored.values)
