"""Who a step goes to: one level up, to a substitute, back to the role, to a deputy; and what the history says of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delegation, RoleGrant, User
from tests.factories import GrantFactory, UserFactory
from tests.paths import Path
from workflows import engine, selectors
from workflows.actors import Actor
from workflows.errors import Invalid, NotYours, Stale
from workflows.models import Event, Notice, Review, Step

pytestmark = pytest.mark.django_db


def again(person: User) -> User:
    """The person as a new request would read them: with the grants and delegations of now."""
    return User.objects.get(pk=person.pk)


def inbox(person: User) -> list[str]:
    return [step.key for step in selectors.inbox(again(person), on=timezone.localdate())]


def nobody_holds(role: str) -> None:
    RoleGrant.objects.filter(role=role).update(
        ends_on=timezone.localdate() - timedelta(days=1), ended_at=timezone.now()
    )


def deputy(giver: User, receiver: User, *, days: int = 7) -> Delegation:
    today = timezone.localdate()
    return Delegation.objects.create(
        giver=giver,
        receiver=receiver,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        created_by=giver,
        created_at=timezone.now(),
    )


def told(template: str) -> set[User]:
    return {notice.user for notice in Notice.objects.filter(template=template).select_related("user")}


# --- nobody decides their own request ---------------------------------------------------------------------------------


def test_a_principals_own_request_is_looked_at_one_level_up(cast):
    path = Path(cast, requester=cast.principal, funded=True)
    path.do("submit", cast.principal)
    case = path.do("send_to_review", cast.assistant_superintendent)

    step = case.open_step("principal")
    assert (step.role, step.instead_of) == ("assistant-superintendent", "principal")
    assert "principal" not in inbox(cast.principal)
    assert "principal" in inbox(cast.assistant_superintendent)
    with pytest.raises(NotYours):
        path.answer("principal", again(cast.principal), **path.funds)
    path.answer("principal", again(cast.assistant_superintendent), **path.funds)
    assert Event.objects.filter(case=case, name="own-request").count() == 1


def test_an_assistant_superintendents_own_request_is_decided_by_the_district_administrator(cast):
    requester = cast.assistant_superintendent
    path = Path(cast, requester=requester)
    case = path.do("submit", requester)

    assert case.open_step("initial").role == "district-administrator"
    with pytest.raises(NotYours):
        path.do("send_to_review", again(requester))
    assert path.do("send_to_review", again(cast.district_administrator)).state == "in-review"


def test_a_colleague_of_the_same_role_takes_it_before_it_goes_up(cast):
    second = UserFactory(username="second", place=cast.district)
    GrantFactory(user=second, role="assistant-superintendent", place=cast.district)
    path = Path(cast, requester=cast.assistant_superintendent)
    case = path.do("submit", cast.assistant_superintendent)

    assert case.open_step("initial").role == "assistant-superintendent"
    assert path.do("send_to_review", second).state == "in-review"


def test_a_requester_who_acts_for_a_reviewer_does_not_decide_their_own_request(cast):
    deputy(cast.ict_coordinator, cast.teacher)
    path = Path(cast)
    path.send()

    assert "ict" not in inbox(cast.teacher)
    with pytest.raises(NotYours):
        path.answer("ict", again(cast.teacher))


def test_whoever_acts_for_the_requester_does_not_decide_through_the_requesters_roles(cast):
    deputy(cast.principal, cast.colleague)
    path = Path(cast, requester=cast.principal, funded=True)
    path.do("submit", cast.principal)
    path.do("send_to_review", cast.assistant_superintendent)

    assert "principal" not in inbox(cast.colleague)
    with pytest.raises(NotYours):
        path.answer("principal", again(cast.colleague), **path.funds)


# --- roles nobody holds, people who left ------------------------------------------------------------------------------


def test_a_role_nobody_holds_falls_to_its_substitute_with_a_notice(cast):
    nobody_holds("curriculum-director")
    path = Path(cast)
    case = path.send()

    step = case.open_step("curriculum")
    assert (step.role, step.instead_of) == ("assistant-superintendent", "curriculum-director")
    event = Event.objects.get(case=case, name="vacant")
    assert "nobody holds the role of Director of Curriculum" in event.label
    assert Notice.objects.filter(step=step, context__why="vacant").exists() is False  # they sent it themselves
    path.answer("curriculum", again(cast.assistant_superintendent))


def test_without_a_substitute_it_falls_to_the_administrator_with_a_notice(cast):
    nobody_holds("ict-coordinator")
    nobody_holds("ict")
    case = Path(cast).send()

    step = case.open_step("ict")
    assert (step.role, step.instead_of) == ("admin", "ict-coordinator")
    notice = Notice.objects.get(step=step)
    assert (notice.user, notice.context["why"]) == (cast.admin, "vacant")
    assert "ict" in inbox(cast.admin)


def test_a_step_of_somebody_who_left_returns_to_the_role(cast):
    path = Path(cast)
    case = path.send()
    second = UserFactory(username="second", place=cast.district)
    GrantFactory(user=second, role="ict-coordinator", place=cast.district)
    engine.claim(case.pk, case.open_step("ict").pk, by=Actor(cast.ict_coordinator), at=path.at)
    assert "ict" not in inbox(second)

    User.objects.filter(pk=cast.ict_coordinator.pk).update(is_active=False)
    assert "ict" in inbox(second)
    path.answer("ict", again(second))
    assert Review.objects.get(step__case=case, step__key="ict").by == second


def test_a_grant_that_begins_tomorrow_or_ended_yesterday_gives_nothing_today(cast):
    path = Path(cast)
    path.send()
    today = timezone.localdate()
    for name, dates in {
        "early": {"starts_on": today + timedelta(days=1)},
        "gone": {"starts_on": today - timedelta(days=9), "ends_on": today - timedelta(days=1)},
        "last-day": {"starts_on": today - timedelta(days=9), "ends_on": today},
    }.items():
        GrantFactory(user=UserFactory(username=name), role="ict-coordinator", place=cast.district, **dates)

    assert [inbox(User.objects.get(username=name)) for name in ("early", "gone", "last-day")] == [[], [], ["ict"]]


def test_a_principal_has_no_part_in_another_schools_requests(cast):
    path = Path(cast, funded=True)
    path.send()

    assert (inbox(cast.principal), inbox(cast.other_principal)) == (["principal"], [])
    with pytest.raises(NotYours):
        path.answer("principal", cast.other_principal, **path.funds)


# --- acting for somebody ----------------------------------------------------------------------------------------------


def test_a_deputys_answer_says_on_whose_behalf(cast):
    deputy(cast.ict_coordinator, cast.colleague)
    path = Path(cast)
    case = path.send()
    assert inbox(cast.colleague) == ["ict"]

    path.answer("ict", again(cast.colleague))
    review = Review.objects.get(step__case=case, step__key="ict")
    event = Event.objects.get(case=case, kind="review")
    assert (review.by, review.on_behalf_of, review.by_role) == (cast.colleague, cast.ict_coordinator, "ICT Coordinator")
    assert (event.by, event.on_behalf_of) == (cast.colleague, cast.ict_coordinator)


def test_a_deputy_who_took_the_step_on_themselves_still_answers_on_behalf(cast):
    deputy(cast.ict_coordinator, cast.colleague)
    path = Path(cast)
    case = path.send()
    engine.claim(case.pk, case.open_step("ict").pk, by=Actor(again(cast.colleague)), at=path.at)

    path.answer("ict", again(cast.colleague))
    assert Review.objects.get(step__case=case, step__key="ict").on_behalf_of == cast.ict_coordinator


def test_a_deputys_move_says_on_whose_behalf_and_ends_with_the_delegation(cast):
    handed = deputy(cast.assistant_superintendent, cast.colleague)
    path = Path(cast)
    case = path.submit()
    path.do("send_to_review", again(cast.colleague))
    assert Event.objects.get(case=case, name="send_to_review").on_behalf_of == cast.assistant_superintendent

    handed.ends_on = timezone.localdate() - timedelta(days=1)
    handed.starts_on = handed.ends_on
    handed.save()
    second = Path(cast)
    second.submit()
    with pytest.raises(NotYours):
        second.do("send_to_review", again(cast.colleague))


# --- taking on and handing over ---------------------------------------------------------------------------------------


def test_who_takes_a_step_on_has_it_alone_until_it_is_handed_on(cast):
    path = Path(cast)
    case = path.send()
    second = UserFactory(username="second", place=cast.district)
    GrantFactory(user=second, role="ict-coordinator", place=cast.district)
    step = case.open_step("ict")
    by = Actor(cast.ict_coordinator)
    engine.claim(case.pk, step.pk, by=by, at=path.at, version=step.version)

    with pytest.raises(Stale):
        engine.claim(case.pk, step.pk, by=Actor(second), at=path.at, version=step.version)
    engine.assign(case.pk, step.pk, person=again(second), by=by, at=path.at, words="You know it better.")
    assert (inbox(cast.ict_coordinator), inbox(second)) == ([], ["ict"])
    assert told("step_assigned") == {second}
    engine.assign(case.pk, step.pk, person=None, by=Actor(again(second)), at=path.at)
    assert (inbox(cast.ict_coordinator), inbox(second)) == (["ict"], ["ict"])
    assert list(Event.objects.filter(case=case, kind="assign").values_list("name", flat=True)) == [
        "assign",
        "assign",
        "claim",
    ]


def test_a_step_is_handed_only_to_somebody_who_holds_the_role_there_today(cast):
    path = Path(cast, funded=True)
    case = path.send()
    step = case.open_step("principal")
    gone = UserFactory(username="gone", place=cast.school)
    yesterday = timezone.localdate() - timedelta(days=1)
    GrantFactory(user=gone, role="principal", place=cast.school, ends_on=yesterday)

    for person in (cast.colleague, cast.other_principal, gone, cast.teacher):
        with pytest.raises(Invalid) as refusal:
            engine.assign(case.pk, step.pk, person=person, by=Actor(cast.principal), at=path.at)
        assert set(refusal.value.errors) == {"person"}
    assert Step.objects.get(pk=step.pk).person is None


def test_an_administrator_hands_a_step_on_and_a_stranger_does_not(cast):
    path = Path(cast)
    case = path.send()
    second = UserFactory(username="second", place=cast.district)
    GrantFactory(user=second, role="ict-coordinator", place=cast.district)
    step = case.open_step("ict")

    with pytest.raises(NotYours):
        engine.assign(case.pk, step.pk, person=second, by=Actor(cast.stranger), at=path.at)
    engine.assign(case.pk, step.pk, person=second, by=Actor(cast.admin), at=path.at)
    assert inbox(second) == ["ict"]
