"""The vendor deletes what it holds and certifies it: asked by a link, chased until it is in, checked (RENEW-6)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.models import Offboarding
from tests.agreements import agreement_in, move
from tests.answering import step_url
from tests.factories import VendorFactory
from tests.paths import WITH_DATA, Path, pdf
from workflows import engine
from workflows.actors import Actor
from workflows.letters import letter
from workflows.models import Event, Link, Notice
from workflows.sweeps import sweep_clocks, sweep_wakes

pytestmark = pytest.mark.django_db
TOLD = {"deleted_by": "Vic Vendor, Director of Operations", "deletion_method": "deleted"}


def vendor_known(**more):
    return VendorFactory(contact_name="Vic Vendor", contact_email="vic@vendor.example", **more)


def asked(cast, vendor=None, **columns) -> Offboarding:
    """An agreement was terminated; the deletion of its data has begun."""
    agreement = agreement_in(cast, "in-force", vendor=vendor or vendor_known(), **columns)
    return move(agreement, cast, "terminate").offboardings.get()


def fresh(case: Offboarding) -> Offboarding:
    return Offboarding.objects.get(pk=case.pk)


def page(case: Offboarding) -> str:
    return reverse("outside", args=[case.links.get(revoked_at=None).token])


def certificate(**changed) -> dict:
    return (
        TOLD
        | {"deleted_on": timezone.localdate().isoformat(), "file": pdf("certificate.pdf"), "once": "form-sent-once-a"}
        | changed
    )


def handed_in(cast, **columns) -> Offboarding:
    case = asked(cast, **columns)
    assert Client().post(f"{page(case)}certificate/", certificate()).status_code == 303
    return fresh(case)


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- it opens ---------------------------------------------------------------------------------------------------------


def test_it_opens_with_the_end_and_the_vendor_gets_the_request(cast):
    case = asked(cast)
    [mail] = Notice.objects.filter(link__case=case)
    subject, plain, _html = letter(mail)

    assert (case.state, case.requester, case.certificate_due) == (
        "requested",
        None,
        timezone.localdate() + timedelta(days=60),
    )
    assert [step.key for step in case.open_steps()] == ["certificate"]
    assert case.open_steps()[0].due_on == case.certificate_due
    assert (mail.template, mail.link.email) == ("vendor_deletion", "vic@vendor.example")
    assert subject == f"Please delete our data and certify it: {case.contract.title}"
    assert page(case) in plain
    said = " ".join(plain.split())
    assert ". Whoever has it" in said
    assert ".. Whoever has it" not in said
    assert mail.link.expires_at > timezone.now() + timedelta(days=60)


def test_it_opens_once_and_only_where_there_is_data_and_no_other_agreement_covers_it(cast):
    without = agreement_in(cast, "in-force", kind="nda", elements=[])
    first = agreement_in(cast, "in-force")
    product = first.products.get()
    agreement_in(cast, "in-force", products=[product], elements=list(first.elements.all()), vendor=first.vendor)
    for agreement in (without, first):
        assert not move(agreement, cast, "terminate").offboardings.exists()

    lapsed = agreement_in(cast, "lapsed")
    assert lapsed.offboardings.get().certificate_due == lapsed.ended_on + timedelta(days=lapsed.deletion_days)


def test_of_a_paper_about_data_it_opens_though_nobody_wrote_down_which(cast):
    case = asked(cast, elements=[])
    shown = text(Client().get(page(case)))
    assert "All data about the district’s students" in shown
    assert "The agreement lists:" not in shown


def test_of_any_other_paper_it_opens_where_requests_found_data(cast):
    product = Path(cast, **WITH_DATA).complete().resource
    contract = agreement_in(cast, "in-force", kind="contract", products=[product], elements=[])
    assert [*move(contract, cast, "terminate").offboardings.all()] == []  # the data agreement still covers it
    contract = agreement_in(cast, "in-force", kind="contract", products=[product], elements=[])
    for agreement in product.agreements.filter(agreement_kind="ndpa"):
        move(agreement, cast, "terminate")
    assert move(contract, cast, "terminate").offboardings.get().state == "requested"


def test_without_an_address_the_compliance_officer_names_somebody(cast):
    case = asked(cast, VendorFactory(name="Silent Inc"))
    steps = {step.key: step for step in case.open_steps()}
    client = cast.client("compliance_officer")
    url = reverse("step", args=[case.pk, steps["vendor-contact"].pk])

    assert set(steps) == {"vendor-contact", "certificate"}
    assert not case.links.exists()
    asked_for = text(client.get(url))
    assert "No e-mail address of Silent Inc is known" in asked_for
    assert "Needed whenever you say no" not in asked_for
    refused = client.post(url, {"move": "name_contact", "deletion_contact": "Vic", "deletion_email": "no address"})
    assert refused.status_code == 422
    said = {"move": "name_contact", "deletion_contact": "Vic Vendor", "deletion_email": "vic@silent.example"}
    hidden = {
        "case_version": case.version,
        "reviews": "0",
        "step_version": steps["vendor-contact"].version,
        "once": "form-sent-once-b",
    }
    assert client.post(url, said | hidden).status_code in (302, 303)

    case = fresh(case)
    assert [step.key for step in case.open_steps()] == ["certificate"]
    assert (case.links.get().email, case.vendor.contact_email) == ("vic@silent.example",) * 2
    assert Notice.objects.filter(link__case=case, template="vendor_deletion").count() == 1


# --- the vendor's page ------------------------------------------------------------------------------------------------


def test_the_vendor_reads_what_is_to_be_deleted_and_hands_the_certificate_in(cast):
    case = asked(cast)
    shown = text(Client().get(page(case)))
    element = case.contract.elements.first()

    assert "Delete the district’s data, and certify it" in shown
    assert element.category in shown
    assert element.name in shown
    answer = Client().post(f"{page(case)}certificate/", certificate())
    case = fresh(case)

    assert (answer.status_code, answer["Location"]) == (303, f"{page(case)}#stands")
    assert (case.state, case.deleted_by, case.deletion_method) == ("certified", TOLD["deleted_by"], "deleted")
    assert [step.key for step in case.open_steps()] == ["certificate-check"]
    assert Event.objects.filter(case=case, name="hand_in").get().by_name.startswith("Vic Vendor")
    assert "The district has your certificate and checks it." in text(Client().get(page(case)))
    opened = Client().get(f"{page(case)}files/{case.certificates()[0].file.key}/")
    assert opened.status_code == 200


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"file": ""}, "Add the certificate."),
        ({"deleted_by": " "}, "Say who deleted the data."),
        ({"deleted_on": "2999-01-01"}, "Give a day that has come."),
        ({"deleted_on": "0001-01-01"}, "Give the whole date: this day is too long ago."),
        ({"deleted_on": "2001-01-01"}, "nothing was deleted before."),
        ({"deletion_method": "eaten"}, "Select a valid choice."),
        ({"file": pdf("certificate.exe")}, "can&#x27;t be added"),
    ],
)
def test_a_certificate_that_says_too_little_is_not_taken_and_nothing_is_left_behind(cast, changed, words):
    case = asked(cast)
    answer = Client().post(f"{page(case)}certificate/", certificate(**changed))

    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert (fresh(case).state, case.files.count()) == ("requested", 0)


def test_whoever_checks_it_is_told_when_data_was_deleted_before_the_agreement_ended(cast):
    today = timezone.localdate()
    early, in_time = asked(cast, starts=-9), asked(cast, starts=-9)
    officer = cast.client("compliance-officer")
    for case, day in ((early, today - timedelta(days=3)), (in_time, today)):
        sent = Client().post(f"{page(case)}certificate/", certificate(deleted_on=day.isoformat(), once=f"k{case.pk}"))
        assert sent.status_code == 303
        shown = text(officer.get(step_url(case, "certificate-check")))
        assert ("before the agreement ended on" in shown) is (case is early)


def test_the_same_press_twice_hands_it_in_once(cast):
    case = handed_in(cast)
    again = Client().post(f"{page(case)}certificate/", certificate())

    assert again.status_code in (303, 409)
    assert case.certificates().count() == 1


def test_questions_and_answers_are_read_by_both_sides(cast):
    case = asked(cast)
    assert (
        Client().post(f"{page(case)}certificate/say/", {"text": "Backups too?", "once": "form-sent-once-c"}).status_code
        == 303
    )
    officer = cast.client("compliance_officer")
    assert "Backups too?" in text(officer.get(reverse("case", args=[case.pk])))
    assert Notice.objects.filter(user=cast.compliance_officer, template="comment", case=case).exists()
    say = reverse("deletion-say", args=[case.pk])
    assert officer.post(say, {"text": "Yes, backups too.", "once": "form-sent-once-d"}).status_code == 303

    assert "Yes, backups too." in text(Client().get(page(case)))
    assert Notice.objects.filter(link__case=case, template="vendor_answer").exists()
    assert Client().post(f"{page(case)}certificate/say/", {"text": " "}).status_code == 422
    assert cast.client("teacher").post(say, {"text": "Hello"}).status_code == 403


@pytest.mark.parametrize("wrong", ["unknown", "revoked", "expired", "another purpose"])
def test_an_address_that_does_not_work_is_answered_in_one_way(cast, wrong):
    case = asked(cast)
    link = case.links.get()
    token = "0" * 64 if wrong == "unknown" else link.token
    changes = {
        "revoked": {"revoked_at": timezone.now()},
        "expired": {"expires_at": timezone.now()},
        "another purpose": {"purpose": Link.Purpose.PACKET},
    }
    Link.objects.filter(pk=link.pk).update(**changes.get(wrong, {"name": link.name}))
    answer = Client().post(f"/for-vendors/{token}/certificate/", certificate())

    assert (answer.status_code, fresh(case).state) == (404, "requested")
    assert "Vic" not in text(answer)


# --- chased until it is in --------------------------------------------------------------------------------------------


def test_it_is_chased_week_after_week_until_it_is_in(cast):
    case = asked(cast)
    due, reminded, escalated = case.certificate_due, [], []
    moment = timezone.now()
    for _turn in range(9):
        step = fresh(case).open_steps()[0]
        moment = step.next_reminder_at
        sweep_clocks(at=moment)
        reminded.append((timezone.localdate(moment) - due).days)
        escalated.append(Notice.objects.filter(template="escalation", user=cast.compliance_officer).count())
    mails = Notice.objects.filter(link__case=case, template="vendor_reminder")

    assert reminded == [-2, 0, 3, 5, 12, 19, 26, 33, 40]
    assert escalated == [0, 0, 0, 1, 2, 3, 4, 5, 6]
    assert mails.count() == 9
    link = case.links.get()
    assert link.works_at(moment + timedelta(days=7))

    engine.perform(
        case.pk, "close", by=Actor(cast.compliance_officer), at=moment, rationale="The company does not exist any more."
    )
    assert sweep_clocks(at=moment + timedelta(days=100)) == 0


# --- the district -----------------------------------------------------------------------------------------------------


def decide(cast, case, move_name: str, **more):
    step = case.open_steps()[0]
    url = reverse("step", args=[case.pk, step.pk])
    client = cast.client("compliance_officer")
    assert "Vic Vendor, Director of Operations" in text(client.get(url))
    hidden = {
        "case_version": case.version,
        "reviews": "0",
        "step_version": step.version,
        "once": f"form-sent-once-{move_name}",
    }
    return client.post(url, {"move": move_name} | hidden | more)


def test_the_compliance_officer_accepts_it(cast):
    case = handed_in(cast)
    assert decide(cast, case, "accept").status_code in (302, 303)

    assert fresh(case).state == "complete"
    assert "has accepted your certificate" in text(Client().get(page(case)))
    assert Notice.objects.filter(link__case=case, template="deletion_ended").count() == 1
    assert Client().post(f"{page(case)}certificate/say/", {"text": "Thanks"}).status_code == 409


def test_sent_back_it_is_asked_for_again_with_the_words(cast):
    case = handed_in(cast)
    assert decide(cast, case, "send_back").status_code == 422
    assert decide(cast, case, "send_back", rationale="It names no day.").status_code in (302, 303)
    case = fresh(case)

    assert (case.state, case.has_certificate()) == ("requested", False)
    assert "It names no day." in text(Client().get(page(case)))
    assert Client().post(f"{page(case)}certificate/", certificate(file="", once="form-sent-once-e")).status_code == 422
    assert Client().post(f"{page(case)}certificate/", certificate(once="form-sent-once-f")).status_code == 303
    assert fresh(case).state == "certified"


def test_one_that_came_by_post_is_recorded_with_its_file(cast):
    case = asked(cast)
    url = reverse("deletion-received", args=[case.pk])
    client = cast.client("compliance_officer")

    assert client.get(url).status_code == 200
    assert client.post(url, certificate(file="")).status_code == 422
    assert client.post(url, certificate(words="By post")).status_code == 303
    case = fresh(case)

    assert (case.state, case.certificates().count()) == ("certified", 1)
    assert client.get(url).status_code == 409
    assert cast.client("it_director").get(url).status_code == 403


def test_what_is_recorded_on_a_page_of_its_own_has_no_plain_button_page(cast):
    url = reverse("case-move", args=[asked(cast).pk, "receive"])
    client = cast.client("compliance_officer")

    assert client.get(url).status_code == 404
    assert client.post(url, {"words": "By post"}).status_code == 404


def test_a_new_link_takes_the_place_of_the_one_before(cast):
    case = asked(cast)
    old = page(case)
    url = reverse("deletion-link", args=[case.pk])
    client = cast.client("compliance_officer")
    told = {"contact_name": "Wil", "contact_email": "wil@vendor.example", "language": "es", "once": "form-sent-once-g"}

    assert "vic@vendor.example" in text(client.get(url))
    assert client.post(url, told | {"contact_email": "no"}).status_code == 422
    assert client.post(url, told).status_code == 303

    assert Client().get(old).status_code == 404
    assert '<html lang="es">' in text(Client().get(page(case)))
    assert cast.client("it_director").get(url).status_code == 403
    withdraw = reverse("deletion-revoke", args=[case.pk, case.links.get(revoked_at=None).pk])
    address = page(case)
    assert cast.client("teacher").post(withdraw).status_code == 403
    assert client.post(withdraw).status_code == 303
    assert Client().get(address).status_code == 404


def test_when_the_end_is_undone_nothing_is_to_be_deleted(cast):
    case = asked(cast)
    move(case.contract, cast, "reinstate", rationale="It was the wrong one.")
    sweep_wakes(at=timezone.now())

    assert fresh(case).state == "closed"
    assert Notice.objects.filter(link__case=case, template="deletion_not_needed").count() == 1
    assert "needs no certificate from you any more" in text(Client().get(page(case)))


def test_reopened_another_certificate_is_asked_for(cast):
    case = handed_in(cast)
    engine.perform(case.pk, "accept", by=Actor(cast.compliance_officer), at=timezone.now())
    engine.perform(
        case.pk, "reopen", by=Actor(cast.compliance_officer), at=timezone.now(), rationale="It was the wrong paper."
    )

    assert (fresh(case).state, fresh(case).has_certificate()) == ("requested", False)
    assert Notice.objects.filter(link__case=case, template="vendor_deletion").count() == 2
