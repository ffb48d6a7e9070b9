"""Every page by its markup: names, headings, labels, and what is wrong said twice (X-12; a browser shows the rest)."""

import pytest

from tests.access.addresses import addresses
from tests.access.markup import page
from tests.access.readable import faults, summary_faults
from tests.access.undone import undone
from tests.access.url_tables import READS, SENDS, table, who_gets

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-12"), pytest.mark.xdist_group("world")]


def is_page(response) -> bool:
    """A page to be read; a refused method (405) or a redirect has none."""
    return response.headers.get("Content-Type", "").startswith("text/html") and bool(response.content)


@pytest.mark.parametrize("always", ["", "anonymous", "teacher"], ids=["who sees most", "anonymous", "teacher"])
def test_every_page_is_named_labelled_and_in_order(world, always):
    answers, wrong = table(READS), {}
    for row, address in addresses(world).items():
        person = always or who_gets("200", answers[row]) or "teacher"
        with undone():
            response = world.client(person).get(address.path)
        if is_page(response) and not row.startswith("people-options") and (found := faults(page(response))):
            wrong[row, person, response.status_code] = found
    assert wrong == {}


def test_what_is_wrong_is_said_first_and_beside_each_field(world):
    answers, wrong, met = table(SENDS), {}, 0
    for row, address in addresses(world).items():
        person = who_gets("422", answers[row])
        if person is None:
            continue
        with undone():
            response = world.client(person).post(address.path, address.body)
        assert response.status_code == 422, row
        met += 1
        if found := summary_faults(page(response)) + faults(page(response)):
            wrong[row] = found
    assert wrong == {}
    assert met > 30
