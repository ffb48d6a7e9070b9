"""LAW-1: the five items a school posts, open to everybody (105 ILCS 85/27(a))."""

import re

import pytest
from django.test import Client

from tests.answering import fill, text
from tests.contracts.public.scenes import agreement, breach

pytestmark = [pytest.mark.django_db, pytest.mark.sop("LAW-1")]


def section(page: str, name: str) -> str:
    """The words under one of the five headings."""
    part = page[page.index(f'<h2 id="{name}"') :]
    return " ".join(re.sub("<[^>]+>", " ", part[: part.index("</section>")]).split())


def test_anybody_reads_the_five_items_in_both_languages_as_the_officer_wrote_them_and_the_records_stand(cast):
    officer = cast.client("compliance_officer")
    texts = {
        "/record/statements/1/en/": "We keep names and grades to teach.",
        "/record/statements/1/es/": "Guardamos nombres y notas para enseñar.",
        "/record/statements/4/en/": "Write to the school office.",
        "/record/statements/4/es/": "Escriba a la oficina de la escuela.",
    }
    for url, words in texts.items():
        assert fill(officer, url, words=words).status_code == 303
    made = agreement(cast, companies=("Amazon Web Services",))
    agreement(cast, name="Links Ltd", product="Linky", companies=(), subcontractors_url="https://links.example/all")
    breach(cast, contract=made, students=25)
    nobody = Client()

    page = text(nobody.get("/public/privacy/"))

    data = section(page, "data")
    assert "We keep names and grades to teach." in data
    assert "Student name" in data
    assert "Kahoot ASA" in data
    assert "2 companies" in section(page, "operators")
    assert "See who works for each company" in section(page, "subcontractors")
    assert "Write to the school office." in section(page, "rights")
    listed = section(page, "breaches")
    assert "Kahoot ASA" in listed
    assert "25" in listed
    assert page.count("Not confirmed yet.") == 5

    table = text(nobody.get("/public/privacy/agreements/"))
    assert "1 Main Street" in table
    copy = re.search(r'href="(/public/files/[^"]+)"', table).group(1)
    assert nobody.get(copy)["Content-Disposition"].startswith("attachment")
    subcontractors = text(nobody.get("/public/privacy/subcontractors/"))
    assert "Amazon Web Services" in subcontractors
    assert 'href="https://links.example/all"' in subcontractors

    spanish = text(nobody.get("/public/privacy/", headers={"Accept-Language": "es"}))
    assert "Guardamos nombres y notas para enseñar." in section(spanish, "data")
    assert "Escriba a la oficina de la escuela." in section(spanish, "rights")
    assert nobody.get("/record/").url.startswith("/login/")
