"""A district purchase, by everybody whom document 001 names, each in a browser of their own (MACRO-1 to MACRO-10)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.district import change_setting
from catalog import services as library
from contracts.models import DataElement
from requests_app import check_ins
from requests_app.models import Candidate, DistrictPurchase
from tests.browser.district import District
from tests.browser.people import give_passwords
from tests.macro_paths import MacroPath
from tests.paths import PDF, signed_agreement
from workflows.models import Link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
TITLE = "Reading program for grades 3 to 5"
FIRST, SECOND = "Lexia Core", "Raz-Plus"
CALLED = {
    "business_office": "Bruno Castro",
    "technology": "Theo Lindgren",
    "board_secretary": "Greta Olsen",
}
NEED = {
    "Unmet need": "A third of the students of grades 3 to 5 read below their grade.",
    "Problem, and purpose": "Reading practice at each student’s own level, in school and at home.",
    "Impact": "1,200 students at two schools; their teachers make their own material.",
}


@pytest.fixture
def walk(visit):
    return Walk(visit)


class Walk:
    """The people of one walk; each signs in when first needed, vendors come by their links alone."""

    def __init__(self, visit):
        self.visit, self.district, self.visitors, self.seen = visit, District(), {}, {}
        for name, called in CALLED.items():
            person = getattr(self.district, name)
            person.first_name, person.last_name = called.split()
        give_passwords(*(getattr(self.district, name) for name in CALLED))
        change_setting(key="platforms", value="Class lists\nSingle sign-on", by=None, at=timezone.now())

    def by(self, name: str):
        if name not in self.visitors:
            self.visitors[name] = self.visit().sign_in(getattr(self.district, name))
        return self.visitors[name]

    def vendor(self, product: str):
        """Whoever has the link of this product's vendor."""
        if product not in self.visitors:
            link = Link.objects.get(criteria_form__candidate__name=product)
            self.visitors[product] = self.visit()
            self.visitors[product].go(reverse("outside", args=[link.token]))
        return self.visitors[product]

    def looked_at(self) -> list[str]:
        """What is wrong with the pages that are open now and were not looked at as they stand."""
        faults = []
        for name, visitor in self.visitors.items():
            stands = (visitor.page.url, visitor.text)
            if visitor.errors or self.seen.get(name) != stands:
                faults += visitor.faults()
            self.seen[name] = stands
        return faults


def the_purchase() -> DistrictPurchase:
    return DistrictPurchase.objects.get(title=TITLE)


def candidate(name: str) -> Candidate:
    return the_purchase().candidates.get(name=name)


def today() -> str:
    return timezone.localdate().isoformat()


def quote(name: str) -> dict:
    return {"name": f"Quote {name}.pdf", "mimeType": "application/pdf", "buffer": PDF}


def in_the_library_with_an_agreement(district) -> None:
    """The district has an agreement with the vendor of the second candidate already."""
    now, keeper = timezone.now(), district.it_director
    vendor = library.add_vendor(
        name="Learning A-Z", contact_name="Robin Vance", contact_email="robin@vendor.example", by=keeper, at=now
    )
    product = library.add_resource(name=SECOND, vendor=vendor, by=keeper, at=now)
    about = SimpleNamespace(resource=product, vendor=vendor, place=district.school)
    elements = DataElement.objects.filter(category="Student name")
    signed_agreement(district, case=about, at=now, elements=elements, places=[district.school, district.other_school])


