"""RENEW-1: every agreement and every resource in use has its dates, and they follow what people decide."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from contracts.models import Schedule
from tests.answering import answer, fill, text
from tests.paths import WITH_DATA, Path
from tests.renewal_paths import running

pytestmark = [pytest.mark.django_db, pytest.mark.sop("RENEW-1")]


def test_the_director_posts_an_agreement_and_its_next_review_follows_the_interval_chosen(cast):
    agreement = running(
        cast, starts=-10, ends=None, first_term_months=36, tacit_months=12, notice_months=3, review_interval=6
    )
    director, today = cast.client("it-director"), timezone.localdate()
    start = today - timedelta(days=10)

    posted = fill(director, f"/cases/{agreement.pk}/agreement/post/", review_interval="12")

    assert posted.status_code == 303
    kept = Schedule.objects.get(agreement=agreement)
    end = start + relativedelta(months=36) - timedelta(days=1)
    assert (kept.term_ends_on, kept.renewal_due) == (end, end + timedelta(days=1) - relativedelta(months=3, days=1))
    assert kept.review_due == today + relativedelta(months=12)
    assert kept.turns_on is None  # it goes on by itself


def test_a_website_approved_without_an_agreement_is_looked_at_again_too(cast):
    case = Path(cast).contract_approved()
    director = cast.client("it-director")
    answer(director, case, "posting", move="complete_without_integration", review_interval="12")

    today = timezone.localdate()
    kept = Schedule.objects.get(resource=case.resource)
    alone = not case.resource.agreements.exists()
    assert kept.review_due == (today + relativedelta(months=12) if alone else None)
    assert "review" in text(director.get(f"/library/{case.resource_id}/")).lower()


def test_what_an_agreement_covers_is_looked_at_with_the_agreement(cast):
    case = Path(cast, **WITH_DATA).complete()
    agreement = case.agreements.get()
    assert Schedule.objects.get(resource=case.resource).review_due is None
    looked_at = timezone.localdate() + relativedelta(months=agreement.review_interval)
    assert Schedule.objects.get(agreement=agreement).review_due == looked_at

    fill(cast.client("it-director"), f"/cases/{agreement.pk}/do/terminate/", rationale="They were bought up.")

    assert Schedule.objects.get(agreement=agreement).review_due is None
    assert Schedule.objects.get(resource=case.resource).review_due == case.resource.next_review_on
