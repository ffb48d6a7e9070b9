"""MICRO-12: the contract is posted, and the next review is scheduled."""

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from tests.answering import answer, fill, now, step_url, text
from tests.paths import WITH_DATA, Path, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-12")]


def test_the_director_posts_the_contract_and_says_when_it_is_looked_at_again(cast):
    case = Path(cast, **WITH_DATA).contract_approved()
    director = cast.client("it-director")
    agreement = case.agreements.get()
    page = text(director.get(step_url(case, "posting")))
    assert "Not posted yet" in page
    early = answer(director, case, "posting", move="hand_to_integration", review_interval="6")
    assert early.status_code == 409

    posted = fill(
        director, f"/cases/{agreement.pk}/agreement/post/", review_interval="12", public_copy=pdf("for-the-public.pdf")
    )

    assert (posted.status_code, posted.url) == (303, step_url(case, "posting"))
    agreement = now(case).agreements.get()
    today = timezone.localdate()
    assert (agreement.posted_on, agreement.schedule.review_due) == (today, today + relativedelta(months=12))
    response = answer(director, case, "posting", move="complete_without_integration", review_interval="24")
    assert response.status_code == 303
    case = now(case)
    assert (case.state, case.review_interval) == ("complete", 24)
    assert case.resource.next_review_on == today + relativedelta(months=24)


def test_six_months_are_proposed(cast):
    case = Path(cast, **WITH_DATA).contract_approved()
    form = cast.client("it-director").get(step_url(case, "posting")).context["form"]
    assert form["review_interval"].value() == "6"


def test_staff_open_the_copy_for_the_public_once_it_is_posted_but_not_the_paper_itself(cast):
    case = Path(cast, **WITH_DATA).contract_approved()
    agreement = case.agreements.get()
    director, colleague = cast.client("it-director"), cast.client("colleague")
    fill(director, f"/cases/{agreement.pk}/agreement/post/", public_copy=pdf("for-the-public.pdf"))
    agreement = now(case).agreements.get()
    assert colleague.get(f"/files/{agreement.public_copy.key}/").status_code == 200
    paper = agreement.files.get(kind="contract").file
    assert colleague.get(f"/files/{paper.key}/").status_code == 404
    assert director.get(f"/files/{paper.key}/").status_code == 200


def test_nobody_else_posts_it(cast):
    case = Path(cast, **WITH_DATA).contract_approved()
    agreement = case.agreements.get()
    for name in ("integration-specialist", "principal", "admin", "procurement"):
        assert cast.client(name).post(f"/cases/{agreement.pk}/agreement/post/").status_code == 403
    agreement = now(case).agreements.get()
    assert agreement.posted_on is None