def test_a_district_purchase_goes_from_the_need_to_the_next_steps(walk):
    in_the_library_with_an_agreement(walk.district)
    the_plain_questions_lead_to_it(walk)
    the_need_is_assessed_section_by_section(walk)
    the_principal_sponsors_it(walk)
    candidates_and_criteria_go_out(walk)
    both_vendors_answer_without_an_account(walk)
    each_candidate_has_its_finding(walk)
    each_candidate_has_its_quotes(walk)
    there_are_funds(walk)
    the_first_one_does_not_integrate(walk)
    the_committee_looks_at_both(walk)
    the_first_one_is_chosen_and_the_gate_says_no(walk)
    the_second_one_passes(walk)
    it_is_bought_line_by_line(walk)
    the_contract_is_documented(walk)
    the_library_says_from_when(walk)
    the_plan_is_written(walk)
    a_check_in_is_recorded(walk)
    the_next_steps_are_decided(walk)
    a_teacher_finds_it_in_the_library(walk)


# --- 1. the need ------------------------------------------------------------------------------------------------------


def the_plain_questions_lead_to_it(walk):
    ana = walk.by("teacher")
    ana.go("/new/")
    ana.choose("What do you need?", "An app")
    ana.choose("What is it for?", "Teaching and learning")
    ana.choose("Who will use it?", "Several schools")
    ana.choose("Will it cost $10,000.00 or more", "I don't know yet")
    assert walk.looked_at() == []
    ana.picture("district-01-questions", narrow=True)
    ana.press("Continue")
    ana.reads("This will be: District purchase")
    ana.fill("What is it called, or its web address?", TITLE)
    ana.press("Look it up")
    ana.press("Ask for")
    assert the_purchase().state == "draft"


def the_need_is_assessed_section_by_section(walk):
    ana = walk.by("teacher")
    ana.fill("Name of the program, or what is looked for", TITLE)
    ana.choose("For teaching and learning", "Yes")
    ana.choose("Grade levels", "Grade 3", "Grade 4", "Grade 5")
    ana.choose("Content areas", "English language arts")
    assert walk.looked_at() == []
    ana.picture("district-02-program", narrow=True)
    ana.press("Save and continue")
    ana.fill("Unmet need, or the goal it serves", NEED["Unmet need"])
    ana.fill("Problem, and purpose of the work", NEED["Problem, and purpose"])
    ana.fill("Impact", NEED["Impact"])
    ana.press("Save and continue")
    ana.fill("Desired outcome", "Nine of ten students read at grade level in two years.")
    ana.fill("How the outcome will be measured", "The spring benchmark of the district")
    ana.press("Save and continue")
    ana.fill("Existing resources considered", "The library’s readers, which stop at grade 2")
    ana.fill("What to look for in a new resource", "Spanish and Polish; works offline")
    ana.press("Save and continue")
    ana.choose("Schools and departments", "Lincoln School", "Roosevelt School")
    ana.fill("Number of students", "1200")
    ana.fill("Number of staff", "48")
    ana.press("Save and continue")
    ana.fill("Leaders and stakeholders", "Ana Ruiz leads; reading coaches of both schools")
    ana.fill("Action plan", "Choose by March, pilot in April, begin in August.")
    ana.press("Save and continue")
    ana.reads("Check your answers", NEED["Impact"])
    assert walk.looked_at() == []
    ana.picture("district-03-check-your-answers", narrow=True)
    ana.reads("This asks Paula Greene")
    ana.press("Ask for sponsorship")


def the_principal_sponsors_it(walk):
    paula = walk.by("principal")
    paula.open_step(TITLE)
    paula.reads("Do you sponsor this purchase?", NEED["Unmet need"])
    assert walk.looked_at() == []
    paula.picture("district-04-sponsor", narrow=True)
    paula.choose("Do you sponsor this purchase?", "Approved")
    paula.fill("Why? What should those concerned know?", "Both schools have waited for this.")
    paula.press("Send my answer")
    ana = walk.by("teacher")
    ana.page.reload()
    ana.reads("Paula Greene", "Both schools have waited for this.")
    ana.press("Submit the request")
    ana.reads("Your request is in", the_purchase().number)
    assert the_purchase().state == "vendor-search"


# --- 2. vendors -------------------------------------------------------------------------------------------------------


