"""The sheet of labels: a PDF whose codes a phone reads as the units' addresses."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse

from assets.labels import SHEETS, draw
from tests.assets.things import asset

pytestmark = pytest.mark.django_db


def pages(content: bytes) -> list:
    """Each page as a printer of 300 dots an inch would print it."""
    return [page.render(scale=300 / 72).to_pil() for page in pypdfium2.PdfDocument(content)]


def codes(picture) -> list[str]:
    return sorted(found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode))


def address(unit) -> str:
    return settings.SITE_URL + unit.get_absolute_url()


@pytest.mark.parametrize("name", SHEETS)
def test_each_code_is_the_address_of_its_unit(cast, name):
    units = [asset(cast, name="Chromebook Ł中 " + "long " * 30, serial=f"SERIAL{n}") for n in range(4)]
    (page,) = pages(draw(units, sheet=SHEETS[name]))
    assert codes(page) == sorted(map(address, units))


def test_a_sheet_that_is_full_goes_on_on_the_next_page(cast):
    units = [asset(cast) for _each in range(3)]
    sheet = SHEETS["5163"]
    first, second = pages(draw(units, sheet=sheet, first=sheet.count))
    assert (codes(first), codes(second)) == ([address(units[0])], sorted(map(address, units[1:])))


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_labels_lie_on_the_paper_and_not_on_each_other(sheet):
    corners = [sheet.corner(number) for number in range(sheet.count)]
    for left, bottom in corners:
        assert 0 <= left <= left + sheet.width <= sheet.size[0]
        assert -0.01 <= bottom <= bottom + sheet.height <= sheet.size[1]
    assert sheet.across >= sheet.width
    assert sheet.down >= sheet.height
    assert len({*corners}) == sheet.columns * sheet.rows


def test_labels_are_printed_from_the_page(cast):
    here, there = asset(cast, place=cast.school), asset(cast, place=cast.other_school)
    client = cast.client("technology")
    page = client.get(reverse("asset-labels"), {"asset": [here.pk, there.pk]})
    assert page.context["count"] == 2
    query = f"asset={here.pk}&asset={there.pk}&sheet=L7160&first=21"
    answer = client.get(f"{reverse('asset-label-sheet')}?{query}")
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as document:
        assert len(document.pages) == 2
        assert "/JavaScript" not in str(document.Root)
    whole = client.get(f"{reverse('asset-label-sheet')}?all=1&place={cast.school.pk}&sheet=5160").content
    assert codes(pages(whole)[0]) == [address(here)]


def test_only_those_who_look_after_it_print_and_only_what_they_see(cast):
    laptop = asset(cast)
    path = f"{reverse('asset-label-sheet')}?asset={laptop.pk}&sheet=5160"
    told = {
        person: cast.client(person).get(path).status_code for person in ("technician", "aas", "principal", "teacher")
    }
    assert told == {"technician": 200, "aas": 200, "principal": 403, "teacher": 403}
    cast.technician.grants.update(place=cast.other_school)
    assert cast.client("technician").get(path).status_code == 422


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 404), ("asset=", 422), ("asset=x", 422), ("all=1", 422), ("all=1&sheet=5160&first=31", 422), ("case=0", 422)],
)
def test_what_can_t_be_printed_is_said(cast, query, status):
    asset(cast)
    assert cast.client("technology").get(f"{reverse('asset-label-sheet')}?{query}").status_code == status
