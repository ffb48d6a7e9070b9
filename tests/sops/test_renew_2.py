"""RENEW-2: renewals and reviews open by themselves; a month's reviews stand on one page, many answered at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contracts.models import PeriodicReview, Renewal
from tests.answering import fill, text
from tests.renewal_paths import open_all, resource_in_use, review_in, running
from workflows.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("RENEW-2")]
LIST = "/renewals/reviews/"


def due_now(cast, count: int) -> list[PeriodicReview]:
    for number in range(count):
        resource_in_use(cast, name=f"Site {number}", next_review=0)
    open_all()
    return list(PeriodicReview.objects.order_by("pk"))


def picks(reviews) -> list[str]:
    return [f"{review.pk}:{review.version}" for review in reviews]


def states() -> list[str]:
    return list(PeriodicReview.objects.order_by("pk").values_list("state", flat=True))


def test_a_renewal_is_in_the_inbox_of_those_asked_90_days_before_its_date(cast):
    running(cast, ends=80, owner=cast.coach)
    assert open_all() == 1
    case = Renewal.objects.get()
    for person in ("coach", "cybersecurity"):
        inbox = cast.client(person).get("/inbox/")
        assert case.title in text(inbox), person
    assert Notice.objects.filter(case=case, template="step_opened", user=cast.coach).exists()


def test_the_director_confirms_many_reviews_at_once_and_is_told_of_one_that_a_colleague_answered(cast):
    reviews = due_now(cast, 4)
    director = cast.client("it-director")
    page = director.get(LIST)
    assert page.status_code == 200
    assert [row.review.pk for row in page.context["page"]] == [review.pk for review in reviews]
    assert "Something is wrong" in text(page)

    fill(director, step(reviews[3]), move="raise_concern", consequence="privacy", rationale="It shows advertisements.")
    sent = {"once": "form-sent-once-a-key", "pick": picks([reviews[0], reviews[1], reviews[3]])}
    after = director.post(LIST, sent, follow=True)

    assert (after.redirect_chain, states()) == ([(LIST, 303)], ["confirmed", "confirmed", "due", "concern"])
    assert "2 reviews are answered." in text(after)
    assert "Site 3 was not answered." in text(after)
    assert [row.review.pk for row in after.context["page"]] == [reviews[2].pk]
    again = director.post(LIST, sent, follow=True)  # the second press
    assert states() == ["confirmed", "confirmed", "due", "concern"]
    assert "reviews are answered" not in text(again)


def step(review) -> str:
    return f"/cases/{review.pk}/steps/{review.open_step('look').pk}/"


def test_nothing_ticked_is_said_and_what_was_tampered_with_is_left_out(cast):
    review = due_now(cast, 1)[0]
    director = cast.client("it-director")
    for pick in ([], ["x"], ["1:2:3"], ["99999999999999999:1"], ["\0:1"], ["-1:1"]):
        answer = director.post(LIST, {"pick": pick})
        assert answer.status_code == 422, pick
        assert "Tick the rows that are still right." in text(answer)
    assert director.post(LIST, {"pick": ["987654:1"], "once": "x\0"}).status_code == 303
    assert director.post(LIST, {"pick": ["987654:1"]}).status_code == 303
    assert director.post(LIST, {"pick": [f"{review.pk}:77"]}).status_code == 303  # not as it was shown
    assert states() == ["due"]


def test_others_in_charge_read_the_list_and_nobody_else_does(cast):
    review = due_now(cast, 1)[0]
    for person in ("compliance-officer", "cybersecurity", "admin", "procurement"):
        client = cast.client(person)
        assert 'name="pick"' not in client.get(LIST).content.decode(), person
        client.post(LIST, {"pick": picks([review])})
        assert states() == ["due"]
    for person in ("teacher", "principal", "coach"):
        assert cast.client(person).get(LIST).status_code == 403


def test_a_review_of_next_month_is_not_on_this_months_list(cast):
    first = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)
    resource_in_use(cast, next_review=(first - timezone.localdate()).days)
    open_all(timezone.now() + timedelta(days=1))
    assert PeriodicReview.objects.count() == 1
    page = cast.client("it-director").get(LIST)
    assert not page.context["page"].object_list
    assert "Nothing to look at this month" in text(page)


def test_the_director_raises_a_concern_about_an_agreement_and_a_renewal_opens_at_once(cast):
    review = review_in(cast, "due")
    director = cast.client("it-director")
    page = director.get(step(review))
    assert str(review.contract) in text(page)
    refused = fill(director, step(review), move="raise_concern")
    assert refused.status_code == 422
    assert fill(director, step(review), move="raise_concern", rationale="A new owner.").status_code == 303
    assert Renewal.objects.get().opened_from_id == review.pk
