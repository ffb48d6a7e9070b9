"""A request for equipment, by everybody it names, each in a browser of their own (EQUIP-1 to EQUIP-9)."""

import re

import pytest
from django.utils import timezone

from requests_app.models import EquipmentRequest
from tests.browser.district import District
from tests.browser.people import NARROW, give_passwords, picture_path
from tests.paths import PDF

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
TITLE = "Laptops for room 204"
QUOTE = {"name": "Quote Data House.pdf", "mimeType": "application/pdf", "buffer": PDF}
NAMES = {
    "technology": "Theo Lindqvist",
    "technician": "Tara Nowak",
    "business_office": "Bella Fontaine",
    "principal": "Paula Greene",
    "teacher": "Ana Ruiz",
}


class Walk:
    """The people of one walk; each signs in when first needed."""

    def __init__(self, visit):
        self.visit, self.district, self.visitors = visit, District(), {}
        for name, called in NAMES.items():
            person = getattr(self.district, name)
            person.first_name, person.last_name = called.split()
        give_passwords(*(getattr(self.district, name) for name in NAMES))

    def by(self, name: str):
        if name not in self.visitors:
            self.visitors[name] = self.visit().sign_in(getattr(self.district, name))
        return self.visitors[name]


@pytest.fixture
def walk(visit):
    return Walk(visit)


def the_request() -> EquipmentRequest:
    return EquipmentRequest.objects.get(title=TITLE)


def asked_for(walk) -> None:
    """From the first page to the receipt."""
    ana = walk.by("teacher")
    ana.go("/new/equipment/")
    ana.press("Ask for equipment")
    ana.fill("In a few words", TITLE)
    ana.fill("Problem or need", "The three oldest no longer start.")
    ana.fill("Impact on daily operations or student learning", "A group of pupils cannot write.")
    ana.choose("Priority", "High")
    ana.picture("equipment-01-form", narrow=True)
    ana.press("Save and continue")
    line(ana, 0, "Laptop", "Chromebook, 14 inch", "3")
    line(ana, 1, "Display", "", "1")
    ana.fill("Specific requirements", "With a camera.")
    assert ana.faults() == []
    ana.picture("equipment-02-items", narrow=True)
    ana.press("Save and continue")
    ana.fill("Room", "204")
    ana.press("Save and continue")
    ana.reads("Check your answers", "3 × Laptop: Chromebook, 14 inch; 1 × Display", "High", "Lincoln School")
    ana.press("Submit the request")
    ana.reads("Your request is in", the_request().number, "Theo Lindqvist")
    assert ana.faults() == []


def line(visitor, number: int, category: str, which: str, count: str) -> None:
    row = visitor.main.locator(".item-line").nth(number)
    row.get_by_role("combobox").select_option(label=category)
    row.get_by_role("textbox").fill(which)
    row.get_by_role("spinbutton").fill(count)


def test_equipment_goes_from_the_form_to_the_room(walk):
    asked_for(walk)
    technology_forwards_it(walk)
    the_supervisor_approves(walk)
    quotes_are_asked_for(walk)
    it_is_ordered(walk)
    it_arrives_in_two_parts(walk)
    it_is_deployed_from_a_phone(walk)
    the_requester_confirms(walk)


def technology_forwards_it(walk):
    theo = walk.by("technology")
    theo.open_step(TITLE)
    theo.follow("Change the priority")
    theo.choose("What priority does it have?", "Critical")
    theo.press("Set this priority")
    theo.reads("Critical", "asked for: High")
    theo.open_step(TITLE)
    theo.choose("What do you decide?", "Forward it to the supervisor")
    theo.choose("Can it be done?", "Yes")
    theo.choose("Does it fit the district’s standards?", "Yes")
    theo.fill("What does it change, as you see it?", "Nothing for the network.")
    theo.fill("Estimate of the cost, everything included", "1500")
    assert theo.faults() == []
    theo.picture("equipment-03-technology-review", narrow=True)
    theo.press("Send my answer")


def the_supervisor_approves(walk):
    paula = walk.by("principal")
    paula.open_step(TITLE)
    paula.reads("Nothing for the network.", "$1,500.00", "asked for: High")
    paula.choose("What do you decide?", "Approve it")
    paula.choose("How urgent is it for your school or department?", "High")
    paula.fill("Why? What should those concerned know?", "They are needed for the writing lab.")
    assert paula.faults() == []
    paula.picture("equipment-04-supervisor")
    paula.press("Send my answer")


def quotes_are_asked_for(walk):
    theo = walk.by("technology")
    theo.open_step(TITLE)
    theo.follow("Add a quote")
    theo.fill("Company", "Data House")
    theo.fill("Amount for the whole term", "1450")
    theo.main.get_by_label("Quote from the vendor").set_input_files(QUOTE)
    theo.press("Add this quote")
    theo.reads("Data House", "To be ordered")
    assert theo.faults() == []
    theo.picture("equipment-05-quotes", narrow=True)
    theo.choose("What do you decide?", "Send the quotes to the Business Office")
    theo.press("Send my answer")


