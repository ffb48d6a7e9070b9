"""RENEW-4: Cybersecurity looks at data, grade, subcontractors and breaches; what has lost its safeguards ends."""

import pytest
from django.utils import timezone

from contracts.models import Renewal, Subcontractor, TlsCheck
from tests.answering import fill, text
from tests.paths import WITH_DATA, Path
from tests.renewal_paths import USAGE, RenewalPath, review_in

pytestmark = [pytest.mark.django_db, pytest.mark.sop("RENEW-4")]
RIGHT = {"0-outcome": "approve", "0-data_right": "yes", "0-subcontractors_right": "yes", "0-breaches_since": "no"}


def asked(cast, grade: str = "A") -> tuple[RenewalPath, str]:
    path = RenewalPath(cast, ends=60)
    product = path.agreement.products.get()
    product.website = "https://site.example/"
    product.save()
    TlsCheck.objects.create(
        resource=product,
        status="done",
        grade=grade,
        host="site.example",
        checked_on=timezone.localdate(),
        requested_at=timezone.now(),
    )
    Subcontractor.objects.create(case=path.contract, name="Cloud Host Inc.")
    path.usage(**USAGE)
    return path, f"/cases/{path.pk}/steps/{path.fresh.open_step('safeguards').pk}/"


def decision(path: RenewalPath) -> str:
    return f"/cases/{path.pk}/steps/{path.fresh.open_step('renewal-decision').pk}/"


def test_cybersecurity_answers_beside_data_grade_and_subcontractors(cast):
    path, url = asked(cast)
    request = Path(cast, resource=path.agreement.products.get(), **WITH_DATA)
    request.submit()
    officer = cast.client("cybersecurity")
    page = text(officer.get(url))
    for words in ("Grade A", "Cloud Host Inc.", "Student data: used and agreed", "none known"):
        assert words in page
    refused = fill(officer, url, **{"0-outcome": "concern"})
    assert set(refused.context["form"].errors) == {
        "0-data_right",
        "0-subcontractors_right",
        "0-breaches_since",
        "0-rationale",
    }
    assert fill(officer, url, **RIGHT).status_code == 303
    assert (path.fresh.state, path.fresh.data_right) == ("deciding", "yes")
    page = text(cast.client("it-director").get(decision(path)))
    assert "It can’t be renewed as it is" not in page


@pytest.mark.parametrize(
    ("grade", "said", "why"),
    [
        ("C", RIGHT, "has grade C"),
        ("A", RIGHT | {"0-data_right": "no"}, "does not list all data"),
        ("A", RIGHT | {"0-outcome": "concern", "0-rationale": "A breach in May."}, "found that something is wrong"),
    ],
)
def test_what_has_lost_its_safeguards_is_not_renewed(cast, grade, said, why):
    path, url = asked(cast, grade)
    assert fill(cast.client("cybersecurity"), url, **said).status_code == 303
    director = cast.client("it-director")
    page = director.get(decision(path))
    assert why in text(page)
    refused = fill(director, decision(path), move="renew", new_ends_on="2090-01-01")
    assert refused.status_code == 409
    assert why in text(refused)
    assert path.fresh.state == "deciding"
    again = fill(director, decision(path), move="ask_again", rationale="The vendor says it is mended.")
    assert (again.status_code, path.fresh.state) == (303, "gathering")


def test_without_an_agreement_what_is_wrong_stands_in_the_library_at_once(cast):
    review = review_in(cast, "due", agreement=False)
    url = f"/cases/{review.pk}/steps/{review.open_step('look').pk}/"
    director = cast.client("it-director")
    said = {"move": "raise_concern", "rationale": "It sells what children type."}
    assert fill(director, url, **said).status_code == 422
    assert fill(director, url, **said, consequence="denied").status_code == 303
    page = text(cast.client("teacher").get(f"/library/{review.resource_id}/"))
    assert "It sells what children type." in page
    assert type(review.resource).objects.get(pk=review.resource_id).approval == "denied"
    assert not Renewal.objects.exists()


def test_nobody_but_cybersecurity_answers(cast):
    _path, url = asked(cast)
    for person in ("teacher", "it-director", "admin", "compliance-officer"):
        assert cast.client(person).get(url).status_code == 403, person