def candidates_and_criteria_go_out(walk):
    ana = walk.by("teacher")
    ana.go(f"/cases/{the_purchase().pk}/")
    ana.reads("What is left", "Search for vendors", "Contract documentation")
    assert walk.looked_at() == []
    ana.picture("district-05-workspace", narrow=True)
    ana.follow("Committee, stakeholders")
    ana.fill("Who?", "Ben Okafor")
    ana.choose("Which part?", "Committee member")
    ana.press("Add them")
    ana.reads("Ben Okafor")
    assert walk.looked_at() == []
    ana.open_step(TITLE)
    ana.follow("Candidates")
    ana.main.get_by_text("Add one that is not in the library").click()
    ana.fill("Product", FIRST)
    ana.fill("Company that offers it", "Lexia Learning")
    ana.fill("Web address", "https://lexia.example")
    ana.press("Add this candidate")
    ana.main.get_by_role("searchbox").fill("raz plus")
    ana.press("Look")
    ana.press(f"Add : {SECOND}")
    ana.reads(FIRST, SECOND)
    assert walk.looked_at() == []
    ana.follow("Write down what the district needs")
    for number in range(4, 14):
        line = ana.main.get_by_role("group", name=f"Line {number}", exact=True)
        line.get_by_label("What the district needs").fill("")
    ana.press("Save the list")
    ana.page.get_by_role("link", name="Candidates", exact=True).click()
    ana.follow("Send the criteria to vendors")
    for name, contact in ((FIRST, "Vic Vendor"), (SECOND, "Robin Vance")):
        part = ana.main.locator(".answer", has=ana.page.get_by_label(name))
        part.get_by_label("Who answers for the vendor?").fill(contact)
        part.get_by_label("Their e-mail address").fill(f"{contact.split()[0].lower()}@vendor.example")
    assert walk.looked_at() == []
    ana.picture("district-06-send-criteria", narrow=True)
    ana.press("Send to the vendors chosen")
    ana.reads(FIRST, SECOND)
    assert Link.objects.filter(purpose="criteria").count() == 2


def both_vendors_answer_without_an_account(walk):
    vic = walk.vendor(FIRST)
    questions = [each.words for each in the_purchase().criteria.all()]
    vic.reads(FIRST, "You need no account", *questions)
    vic.choose(questions[0], "Yes")
    vic.choose(questions[1], "Yes")
    vic.choose(questions[2], "Planned")
    vic.fill(f"In your words: {questions[2]}", "From June on, with a certificate.")
    assert walk.looked_at() == []
    vic.picture("district-07-vendor", narrow=True)
    vic.press("Send the answers to the district")
    vic.reads("What you sent", "From June on, with a certificate.")
    robin = walk.vendor(SECOND)
    assert FIRST not in robin.text
    for words in questions:
        robin.choose(words, "Yes")
    robin.fill("What you would like to add", "We know the district from the library of grade 2.")
    robin.press("Send the answers to the district")
    robin.reads("What you sent")
    assert walk.looked_at() == []
    ana = walk.by("teacher")
    ana.follow("Answers side by side")
    ana.reads("From June on, with a certificate.", "We know the district")
    assert walk.looked_at() == []
    ana.picture("district-08-side-by-side", narrow=True)


def each_candidate_has_its_finding(walk):
    cleo = walk.by("compliance_officer")
    cleo.open_step(TITLE)
    assert walk.looked_at() == []
    cleo.follow(f"Record what you found : {FIRST}")
    cleo.choose("Is student data shared with the vendor?", "No")
    cleo.choose("What did you find?", "Compliant: nothing has to be agreed")
    cleo.fill("In your words", "Students get numbers; names stay with the teacher.")
    cleo.press("Record what I found")
    cleo.follow(f"Record what you found : {SECOND}")
    cleo.choose("Is student data shared with the vendor?", "Yes")
    cleo.main.get_by_label("First and/or last").last.check()  # of the students; the first is of their parents
    cleo.choose("What did you find?", "Compliant: an agreement in force covers it")
    assert walk.looked_at() == []
    cleo.picture("district-09-finding", narrow=True)
    cleo.press("Record what I found")
    cleo.open_step(TITLE)
    cleo.reads("Compliant: an agreement is in force", "Compliant: no student data is shared")
    cleo.press("Send my answer")
    ana = walk.by("teacher")
    ana.open_step(TITLE)
    ana.reads("Which products could meet the need?")
    assert walk.looked_at() == []
    ana.press("The candidates are found: ask for quotes")
    assert the_purchase().state == "budgeting"


