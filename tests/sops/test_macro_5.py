"""MACRO-5: the gate, and the checklist of purchase and coordination."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import Agreement
from requests_app import owners
from requests_app.models import Candidate, CoordinationLine, PlatformAnswer
from tests.answering import answer, fill, step_url, text
from tests.macro_paths import BOARDS, FAILED, ORDER, MacroPath
from workflows.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MACRO-5")]
What = CoordinationLine.What
TODAY = timezone.localdate


def over() -> dict:
    """The dates of an agreement that ended yesterday."""
    return {"starts_on": TODAY() - timedelta(days=365), "ends_on": TODAY() - timedelta(days=1)}


PLACED = {name: str(value) for name, value in ORDER.items()}


# --- the gate ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def gated(cast) -> MacroPath:
    made = MacroPath(cast, with_data=True)
    made.to("compliance-gate")
    return made


def rule(client, path) -> dict[str, tuple[bool, str]]:
    """The lines of the rule as the page shows them."""
    page = client.get(step_url(path.case, "gate"))
    return {str(line.label): (line.done, str(line.words)) for line in page.context["gate"].lines}


def test_the_rule_of_the_gate_is_a_list(cast, gated):
    found = rule(cast.client("technology"), gated)
    platforms = gated.fresh.platforms
    assert list(found) == ["A candidate is chosen", "Compliance", "Agreement", *platforms]
    assert {done for done, _words in found.values()} == {True}
    assert found["Agreement"] == (True, "A signed agreement in force covers it.")
    response = answer(cast.client("technology"), gated.case, "gate", move="pass_gate")
    assert (response.status_code, gated.fresh.state) == (303, "purchasing")


@pytest.mark.parametrize("lack", ["Compliance", "Agreement", "Single sign-on"])
def test_the_gate_stays_shut_while_something_is_missing(cast, gated, lack):
    chosen = gated.fresh.chosen
    match lack:
        case "Compliance":
            chosen.compliance = Candidate.Compliance.PURSUED
            chosen.save()
        case "Agreement":
            Agreement.objects.filter(products=chosen.resource).update(**over())
        case _:
            PlatformAnswer.objects.filter(candidate=chosen, platform=lack).update(says="no")
    technology = cast.client("technology")
    found = rule(technology, gated)
    assert [label for label, (done, _words) in found.items() if not done] == [lack]
    assert answer(technology, gated.case, "gate", move="pass_gate").status_code == 409
    assert gated.fresh.state == "compliance-gate"


def test_work_passes_with_its_owner_and_its_day(cast, gated):
    work = {"says": "work", "owner": cast.technician, "due_on": date(2027, 1, 12)}
    PlatformAnswer.objects.filter(candidate=gated.fresh.chosen, platform="Single sign-on").update(**work)
    done, words = rule(cast.client("technology"), gated)["Single sign-on"]
    assert done
    assert words == f"With work: {cast.technician}, by 12 January 2027"


def test_no_goes_back_to_the_evaluation_with_another_candidate(cast, gated):
    first = gated.fresh.chosen
    said = FAILED | {"move": "fail_gate"}
    assert answer(cast.client("technology"), gated.case, "gate", **said).status_code == 303
    case = gated.fresh
    first.refresh_from_db()
    assert (case.state, case.chosen, first.standing) == ("evaluation", None, "ruled-out")
    assert len(case.live_candidates()) == 1
    assert FAILED["rationale"] in text(cast.client(gated.lead).get(step_url(case, "choice")))
    gated.evaluated_again()
    assert gated.choose().state == "compliance-gate"


def test_no_ends_it_where_no_candidate_is_left(cast):
    path = MacroPath(cast)
    path.searched("Lexia Core")
    path.do("finish_search", path.lead)
    path.add_quote(path.fresh.live_candidates()[0])
    path.do("finish_quotes", path.lead)
    funds = {"amount": path.price, "funding_source": "Title I", "budget_code": "10-2210"}
    path.answer("district-funds", cast.business_office, "approve", **funds)
    path.evaluated_again()
    path.choose()
    technology = cast.client("technology")
    assert answer(technology, path.case, "gate", **FAILED | {"move": "fail_gate"}).status_code == 409
    assert answer(technology, path.case, "gate", **FAILED | {"move": "deny"}).status_code == 303
    assert path.fresh.state == "denied"


# --- the checklist ----------------------------------------------------------------------------------------------------


@pytest.fixture
def path(cast) -> MacroPath:
    made = MacroPath(cast, with_data=True)
    made.to("purchasing")
    return made


@pytest.fixture
def lead(cast, path):
    return cast.client(path.lead)


def url(path) -> str:
    return reverse("district-coordination", args=[path.case.pk])


def give(client, path, what: int, person="technician", **said):
    page = reverse("district-coordination-line", args=[path.case.pk, int(what)])
    due_on = (TODAY() + timedelta(days=7)).isoformat()
    return fill(client, page, **{"owner": person, "due_on": due_on} | said)


def mark(client, path, what: int, act: str = "done", **said):
    return client.post(url(path), {"what": act, "line": int(what)} | said)


def shown(client, path) -> list[str]:
    """Each line's badge, in order."""
    return [str(line.shown.words) for line, _mine in client.get(url(path)).context["list"]["lines"]]


