"""Software requests, by every team that document 004 names, each in a browser of their own (SOFT-1 to SOFT-16)."""

import pytest
from django.utils import timezone

from accounts.district import change_setting
from requests_app.models import RegistryEntry, SoftwareRequest
from tests.browser.district import District
from tests.browser.people import give_passwords
from tests.software_paths import SoftwarePath

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
TITLE = "Geometry Lab"
TEAMS = {
    "cybersecurity": "Nadia Petrov",
    "instructional_technology": "Kevin Park",
    "dii": "Walter Stone",
    "aas": "Irene Castillo",
}


@pytest.fixture
def walk(visit):
    return Walk(visit)


class Walk:
    """The people of one walk; each signs in when first needed."""

    def __init__(self, visit):
        self.visit, self.district, self.visitors = visit, District(), {}
        for name, called in TEAMS.items():
            person = getattr(self.district, name)
            person.first_name, person.last_name = called.split()
        give_passwords(*(getattr(self.district, name) for name in TEAMS))
        # One procedure for everything: nothing is asked before it begins.
        for key in ("offers_micro", "offers_equip", "offers_macro"):
            change_setting(key=key, value=False, by=None, at=timezone.now())

    def by(self, name: str):
        if name not in self.visitors:
            self.visitors[name] = self.visit().sign_in(getattr(self.district, name))
        return self.visitors[name]

    def looked_at(self) -> list[str]:
        """What is wrong with the pages that are open now."""
        return [fault for visitor in self.visitors.values() for fault in visitor.faults()]


def the_request() -> SoftwareRequest:
    return SoftwareRequest.objects.get()


def test_software_goes_from_the_first_page_to_the_registry(walk):
    the_form_is_filled_in(walk)
    it_is_vetted(walk)
    it_fits_the_classroom(walk)
    it_is_sound(walk)
    it_is_installed(walk)
    it_is_published(walk)
    the_teacher_finds_it_in_the_library(walk)


def the_form_is_filled_in(walk):
    ana = walk.by("teacher")
    ana.go("/new/")
    ana.fill("What is it called, or its web address?", TITLE)
    ana.press("Look it up")
    ana.press(f"Ask for “{TITLE}”")
    ana.fill("Name of the product", TITLE)
    ana.choose("Kind of product", "App")
    ana.fill("Web address", "https://geometry.example")
    ana.fill("Company", "Euclid Software")
    ana.choose("For teaching and learning", "Yes")
    ana.choose("Who pays", "Nobody: it is free")
    assert walk.looked_at() == []
    ana.picture("software-form", narrow=True)
    ana.press("Save and continue")
    ana.choose("Schools and departments", "Lincoln School")
    ana.fill("Set-ups it is needed on", "Chromebooks, computer lab")
    ana.fill("How students will use it", "They draw and measure figures.")
    ana.choose("Grade levels", "Grade 6")
    ana.choose("Content areas", "Mathematics")
    ana.fill("State standards it addresses", "6.8(D)")
    ana.fill("Common Core alignment", "CCSS.MATH.6.G")
    ana.press("Save and continue")
    ana.choose("Students sign in", "Students do not sign in")
    ana.choose("Student data shared", "No")
    ana.choose("Media release needed", "No")
    ana.press("Save and continue")
    ana.reads("Check your answers", "CCSS.MATH.6.G")
    ana.press("Submit the request")
    ana.reads("Your request is in", the_request().number)


def it_is_vetted(walk):
    nadia = walk.by("cybersecurity")
    nadia.open_step(TITLE)
    nadia.reads("Record what its privacy policy says.")
    assert walk.looked_at() == []
    nadia.picture("software-vetting", narrow=True)
    nadia.follow("Privacy policy")
    nadia.fill("What did you find?", "It sells nothing and shows no advertisements.")
    nadia.press("Record what I found")
    nadia.follow("Student data")
    nadia.choose("Is student data shared with the vendor?", "No")
    nadia.press("Record what I found")
    nadia.follow("Data privacy agreement")
    nadia.fill("Why does it not apply?", "Nobody signs in.")
    nadia.press("Not applicable")
    nadia.follow("Websites")
    nadia.reads("geometry.example", "No grade is known yet.")
    assert walk.looked_at() == []
    nadia.follow("Enter a Qualys result")
    nadia.main.get_by_label("Grade").select_option("A")
    nadia.fill("Date of the result", timezone.localdate().isoformat())
    nadia.fill("or a link to it", "https://www.ssllabs.com/ssltest/analyze.html?d=geometry.example")
    nadia.press("Enter the grade")
    nadia.reads("Grade A")
    nadia.picture("software-hosts", narrow=True)
    nadia.follow(TITLE)
    nadia.choose("What do you decide?", "Security vetting is complete")
    nadia.press("Send my answer")
    assert the_request().state == "curriculum-review"


