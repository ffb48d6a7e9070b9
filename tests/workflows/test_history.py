"""The history of a case: who did what, when, from where to where, with what words; it only grows (X-6)."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Delegation
from tests.paths import Path
from tests.workflows.browsing import text
from workflows import engine
from workflows.actors import Actor
from workflows.chronicle import plain_cell
from workflows.models import Event

pytestmark = pytest.mark.django_db


def history(cast, person, case, **query):
    return cast.client(person).get(f"/cases/{case.pk}/history/", query)


def table(cast, person, case) -> list[dict[str, str]]:
    response = cast.client(person).get(f"/cases/{case.pk}/history.csv")
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def path(cast):
    """In review, with an answer, an internal note and a comment among reviewers."""
    path = Path(cast)
    path.to("in-review")
    denial = {"ground": "duplicate", "rationale": "We have Quizizz.", "internal": "Pricey."}
    path.answer("ict", cast.ict_coordinator, "deny", **denial)
    engine.comment(path.case.pk, "Between us.", by=Actor(cast.curriculum_director), at=path.at, internal=True)
    return path


@pytest.mark.sop("X-6")
def test_it_tells_who_did_what_from_where_to_where_and_with_what_words_newest_first(cast, path):
    words = text(history(cast, "curriculum-director", path.case))

    for expected in (
        "Send to the reviewers",
        f"{cast.assistant_superintendent}, Assistant Superintendent",
        "Initial review → In review",
        "Step: Instructional technology review",
        "We have Quizizz.",
        "For reviewers only: Pricey.",
        "Between us.",
    ):
        assert expected in words
    assert words.index("Between us.") < words.index("We have Quizizz.") < words.index("Submit the request")


@pytest.mark.sop("X-6")
def test_it_tells_on_whose_behalf(cast):
    path = Path(cast)
    path.to("in-review")
    today = timezone.localdate()
    Delegation.objects.create(
        giver=cast.ict_coordinator,
        receiver=cast.coach,
        starts_on=today,
        ends_on=today,
        created_by=cast.ict_coordinator,
        created_at=path.at,
    )
    path.answer("ict", cast.coach, rationale="Fine")

    said = f"{cast.coach}, ICT Coordinator, on behalf of {cast.ict_coordinator}"
    assert said in text(history(cast, "curriculum-director", path.case))
    assert table(cast, "curriculum-director", path.case)[0]["On behalf of"] == str(cast.ict_coordinator)


@pytest.mark.sop("X-6")
def test_the_requester_reads_reviews_after_the_final_review_and_notes_never(cast, path):
    before = text(history(cast, "teacher", path.case))
    assert "Send to the reviewers" in before
    assert "We have Quizizz." not in before

    path.answer("curriculum", cast.curriculum_director, rationale="Fits.")
    path.do("approve", cast.assistant_superintendent, rationale="Another use.")

    after = text(history(cast, "teacher", path.case))
    assert "We have Quizizz." in after
    for secret in ("Pricey.", "Between us."):
        assert secret not in after
        assert all(secret not in cell for row in table(cast, "teacher", path.case) for cell in row.values())


@pytest.mark.sop("X-6")
def test_whoever_reads_the_summary_alone_reads_no_history(cast, path):
    for address in ("history/", "history.csv"):
        response = cast.client("stranger").get(f"/cases/{path.case.pk}/{address}")
        assert response.status_code == 403
        assert "Only people who work on this request read its history." in text(response)


def test_a_principal_reads_the_history_at_their_own_school_alone(cast, path):
    assert history(cast, "principal", path.case).status_code == 200
    assert history(cast, "other-principal", path.case).status_code == 403


def test_a_draft_that_may_not_be_seen_has_no_history(cast):
    case = Path(cast).to("draft")
    assert history(cast, "stranger", case).status_code == 404
    assert cast.client("stranger").get(f"/cases/{case.pk}/history.csv").status_code == 404


def test_one_kind_alone_is_shown_when_asked_for(cast, path):
    words = text(history(cast, "curriculum-director", path.case, kind="comment"))
    assert "Between us." in words
    assert "We have Quizizz." not in words


def test_a_kind_that_never_happened_says_so_and_an_unknown_one_shows_everything(cast, path):
    assert "Nothing of this kind has happened." in text(history(cast, "teacher", path.case, kind="removed"))
    assert "Submit the request" in text(history(cast, "teacher", path.case, kind="no-such-kind"))


def test_a_change_to_the_record_says_what_it_was_and_is(cast, path):
    step = path.fresh.open_step("curriculum")
    engine.amend(
        path.case.pk,
        step.pk,
        label="Student data found",
        by=Actor(cast.curriculum_director),
        at=path.at,
        changes={"student_data_found": True},
    )
    assert "Student data found: – → True" in text(history(cast, "curriculum-director", path.case)).replace(" now", "")


# --- as a table -------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-6")
def test_it_is_exported_with_all_that_the_reader_may_see(cast, path):
    rows = table(cast, "curriculum-director", path.case)
    sent = next(row for row in rows if row["What"] == "Send to the reviewers")

    assert len(rows) == Event.objects.filter(case=path.case).count()
    assert (sent["From"], sent["To"], sent["Role"]) == ("Initial review", "In review", "Assistant Superintendent")
    assert rows[0]["What"] == "Internal comment"
    denied = next(row for row in rows if row["Kind"] == "Reviews")
    assert (denied["Words"], denied["For reviewers only"]) == ("We have Quizizz.", "Pricey.")


def test_the_export_is_a_download_that_nobody_keeps(cast, path):
    response = cast.client("teacher").get(f"/cases/{path.case.pk}/history.csv")
    assert response["Content-Disposition"] == f'attachment; filename="history-{path.fresh.number}.csv"'
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", '=HYPERLINK("http://x")'])
def test_no_cell_of_the_export_is_a_formula(cast, words):
    case = Path(cast).to("initial-review")
    engine.comment(case.pk, f"{words} ", by=Actor(cast.teacher), at=timezone.now())

    cell = table(cast, "teacher", case)[0]["Words"]
    assert cell.startswith("'")
    assert plain_cell("Fine - really") == "Fine - really"


# --- append-only ------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-6")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflows_event SET by_name = 'Nobody'",
        "UPDATE workflows_event SET at = at",
        "DELETE FROM workflows_event",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_history(cast, statement):
    case = Path(cast).to("denied")
    before = list(Event.objects.filter(case=case).values())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(Event.objects.filter(case=case).values()) == before
    assert history(cast, "teacher", case).status_code == 200


def test_neither_does_the_application_change_it(cast):
    row = Event.objects.filter(case=Path(cast).to("denied")).first()
    row.by_name = "Nobody"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_it_costs_a_fixed_number_of_queries(cast, django_assert_max_num_queries, count):
    case = Path(cast, at=timezone.now() - timedelta(days=1)).to("in-review")
    for number in range(count):
        engine.comment(case.pk, f"Comment {number}", by=Actor(cast.teacher), at=timezone.now())
    client = cast.client("curriculum-director")
    with django_assert_max_num_queries(12):
        assert client.get(f"/cases/{case.pk}/history/").status_code == 200
    with django_assert_max_num_queries(12):
        client.get(f"/cases/{case.pk}/history.csv")
