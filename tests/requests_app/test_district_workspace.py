"""The page of a district purchase says at every stage what is left."""

import pytest
from django.urls import reverse

from requests_app.models import DistrictPurchase
from requests_app.workspace import PARTS
from tests.macro_paths import MacroPath

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [state for state in DistrictPurchase.State if state in PARTS])
def test_each_stage_says_what_it_lacks(cast, state):
    case = MacroPath(cast).to(state.value)

    page = cast.client("teacher").get(reverse("case", args=[case.pk]))

    assert page.status_code == 200
    for part in PARTS[state]:
        assert reverse(part.page, args=[case.pk]) in page.content.decode()


def test_while_the_business_office_is_asked_the_lead_reads_so(cast):
    case = MacroPath(cast).quoted()

    page = cast.client("teacher").get(reverse("case", args=[case.pk]))

    assert "The Business Office has not confirmed the funds yet." in page.content.decode()


def test_no_candidate_is_no_compliance(cast):
    path = MacroPath(cast)

    assert path.submit().findings_lack() == "Add at least one candidate first."
    assert path.fresh.compliance_lacks() == ""
