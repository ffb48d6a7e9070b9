"""MACRO-4a, MACRO-4b: the committee, pilots, the district's platforms, and the choice of one candidate."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.district import change_setting
from contracts.models import Agreement, DataElement
from requests_app import evaluating, owners
from requests_app.models import Candidate, CommitteeScore, Pilot, PlatformAnswer
from tests.answering import answer, fill, step_url, text
from tests.macro_paths import MacroPath
from workflows.models import Event, Notice

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def over() -> dict:
    """The dates of an agreement that ended yesterday."""
    return {"starts_on": TODAY() - timedelta(days=365), "ends_on": TODAY() - timedelta(days=1)}


@pytest.fixture
def path(cast) -> MacroPath:
    made = MacroPath(cast)
    made.member(cast.colleague)
    made.to("evaluation")
    return made


@pytest.fixture
def taking_data(cast) -> MacroPath:
    made = MacroPath(cast, with_data=True)
    made.to("evaluation")
    return made


def own_step(path, person, key: str = "committee"):
    return next(s for s in path.fresh.open_steps() if s.key == key and s.person_id in {None, person.pk})


def at_step(path, person, name: str, *more, key: str = "committee") -> str:
    return reverse(name, args=[path.case.pk, own_step(path, person, key).pk, *more])


def step_of(path, person, key: str = "committee") -> str:
    return reverse("step", args=[path.case.pk, own_step(path, person, key).pk])


def score(client, path, person, candidate, points: str = "4", **said):
    said = {"score": points, "pros": "Children like it."} | said
    return fill(client, at_step(path, person, "step-score", candidate.pk), **said)


def send(client, url: str):
    """Send one's answer as the page proposes it."""
    return fill(client, url)


# --- the committee ----------------------------------------------------------------------------------------------------


@pytest.mark.sop("MACRO-4a")
def test_the_director_of_curriculum_is_always_a_member_when_it_is_for_teaching(cast, path):
    asked = {step.person for step in path.fresh.open_steps() if step.key == "committee"}
    assert asked == {cast.colleague, cast.curriculum_director}


@pytest.mark.sop("MACRO-4a")
def test_a_member_scores_each_candidate_with_pros_cons_and_gaps_and_then_answers(cast, path):
    member, (first, second) = cast.client("colleague"), path.fresh.live_candidates()
    url = step_of(path, cast.colleague)
    said = {"cons": "Needs headphones.", "gaps": "No Polish."}
    response = score(member, path, cast.colleague, first, **said)
    assert (response.status_code, response.url) == (303, url)
    assert "You gave 4 of 5." in text(member.get(url))

    assert send(member, url).status_code == 409  # the other candidate is left
    assert score(member, path, cast.colleague, first, "2").status_code == 303  # until it is sent it can be changed
    assert score(member, path, cast.colleague, second, "5").status_code == 303
    assert send(member, url).status_code == 303

    kept = CommitteeScore.objects.get(candidate=first)
    assert (kept.score, kept.pros, kept.cons, kept.gaps) == (2, "Children like it.", "Needs headphones.", "No Polish.")
    assert kept.member == cast.colleague
    assert {step.person for step in path.fresh.open_steps() if step.key == "committee"} == {cast.curriculum_director}


@pytest.mark.sop("MACRO-4a")
def test_a_score_is_one_to_five_and_gives_a_reason(cast, path):
    member, candidate = cast.client("colleague"), path.fresh.live_candidates()[0]
    for points in ("0", "6", "", "x"):
        assert score(member, path, cast.colleague, candidate, points).status_code == 422
    refused = score(member, path, cast.colleague, candidate, pros="")
    assert refused.status_code == 422
    assert "Give at least one reason" in text(refused)
    assert not CommitteeScore.objects.exists()


