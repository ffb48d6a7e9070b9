"""A case as its own kind's row: which tables are joined is a guess that may be wrong, what is read never is."""

import pytest

from requests_app.models import MicroRequest
from tests.paths import Path
from workflows.selectors import case_with_child, kinds_read

SHOWN = ("place", "requester", "resource")


@pytest.mark.parametrize("known", [None, "micro"])
def test_a_case_is_one_query_known_or_not(cast, django_assert_num_queries, known):
    case = Path(cast, title="Read twice").case
    kinds_read.clear()
    if known:
        kinds_read[case.pk] = known
    with django_assert_num_queries(1):
        read = case_with_child(case.pk)
        assert [getattr(read, name) for name in SHOWN] == [getattr(case, name) for name in SHOWN]
    assert type(read) is MicroRequest
    assert read == case
    assert kinds_read[case.pk] == "micro"


def test_a_case_that_changed_its_procedure_elsewhere_is_still_its_own_kinds_row(cast):
    case = Path(cast, title="Moved meanwhile").case
    kinds_read[case.pk] = "equip"
    read = case_with_child(case.pk)
    assert type(read) is MicroRequest
    assert (read.pk, read.title, read.place) == (case.pk, "Moved meanwhile", cast.school)
    assert kinds_read[case.pk] == "micro"


def test_what_is_remembered_of_kinds_does_not_grow_for_ever(cast, monkeypatch):
    monkeypatch.setattr("workflows.selectors.MOST_KINDS_READ", 2)
    cases = [Path(cast, title=f"Case {number}").case for number in range(5)]
    for case in cases:
        assert case_with_child(case.pk).title == case.title
        assert len(kinds_read) <= 2


def test_no_case_is_nothing(db):
    assert case_with_child(999_999) is None
    assert 999_999 not in kinds_read
