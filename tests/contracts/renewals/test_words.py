"""What renewals, reviews and ended agreements say of people, of what was answered, and of what follows."""

import pytest
from django.utils import timezone

from contracts.models import Offboarding, Subcontractor
from tests.answering import text
from tests.renewal_paths import WHY, RenewalPath, review_in

pytestmark = pytest.mark.django_db


def test_whoever_is_in_charge_is_not_called_by_the_role_of_the_step(cast):
    path = RenewalPath(cast, owner=cast.ict_coordinator)
    shown = text(cast.client("it-director").get(f"/cases/{path.pk}/"))
    assert f"{cast.ict_coordinator}, Person in charge" in shown
    assert f"{cast.ict_coordinator} (Person in charge)" in shown
    answered = path.usage()
    review = next(step.review for step in answered.all_steps if step.key == "usage")
    assert review.by_role == "Person in charge"
    wrong = f"{cast.ict_coordinator}, Director of Information Technology"
    assert wrong not in text(cast.client("it-director").get(f"/cases/{path.pk}/"))


def test_what_was_terminated_is_not_renewed_and_leads_to_the_deletion_of_its_data(cast):
    path = RenewalPath(cast)
    path.deciding()
    path.do("terminate", **WHY, step=path.fresh.open_step("renewal-decision").pk)
    deletion = Offboarding.objects.get(contract=path.agreement)
    director = cast.client("it-director")
    renewal = text(director.get(f"/cases/{path.pk}/"))
    assert "Not renewed" in renewal
    assert ">Denied<" not in renewal
    for page in (renewal, text(director.get(f"/cases/{path.agreement.pk}/"))):
        assert f'Deletion of the data: <a href="/cases/{deletion.pk}/">' in page


def test_the_worklist_leads_to_the_vendors_own_list_where_no_subcontractor_is_named(cast):
    review = review_in(cast, "due")
    type(review).objects.update(review_due=timezone.localdate())
    agreement, reader = review.contract, cast.client("compliance-officer")
    pages = ("/renewals/reviews/", f"/cases/{review.pk}/")
    Subcontractor.objects.filter(case=agreement).delete()
    type(agreement).objects.filter(pk=agreement.pk).update(subcontractors_url="")
    assert ["none named" in text(reader.get(page)) for page in pages] == [True] * 2
    type(agreement).objects.filter(pk=agreement.pk).update(subcontractors_url="https://vendor.example/subs")
    for page in pages:
        shown = text(reader.get(page))
        assert '<a href="https://vendor.example/subs"' in shown
        assert "none named" not in shown


def test_a_list_without_a_tick_says_what_to_do_in_one_sentence(cast):
    review = review_in(cast, "due")
    type(review).objects.update(review_due=timezone.localdate())
    page = text(cast.client("it-director").post("/renewals/reviews/", {}))
    assert "Tick the rows that are still right." in page
    assert "Pick:" not in page