@pytest.mark.sop("MACRO-4a")
def test_members_read_what_others_wrote_once_they_have_sent_their_own_answer(cast, path):
    member, director = cast.client("colleague"), cast.client("curriculum_director")
    for candidate in path.fresh.live_candidates():
        score(director, path, cast.curriculum_director, candidate, pros="Best for Polish readers.")
    read = reverse("district-committee", args=[path.case.pk])
    # Not sent yet: nobody reads it, the lead neither.
    assert "Best for Polish readers." not in text(cast.client(path.lead).get(read))
    assert send(director, step_of(path, cast.curriculum_director)).status_code == 303

    hidden = (read, step_of(path, cast.colleague), path.case.get_absolute_url())
    hidden += (reverse("case-history", args=[path.case.pk]), reverse("district-pilots", args=[path.case.pk]))
    for url in hidden:
        page = member.get(url)
        assert page.status_code == 200
        assert "Best for Polish readers." not in text(page), url
        assert "4 of 5" not in text(page), url
    assert "once you have sent your own answer" in text(member.get(read))

    lead = text(cast.client(path.lead).get(read))
    assert "Best for Polish readers." in lead
    assert "1 of 2 members have answered." in lead
    for candidate in path.fresh.live_candidates():
        score(member, path, cast.colleague, candidate, "1")
    send(member, step_of(path, cast.colleague))
    page = text(member.get(read))
    assert "Best for Polish readers." in page
    assert "2.5 of 5 on average" in page


@pytest.mark.sop("MACRO-4a")
def test_the_history_says_that_somebody_looked_not_what_they_think(cast, path):
    member, candidate = cast.client("colleague"), path.fresh.live_candidates()[0]
    score(member, path, cast.colleague, candidate, "1", pros="It is a secret.")
    event = Event.objects.filter(case=path.case, by=cast.colleague).latest("pk")
    assert str(event.label) == f"Committee: looked at {candidate.name}"
    assert event.details == {"changed": {}}
    assert event.words is None


@pytest.mark.sop("MACRO-4a")
def test_nobody_scores_in_the_name_of_another_member(cast, path):
    candidate = path.fresh.live_candidates()[0]
    url = at_step(path, cast.curriculum_director, "step-score", candidate.pk)
    for person in ("colleague", "principal", "technology"):
        assert cast.client(person).get(url).status_code == 403
        assert cast.client(person).post(url, {"score": "1", "pros": "x"}).status_code == 403


@pytest.mark.sop("MACRO-4a")
def test_without_a_committee_the_lead_chooses_alone(cast):
    path = MacroPath(cast, committee=False)
    path.to("evaluation")
    path.integrates()
    assert path.fresh.open_step("committee") is None
    assert "Nobody was asked" in text(cast.client(path.lead).get(step_url(path.case, "choice")))
    assert path.choose().state == "compliance-gate"


# --- pilots -----------------------------------------------------------------------------------------------------------


def plan(client, path, person, candidate, *, key: str = "committee", begins: int = 1, ends: int = 20, **said):
    days = {"begins_on": TODAY() + timedelta(days=begins), "ends_on": TODAY() + timedelta(days=ends)}
    days = {name: day.isoformat() for name, day in days.items()}
    said = days | {"place": path.cast.school.pk} | said
    return fill(client, at_step(path, person, "step-pilot-add", candidate.pk, key=key), **said)


@pytest.mark.sop("MACRO-4a")
def test_a_pilot_has_days_a_site_and_findings(cast, path):
    lead, first = cast.client(path.lead), path.fresh.live_candidates()[0]
    assert plan(lead, path, path.lead, first, key="choice").status_code == 303
    pilot = Pilot.objects.get()
    assert (pilot.candidate, pilot.place, pilot.with_students, pilot.by) == (first, cast.school, False, path.lead)

    url = at_step(path, path.lead, "step-pilot", pilot.pk, key="choice")
    assert fill(lead, url, findings="Teachers found it quick.").status_code == 303
    read = text(cast.client("technology").get(reverse("district-pilots", args=[path.case.pk])))
    assert "Teachers found it quick." in read
    assert "Without students" in read


@pytest.mark.sop("MACRO-4a")
def test_a_pilot_ends_after_it_begins(cast, path):
    member, first = cast.client("colleague"), path.fresh.live_candidates()[0]
    refused = plan(member, path, cast.colleague, first, begins=5, ends=4)
    assert refused.status_code == 422
    assert "The last day comes after the first." in text(refused)
    assert plan(member, path, cast.colleague, first, place="").status_code == 422


