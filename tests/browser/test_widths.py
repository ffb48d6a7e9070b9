"""What fits on a telephone and keeps its rows at a desk, with as much on the page as a real district has."""

from decimal import Decimal

import pytest
from django.utils import timezone

from tests.browser.people import give_passwords
from tests.cast import Cast
from tests.contracts.public.scenes import agreement
from workflows.models import Notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
ROWS = """(selector) => [...document.querySelectorAll(selector)]
  .map((each) => each.getBoundingClientRect()).map((box) => Math.round(box.top + box.height / 2))"""
EDGES = """(selector) => { const each = document.querySelector(selector), box = each.getBoundingClientRect();
  const style = getComputedStyle(each);
  return [box.left + parseFloat(style.paddingLeft), box.right - parseFloat(style.paddingRight)].map(Math.round); }"""
SPLIT = """() => [...document.querySelectorAll('.choices-set')].filter((group) =>
  new Set([...group.children].map((each) => Math.round(each.getBoundingClientRect().left))).size > 1).length"""


@pytest.fixture
def director(visit):
    """The Director at a desk, with a dozen notices and an agreement that costs something."""
    cast, now = Cast(), timezone.now()
    person = cast.it_director
    give_passwords(person)
    agreement(cast, posted=False, yearly_amount=Decimal("1234567.50"))
    Notice.objects.bulk_create(
        Notice(key=f"n{number}", user=person, template="comment", created_at=now) for number in range(12)
    )
    return visit().sign_in(person)


def test_money_stays_on_a_telephone_and_header_footer_and_choices_keep_their_rows(director):
    page = director.page
    director.go("/agreements/new/")
    assert page.locator(".choices-set").count() > 10
    assert page.evaluate(SPLIT) == 0
    edges = [page.evaluate(EDGES, selector) for selector in (".site-footer .bounds", ".footer-links", ".language")]
    assert (edges[1][0], edges[2][1]) == tuple(edges[0])

    page.set_viewport_size({"width": 360, "height": 740})
    director.go("/renewals/commitment/")
    assert director.faults() == []
    assert "12" in page.locator(".site-acts").inner_text()
    assert len(set(page.evaluate(ROWS, ".site-acts > a"))) == 1
