"""The public form takes anything and answers it: never an error, never a lost word, never too many."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts import confirming
from contracts.models import PublicSending, RightsRequest
from contracts.public_record import MOST_A_DAY
from contracts.rights import receive, the_public
from tests.hostile.ways import BIG, GARBAGE
from tests.offboarding_paths import requested
from tests.public_cases import PARENT
from workflows.models import Event

pytestmark = pytest.mark.django_db
FORM = "/public/privacy/request/"


@pytest.fixture
def typed(cast) -> dict:
    """What a parent types, complete."""
    return PARENT | {"school": cast.school.pk, "signed_on": timezone.localdate().isoformat(), "go": "send"}


def test_garbage_in_any_field_is_told_beside_it_and_what_was_typed_is_kept(typed):
    parent = Client(raise_request_exception=False)
    fields = (*typed, "once")
    bodies = [dict.fromkeys(fields, rubbish) for rubbish in GARBAGE]
    bodies += [typed | {name: rubbish} for name in fields for rubbish in (BIG, "a\0b")]
    for body in bodies:
        assert parent.post(FORM, body).status_code in {200, 303, 422, 429}, body
    PublicSending.objects.all().delete()
    kept = parent.post(FORM, typed | {"signed_on": "9999-99-99"})
    assert kept.status_code == 422
    assert "1 Elm Street" in kept.content.decode()


def test_empty_forms_dates_to_come_and_long_texts_are_refused(typed):
    parent = Client(raise_request_exception=False)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    wrong = [
        {},
        {"go": "send"},
        typed | {"signed_on": tomorrow},
        typed | {"signed_on": "0001-01-01"},
        typed | {"school": "9" * 40},
        typed | {"details": "x" * 4001},
        typed | {"student_name": "a\0b"},
    ]
    assert [parent.post(FORM, body).status_code for body in wrong] == [422] * len(wrong)
    assert parent.post(FORM, typed | {"details": "x" * 10_000_000}).status_code == 400
    assert not RightsRequest.objects.exists()


def test_only_open_schools_can_be_named(cast, typed):
    cast.school.ended_on = timezone.localdate()
    cast.school.save()
    parent = Client()
    assert parent.post(FORM, typed).status_code == 422
    assert parent.post(FORM, typed | {"school": cast.department.pk}).status_code == 422


def test_an_address_sends_so_many_a_day_and_no_more_until_the_next(typed):
    parent = Client()
    sent = [
        parent.post(FORM, typed | {"once": f"form-sent-once-k{number}"}).status_code for number in range(MOST_A_DAY + 1)
    ]
    assert sent == [303] * MOST_A_DAY + [429]
    assert Client(REMOTE_ADDR="192.0.2.7").post(FORM, typed | {"once": "form-sent-once-elsewhere"}).status_code == 303
    PublicSending.objects.update(at=timezone.now() - timedelta(days=1))
    assert parent.post(FORM, typed | {"once": "form-sent-once-next-day"}).status_code == 303
    assert PublicSending.objects.count() == 1


def test_the_page_after_sending_belongs_to_whoever_sent_it(typed):
    assert Client().get(f"{FORM}sent/")["Location"] == FORM


@pytest.mark.parametrize("form", [FORM, "certificate"])
def test_no_form_of_somebody_outside_uses_up_a_key_of_our_own_acts(cast, typed, form):
    """Else a stranger could keep the half-yearly confirmation from opening, or an agreement from ending."""
    ours = f"confirmation:{confirming.period_start(timezone.localdate())}"
    if form == FORM:
        sent = Client().post(FORM, typed | {"once": ours})
    else:
        home = reverse("outside", args=[requested(cast).links.get().token])
        sent = Client().post(f"{home}certificate/say/", {"text": "Hello", "once": ours})
    assert sent.status_code == 303
    assert not Event.objects.filter(key=ours).exists()
    assert confirming.open_confirmation(at=timezone.now()) is not None


def test_a_key_that_began_something_else_begins_the_request_all_the_same(cast, typed):
    opened = confirming.open_confirmation(at=timezone.now())
    sent = [
        receive(by=the_public(), at=timezone.now(), received_on=timezone.localdate(), key=key, **as_kept(cast))
        for key in (opened.events.get(name="start").key, "form-sent-once-by-a-parent", "form-sent-once-by-a-parent")
    ]
    assert [type(case) for case in sent] == [RightsRequest] * 3
    assert (sent[1], RightsRequest.objects.count()) == (sent[2], 2)


def as_kept(cast) -> dict:
    return PARENT | {"school": cast.school, "signed_on": timezone.localdate(), "language": "en"}


def test_one_network_of_ipv6_counts_as_one_address(typed):
    codes = [
        Client(REMOTE_ADDR=f"2001:db8:0:1::{number:x}").post(FORM, typed).status_code
        for number in range(MOST_A_DAY + 1)
    ]
    assert codes == [303] * MOST_A_DAY + [429]
    assert Client(REMOTE_ADDR="2001:db8:0:2::1").post(FORM, typed).status_code == 303


def test_the_browsers_back_may_show_again_what_was_typed(client):
    for answer in (client.get("/public/privacy/request/"), client.post("/public/privacy/request/", {"go": "check"})):
        assert "no-store" not in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