@pytest.mark.sop("MACRO-4a")
def test_a_pilot_that_is_not_held_is_taken_off_unless_something_was_found(cast, path):
    member, first = cast.client("colleague"), path.fresh.live_candidates()[0]
    plan(member, path, cast.colleague, first)
    plan(member, path, cast.colleague, first, begins=0, findings="It broke.")
    idle, held = Pilot.objects.order_by("pk")
    off = [at_step(path, cast.colleague, "step-pilot-remove", pilot.pk) for pilot in (idle, held)]
    assert [member.post(url).status_code for url in off] == [303, 409]
    assert list(Pilot.objects.all()) == [held]


@pytest.mark.sop("MACRO-4a")
def test_students_take_part_where_an_agreement_covers_the_candidate_there(cast, taking_data):
    path = taking_data
    lead, first = cast.client(path.lead), path.fresh.live_candidates()[0]
    yes = {"with_students": "on"}
    assert plan(lead, path, path.lead, first, key="choice", **yes).status_code == 303

    refused = plan(lead, path, path.lead, first, key="choice", place=cast.department.pk, **yes)
    assert refused.status_code == 422
    assert "does not name: Department of Instruction" in text(refused)
    assert plan(lead, path, path.lead, first, key="choice", place=cast.department.pk).status_code == 303


@pytest.mark.sop("MACRO-4a")
@pytest.mark.parametrize("lack", ["no finding", "refused", "no elements", "another element", "ends too early"])
def test_students_take_no_part_without_that(cast, taking_data, lack):
    path = taking_data
    first = path.fresh.live_candidates()[0]
    match lack:
        case "no finding" | "refused":
            first.compliance = "" if lack == "no finding" else Candidate.Compliance.REFUSED
            first.save()
        case "no elements":
            first.elements.clear()
        case "another element":
            first.elements.add(DataElement.objects.exclude(category="Student name").first())
        case _:
            soon = TODAY() + timedelta(days=10)
            Agreement.objects.filter(products=first.resource).update(ends_on=soon)
    refused = plan(cast.client(path.lead), path, path.lead, first, key="choice", with_students="on")
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"with_students"}
    assert not Pilot.objects.exists()


@pytest.mark.sop("MACRO-4a")
def test_what_was_found_is_written_down_though_the_agreement_has_ended_since(cast, taking_data):
    path = taking_data
    lead, first = cast.client(path.lead), path.fresh.live_candidates()[0]
    plan(lead, path, path.lead, first, key="choice", with_students="on")
    Agreement.objects.filter(products=first.resource).update(**over())
    url = at_step(path, path.lead, "step-pilot", Pilot.objects.get().pk, key="choice")
    assert fill(lead, url, findings="They read more.").status_code == 303
    longer = (TODAY() + timedelta(days=60)).isoformat()
    assert fill(lead, url, ends_on=longer).status_code == 422


@pytest.mark.sop("MACRO-4a")
def test_no_student_data_needs_no_agreement(cast, path):
    first = path.fresh.live_candidates()[0]
    assert first.compliance == Candidate.Compliance.NO_DATA
    assert plan(cast.client(path.lead), path, path.lead, first, key="choice", with_students="on").status_code == 303


# --- platforms --------------------------------------------------------------------------------------------------------


def platforms(client, path, candidate, **said):
    url = at_step(path, path.cast.technology, "step-platforms", candidate.pk, key="platforms")
    return fill(client, url, **said)


ALL = {"0-says": "yes", "1-says": "not-needed", "2-says": "yes"}


