"""PROC-5: Board approval where the amount or a flag calls for it: meeting date and outcome."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.answering import answer, fill, now, step_url, text
from tests.packet_paths import PacketPath
from workflows.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-5")]


@pytest.fixture
def procurement(cast):
    return cast.client("procurement")


@pytest.mark.parametrize(
    ("amount", "flag", "words"),
    [
        (Decimal("24999.99"), False, "is below the threshold of $25,000.00"),
        (Decimal("25000.00"), False, "$25,000.00 reaches the district’s threshold of $25,000.00"),
        (Decimal("10.00"), True, "the packet is flagged for it, whatever it costs"),
    ],
)
def test_the_amount_or_a_flag_decides_which_way_is_open(cast, procurement, amount, flag, words):
    packet = PacketPath(cast, amount=amount, board_flag=flag).reviewed()
    needed = flag or amount >= 25000
    assert words in text(procurement.get(step_url(packet, "way")))
    shut, opened = ("send_to_signing", "send_to_board") if needed else ("send_to_board", "send_to_signing")
    assert answer(procurement, packet, "way", move=shut).status_code == 409
    assert answer(procurement, packet, "way", move=opened).status_code == 303
    assert now(packet).state == ("board" if needed else "signing")


def test_procurement_changes_amount_and_flag_and_the_history_keeps_what_they_were(cast, procurement):
    packet = PacketPath(cast, amount=Decimal("900.00")).reviewed()
    url = f"/cases/{packet.pk}/packet/amount/"
    assert url in text(procurement.get(step_url(packet, "way")))
    assert fill(procurement, url, amount="-5").status_code == 422
    response = fill(procurement, url, amount="900.00", board_flag="on")
    assert (response.status_code, response.url) == (303, step_url(packet, "way"))
    assert now(packet).needs_board()
    event = Event.objects.filter(case=packet.pk, kind=Event.Kind.EDIT, name="amend").latest("pk")
    assert event.details["changed"]["board_flag"] == ["False", "True"]
    assert procurement.post(url, {"amount": "1", "case_version": "1"}).status_code in {303, 409}
    for name in ("teacher", "it-director", "admin"):
        assert cast.client(name).get(url).status_code == 403
        assert cast.client(name).post(url, {"amount": "0"}).status_code == 403


def test_the_board_secretary_records_the_meeting_and_what_it_decided(cast):
    packet = PacketPath(cast).before_board()
    secretary, today = cast.client("board-secretary"), timezone.localdate()
    page = text(secretary.get(step_url(packet, "board")))
    assert "reaches the district’s threshold" in page
    assert "What the three reviews say" in page
    tomorrow = (today + timedelta(days=1)).isoformat()
    long_ago = (today - timedelta(days=1)).isoformat()
    for said in ({}, {"meeting_on": tomorrow}, {"meeting_on": long_ago}, {"meeting_on": "0001-01-01"}):
        response = answer(secretary, packet, "board", move="board_approves", **said)
        assert response.status_code == 422
        assert "meeting_on" in response.context["form"].errors
    assert answer(secretary, packet, "board", move="board_approves", meeting_on=today.isoformat()).status_code == 303
    packet = now(packet)
    assert (packet.state, packet.board_met_on) == ("signing", today)


def test_the_board_refuses_with_its_reason_and_that_is_the_end(cast):
    packet = PacketPath(cast).before_board()
    secretary = cast.client("board-secretary")
    today = timezone.localdate()
    said = {"move": "board_refuses", "meeting_on": today.isoformat()}
    assert answer(secretary, packet, "board", **said).status_code == 422
    assert answer(secretary, packet, "board", **said, rationale="Too dear for three schools.").status_code == 303
    packet = now(packet)
    assert (packet.state, packet.board_met_on, packet.is_over) == ("declined", today, True)
    assert cast.client("procurement").get(f"/cases/{packet.pk}/packet/amount/").status_code == 403
