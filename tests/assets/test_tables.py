"""Equipment as a file: out and in again, and whatever people's spreadsheets make of it."""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Place
from assets import importing, services, spreadsheet
from assets.models import Asset
from tests.assets.things import asset, unit
from workflows.errors import Stale

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def planned(cast, text: str | bytes, *, by=None):
    content = text.encode() if isinstance(text, str) else text
    return importing.plan(spreadsheet.read(content), by=by or cast.technology, at=AT)


def verdicts(plan) -> list[str]:
    return [line.verdict for line in plan.lines]


def carried_out(cast, text: str, *, by=None, key="import:1"):
    sheet, by = spreadsheet.read(text.encode()), by or cast.technology
    shown = importing.plan(sheet, by=by, at=AT).fingerprint
    return importing.carry_out(sheet, shown=shown, by=by, at=AT, key=key, reason="From a file")


def upload(text: str | bytes, name: str = "units.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


# --- out and in again -------------------------------------------------------------------------------------------------


def several(cast) -> None:
    units = [
        unit(cast.school, name='Board 75", "smart"', serial="S;1", manufacturer="Promethean", cost=Decimal("1234.50")),
        unit(cast.school, name="=HYPERLINK(1)", note="-", po_number="+1", acquired_on=date(2025, 8, 1)),
        unit(cast.other_school, name="Tablette Élève", note="line one\nline two", warranty_until=date(2028, 1, 31)),
    ]
    made = services.register(units, case=None, by=cast.technology, at=AT)
    services.deploy(made[2], person=cast.stranger, by=cast.technician, at=AT)


def test_what_was_written_is_read_back_as_the_same(cast):
    several(cast)
    text = spreadsheet.write(Asset.objects.order_by("tag"))
    assert verdicts(planned(cast, text)) == ["same"] * 3


def test_no_cell_is_run_by_a_spreadsheet(cast):
    several(cast)
    cells = [cell for row in csv.reader(StringIO(spreadsheet.write(Asset.objects.all()))) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.lstrip("\ufeff").startswith(("=", "+", "-", "@", "\t"))]


# --- what people's files look like ------------------------------------------------------------------------------------

PLAIN = "Asset tag,Name,Category,Place\nT-1,Chromebook,Laptop,Lincoln School\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "\n\n" + PLAIN + "\n,,,\n",
        "ASSET #,Model,Device Type,School\nt-1,Chromebook,chromebook,lincoln   SCHOOL\n",
        "site;type;model;ASSET_TAG;colour\nLincoln School;portátil;Chromebook;T-1;red\n",
        "Etiqueta,Nombre,Categoría,Lugar\nT-1,Chromebook,laptop,Lincoln School\n",
    ],
)
def test_usual_files_are_understood(cast, content):
    plan = planned(cast, content)
    assert verdicts(plan) == ["new"]
    unit = plan.lines[0].unit
    assert (unit["tag"], unit["name"], unit["category"], unit["place"]) == ("T-1", "Chromebook", "laptop", cast.school)


def test_letters_of_windows_programs_are_read(cast):
    content = "Name,Category,Place\nCaf\xe9 display \x96 75,display,Lincoln School\n".encode("latin-1")
    assert planned(cast, content).lines[0].unit["name"] == "Café display – 75"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("310", "310"),
        ("$1,234.50", "1234.50"),
        ("1.234,50 €", "1234.50"),
        ("1,234", "1234"),
        ("1,234,567", "1234567"),
        ("99.9", "99.90"),
        ("USD 12.345,00", "12345"),
        ("0", "0"),
    ],
)
def test_amounts_as_people_write_them(cast, cell, amount):
    plan = planned(cast, f'Name,Category,Place,Cost\nX,laptop,Lincoln School,"{cell}"\n')
    assert plan.lines[0].unit["cost"] == Decimal(amount)


@pytest.mark.parametrize("cell", ["abc", "1,234.567", "-5", "1.2.3,4", "--", "1e5e", ".", "9" * 30])
def test_what_is_no_amount_is_refused(cast, cell):
    plan = planned(cast, f'Name,Category,Place,Cost\nX,laptop,Lincoln School,"{cell}"\n')
    assert verdicts(plan) == ["refused"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("T1,,laptop,Lincoln School,,,", "Name or model is missing."),
        ("T1,X,spaceship,Lincoln School,,,", "“spaceship” is no category we know."),
        ("T1,X,laptop,Atlantis,,,", "“Atlantis” is no place of the district."),
        ("T1,X,laptop,Lincoln School,nobody,,", "Nobody called “nobody” was found."),
        ("T1,X,laptop,Lincoln School,,gone fishing,", "“gone fishing” is no state we know"),
        ("T1,X,laptop,Lincoln School,,,31.12.2026", "“31.12.2026” is no date."),
        ("=1+1,X,laptop,Lincoln School,,,", "An asset tag begins with a letter or digit"),
    ],
)
def test_a_row_is_refused_with_the_reason(cast, row, why):
    plan = planned(cast, f"Tag,Name,Category,Place,With,State,Warranty until\n{row}\n")
    assert verdicts(plan) == ["refused"]
    assert why in " ".join(plan.lines[0].faults)