@pytest.mark.sop("MACRO-4b")
def test_technology_answers_for_each_platform_and_work_has_an_owner_and_a_day(cast, path):
    technology, (first, second) = cast.client("technology"), path.fresh.live_candidates()
    refused = platforms(technology, path, first, **ALL | {"1-says": "work"})
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"1-owner", "1-due_on"}
    assert not PlatformAnswer.objects.exists()

    day = TODAY() + timedelta(days=30)
    work = {"1-says": "work", "1-owner": "technician", "1-due_on": day.isoformat(), "1-words": "Nightly file."}
    assert platforms(technology, path, first, **ALL | work).status_code == 303
    kept = PlatformAnswer.objects.get(says="work")
    assert (kept.platform, kept.owner, kept.due_on) == ("Class lists (rostering)", cast.technician, day)
    told = Notice.objects.get(template="district_owner")
    assert (told.user, told.context["what"]) == (cast.technician, "Class lists (rostering)")

    assert answer(technology, path.case, "platforms").status_code == 422  # the second candidate is left
    assert platforms(technology, path, second, **ALL).status_code == 303
    assert answer(technology, path.case, "platforms").status_code == 303
    read = text(cast.client(path.lead).get(reverse("district-platforms", args=[path.case.pk])))
    assert "Nightly file." in read
    assert "Not needed" in read


@pytest.mark.sop("MACRO-4b")
def test_an_answer_that_changes_forgets_its_owner_and_the_same_work_is_told_once(cast, path):
    technology, first = cast.client("technology"), path.fresh.live_candidates()[0]
    day = (TODAY() + timedelta(days=30)).isoformat()
    work = {"1-says": "work", "1-owner": "technician", "1-due_on": day}
    for _twice in range(2):
        assert platforms(technology, path, first, **ALL | work).status_code == 303
    assert Notice.objects.filter(template="district_owner").count() == 1
    assert platforms(technology, path, first, **ALL).status_code == 303
    assert set(PlatformAnswer.objects.values_list("owner", "due_on")) == {(None, None)}


@pytest.mark.sop("MACRO-4b")
def test_whoever_promised_work_on_the_chosen_one_is_reminded_on_the_day(cast, path):
    path.committee_answers()
    path.integrates("work")
    for answered in PlatformAnswer.objects.all():
        answered.owner, answered.due_on = cast.technician, TODAY() + timedelta(days=30)
        answered.save()
    path.choose()
    at = timezone.now()
    assert owners.remind(at=at) == 0
    assert owners.remind(at=at + timedelta(days=30)) == len(path.fresh.platforms)
    assert owners.remind(at=at + timedelta(days=31)) == 0
    assert set(Notice.objects.filter(template="district_owner_due").values_list("user", flat=True)) == {
        cast.technician.pk
    }


@pytest.mark.sop("MACRO-4b")
def test_the_districts_own_platforms_are_asked(cast, path):
    change_setting(key="platforms", value="Skyward\n\nClever\nSkyward\n", by=cast.admin, at=timezone.now())
    first = path.fresh.live_candidates()[0]
    url = at_step(path, cast.technology, "step-platforms", first.pk, key="platforms")
    assert cast.client("technology").get(url).context["form"].names == ["Skyward", "Clever"]
    assert [name for name, _a in evaluating.integrations(path.fresh, [first])[0].answers] == ["Skyward", "Clever"]
    assert cast.client("colleague").get(url).status_code == 403


# --- the choice -------------------------------------------------------------------------------------------------------


@pytest.mark.sop("MACRO-4a")
@pytest.mark.sop("MACRO-4b")
def test_the_lead_chooses_with_everything_side_by_side(cast, path):
    first, second = path.fresh.live_candidates()
    path.integrates("no", only=second)
    path.committee_answers()
    lead = cast.client(path.lead)
    page = lead.get(step_url(path.case, "choice"))
    read = text(page)
    for words in (
        "Compliant: no student data is shared",
        "$9,000.00",
        "4.0 of 5, 2 members",
        "Works",
        "has not answered",
    ):
        assert words in read, words
    assert "Children like it." in read

    assert answer(lead, path.case, "choice", candidate="").status_code == 422
    assert answer(lead, path.case, "choice", candidate=first.pk, rationale="The best.").status_code == 303
    case = path.fresh
    assert (case.state, case.chosen, case.money.whole_term) == ("compliance-gate", first, 9000)


@pytest.mark.sop("MACRO-4a")
def test_nobody_outside_reads_the_evaluation(cast, path):
    for name in ("district-committee", "district-pilots", "district-platforms", "district-gate"):
        assert cast.client("stranger").get(reverse(name, args=[path.case.pk])).status_code == 403
        assert cast.client("colleague").get(reverse(name, args=[path.case.pk])).status_code == 200