# --- 3. quotes and funds ----------------------------------------------------------------------------------------------


def each_candidate_has_its_quotes(walk):
    ana = walk.by("teacher")
    ana.open_step(TITLE)
    for name, years, amount in ((FIRST, "1", "8400.00"), (SECOND, "1", "9000.00"), (SECOND, "3", "24000.00")):
        ana.follow(f"Add a quote : {name}")
        ana.main.get_by_label("Quote from the vendor").set_input_files(quote(name))
        ana.fill("For how many years", years)
        ana.fill("Amount for the whole term", amount)
        ana.press("Add this quote")
    ana.reads("less than yearly")
    assert walk.looked_at() == []
    ana.picture("district-10-quotes", narrow=True)
    ana.follow("Propose where the money comes from")
    ana.fill("From which funds would it be paid?", "Title I")
    ana.press("Propose this source")
    ana.press("Send the quotes to the Business Office")
    ana.reads("Funds, from the Business Office", "The Business Office has not confirmed the funds yet.")
    assert walk.looked_at() == []


def there_are_funds(walk):
    bruno = walk.by("business_office")
    bruno.open_step(TITLE)
    bruno.reads("The lead proposes to pay it from: Title I")
    bruno.choose("Are there funds for it, and from which budget code?", "Approved")
    bruno.fill("Amount allocated", "24000.00")
    bruno.fill("Funding source", "Title I")
    bruno.fill("Budget code", "10-2210-400")
    assert walk.looked_at() == []
    bruno.picture("district-11-funds", narrow=True)
    bruno.press("Send my answer")
    assert the_purchase().state == "evaluation"


# --- 4. evaluation ----------------------------------------------------------------------------------------------------


def the_first_one_does_not_integrate(walk):
    theo = walk.by("technology")
    theo.open_step(TITLE)
    theo.main.get_by_role("link", name="Answer for this candidate").first.click()
    theo.reads(FIRST)
    theo.choose("Class lists", "Yes")
    theo.choose("Single sign-on", "No")
    theo.press("Keep these answers")
    theo.follow("Answer for this candidate")
    theo.reads(SECOND)
    theo.choose("Class lists", "Yes")
    work = theo.main.locator(".answer", has=theo.page.get_by_role("group", name="Single sign-on"))
    work.get_by_label("Yes, with work").check()
    work.get_by_label("Who does the work?").fill("Omar Haddad")
    work.get_by_label("By when?").fill(today())
    assert walk.looked_at() == []
    theo.picture("district-12-platforms", narrow=True)
    theo.press("Keep these answers")
    theo.press("Send my answer")


def the_committee_looks_at_both(walk):
    scores = {
        "colleague": ((FIRST, "5", "Children like it."), (SECOND, "4", "Spanish and Polish are there.")),
        "curriculum_director": ((FIRST, "4", "It fits our units."), (SECOND, "3", "It fits our standards.")),
    }
    for name, given in scores.items():
        member = walk.by(name)
        member.open_step(TITLE)
        for product, score, words in given:
            member.follow(product)
            member.choose("How well does it meet the need?", f"{score}:")
            member.fill("What speaks for it?", words)
            assert walk.looked_at() == []
            member.press("Keep this")
        assert walk.looked_at() == []
        member.picture("district-13-committee", narrow=True)
        member.press("Send my answer")


