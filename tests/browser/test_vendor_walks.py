"""Two vendor packets from the invitation on: the district signs in, the vendor comes by its link and never does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import Packet
from tests.agreements import agreement_in
from tests.browser.district import District
from tests.paths import PDF
from workflows.models import Link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
REVIEWS = {
    "it_director": "Does it work with our systems, safely?",
    "risk_management": "Can the district carry the risk?",
    "general_counsel": "Are the terms lawful, and is SOPPA met or rightly said not to apply?",
}


def paper(name: str) -> dict:
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": PDF}


class Walk:
    """The people of one walk; each comes when first needed, the vendor by its link alone."""

    def __init__(self, visit):
        self.visit, self.district, self.visitors = visit, District(), {}

    def by(self, name: str):
        if name not in self.visitors:
            session = self.district.client(getattr(self.district, name)).cookies["sessionid"].value
            self.visitors[name] = self.visit().signed_in(session)
            self.visitors[name].go("/inbox/")
        return self.visitors[name]

    @property
    def vendor(self):
        if "vendor" not in self.visitors:
            self.visitors["vendor"] = self.visit()
            self.visitors["vendor"].go(reverse("outside", args=[Link.objects.get().token]))
        return self.visitors["vendor"]

    @property
    def packet(self) -> Packet:
        return Packet.objects.get()

    # --- what people do -----------------------------------------------------------------------------------------------

    def invite(self, vendor: str, product: str, **more: str) -> None:
        ana = self.by("teacher")
        ana.go("/packets/invite/")
        said = {"Vendor": vendor, "Product": product, "Who at the vendor fills in the packet?": "Robin Vance"}
        for label, words in (said | {"Their e-mail address": "robin@vendor.example"} | more).items():
            ana.fill(label, words)
        ana.press("Send the invitation")
        ana.reads("The vendor is invited", "Robin Vance", "The clock starts when the vendor hands in")

    def save(self, task: str) -> None:
        self.vendor.press("Save and continue")
        assert task in self.vendor.page.url

    def upload(self, name: str, label: str) -> None:
        self.vendor.main.get_by_label(label).set_input_files(paper(name))

    def until_when(self) -> None:
        """The last task, the schools having been named by whoever invited; then everything is sent."""
        self.vendor.fill(
            "By when the district should approve and sign", (timezone.localdate() + timedelta(days=40)).isoformat()
        )
        self.vendor.press("Save and continue")
        self.vendor.press("Send the packet to the district")
        self.vendor.reads("Answer expected by")

    def checked(self, *words: str) -> None:
        sandra = self.by("procurement")
        sandra.open_step(self.packet.title)
        sandra.reads("Is everything here?", *words)
        sandra.choose("What do you decide?", "Send it to the three reviews")
        sandra.press("Send my answer")

    def reviewed(self, **more) -> None:
        for name, question in REVIEWS.items():
            reviewer = self.by(name)
            reviewer.open_step(self.packet.title)
            reviewer.choose(question, "Proceed")
            if name in more:
                more[name](reviewer)
            reviewer.press("Send my answer")
        assert self.packet.state == "deciding"

    def sent(self, way: str) -> None:
        sandra = self.by("procurement")
        sandra.open_step(self.packet.title)
        sandra.reads("What the three reviews say")
        sandra.choose("What do you decide?", way)
        sandra.press("Send my answer")

    def nothing_went_wrong(self) -> None:
        assert {name: visitor.errors for name, visitor in self.visitors.items() if visitor.errors} == {}


@pytest.mark.sop("PROC-2", "PROC-4", "PROC-6", "PROC-7")
def test_a_vendor_with_an_agreement_takes_path_a_until_it_is_in_force_again(visit):
    walk = Walk(visit)
    agreement = agreement_in(walk.district, "in-force")
    product = agreement.products.get()
    walk.invite(agreement.vendor.name, product.name)

    vendor = walk.vendor
    vendor.reads("Begin here", "You need no account")
    vendor.follow("Which path is yours")
    vendor.choose("Which is true of you?", "We have an active agreement")
    walk.save("agreement")
    vendor.main.get_by_role("radio").first.check()
    vendor.main.get_by_label("We confirm that this agreement is active").check()
    walk.save("order-form")
    walk.upload("Order form", "Your order form, filled in")
    walk.save("deadline")
    walk.until_when()
    vendor.picture("vendor-a-handed-in", narrow=True)

    walk.checked("Your active agreement", "Order form.pdf")
    walk.reviewed()
    walk.sent("Send it to be signed")
    dana = walk.by("it_director")
    dana.open_step(walk.packet.title)
    dana.reads("It is in force and covers")
    dana.press("The agreement is in force")
    assert walk.packet.state == "in-force"
    walk.by("teacher").page.reload()
    walk.by("teacher").reads("Agreement in force")
    walk.nothing_went_wrong()


@pytest.mark.sop("PROC-3", "PROC-4", "PROC-5")
def test_a_new_vendor_takes_path_b_and_the_board_decides(visit):
    walk = Walk(visit)
    walk.invite("Tally Software", "Number Sense", **{"What it costs for the whole term": "182000"})
    vendor = walk.vendor
    vendor.follow("Which path is yours")
    vendor.choose("Which is true of you?", "We have no agreement")
    walk.save("order-form")
    walk.upload("Order form", "Your order form, filled in")
    walk.save("product")
    vendor.fill("What the product does", "Exercises in arithmetic that nobody signs in to.")
    vendor.fill("Business address", "200 Harbor Street, Portland, ME 04101")
    walk.save("data")
    vendor.choose("Does it receive data about students?", "No")
    walk.save("accessibility")
    vendor.choose("Is there an accessibility report (VPAT or ACR)?", "No")
    vendor.fill("What is known about its accessibility", "Tested with two screen readers.")
    walk.save("ai")
    vendor.choose("Does it use artificial intelligence?", "No")
    walk.save("age")
    vendor.fill("Minimum age of users", "0")
    vendor.choose("Is parental consent needed?", "No")
    walk.save("subcontractors")
    vendor.choose("Do subcontractors receive student data?", "No")
    walk.save("soppa")
    vendor.choose("Is the product subject to SOPPA?", "It is not subject to SOPPA")
    vendor.fill("Why it is not subject to SOPPA", "Nobody signs in; we keep no data about students.")
    walk.save("deadline")
    vendor.picture("vendor-b-tasks", narrow=True)
    walk.until_when()

    walk.checked("“Not subject to SOPPA”", "The Board decides")
    walk.reviewed(
        general_counsel=lambda counsel: counsel.choose(
            "The vendor says that SOPPA does not apply. Do you accept that?", "Yes"
        )
    )
    walk.sent("Send it to the Board")
    board = walk.by("board_secretary")
    board.open_step("Number Sense")
    board.reads("reaches the district’s threshold", "What the three reviews say")
    board.choose("What do you decide?", "The Board approved")
    board.fill("Date of the Board’s meeting", timezone.localdate().isoformat())
    board.picture("vendor-b-board", narrow=True)
    board.press("Send my answer")
    assert (walk.packet.state, walk.packet.board_met_on) == ("signing", timezone.localdate())
    walk.nothing_went_wrong()
