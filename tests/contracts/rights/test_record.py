"""Parents' requests as the Compliance Officer keeps them: quarters, clocks, lists, and who stands in."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.district import change_setting
from accounts.services import delegate
from contracts.public_record import copies_in_quarter, fiscal_quarter, student_key
from contracts.rights import receive, the_public
from tests.answering import text
from tests.factories import PlaceFactory
from tests.public_cases import PARENT, ask, do, fresh, request_in
from workflows import engine
from workflows.access import may_remove
from workflows.actors import Actor
from workflows.engine.amending import put_right
from workflows.errors import NotSeen, NotYours
from workflows.models import Event, Notice, Step
from workflows.sweeps import sweep_clocks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2026, 7, 1), 7, (date(2026, 7, 1), date(2026, 10, 1))),
        (date(2026, 9, 30), 7, (date(2026, 7, 1), date(2026, 10, 1))),
        (date(2026, 1, 15), 7, (date(2026, 1, 1), date(2026, 4, 1))),
        (date(2026, 1, 15), 9, (date(2025, 12, 1), date(2026, 3, 1))),
        (date(2028, 2, 29), 8, (date(2028, 2, 1), date(2028, 5, 1))),
        (date(2026, 12, 31), 1, (date(2026, 10, 1), date(2027, 1, 1))),
    ],
)
def test_a_fiscal_quarter_follows_the_month_in_which_the_fiscal_year_begins(cast, day, month, quarter):
    change_setting(key="fiscal_year_month", value=month, by=cast.admin, at=timezone.now())
    assert fiscal_quarter(day) == quarter


def test_copies_are_counted_by_student_quarter_and_order_and_refused_ones_are_not(cast):
    day = date(2026, 3, 31)
    first = ask(cast, wish="copy", received_on=day - timedelta(days=80))
    second = ask(cast, wish="copy", received_on=day, student_name="Dent Stu")
    third = ask(cast, wish="copy", received_on=day)
    following = ask(cast, wish="copy", received_on=day + timedelta(days=1))
    elsewhere = ask(cast, wish="copy", received_on=day, school=cast.other_school)
    looking = ask(cast, wish="inspect", received_on=day)
    counted = [copies_in_quarter(each) for each in (first, second, third, following, elsewhere)]
    assert counted == [0, 1, 2, 0, 0]
    assert (bool(third.over_the_limit()), bool(looking.over_the_limit())) == (True, False)
    do(first, "refuse_identity", cast.compliance_officer, rationale="Nobody we know.")
    assert (copies_in_quarter(third), third.over_the_limit()) == (1, "")


def test_a_student_is_the_same_however_the_name_is_written(cast):
    same = {student_key(name, cast.school) for name in ("José Núñez", "nunez, JOSE", "Jose  Nunez ")}
    assert len(same) == 1
    assert same != {student_key("Jose Nunez", cast.other_school)}
    assert "nunez" not in same.pop()


def test_whoever_is_of_the_public_begins_a_request_and_does_nothing_more(cast):
    case, parent = ask(cast), the_public()
    assert Event.objects.get(case=case, kind="created").by_name == "A parent, on the public page"
    for act in (
        lambda: engine.perform(case.pk, "confirm_identity", by=parent, at=timezone.now(), identity_checked="Me"),
        lambda: engine.comment(case.pk, "Hello", by=parent, at=timezone.now()),
        lambda: put_right(case.pk, label="x", by=parent, at=timezone.now(), allowed=lambda each: None),
    ):
        with pytest.raises(NotSeen):
            act()
    with pytest.raises(NotYours):
        ask_as(cast, cast.teacher)


def ask_as(cast, person):
    day = timezone.localdate()
    said = PARENT | {"signed_on": day, "language": "en"}
    return receive(by=Actor(person), at=timezone.now(), received_on=day, school=cast.school, **said)


def test_reopened_it_is_owed_by_the_day_the_law_names_and_identity_is_asked_again_where_it_was_not_confirmed(cast):
    officer = cast.compliance_officer
    answered = do(request_in(cast, "answered"), "reopen", officer, rationale="A page was missing.")
    assert (answered.state, answered.response_due, answered.answered_at) == ("in-progress", answered.answer_by(), None)
    refused = do(request_in(cast, "refused"), "reopen", officer, rationale="They brought papers.")
    assert refused.state == "received"


def test_a_late_request_is_told_to_nobody_who_may_not_know_of_it(cast):
    case = ask(cast)
    sweep_clocks(at=timezone.now() + timedelta(days=400))
    assert set(Notice.objects.filter(case=case).values_list("user", flat=True)) == {cast.compliance_officer.pk}
    assert Event.objects.get(case=case, name="escalated").label == "Overdue: nobody else may know of it"


def test_who_acts_for_the_compliance_officer_keeps_the_requests_too(cast):
    case, today = ask(cast), timezone.localdate()
    deputy = cast.client("teacher")
    assert deputy.get("/rights/").status_code == 404
    delegate(
        giver=cast.compliance_officer,
        receiver=cast.teacher,
        starts_on=today,
        ends_on=today,
        reason="",
        by=cast.admin,
        at=timezone.now(),
    )
    assert case.number in text(deputy.get("/rights/"))


def test_the_one_due_first_stands_on_top_and_the_list_asks_the_same_however_long_it_is(cast):
    officer = cast.client("compliance-officer")
    late = ask(cast, received_on=timezone.localdate() - timedelta(days=60))
    ask(cast)
    request_in(cast, "answered")
    page = officer.get("/rights/")
    assert [row.pk for row in page.context["page"]][0] == late.pk
    assert "15 days late" in text(page)
    assert [row.state for row in officer.get("/rights/?shown=over").context["page"]] == ["answered"]

    few = queries(officer)
    for number in range(28):
        ask(cast, school=PlaceFactory(name=f"Far School {number}", parent=cast.district))
    assert len(officer.get("/rights/?page=2").context["page"]) == 5
    assert queries(officer) == few


def queries(client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/rights/").status_code == 200
    return len(asked)


def test_steps_of_a_request_are_with_the_compliance_officer_alone(cast):
    case = fresh(request_in(cast, "in-progress"))
    roles = set(Step.objects.filter(case=case).values_list("role", flat=True))
    assert roles == {"compliance-officer"}


def test_whoever_gave_the_role_up_knows_of_the_requests_no_longer(cast):
    officer = cast.compliance_officer
    case = request_in(cast, "answered")
    assert cast.client(officer).get(f"/cases/{case.pk}/").status_code == 200
    officer.grants.all().delete()

    assert cast.client(officer).get(f"/cases/{case.pk}/").status_code == 404
    assert not may_remove(officer.__class__.objects.get(pk=officer.pk), fresh(case), at=timezone.now())
