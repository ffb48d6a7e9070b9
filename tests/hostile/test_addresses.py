"""Mangled addresses: whatever stands behind the question mark, the page answers in words."""

import pytest

from tests.access.addresses import addresses
from tests.access.undone import undone
from tests.access.url_tables import READS, table, who_gets
from tests.hostile.ways import TOO_BIG

pytestmark = pytest.mark.django_db
NAMES = "q page kind place status state shown key role at requester case site of next back name who user school order"
VALUES = ("a\0b", str(TOO_BIG), "-1e999 😀")


@pytest.mark.parametrize("value", VALUES, ids=[ascii(value)[:12] for value in VALUES])
def test_no_question_mark_part_breaks_a_page(world, value):
    answers, wrong = table(READS), {}
    for row, address in addresses(world).items():
        person = who_gets("200", answers[row])
        if person is None or row == "healthz":
            continue
        with undone():
            response = world.client(person).get(address.path, dict.fromkeys(NAMES.split(), value))
        if response.status_code >= 500:
            wrong[row] = response.status_code
    assert wrong == {}