def the_first_one_is_chosen_and_the_gate_says_no(walk):
    ana, theo = walk.by("teacher"), walk.by("technology")
    ana.open_step(TITLE)
    ana.reads("Children like it.", "4.5 of 5")
    ana.choose("Which candidate?", FIRST)
    ana.fill("Why? What should those concerned know?", "The committee likes it best.")
    assert walk.looked_at() == []
    ana.picture("district-14-choice", narrow=True)
    ana.press("Choose this candidate")
    assert the_purchase().state == "compliance-gate"

    theo.open_step(TITLE)
    theo.reads("It does not work with it")
    passes = theo.main.get_by_label("Compliant and integrates: go on to the purchase")
    assert passes.is_disabled()
    theo.choose("What do you decide?", "It can’t be used: another candidate")
    theo.choose("On what ground?", "Does not work with our systems")
    theo.fill("Why? What should those concerned know?", "Nobody could sign in with the district account.")
    assert walk.looked_at() == []
    theo.picture("district-15-gate-no", narrow=True)
    theo.press("Send my answer")
    assert (the_purchase().state, candidate(FIRST).standing) == ("evaluation", "ruled-out")


def the_second_one_passes(walk):
    """In a new round: what was said of it stands, and everybody says that it does."""
    ana, theo = walk.by("teacher"), walk.by("technology")
    for name in ("technology", "colleague", "curriculum_director"):
        walk.by(name).open_step(TITLE)
        walk.by(name).reads(SECOND)
        walk.by(name).press("Send my answer")
    ana.open_step(TITLE)
    ana.reads("Ruled out")
    ana.choose("Which candidate?", SECOND)
    one_year = candidate(SECOND).quotes.get(years=1)
    ana.main.get_by_label("Which quote is taken?").select_option(str(one_year.pk))
    ana.fill("Why? What should those concerned know?", "It works with what we have.")
    assert walk.looked_at() == []
    ana.press("Choose this candidate")
    theo.open_step(TITLE)
    theo.reads("Everything the rule asks for is done.", "A signed agreement in force covers it.")
    theo.choose("What do you decide?", "Compliant and integrates: go on to the purchase")
    assert walk.looked_at() == []
    theo.picture("district-16-gate-yes", narrow=True)
    theo.press("Send my answer")
    assert the_purchase().state == "purchasing"


# --- 5 to 7. purchase, coordination, library, contract ----------------------------------------------------------------


def it_is_bought_line_by_line(walk):
    ana, bruno = walk.by("teacher"), walk.by("business_office")
    ana.open_step(TITLE)
    lines = {
        "Information Technology and the other roles are told": "Ana Ruiz",
        "The funds can be drawn on": "Bruno Castro",
        "The contract is reviewed and agreed": "Cleo Marsh",
        "Accounts are provisioned": "Omar Haddad",
    }
    for line, owner in lines.items():
        ana.main.get_by_role("listitem").filter(has_text=line).get_by_role("link").first.click()
        ana.main.get_by_label("Who does it?").fill(owner)
        ana.fill("By when?", today())
        ana.press("Give it to them")
    assert walk.looked_at() == []
    ana.picture("district-17-checklist", narrow=True)
    for line in list(lines)[:3]:
        ana.press(f"Mark as done : {line}")
    bruno.open_step(TITLE)
    bruno.choose("Which order was placed?", "Order recorded")
    bruno.fill("Order number", "PO-4711")
    bruno.fill("Order date", today())
    bruno.fill("Order amount", "9000.00")
    assert walk.looked_at() == []
    bruno.picture("district-18-order", narrow=True)
    bruno.press("Send my answer")
    ana.open_step(TITLE)
    ana.press("Mark as done : Accounts are provisioned")
    ana.open_step(TITLE)
    ana.fill("Rolled out from", "2027-08-16")
    assert walk.looked_at() == []
    ana.press("Everything is coordinated")
    assert the_purchase().state == "contract-posting"


