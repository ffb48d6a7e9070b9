"""Every page at a desk and on a phone: axe-core finds nothing, nothing sticks out, no script fails."""

import pytest

from tests.access.addresses import addresses
from tests.access.url_tables import READS, table, who_gets
from tests.access.world import EVERYBODY, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_site"), pytest.mark.timeout(900)]
ANSWERS = table(READS)


class Readers:
    """A browser for each person, opened when first needed."""

    def __init__(self, visit, world: World, width: int):
        self.visit, self.world, self.width = visit, world, width
        self.visitors = {}

    def of(self, person: str):
        if person not in self.visitors:
            visitor = self.visit(self.width)
            self.visitors[person] = visitor if person == "anonymous" else visitor.signed_in(self.world.sessions[person])
        return self.visitors[person]


@pytest.mark.parametrize("width", [1280, 360])
def test_every_address_is_without_fault(visit, width):
    world = World()
    readers, wrong, seen = Readers(visit, world, width), {}, set()
    for row, address in addresses(world).items():
        person = who_gets("200", ANSWERS[row])
        if person and readers.of(person).opens_page(address.path):
            seen.add(row)
            if faults := readers.of(person).faults():
                wrong[f"{row} as {person}"] = faults
    assert wrong == {}
    assert len(seen) > 50


@pytest.mark.parametrize("width", [1280, 360])
def test_the_first_page_of_each_role_is_without_fault(visit, width):
    world = World()
    readers, wrong = Readers(visit, world, width), {}
    for person in EVERYBODY[2:]:
        assert readers.of(person).opens_page("/")
        if faults := readers.of(person).faults():
            wrong[person] = faults
    assert wrong == {}


@pytest.mark.parametrize("width", [1280, 360])
def test_every_public_page_is_without_fault_in_spanish(visit, width):
    reader, wrong, seen = visit(width, locale="es"), {}, set()
    for row, address in addresses(World()).items():
        if (
            address.path.startswith("/public/")
            and ANSWERS[row]["anonymous"] == "200"
            and reader.opens_page(address.path)
        ):
            seen.add(row)
            if faults := reader.faults():
                wrong[row] = faults
    assert wrong == {}
    assert {"rights-ask", "business", "business-ask", "business-asked"} <= seen
