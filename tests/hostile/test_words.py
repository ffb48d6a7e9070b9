"""Hostile words in every place where people write: shown as words, on pages, in mails and in spreadsheets."""

import csv
import io

import pytest
from django.core import mail
from django.urls import reverse

from tests.access.addresses import addresses
from tests.access.markup import Element, page
from tests.access.undone import undone
from tests.hostile.poison import FORMULAS, LINK, TAG, PoisonedWorld
from workflows.models import Notice
from workflows.notices import send_due

pytestmark = pytest.mark.django_db
READERS = ("teacher", "curriculum_director", "it_director", "admin")


@pytest.fixture(scope="module")
def poisoned(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield PoisonedWorld()


def acting_words(root: Element) -> list[str]:
    """Where words became part of the page: elements, attributes, script addresses, or template code that was run."""
    found = []
    for each in root.walk():
        if each.tag.startswith(TAG) or any(name.startswith((TAG, "on")) for name in each.attrs):
            found.append(f"{each.tag} {each.attrs}")
        if any(each.get(name).strip().lower().startswith("javascript:") for name in ("href", "src", "action")):
            found.append(f"{each.tag} leads to {LINK}")
    return found + (["template code was run"] if "70007" in root.text else [])


@pytest.mark.parametrize("person", READERS)
def test_hostile_words_stay_words_on_every_page(poisoned, person):
    client, wrong, shown = poisoned.client(person), {}, set()
    for row, address in addresses(poisoned).items():
        with undone():
            response = client.get(address.path)
        if not response.headers.get("Content-Type", "").startswith("text/html") or not response.content:
            continue
        assert response.status_code < 500, row
        root = page(response)
        if found := acting_words(root):
            wrong[row] = found[:3]
        if f"<{TAG}" in root.text:
            shown.add(row)
    assert wrong == {}
    assert {"case: in review", "case-history: in review", "resource", "library"} <= shown


def test_hostile_words_stay_words_when_they_are_sent_back(poisoned):
    client, wrong = poisoned.client("teacher"), {}
    rows = {
        row: each for row, each in addresses(poisoned).items() if row.startswith(("case-form: draft", "delegation"))
    }
    for row, address in rows.items():
        body = address.body | dict.fromkeys(("title", "website", "receiver", "reason", "students"), f'"><{TAG}>')
        with undone():
            response = client.post(address.path, body)
        if response.content and (found := acting_words(page(response))):
            wrong[row] = found
    assert wrong == {}


def test_hostile_words_stay_words_in_every_mail(poisoned):
    with undone():
        mail.outbox = []
        send_due()
        assert set(Notice.objects.values_list("error", flat=True)) == {""}
        wrong = {
            letter.subject: found
            for letter in mail.outbox
            for content, _kind in letter.alternatives
            if (found := acting_words(page(content)))
        }
    assert wrong == {}
    assert len(mail.outbox) > 20
    assert any(f"<{TAG}" in letter.body for letter in mail.outbox)


def test_a_spreadsheet_of_the_history_runs_no_formula(poisoned):
    response = poisoned.client("curriculum_director").get(reverse("case-history-export", args=[poisoned.review.pk]))
    cells = [cell for row in csv.reader(io.StringIO(response.content.decode("utf-8-sig"))) for cell in row]
    assert [cell for cell in cells if cell.lstrip()[:1] in {*"=+@＝＋－＠"} or cell[:1] in {"-", "\t", "\r"}] == []
    assert all(any(words.strip() in cell for cell in cells) for words in FORMULAS)
