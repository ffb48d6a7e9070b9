"""What a decision changes in the library, where, and what it leaves alone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from catalog.answers import Verdict, answer_for, verdict_for
from catalog.models import Approval, Ground, Privacy, Resource
from catalog.selectors import similar_to, with_answers
from catalog.services import add_resource, add_vendor, edit_vendor, make_available, set_status
from tests.accounts import cast

AT = datetime(2026, 9, 1, 9, tzinfo=ZoneInfo("America/Chicago"))
TODAY = date(2026, 9, 2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lincoln():
    return cast.school("Lincoln School")


@pytest.fixture
def adams():
    return cast.school("Adams School")


@pytest.fixture
def resource():
    return add_resource(name="Desmos", by=None, at=AT)


def decide(resource, approval, *places, at=AT, **more):
    return set_status(
        resource=resource, approval=approval, places=places, by=None, by_name="A. Director", at=at, **more
    )


def verdict(resource, place):
    return verdict_for(Resource.objects.get(pk=resource.pk), place, on=TODAY)


def test_a_new_resource_is_not_reviewed_and_has_one_row_of_history(resource, lincoln):
    assert verdict(resource, lincoln) == Verdict.UNREVIEWED
    assert [row.approval for row in resource.history.all()] == [Approval.UNREVIEWED]


def test_being_reviewed_shows_where_nothing_is_decided(resource, lincoln):
    decide(resource, Approval.IN_REVIEW)
    assert verdict(resource, lincoln) == Verdict.IN_REVIEW


def test_being_reviewed_again_does_not_hide_what_was_decided(resource, lincoln):
    decide(resource, Approval.DENIED, lincoln, ground=Ground.PRIVACY)
    assert decide(resource, Approval.IN_REVIEW) is None
    assert verdict(resource, lincoln) == Verdict.DENIED


def test_a_denial_counts_only_for_the_places_decided(resource, lincoln, adams):
    decide(resource, Approval.DENIED, lincoln, ground=Ground.DUPLICATE, words="We have GeoGebra.")
    assert (verdict(resource, lincoln), verdict(resource, adams)) == (Verdict.DENIED, Verdict.UNREVIEWED)


@pytest.mark.parametrize("ground", [Ground.NOT_FUNDED, Ground.OTHER])
def test_a_ground_that_is_not_about_the_resource_leaves_it_as_it_was(resource, lincoln, ground):
    decide(resource, Approval.IN_REVIEW)
    change = decide(resource, Approval.DENIED, lincoln, ground=ground)
    assert (change.approval_before, change.approval) == (Approval.IN_REVIEW, Approval.UNREVIEWED)
    assert verdict(resource, lincoln) == Verdict.UNREVIEWED
    assert not resource.availabilities.exists()


def test_not_funded_changes_nothing_about_an_approved_resource(resource, lincoln, adams):
    decide(resource, Approval.APPROVED, adams)
    assert decide(resource, Approval.DENIED, lincoln, ground=Ground.NOT_FUNDED) is None
    assert verdict(resource, lincoln) == Verdict.ELSEWHERE


def test_approved_somewhere_is_approved_in_the_summary(resource, lincoln, adams):
    decide(resource, Approval.DENIED, lincoln, ground=Ground.TECHNICAL)
    assert resource.approval == Approval.DENIED
    decide(resource, Approval.APPROVED, adams, at=AT + timedelta(hours=1))
    assert resource.approval == Approval.APPROVED
    assert (verdict(resource, lincoln), verdict(resource, adams)) == (Verdict.DENIED, Verdict.APPROVED)


def test_a_later_decision_for_the_district_covers_its_schools(resource, lincoln):
    decide(resource, Approval.APPROVED, lincoln)
    decide(resource, Approval.DENIED, cast.district(), ground=Ground.PRIVACY, at=AT + timedelta(days=1))
    assert verdict(resource, lincoln) == Verdict.DENIED
    assert Resource.objects.get(pk=resource.pk).approval == Approval.DENIED


def test_a_later_decision_for_a_school_stands_beside_the_districts(resource, lincoln, adams):
    decide(resource, Approval.APPROVED, cast.district())
    decide(resource, Approval.DENIED, lincoln, ground=Ground.INSTRUCTION, at=AT + timedelta(days=1))
    assert (verdict(resource, lincoln), verdict(resource, adams)) == (Verdict.DENIED, Verdict.APPROVED)


def test_a_decision_without_places_is_refused(resource):
    with pytest.raises(ValueError, match="places"):
        decide(resource, Approval.APPROVED)


def test_setting_up_becomes_approved_and_keeps_its_conditions(resource, lincoln):
    make_available(
        resource=resource,
        places=[lincoln],
        status=Approval.SETTING_UP,
        grades=["3", "4"],
        no_student_accounts=True,
        seats=30,
        by=None,
        at=AT,
    )
    assert verdict(resource, lincoln) == Verdict.SETTING_UP
    decide(resource, Approval.APPROVED, lincoln, at=AT + timedelta(days=3))
    answer = answer_for(resource, lincoln, on=TODAY)
    assert answer.verdict == Verdict.CONDITIONS
    assert answer.conditions == ["For grades 3, 4 only.", "Students must not have accounts.", "30 paid seats."]


def test_an_approval_until_a_day_ends_the_day_after(resource, lincoln):
    make_available(resource=resource, places=[lincoln], until=TODAY, by=None, at=AT)
    assert verdict_for(resource, lincoln, on=TODAY) == Verdict.CONDITIONS
    assert verdict_for(resource, lincoln, on=TODAY + timedelta(days=1)) == Verdict.ENDED


def test_a_denied_resource_says_why_when_and_what_to_use_instead(resource, lincoln):
    other = add_resource(name="GeoGebra", by=None, at=AT)
    decide(other, Approval.APPROVED, cast.district())
    resource.alternatives.set([other, add_resource(name="Not looked at", by=None, at=AT)])
    decide(resource, Approval.DENIED, lincoln, ground=Ground.DUPLICATE, words="We have GeoGebra for this.")
    answer = answer_for(resource, lincoln, on=TODAY)
    assert answer.sentence == "No: Desmos is denied at Lincoln School."
    assert (answer.reason, answer.decided_at) == ("We have GeoGebra for this.", AT)
    assert answer.ground == "We already have something for this"
    assert answer.alternatives == [other]
    assert answer.needs_change


def test_the_words_of_another_schools_denial_are_not_given(resource, lincoln, adams):
    decide(resource, Approval.DENIED, lincoln, ground=Ground.PRIVACY, words="At Lincoln.")
    decide(resource, Approval.DENIED, adams, ground=Ground.PRIVACY, words="At Adams.", at=AT + timedelta(days=1))
    assert answer_for(resource, lincoln, on=TODAY).reason == "At Lincoln."


def test_approved_elsewhere_names_the_places(resource, lincoln, adams):
    decide(resource, Approval.APPROVED, adams)
    answer = answer_for(resource, lincoln, on=TODAY)
    assert answer.sentence == "Not here yet: Desmos is approved at Adams School, but not at Lincoln School."
    assert (answer.places, answer.usable, answer.extends) == (["Adams School"], False, True)


def test_a_retired_resource_is_no_longer_used_anywhere(resource, lincoln):
    decide(resource, Approval.APPROVED, lincoln)
    decide(resource, Approval.RETIRED, at=AT + timedelta(days=9))
    assert verdict(resource, lincoln) == Verdict.RETIRED


def test_privacy_is_kept_apart_from_approval(resource, lincoln):
    change = decide(resource, Approval.APPROVED, lincoln, privacy=Privacy.AGREEMENT, case_number="2026-00042")
    assert (change.privacy_before, change.privacy) == (Privacy.UNKNOWN, Privacy.AGREEMENT)
    assert (change.by_name, change.case_number, list(change.places.all())) == ("A. Director", "2026-00042", [lincoln])


def test_a_reader_without_a_place_is_told_where_it_is_approved(resource, lincoln):
    decide(resource, Approval.APPROVED, lincoln)
    assert verdict(resource, None) == Verdict.ELSEWHERE


@pytest.mark.parametrize("count", [1, 3, 30])
def test_answers_for_many_cost_a_fixed_number_of_queries(lincoln, django_assert_num_queries, count):
    for number in range(count):
        made = add_resource(name=f"R{number}", by=None, at=AT)
        decide(made, Approval.DENIED, lincoln, ground=Ground.PRIVACY, words="No.")
    with django_assert_num_queries(5):
        assert [answer_for(each, lincoln, on=TODAY).reason for each in with_answers()] == ["No."] * count


def test_similar_ones_share_subjects_and_are_approved(resource, lincoln, django_assert_num_queries):
    from catalog.models import Subject

    maths, music = Subject.objects.get(name="Mathematics"), Subject.objects.get(name="Music")
    resource.subjects.set([maths, music])
    one, both, neither, denied = (add_resource(name=name, by=None, at=AT) for name in ("One", "Both", "None", "Denied"))
    for each, subjects in ((one, [maths]), (both, [maths, music]), (neither, []), (denied, [maths])):
        each.subjects.set(subjects)
        decide(each, Approval.APPROVED, lincoln)
    decide(denied, Approval.DENIED, lincoln, ground=Ground.TECHNICAL, at=AT + timedelta(days=1))
    with django_assert_num_queries(1):
        assert similar_to(resource) == [both, one]


def test_two_vendors_of_one_name_are_refused():
    add_vendor(name="Acme  Learning", by=None, at=AT)
    with pytest.raises(ValidationError):
        add_vendor(name="ACME learning", by=None, at=AT)
    add_vendor(name="Öttö Ltd", by=None, at=AT)
    for written in ("öttö ltd", "Otto, LTD."):
        with pytest.raises(ValidationError):
            add_vendor(name=written, by=None, at=AT)
    other = add_vendor(name="Other", by=None, at=AT)
    with pytest.raises(ValidationError):
        edit_vendor(vendor=other, name="acme learning", by=None, at=AT)
