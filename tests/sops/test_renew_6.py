"""RENEW-6: what lapsed or was terminated is said everywhere at once; the data is deleted, chased until certified."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog import services as library
from contracts import renewal_sweeps
from contracts.models import Agreement, Offboarding
from tests.answering import answer, fill, now, text
from tests.contracts.public.scenes import agreement
from tests.factories import ResourceFactory, VendorFactory
from tests.paths import pdf
from workflows.models import Notice
from workflows.sweeps import sweep_clocks

pytestmark = [pytest.mark.django_db, pytest.mark.sop("RENEW-6")]


def in_use(cast, **columns) -> Agreement:
    """Posted, and its product in use in the whole district."""
    vendor = VendorFactory(name="Kahoot ASA", contact_name="Vic Vendor", contact_email="vic@vendor.example")
    product = ResourceFactory(name="Kahoot!", vendor=vendor)
    library.make_available(
        resource=product, places=[cast.district], privacy="agreement", by=cast.it_director, at=timezone.now()
    )
    return agreement(cast, vendor=vendor, products=[product], **columns)


def on_every_page(made: Agreement, cast) -> tuple[bool, bool]:
    """Does the library, and does the public page, still say that it holds?"""
    teacher = cast.client("teacher")
    library_page = text(teacher.get(made.products.get().get_absolute_url()))
    public = text(Client().get("/public/privacy/agreements/"))
    holds = "Yes: Kahoot! is approved" in library_page
    assert holds != ("Not with students’ data" in library_page)
    listed = text(teacher.get("/library/"))
    assert holds != ("Not with students’ data" in listed)
    return holds, "Kahoot ASA" in public


def test_terminated_it_shows_at_once_schools_are_told_and_the_vendor_is_asked_to_delete(cast):
    made = in_use(cast)
    assert on_every_page(made, cast) == (True, True)

    ended = fill(
        cast.client("it-director"),
        reverse("case-move", args=[made.pk, "terminate"]),
        rationale="We use something else from now on.",
    )

    assert ended.status_code == 303
    assert on_every_page(made, cast) == (False, False)
    told = Notice.objects.filter(template="agreement_ended").values_list("user__username", flat=True)
    assert {"principal", "school-contact", "other-principal", "other-contact"} <= set(told)
    assert "The agreement with Kahoot ASA has ended" in text(cast.client("principal").get("/notices/"))
    [request] = Notice.objects.filter(template="vendor_deletion")
    deletion = made.offboardings.get()
    assert request.link.email == "vic@vendor.example"
    assert deletion.certificate_due == timezone.localdate() + timedelta(days=60)


def test_one_that_nobody_renewed_lapses_by_itself(cast):
    yesterday = timezone.localdate() - timedelta(days=1)
    made = in_use(cast, at=timezone.now() - timedelta(days=90), ends_on=yesterday)
    assert on_every_page(made, cast)[0] is True

    for _sweep in range(2):
        renewal_sweeps.open_cycles(at=timezone.now())

    assert (now(made).state, now(made).ended_on) == ("lapsed", yesterday)
    assert on_every_page(made, cast) == (False, False)
    assert made.offboardings.get().certificate_due == yesterday + timedelta(days=60)


def test_the_certificate_is_chased_handed_in_sent_back_and_accepted(cast):
    made = in_use(cast)
    fill(cast.client("it-director"), reverse("case-move", args=[made.pk, "terminate"]), rationale="Not used any more.")
    deletion = made.offboardings.get()
    vendor, officer = Client(), cast.client("compliance-officer")
    page = reverse("outside", args=[deletion.links.get().token])
    assert "The certificate is due by" in text(vendor.get(page))

    for late in (0, 5, 12, 19):
        sweep_clocks(at=timezone.now() + relativedelta(days=60 + late, hours=30))
    mails = Notice.objects.filter(link__case=deletion, template="vendor_reminder").count()
    chased = Notice.objects.filter(user=cast.compliance_officer, template="escalation").count()
    assert (mails, chased) == (4, 3)

    handed_in(vendor, page)
    assert now(deletion).state == "certified"
    assert deletion.title in text(officer.get("/inbox/"))
    assert answer(officer, deletion, "certificate-check", move="send_back").status_code == 422
    answer(officer, deletion, "certificate-check", move="send_back", rationale="Backups are not named.")
    assert "Backups are not named." in text(vendor.get(page))
    handed_in(vendor, page)
    assert answer(officer, deletion, "certificate-check", move="accept").status_code == 303

    assert Offboarding.objects.get().state == "complete"
    assert "has accepted your certificate" in text(vendor.get(page))
    assert sweep_clocks(at=timezone.now() + timedelta(days=400)) == 0


def handed_in(vendor: Client, page: str) -> None:
    said = {"deleted_by": "Vic Vendor", "deleted_on": timezone.localdate().isoformat(), "deletion_method": "deleted"}
    sent = vendor.post(f"{page}certificate/", said | {"file": pdf("certificate.pdf")})
    assert sent.status_code == 303


def test_only_the_compliance_officer_judges_the_certificate(cast):
    made = in_use(cast)
    fill(cast.client("it-director"), reverse("case-move", args=[made.pk, "terminate"]), rationale="Not used any more.")
    deletion = made.offboardings.get()
    handed_in(Client(), reverse("outside", args=[deletion.links.get().token]))
    step = reverse("step", args=[deletion.pk, now(deletion).open_step("certificate-check").pk])

    for person in ("it-director", "admin", "procurement", "teacher"):
        assert cast.client(person).get(step).status_code == 403
    close = reverse("case-move", args=[deletion.pk, "close"])
    assert cast.client("it-director").get(close).status_code == 403
    assert cast.client("compliance-officer").get(step).status_code == 200
