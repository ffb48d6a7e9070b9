"""LAW-4: the Compliance Officer records a breach, parents get a letter, the public list shows it for five years."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.test import Client
from django.utils import timezone

from accounts.district import change_setting
from contracts.breaches import posted
from contracts.models import Breach, DataElement
from tests.answering import answer, fill, text
from tests.factories import VendorFactory
from tests.public_cases import breach_in, fresh, record, reply

pytestmark = [pytest.mark.django_db, pytest.mark.sop("LAW-4")]


def typed(cast, **said) -> dict:
    """What the Compliance Officer types."""
    VendorFactory(name="Leaky Learning", business_address="2 Oak Road\nChicago, IL 60601")
    today = timezone.localdate()
    return {
        "source": "operator",
        "vendor": "leaky learning",
        "known_on": (today - timedelta(days=1)).isoformat(),
        "known_how": "The operator called.",
        "happened_from": (today - timedelta(days=30)).isoformat(),
        "happened_to": (today - timedelta(days=28)).isoformat(),
        "date_is_estimate": "on",
        "elements": [row.pk for row in DataElement.objects.filter(category="Student name")],
        "description": "Somebody copied a list of user names.",
        "pipa": "no",
        "counts-TOTAL_FORMS": "2",
        "counts-INITIAL_FORMS": "0",
        "counts-0-school": cast.school.pk,
        "counts-0-students": "10",
        "counts-1-school": cast.other_school.pk,
        "counts-1-students": "5",
    } | said


def test_a_breach_is_recorded_and_its_clocks_run_from_the_day_it_became_known(cast):
    officer = cast.client("compliance-officer")
    recorded = officer.post("/breaches/new/", typed(cast, once="form-sent-once-b1"))
    breach = Breach.objects.get()
    assert (recorded.status_code, recorded["Location"]) == (303, f"/cases/{breach.pk}/")
    assert ({str(row) for row in breach.counts.all()}, breach.students()) == (
        {"Lincoln School: 10", "Roosevelt School: 5"},
        15,
    )
    due = {step.key: step.due_on for step in breach.open_steps()}
    assert due == {
        "notify-parents": breach.known_on + timedelta(days=30),
        "post-breach": breach.known_on + timedelta(days=10),
    }


def test_parents_are_told_it_is_posted_and_the_public_reads_it_for_five_years(cast):
    officer, today = cast.client("compliance-officer"), timezone.localdate()
    breach = record(cast)
    before = (breach.known_on - timedelta(days=1)).isoformat()
    assert answer(officer, breach, "notify-parents", outcome="done", done_on=before).status_code == 422
    answer(officer, breach, "notify-parents", outcome="done", done_on=today.isoformat())
    answer(officer, breach, "post-breach", outcome="done")
    breach = fresh(breach)
    assert (breach.state, breach.notified_on, breach.posted_on) == ("complete", today, today)

    page = text(Client().get("/public/privacy/"))
    assert "Leaky Learning" in page
    assert "Somebody copied" not in page
    last_day = today + relativedelta(years=5) - timedelta(days=1)
    assert ([*posted(last_day)], [*posted(last_day + timedelta(days=1))]) == ([breach], [])
    change_setting(key="breach_years", value=7, by=cast.admin, at=timezone.now())
    assert [*posted(last_day + timedelta(days=1))] == [breach]


def test_only_a_small_breach_may_be_left_off_the_list(cast):
    officer, breach = cast.client("compliance-officer"), record(cast)
    said = {"outcome": "not-needed", "rationale": "Few students, no passwords."}
    assert answer(officer, breach, "post-breach", **said).status_code == 422
    change_setting(key="enrollment", value=101, by=cast.admin, at=timezone.now())
    assert answer(officer, breach, "post-breach", **said).status_code in {302, 303}
    assert fresh(breach).posted_on is None


def test_law_enforcement_can_ask_to_wait_and_the_clocks_stand_still(cast):
    officer, breach = cast.client("compliance-officer"), record(cast)
    fill(officer, f"/cases/{breach.pk}/do/hold/", rationale="The police asked in writing.")
    assert fresh(breach).state == "held"
    refused = answer(officer, breach, "notify-parents", outcome="done", done_on=timezone.localdate().isoformat())
    assert refused.status_code == 422
    assert "end the hold first" in text(refused)
    fill(officer, f"/cases/{breach.pk}/do/release/")
    assert fresh(breach).state == "recorded"


def test_the_letter_has_what_the_law_asks_for_in_both_languages_and_for_each_school(cast):
    breach = record(cast, counts={cast.school: 10, cast.other_school: 5})
    officer = cast.client("compliance-officer")
    page = text(officer.get(f"/cases/{breach.pk}/breach/letter/?school={cast.other_school.pk}&language=en"))
    for part in (
        "students at Roosevelt School",
        "Leaky Learning, 2 Oak Road Chicago, IL 60601",
        "Student name",
        "Equifax",
        "1-888-397-3742",
        "TransUnion",
        "Federal Trade Commission",
        "security freeze",
        "fraud alert",
        "(555) 010-0100",
    ):
        assert part in page, part
    assert '<article class="letter" lang="en">' in page
    spanish = text(officer.get(f"/cases/{breach.pk}/breach/letter/?language=es"))
    assert '<article class="letter" lang="es">' in spanish
    assert "Equifax" in spanish


def test_dates_data_and_numbers_are_put_right_later_with_their_history(cast):
    officer, breach = cast.client("compliance-officer"), breach_in(cast, "complete")
    rows = {"counts-TOTAL_FORMS": "1", "counts-INITIAL_FORMS": "1", "counts-0-school": cast.school.pk}
    address = f"/cases/{breach.pk}/breach/edit/"
    changed = fill(officer, address, pipa="yes", **rows, **{"counts-0-students": "12"})
    assert changed.status_code == 303
    assert (fresh(breach).pipa, fresh(breach).students()) == (True, 12)
    history = text(officer.get(f"/cases/{breach.pk}/history/"))
    assert "Lincoln School: 10" in history
    assert "Lincoln School: 12" in history


def test_three_roles_know_of_breaches_and_one_acts(cast):
    breach = record(cast)
    page, new = f"/cases/{breach.pk}/", "/breaches/new/"
    for name in ("compliance-officer", "it-director", "general-counsel"):
        client = cast.client(name)
        assert (client.get(page).status_code, client.get("/breaches/").status_code) == (200, 200)
    assert cast.client("it-director").get(new).status_code == 403
    for name in ("admin", "principal", "teacher", "cybersecurity", "district-administrator"):
        client = cast.client(name)
        assert {client.get(address).status_code for address in (page, new, "/breaches/")} == {404}, name
    reply(breach, "post-breach", cast.compliance_officer, "done")
    assert cast.client("admin").get(page).status_code == 404
