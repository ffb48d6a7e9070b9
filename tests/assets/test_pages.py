"""Pages of equipment: who sees and does what, what is refused, and that nothing sent by hand breaks them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assets import services
from assets.models import Asset
from tests.assets.things import asset

pytestmark = pytest.mark.django_db
FULL = {
    "name": "Projector",
    "category": "display",
    "count": "2",
    "serial": "A1\nA2",
    "tags": "",
    "manufacturer": "Epson",
}


def text(response) -> str:
    return response.content.decode()


def test_a_technician_hands_a_laptop_out_on_the_page(cast):
    laptop, client = asset(cast), cast.client("technician")
    page = client.get(laptop.get_absolute_url())
    assert "In stock at Lincoln School since today." in text(page)
    path = reverse("asset-act", args=[laptop.pk, "hand-out"])
    form = client.get(path).context["form"]
    sent = form.initial | {"person": "stranger", "place": cast.other_school.pk, "reason": "New teacher"}
    answer = client.post(path, sent)
    assert (answer.status_code, answer["Location"]) == (303, laptop.get_absolute_url())
    page = text(client.get(laptop.get_absolute_url()))
    assert f"With {cast.stranger} at Roosevelt School since today." in page
    assert "New teacher" in page
    assert "Place: from “Lincoln School” to “Roosevelt School”" in page
    assert client.post(path, sent).status_code == 303
    assert laptop.history.filter(what="deployed").count() == 1
    stale = client.post(path, sent | {"once": "another-time-key"})
    assert stale.status_code == 409
    assert "Somebody else changed this unit meanwhile." in text(stale)


def test_who_does_what_with_a_unit(cast):
    laptop = asset(cast)
    may = {
        "technician": (200, 200, 403, 403),
        "dii": (200, 200, 200, 200),
        "technology": (200, 200, 200, 200),
        "aas": (200, 403, 200, 200),
        "business_office": (200, 403, 403, 403),
        "principal": (200, 403, 403, 403),
        "admin": (200, 403, 403, 403),
        "other_principal": (404, 404, 404, 404),
        "teacher": (404, 404, 404, 404),
    }
    paths = [laptop.get_absolute_url(), *(reverse("asset-act", args=[laptop.pk, act]) for act in ("move", "retire"))]
    paths.append(reverse("asset-edit", args=[laptop.pk]))
    for person, statuses in may.items():
        client = cast.client(person)
        assert tuple(client.get(path).status_code for path in paths) == statuses, person
        posted = tuple(client.post(path, {}).status_code for path in paths[1:])
        assert posted == tuple(422 if status == 200 else status for status in statuses[1:]), person
    services.deploy(laptop, person=cast.teacher, by=cast.technician, at=timezone.now())
    client = cast.client("teacher")
    assert [client.get(path).status_code for path in paths] == [200, 403, 403, 403]


def test_a_form_sent_for_another_unit_is_refused(cast):
    first, second = asset(cast), asset(cast)
    client, sent = cast.client("technician"), {"place": cast.other_school.pk, "once": "k" * 20, "version": "1"}
    assert client.post(reverse("asset-act", args=[first.pk, "move"]), sent).status_code == 303
    assert client.post(reverse("asset-act", args=[second.pk, "move"]), sent).status_code == 409
    second.refresh_from_db()
    assert second.place == cast.school


def test_the_list_shows_each_their_own(cast):
    here, there = asset(cast), asset(cast, place=cast.other_school, category="tablet", name="iPad 10")
    services.deploy(there, person=cast.teacher, by=cast.technician, at=timezone.now())
    shown = {"technology": {here, there}, "principal": {here}, "teacher": {there}, "colleague": set()}
    for person, units in shown.items():
        page = cast.client(person).get(reverse("assets"))
        assert {*page.context["page"].object_list} == units, person
    client = cast.client("technology")
    for query, units in {
        "q=ipad": {there},
        "category=laptop": {here},
        f"place={cast.district.pk}": {here, there},
        "state=deployed": {there},
        "person=teacher": {there},
        "q=&category=&place=&state=&person=": {here, there},
        "place=999999": set(),
        "person=nobody-at-all": set(),
        "page=99": {here, there},
    }.items():
        assert {*client.get(f"{reverse('assets')}?{query}").context["page"].object_list} == units, query


def test_units_are_added_by_hand(cast):
    client = cast.client("aas")
    answer = client.post(reverse("asset-add"), FULL | {"place": cast.school.pk, "once": "k" * 20})
    first, second = Asset.objects.order_by("tag")
    assert answer["Location"] == f"{reverse('asset-labels')}?asset={first.pk}&asset={second.pk}"
    assert [(each.serial, each.state, each.manufacturer) for each in (first, second)] == [
        ("A1", "stock", "Epson"), ("A2", "stock", "Epson"),
    ]  # fmt: skip
    client.post(reverse("asset-add"), FULL | {"place": cast.school.pk, "once": "k" * 20})
    assert Asset.objects.count() == 2
    again = client.post(reverse("asset-add"), FULL | {"place": cast.school.pk, "once": "l" * 20})
    assert again.status_code == 422
    assert "Line 1: Another unit of this manufacturer has the serial number A1." in text(again)


@pytest.mark.parametrize("person", ["technician", "principal", "teacher", "business_office", "admin"])
def test_others_add_nothing(cast, person):
    assert cast.client(person).post(reverse("asset-add"), FULL | {"place": cast.school.pk}).status_code == 403


def test_somebody_of_one_school_adds_only_there(cast):
    cast.technician.grants.update(role="technology", place=cast.other_school)
    client = cast.client("technician")
    assert client.post(reverse("asset-add"), FULL | {"place": cast.school.pk}).status_code == 422
    assert client.post(reverse("asset-add"), FULL | {"place": cast.other_school.pk}).status_code == 303


def test_what_cant_be_done_now_is_said(cast):
    laptop = asset(cast, state="retired")
    answer = cast.client("technician").get(reverse("asset-act", args=[laptop.pk, "move"]))
    assert answer.status_code == 409
    assert "It is retired. Take it back into stock first." in text(answer)
    assert "Move it" not in text(cast.client("technology").get(laptop.get_absolute_url()))


NASTY = [
    "",
    "\x00",
    "x" * 5000,
    "=cmd|' /C calc'!A0",
    "-1",
    "9" * 40,
    "１",
    "<script>alert(1)</script>",
    "%00",
    "NaN",
    "1e9999",
]


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_nothing_sent_by_hand_breaks_a_page(cast, value):
    laptop, client = asset(cast), cast.client("technology")
    names = ("q", "category", "place", "state", "person", "page", "asset", "case", "all", "sheet", "first", "show")
    names += ("once", "version", "reason", "name", "count", "serial", "tags", "tag", "cost", "po_number", "note")
    names += ("acquired_on", "warranty_until", "manufacturer")
    sent = dict.fromkeys(names, value)
    lists = ("assets", "asset-add", "asset-export", "asset-import", "asset-labels", "asset-label-sheet")
    paths = [reverse(name) for name in lists] + [reverse("asset-edit", args=[laptop.pk])]
    paths += [
        reverse("asset-act", args=[laptop.pk, act]) for act in ("hand-out", "move", "give", "repair", "retire", "lost")
    ]
    paths += [laptop.get_absolute_url(), f"/assets/{'9' * 30}/", "/assets/1/nothing/"]
    for path in paths:
        assert client.get(path, sent).status_code < 500, path
        assert client.post(path, sent).status_code < 500, path
    laptop.refresh_from_db()
    assert "<script>alert" not in text(client.get(laptop.get_absolute_url()))


def test_typed_words_are_shown_as_words(cast):
    laptop = asset(cast, name="<b>Bold</b>", note="<script>alert(1)</script>")
    page = text(cast.client("technology").get(laptop.get_absolute_url()))
    assert "<script>alert" not in page
    assert "&lt;b&gt;Bold" in page
