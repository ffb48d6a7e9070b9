"""Hostile files on each form that takes one: told beside the field, nothing kept."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.district import change_setting
from tests.access.addresses import fresh
from tests.access.markup import page
from tests.access.readable import summary_faults
from tests.access.undone import undone
from tests.hostile.everything import changed, everything
from tests.hostile.uploads import FILES, sent

pytestmark = pytest.mark.django_db


def a_case_file(world):
    body = fresh(world.review) | {"kind": "other", "readers": "everyone"}
    return "teacher", reverse("case-file", args=[world.review.pk]), body, "file"


def an_agreement(world) -> dict:
    return {"agreement_kind": "nda", "vendor": world.vendor.name, "places": [world.cast.district.pk]}


def a_new_agreement(world):
    return "it_director", reverse("agreement-new"), an_agreement(world) | {"once": "with-a-file"}, "file"


def a_draft_of_an_agreement(world):
    path = reverse("agreement-edit", args=[world.unsigned.pk])
    return "it_director", path, fresh(world.unsigned) | an_agreement(world), "file"


def a_public_copy(world):
    path = reverse("agreement-post", args=[world.agreement.pk])
    return "it_director", path, fresh(world.agreement) | {"review_interval": "12"}, "public_copy"


FORMS = (a_case_file, a_new_agreement, a_draft_of_an_agreement, a_public_copy)


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
