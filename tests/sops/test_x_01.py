"""X-1: every step waiting on me, by role, place or name, with a due date."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delegation, RoleGrant
from tests.answering import answer, fill, now, step_url, text
from tests.paths import Path
from workflows import engine
from workflows.actors import Actor
from workflows.models import Event, Review, Step

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-1")]


def deputy(cast, giver, receiver):
    today = timezone.localdate()
    return Delegation.objects.create(
        giver=giver,
        receiver=receiver,
        starts_on=today,
        ends_on=today + timedelta(days=3),
        created_at=timezone.now(),
        created_by=giver,
    )


def test_the_inbox_groups_by_lateness_the_oldest_due_first(cast):
    today = timezone.localdate()
    for days, title in ((40, "Later app"), (-1, "Late app"), (-9, "Oldest app")):
        case = Path(cast, title=title).submit()
        Step.objects.filter(case=case.pk, closed_at__isnull=True).update(due_on=today + timedelta(days=days))
    page = cast.client("assistant-superintendent").get("/inbox/")
    groups = page.context["inbox"].groups
    assert [(str(group.title), group.count) for group in groups] == [("Late", 2), ("Later", 1)]
    assert [row.step.case.title for group in groups for row in group.rows] == ["Oldest app", "Late app", "Later app"]
    assert "Open the next one: Oldest app" in text(page)
    assert "Assistant Superintendent, Lincoln School" in text(page)


def test_place_and_kind_narrow_it(cast):
    Path(cast, title="Here").submit()
    Path(cast, requester=cast.stranger, title="There").submit()
    desk = cast.client("assistant-superintendent")
    page = text(desk.get("/inbox/", {"place": cast.other_school.pk, "kind": "micro"}))
    assert "There" in page
    assert ">Here<" not in page
    assert "Nothing waits on you here" in text(desk.get("/inbox/", {"kind": "agreement"}))


def test_a_step_of_a_role_goes_to_the_holder_at_that_place_alone(cast):
    case = Path(cast, funded=True).send()
    assert "Kahoot!" in text(cast.client("principal").get("/inbox/"))
    assert "Nothing waits on you" in text(cast.client("other-principal").get("/inbox/"))
    assert "Nothing waits on you" in text(cast.client("teacher").get("/inbox/"))
    assert case.state == "in-review"


def test_taking_a_step_takes_it_out_of_the_colleagues_inbox(cast):
    other = cast.colleague
    RoleGrant.objects.create(
        user=other,
        role="ict-coordinator",
        place=cast.district,
        starts_on=timezone.localdate(),
        granted_at=timezone.now(),
    )
    case = Path(cast).send()
    coordinator = cast.client("ict-coordinator")
    step = now(case).open_step("ict")
    response = coordinator.post(f"/cases/{case.pk}/steps/{step.pk}/claim/", {"step_version": step.version})
    assert response.status_code == 303
    assert "With you by name" in text(coordinator.get("/inbox/"))
    assert "Nothing waits on you" in text(cast.client(other).get("/inbox/"))


def test_a_deputy_answers_on_behalf_of_and_it_is_recorded(cast):
    case = Path(cast).submit()
    deputy(cast, cast.assistant_superintendent, cast.colleague)
    client = cast.client("colleague")
    assert "on behalf of Assistant Superintendent Test" in text(client.get("/inbox/"))
    assert "You answer on behalf of Assistant Superintendent Test." in text(client.get(step_url(case, "initial")))

    assert answer(client, case, "initial", move="send_to_review").status_code == 303

    review = Review.objects.get(step__case=case.pk, step__key="initial")
    assert (review.by, review.on_behalf_of) == (cast.colleague, cast.assistant_superintendent)
    assert Event.objects.get(case=case.pk, name="send_to_review").on_behalf_of == cast.assistant_superintendent


def test_a_deputy_may_not_decide_their_own_request(cast):
    case = Path(cast).submit()
    deputy(cast, cast.assistant_superintendent, cast.teacher)
    client = cast.client("teacher")
    assert client.post(step_url(case, "initial"), {"move": "send_to_review"}).status_code == 403
    assert now(case).state == "initial-review"


def test_ones_own_request_goes_one_level_up(cast):
    path = Path(cast, requester=cast.assistant_superintendent)
    case = path.do("submit", cast.assistant_superintendent)
    step = case.open_step("initial")
    assert step.role == "district-administrator"
    assert cast.client("assistant-superintendent").get(step_url(case, "initial")).status_code == 403
    page = text(cast.client("district-administrator").get(step_url(case, "initial")))
    assert "This step came to you instead of: Assistant Superintendent." in page
    assert answer(cast.client("district-administrator"), case, "initial", move="send_to_review").status_code == 303
    assert now(case).state == "in-review"


def test_the_step_of_a_vacant_role_goes_to_its_substitute(cast):
    RoleGrant.objects.filter(role="curriculum-director").delete()
    case = Path(cast).send()
    step = now(case).open_step("curriculum")
    assert (step.role, step.instead_of) == ("assistant-superintendent", "curriculum-director")
    desk = cast.client("assistant-superintendent")
    assert answer(desk, case, "curriculum", outcome="approve").status_code == 303
    assert now(case).open_step("curriculum") is None


def test_one_person_with_several_steps_on_a_request_answers_them_on_one_page(cast):
    for role in ("curriculum-director", "ict-coordinator"):
        RoleGrant.objects.filter(role=role).update(user=cast.colleague)
    case = Path(cast).send()
    client = cast.client("colleague")
    url = step_url(case, "ict")
    page = client.get(url)
    assert {asked.step.key for asked in page.context["form"].asked} == {"ict", "curriculum"}
    sent = {name: page.context["form"][name].value() for name in ("once", "0-step", "0-step_version")}
    sent |= {name: page.context["form"][name].value() for name in ("1-step", "1-step_version")}

    faulty = client.post(url, sent | {"1-outcome": "deny"})
    assert faulty.status_code == 422
    assert {"1-ground", "1-rationale"} == set(faulty.context["form"].errors)
    assert not Review.objects.filter(step__key__in=["ict", "curriculum"]).exists()

    both = {"0-outcome": "approve", "1-outcome": "deny", "1-ground": "duplicate", "1-rationale": "We have Desmos."}
    assert client.post(url, sent | both).status_code == 303
    reviews = Review.objects.filter(step__case=case.pk, step__key__in=["ict", "curriculum"])
    assert {(row.step.key, row.outcome) for row in reviews} == {("ict", "approve"), ("curriculum", "deny")}
    assert now(case).state == "final-review"


def test_after_an_answer_the_next_step_opens_with_a_word_on_what_follows(cast):
    first, second = Path(cast, title="First").submit(), Path(cast, title="Second").submit()
    desk = cast.client("assistant-superintendent")
    response = answer(desk, first, "initial", move="send_to_review")
    assert response.url == step_url(second, "initial")
    page = text(desk.get(response.url))
    assert "Your answer on First is kept. It now reads: In review." in page
    assert "Director of Curriculum, ICT Coordinator" in page


def test_handing_a_step_to_somebody_by_name_takes_it_to_their_inbox(cast):
    case = Path(cast).send()
    fill(cast.client("ict-coordinator"), f"{step_url(case, 'ict')}forward/", stages=["ict-colleague"], question="?")
    url = f"{step_url(case, 'ict-colleague')}assign/"
    fill(cast.client("ict"), url, to="person", person="ict-2", words="You know it.")
    assert now(case).open_step("ict-colleague").person == cast.ict_2
    assert "With you by name" in text(cast.client("ict-2").get("/inbox/"))


def test_a_step_answered_by_a_colleague_first_is_said_to_have_been_answered(cast):
    case = Path(cast).send()
    client = cast.client("ict-coordinator")
    url = step_url(case, "ict")
    step = now(case).open_step("ict")
    engine.review(
        case.pk,
        [engine.StepAnswer(step=step.pk, version=step.version, outcome="approve", details={})],
        by=Actor(cast.ict_coordinator),
        at=timezone.now(),
    )
    late = client.post(url, {"0-outcome": "approve", "0-step": step.pk, "0-step_version": step.version})
    assert late.status_code == 409
    assert client.get(url).status_code == 302
