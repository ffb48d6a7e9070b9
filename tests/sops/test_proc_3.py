"""PROC-3: path B. Order form, preliminary request for information, SOPPA form or statement, schools, deadline: complete
only with all five. "Not subject" counts once General Counsel accepts it, and never where student data was found."""

import pytest

from contracts.models import Packet
from tests.access.undone import undone
from tests.answering import answer, text
from tests.contracts.packet.vendors import AtVendor, invited
from tests.paths import Path, pdf
from workflows.models import CaseFile

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-3")]


def without_student_data(vendor, *places) -> None:
    """All of path B, with the statement in place of the form."""
    vendor.send("path", path="b")
    vendor.order_form()
    vendor.information()
    vendor.send("soppa", soppa="not-subject", not_subject_because="It knows no student.")
    vendor.where_and_when(*places)


# What undoes each of the five, and the questions asked besides.
UNDONE = {
    "order form": lambda packet: CaseFile.objects.filter(case=packet.pk, kind="order-form").update(kind="other"),
    "SOPPA form": lambda packet: CaseFile.objects.filter(case=packet.pk, kind="soppa-form").update(kind="other"),
    "schools": lambda packet: packet.schools.clear(),
    "deadline": lambda packet: set_(packet, deadline=None),
    "the product": lambda packet: set_(packet, description=""),
    "address": lambda packet: set_(packet, business_address=""),
    "data": lambda packet: packet.elements.clear(),
    "accessibility": lambda packet: set_(packet, has_accessibility_report=""),
    "AI": lambda packet: set_(packet, uses_ai=""),
    "age": lambda packet: set_(packet, minimum_age=None),
    "consent": lambda packet: set_(packet, parental_consent=""),
    "subcontractors": lambda packet: packet.subcontractors.all().delete(),
}


def set_(packet, **columns):
    Packet.objects.filter(pk=packet.pk).update(**columns)


def test_complete_only_with_all_of_it(cast):
    vendor = AtVendor(invited(cast))
    vendor.path_b(cast.school)
    refused = {}
    for what, undo in UNDONE.items():
        with undone():
            undo(vendor.fresh)
            refused[what] = (vendor.hand_in().status_code, vendor.fresh.state)
    assert refused == dict.fromkeys(UNDONE, (409, "in-progress"))
    assert vendor.hand_in().status_code == 303
    assert vendor.fresh.state == "complete"


def test_what_the_vendor_said_of_data_ai_age_accessibility_and_subcontractors_is_kept(cast):
    vendor = AtVendor(invited(cast))
    vendor.path_b(cast.school)
    report = {"has_accessibility_report": "yes", "accessibility_on": "2026-01-31", "file": pdf("vpat.pdf")}
    vendor.send("accessibility", **report)
    vendor.send("ai", uses_ai="yes", ai_features="A tutor; it can be turned off", ai_trains="no")
    page = text(vendor.get("packet-check"))
    for words in (
        "vpat.pdf",
        "A tutor; it can be turned off",
        "Student name: First and/or last",
        "Amazon, Hosting",
        "13",
    ):
        assert words in page
    assert vendor.hand_in().status_code == 303
    packet = vendor.fresh
    assert (packet.minimum_age, packet.ai_trains, str(packet.accessibility_on)) == (13, "no", "2026-01-31")
    assert packet.subcontractors.count() == 2


def reviewed(cast, vendor, accepts: str) -> Packet:
    """Sent to the three reviews; General Counsel says whether SOPPA applies."""
    procurement = cast.client(cast.procurement)
    assert answer(procurement, vendor.packet, "check", move="send_to_reviews").status_code == 303
    for key, person in (("packet-it", cast.it_director), ("packet-risk", cast.risk_management)):
        assert answer(cast.client(person), vendor.packet, key, outcome="proceed").status_code == 303
    counsel = cast.client(cast.general_counsel)
    said = {"outcome": "proceed", "accepts_not_subject": accepts}
    assert answer(counsel, vendor.packet, "packet-counsel", **said).status_code == 303
    return vendor.fresh


def test_not_subject_counts_once_general_counsel_accepts_it(cast):
    vendor = AtVendor(invited(cast))
    without_student_data(vendor, cast.school)
    assert vendor.hand_in().status_code == 303
    assert reviewed(cast, vendor, "yes").not_subject_accepted is True
    procurement = cast.client(cast.procurement)
    assert answer(procurement, vendor.packet, "way", move="send_to_signing").status_code == 303
    assert vendor.fresh.state == "signing"


def test_not_subject_does_not_count_when_general_counsel_does_not_accept_it(cast):
    vendor = AtVendor(invited(cast))
    without_student_data(vendor, cast.school)
    vendor.hand_in()
    reviewed(cast, vendor, "no")
    refused = answer(cast.client(cast.procurement), vendor.packet, "way", move="send_to_signing")
    assert refused.status_code in (409, 422)
    assert vendor.fresh.state == "deciding"


def test_where_a_reviewer_found_student_data_the_statement_is_impossible(cast):
    case = Path(cast).to("waiting-vendor")
    type(case).objects.filter(pk=case.pk).update(student_data_found=True)
    vendor = AtVendor(case.waits_for.child)
    without_student_data(vendor, cast.school)
    page = text(vendor.get("packet-task", "soppa"))
    assert 'value="not-subject"' not in page
    refused = vendor.send("soppa", soppa="not-subject", not_subject_because="It knows no student.")
    assert refused.status_code == 422
    assert vendor.hand_in().status_code == 409
    vendor.send("soppa", soppa="subject", file=pdf("soppa.pdf"))
    assert vendor.hand_in().status_code == 303


def test_what_general_counsel_accepted_does_not_count_for_a_statement_written_anew(cast):
    vendor = AtVendor(invited(cast))
    without_student_data(vendor, cast.school)
    vendor.hand_in()
    reviewed(cast, vendor, "yes")
    procurement = cast.client(cast.procurement)
    answer(procurement, vendor.packet, "way", move="return_to_vendor", rationale="Say what it stores.")
    vendor.send("soppa", soppa="not-subject", not_subject_because="It stores nothing but test results.")
    vendor.hand_in()
    assert vendor.fresh.not_subject_accepted is None
    reviewed(cast, vendor, "")
    refused = answer(procurement, vendor.packet, "way", move="send_to_signing")
    assert (refused.status_code in (409, 422), vendor.fresh.state) == (True, "deciding")