def standing(path) -> list[str]:
    return [row.done_on and "done" for row in path.fresh.coordination.all()]


def do(client, path, *what: int):
    for line in what:
        assert give(client, path, line).status_code == 303
        assert mark(client, path, line).status_code == 303


def test_six_lines_in_their_order_the_later_ones_locked(path, lead):
    assert [row.what for row in path.fresh.coordination.all()] == list(What)
    assert (
        shown(lead, path) == ["To do", "Not yet possible", "Not yet possible", "Not needed"] + ["Not yet possible"] * 2
    )
    read = text(lead.get(url(path)))
    assert "First: Information Technology and the other roles are told." in read
    assert "The amount is below the Board’s threshold." in read
    give(lead, path, What.FUNDING)
    assert mark(lead, path, What.FUNDING).status_code == 409
    do(lead, path, What.NOTIFIED, What.FUNDING, What.CONTRACT)
    assert standing(path) == ["done", "done", "done", None, None, None]


def test_a_line_has_an_owner_and_a_day_before_it_is_done(cast, path, lead):
    refused = mark(lead, path, What.NOTIFIED)  # the lead is proposed, without a day
    assert refused.status_code == 409
    assert "first say who does it, and by when" in text(refused)
    assert give(lead, path, What.NOTIFIED, person="").status_code == 422
    assert give(lead, path, What.NOTIFIED, due_on="2020-01-01").status_code == 422
    assert give(lead, path, What.NOTIFIED, person="nobody at all").status_code == 422
    assert give(lead, path, What.NOTIFIED).status_code == 303
    told = Notice.objects.get(template="district_owner")
    assert (told.user, told.context["what"]) == (cast.technician, str(What.NOTIFIED.label))


def test_a_line_is_done_by_its_owner_or_the_lead_and_nobody_else(cast, path, lead):
    give(lead, path, What.NOTIFIED)
    owner = cast.client("technician")
    assert mark(cast.client("business_office"), path, What.NOTIFIED).status_code == 403
    assert mark(cast.client("stranger"), path, What.NOTIFIED).status_code == 403
    assert cast.client("stranger").get(url(path)).status_code == 403
    page = reverse("district-coordination-line", args=[path.case.pk, 1])
    assert owner.get(page).status_code == 403
    assert owner.get(url(path)).status_code == 200
    assert mark(owner, path, What.NOTIFIED, done_on=(TODAY() + timedelta(days=1)).isoformat()).status_code == 422
    assert mark(owner, path, What.NOTIFIED).status_code == 303
    row = path.fresh.coordination.first()
    assert (row.done_on, row.done_by) == (TODAY(), cast.technician)
    assert mark(owner, path, What.NOTIFIED).status_code == 409
    assert mark(owner, path, What.FUNDING).status_code == 403


def test_once_the_first_line_is_done_the_other_roles_are_told(cast, path, lead):
    do(lead, path, What.NOTIFIED)
    told = set(Notice.objects.filter(template="district_coordination").values_list("user__username", flat=True))
    assert told >= {"it-director", "technology", "business-office", "compliance-officer"}


def test_a_line_can_be_taken_back_until_a_later_one_is_done(path, lead):
    do(lead, path, What.NOTIFIED, What.FUNDING)
    assert mark(lead, path, What.NOTIFIED, "undo").status_code == 409
    assert mark(lead, path, What.FUNDING, "undo").status_code == 303
    assert standing(path)[:2] == ["done", None]
    assert mark(lead, path, What.FUNDING, "undo").status_code == 409
    assert mark(lead, path, What.ORDER, "undo").status_code == 409


