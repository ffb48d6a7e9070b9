"""Every page by its markup: names, headings, labels, and what is wrong said twice (X-12; a browser shows the rest)."""

import pytest

from tests.access.addresses import addresses
from tests.access.markup import page
from tests.access.readable import faults, summary_faults
from tests.access.undone import undone

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-12")]
READERS = ("anonymous", "teacher", "principal", "assistant_superintendent", "curriculum_director", "it_director")
READERS += ("integration_specialist", "admin")


def is_page(response) -> bool:
    """A page to be read; a refused method (405) or a redirect has none."""
    return response.headers.get("Content-Type", "").startswith("text/html") and bool(response.content)


@pytest.mark.parametrize("person", READERS)
def test_every_page_is_named_labelled_and_in_order(world, person):
    client, wrong = world.client(person), {}
    for row, address in addresses(world).items():
        with undone():
            response = client.get(address.path)
        if is_page(response) and not row.startswith("people-options") and (found := faults(page(response))):
            wrong[row, response.status_code] = found
    assert wrong == {}


@pytest.mark.parametrize("person", READERS[1:])
def test_what_is_wrong_is_said_first_and_beside_each_field(world, person):
    client, wrong, met = world.client(person), {}, 0
    for row, address in addresses(world).items():
        with undone():
            response = client.post(address.path, address.body)
        if response.status_code == 422 and is_page(response):
            met += 1
            if found := summary_faults(page(response)) + faults(page(response)):
                wrong[row] = found
    assert wrong == {}
    assert met >= 2