RETIRED = "It is retired. Take it back into stock first."


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("STOCK,,stranger,,", "What is in stock or retired is with nobody."),
        ("NEW,,stranger,,", "What is in stock or retired is with nobody."),
        ("USED,,,in stock,", "What is in stock or retired is with nobody."),
        ("USED,,,retired,Broken", "What is in stock or retired is with nobody."),
        ("USED,,-,retired,", "Say in the note why it is retired."),
        ("GONE,,,in use,", RETIRED),
        ("GONE,,stranger,in use,", RETIRED),
        ("GONE,Roosevelt School,,,", RETIRED),
        ("LOST,,stranger,,", "It is reported lost."),
    ],
)
def test_a_file_goes_around_no_condition_of_an_act(cast, row, why):
    units_in_every_state(cast)
    row = row.replace("NEW,,", "NEW,Lincoln School,")
    plan = planned(cast, f"Tag,Place,With,State,Note,Name,Category\n{row},Chromebook 314,laptop\n")
    assert verdicts(plan) == ["refused"]
    assert why in " ".join(plan.lines[0].faults)


def test_what_an_act_allows_a_file_does(cast):
    units_in_every_state(cast)
    text = "Tag,With,State,Note\nSTOCK,stranger,in use,\nUSED,-,retired,Broken\nGONE,,in stock,\nLOST,,in use,\n"
    assert str(carried_out(cast, text)) == "0 units added, 4 changed."
    states = dict(Asset.objects.values_list("tag", "state"))
    assert states == {"STOCK": "deployed", "USED": "retired", "GONE": "stock", "LOST": "deployed"}
    assert not Asset.objects.get(tag="USED").assigned_to


def units_in_every_state(cast) -> None:
    for tag, state in {"STOCK": "stock", "GONE": "retired", "LOST": "lost"}.items():
        asset(cast, tag=tag, state=state)
    asset(cast, tag="USED", state="deployed", assigned_to=cast.teacher)


def test_a_place_is_open_until_the_day_ends_where_the_district_is(cast):
    evening = datetime(2026, 11, 21, 3, tzinfo=UTC)  # the 20th in the district
    Place.objects.filter(pk=cast.school.pk).update(ended_on=date(2026, 11, 21))
    sheet = spreadsheet.read(PLAIN.encode())
    assert verdicts(importing.plan(sheet, by=cast.technology, at=evening)) == ["new"]
    assert verdicts(importing.plan(sheet, by=cast.technology, at=evening + timedelta(hours=3))) == ["refused"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"one,two\n1,2\n", "heading"),
        (b"Name,Category\n", "no row"),
        (b"\x00\x01\x02\x03", "heading"),
        (b"Name\n" + b"x\n" * 2001, "more than 2000 rows"),
        (b"Name\n" + b"x" * 200000, "can't be read"),
        (b"Name\n" + b"x" * (5 * 1024 * 1024), "larger than"),
    ],
)
def test_a_file_that_is_no_table_is_refused(cast, content, why):
    with pytest.raises(spreadsheet.Unreadable, match=why):
        spreadsheet.read(content)


# --- row by row -------------------------------------------------------------------------------------------------------


