"""LAW-2: each item carries when it was last confirmed; the half-yearly confirmation is a case; what is late shows."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contracts import tasks
from contracts.models import Confirmation
from tests.answering import text
from tests.contracts.public.scenes import agreement
from workflows.sweeps import sweep_clocks

pytestmark = [pytest.mark.django_db, pytest.mark.sop("LAW-2")]


def step_of(case: Confirmation) -> str:
    return f"/cases/{case.pk}/steps/{Confirmation.objects.get(pk=case.pk).open_step('confirm').pk}/"


def test_the_officer_confirms_each_of_the_five_items_and_the_day_stands_beside_them(cast):
    tasks.open_confirmation()
    tasks.open_confirmation()
    case = Confirmation.objects.get()
    officer = cast.client("compliance_officer")
    assert case.title in text(officer.get("/inbox/"))
    page = officer.get(step_of(case))
    assert "There is no text in Spanish." in text(page)
    assert 'right as it is posted <span class="optional">' not in text(page)
    form = page.context["form"]
    hidden = {name: form[name].value() for name in ("once", "case_version", "reviews", "step_version")}

    for fewer in (["1", "2", "3", "5"], ["1"] * 5, []):
        refused = officer.post(step_of(case), hidden | {"move": "confirm", "items": fewer})
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["items"]
    for person in ("it_director", "admin", "general_counsel"):
        assert cast.client(person).get(step_of(case)).status_code == 403
    assert text(Client().get("/public/privacy/")).count("Not confirmed yet.") == 5

    done = officer.post(step_of(case), hidden | {"move": "confirm", "items": ["1", "2", "3", "4", "5"]})

    assert done.status_code == 303
    case = Confirmation.objects.get()
    today = timezone.localdate()
    assert (case.state, case.confirmed_on) == ("confirmed", today)
    public = text(Client().get("/public/privacy/"))
    assert public.count(f'Last confirmed: <time datetime="{today.isoformat()}"') == 5
    assert "is to be confirmed" not in text(officer.get("/record/"))


def test_the_officer_is_reminded_before_the_day_and_the_next_level_told_after_it(cast):
    tasks.open_confirmation()
    case = Confirmation.objects.get()
    told = lambda: set(case.notices.values_list("template", "user__username"))  # noqa: E731
    sweep_clocks(at=timezone.now() + timedelta(days=28))
    assert ("reminder_before", "compliance-officer") in told()
    sweep_clocks(at=timezone.now() + timedelta(days=37))
    assert ("escalation", "it-director") in told()


def test_the_administrator_sees_which_agreements_were_not_posted_in_ten_days_and_the_officer_posts_one(cast):
    day = timezone.localdate() - timedelta(days=12)
    late = agreement(cast, posted=False, starts_on=day, district_signed_on=day, vendor_signed_on=day)
    page = text(cast.client("admin").get("/record/"))
    assert "Kahoot ASA" in page
    assert "2 days late" in page

    officer = cast.client("compliance_officer")
    assert f"/cases/{late.pk}/agreement/post/" in text(officer.get("/record/"))
    form = officer.get(f"/cases/{late.pk}/agreement/post/").context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}
    assert officer.post(f"/cases/{late.pk}/agreement/post/", sent | {"review_interval": "12"}).status_code == 303

    after = text(cast.client("admin").get("/record/"))
    assert "days late" not in after
    assert "No copy for the public" in after