def the_contract_is_documented(walk):
    dana = walk.by("it_director")
    dana.open_step(TITLE)
    assert walk.looked_at() == []
    dana.picture("district-19-posting", narrow=True)
    dana.follow("Post it")
    dana.choose("Looked at again every", "12 months")
    dana.press("Post the agreement")
    dana.open_step(TITLE)
    dana.choose("Looked at again every", "12 months")
    dana.press("The contract is documented")
    assert the_purchase().state == "planning"


def the_library_says_from_when(walk):
    mai = walk.by("stranger")
    mai.go("/library/?q=raz")
    mai.reads("Rollout from")
    assert walk.looked_at() == []
    mai.follow(SECOND)
    mai.reads("rollout from", "2027")
    assert walk.looked_at() == []
    mai.picture("district-20-rollout-from", narrow=True)


# --- 8 to 10. goals, plan, monitoring ---------------------------------------------------------------------------------


def the_plan_is_written(walk):
    ana = walk.by("teacher")
    ana.open_step(TITLE)
    assert walk.looked_at() == []
    ana.picture("district-21-planning", narrow=True)
    the_goals_are_set(walk)
    the_measures_are_set(walk)
    the_seven_parts_are_written(walk)
    ana.press("The plan is complete: begin")
    assert the_purchase().state == "monitoring"


def the_goals_are_set(walk):
    ana = walk.by("teacher")
    ana.follow("Short-term goals")
    for term, words in (("Short-term", "By May, seven of ten read at grade level."), ("Long-term", "Nine of ten do.")):
        ana.choose("Is it a short-term or a long-term goal?", term)
        ana.fill("What is to be reached?", words)
        ana.fill("Which data measures it?", "The benchmark of the district")
        ana.press("Add this goal")
    assert walk.looked_at() == []
    ana.picture("district-22-goals", narrow=True)
    ana.open_step(TITLE)


def the_measures_are_set(walk):
    ana = walk.by("teacher")
    until = (timezone.localdate() + timedelta(days=70)).isoformat()
    for about in ("Student performance", "Usage", "User feedback", "Associated practices"):
        ana.follow(about)
        ana.fill("What is measured, and from which source?", f"{about}, as the district reports it")
        ana.fill("Unit of the figure", "percent")
        ana.fill("Figure at the start, if it is known", "62")
        ana.fill("Figure aimed at, if there is one", "70")
        ana.choose("How often?", "Every month")
        ana.fill("First time on", today())
        ana.fill("Until", until)
        ana.main.get_by_label("Who records it?").fill("Ben Okafor")
        if about == "Usage":
            assert walk.looked_at() == []
            ana.picture("district-23-measure", narrow=True)
        ana.press("Keep this measure")
        ana.open_step(TITLE)


def the_seven_parts_are_written(walk):
    ana = walk.by("teacher")
    ana.follow("Who takes part")
    for number in range(7):
        ana.main.get_by_role("textbox").first.fill(f"As agreed with both schools, part {number + 1}.")
        if number == 0:
            assert walk.looked_at() == []
            ana.picture("district-24-plan-part", narrow=True)
        ana.press("Save and go on")
    ana.open_step(TITLE)


def a_check_in_is_recorded(walk):
    assert check_ins.open_due(at=timezone.now()) == 4
    ben = walk.by("colleague")
    ben.open_step(TITLE)
    ben.reads("At the start", "62", "70")
    ben.fill("Figure, in percent", "71.5")
    ben.fill("Notes", "Both schools, all classes.")
    assert walk.looked_at() == []
    ben.picture("district-25-check-in", narrow=True)
    ben.press("Record this check-in")
    ben.reads("71.5")
    assert walk.looked_at() == []
    ben.picture("district-26-measure-shown", narrow=True)