def it_is_ordered(walk):
    bella = walk.by("business_office")
    bella.open_step(TITLE)
    bella.choose("What do you decide?", "Record the order")
    bella.fill("Funding source", "Technology levy")
    bella.fill("Budget code", "10-2225-540")
    bella.fill("Order number", "PO-77")
    bella.fill("Order date", timezone.localdate().isoformat())
    bella.fill("Order amount", "1450")
    assert bella.faults() == []
    bella.picture("equipment-06-funds")
    bella.press("Send my answer")


def it_arrives_in_two_parts(walk):
    theo = walk.by("technology")
    theo.open_step(TITLE)
    theo.choose("What do you decide?", "It has arrived, all of it or a part")
    theo.press("Send my answer")
    theo.open_step(TITLE)
    record(theo, "3 × Laptop", "SN0001\nSN0002, LAP-9", "Chromebook 514")
    theo.reads("SN0001", "LAP-9", "2 units arrived")
    assert theo.main.get_by_role("radio", name="Everything is in").get_attribute("disabled") is not None
    assert theo.faults() == []
    theo.picture("equipment-07-inventory", narrow=True)
    record(theo, "3 × Laptop", "SN0003", "Chromebook 514")
    record(theo, "1 × Display", "D-1", "Monitor 27")
    theo.choose("What do you decide?", "Everything is in")
    theo.press("Send my answer")


def record(visitor, item: str, units: str, model: str) -> None:
    visitor.follow("Record what has arrived")
    if visitor.main.get_by_role("radio", name=item).count():
        visitor.main.get_by_role("radio", name=item).check()
    visitor.fill("Model", model)
    visitor.fill("Units: a serial number a line", units)
    visitor.fill("Cost of one unit", "420")
    visitor.fill("Warranty until", "2030-01-31")
    visitor.press("Put these units on the list")


def it_is_deployed_from_a_phone(walk):
    tara = walk.by("technician")
    tara.page.set_viewport_size(NARROW)
    tara.go("/inbox/")
    tara.follow(TITLE)
    tara.reads("Lincoln School, 204", "SN0001", "Monitor 27")
    assert tara.faults() == []
    tara.page.screenshot(path=str(picture("equipment-08-deployment-360")), full_page=True)
    for _unit in range(4):
        with tara.page.expect_navigation():
            tara.main.get_by_role("button", name=re.compile("^Deployed")).first.click()
    tara.page.screenshot(path=str(picture("equipment-09-deployed-360")), full_page=True)
    assert tara.faults() == []
    tara.choose("What do you decide?", "Everything is deployed")
    tara.press("Send my answer")


def picture(name: str):
    """Where a picture of a whole page goes."""
    path = picture_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def the_requester_confirms(walk):
    ana = walk.by("teacher")
    ana.open_step(TITLE)
    ana.reads("Did you get everything")
    ana.choose("What do you decide?", "Yes, I have everything")
    ana.picture("equipment-10-receipt")
    ana.press("Send my answer")
    ana.go(f"/cases/{the_request().pk}/")
    ana.reads("Complete", "PO-77", "LAP-9", "set by the technology department; asked for: High")
    assert ana.faults() == []
    ana.page.screenshot(path=str(picture("equipment-11-case")), full_page=True)
    assert the_request().state == "complete"


def test_a_denial_offers_something_else_and_one_press_asks_for_it(walk):
    asked_for(walk)
    theo = walk.by("technology")
    theo.open_step(TITLE)
    theo.choose("What do you decide?", "Deny the request")
    theo.fill("What would do instead?", "Borrow the cart of the library")
    theo.fill("Why? What should those concerned know?", "Chromebooks of this size are no longer made.")
    theo.press("Send my answer")
    ana = walk.by("teacher")
    ana.go(f"/cases/{the_request().pk}/")
    ana.reads("Chromebooks of this size are no longer made.", "Borrow the cart of the library")
    assert ana.faults() == []
    ana.picture("equipment-12-denied", narrow=True)
    ana.press("Ask for this instead")
    assert ana.main.get_by_label("Problem or need").input_value() == "The three oldest no longer start."
    ana.press("Save and continue")
    ana.press("Save and continue")
    ana.press("Save and continue")
    ana.reads("Borrow the cart of the library", "3 × Laptop", "High")
    ana.press("Submit the request")
    ana.reads("Your request is in")
    again = EquipmentRequest.objects.exclude(title=TITLE).get()
    assert (again.opened_from, again.state) == (the_request().case_ptr, "technology-review")
