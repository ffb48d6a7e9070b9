"""The security of a resource's website on its pages."""

import sys
from datetime import timedelta
from ipaddress import ip_address, ip_network

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import StoredFile
from contracts.models import TlsCheck
from contracts.tls import scanner, work
from contracts.tls.address import Target
from contracts.tls.errors import NotMeasured
from contracts.tls.records import PER_HOUR, enter_result, request_check
from tests.answering import text
from tests.contracts.tls.authority import Authority
from tests.contracts.tls.servers import answer, listening, modern
from tests.factories import ResourceFactory
from tests.paths import pdf

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def kahoot(db):
    return ResourceFactory(name="Kahoot!", website="https://kahoot.com/")


def url(name: str, resource) -> str:
    return reverse(name, args=[resource.pk])


@pytest.mark.sop("RENEW-4")
def test_the_cybersecurity_team_measures_a_website_again(cast, settings, tmp_path):
    settings.TLS_ALLOW_NETWORKS = [ip_network("127.0.0.0/8")]
    client = cast.client("cybersecurity")
    with listening(modern(Authority(tmp_path).paper(), page=answer())) as server:
        site = ResourceFactory(name="Site", website=f"https://127.0.0.1:{server.port}/")
        assert "No grade is known yet." in text(client.get(site.get_absolute_url()))
        sent = client.post(url("tls-measure", site), {"back": site.get_absolute_url()})
        assert (sent.status_code, sent["Location"]) == (303, site.get_absolute_url())
        # It waits for the worker; the page says so and looks again by itself.
        waiting = text(client.get(site.get_absolute_url()))
        assert "Waiting for its turn" in waiting
        assert 'hx-trigger="every 2s"' in waiting
        assert "Measure the grade now" not in waiting
        TlsCheck.objects.update(progress={"code": "asking", "values": {"number": 1, "count": 2}})
        live = client.get(url("tls", site), headers={"HX-Request": "true"})
        assert "Asking for the first page (address 1 of 2)" in text(live)
        assert "<html" not in text(live)
        work.run(TlsCheck.objects.get().pk, at=NOW)
    done = text(client.get(url("tls", site), headers={"HX-Request": "true"}))
    assert "hx-get" not in done
    page = text(client.get(site.get_absolute_url()))
    assert "Grade T (certificate not trusted)" in page
    assert "It does not tell browsers to come back by https only" in page
    assert "The district asks for at least A." in page
    assert "Measured here at 127.0.0.1" in page
    assert "Measure the grade now" in page


def test_several_addresses_and_what_could_not_be_tested_are_said(cast, kahoot):
    refused = {"code": "refused", "values": {"host": "kahoot.com", "port": 443}}
    TlsCheck.objects.create(
        resource=kahoot,
        requested_at=NOW,
        status="done",
        grade="A-",
        checked_on=TODAY,
        reasons=[{"code": "no-hsts", "effect": "A-", "values": {}}],
        addresses=[
            {"address": "93.184.216.34", "grade": "A-", "score": 93, "untested": ["session_renegotiation"]},
            {"address": "2606:2800::1", "error": refused, "untested": []},
        ],
    )
    page = text(cast.client("teacher").get(kahoot.get_absolute_url()))
    assert "93.184.216.34: A- · 2606:2800::1: kahoot.com refuses connections at port 443." in page
    assert "Could not be tested: session renegotiation." in page


def test_a_qualys_result_is_entered_with_its_report_and_who_entered_it(cast, kahoot):
    client = cast.client("it-director")
    typed = {"grade": "A+", "checked_on": TODAY.isoformat(), "criteria_version": "2009r", "report": pdf("qualys.pdf")}
    sent = client.post(url("tls-enter", kahoot), typed)
    assert (sent.status_code, sent["Location"]) == (303, f"{kahoot.get_absolute_url()}#security")
    page = text(client.get(kahoot.get_absolute_url()))
    assert "Grade A+" in page
    assert f"Entered by {cast.it_director} from a report of Qualys SSL Labs" in page
    assert "qualys.pdf" in page
    assert "The district asks for" not in page
    [check] = TlsCheck.objects.all()
    assert client.get(check.report.get_absolute_url()).status_code == 200
    # A teacher reads the grade, not the report; and has nothing to press.
    teacher = cast.client("teacher")
    page = text(teacher.get(kahoot.get_absolute_url()))
    assert ("Grade A+" in page, "qualys.pdf" in page, "Measure the grade now" in page) == (True, False, False)
    assert teacher.get(check.report.get_absolute_url()).status_code == 404