def the_next_steps_are_decided(walk):
    ana = walk.by("teacher")
    ana.go(f"/cases/{the_purchase().pk}/monitoring/")
    ana.reads("71.5")
    assert walk.looked_at() == []
    ana.picture("district-27-monitoring", narrow=True)
    ana.go(f"/cases/{the_purchase().pk}/")
    ana.follow("Reflect and decide the next steps now")
    ana.press("Reflect and decide the next steps now")
    ana.open_step(TITLE)
    ana.follow("Say which goals were reached")
    ana.choose("By May, seven of ten read at grade level.", "Yes")
    ana.press("Keep what I said")
    ana.choose("What comes next?", "Continue as it is")
    ana.fill("Why? What should those concerned know?", "The first goal is reached.")
    assert walk.looked_at() == []
    ana.picture("district-28-next-steps", narrow=True)
    ana.press("Decide the next steps")
    assert (the_purchase().state, the_purchase().next_step) == ("complete", "continue")
    ana.go(f"/cases/{the_purchase().pk}/")
    ana.reads("Complete")
    assert walk.looked_at() == []
    ana.picture("district-29-complete", narrow=True)


def a_teacher_finds_it_in_the_library(walk):
    mai = walk.by("stranger")
    mai.page.reload()
    mai.reads("Yes", "Roosevelt School")
    assert "rollout" not in mai.text.lower()
    assert walk.looked_at() == []


# --- the Board, and a denial ------------------------------------------------------------------------------------------


def test_what_reaches_the_boards_threshold_is_decided_by_the_board(walk):
    path = MacroPath(walk.district, title=TITLE)
    path.to_board()
    greta = walk.by("board_secretary")
    greta.open_step(TITLE)
    greta.reads("Has the Board approved the purchase?", "Lexia Core", "$30,000.00", path.case.need)
    assert walk.looked_at() == []
    greta.choose("What do you decide?", "The Board has approved")
    greta.fill("Date of the Board’s meeting", today())
    greta.picture("district-30-board", narrow=True)
    greta.press("Send my answer")
    assert (the_purchase().state, the_purchase().board_met_on) == ("purchasing", timezone.localdate())
    ana = walk.by("teacher")
    ana.go(f"/cases/{the_purchase().pk}/coordination/")
    ana.reads("The Board has approved")
    assert walk.looked_at() == []


def test_no_candidate_is_left_and_the_lead_reads_why(walk):
    path = MacroPath(walk.district, title=TITLE)
    path.funded()
    path.evaluated_again(says="no")
    path.choose()
    path.do("fail_gate", walk.district.technology, ground="technical", rationale="It does not know our class lists.")
    path.committee_answers()
    path.answer("platforms", walk.district.technology)
    path.choose()
    theo = walk.by("technology")
    theo.open_step(TITLE)
    another = theo.main.get_by_label("It can’t be used: another candidate")
    assert another.is_disabled()
    theo.reads("There is no other candidate: deny the request instead.")
    theo.main.get_by_role("radio", name="Deny the request", exact=True).check()
    theo.press("Send my answer")
    theo.reads("There is a problem", "Choose the ground for the denial.")
    theo.errors.clear()  # what the browser says of the answer 422
    theo.choose("On what ground?", "Does not work with our systems")
    theo.fill("Why? What should those concerned know?", "Neither of the two works with our class lists.")
    assert walk.looked_at() == []
    theo.picture("district-31-denial", narrow=True)
    theo.press("Send my answer")
    assert the_purchase().state == "denied"

    ana = walk.by("teacher")
    with ana.page.expect_navigation():
        ana.page.get_by_role("banner").get_by_role("link", name="Notices").click()
    ana.follow(TITLE)
    ana.reads("Denied", "Neither of the two works with our class lists.")
    assert walk.looked_at() == []
    ana.picture("district-32-denied", narrow=True)
