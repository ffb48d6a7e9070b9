"""PROC-7: sponsor and vendor both see a clock: about four weeks, longer with the Board."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from accounts.district import change_setting
from tests.answering import text
from tests.contracts.packet.vendors import AtVendor
from tests.packet_paths import DEAR, PacketPath

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-7")]


def day(date) -> str:
    return date_format(date, "Y-m-d")


@pytest.mark.parametrize(("more", "weeks"), [({}, 4), ({"board_flag": True}, 8), ({"amount": DEAR}, 8)])
def test_both_see_the_same_date_once_the_packet_is_in(cast, more, weeks):
    path, due = PacketPath(cast, **more), timezone.localdate() + timedelta(weeks=weeks)
    begun = text(cast.client("teacher").get(f"/cases/{path.packet.pk}/"))
    assert "The clock starts when the vendor hands in a complete packet." in begun
    assert "within about 28 days; 28 more if the Board decides" in begun

    packet = path.handed_in()

    assert packet.response_due == due
    sponsor, vendor = cast.client("teacher").get(f"/cases/{packet.pk}/"), AtVendor(packet).get()
    for page in (sponsor, vendor):
        assert "Answer expected by" in text(page)
        assert f'datetime="{day(due)}"' in page.content.decode()
    assert f'datetime="{day(due)}"' in cast.client("teacher").get("/packets/").content.decode()


def test_it_stands_still_while_the_vendor_has_it_and_the_board_makes_it_longer(cast):
    path = PacketPath(cast, at=timezone.now() - timedelta(days=20))
    first = path.handed_in().response_due
    back = path.do("return_to_vendor", cast.procurement, rationale="Which product?")
    assert back.paused_at is not None
    assert "The clock has stood still since" in text(cast.client("teacher").get(f"/cases/{back.pk}/"))
    path.at += timedelta(days=6)
    assert path.do("hand_in", path.vendor).response_due == first + timedelta(days=6)
    path.do("send_to_reviews", cast.procurement)
    for key in ("packet-it", "packet-risk"):
        path.review(key)
    path.review("packet-counsel", accepts_not_subject="yes")
    path.amend("way", board_flag=True)
    packet = path.do("send_to_board", cast.procurement)
    assert packet.response_due == first + timedelta(days=6 + 28)


def test_the_district_sets_how_long_it_takes(cast):
    change_setting(key="packet_days", value=14, by=cast.admin, at=timezone.now())
    packet = PacketPath(cast).handed_in()
    assert packet.response_due == timezone.localdate() + timedelta(days=14)