WRONG = [
    ({"grade": ""}, "grade"),
    ({"grade": "Z"}, "grade"),
    ({"checked_on": "soon"}, "checked_on"),
    ({"checked_on": "0001-01-01"}, "checked_on"),
    ({"checked_on": (TODAY + timedelta(days=2)).isoformat()}, "checked_on"),
    ({"criteria_version": "x" * 21}, "criteria_version"),
    ({"criteria_version": "\0"}, "criteria_version"),
    ({"link": ""}, "report"),
    ({"link": "javascript:alert(1)"}, "link"),
    ({"link": "https://example.org/" + "x" * 500}, "link"),
]


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_a_wrong_result_is_said_beside_the_field_and_nothing_is_kept(cast, kahoot, change, field):
    typed = {
        "grade": "A",
        "checked_on": TODAY.isoformat(),
        "criteria_version": "2009r",
        "link": "https://ssllabs.example",
    }
    response = cast.client("cybersecurity").post(url("tls-enter", kahoot), typed | change)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not TlsCheck.objects.exists()


def test_who_may_not_measure_or_enter(cast, kahoot):
    for person in ("teacher", "principal", "ict-coordinator"):
        client = cast.client(person)
        assert client.post(url("tls-measure", kahoot)).status_code == 403
        assert client.get(url("tls-enter", kahoot)).status_code == 403
        assert client.post(url("tls-enter", kahoot), {"grade": "A+"}).status_code == 403
        assert client.get(url("tls", kahoot)).status_code == 200
    assert not TlsCheck.objects.exists()


def test_what_can_not_be_measured_now_is_said(cast, kahoot):
    client = cast.client("cybersecurity")
    kahoot.website = ""
    kahoot.save()
    assert "The library has no web address for it." in text(client.get(kahoot.get_absolute_url()))
    refused = client.post(url("tls-measure", kahoot))
    assert (refused.status_code, "The library has no web address for it." in text(refused)) == (409, True)
    for number in range(PER_HOUR):
        site = ResourceFactory(website=f"https://site{number}.example/")
        request_check(site, by=cast.cybersecurity, at=timezone.now())
    kahoot.website = "https://kahoot.com/"
    kahoot.save()
    refused = client.post(url("tls-measure", kahoot))
    assert (refused.status_code, "Wait a while." in text(refused)) == (409, True)


def test_without_the_scanner_the_page_says_how_a_grade_comes_in(cast, kahoot, monkeypatch):
    monkeypatch.setitem(sys.modules, "sslyze", None)  # what Python itself takes for a package that is not there
    client = cast.client("cybersecurity")
    page = text(client.get(kahoot.get_absolute_url()))
    assert "The scanner sslyze is not installed here. Enter a result from Qualys instead." in page
    assert url("tls-measure", kahoot) not in page
    assert url("tls-enter", kahoot) in page
    assert client.post(url("tls-measure", kahoot)).status_code == 409
    with pytest.raises(NotMeasured) as refusal:  # it was asked for while the scanner was still there
        scanner.run(Target("8.8.8.8"), ip_address("8.8.8.8"), seconds=1)
    assert refusal.value.code == "no-scanner"


def test_no_way_leads_off_the_site(cast, kahoot):
    client = cast.client("cybersecurity")
    for hostile in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", ""):
        sent = client.post(url("tls-measure", kahoot), {"back": hostile})
        assert (sent.status_code, sent["Location"]) == (303, f"{kahoot.get_absolute_url()}#security")
        live = client.get(url("tls", kahoot), {"back": hostile}, headers={"HX-Request": "true"})
        assert "evil" not in text(live)
        assert "alert" not in text(live)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_all_checks_are_listed_with_a_fixed_number_of_queries(cast, kahoot, django_assert_max_num_queries, count):
    for number in range(count):
        enter_result(
            kahoot,
            grade="B",
            checked_on=TODAY - timedelta(days=number),
            criteria_version="2009r",
            link="https://ssllabs.example/",
            by=cast.cybersecurity,
            at=NOW,
        )
    client = cast.client("teacher")
    with django_assert_max_num_queries(14):
        page = client.get(url("tls", kahoot))
    assert text(page).count("entered from Qualys SSL Labs") == min(count, 25)
    assert client.get(url("tls", kahoot), {"page": "x"}).status_code == 200


def test_a_result_sent_twice_stands_there_once_with_one_file(cast, kahoot):
    client = cast.client("cybersecurity")
    typed = {"grade": "A", "checked_on": TODAY.isoformat(), "criteria_version": "2009r"}
    sent = [client.post(url("tls-enter", kahoot), typed | {"report": pdf("qualys.pdf")}).status_code for _ in range(2)]
    assert (sent, TlsCheck.objects.count(), StoredFile.objects.count()) == ([303, 303], 1, 1)
    client.post(url("tls-enter", kahoot), typed | {"grade": "B", "report": pdf("qualys.pdf")})
    assert TlsCheck.objects.count() == 2


def test_of_a_result_that_is_refused_no_file_is_left(cast, kahoot):
    typed = {"grade": "A", "criteria_version": "2009r", "checked_on": (TODAY + timedelta(days=2)).isoformat()}
    refused = cast.client("cybersecurity").post(url("tls-enter", kahoot), typed | {"report": pdf("qualys.pdf")})
    assert (refused.status_code, StoredFile.objects.count()) == (422, 0)
