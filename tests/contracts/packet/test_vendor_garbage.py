"""Posts made by hand to each address behind a link: always a clear answer, and nothing that was not asked for."""

import pytest
from django.test import Client

from contracts.vendor_forms import FORMS
from tests.contracts.packet.vendors import AtVendor, invited
from tests.hostile.ways import GARBAGE
from workflows.models import Event, LinkAttempt

pytestmark = pytest.mark.django_db
CLEAR = {303, 404, 405, 409, 422}
NAMES = [
    *("path", "contract", "agreement_confirmed", "description", "business_address", "student_data", "elements"),
    *("data_location", "has_accessibility_report", "accessibility_on", "accessibility_url", "accessibility_words"),
    *("uses_ai", "ai_features", "ai_trains", "minimum_age", "parental_consent", "has_subcontractors", "name_0"),
    *("service_0", "website_0", "name_999", "name_x", "soppa", "not_subject_because", "schools", "deadline"),
    *("file", "text", "once", "case_version", "language"),
]


@pytest.fixture
def vendor(cast):
    vendor = AtVendor(invited(cast))
    vendor.send("path", path="b")
    return vendor


def test_garbage_in_any_field_of_any_task_is_answered_in_words(vendor):
    wrong = {}
    for task in FORMS:
        for value in GARBAGE:
            answer = vendor.client.post(vendor.url("packet-task", task), dict.fromkeys(NAMES, value))
            if answer.status_code not in CLEAR:
                wrong[task, ascii(value)[:20]] = answer.status_code
    assert wrong == {}
    assert vendor.fresh.state == "in-progress"
    assert vendor.fresh.path == "b"


def test_garbage_elsewhere_sends_nothing_and_breaks_nothing(vendor):
    wrong = {}
    for name, more in (("outside", ()), ("packet-check", ()), ("outside-language", ()), ("outside-file", ("x",))):
        for value in GARBAGE:
            answer = vendor.client.post(vendor.url(name, *more), dict.fromkeys(NAMES, value))
            if answer.status_code not in CLEAR:
                wrong[name, ascii(value)[:20]] = answer.status_code
    assert wrong == {}
    assert vendor.fresh.state == "in-progress"
    assert not Event.objects.filter(case=vendor.packet.pk, name="hand_in").exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--cut\r\nnonsense", "multipart/form-data; boundary=cut"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b'{"path": "b"}', "application/json"),
        (b"", "text/plain"),
    ],
)
def test_a_body_of_another_kind_is_answered_in_words(vendor, body, kind):
    for name, more in (("packet-task", ("order-form",)), ("packet-check", ()), ("packet-questions", ())):
        answer = vendor.client.generic("POST", vendor.url(name, *more), body, content_type=kind)
        assert answer.status_code in CLEAR | {400}, (name, answer.status_code)
    assert vendor.fresh.state == "in-progress"


@pytest.mark.parametrize("token", ["%00", "%00" * 64, "%F0%9F%98%80", "a" * 5000, "%3Cscript%3E", "{{7*7}}"])
def test_a_token_of_anything_is_refused_as_any_other(db, token):
    answer = Client(raise_request_exception=False).get(f"/for-vendors/{token}/")
    assert answer.status_code == 404
    assert b"This link does not work" in answer.content
    assert LinkAttempt.objects.get().why == "unknown"
