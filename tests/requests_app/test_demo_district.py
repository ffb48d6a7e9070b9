"""The demo district: built once for all tests of this file, in the test database."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation, RoleGrant, User
from accounts.roles import Role
from accounts.selectors import in_force
from catalog.models import Approval, Ground, Resource
from contracts.models import (
    Agreement,
    Breach,
    Confirmation,
    Offboarding,
    Packet,
    PeriodicReview,
    Renewal,
    RightsRequest,
)
from requests_app.models import DistrictPurchase, EquipmentRequest, MicroRequest, SoftwareRequest
from workflows import notices
from workflows.actors import Hats
from workflows.models import Case, Event, Notice, Review, Step, Wake

# The first test waits for the district, which takes a minute on a busy machine.
pytestmark = [pytest.mark.timeout(600), pytest.mark.xdist_group("demo")]

ACCOUNTS = {role.value for role in Role} | {"teacher", "ict-2"}
# Whom the procedures ask something.
ASKED = {
    "teacher",
    "compliance-officer",
    "customer-care",
    "cybersecurity",
    "principal",
    "department-administrator",
    "district-administrator",
    "assistant-superintendent",
    "curriculum-director",
    "title-mtss",
    "special-education",
    "bilingual",
    "coach",
    "ict-coordinator",
    "ict",
    "ict-2",
    "it-director",
    "integration-specialist",
    "procurement",
    "risk-management",
    "general-counsel",
    "board-secretary",
    "technology",
    "technician",
    "business-office",
    "aas",
    "dii",
    "instructional-technology",
}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """What the command printed; the district stays for the whole file and is emptied out at its end."""
    with django_db_blocker.unblock():
        said = build()
        yield said
        call_command("flush", verbosity=0, interactive=False)


def build() -> str:
    said = StringIO()
    with override_settings(DEMO=True):
        call_command("demo_district", stdout=said)
    return said.getvalue()


@pytest.fixture
def district(built, db):
    """The district, in a transaction that is taken back after each test."""
    return built


def test_an_empty_database_gets_a_district_with_requests_in_every_state(district):
    assert set(MicroRequest.objects.values_list("state", flat=True)) == set(MicroRequest.State.values)
    assert MicroRequest.objects.count() >= 45
    assert Resource.objects.count() >= 300
    assert set(Resource.objects.values_list("approval", flat=True)) == set(Approval.values)
    requests = (DistrictPurchase, EquipmentRequest, SoftwareRequest)
    others = (Agreement, Breach, Confirmation, Offboarding, PeriodicReview, Renewal, RightsRequest)
    for kind in (*requests, *others):
        assert set(kind.objects.values_list("state", flat=True)) == set(kind.State.values)
    assert set(Packet.objects.values_list("state", flat=True)) == set(Packet.State.values)


def test_every_ground_and_outcome_has_been_given_by_somebody(district):
    decisions = Event.objects.filter(kind=Event.Kind.MOVE, target="denied", case__kind="micro")
    assert set(decisions.values_list("details__ground", flat=True)) == set(Ground.values)
    given = set(Review.objects.values_list("outcome", flat=True))
    assert set(Review.Outcome.values) - given == {"addition", "no-funds"}


def test_nothing_has_happened_in_the_future_and_no_step_was_set_aside(district):
    now = timezone.now()
    assert not Event.objects.filter(at__gt=now).exists()
    assert not Case.objects.filter(updated_at__gt=now).exists()
    assert not Step.objects.exclude(set_aside="").exists()
    assert not Wake.objects.filter(done_at__isnull=True).exists()


def test_each_account_of_a_role_holds_it_today(district):
    demo = User.objects.filter(is_demo=True)
    assert set(demo.values_list("username", flat=True)) == ACCOUNTS
    assert all(user.email == f"{user.username}@demo.example" for user in demo)
    held = RoleGrant.objects.filter(in_force(timezone.localdate()), user__is_demo=True)
    grants = set(held.values_list("user__username", "role"))
    assert grants == {(role.value, role.value) for role in Role} | {("ict-2", "ict")}


def test_everybody_the_procedure_asks_has_something_waiting(district):
    today = timezone.localdate()
    waiting = {
        user.username: Step.objects.filter(Hats.of(user, on=today).step_filter()).exists()
        for user in User.objects.filter(is_demo=True)
    }
    assert {name for name, any_step in waiting.items() if any_step} == ASKED


def test_several_roles_are_late_and_one_person_acts_for_another(district):
    late = Step.objects.filter(closed_at__isnull=True, due_on__lt=timezone.localdate())
    assert len(set(late.values_list("role", flat=True))) >= 6
    today = timezone.localdate()
    assert any(case.late_on(today) for case in MicroRequest.objects.all())
    assert Delegation.objects.filter(starts_on__lte=today, ends_on__gte=today, receiver__username="principal").exists()


def test_a_few_reviews_are_late_and_a_few_makers_have_no_address(district):
    late = PeriodicReview.objects.filter(state=PeriodicReview.State.DUE, review_due__lt=timezone.localdate())
    assert 3 <= late.count() <= 6
    assert not late.filter(review_due__lt=timezone.localdate() - timedelta(days=30)).exists()
    posted = Agreement.objects.filter(state__in=Agreement.SIGNED_STATES, posted_on__isnull=False)
    assert 1 <= posted.filter(vendor__business_address="").count() <= 8


def test_numbers_follow_the_dates_of_submission(district):
    submitted = MicroRequest.objects.exclude(number=None).order_by("number")
    days = [timezone.localdate(moment) for moment in submitted.values_list("submitted_at", flat=True)]
    assert days == sorted(days)


def test_only_the_newest_notices_are_left_to_be_mailed(district):
    waiting = Notice.objects.filter(due_at__isnull=False)
    assert 1 <= waiting.count() <= 100
    assert not waiting.filter(created_at__lt=timezone.now() - timedelta(days=14)).exists()
    assert not Notice.objects.filter(due_at__isnull=True, by_mail=True, sent_at__isnull=True).exists()


def test_every_kind_of_notice_can_be_mailed(district):
    newest = {
        notice.template: notice for notice in Notice.objects.select_related("user", "case", "step").order_by("pk")
    }
    mails = [notices.message(notice) for notice in newest.values()]
    assert all(mail.subject and mail.body and mail.alternatives for mail in mails)


@pytest.mark.parametrize("username", sorted(ACCOUNTS))
def test_an_account_signs_in_with_the_known_password_and_opens_its_first_page(district, username):
    client = Client()
    answer = client.post(reverse("login"), {"username": username, "password": "demo"})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_signs_in_as_the_other_staff(district):
    assert not any(user.has_usable_password() for user in User.objects.filter(is_demo=False))


def test_a_second_run_changes_nothing(district):
    def counts() -> dict:
        return {model._meta.label: model.objects.count() for model in apps.get_models()}

    before = counts()
    assert "Built in" in district
    assert build() == ""
    assert counts() == before


def test_outside_the_demo_it_refuses(db):
    with override_settings(DEMO=False), pytest.raises(CommandError):
        call_command("demo_district")
