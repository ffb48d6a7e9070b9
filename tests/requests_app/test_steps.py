"""The page of a step: what it shows, to whom, and its answers to what goes wrong."""

import pytest
from django.utils import timezone, translation

from catalog import services as library
from requests_app import integration
from tests.answering import answer, now, proposed, step_url, text
from tests.paths import WITH_DATA, Path
from workflows import engine
from workflows.actors import Actor
from workflows.models import Event, Review

pytestmark = pytest.mark.django_db

PAGES = [
    ("initial-review", "assistant-superintendent", "initial"),
    ("in-review", "principal", "principal"),
    ("in-review", "curriculum-director", "curriculum"),
    ("in-review", "ict-coordinator", "ict"),
    ("final-review", "assistant-superintendent", "final"),
    ("soppa-review", "it-director", "contract"),
    ("soppa-review", "principal", "purchase"),
    ("waiting-vendor", "it-director", "vendor"),
    ("contract-posting", "it-director", "posting"),
    ("integration", "integration-specialist", "integration"),
]


@pytest.mark.parametrize(("state", "who", "key"), PAGES)
def test_every_step_has_its_page_for_its_holder_alone(cast, state, who, key):
    case = Path(cast, funded=True, **WITH_DATA).to(state)
    url = step_url(case, key)
    assert cast.client(who).get(url).status_code == 200
    assert cast.client("stranger").get(url).status_code == 403
    assert cast.client("stranger").post(url, {"move": "approve", "0-outcome": "approve"}).status_code == 403
    assert now(case).state == state


@pytest.mark.parametrize(("state", "who", "key"), PAGES)
def test_an_empty_form_is_shown_again_with_what_is_missing(cast, state, who, key):
    case = Path(cast, funded=True, **WITH_DATA).to(state)
    response = cast.client(who).post(step_url(case, key), {})
    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert now(case).version == case.version


def test_what_a_move_needs_is_asked_with_that_move_alone(cast):
    case = Path(cast).submit()
    form = cast.client("assistant-superintendent").get(step_url(case, "initial")).context["form"]
    response = cast.client("assistant-superintendent").get(step_url(case, "initial"))
    assert 'data-shows-when="move=deny"' in text(response)
    assert list(form.fields["move"].choices)[0][0] == "send_to_review"


def test_a_decision_that_cannot_be_made_yet_says_why(cast):
    case = Path(cast, **WITH_DATA).vendor_linked()
    form = cast.client("it-director").get(step_url(case, "contract")).context["form"]
    assert "No agreement with the vendor" in form.reasons["approve_contract"]


def test_an_unknown_move_is_refused_on_the_form(cast):
    case = Path(cast).submit()
    for name in ("withdraw", "approve_contract", "__class__", ""):
        response = cast.client("assistant-superintendent").post(step_url(case, "initial"), {"move": name})
        assert response.status_code == 422
    assert now(case).state == "initial-review"


@pytest.mark.parametrize("said", [{"outcome": "advice"}, {"outcome": "ordered"}, {"outcome": "<x>"}])
def test_an_outcome_of_another_step_is_refused_on_the_form(cast, said):
    case = Path(cast).send()
    assert answer(cast.client("ict-coordinator"), case, "ict", **said).status_code == 422
    assert now(case).open_step("ict") is not None


def test_a_step_of_somebody_else_smuggled_into_the_form_is_refused(cast):
    case = Path(cast).send()
    steps = {step.key: step for step in now(case).open_steps()}
    sent = {"0-step": steps["curriculum"].pk, "0-step_version": 1, "0-outcome": "approve"}
    assert cast.client("ict-coordinator").post(step_url(case, "ict"), sent).status_code == 403
    assert not Review.objects.filter(step=steps["curriculum"]).exists()


def test_a_stale_step_is_answered_by_saying_what_changed(cast):
    case = Path(cast).send()
    client = cast.client("ict-coordinator")
    url, step = step_url(case, "ict"), now(case).open_step("ict")
    sent = proposed(client.get(url).context["form"]) | {"0-outcome": "approve"}
    engine.claim(case.pk, step.pk, by=Actor(cast.ict_coordinator), at=timezone.now())
    response = client.post(url, sent | {"0-rationale": "Long words that were typed."})
    assert response.status_code == 409
    assert "Long words that were typed." in text(response)


def test_a_stale_case_is_answered_by_saying_what_changed(cast):
    path = Path(cast)
    case = path.submit()
    client = cast.client("assistant-superintendent")
    url = step_url(case, "initial")
    sent = proposed(client.get(url).context["form"]) | {"move": "send_to_review"}
    path.do("return_for_changes", cast.assistant_superintendent, rationale="Which classes?")
    response = client.post(url, sent)
    assert response.status_code == 409
    assert "Return for changes" in text(response)


def test_the_same_answer_sent_twice_leads_to_the_first_result(cast):
    case = Path(cast).send()
    client = cast.client("ict-coordinator")
    url = step_url(case, "ict")
    sent = proposed(client.get(url).context["form"]) | {"0-outcome": "approve"}
    assert client.post(url, sent).status_code == 303
    again = client.post(url, sent)
    assert (again.status_code, again.url) == (303, f"/cases/{case.pk}/")
    assert Event.objects.filter(case=case.pk, kind="review", name="approve").count() == 1


