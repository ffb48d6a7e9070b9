"""Grades as they are kept, and the worker that measures them."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.files import may_open, store_file
from accounts.models import User
from contracts.models import TlsCheck
from contracts.tls import records, work
from contracts.tls.measure import SECONDS
from contracts.tls.records import enter_result, latest, latest_for, may_measure, request_check
from tests.contracts.tls.authority import Authority
from tests.contracts.tls.servers import answer, dead_port, listening, modern
from tests.factories import ResourceFactory
from tests.paths import pdf
from workflows.errors import Invalid, NotYours, Unmet

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def kahoot(db):
    return ResourceFactory(name="Kahoot!", website="https://kahoot.com/")


def entered(resource, by, grade="A", *, day=TODAY, **more) -> TlsCheck:
    given = {"link": "https://www.ssllabs.com/report", "criteria_version": "2009r", "at": NOW} | more
    return enter_result(resource, grade=grade, checked_on=day, by=by, **given)


def test_the_newest_result_by_its_date_counts_and_the_later_of_one_day(cast, kahoot):
    assert latest(kahoot) is None
    assert not records.is_enough(latest(kahoot))
    new = entered(kahoot, cast.cybersecurity, "A-")
    entered(kahoot, cast.cybersecurity, "A+", day=TODAY - timedelta(days=30))
    assert latest(kahoot) == new
    assert not records.is_enough(new)
    again = entered(kahoot, cast.it_director, "A+")
    assert latest(kahoot) == again
    assert records.is_enough(again)
    assert (again.source, again.requested_by, again.host) == ("entered", cast.it_director, "kahoot.com")


def test_grades_of_many_resources_cost_one_query(cast, kahoot, django_assert_num_queries):
    others = [ResourceFactory() for _number in range(5)]
    told = {each.pk: entered(each, cast.cybersecurity, grade) for each, grade in zip(others, "ABCDE", strict=True)}
    entered(others[0], cast.cybersecurity, "F", day=TODAY - timedelta(days=1))
    with django_assert_num_queries(1):
        assert latest_for([kahoot, *others]) == told


def test_who_measures_and_enters(cast, kahoot):
    allowed = {role for role, person in vars(cast).items() if isinstance(person, User) and may_measure(person, at=NOW)}
    assert allowed == {"cybersecurity", "it_director", "compliance_officer", "procurement", "admin"}
    for person in (cast.teacher, cast.principal, cast.ict_coordinator):
        with pytest.raises(NotYours):
            request_check(kahoot, by=person, at=NOW)
        with pytest.raises(NotYours):
            entered(kahoot, person)


def test_a_result_needs_its_report_and_is_not_from_the_future(cast, kahoot):
    with pytest.raises(Invalid) as refusal:
        entered(kahoot, cast.cybersecurity, link="")
    assert list(refusal.value.errors) == ["report"]
    with pytest.raises(Invalid) as refusal:
        entered(kahoot, cast.cybersecurity, day=TODAY + timedelta(days=1))
    assert list(refusal.value.errors) == ["checked_on"]
    report = store_file(pdf("qualys.pdf"), by=cast.cybersecurity, at=NOW)
    assert entered(kahoot, cast.cybersecurity, link="", report=report).report == report
    assert [may_open(person, report) for person in (cast.it_director, cast.teacher)] == [True, False]


def test_one_measurement_a_resource_at_a_time(cast, kahoot):
    first = request_check(kahoot, by=cast.cybersecurity, at=NOW)
    assert request_check(kahoot, by=cast.it_director, at=NOW) == first
    assert records.last_attempt(kahoot) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        TlsCheck.objects.create(resource=kahoot, host=first.host, port=first.port, requested_at=NOW)
    # A result that is entered meanwhile counts at once.
    result = entered(kahoot, cast.cybersecurity)
    assert latest(kahoot) == result


def test_a_person_asks_for_so_many_an_hour_and_the_system_for_any(cast, settings):
    sites = [ResourceFactory(website=f"https://site{number}.example/") for number in range(records.PER_HOUR + 2)]
    for site in sites[:-2]:
        request_check(site, by=cast.cybersecurity, at=NOW)
    with pytest.raises(Unmet):
        request_check(sites[-2], by=cast.cybersecurity, at=NOW + timedelta(minutes=59))
    assert request_check(sites[-1], by=None, at=NOW).requested_by is None
    assert request_check(sites[-2], by=cast.cybersecurity, at=NOW + timedelta(minutes=61))


@pytest.mark.parametrize("website", ["", "ftp://kahoot.com/", "https://user:pass@kahoot.com/"])
def test_what_has_no_host_is_not_measured(cast, kahoot, website):
    kahoot.website = website
    with pytest.raises(Unmet):
        request_check(kahoot, by=cast.cybersecurity, at=NOW)
    assert not TlsCheck.objects.exists()


# --- the worker -------------------------------------------------------------------------------------------------------


@pytest.fixture
def site(settings, tmp_path):
    """A resource whose website is a real server on loopback; nobody trusts its certificate."""
    settings.TLS_ALLOW_NETWORKS = [ip_network("127.0.0.0/8")]
    paper = Authority(tmp_path).paper()
    with listening(modern(paper, page=answer())) as server:
        yield ResourceFactory(name="Site", website=f"https://127.0.0.1:{server.port}/")


def test_the_worker_measures_without_a_transaction_and_keeps_why(cast, site, django_assert_num_queries):
    check = request_check(site, by=cast.cybersecurity, at=NOW)
    assert work.run(check.pk, at=NOW)
    check.refresh_from_db()
    assert (check.status, check.grade, check.score, check.criteria_version) == ("done", "T", 93, "2009r")
    assert [reason["code"] for reason in check.reasons] == ["untrusted", "no-hsts"]
    assert check.reason_words[1].startswith("It does not tell browsers")
    assert check.addresses == [{"address": "127.0.0.1", "untested": [], "grade": "T", "score": 93}]
    assert (check.checked_on, check.tries, check.progress, check.is_open) == (TODAY, 1, {}, False)
    assert check.finished_at > check.started_at
    assert latest(site) == check
    assert records.last_attempt(site) is None
    # The same wake a second time does nothing.
    with django_assert_num_queries(2):
        assert not work.run(check.pk, at=NOW)


def test_no_grade_is_kept_with_the_reason_and_the_one_before_still_counts(cast, settings, kahoot):
    before = entered(kahoot, cast.cybersecurity)
    settings.TLS_ALLOW_NETWORKS = [ip_network("127.0.0.0/8")]
    kahoot.website = f"https://127.0.0.1:{dead_port()}/"
    check = request_check(kahoot, by=cast.cybersecurity, at=NOW)
    assert work.run(check.pk, at=NOW)
    check.refresh_from_db()
    assert (check.status, check.error["code"], check.grade) == ("failed", "refused", "")
    assert "refuses connections" in check.error_words
    assert latest(kahoot) == before
    assert records.last_attempt(kahoot) == check
    assert [each.pk for each in records.earlier(kahoot)] == [check.pk, before.pk]


def test_private_addresses_are_not_measured_for_anybody(cast):
    inside = ResourceFactory(website="https://169.254.169.254/latest/meta-data/")
    check = request_check(inside, by=cast.admin, at=NOW)
    work.run(check.pk, at=NOW)
    check.refresh_from_db()
    assert (check.status, check.error["code"]) == ("failed", "not-public")


def test_one_is_measured_at_a_time_and_the_next_is_taken_up(cast, kahoot):
    other = ResourceFactory(website="https://other.example/")
    first, second = (request_check(each, by=cast.cybersecurity, at=NOW) for each in (kahoot, other))
    TlsCheck.objects.filter(pk=first.pk).update(status="running", started_at=NOW, tries=1)
    assert not work.run(second.pk, at=NOW)
    second.refresh_from_db()
    assert (second.status, second.tries) == ("waiting", 0)


def test_what_a_killed_worker_left_is_begun_again_once_and_then_given_up(cast, kahoot):
    check = request_check(kahoot, by=cast.cybersecurity, at=NOW)
    running = {"status": "running", "started_at": NOW, "progress": {"code": "scanning", "values": {}}}
    TlsCheck.objects.filter(pk=check.pk).update(tries=1, **running)
    work.sweep(at=NOW + timedelta(seconds=SECONDS))  # it may still be at it
    check.refresh_from_db()
    assert check.status == "running"
    work.sweep(at=NOW + work.STUCK_AFTER + timedelta(seconds=1))
    check.refresh_from_db()
    assert (check.status, check.progress) == ("waiting", {})
    TlsCheck.objects.filter(pk=check.pk).update(tries=2, **running)
    work.sweep(at=NOW + work.STUCK_AFTER + timedelta(seconds=1))
    check.refresh_from_db()
    assert (check.status, check.error["code"]) == ("failed", "timed-out")
    assert request_check(kahoot, by=cast.cybersecurity, at=NOW) != check


def test_a_result_without_a_grade_or_a_date_is_no_result(kahoot):
    for missing in ({"grade": "A"}, {"checked_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TlsCheck.objects.create(resource=kahoot, requested_at=NOW, status="done", **missing)


def test_lists_are_read_by_an_index(cast, kahoot):
    entered(kahoot, cast.cybersecurity)
    if connection.vendor == "sqlite":
        plan = records._newest(TlsCheck.objects.filter(resource=kahoot)).explain()
        assert "USING INDEX tls_newest" in plan
        assert "TEMP B-TREE" not in plan
