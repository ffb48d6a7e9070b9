"""MACRO-1: the lead writes the need section by section, finds a sponsor, and names the people who take part."""

import pytest
from django.urls import reverse

from requests_app.models import DistrictPurchase, TeamMember
from tests.answering import answer, now, text
from tests.macro_paths import MacroPath
from tests.requests_app.pages import TOLD, press
from workflows.models import Follower, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MACRO-1")]
# The page of any case, the frame around it, and what the stage it is in still needs.
WORKSPACE = 15
SECTIONS = {
    "program": {
        "title": "Reading at each student’s level",
        "instructional": "True",
        "grade_levels": ["3", "4"],
        "content_areas": ["English language arts"],
    },
    "need": {"need": "A third read below grade.", "purpose": "Practice at one’s own level", "impact": "1,200 students"},
    "outcome": {"outcome": "Nine of ten read at grade level.", "measured_by": "The spring assessment"},
    "resources": {"existing": "Readers that stop at grade 2", "look_fors": "English and Spanish"},
    "where": {"students": "1200", "staff": "48", "amount": "9000"},
    "people": {"leaders": "The coaches of both schools", "action_plan": "Choose by March."},
}


def begun(client) -> DistrictPurchase:
    """From the plain questions to a draft: several schools make it a district purchase (X-13)."""
    sent = TOLD | {"reach": "several", "q": "Reading Ladder", "act": "new", "once": "a-district-purchase-1"}
    response = client.post("/new/check/", sent)
    assert response.status_code == 303, text(response)
    return DistrictPurchase.objects.get(pk=int(response.url.split("/")[2]))


def write(client, case, **left_out) -> DistrictPurchase:
    for topic, said in SECTIONS.items():
        more = {"schools": [case.place_id]} if topic == "where" else {}
        said = {name: value for name, value in said.items() if name not in left_out}
        response = client.post(reverse("case-form", args=[case.pk, topic]), said | more)
        assert response.status_code == 303, text(response)
    return now(case)


def team(client, case, what: str, **said):
    """A form of the team's page, as it is shown."""
    url = reverse("case-team", args=[case.pk])
    form = client.get(url).context["lead_form" if what == "hand-over" else "member_form"]
    shown = {name: form[name].value() for name in ("once", "case_version", "reviews")}
    return client.post(url, shown | said | {"what": what})


def test_the_lead_writes_the_need_and_finds_a_sponsor(cast):
    lead, principal = cast.client("teacher"), cast.client("principal")
    case = begun(lead)
    page = text(lead.get(reverse("case-form", args=[case.pk, "need"])))
    assert "Which need is not met, or which goal of the building or district does it serve?" in page
    case = write(lead, case, action_plan=True)

    page = text(lead.get(reverse("case-check", args=[case.pk])))
    assert "Still to answer: action plan." in page
    assert press(lead, case, "case-submit").status_code == 409

    lead.post(reverse("case-form", args=[case.pk, "people"]), SECTIONS["people"])
    page = text(lead.get(reverse("case-check", args=[case.pk])))
    assert "A district purchase has a sponsor" in page
    assert "You get an answer within 120 days" in page
    assert press(lead, case, "case-support", move="ask_support").status_code == 303
    assert "The form is read-only until the sponsor has answered." in text(
        lead.get(reverse("case-form", args=[case.pk, "need"]))
    )

    assert answer(principal, case, "sponsorship", outcome="approve").status_code == 303
    assert press(lead, case, "case-submit").status_code == 303

    case = now(case)
    assert (case.state, case.sponsored_by) == ("vendor-search", cast.principal)
    assert case.number
    assert case.response_due
    page = text(lead.get(case.get_absolute_url()))
    assert "What is left" in page
    assert "Candidates, and who was asked" in page
    assert "Add at least one candidate first." in page


def test_a_sponsor_who_says_no_says_why_and_the_lead_may_ask_again(cast):
    lead, principal = cast.client("teacher"), cast.client("principal")
    case = write(lead, begun(lead))
    press(lead, case, "case-support", move="ask_support")

    assert answer(principal, case, "sponsorship", outcome="deny").status_code == 422
    assert answer(principal, case, "sponsorship", outcome="deny", rationale="Ask for two schools.").status_code == 303

    page = text(lead.get(reverse("case-check", args=[case.pk])))
    assert "does not support it." in page
    assert "Ask for two schools." in page
    assert press(lead, case, "case-submit").status_code == 409
    assert press(lead, case, "case-support", move="ask_support").status_code == 303


