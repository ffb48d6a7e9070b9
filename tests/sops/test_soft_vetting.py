"""SOFT-4 to SOFT-6: the security vetting, and the rule by which it is complete."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from catalog.models import Approval
from contracts import packets
from contracts.models import Packet
from requests_app import vetting
from requests_app.models import RegistryEntry, SoftwareRequest, Vetting
from tests.answering import answer, fill, now, step_url, text
from tests.paths import CONTACT
from tests.software_paths import WITH_DATA, SoftwarePath
from workflows import engine
from workflows.actors import Actor
from workflows.letters import letter
from workflows.models import Event, Link, Notice, Wake
from workflows.sweeps import sweep_wakes

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(cast):
    return cast.client("cybersecurity")


def page_of(case, name: str, *more) -> str:
    return reverse(name, args=[case.pk, now(case).open_step("vetting").pk, *more])


# --- SOFT-4: privacy policy, agreement, questions ---------------------------------------------------------------------


@pytest.mark.sop("SOFT-4")
def test_the_team_records_what_the_privacy_policy_says(cast, team):
    path = SoftwarePath(cast)
    path.submit()
    assert "Record what its privacy policy says." in text(team.get(step_url(path.case, "vetting")))

    url = page_of(path.case, "vetting-policy")
    assert fill(team, url, found="").status_code == 422
    response = fill(team, url, found="Nothing is sold, all is deleted after a year.", policy_url="geometry.example/p")

    assert (response.status_code, response.url) == (303, step_url(path.case, "vetting"))
    kept = path.fresh.vetting
    assert (kept.policy_found, kept.policy_by) == ("Nothing is sold, all is deleted after a year.", cast.cybersecurity)
    assert "Its privacy policy was evaluated." in text(team.get(response.url))


@pytest.mark.sop("SOFT-4")
def test_the_agreement_goes_to_the_vendor_and_the_thread_stands_beside_the_vetting(cast, team, client):
    path = SoftwarePath(cast, **WITH_DATA)
    path.submit()
    path.found()
    url = page_of(path.case, "vetting-agreement")
    assert "Link or add the vendor first." in text(team.get(url))
    path.vendor_linked()

    said = {"contact_name": "Vic Vendor", "contact_email": "vic@vendor.example", "message": "Please sign this."}
    assert fill(team, url, **said).status_code == 303

    packet = Packet.objects.get()
    assert path.fresh.waits_for.child == packet == path.fresh.vetting.packet
    assert Notice.objects.get(template="vendor_invitation").link.email == "vic@vendor.example"
    link = Link.objects.get(case_id=packet.pk)
    packets.say(packet, "Who signs for you?", by=Actor.outside(link), at=timezone.now())
    page = text(team.get(step_url(path.case, "vetting")))
    assert "Please sign this." in page
    assert "Who signs for you?" in page


@pytest.mark.sop("SOFT-4")
def test_when_the_packet_has_ended_the_team_is_told_and_goes_on(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    path.asked()
    packet = path.fresh.vetting.packet
    packets.say(packet, "We won't sign.", by=Actor.outside(packet.links.first()), at=timezone.now())

    engine.perform(packet.pk, "withdraw", by=Actor(cast.cybersecurity), at=timezone.now(), rationale="They said no.")
    assert Wake.objects.filter(move="vendor_answered").count() == 1
    sweep_wakes(at=timezone.now())

    assert path.fresh.state == "vetting"
    assert Notice.objects.get(template="software_vendor_answered").user == cast.cybersecurity
    assert team.get(step_url(path.case, "vetting")).status_code == 200


@pytest.mark.sop("SOFT-4")
def test_a_first_word_reaches_the_vendor_whose_packet_was_opened_meanwhile(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    path.asked()
    said = {"message": "And who signs?", "contact_name": "Vic", "contact_email": "vic@vendor.example"}
    vetting.ask_vendor(path.fresh, path.step("vetting"), by=path.team, at=path.at, **said)
    assert Packet.objects.count() == 1
    told = Notice.objects.get(template="vendor_answer")
    assert (told.link.email, told.case_id) == (CONTACT["contact_email"], Packet.objects.get().pk)


# --- SOFT-5: each host is graded, the worst counts --------------------------------------------------------------------


@pytest.mark.sop("SOFT-5")
def test_each_host_is_graded_and_the_worst_counts(cast, team):
    path = SoftwarePath(cast)
    path.submit()
    url = page_of(path.case, "vetting-hosts")
    assert "geometry.example" in text(team.get(url))
    add = {"what": "add", "address": "https://login.geometry.example/start", "use": "sign-in"}
    assert team.post(url, add).status_code == 303
    assert team.post(url, add).status_code == 422
    own, sign_in = path.fresh.vetting.hosts.all()
    assert (sign_in.host, sign_in.use) == ("login.geometry.example", "sign-in")

    for host, grade in ((own, "A+"), (sign_in, "A-")):
        result = page_of(path.case, "vetting-host-result", host.pk)
        day = timezone.localdate().isoformat()
        said = {"grade": grade, "checked_on": day, "criteria_version": "2009r", "link": "https://ssllabs.example/r"}
        assert team.post(result, said).status_code == 303

    assert "login.geometry.example has grade A-; the district asks for A." in text(
        team.get(step_url(path.case, "vetting"))
    )
    checks = path.fresh.resource.tls_checks.order_by("pk")
    assert [(check.host, check.beside, check.requested_by) for check in checks] == [
        ("geometry.example", False, cast.cybersecurity),
        ("login.geometry.example", True, cast.cybersecurity),
    ]


@pytest.mark.sop("SOFT-5")
def test_a_low_grade_is_told_to_the_vendor_and_the_test_is_repeated_on_its_day(cast, team):
    path = SoftwarePath(cast)
    path.submit()
    path.grade("B")
    url = page_of(path.case, "vetting-letter")
    again = timezone.localdate() + timedelta(days=14)
    assert "geometry.example: grade B." in text(team.get(url))

    said = {"contact_name": "Vic Vendor", "contact_email": "vic@vendor.example", "retest_on": again.isoformat()}
    assert fill(team, url, **said).status_code == 303

    notice = Notice.objects.get(template="vendor_website")
    _subject, plain, _html = letter(notice)
    assert "geometry.example: grade B." in plain
    assert "Your link" not in plain
    event = Event.objects.get(case=path.case, kind="mail", name="letter")
    assert "grade B" in str(event.words)
    assert "Letter to Vic Vendor about its website" in text(team.get(reverse("case-history", args=[path.case.pk])))

    at = timezone.now() + timedelta(days=14)
    assert vetting.sweep(at=at) == 1
    assert vetting.sweep(at=at + timedelta(days=1)) == 0
    assert Notice.objects.get(template="website_retest").user == cast.cybersecurity
    path.grade("A")
    assert "Each of its hosts meets the district’s standard." in text(team.get(step_url(path.case, "vetting")))


@pytest.mark.sop("SOFT-5")
def test_a_letters_link_opens_nothing(cast, client):
    path = SoftwarePath(cast)
    path.submit()
    path.grade("B")
    step = path.step("vetting")
    said = {"contact_name": "Vic", "contact_email": "vic@vendor.example", "text": "Grade B.", "retest_on": None}
    vetting.write_letter(path.fresh, step, by=path.team, at=path.at, **said)

    link = Link.objects.get(purpose="letter")

    assert client.get(reverse("outside", args=[link.token])).status_code == 404


# --- SOFT-6: the rule -------------------------------------------------------------------------------------------------


@pytest.mark.sop("SOFT-6")
def test_the_vetting_is_not_complete_while_a_line_of_the_rule_is_missing(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    path.submit()
    path.policy()
    path.found()

    page = text(team.get(step_url(path.case, "vetting")))
    assert "Still to do: Data privacy agreement; Websites." in page
    assert answer(team, path.case, "vetting", move="finish_vetting").status_code == 409
    path.covered()
    path.grade("A-")
    assert answer(team, path.case, "vetting", move="finish_vetting").status_code == 409
    path.grade("A")

    assert answer(team, path.case, "vetting", move="finish_vetting").status_code == 303
    assert path.fresh.state == "curriculum-review"


@pytest.mark.sop("SOFT-6")
def test_each_line_may_be_recorded_as_not_applicable_with_a_reason(cast, team):
    path = SoftwarePath(cast, website="")
    path.submit()
    fill(team, page_of(path.case, "vetting-policy"), not_needed="It sends nothing anywhere.")
    path.found()
    assert fill(team, page_of(path.case, "vetting-agreement"), reason="").status_code == 422
    fill(team, page_of(path.case, "vetting-agreement"), reason="Nobody signs in.")
    none = {"what": "none", "reason": "It runs on one computer."}
    assert team.post(page_of(path.case, "vetting-hosts"), none).status_code == 303

    assert text(team.get(step_url(path.case, "vetting"))).count("Not applicable") == 3
    assert answer(team, path.case, "vetting", move="finish_vetting").status_code == 303
    kept = Vetting.objects.get()
    assert (kept.agreement_not_needed, kept.website_not_needed) == ("Nobody signs in.", "It runs on one computer.")


@pytest.mark.sop("SOFT-6")
def test_while_hosts_are_listed_nobody_says_that_it_needs_no_website(cast, team):
    path = SoftwarePath(cast)
    path.submit()
    path.grade("F")
    url = page_of(path.case, "vetting-hosts")
    none = {"what": "none", "reason": "We look away."}
    assert team.post(url, none).status_code == 409
    assert path.fresh.vetting.website_not_needed == ""

    remove = {"what": "remove", "host": path.fresh.vetting.hosts.get().pk}
    assert [team.post(url, remove).status_code for _click in range(2)] == [303, 409]

    assert team.post(url, none | {"reason": "Only its maker's page is there."}).status_code == 303
    assert path.fresh.vetting.website_not_needed == "Only its maker's page is there."


@pytest.mark.sop("SOFT-6")
def test_where_student_data_was_found_an_agreement_can_not_be_left_out(cast, team):
    path = SoftwarePath(cast)
    path.submit()
    path.found()
    url = page_of(path.case, "vetting-agreement")
    form = team.get(url).context["form"]
    path.found(shared=True)

    sent = {form[name].html_name: form[name].value() or "" for name in form.fields} | {"reason": "Nobody signs in."}
    team.post(url, sent)

    assert path.fresh.vetting.agreement_not_needed == ""
    assert answer(team, path.case, "vetting", move="finish_vetting").status_code == 409


@pytest.mark.sop("SOFT-6")
def test_denied_at_the_vetting_the_process_ends_and_the_registry_says_not_approved(cast, team):
    path = SoftwarePath(cast)
    path.submit()

    why = "It sells what students write."
    response = answer(team, path.case, "vetting", move="deny", ground="privacy", rationale=why)

    assert response.status_code == 303
    case = path.fresh
    assert (case.state, case.resource.approval) == ("denied", Approval.DENIED)
    entry = RegistryEntry.objects.get()
    assert (entry.get_status_display(), entry.posted_on) == ("Not Approved", None)
    assert "Not Approved" in text(team.get("/registry/"))
    assert Notice.objects.get(template="denied", user=cast.teacher)

    day = timezone.localdate()
    assert answer(team, case, "registry-denial", posted_on=day.isoformat()).status_code == 303
    entry.refresh_from_db()
    assert (entry.posted_on, entry.posted_by) == (day, cast.cybersecurity)
    assert path.fresh.state == "denied"


@pytest.mark.sop("SOFT-6")
def test_a_ground_that_is_not_about_the_resource_leaves_the_registry_alone(cast, team):
    path = SoftwarePath(cast)
    path.submit()

    answer(team, path.case, "vetting", move="deny", ground="not-funded", rationale="No money this year.")

    assert path.fresh.state == "denied"
    assert not RegistryEntry.objects.exists()
    assert path.fresh.open_steps() == []


@pytest.mark.sop("SOFT-6")
def test_a_vendor_silent_for_sixty_days_the_team_is_asked_to_deny_once(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    path.asked()
    Vetting.objects.update(asked_on=timezone.localdate() - timedelta(days=59))
    assert vetting.sweep(at=timezone.now()) == 0
    Vetting.objects.update(asked_on=timezone.localdate() - timedelta(days=60))

    assert vetting.sweep(at=timezone.now()) == 1
    assert vetting.sweep(at=timezone.now()) == 0

    step = path.fresh.open_step("vendor-silent")
    assert Notice.objects.filter(step=step, template="step_opened", user=cast.cybersecurity).count() == 1
    page = text(team.get(step_url(path.case, "vendor-silent")))
    assert "Nothing came from the vendor for 60 days." in page

    said = {"move": "deny", "ground": "privacy", "rationale": "The vendor never answered."}
    assert answer(team, path.case, "vendor-silent", **said).status_code == 303
    assert path.fresh.state == "denied"


@pytest.mark.sop("SOFT-6")
def test_a_request_that_cannot_be_looked_at_keeps_no_other_waiting(cast, monkeypatch):
    broken, other = SoftwarePath(cast, **WITH_DATA), SoftwarePath(cast, title="Myth Maker", **WITH_DATA)
    broken.asked()
    other.asked()
    Vetting.objects.update(asked_on=timezone.localdate() - timedelta(days=60))
    Vetting.objects.filter(case=broken.case).update(asked_on=timezone.localdate() - timedelta(days=61))
    counted = SoftwareRequest.silent_for

    def silent_for(case):
        if case.pk == broken.case.pk:
            raise OperationalError("canceling statement due to lock timeout")
        return counted(case)

    monkeypatch.setattr(SoftwareRequest, "silent_for", silent_for)
    assert vetting.sweep(at=timezone.now()) == 1

    assert other.fresh.open_step("vendor-silent") is not None
    assert broken.fresh.open_step("vendor-silent") is None


@pytest.mark.sop("SOFT-6")
def test_the_team_may_go_on_waiting_and_the_days_are_counted_anew(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    path.asked()
    Vetting.objects.update(asked_on=timezone.localdate() - timedelta(days=70))
    vetting.sweep(at=timezone.now())

    why = "Their lawyer is ill."
    assert answer(team, path.case, "vendor-silent", move="keep_waiting", rationale=why).status_code == 303

    case = path.fresh
    assert (case.state, case.open_step("vendor-silent")) == ("vetting", None)
    assert case.vetting.asked_on == timezone.localdate()
    assert vetting.sweep(at=timezone.now()) == 0


@pytest.mark.sop("SOFT-6")
def test_a_word_of_the_vendor_breaks_its_silence(cast, team):
    path = SoftwarePath(cast, **WITH_DATA)
    path.asked()
    Vetting.objects.update(asked_on=timezone.localdate() - timedelta(days=90))
    packet = path.fresh.vetting.packet
    packets.say(packet, "We are looking at it.", by=Actor.outside(packet.links.first()), at=timezone.now())

    assert vetting.sweep(at=timezone.now()) == 0
    assert path.fresh.open_step("vendor-silent") is None
    assert team.get(step_url(path.case, "vetting")).status_code == 200
