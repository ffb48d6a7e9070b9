"""PROC-4: Procurement and Contracts checks a packet, returns it or opens three reviews, then decides the way."""

import pytest

from tests.answering import answer, now, step_url, text
from tests.contracts.packet.vendors import AtVendor
from tests.packet_paths import REVIEWERS, PacketPath
from workflows.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-4")]
WHY = "Its insurance ends in June."


@pytest.fixture
def procurement(cast):
    return cast.client("procurement")


def review(cast, packet, key: str, **said):
    return answer(cast.client(cast.person(REVIEWERS[key])), packet, key, **said)


def test_path_a_is_checked_beside_the_agreement_in_force_and_goes_to_three_reviews_at_once(cast, procurement):
    packet = PacketPath(cast, active=True).handed_in()
    page = text(procurement.get(step_url(packet, "check")))
    for words in ("Is everything here?", "Your active agreement", "Place: Lincoln School", "order-form.pdf"):
        assert words in page
    assert "It is in force and covers the product, the places and the data asked for." in page

    assert answer(procurement, packet, "check", move="send_to_reviews").status_code == 303

    packet = now(packet)
    assert packet.state == "under-review"
    assert {step.key: step.role for step in packet.open_steps()} == {
        "packet-it": "it-director",
        "packet-risk": "risk-management",
        "packet-counsel": "general-counsel",
    }
    assert Notice.objects.filter(case=packet.pk, user=cast.risk_management, template="step_opened").exists()


def test_an_agreement_that_leaves_something_out_stands_out(cast, procurement):
    path = PacketPath(cast, active=True)
    path.filled()
    path.agreement.places.set([cast.other_school])
    packet = path.do("hand_in", path.vendor)
    page = text(procurement.get(step_url(packet, "check")))
    assert "It does not cover this packet." in page
    assert "The agreement does not name: Lincoln School." in page


def test_the_vendor_reads_why_its_packet_comes_back_and_goes_on_by_the_same_link(cast, procurement):
    path = PacketPath(cast)
    packet = path.handed_in()
    assert answer(procurement, packet, "check", move="return_to_vendor").status_code == 422
    words = "The order form names another product."
    assert answer(procurement, packet, "check", move="return_to_vendor", rationale=words).status_code == 303
    packet = now(packet)
    assert (packet.state, packet.paused_at is None) == ("in-progress", False)
    assert Notice.objects.filter(case=packet.pk, link=path.link, template="vendor_returned").exists()
    assert words in text(AtVendor(packet).get())
    assert path.do("hand_in", path.vendor).state == "complete"


def test_each_review_says_proceed_with_changes_or_decline_and_all_but_the_first_say_why(cast):
    packet = PacketPath(cast, data=True).sent()
    page = text(cast.client("it-director").get(step_url(packet, "packet-it")))
    assert "Ohio, United States" in page
    assert "soppa-form.pdf" in page
    assert review(cast, packet, "packet-it", outcome="changes").status_code == 422
    assert review(cast, packet, "packet-it", outcome="changes", rationale="Single sign-on only.").status_code == 303
    assert review(cast, packet, "packet-risk", outcome="decline").status_code == 422
    assert review(cast, packet, "packet-risk", outcome="decline", rationale=WHY).status_code == 303
    assert now(packet).state == "under-review"
    assert review(cast, packet, "packet-counsel", outcome="proceed").status_code == 303
    packet = now(packet)
    assert packet.state == "deciding"
    assert packet.open_step("way").role == "procurement"


def test_the_three_answers_stand_side_by_side_and_going_on_against_one_says_why(cast, procurement):
    packet = PacketPath(cast).reviewed(risk="decline")
    page = text(procurement.get(step_url(packet, "way")))
    for words in ("They don’t agree: 1 of 3 decline it.", "Risk Management", "The terms are not clear."):
        assert words in page
    assert answer(procurement, packet, "way", move="send_to_signing").status_code == 422
    said = {"move": "send_to_signing", "rationale": "The insurance was renewed meanwhile."}
    assert answer(procurement, packet, "way", **said).status_code == 303
    assert now(packet).state == "signing"


def test_declining_ends_it_and_tells_sponsor_and_vendor(cast, procurement):
    path = PacketPath(cast)
    packet = path.reviewed(counsel="decline")
    said = {"move": "decline", "rationale": "It wants to sell what it learns."}
    assert answer(procurement, packet, "way", **said).status_code == 303
    assert now(packet).state == "declined"
    assert Notice.objects.filter(case=packet.pk, user=path.sponsor, template="packet_declined").exists()
    assert Notice.objects.filter(case=packet.pk, link=path.link, template="vendor_ended").exists()


def test_not_subject_counts_once_counsel_accepts_it_and_never_where_student_data_was_found(cast, procurement):
    packet = PacketPath(cast).sent()
    page = text(cast.client("general-counsel").get(step_url(packet, "packet-counsel")))
    assert "It knows nothing about students." in page
    assert "It counts once General Counsel accepts it." in page
    for key in ("packet-it", "packet-risk"):
        review(cast, packet, key, outcome="proceed")
    review(cast, packet, "packet-counsel", outcome="proceed", accepts_not_subject="no")
    page = text(procurement.get(step_url(packet, "way")))
    assert "General Counsel has not accepted that SOPPA does not apply." in page
    assert answer(procurement, packet, "way", move="send_to_signing").status_code == 409
    assert now(packet).state == "deciding"


def test_nobody_else_checks_or_decides(cast):
    packet = PacketPath(cast).handed_in()
    url = step_url(packet, "check")
    for name in ("teacher", "it-director", "board-secretary", "compliance-officer", "admin"):
        assert cast.client(name).get(url).status_code == 403
        assert cast.client(name).post(url, {"move": "send_to_reviews"}).status_code == 403
    assert now(packet).state == "complete"
