"""What opens by itself on its day, once, and the dates that are kept for it (RENEW-1, RENEW-2)."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.district import change_setting
from contracts import renewal_sweeps, schedules, services
from contracts.models import Agreement, Cycle, PeriodicReview, Renewal, Schedule
from tests.agreements import agreement_in, draft
from tests.contracts.renewals.test_renewals import day, tacit
from tests.factories import ResourceFactory, UserFactory
from tests.renewal_paths import open_all, over, resource_in_use, running
from workflows import clocks, engine, notices
from workflows.actors import Actor
from workflows.models import Notice, Step
from workflows.sweeps import sweep_clocks

pytestmark = pytest.mark.django_db


def schedule_of(what) -> Schedule:
    about = "agreement" if isinstance(what, Agreement) else "resource"
    return Schedule.objects.get(**{about: what.pk})


# --- kept dates -------------------------------------------------------------------------------------------------------


def test_the_dates_of_an_agreement_are_kept_from_its_signing_and_follow_every_change(cast):
    unsigned = draft(cast)
    assert not Schedule.objects.filter(agreement=unsigned).exists()
    kept = schedule_of(agreement := running(cast, starts=-10, ends=400))
    assert (kept.renewal_due, kept.renewal_opens, kept.turns_on) == (day(400), day(310), day(401))
    assert kept.review_due == day(-10) + relativedelta(months=6)
    assert kept.review_opens == kept.review_due - timedelta(days=30)

    by, now = Actor(cast.it_director), timezone.now()
    services.post_agreement(agreement=agreement, by=by, at=now, review_interval=12)
    assert schedule_of(agreement).review_due == day(0) + relativedelta(months=12)

    over(cast, agreement)
    kept = schedule_of(agreement)
    assert {kept.renewal_due, kept.renewal_opens, kept.review_due, kept.turns_on} == {None}


def test_a_resource_in_use_has_a_review_of_its_own_unless_an_agreement_names_it(cast):
    alone = resource_in_use(cast, next_review=40)
    assert (schedule_of(alone).review_due, schedule_of(alone).review_opens) == (day(40), day(10))
    without_a_day = resource_in_use(cast, next_review=None)
    assert schedule_of(without_a_day).review_due == day(0) + relativedelta(months=6)
    assert not Schedule.objects.filter(resource=ResourceFactory()).exists()

    agreement = running(cast, products=[alone])
    assert schedule_of(alone).review_due is None
    over(cast, agreement)
    assert schedule_of(alone).review_due == day(40)

    over(cast, alone)
    assert schedule_of(alone).review_due is None


# --- opening ----------------------------------------------------------------------------------------------------------


def test_a_renewal_opens_on_its_day_once_and_asks_the_person_in_charge_by_name(cast):
    agreement = running(cast, ends=91, owner=cast.coach)
    assert open_all() == 0
    tomorrow = timezone.now() + timedelta(days=1)
    assert (open_all(tomorrow), open_all(tomorrow)) == (1, 0)

    renewal, cycle = Renewal.objects.get(), Cycle.objects.get()
    assert (cycle.due_on, cycle.case_id, cycle.kind) == (day(91), renewal.pk, "renewal")
    assert (renewal.requester, renewal.owner, renewal.number is not None) == (None, cast.coach, True)
    steps = {step.key: step for step in renewal.open_steps()}
    assert (steps["usage"].person, steps["safeguards"].person) == (cast.coach, None)
    assert {step.due_on for step in steps.values()} == {day(91)}
    told = set(Notice.objects.filter(case=renewal.pk, template="step_opened").values_list("user", flat=True))
    assert told == {cast.coach.pk, cast.cybersecurity.pk}
    assert Agreement.objects.get(pk=agreement.pk).state == "expiring"


def test_somebody_who_has_left_is_not_asked_but_their_role(cast):
    running(cast, ends=30, owner=UserFactory(is_active=False))
    open_all()
    step = Renewal.objects.get().open_step("usage")
    assert (step.person, step.role) == (None, "it-director")


def put_back(agreement: Agreement, due: date) -> None:
    """As if nothing had run since before a date."""
    Schedule.objects.filter(agreement=agreement).update(renewal_due=due, renewal_opens=due - timedelta(days=90))


def test_of_several_dates_that_passed_unseen_the_last_one_is_opened_and_then_the_next(cast):
    agreement = tacit(cast, years=5)
    due = schedule_of(agreement).renewal_due
    put_back(agreement, due - relativedelta(years=3))
    assert open_all() == 2
    opened = sorted(Renewal.objects.values_list("renewal_due", flat=True))
    assert opened == [due - relativedelta(years=1), due]
    assert schedule_of(agreement).renewal_due == due + relativedelta(years=1)
    late = Renewal.objects.get(renewal_due=opened[0])
    assert all(step.due_on > day(0) for step in late.open_steps())  # the usual term, counted from today


def test_a_date_that_passed_unseen_stays_until_it_is_opened_though_the_agreement_changes_meanwhile(cast):
    agreement = tacit(cast, years=2)
    due = schedule_of(agreement).renewal_due
    put_back(agreement, due - relativedelta(years=1))
    services.post_agreement(agreement=agreement, by=Actor(cast.it_director), at=timezone.now())
    assert schedule_of(agreement).renewal_due == due - relativedelta(years=1)


def test_an_agreement_begins_on_its_first_day_and_lapses_after_its_last(cast):
    begins = agreement_in(cast, "signed")
    ends = running(cast, ends=20)
    yesterday = timezone.localdate() - timedelta(days=1)
    Agreement.objects.filter(pk=begins.pk).update(starts_on=yesterday)
    Agreement.objects.filter(pk=ends.pk).update(ends_on=yesterday)
    Schedule.objects.filter(agreement__in=[begins, ends]).update(turns_on=day(0))

    assert open_all() == 2
    states = dict(Agreement.objects.values_list("pk", "state"))
    assert (states[begins.pk], states[ends.pk]) == ("in-force", "lapsed")
    assert not Renewal.objects.filter(contract=ends).exists()


def test_a_row_that_can_not_be_treated_is_set_aside_and_the_rest_goes_on(cast):
    bad, good = running(cast, ends=30), running(cast, ends=31)
    Agreement.objects.filter(pk=bad.pk).update(first_term_months=2000)
    assert open_all() == 1
    assert Renewal.objects.get().contract == good
    assert schedule_of(bad).set_aside.startswith("ValueError")
    assert open_all() == 0

    Agreement.objects.filter(pk=bad.pk).update(first_term_months=None)
    mended = Agreement.objects.get(pk=bad.pk)
    schedules.agreement_changed(mended, at=mended.updated_at)
    assert (schedule_of(bad).set_aside, open_all()) == ("", 1)


# --- reminders --------------------------------------------------------------------------------------------------------


def test_each_reminder_of_a_renewal_is_said_once_and_one_that_is_overdue_goes_one_level_up(cast):
    running(cast, ends=90)
    open_all()
    case = Renewal.objects.get()
    step = case.open_step("safeguards")
    Step.objects.filter(case=case).exclude(pk=step.pk).update(next_reminder_at=None)
    said = []
    for days in range(100):
        for _twice in range(2):
            sweep_clocks(at=clocks.moment(day(days)))
        told = Notice.objects.filter(step=step).exclude(template="step_opened").order_by("pk").select_related("user")
        said += [(days, notice.template, notice.user.username) for notice in told[len(said) :]]
    before = [days for days, template, _who in said if template == "reminder_before"]
    assert before == [90 - left for left in (60, 30, 14, 7, 1)]
    rest = [(template, who) for _days, template, who in said if template != "reminder_before"]
    assert rest == [
        ("reminder_due", "cybersecurity"),
        ("reminder_late", "cybersecurity"),
        ("reminder_escalated", "cybersecurity"),
        ("escalation", "it-director"),
    ]


# --- reviews ----------------------------------------------------------------------------------------------------------


def test_reviews_open_quietly_and_one_mail_a_month_tells_how_many(cast):
    for number in range(3):
        resource_in_use(cast, next_review=number)
    late = resource_in_use(cast, next_review=5)
    type(late).objects.filter(pk=late.pk).update(next_review_on=day(-70))
    Schedule.objects.filter(resource=late).update(review_due=day(-70), review_opens=day(-100))
    now = timezone.now()
    for _twice in range(2):
        open_all(now)

    assert PeriodicReview.objects.count() == 4
    assert not Step.objects.filter(key="look").exclude(next_reminder_at=None).exists()
    assert not Notice.objects.filter(template="step_opened").exists()
    told = Notice.objects.filter(template="review_digest")
    digest = told.get(user=cast.it_director)
    assert (digest.case, digest.context["count"]) == (None, renewal_sweeps.due_this_month(day(0)).count())
    notices.send_due()
    [letter] = [each for each in mail.outbox if each.to == [cast.it_director.email]]
    assert "/renewals/reviews/" in letter.body

    # Two months later all are late: one level up is told as well, once.
    later = now + relativedelta(months=2)
    for _twice in range(2):
        renewal_sweeps.tell_of_reviews(at=later)
    assert told.filter(user=cast.it_director).count() == 2
    assert told.filter(user=cast.it_director).first().context["late"] == 4
    above = told.filter(context__what="late-reviews").values_list("user__username", flat=True)
    assert list(above) == ["assistant-superintendent"]


def test_telling_of_late_reviews_asks_the_same_however_many_there_are(cast):
    def asked() -> int:
        resource_in_use(cast, next_review=1)
        open_all()
        Notice.objects.filter(template="review_digest").delete()
        with CaptureQueriesContext(connection) as queries:
            renewal_sweeps.tell_of_reviews(at=timezone.now() + relativedelta(months=2))
        return len(queries)

    one = asked()
    assert {asked(), asked()} == {one}


def test_what_met_a_lock_in_the_morning_is_looked_for_again_within_the_hour(settings):
    turns = settings.CELERY_BEAT_SCHEDULE["cycles"]
    assert turns["schedule"].hour == set(range(5, 24))
    assert (turns["schedule"].minute, turns["options"]["expires"] < 3600) == ({0}, True)


def test_a_review_that_nobody_answered_is_not_opened_a_second_time(cast):
    resource = resource_in_use(cast, next_review=0)
    open_all()
    later = timezone.now() + relativedelta(months=6)
    open_all(later)
    assert PeriodicReview.objects.count() == 1
    review = PeriodicReview.objects.get()
    engine.perform(review.pk, "confirm", by=Actor(cast.it_director), at=later)
    resource.refresh_from_db()
    assert resource.next_review_on == schedule_of(resource).review_due > timezone.localdate(later)
    open_all(later + relativedelta(months=6))
    assert PeriodicReview.objects.count() == 2


def test_the_lead_is_a_setting(cast):
    change_setting(key="renewal_lead_days", value=120, by=cast.admin, at=timezone.now())
    running(cast, ends=119)
    assert open_all() == 1


def test_the_person_in_charge_keeps_what_they_are_asked_without_holding_a_role(cast):
    running(cast, ends=90, owner=cast.coach)
    open_all()
    sweep_clocks(at=clocks.moment(day(30)))
    step = Renewal.objects.get().open_step("usage")
    assert step.person == cast.coach
    assert Notice.objects.filter(template="reminder_before", step=step).get().user == cast.coach
