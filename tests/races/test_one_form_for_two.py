"""The same form sent for two things at the same moment: one is done, whoever sent the other is told."""

import pytest
from django.urls import reverse

from assets.models import AssetChange, LicenceChange
from tests.assets.things import asset, licence
from tests.factories import ResourceFactory
from tests.paths import Path
from tests.races.test_presses import form_of
from tests.servers import at_once
from workflows.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers"), pytest.mark.timeout(600)]
TIMES = 12


def sent_to_both(browser, pages, form) -> list[int]:
    answers = at_once(*(lambda page=page: browser.post(page, form) for page in pages))
    return sorted(answer.status for answer in answers)


def test_one_form_for_two_units(web, cast):
    browser = web.browser(cast.technology)
    for number in range(TIMES):
        once = f"one-form-for-two-units-{number}"
        pages = [reverse("asset-act", args=[asset(cast).pk, "hand-out"]) for _unit in range(2)]

        assert sent_to_both(browser, pages, {"place": cast.school.pk, "once": once, "version": 1}) == [303, 409]
        assert AssetChange.objects.filter(key__contains=once).count() == 1


def test_one_form_for_two_licences(web, cast):
    browser, resource = web.browser(cast.aas), ResourceFactory(name="Testware")
    for number in range(TIMES):
        once = f"one-form-for-two-licences-{number}"
        two = [licence(cast, resource=resource) for _licence in range(2)]
        pages = [reverse("licence-edit", args=[each.pk]) for each in two]
        form = {"resource": "Testware", "seats": 5, "places": cast.school.pk, "once": once, "version": 1}

        assert sent_to_both(browser, pages, form) == [303, 409]
        assert LicenceChange.objects.filter(key__contains=once).count() == 1


def test_one_form_for_two_requests(web, cast):
    browser = web.browser(cast.assistant_superintendent)
    for number in range(TIMES):
        once = f"one-form-for-two-requests-{number}"
        cases = [Path(cast).submit() for _case in range(2)]
        pages = [reverse("step", args=[case.pk, case.open_step("initial").pk]) for case in cases]

        # The second is told of the first, or, where neither saw the other, that the form was sent already.
        assert sent_to_both(browser, pages, form_of(cases[0], once=once)) in ([303, 303], [303, 409])
        assert Event.objects.filter(key=once).count() == 1