def it_fits_the_classroom(walk):
    kevin = walk.by("instructional_technology")
    kevin.open_step(TITLE)
    kevin.reads("They draw and measure figures.")
    assert walk.looked_at() == []
    kevin.choose("What do you decide?", "Approve: go on to the technical review")
    kevin.press("Send my answer")
    assert the_request().state == "technical-review"


def it_is_sound(walk):
    walter = walk.by("dii")
    walter.open_step(TITLE)
    assert walk.looked_at() == []
    walter.choose("What do you decide?", "It is technically sound")
    walter.press("Send my answer")
    assert the_request().state == "installation"


def it_is_installed(walk):
    walter = walk.by("dii")
    walter.open_step(TITLE)
    walter.reads("Chromebooks", "computer lab")
    assert walk.looked_at() == []
    walter.picture("software-installation", narrow=True)
    walter.press("Mark as done")
    walter.press("Mark as done")
    walter.press("Installed on all set-ups")
    assert the_request().state == "publication"


def it_is_published(walk):
    nadia = walk.by("cybersecurity")
    nadia.open_step(TITLE)
    nadia.reads("Active/Approved", "Lincoln School")
    assert walk.looked_at() == []
    nadia.press("Posted as Active/Approved")
    case = the_request()
    assert (case.state, RegistryEntry.objects.get().status) == ("complete", "approved")
    nadia.go("/registry/")
    nadia.reads(TITLE, "Active/Approved")
    assert walk.looked_at() == []
    nadia.picture("software-registry", narrow=True)


def the_teacher_finds_it_in_the_library(walk):
    ana = walk.by("teacher")
    ana.go(f"/library/{the_request().resource_id}/")
    ana.reads("Approved", "Lincoln School")
    ana.go(f"/cases/{the_request().pk}/")
    ana.reads("Complete", "Round 1: Geometry Lab")
    assert walk.looked_at() == []


def test_the_team_denies_what_is_not_safe_and_the_registry_says_so(walk):
    SoftwarePath(walk.district).submit()
    nadia = walk.by("cybersecurity")
    nadia.open_step(TITLE)
    nadia.choose("What do you decide?", "Deny the request")
    nadia.choose("On what ground?", "Student data would not be safe")
    nadia.fill("Why? What should those concerned know?", "It sells what students draw.")
    nadia.press("Send my answer")
    assert the_request().state == "denied"

    nadia.open_step(TITLE)
    nadia.reads("Not Approved")
    assert walk.looked_at() == []
    nadia.press("Send my answer")
    assert RegistryEntry.objects.get().posted_on == timezone.localdate()
    ana = walk.by("teacher")
    ana.go(f"/cases/{the_request().pk}/")
    ana.reads("Denied", "It sells what students draw.")


def test_a_replacement_is_vetted_in_a_round_of_its_own(walk):
    path = SoftwarePath(walk.district)
    path.reviewed()
    walter = walk.by("dii")
    walter.open_step(TITLE)
    walter.choose("What do you decide?", "Not sound: another product instead")
    walter.fill("Which product replaces it?", "Figure Studio")
    walter.fill("Its web address, if it is not in the library", "https://figure.example")
    walter.fill("Why? What should those concerned know?", "It does not run on our Chromebooks.")
    assert walk.looked_at() == []
    walter.press("Send my answer")

    nadia = walk.by("cybersecurity")
    nadia.open_step("Figure Studio")
    nadia.reads("Round 2: Figure Studio replaces what was asked for first.")
    nadia.follow("Read the earlier rounds")
    nadia.reads("Round 1: Geometry Lab", "Nothing is sold.")
    assert walk.looked_at() == []
    assert path.vetted_again().state == "curriculum-review"
