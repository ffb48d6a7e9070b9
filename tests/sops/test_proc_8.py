"""PROC-8: the agreement table, for the public."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.answering import text
from tests.contracts.public.scenes import agreement
from workflows import engine
from workflows.actors import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-8")]


def test_the_public_finds_operators_products_files_and_dates_and_nothing_that_has_ended(cast):
    made, ended = agreement(cast), agreement(cast, name="Gone Ltd", product="Gone")
    engine.perform(
        ended.pk, "terminate", by=Actor(cast.it_director), at=timezone.now(), rationale="The maker closed it."
    )
    nobody = Client()

    page = text(nobody.get("/public/privacy/agreements/?q=kahoot"))

    row = re.search(r"<tbody>(.*)</tbody>", page).group(1)
    for words in (
        "Kahoot ASA",
        "1 Main Street",
        "Kahoot!",
        "Quizzes in class",
        "Data privacy agreement",
        "Student name",
    ):
        assert words in row
    for day in (made.starts_on, made.ends_on):
        assert f'<time datetime="{day.isoformat()}">' in row
    copy = nobody.get(re.search(r'href="(/public/files/[^"]+)"', row).group(1))
    assert b"".join(copy.streaming_content).startswith(b"%PDF")
    own = text(nobody.get(re.search(r'href="(/public/privacy/agreements/\d+/)"', row).group(1)))
    assert "Kahoot ASA" in own
    assert "Test District" in own
    assert "Gone" not in text(nobody.get("/public/privacy/agreements/"))