def test_new_changed_same_and_refused(cast):
    asset(cast, tag="A1")
    asset(cast, tag="A2", serial="S2", manufacturer="Acer")
    asset(cast, tag="A3", note="old")
    text = (
        "Tag,Name,Category,Place,Manufacturer,Serial,Note,With,State\n"
        "a1,Chromebook 314,laptop,Lincoln School,,,,,\n"
        ",,,Roosevelt School,acer,s2,,stranger,in use\n"
        "A3,,,,,,-,,\n"
        "A1,Again,,,,,,,\n"
        "N1,New one,tablet,Lincoln School,Acer,S2,,,\n"
        ",New two,tablet,Lincoln School,,,,,\n"
        "N3,New three,tablet,Lincoln School,,,,,\n"
        "N3,New four,tablet,Lincoln School,,,,,\n"
    )
    plan = planned(cast, text)
    assert verdicts(plan) == ["same", "changed", "changed", "refused", "refused", "new", "new", "refused"]
    assert plan.lines[1].changes == [
        "Manufacturer: from “Acer” to “acer”",
        "Serial number: from “S2” to “s2”",
        "Place: from “Lincoln School” to “Roosevelt School”",
        f"With: {cast.stranger}",
        "State: from “In stock” to “In use”",
    ]
    assert plan.lines[2].changes == ["Note: no longer “old”"]
    assert str(carried_out(cast, text)) == "2 units added, 2 changed."
    moved = Asset.objects.get(tag="A2")
    assert (moved.place, moved.assigned_to, moved.state, moved.since) == (
        cast.other_school, cast.stranger, "deployed", AT,
    )  # fmt: skip
    assert (moved.history.first().what, moved.history.first().reason) == ("imported", "From a file")
    assert Asset.objects.get(tag="A1").history.count() == 1
    assert {*Asset.objects.filter(category="tablet").values_list("name", flat=True)} == {"New two", "New three"}
    assert str(carried_out(cast, text)) == "2 units added, 2 changed."  # the same form again
    assert Asset.objects.count() == 5


def test_what_changed_since_it_was_shown_is_shown_again(cast):
    laptop = asset(cast, tag="A1")
    sheet = spreadsheet.read(b"Tag,Name\nA1,New name\n")
    shown = importing.plan(sheet, by=cast.technology, at=AT).fingerprint
    services.edit(laptop, changes={"name": "Somebody's name"}, by=cast.dii, at=AT)
    with pytest.raises(Stale):
        importing.carry_out(sheet, shown=shown, by=cast.technology, at=AT, key="i", reason="")
    laptop.refresh_from_db()
    assert laptop.name == "Somebody's name"


def test_whoever_keeps_one_school_changes_only_its_units(cast):
    asset(cast, tag="A1")
    cast.technician.grants.update(role="technology", place=cast.other_school)
    text = "Tag,Name,Category,Place\nA1,Mine now,,\nB1,X,laptop,Lincoln School\nB2,X,laptop,Roosevelt School\n"
    assert verdicts(planned(cast, text, by=cast.technician)) == ["refused", "refused", "new"]


# --- on the pages -----------------------------------------------------------------------------------------------------


def test_a_file_is_looked_at_and_then_taken_in(cast):
    client = cast.client("technology")
    answer = client.post(reverse("asset-import"), {"file": upload(PLAIN + "T-2,X,laptop,Atlantis\n")})
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert not Asset.objects.exists()
    assert "“Atlantis” is no place of the district." in page.content.decode()
    shown = page.context["plan"].fingerprint
    assert cast.client("dii").get(answer["Location"]).status_code == 404
    assert client.post(answer["Location"], {"shown": "something else"}).status_code == 409
    assert not Asset.objects.exists()
    for _twice in range(2):
        done = client.post(answer["Location"], {"shown": shown}, follow=True)
        assert "1 unit added, 0 changed." in done.content.decode()
    assert Asset.objects.get().tag == "T-1"
    assert "units.csv" in Asset.objects.get().history.get().reason


@pytest.mark.parametrize(
    "file",
    [
        upload(""),
        upload("nothing known\n1\n"),
        upload(b"PK\x03\x04" + b"\0" * 100),
        upload(b"%PDF-1.4\n", "units.pdf"),
        upload(b"MZ\x90\x00" + b"Name\nx\n"),
        upload("Name\n" + "x" * 6_000_000),
    ],
)
def test_other_files_are_refused_with_a_sentence(cast, file):
    answer = cast.client("technology").post(reverse("asset-import"), {"file": file})
    assert answer.status_code == 422
    assert not Asset.objects.exists()


@pytest.mark.parametrize("person", ["technician", "principal", "teacher", "admin"])
def test_others_take_in_nothing(cast, person):
    assert cast.client(person).post(reverse("asset-import"), {"file": upload(PLAIN)}).status_code == 403


def test_the_list_is_sent_out_as_it_is_narrowed(cast):
    asset(cast, tag="A1")
    asset(cast, tag="A2", place=cast.other_school)
    answer = cast.client("technology").get(reverse("asset-export"), {"place": cast.other_school.pk})
    assert answer["Content-Disposition"].startswith("attachment")
    assert [row["Asset tag"] for row in csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))] == ["A2"]
    assert b"A1" not in cast.client("teacher").get(reverse("asset-export")).content
