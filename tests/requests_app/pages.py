"""What a person does on the requester's pages, for tests: each sends what a browser would send."""

import html
import re

from django.urls import reverse

from contracts.models import DataElement
from requests_app.models import MicroRequest

ANSWERS = {
    "product": {
        "title": "Kahoot!",
        "product_kind": "app",
        "website": "kahoot.com",
        "vendor_name": "Kahoot ASA",
        "instructional": "True",
    },
    "teaching": {
        "purpose": "Quizzes in mathematics",
        "student_vision": "Students answer on their devices",
        "grade_levels": ["6", "7"],
        "content_areas": ["Mathematics"],
        "standards": "6.NS.1",
        "common_core": "CCSS.MATH.6.NS",
    },
    "people": {"students": "60", "staff": "3", "seats": "", "setups": "Chromebooks", "needed_by": ""},
    "money": {"paid_by": "free"},
    "data": {"student_login": "none", "rostering": "none", "student_data": "no", "media_release": "no"},
}
FUNDS = {"paid_by": "district", "amount": "1200", "budget_code": "10-2210-400", "principal_name": "The principal"}


def text(response) -> str:
    """What a page says, without its tags."""
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
    return re.sub(r" ([,.;])", r"\1", words)


def hidden(response, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to an address."""
    found = re.findall(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', response.content.decode(), re.S)
    body = next(body for where, body in found if where == action)
    return {
        name: value
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', body)
        if name != "csrfmiddlewaretoken"
    }


# What leads to a school-based request.
TOLD = {"need": "app", "use": "teaching", "reach": "one", "cost": "less"}


def begin(client, typed="Kahoot!", act="new", **more) -> MicroRequest:
    """From the library check to a draft."""
    sent = {**TOLD, "q": typed, "act": act, "once": "form-sent-once-k1", **more}
    response = client.post("/new/check/", sent)
    assert response.status_code == 303, text(response)
    return MicroRequest.objects.get(pk=int(response.url.split("/")[2]))


def fill(client, case: MicroRequest, **changed) -> MicroRequest:
    """All topics, complete; `changed` replaces a topic's answers."""
    for topic, answers in (ANSWERS | changed).items():
        said = dict(answers)
        if topic == "people":
            said.setdefault("schools", [case.place_id])
        if said.get("student_data") == "yes":
            said["data_elements"] = [DataElement.objects.filter(category="Student name").first().pk]
        response = client.post(reverse("case-form", args=[case.pk, topic]), said)
        assert response.status_code == 303, text(response)
    return MicroRequest.objects.get(pk=case.pk)


def press(client, case: MicroRequest, name: str, **more):
    """Press a button of the page "Check your answers": case-submit or case-support."""
    page = client.get(reverse("case-check", args=[case.pk]))
    address = reverse(name, args=[case.pk])
    return client.post(address, hidden(page, address) | more)


def submit(client, case: MicroRequest):
    return press(client, case, "case-submit")


def answer(client, case: MicroRequest, key: str, outcome: str, **said):
    """Answer an open step on its own page, side by side kind."""
    step = next(each for each in MicroRequest.objects.get(pk=case.pk).open_steps() if each.key == key)
    address = reverse("step", args=[case.pk, step.pk])
    assert client.get(address).status_code == 200
    numbered = {f"0-{name}": value for name, value in said.items()}
    version = MicroRequest.objects.get(pk=case.pk).version
    sent = {"0-step": step.pk, "0-step_version": step.version, "0-outcome": outcome, "case_version": version}
    return client.post(address, {**sent, **numbered, "once": f"form-sent-once-answer-{step.pk}"})