@pytest.mark.parametrize("broken", [{"step_version": "x"}, {"step_version": "-1"}, {"step_version": "\u0661"}])
def test_a_version_that_was_tampered_with_reads_as_stale(cast, broken):
    case = Path(cast).send()
    assert answer(cast.client("ict-coordinator"), case, "ict", outcome="approve", **broken).status_code == 409


def test_bad_values_are_refused_by_the_field_and_kept(cast):
    case = Path(cast, funded=True).send()
    said = {"outcome": "approve", "amount": "-5", "budget_code": "x" * 61, "rationale": "Kept."}
    response = answer(cast.client("principal"), case, "principal", **said)
    assert response.status_code == 422
    assert {"0-amount", "0-budget_code"} == set(response.context["form"].errors)
    assert "Kept." in text(response)


def test_resubmitted_answers_show_what_they_were(cast):
    path = Path(cast)
    path.returned()
    engine.edit(path.case.pk, {"purpose": "Quizzes in science"}, by=Actor(cast.teacher), at=path.at)
    case = path.do("resubmit", cast.teacher)
    page = text(cast.client("assistant-superintendent").get(step_url(case, "initial")))
    assert "Quizzes in science" in page
    assert "Changed; it was: Quizzes in mathematics" in page


def test_a_request_of_another_kind_or_number_is_not_found(cast):
    case = Path(cast).submit()
    other = Path(cast).send()
    client = cast.client("assistant-superintendent")
    assert client.get(f"/cases/999999/steps/{case.open_step('initial').pk}/").status_code == 404
    assert client.get(f"/cases/{other.pk}/steps/{case.open_step('initial').pk}/").status_code == 404


def test_a_draft_asked_for_support_is_read_by_the_principal_alone(cast):
    path = Path(cast, funded=True)
    path.do("ask_support", cast.teacher)
    url = step_url(path.case, "support")
    assert cast.client("stranger").get(url).status_code == 404
    principal = cast.client("principal")
    assert "Quizzes in mathematics" in text(principal.get(url))
    assert answer(principal, path.case, "support", outcome="approve", funding_source="").status_code == 422
    funded = {"outcome": "approve", "funding_source": "School budget"}
    assert answer(principal, path.case, "support", **funded).status_code == 303
    assert now(path.case).support_given


def test_an_entry_of_the_library_that_was_not_reviewed_yet_is_reviewed_with_the_request(cast):
    case = Path(cast).submit()
    known = library.add_resource(name="Kahoot for schools", by=None, at=timezone.now())
    client = cast.client("assistant-superintendent")
    client.post(f"{step_url(case, 'initial')}link/", {"what": "resource", "resource": known.pk})
    known.refresh_from_db()
    assert known.approval == "in-review"


@pytest.mark.parametrize("sent", [{"what": "resource"}, {"what": "resource", "resource": "0"}])
def test_a_link_without_a_choice_is_shown_again(cast, sent):
    case = Path(cast).submit()
    response = cast.client("assistant-superintendent").post(f"{step_url(case, 'initial')}link/", sent)
    assert response.status_code == 422
    assert now(case).resource == case.resource


def test_what_a_step_may_not_link_is_refused(cast):
    case = Path(cast).submit()
    client = cast.client("assistant-superintendent")
    for what in ("vendor", "new-vendor", "agreements", "state", ""):
        assert client.post(f"{step_url(case, 'initial')}link/", {"what": what}).status_code == 403
    assert client.get(f"{step_url(case, 'initial')}finding/").status_code == 403


def test_a_principal_who_orders_for_their_own_request_reads_no_internal_note(cast):
    path = Path(cast, requester=cast.principal, funded=True)
    path.do("submit", cast.principal)
    path.do("send_to_review", cast.assistant_superintendent)
    path.answer("principal", cast.assistant_superintendent, **path.funds)
    path.answer("curriculum", cast.curriculum_director, rationale="Fits.", internal="Watch the budget here.")
    path.answer("ict", cast.ict_coordinator)
    case = path.do("approve", cast.assistant_superintendent)
    principal = cast.client("principal")
    pages = (step_url(case, "purchase"), f"/cases/{case.pk}/", f"/cases/{case.pk}/history/")
    for page in pages:
        assert "Watch the budget" not in text(principal.get(page))
    assert "Fits." in text(principal.get(pages[0]))
    assert "Watch the budget" in text(cast.client("it-director").get(step_url(case, "contract")))


def test_the_history_of_a_schools_line_is_in_the_districts_language_whoever_acts(cast):
    case = Path(cast, **WITH_DATA).posted()
    step, by = case.open_step("integration").pk, Actor(cast.integration_specialist)
    said = {"step": step, "by": by, "at": timezone.now()}
    with translation.override("es"):
        integration.add_sites(case=case, lines=[{"place": cast.school, "contact": None, "method": "manual"}], **said)
        integration.change_site(site=case.sites.get(), method="rostering", **said)
        integration.remove_site(site=case.sites.get(), **said)
    _listed, changed, removed = Event.objects.filter(step=step, name="amend").order_by("pk")
    assert changed.label == f"School changed: {cast.school}"
    [[before, after]] = changed.details["changed"].values()
    assert (before.split(", ")[-1], after.split(", ")[-1]) == ("By hand", "Class lists (rostering)")
    assert removed.label == f"School taken off the list: {cast.school}"
