"""The Spanish catalogue: whole, compiled as it is written, and met on pages and in mails by those who read Spanish."""

import ast
import gettext
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path as FilePath

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User
from accounts.wording import calendar_words, clock_words, money_words
from tests.paths import Path
from workflows.letters import letter
from workflows.models import Notice

FOLDER = FilePath(settings.LOCALE_PATHS[0]) / "es" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\([\w.]+\)[a-z]|%[sd%]|\{\w*\}|</?\w+[^>]*>")
CONTEXT_ENDS = "\x04"


def entries() -> list[dict]:
    """The entries of the written catalogue: each a dict of `msgid`, `msgstr` … and `flags`; the header is left out."""
    found = []
    for block in FOLDER.joinpath("django.po").read_text(encoding="utf-8").split("\n\n"):
        entry, field = {"flags": []}, None
        for line in block.splitlines():
            if line.startswith("#,"):
                entry["flags"] = [flag.strip() for flag in line[2:].split(",")]
            elif line.startswith("#"):
                entry["flags"] += ["obsolete"] if line.startswith("#~") else []
            elif line:
                name, text = re.fullmatch(r'(?:(\S+) )?(".*")', line).groups()
                field = name or field
                entry[field] = entry.get(field, "") + ast.literal_eval(text)
        if entry.get("msgid"):
            found.append(entry)
    return found


def forms(entry: dict) -> list[tuple[str, str]]:
    """Each Spanish text of an entry beside the English one it stands for."""
    if "msgid_plural" not in entry:
        return [(entry["msgid"], entry["msgstr"])]
    return [(entry["msgid"], entry["msgstr[0]"]), (entry["msgid_plural"], entry["msgstr[1]"])]


def compiled() -> dict:
    with FOLDER.joinpath("django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def test_no_text_is_left_empty_doubtful_or_out_of_use():
    assert len(entries()) > 1000
    assert [entry for entry in entries() if {"fuzzy", "obsolete"} & set(entry["flags"])] == []
    assert [english for entry in entries() for english, spanish in forms(entry) if not spanish.strip()] == []


def test_what_is_compiled_is_what_is_written():
    written = {}
    for entry in entries():
        key = CONTEXT_ENDS.join(filter(None, [entry.get("msgctxt"), entry["msgid"]]))
        if "msgid_plural" in entry:
            written |= {(key, number): spanish for number, (_, spanish) in enumerate(forms(entry))}
        else:
            written[key] = entry["msgstr"]
    assert {key: text for key, text in compiled().items() if key != ""} == written


def test_each_text_keeps_the_placeholders_and_tags_of_the_english():
    wrong = {
        english: spanish
        for entry in entries()
        for english, spanish in forms(entry)
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(spanish))
    }
    assert wrong == {}


def test_each_text_begins_and_ends_its_lines_like_the_english():
    wrong = {
        english: spanish
        for entry in entries()
        for english, spanish in forms(entry)
        if english.count("\n") != spanish.count("\n")
        or english.startswith("\n") != spanish.startswith("\n")
        or english.endswith("\n") != spanish.endswith("\n")
    }
    assert wrong == {}


def headings(answer) -> str:
    assert answer.status_code == 200
    page = answer.content.decode()
    assert '<html lang="es">' in page
    return " ".join(re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page, re.DOTALL))


@pytest.fixture
def spanish_cast(cast):
    User.objects.update(language="es")
    for person in vars(cast).values():
        if isinstance(person, User):
            person.refresh_from_db()
    return cast


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/", "¿Qué necesita usted?"),
        ("/inbox/", "En espera de mí"),
        ("/library/", "Biblioteca de recursos"),
        ("/requests/", "Mis solicitudes"),
        ("/new/", "Nueva solicitud"),
        ("/help/", "Preguntas frecuentes"),
    ],
)
def test_the_main_pages_of_a_person_who_reads_spanish_have_spanish_headings(spanish_cast, path, heading):
    assert heading in headings(spanish_cast.client("teacher").get(path))


@pytest.mark.django_db
def test_the_page_of_a_request_tells_in_spanish_where_it_is(spanish_cast):
    case = Path(spanish_cast).to("in-review")
    answer = spanish_cast.client("teacher").get(f"/cases/{case.pk}/")
    assert "A quién se preguntó y qué dijo" in headings(answer)
    assert "En revisión" in answer.content.decode()
    assert "Respuesta prevista para" in answer.content.decode()


@pytest.mark.django_db
def test_a_browser_that_asks_for_spanish_meets_it_before_anybody_signs_in(cast):
    answer = Client(headers={"accept-language": "es-MX,es;q=0.9,en;q=0.5"}).get("/login/")
    assert "Iniciar sesión" in headings(answer)


@pytest.mark.django_db
def test_a_mail_to_a_person_who_reads_spanish_is_spanish_from_subject_to_foot(spanish_cast):
    Path(spanish_cast).to("initial-review")
    subject, plain, html = letter(Notice.objects.get(template="receipt"))
    assert subject == "Recibida: Kahoot!"
    assert "Recibimos su solicitud de Kahoot!." in plain
    assert "Fecha prevista de respuesta:" in plain
    assert "¿Todavía tiene una pregunta?" in html


@pytest.mark.django_db
def test_amounts_and_times_are_written_in_spanish_as_in_the_united_states():
    with translation.override("es"):
        assert money_words(Decimal("1200.5")) == "$1,200.50"
        assert clock_words(datetime(2026, 12, 18, 17, 17, tzinfo=timezone.get_default_timezone())) == "5:17 p.m."
        assert calendar_words(date(2027, 3, 3), today=date(2026, 12, 1)) == "3 de marzo de 2027"
