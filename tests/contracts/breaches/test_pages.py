"""Recording a breach, putting it right, its letter and its list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.wording import day_words
from contracts.breaches import letter_to_parents
from contracts.models import Breach
from tests.agreements import agreement_in
from tests.answering import fill, text
from tests.factories import VendorFactory
from tests.hostile.ways import BIG, GARBAGE
from tests.public_cases import breach_in, fresh, record

pytestmark = pytest.mark.django_db
NEW = "/breaches/new/"
ROWS = {"counts-TOTAL_FORMS": "0", "counts-INITIAL_FORMS": "0"}


@pytest.fixture
def typed(cast) -> dict:
    VendorFactory(name="Leaky Learning")
    return {
        "source": "operator",
        "vendor": "Leaky Learning",
        "known_on": timezone.localdate().isoformat(),
        "known_how": "By mail",
        "description": "A list was copied.",
        "pipa": "no",
        "counts-TOTAL_FORMS": "1",
        "counts-INITIAL_FORMS": "0",
        "counts-0-school": str(cast.school.pk),
        "counts-0-students": "3",
    }


def test_what_is_missing_or_wrong_is_told_beside_its_field_and_what_was_typed_is_kept(cast, typed):
    officer = cast.client("compliance-officer")
    today = timezone.localdate()
    wrong = {
        "vendor": {"vendor": "No Such Company"},
        "contract": {"vendor": ""},
        "known_on": {"known_on": (today + timedelta(days=1)).isoformat()},
        "happened_to": {"happened_from": "2026-02-03", "happened_to": "2026-02-01"},
        "happened_from": {"happened_to": "2026-02-01"},
        "known_how": {"known_how": ""},
        "pipa": {"pipa": ""},
    }
    for field, said in wrong.items():
        page = officer.post(NEW, typed | said)
        assert (page.status_code, set(page.context["form"].errors)) == (422, {field})
        assert "A list was copied." in page.content.decode()
    for said in ({"counts-0-students": ""}, {"counts-0-school": ""}, {"counts-0-students": "-1"}):
        assert officer.post(NEW, typed | said).status_code == 422
    twice = {"counts-TOTAL_FORMS": "2", "counts-1-school": str(cast.school.pk), "counts-1-students": "1"}
    assert "This school stands here twice." in text(officer.post(NEW, typed | twice))
    assert not Breach.objects.exists()


def test_garbage_is_never_an_error_of_the_server(cast, typed):
    officer = cast.client("compliance-officer")
    officer.raise_request_exception = False
    fields = (*typed, "contract", "elements", "go", "once")
    bodies = [dict.fromkeys(fields, rubbish) for rubbish in GARBAGE[::6]]
    bodies += [typed | {name: BIG} for name in ("contract", "elements", "counts-0-school", "counts-TOTAL_FORMS")]
    for body in bodies:
        assert officer.post(NEW, body).status_code in {200, 303, 422}, body
    assert officer.post(NEW, {}).status_code == 422


def test_more_rows_of_schools_come_without_losing_what_was_typed(cast, typed):
    page = cast.client("compliance-officer").post(NEW, typed | {"go": "more"})
    assert page.status_code == 200
    assert len(page.context["counts"].forms) == 4
    assert page.context["counts"].forms[0]["students"].value() == "3"
    assert not Breach.objects.exists()


def test_a_breach_of_the_districts_own_names_no_operator(cast, typed):
    cast.client("compliance-officer").post(NEW, typed | {"source": "district"})
    breach = Breach.objects.get()
    assert (breach.operator, breach.title) == (None, "Breach: Test District")
    page = text(cast.client("it-director").get(f"/cases/{breach.pk}/breach/letter/"))
    assert "data that the district itself keeps" in page


def test_only_agreements_that_were_sent_to_an_operator_are_offered(cast):
    kept = agreement_in(cast, "terminated")
    for state in ("drafting", "dropped"):
        agreement_in(cast, state)
    offered = cast.client("compliance-officer").get(NEW).context["form"].fields["contract"].queryset
    assert [*offered] == [kept]
    page = text(cast.client("compliance-officer").get(NEW))
    assert f"Data privacy agreement (DPA / NDPA), from {day_words(kept.starts_on)}" in page


def test_two_who_put_it_right_at_once_are_told_and_a_closed_one_is_left_alone(cast):
    officer, breach = cast.client("compliance-officer"), record(cast)
    address = f"/cases/{breach.pk}/breach/edit/"
    stale = fill(officer, address, case_version="0", description="Another", **ROWS)
    assert stale.status_code == 409
    assert fill(officer, address, description="Another", **ROWS).status_code == 303
    assert fresh(breach).description == "Another"
    assert cast.client("it-director").get(address).status_code == 403
    closed = breach_in(cast, "closed", vendor=VendorFactory())
    assert officer.get(f"/cases/{closed.pk}/breach/edit/").status_code == 409


def test_the_history_does_not_repeat_texts_that_may_have_to_be_removed(cast):
    officer, breach = cast.client("compliance-officer"), record(cast)
    fill(officer, f"/cases/{breach.pk}/breach/edit/", description="Stu Dent's password", **ROWS)
    details = fresh(breach).events.get(name="amend").details
    assert details == {"changed": {"description": [], "students": ["Lincoln School: 10", ""]}}


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"happened_from": None}, "The date of the breach is not known."),
        ({}, "The breach happened on"),
        ({"date_is_estimate": True}, "by our estimate, on"),
        ({"happened_to": timezone.localdate()}, "The breach happened between"),
    ],
)
def test_the_letter_says_the_date_as_far_as_it_is_known(cast, known, words):
    breach = record(cast, **known)
    with translation.override("en"):
        letter = letter_to_parents(breach, cast.school, on=timezone.localdate())
    assert words in letter.text
    assert "- Experian" in letter.text


def test_the_list_has_each_clock_and_asks_the_same_however_long_it_is(cast):
    reader = cast.client("general-counsel")
    record(cast, known_on=timezone.localdate() - timedelta(days=12), known_how="x")
    page = text(reader.get("/breaches/"))
    assert "2 days late" in page
    few = queries(reader)
    for _more in range(8):
        record(cast, vendor=VendorFactory())
    assert queries(reader) == few
    assert "Record a breach" not in text(reader.get("/breaches/"))
    breach_in(cast, "complete", vendor=VendorFactory())
    assert [row.state for row in reader.get("/breaches/?shown=over").context["page"]] == ["complete"]


def queries(client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/breaches/").status_code == 200
    return len(asked)
