"""EQUIP-9: denied with the reason and alternatives, and a new request from an alternative."""

import pytest

from catalog import services as library
from requests_app.models import EquipmentRequest
from tests.answering import answer, text
from tests.equip_paths import EquipPath
from workflows.letters import letter

pytestmark = [pytest.mark.django_db, pytest.mark.sop("EQUIP-9")]
KEY = "equip-review"


def denied(cast, **said) -> EquipPath:
    path = EquipPath(cast)
    path.submitted()
    words = {"move": "deny", "rationale": "We do not buy these any more."}
    assert answer(cast.client("technology"), path.case, KEY, **(words | said)).status_code == 303
    return path


def offers(path: EquipPath) -> list:
    return list(path.fresh.offered.all())


def test_a_denial_keeps_its_reason_and_each_alternative(cast):
    library.add_resource(name="Desmos", by=cast.it_director, at=EquipPath(cast).at)
    asset = EquipPath(cast).in_stock()
    said = {"alternatives": "Borrow a cart\n\n A desktop  computer ", "alternative_resource": "desmos"}
    path = denied(cast, **said, alternative_asset=asset.tag)

    assert [str(offer) for offer in offers(path)] == ["Borrow a cart", "A desktop computer", "Desmos", str(asset)]
    page = text(cast.client("teacher").get(f"/cases/{path.case.pk}/"))
    for words in ("We do not buy these any more.", "Borrow a cart", "A desktop computer", "Desmos", asset.tag):
        assert words in page
    assert cast.teacher.notices.filter(template="equipment_denied").count() == 1


@pytest.mark.parametrize(("said", "field"), [
    ({"alternative_resource": "No such thing"}, "alternative_resource"),
    ({"alternative_asset": "NO-1"}, "alternative_asset"),
    ({"rationale": ""}, "rationale"),
])  # fmt: skip
def test_what_is_not_there_or_not_said_is_refused(cast, said, field):
    path = EquipPath(cast)
    path.submitted()
    words = {"move": "deny", "rationale": "No."}
    refused = answer(cast.client("technology"), path.case, KEY, **(words | said))
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {field})
    assert path.fresh.state == "technology-review"


def test_one_press_starts_a_new_request_from_an_alternative_and_keeps_what_fits(cast):
    path = denied(cast, alternatives="Borrow a cart")
    offer, client = offers(path)[0], cast.client("teacher")
    url = f"/cases/{path.case.pk}/instead/{offer.pk}/"
    answers = [client.post(url, {"once": "one-page-shown-once"}) for _click in range(2)]

    again = EquipmentRequest.objects.exclude(pk=path.case.pk).get()
    assert {each.url for each in answers} == {f"/cases/{again.pk}/form/need/"}
    was = path.fresh
    for name in ("problem", "impact", "priority", "goes_to", "room", "requester", "place"):
        assert getattr(again, name) == getattr(was, name), name
    assert (again.title, again.state, again.opened_from_id) == ("Borrow a cart", "draft", was.pk)
    assert [(i.category, i.quantity, i.words) for i in again.items.all()] == [
        ("laptop", 3, "Borrow a cart"), ("display", 1, "Borrow a cart"),
    ]  # fmt: skip
    assert "Borrow a cart" in again.specifications
    assert again.missing_answers() == []


def test_a_unit_that_was_offered_is_the_one_item(cast):
    asset = EquipPath(cast).in_stock(category="tablet")
    path = denied(cast, alternative_asset=asset.tag)
    cast.client("teacher").post(f"/cases/{path.case.pk}/instead/{offers(path)[0].pk}/", {"once": "a"})
    again = EquipmentRequest.objects.get(opened_from=path.case.pk)
    assert [(i.category, i.quantity, i.words) for i in again.items.all()] == [("tablet", 1, str(asset))]


def test_the_words_of_the_denial_are_in_its_mail(cast):
    path = denied(cast, alternatives="Borrow a cart")
    _subject, plain, html = letter(cast.teacher.notices.get(template="equipment_denied"))
    for body in (plain, html):
        assert "We do not buy these any more." in body
        assert "Borrow a cart" in body
    assert path.fresh.state == "denied"


@pytest.mark.parametrize("person", ["colleague", "technology", "admin"])
def test_nobody_else_goes_on_from_it(cast, person):
    path = denied(cast, alternatives="Borrow a cart")
    url = f"/cases/{path.case.pk}/instead/{offers(path)[0].pk}/"
    assert cast.client(person).post(url, {"once": "a"}).status_code == 403
    assert EquipmentRequest.objects.count() == 1


def test_an_alternative_of_another_request_is_not_there(cast):
    path, other = denied(cast, alternatives="Borrow a cart"), denied(cast, alternatives="Another")
    url = f"/cases/{other.case.pk}/instead/{offers(path)[0].pk}/"
    assert cast.client("teacher").post(url, {"once": "a"}).status_code == 404
