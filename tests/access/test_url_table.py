"""Who gets what at every address: the two tables beside this file, read against the real pages."""

import pytest

from tests.access.addresses import addresses, name_of, served
from tests.access.undone import undone
from tests.access.url_tables import READS, SENDS, table
from tests.access.world import EVERYBODY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site"), pytest.mark.xdist_group("world")]


def answered(response) -> str:
    """The status; "in" is a redirect to the sign-in page."""
    away = response.status_code == 302 and response["Location"].startswith("/login/")
    return "in" if away else str(response.status_code)


def asked(world, person: str, *, sends: bool) -> dict[str, str]:
    """Row → what this person gets. Nothing stays of what it did."""
    found = {}
    for row, address in addresses(world).items():
        with undone():
            client = world.client(person)
            found[row] = answered(client.post(address.path, address.body) if sends else client.get(address.path))
    return found


def differences(found: dict[str, str], text: str, person: str) -> list[str]:
    told = {row: answers[person] for row, answers in table(text).items()}
    rows = dict.fromkeys([*told, *found])
    return [
        f"{row}: {told.get(row)} in the table, {found.get(row)} there"
        for row in rows
        if told.get(row) != found.get(row)
    ]


@pytest.mark.parametrize("person", EVERYBODY)
def test_each_person_gets_at_each_address_what_the_table_of_reads_says(world, person):
    assert differences(asked(world, person, sends=False), READS, person) == []


@pytest.mark.parametrize("person", EVERYBODY)
def test_each_person_sending_a_form_gets_what_the_table_of_sends_says(world, person):
    assert differences(asked(world, person, sends=True), SENDS, person) == []


@pytest.mark.parametrize("text", [READS, SENDS], ids=["reads", "sends"])
def test_the_table_has_every_address_and_no_other(text):
    assert {name_of(row) for row in table(text)} == served()


@pytest.mark.parametrize("text", [READS, SENDS], ids=["reads", "sends"])
def test_no_row_of_the_table_holds_an_error_of_the_server(text):
    errors = {row for row, answers in table(text).items() if any(a.startswith("5") for a in answers.values())}
    assert errors - {"healthz"} == set()
