"""The district's own lists: who may sign, and the schedule of data. Nothing is ever deleted from them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contracts.models import AuthorisedSigner, DataElement
from tests.agreements import agreement_in, draft
from tests.answering import fill, text

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SIGNERS, ELEMENTS = "/agreements/signers/", "/data-elements/"
# Who reads the two lists, and who changes them.
KEEP = {"it-director", "compliance-officer", "admin"}
READ = KEEP | {"procurement", "general-counsel", "cybersecurity"}


def days(count: int) -> str:
    return (TODAY + timedelta(days=count)).isoformat()


@pytest.mark.parametrize("name", sorted(READ | {"teacher", "principal", "business-office"}))
def test_who_reads_and_who_changes_the_lists(cast, name):
    client, element = cast.client(name), DataElement.objects.first()
    signer = AuthorisedSigner.objects.create(name="Dana", starts_on=TODAY)
    assert {client.get(url).status_code for url in (SIGNERS, ELEMENTS)} == {200 if name in READ else 403}
    status = 303 if name in KEEP else 403
    assert client.post(SIGNERS, {"name": "Robin", "starts_on": days(0)}).status_code == status
    assert client.post(f"{SIGNERS}{signer.pk}/end/", {"ends_on": days(1)}).status_code == status
    assert client.post(ELEMENTS, {"new_category": "Pets", "name": "Name of the dog"}).status_code == status
    assert client.post(f"{ELEMENTS}{element.pk}/", {"act": "end"}).status_code == status
    offered = "Add to the list" in text(client.get(SIGNERS))
    assert offered == (name in KEEP)


def test_the_list_says_who_may_sign_today_and_who_put_them_there(cast):
    client = cast.client("compliance-officer")
    for name, starts, ends in (("Now", -5, None), ("Later", 5, None), ("Once", -9, -1)):
        said = {"name": name, "title": "Officer", "starts_on": days(starts), "ends_on": days(ends) if ends else ""}
        assert client.post(SIGNERS, said).status_code == 303
    rows = client.get(SIGNERS).context["rows"]
    assert [(row.signer.name, row.may_sign, row.is_over) for row in rows] == [
        ("Now", True, False),
        ("Later", False, False),
        ("Once", False, True),
    ]
    assert {row.signer.added_by for row in rows} == {cast.compliance_officer}
    page = text(client.get(SIGNERS))
    assert "May no longer sign" in page
    assert f"added by {cast.compliance_officer}" in page


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "DANA"}, "name"),
        ({"name": "Dana", "starts_on": days(-30), "ends_on": days(-5)}, "name"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"ends_on": days(-1)}, "ends_on"),
    ],
)
def test_a_signer_that_makes_no_sense_is_refused_by_the_field(cast, said, field):
    AuthorisedSigner.objects.create(name="Dana", starts_on=TODAY - timedelta(days=10))
    response = cast.client("admin").post(SIGNERS, {"name": "Robin", "starts_on": days(0)} | said)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert AuthorisedSigner.objects.count() == 1


def test_a_signer_is_ended_and_stays_and_can_begin_again(cast):
    client = cast.client("admin")
    signer = AuthorisedSigner.objects.create(name="Dana", starts_on=TODAY - timedelta(days=10))
    url = f"{SIGNERS}{signer.pk}/end/"
    assert fill(client, url, ends_on=days(-11)).status_code == 422
    assert fill(client, url, ends_on=days(-2)).status_code == 303
    signer.refresh_from_db()
    assert (signer.ends_on, signer.ended_by) == (TODAY - timedelta(days=2), cast.admin)
    assert list(AuthorisedSigner.on(TODAY - timedelta(days=2))) == [signer]
    assert not AuthorisedSigner.on(TODAY).exists()
    assert client.post(SIGNERS, {"name": "Dana", "starts_on": days(0)}).status_code == 303
    assert AuthorisedSigner.on(TODAY).count() == 1
    assert client.get(f"{SIGNERS}999999/end/").status_code == 404


def test_the_list_of_signers_costs_the_same_with_one_and_with_many(cast, django_assert_max_num_queries):
    client = cast.client("it-director")
    for count in (1, 40):
        for number in range(count):
            AuthorisedSigner.objects.create(name=f"{count} {number}", starts_on=TODAY, added_by=cast.admin)
        client.get(SIGNERS)
        with django_assert_max_num_queries(9):
            client.get(SIGNERS)
        with django_assert_max_num_queries(10):
            client.get(ELEMENTS)


# --- the schedule of data ---------------------------------------------------------------------------------------------


def test_an_element_is_added_at_the_end_of_its_category(cast):
    client = cast.client("it-director")
    before = list(DataElement.objects.filter(category="Schedule").values_list("name", flat=True))
    assert client.post(ELEMENTS, {"category": "Schedule", "name": "  Room   number "}).status_code == 303
    rows = list(DataElement.objects.values_list("category", "name"))
    assert [name for category, name in rows if category == "Schedule"] == [*before, "Room number"]
    categories = [category for category, _name in rows]
    assert len(dict.fromkeys(categories)) == sum(
        one != other for one, other in zip(categories, [None, *categories], strict=False)
    )
    assert "Room number" in text(client.get("/agreements/new/"))
    assert client.post(ELEMENTS, {"new_category": "Pets", "name": "Name of the dog"}).status_code == 303
    assert DataElement.objects.last().category == "Pets"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"category": "Schedule", "name": "Teacher names"}, "name"),
        ({"category": "Schedule", "name": ""}, "name"),
        ({"category": "", "name": "Anything"}, "category"),
        ({"category": "No such", "name": "Anything"}, "category"),
        ({"new_category": "x" * 81, "name": "Anything"}, "new_category"),
    ],
)
def test_an_element_that_will_not_do_is_refused_by_the_field(cast, said, field):
    count = DataElement.objects.count()
    response = cast.client("it-director").post(ELEMENTS, said)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert DataElement.objects.count() == count


def test_an_ended_element_stays_on_old_papers_and_is_offered_no_more(cast):
    client, element = cast.client("admin"), DataElement.objects.get(name="Homeroom")
    old = draft(cast, elements=[element])
    url = f"{ELEMENTS}{element.pk}/"
    assert client.post(url, {"act": "end"}).status_code == 303
    director = cast.client("it-director")
    assert "Homeroom" not in text(director.get("/agreements/new/"))
    assert "Homeroom" in text(director.get(f"/cases/{old.pk}/agreement/edit/"))
    assert list(old.elements.all()) == [element]
    listed = text(client.get(ELEMENTS))
    assert "Ended" in listed
    assert f"New requests and agreements offer it no more: {element}." in listed
    assert client.post(url, {"act": "reopen"}).status_code == 303
    assert f"New requests and agreements offer it again: {element}." in text(client.get(ELEMENTS))
    assert "Homeroom" in text(director.get("/agreements/new/"))


def test_only_an_element_that_no_agreement_lists_is_renamed(cast):
    client = cast.client("it-director")
    listed, free = DataElement.objects.all()[:2]
    agreement_in(cast, "in-force", elements=[listed])
    refused = client.post(f"{ELEMENTS}{listed.pk}/", {"name": "Other words"})
    assert refused.status_code == 422
    assert "Agreements list it" in text(refused)
    assert fill(client, f"{ELEMENTS}{free.pk}/", name="Better words").status_code == 303
    assert "It now reads: Better words." in text(client.get(ELEMENTS))
    assert set(DataElement.objects.filter(pk__in=[listed.pk, free.pk]).values_list("name", flat=True)) == {
        listed.name,
        "Better words",
    }
    assert client.post(f"{ELEMENTS}{free.pk}/", {"act": "delete"}).status_code == 404
    taken = DataElement.objects.filter(category=free.category).exclude(pk=free.pk).first()
    if taken:
        assert client.post(f"{ELEMENTS}{free.pk}/", {"name": taken.name}).status_code == 422
