"""The whole school-based request, by everybody it names, each in a browser of their own (MICRO-1 to MICRO-14)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from requests_app.models import MicroRequest
from tests.browser.district import District
from tests.paths import PDF, Path, authorise

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
TITLE = "Blooket"
QUOTE = {"name": "Quote Blooket.pdf", "mimeType": "application/pdf", "buffer": PDF}
CONTRACT = {"name": "Agreement Blooket.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def walk(visit):
    return Walk(visit)


class Walk:
    """The people of one walk; each signs in when first needed."""

    def __init__(self, visit):
        self.visit, self.district, self.visitors = visit, District(), {}

    def by(self, name: str):
        if name not in self.visitors:
            self.visitors[name] = self.visit().sign_in(getattr(self.district, name))
        return self.visitors[name]


def test_a_request_goes_from_the_library_check_to_the_schools(walk):
    the_library_is_looked_at_first(walk)
    the_form_is_filled_in(walk)
    support_is_asked_for_and_given(walk)
    it_is_submitted(walk)
    it_is_sent_to_the_reviewers(walk)
    curriculum_brings_in_specialists_and_a_coach(walk)
    technology_brings_in_a_colleague(walk)
    the_reviewers_answer(walk)
    the_final_review_approves(walk)
    vendor_and_agreement_are_added(walk)
    final_approval_is_given(walk)
    the_order_is_recorded(walk)
    the_contract_is_posted(walk)
    the_schools_are_set_up(walk)
    everybody_finds_it_in_the_library(walk)


def the_request() -> MicroRequest:
    return MicroRequest.objects.get(title=TITLE)


# --- the requester ----------------------------------------------------------------------------------------------------


def the_library_is_looked_at_first(walk):
    ana = walk.by("teacher")
    with ana.page.expect_navigation():
        ana.page.get_by_role("banner").get_by_role("link", name="New request").click()
    ana.picture("new-request", narrow=True)
    ana.wants_an_app_for_lessons()
    ana.fill("What is it called, or its web address?", "Quizlet")
    ana.press("Look it up")
    ana.reads("It shows advertisements to students.", "use instead", "Desmos")
    ana.picture("library-check", narrow=True)
    ana.fill("What is it called, or its web address?", TITLE)
    ana.press("Look it up")
    ana.reads("Not in the library")
    ana.press(f"Ask for “{TITLE}”")


def the_form_is_filled_in(walk):
    ana = walk.by("teacher")
    ana.fill("Name of the product", TITLE)
    ana.choose("Kind of product", "Website")
    ana.fill("Web address", "https://www.blooket.com")
    ana.fill("Company", "Blooket LLC")
    ana.choose("For teaching and learning", "Yes")
    ana.press("Save and continue")
    ana.fill("Purpose", "Review games at the end of a unit that students play on their own devices.")
    ana.fill("How students will use it", "They answer questions in small groups; I see what needs another lesson.")
    ana.choose("Grade levels", "Grade 6", "Grade 7")
    ana.choose("Content areas", "Mathematics")
    ana.fill("State standards it addresses", "6.NS.1, 7.RP.2")
    ana.fill("Common Core alignment", "CCSS.MATH.6.NS.A.1")
    ana.picture("step-01-form", narrow=True)
    ana.press("Save and continue")
    ana.choose("Schools and departments", "Lincoln School")
    ana.fill("Number of students", "120")
    ana.fill("Number of staff", "4")
    ana.press("Save and continue")
    ana.choose("Who pays", "District or school funds")
    ana.fill("Cost", "1150.00")
    ana.fill("Budget code", "10-2210-400")
    ana.fill("Principal or administrator", "Paula Greene")
    ana.press("Save and continue")
    ana.choose("Students sign in", "With their district account")
    ana.choose("Rostering or single sign-on", "Single sign-on")
    ana.choose("Student data shared", "Yes")
    ana.choose("Data about students it takes", "First and/or last")
    ana.choose("Media release needed", "No")
    ana.press("Save and continue")
    a_quote_is_added(ana)
    ana.reads("Check your answers", "6.NS.1, 7.RP.2", "Quote Blooket.pdf")
    ana.picture("step-02-check-your-answers")


def a_quote_is_added(ana):
    ana.follow("Cost and who pays")
    ana.main.get_by_label("Quote from the vendor").set_input_files(QUOTE)
    ana.fill("Amount of the quote", "1150.00")
    ana.press("Add this quote")
    ana.reads("Quote Blooket.pdf")
    ana.press("Save and continue")
    ana.press("Save and continue")


def support_is_asked_for_and_given(walk):
    ana, paula = walk.by("teacher"), walk.by("principal")
    assert ana.main.get_by_role("button", name="Submit the request").get_attribute("aria-disabled") == "true"
    ana.press("Ask for support and funding")
    ana.reads("Paula Greene")
    paula.open_step(TITLE)
    paula.choose("Do you support this, and is there money?", "Approve")
    paula.fill("Funding source", "School budget")
    paula.fill("What should the requester know?", "Good idea. One year first.")
    paula.picture("step-03-support")
    paula.press("Send my answer")


def it_is_submitted(walk):
    ana = walk.by("teacher")
    ana.go("/requests/")
    ana.follow(TITLE)
    if "/check/" not in ana.page.url:
        ana.follow("Check your answers")
    ana.reads("Paula Greene", "supports it")
    ana.press("Submit the request")
    number = the_request().number
    ana.reads("Your request is in", number, "Answer expected by")
    ana.picture("step-04-receipt")


# --- the reviewers ----------------------------------------------------------------------------------------------------


def it_is_sent_to_the_reviewers(walk):
    sam = walk.by("assistant_superintendent")
    sam.open_step(TITLE)
    sam.choose("What do you decide?", "Send to the reviewers")
    sam.choose("Are district funds needed?", "Yes")
    sam.picture("step-05-initial-review", narrow=True)
    sam.press("Send my answer")
    ana = walk.by("teacher")
    ana.follow("Follow where it is")
    ana.reads("In review", "Director of Curriculum")
    ana.picture("case-page", narrow=True)


def curriculum_brings_in_specialists_and_a_coach(walk):
    carla = walk.by("curriculum_director")
    carla.open_step(TITLE)
    carla.follow("Bring somebody else in")
    carla.choose(
        "Who should look at it?",
        "Assistant Superintendent for Title and MTSS",
        "Director of Special Education",
        "Bilingual Services",
        "Instructional coach or content leader",
    )
    carla.fill("Instructional coach or content leader: somebody by name", "Noah Klein")
    carla.fill("What do you ask them?", "Does it read questions aloud, and in which languages?")
    carla.picture("step-06-bring-others-in")
    carla.press("Ask them")
    noah = walk.by("coach")
    noah.open_step(TITLE)
    noah.reads("Carla Mendes", "Does it read questions aloud")
    noah.fill("What should the requester know?", "Games are short; teachers can write their own questions.")
    if noah.main.get_by_role("radio", name="Give this advice").count():
        noah.main.get_by_role("radio", name="Give this advice").check()
    noah.press("Send my answer")
    for name in ("title_mtss", "special_education", "bilingual"):
        approve(walk.by(name), "Fits the students we serve.")


def technology_brings_in_a_colleague(walk):
    ivan = walk.by("ict_coordinator")
    ivan.open_step(TITLE)
    ivan.follow("Bring somebody else in")
    ivan.choose("Who should look at it?", "Instructional coach for technology")
    ivan.fill("Instructional coach for technology (ICT): somebody by name", "Grace Kim")
    ivan.press("Ask them")
    approve(walk.by("ict_2"), "Nothing core does this.")


def approve(visitor, words: str) -> None:
    visitor.open_step(TITLE)
    visitor.main.get_by_role("radio", name="Approve", exact=True).check()
    visitor.fill("What should the requester know?", words)
    visitor.press("Send my answer")


def the_reviewers_answer(walk):
    carla, ivan = walk.by("curriculum_director"), walk.by("ict_coordinator")
    paula = walk.by("principal")
    paula.open_step(TITLE)
    paula.choose("Do you support the request, and are funds allocated?", "Approve")
    paula.press("Send my answer")
    carla.open_step(TITLE)
    carla.choose("Does it fit our standards, without doubling core resources?", "Approve")
    carla.fill("What should the requester know?", "Supports the standards named; use it beside the core program.")
    carla.choose("Is student data shared with the vendor?", "Yes")
    carla.picture("step-07-curriculum-review")
    carla.press("Send my answer")
    approve(ivan, "Works on all our devices.")


def others_wait_too(district):
    """So that an inbox is seen with something in it: one late, two of this week."""
    days = {"Prodigy Math": 9, "Gimkit": 1, "Newsela": 0}
    for (title, ago), asker in zip(days.items(), ("colleague", "stranger", "colleague"), strict=True):
        at = timezone.now() - timedelta(days=ago)
        Path(district, requester=getattr(district, asker), at=at, title=title).submit()


def the_final_review_approves(walk):
    sam = walk.by("assistant_superintendent")
    others_wait_too(walk.district)
    with sam.page.expect_navigation():
        sam.page.get_by_role("banner").get_by_role("link", name="Inbox").click()
    sam.picture("inbox", narrow=True)
    sam.follow(TITLE)
    sam.reads("Carla Mendes", "Ivan Petrov", "Paula Greene", "Works on all our devices.")
    sam.choose("What do you decide?", "Approve and send to contract review")
    sam.picture("step-08-final-review")
    sam.press("Send my answer")
    assert the_request().state == "soppa-review"


# --- the contract -----------------------------------------------------------------------------------------------------


def vendor_and_agreement_are_added(walk):
    dana, today = walk.by("it_director"), timezone.localdate().isoformat()
    authorise("Dana Stone")
    dana.open_step(TITLE)
    dana.reads("Not covered yet.")
    dana.follow("Link or add the vendor")
    dana.main.get_by_text("Add a vendor that is not in the list").click()
    dana.fill("Website", "https://www.blooket.com")
    dana.press("Add and link the vendor")
    dana.follow("Draft an agreement")
    dana.fill("In force from", today)
    dana.fill("Signed for the vendor by", "Ben Stewart")
    dana.main.get_by_label("On (optional)").first.fill(today)
    dana.fill("Signed for the district by", "Dana Stone")
    dana.main.get_by_label("On (optional)").last.fill(today)
    dana.main.get_by_label("The paper").set_input_files(CONTRACT)
    dana.main.get_by_label("Both sides have signed it").check()
    dana.picture("step-09-agreement")
    dana.press("Keep the agreement")


def final_approval_is_given(walk):
    dana = walk.by("it_director")
    dana.reads("An agreement covers it:")
    dana.choose("What do you decide?", "Give final approval")
    dana.choose("Where may it be used?", "Where it was asked for")
    dana.picture("step-10-contract-review")
    dana.press("Send my answer")
    assert the_request().state == "contract-posting"


def the_order_is_recorded(walk):
    paula, today = walk.by("principal"), timezone.localdate().isoformat()
    paula.open_step(TITLE)
    paula.choose("Which order was placed?", "The order was placed")
    paula.fill("Order number", "4711")
    paula.fill("Order date", today)
    paula.fill("Order amount", "1150.00")
    paula.picture("step-11-purchase-order")
    paula.press("Send my answer")


def the_contract_is_posted(walk):
    dana = walk.by("it_director")
    dana.open_step(TITLE)
    dana.follow("Post it")
    dana.choose("Looked at again every", "12 months")
    dana.press("Post the agreement")
    dana.choose("What do you decide?", "Post the contract and brief the Integration Specialist")
    dana.fill("Briefing for the Integration Specialist", "Single sign-on for grades 6 and 7; ask Rosa Delgado.")
    dana.choose("Looked at again every", "12 months")
    dana.picture("step-12-posting")
    dana.press("Send my answer")


def the_schools_are_set_up(walk):
    omar = walk.by("integration_specialist")
    omar.open_step(TITLE)
    omar.reads("Single sign-on for grades 6 and 7")
    if omar.main.get_by_role("button", name="List the school where it is approved").count():
        omar.press("List the school where it is approved")
    omar.reads("Lincoln School")
    omar.picture("step-13-schools", narrow=True)
    omar.press("Mark as done")
    omar.press("All schools are set up")
    assert the_request().state == "complete"


def everybody_finds_it_in_the_library(walk):
    ana, ben = walk.by("teacher"), walk.by("colleague")
    ana.page.reload()
    ana.reads("Complete")
    ana.picture("step-14-complete")
    ben.go("/library/?q=blooket")
    ben.follow(TITLE)
    ben.reads("Yes", "Lincoln School")
    assert "Still have a question?" in ben.page.get_by_role("contentinfo").inner_text()
    ben.picture("step-15-library")
    errors = {name: visitor.errors for name, visitor in walk.visitors.items() if visitor.errors}
    assert errors == {}
