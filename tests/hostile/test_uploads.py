"""Hostile files on each form that takes one: told beside the field, nothing kept."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.district import change_setting
from accounts.models import StoredFile
from tests.access.addresses import fresh
from tests.access.markup import page
from tests.access.readable import summary_faults
from tests.access.undone import undone
from tests.hostile.everything import changed, everything
from tests.hostile.uploads import FILES, NAMES, PDF, sent

pytestmark = pytest.mark.django_db


def a_case_file(world):
    body = fresh(world.review) | {"kind": "other", "readers": "everyone"}
    return "teacher", reverse("case-file", args=[world.review.pk]), body, "file"


def an_agreement(world) -> dict:
    return {"agreement_kind": "nda", "vendor": world.vendor.name, "places": [world.cast.district.pk]}


def a_new_agreement(world):
    return "it_director", reverse("agreement-new"), an_agreement(world) | {"once": "form-sent-once-with-a-file"}, "file"


def a_draft_of_an_agreement(world):
    path = reverse("agreement-edit", args=[world.unsigned.pk])
    return "it_director", path, fresh(world.unsigned) | an_agreement(world), "file"


def a_public_copy(world):
    path = reverse("agreement-post", args=[world.agreement.pk])
    return "it_director", path, fresh(world.agreement) | {"review_interval": "12"}, "public_copy"


def by_a_vendor(task: str, **body):
    """A task of a packet, sent by somebody without an account."""

    def form(world):
        path = reverse("packet-task", args=[world.token, task])
        world.client("anonymous").get(path)  # the link is noted as used before anything is compared
        return "anonymous", path, body, "file"

    form.__name__ = f"a vendor’s {task}"
    return form


AN_ORDER_FORM = by_a_vendor("order-form")
FORMS = (
    a_case_file,
    a_new_agreement,
    a_draft_of_an_agreement,
    a_public_copy,
    AN_ORDER_FORM,
    by_a_vendor("soppa", soppa="subject"),
    by_a_vendor("accessibility", has_accessibility_report="yes", accessibility_on="2026-01-31"),
)


@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_file_is_refused_beside_its_field_and_nothing_is_kept(world, form):
    change_setting(key="file_megabytes", value=1, by=None, at=timezone.now())
    who, path, body, field = form(world)
    before, wrong = everything(), {}
    for why in FILES:
        with undone():
            response = sent(world.client(who), path, body, field, why)
            written = changed(before, everything())
        answered = page(response) if response.status_code == 422 else None
        faults = ["not 422"] if answered is None else summary_faults(answered) + told_elsewhere(answered, field)
        if faults or written:
            wrong[why] = (response.status_code, faults, written)
    assert wrong == {}


def told_elsewhere(answered, field: str) -> list[str]:
    """Faults when the message is not this field's."""
    wrong = [
        each.get("name") for each in answered.all("input", "select", "textarea") if each.get("aria-invalid") == "true"
    ]
    return [] if wrong == [field] else [f"wrong are {wrong}, not {field}"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_with_a_path_or_signs_that_do_not_show_is_made_safe(world, name, monkeypatch):
    """The file is kept under a random key in the folder of files, and called by what is left of its name."""
    who, path, body, field = AN_ORDER_FORM(world)
    monkeypatch.setitem(FILES, "only a name", (name, PDF, "application/pdf"))
    before = everything()["files"]
    with undone():
        assert sent(world.client(who), path, body, field, "only a name").status_code == 303
        stored = StoredFile.objects.latest("pk")
        kept = set(everything()["files"]) - set(before)
    assert (stored.name, stored.by_id) == (NAMES[name], None)
    assert kept == {f"{stored.key[:2]}/{stored.key}"}