def test_the_order_waits_for_the_lines_before_it_and_marks_its_own(cast, path, lead):
    office = cast.client("business_office")
    refused = answer(office, path.case, "district-order", outcome="ordered", **PLACED)
    assert refused.status_code in {409, 422}
    assert "Before the order: Information Technology and the other roles are told;" in text(refused)
    do(lead, path, What.NOTIFIED, What.FUNDING, What.CONTRACT)
    assert mark(lead, path, What.ORDER).status_code == 409
    assert answer(office, path.case, "district-order", outcome="ordered", **PLACED).status_code == 303
    row = path.fresh.coordination.get(what=What.ORDER)
    assert (row.done_on, row.done_by) == (ORDER["po_date"], cast.business_office)
    assert shown(lead, path)[-1] == "To do"


def test_no_accounts_while_no_agreement_covers_it(cast, path, lead):
    do(lead, path, What.NOTIFIED, What.FUNDING, What.CONTRACT)
    answer(cast.client("business_office"), path.case, "district-order", outcome="ordered", **PLACED)
    give(lead, path, What.ACCOUNTS)
    agreements = Agreement.objects.filter(products=path.fresh.resource)
    agreements.update(**over())
    refused = mark(lead, path, What.ACCOUNTS)
    assert refused.status_code == 409
    assert "No agreement with the vendor that names Lexia Core is in force today." in text(refused)
    assert standing(path)[-1] is None
    agreements.update(ends_on=None)
    assert mark(lead, path, What.ACCOUNTS).status_code == 303
    case = path.fresh
    assert not case.coordination_lacks()
    rollout = (TODAY() + timedelta(days=90)).isoformat()
    assert answer(lead, case, "coordination", rollout_on=rollout).status_code == 303
    assert path.fresh.state == "contract-posting"


def test_coordination_is_not_over_before_every_line_is_done(path, lead):
    do(lead, path, What.NOTIFIED)
    rollout = (TODAY() + timedelta(days=90)).isoformat()
    refused = answer(lead, path.case, "coordination", rollout_on=rollout)
    assert refused.status_code == 409
    assert "Not done yet: The funds can be drawn on." in text(refused)


def test_the_boards_line_marks_itself(cast):
    path = MacroPath(cast, price=BOARDS)
    path.to("board-review")
    assert not path.fresh.coordination.exists()
    met = TODAY()
    secretary = cast.client("board_secretary")
    said = {"move": "board_approves", "meeting_on": met.isoformat()}
    assert answer(secretary, path.case, "district-board", **said).status_code == 303
    row = path.fresh.coordination.get(what=What.BOARD)
    assert row.done_on == met
    lead = cast.client(path.lead)
    assert shown(lead, path)[3] == "Done"
    assert mark(lead, path, What.BOARD, "undo").status_code == 409


def test_another_candidate_begins_the_checklist_anew(cast, path, lead):
    do(lead, path, What.NOTIFIED)
    for _stage in ("compliance-gate", "evaluation"):
        path.do("back", cast.admin, words="Once more.")
    path.evaluated_again()
    path.choose(path.fresh.live_candidates()[1])
    path.do("pass_gate", cast.technology)
    assert standing(path) == [None] * 6


def test_owners_are_reminded_on_their_day_once(cast, path, lead):
    give(lead, path, What.NOTIFIED)
    give(lead, path, What.FUNDING, person="colleague")
    mark(lead, path, What.NOTIFIED)
    at = timezone.now()
    assert owners.remind(at=at) == 0
    assert owners.remind(at=at + timedelta(days=7)) == 1
    assert owners.remind(at=at + timedelta(days=8)) == 0
    assert Notice.objects.get(template="district_owner_due").user == cast.colleague


def test_the_clock_reads_by_the_index_of_what_is_not_done(cast, path, lead, django_assert_num_queries):
    give(lead, path, What.NOTIFIED)
    with django_assert_num_queries(2):
        assert owners.remind(at=timezone.now()) == 0


def test_over_the_tolerance_the_business_office_is_asked_again(cast, path, lead):
    do(lead, path, What.NOTIFIED, What.FUNDING, What.CONTRACT)
    path.fresh.money.keep(whole_term=Decimal("20000.00"))
    refused = answer(cast.client("business_office"), path.case, "district-order", outcome="ordered", **PLACED)
    assert refused.status_code in {409, 422}
    assert "over the approved amount" in text(refused)