def test_a_question_to_the_sponsor_is_taken_back(cast):
    lead = cast.client("teacher")
    case = write(lead, begun(lead))
    press(lead, case, "case-support", move="ask_support")

    assert press(lead, case, "case-support", move="cancel_ask").status_code == 303

    assert now(case).open_steps() == []
    assert lead.post(reverse("case-form", args=[case.pk, "need"]), SECTIONS["need"]).status_code == 303


def test_a_principal_who_asks_is_the_sponsor(cast):
    principal = cast.client("principal")
    case = write(principal, begun(principal))

    assert press(principal, case, "case-submit").status_code == 303

    assert now(case).sponsored_by == cast.principal


def test_people_are_given_parts_and_read_all_of_it(cast):
    case = MacroPath(cast).submit()
    lead, stranger = cast.client("teacher"), cast.client("stranger")
    assert stranger.get(reverse("case-team", args=[case.pk])).status_code == 403

    assert team(lead, case, "add", person="nobody at all", part="committee").status_code == 422
    assert team(lead, case, "add", person=cast.stranger.username).status_code == 422
    for part in ("committee", "stakeholder", "business"):
        assert team(lead, case, "add", person=cast.stranger.username, part=part).status_code == 303
    assert team(lead, case, "add", person=cast.stranger.username, part="business").status_code == 422

    page = text(stranger.get(reverse("case-team", args=[case.pk])))
    assert all(part in page for part in ("Committee member", "Stakeholder", "Business Office"))
    assert "A third of the students read below their grade." in text(stranger.get(case.get_absolute_url()))
    assert Notice.objects.filter(user=cast.stranger, template="team_part", case_id=case.pk).count() == 3
    assert team(stranger, case, "add", person=cast.coach.username, part="committee").status_code == 403


def test_who_comes_to_the_committee_while_it_sits_is_asked_and_who_is_taken_off_is_not(cast):
    case = MacroPath(cast).to("evaluation")
    lead = cast.client("teacher")

    team(lead, case, "add", person=cast.colleague.username, part="committee")

    mine = [step for step in now(case).open_steps() if step.person == cast.colleague]
    assert [step.key for step in mine] == ["committee"]
    member = TeamMember.objects.get(case=case, user=cast.colleague)
    assert team(lead, case, "remove", member=member.pk).status_code == 303
    assert not [step for step in now(case).open_steps() if step.person == cast.colleague]
    assert team(lead, case, "remove", member=member.pk).status_code == 409

    team(lead, case, "add", person=cast.colleague.username, part="committee")
    assert len([step for step in now(case).open_steps() if step.person == cast.colleague]) == 1


def test_the_lead_hands_it_over_with_what_waits_on_them(cast):
    case = MacroPath(cast).submit()
    lead = cast.client("teacher")

    assert team(lead, case, "hand-over", lead=cast.teacher.username).status_code == 422
    assert team(lead, case, "hand-over", lead=cast.colleague.username).status_code == 303

    case = now(case)
    assert (case.the_lead, case.open_step("search").person) == (cast.colleague, cast.colleague)
    assert Follower.objects.filter(case_id=case.pk, user=cast.teacher, reads_whole=True).exists()
    assert "search" in text(cast.client("colleague").get("/inbox/")).lower()
    assert team(lead, case, "add", person=cast.coach.username, part="committee").status_code == 403
    assert team(cast.client("colleague"), case, "add", person=cast.coach.username, part="committee").status_code == 303


def test_the_workspace_names_what_is_missing_and_asks_little(cast, django_assert_num_queries):
    case = MacroPath(cast).to("planning")
    lead = cast.client("teacher")

    with django_assert_num_queries(WORKSPACE):
        page = text(lead.get(case.get_absolute_url()))

    assert "Still missing: a short-term goal, a long-term goal." in page
    assert reverse("district-goals", args=[case.pk]) in page
    assert reverse("district-budget", args=[case.pk]) in page
