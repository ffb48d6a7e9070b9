"""X-13: the administrator sets the rule, plain questions lead to one procedure, and a request may change it.

A request begun in the wrong procedure goes on in the right one, and nothing is lost or typed again.
"""

import pytest
from django.urls import reverse

from accounts.files import store_file
from tests.answering import proposed
from tests.equip_paths import EquipPath
from tests.factories import GrantFactory
from tests.macro_paths import MacroPath
from tests.paths import Path, pdf
from tests.requests_app.pages import hidden, text
from tests.software_paths import SoftwarePath
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Unmet
from workflows.machines import REQUESTS
from workflows.models import Case, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-13")]

# What the administrator chooses besides what is proposed, what the requester then says, and what they begin.
EQUIPMENT, APP = {"need": "equipment"}, {"need": "app", "reach": "one", "cost": "less"}
TEACHING, OFFICE = APP | {"use": "teaching"}, APP | {"use": "office"}
RULES = [
    ({}, TEACHING, "micro"),
    ({}, OFFICE, "soft"),
    ({}, EQUIPMENT, "equip"),
    ({"apps_go_to": "micro"}, OFFICE, "micro"),
    ({"apps_go_to": "soft"}, TEACHING, "soft"),
    ({"offers_soft": False}, OFFICE, "micro"),
    ({"offers_micro": False}, TEACHING, "soft"),
    ({"offers_micro": False, "offers_soft": False, "offers_macro": False}, {}, "equip"),
    ({}, TEACHING | {"reach": "several"}, "macro"),
    ({}, OFFICE | {"cost": "more"}, "macro"),
    ({"several_schools_are_macro": False}, TEACHING | {"reach": "several"}, "micro"),
    ({"offers_macro": False}, TEACHING | {"reach": "several"}, "micro"),
    ({"district_purchase_threshold": "0"}, OFFICE | {"cost": "more"}, "soft"),
]


def save(client, topic, **chosen):
    """A page of the settings, opened and saved with these choices; a box without its tick is not sent."""
    page = reverse("settings-topic", args=[topic])
    sent = proposed(client.get(page).context["form"]) | chosen
    return client.post(page, {name: value for name, value in sent.items() if value is not False})


def begin(client, said):
    """From the plain questions to a draft, answering what is asked."""
    asked = client.get("/new/").context["form"].fields if said else ()
    page = client.get("/new/", {"go": "1"} | {name: said[name] for name in asked if name in said})
    if page.status_code == 200:
        carried = hidden(page, reverse("library-check"))
        client.post(reverse("library-check"), carried | {"q": "Ledger Pro", "act": "new", "once": "begun-by-the-rule"})
    else:
        client.post(page.url, {"once": client.get(page.url).context["once"]})


@pytest.mark.parametrize(("chosen", "said", "kind"), RULES)
def test_the_administrator_sets_the_rule_and_plain_questions_lead_to_the_procedure(cast, chosen, said, kind):
    admin, teacher = cast.client("admin"), cast.client("teacher")

    assert save(admin, "offered", **chosen).status_code == 302

    begin(teacher, said)
    case = Case.objects.get()
    assert (case.kind, case.state, case.requester) == (kind, "draft", cast.teacher)


def test_every_procedure_that_there_is_can_be_reached_by_a_rule():
    assert {kind for _chosen, _said, kind in RULES} == set(REQUESTS)


def test_what_the_rule_no_longer_needs_is_no_longer_asked(cast):
    admin, teacher = cast.client("admin"), cast.client("teacher")
    assert {"need", "use"} <= set(teacher.get("/new/").context["form"].fields)

    save(admin, "offered", apps_go_to="soft")
    assert "use" not in teacher.get("/new/").context["form"].fields

    save(admin, "offered", offers_equip=False, offers_micro=False, offers_macro=False)
    assert "What is it called?" in text(teacher.get("/new/"))
    begin(teacher, {})
    assert Case.objects.get().kind == "soft"


def test_a_rule_holds_for_what_begins_from_now_on(cast):
    admin, teacher = cast.client("admin"), cast.client("teacher")
    begin(teacher, TEACHING)

    save(admin, "offered", offers_micro=False, reason="Everything is vetted first.")

    assert Case.objects.get().kind == "micro"
    assert "Everything is vetted first." in text(admin.get(reverse("settings-history")))


def test_the_administrator_names_the_agreement_review_as_their_state_does(cast):
    path = Path(cast)
    case = path.to("soppa-review")
    assert "Under SOPPA Review" in text(cast.client("teacher").get(case.get_absolute_url()))

    save(cast.client("admin"), "words", word_soppa_review="Under agreement review")

    page = text(cast.client("teacher").get(case.get_absolute_url()))
    assert "Under agreement review" in page
    assert "Under SOPPA Review" not in page


@pytest.mark.parametrize("person", ["teacher", "principal", "it-director", "district-administrator"])
def test_nobody_else_sets_the_rule(cast, person):
    page = reverse("settings-topic", args=["offered"])
    client = cast.client(person)
    assert client.get(page).status_code == 403
    assert client.post(page, {"apps_go_to": "soft"}).status_code == 403
    assert "use" in cast.client("teacher").get("/new/").context["form"].fields


# --- a request changes its procedure ----------------------------------------------------------------------------------


def move(client, case, to, **body):
    """Open the page as one does, and send it."""
    path = reverse("case-procedure", args=[case.pk])
    page = client.get(path)
    assert page.status_code == 200, page.status_code
    return client.post(path, hidden(page, path) | {"to": to, **body})


def test_a_draft_goes_on_in_another_procedure_with_all_that_was_answered(cast):
    path = Path(cast, title="Ledger Pro", instructional=False)
    teacher = cast.client("teacher")

    response = move(teacher, path.case, "soft")

    case = Case.objects.get()
    assert (response.status_code, response.url) == (303, reverse("case-check", args=[case.pk]))
    assert (case.kind, case.state, case.number) == ("soft", "draft", None)
    assert case.child.purpose == "Quizzes in mathematics"
    assert list(case.child.schools.all()) == [cast.school]
    assert "Quizzes in mathematics" in text(teacher.get(response.url))


def test_a_submitted_request_keeps_its_number_words_files_steps_and_history(cast):
    path = Path(cast, title="Ledger Pro", instructional=False)
    path.submit()
    before = path.fresh
    teacher = Actor(cast.teacher)
    engine.comment(before.pk, "We need it in January.", by=teacher, at=path.at)
    engine.attach(before.pk, store_file(pdf(), by=cast.teacher, at=path.at), kind="quote", by=teacher, at=path.at)
    events = before.events.count()
    steps = list(before.steps.values_list("pk", flat=True))
    GrantFactory(user=cast.colleague, role="cybersecurity", place=cast.district)

    move(cast.client("assistant-superintendent"), before, "soft", rationale="Office software is vetted first.")

    case = Case.objects.get().child
    assert (case.kind, case.number, case.response_due) == ("soft", before.number, before.response_due)
    assert case.submitted_at == before.submitted_at
    assert case.events.count() == events + 1
    assert set(steps) < {step.pk for step in case.every_step}
    assert not [step for step in case.open_steps() if step.pk in steps]
    assert case.files.count() == 1
    assert case.answers.count() == 1
    history = text(cast.client("teacher").get(reverse("case-history", args=[case.pk])))
    assert "Moved to: Software" in history
    assert "Initial review" in history
    assert "Office software is vetted first." in history
    page = text(cast.client("teacher").get(case.get_absolute_url()))
    assert "We need it in January." in page
    assert "Initial review" in page


def test_its_requester_is_told_why(cast):
    path = Path(cast)
    path.submit()

    move(cast.client("assistant-superintendent"), path.case, "equip", rationale="This is a device.")

    notice = Notice.objects.get(template="transferred")
    assert notice.user == cast.teacher


def test_what_the_other_procedure_asks_besides_is_asked_of_the_requester(cast):
    path = Path(cast)
    path.submit()

    move(cast.client("assistant-superintendent"), path.case, "equip", rationale="This is a device.")

    case = Case.objects.get().child
    assert (case.kind, case.state, case.phase) == ("equip", "changes-requested", "waiting")
    assert [step.role for step in case.open_steps()] == ["requester"]
    assert case.problem == "Quizzes in mathematics"


def test_a_reviewer_says_why(cast):
    path = Path(cast)
    path.submit()

    response = move(cast.client("assistant-superintendent"), path.case, "soft", rationale=" ")

    assert response.status_code == 422
    assert "Say what the requester should know." in text(response)
    assert Case.objects.get().kind == "micro"


def test_it_comes_back_as_it_was(cast):
    path = Path(cast, title="Ledger Pro")
    teacher = cast.client("teacher")
    move(teacher, path.case, "soft")

    move(teacher, path.case, "micro")

    case = path.fresh
    assert (case.kind, case.state, case.purpose) == ("micro", "draft", "Quizzes in mathematics")
    assert Case.objects.count() == 1


def test_once_the_reviews_have_begun_it_stays(cast):
    path = Path(cast, funded=True)
    path.send()
    address = reverse("case-procedure", args=[path.case.pk])

    assert cast.client("assistant-superintendent").get(address).status_code == 409
    assert cast.client("teacher").get(address).status_code == 409


def test_it_is_moved_by_its_requester_or_whoever_looks_at_it_first(cast):
    path = Path(cast)
    path.submit()
    address = reverse("case-procedure", args=[path.case.pk])

    assert cast.client("principal").get(address).status_code == 403
    assert cast.client("teacher").get(address).status_code == 403
    assert cast.client("assistant-superintendent").get(address).status_code == 200


def test_two_clicks_move_it_once(cast):
    path = Path(cast)
    path.submit()
    client = cast.client("assistant-superintendent")
    address = reverse("case-procedure", args=[path.case.pk])
    sent = hidden(client.get(address), address) | {"to": "soft", "rationale": "Office software."}

    first, second = client.post(address, sent), client.post(address, sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert path.case.events.filter(name="transfer").count() == 1


def test_returned_from_the_final_review_it_stays(cast):
    path = Path(cast)
    path.to("final-review")
    path.do("return_for_changes", cast.assistant_superintendent, step=None, rationale="More words, please.")
    address = reverse("case-procedure", args=[path.case.pk])

    assert path.fresh.state == "changes-requested"
    assert cast.client("teacher").get(address).status_code == 409


def test_whoever_moved_it_can_not_go_back_past_what_is_still_to_be_answered(cast):
    path = Path(cast)
    path.submit()
    client = cast.client("assistant-superintendent")

    move(client, path.case, "equip", rationale="This is a device.")

    with pytest.raises(Unmet):
        engine.perform(path.case.pk, "back", by=Actor(cast.assistant_superintendent), at=path.at)
    assert Case.objects.get().state == "changes-requested"


def test_what_is_moved_out_of_its_vetting_is_vetted_anew_when_it_comes_back(cast):
    path = Path(cast, title="Ledger Pro", setups="Office computers", seats=3)
    path.submit()
    GrantFactory(user=cast.colleague, role="cybersecurity", place=cast.district)
    move(cast.client("assistant-superintendent"), path.case, "soft", rationale="Office software.")
    first = Case.objects.get().child.vetting

    move(cast.client("colleague"), path.case, "micro", rationale="It is for lessons after all.")
    assert type(first).objects.get(pk=first.pk).ended_at is not None
    move(cast.client("assistant-superintendent"), path.case, "soft", rationale="No: for the office.")

    case = Case.objects.get().child
    assert (case.vetting.number, case.vetting.ended_at) == (2, None)


def test_the_history_names_the_questions_of_the_procedure_it_was_in_then(cast):
    path = Path(cast, title="Ledger Pro", needed_by=None)
    path.returned()
    engine.edit(path.case.pk, {"student_login": "sso"}, by=Actor(cast.teacher), at=path.at)

    move(cast.client("teacher"), path.case, "equip")

    shown = text(cast.client("teacher").get(reverse("case-history", args=[path.case.pk])))
    assert "students sign in" in shown.lower()


# --- to a district purchase and back ----------------------------------------------------------------------------------

# The path of a request, whoever looks at it first, and what was wanted, by the answer that says it then.
FIRST_LOOKS = {
    "micro": (Path, "assistant_superintendent", ("purpose", "Quizzes in mathematics")),
    "soft": (SoftwarePath, "cybersecurity", ("content_areas", ["Mathematics"])),
    "equip": (EquipPath, "technology", ("need", "Ours no longer start.")),
}


@pytest.mark.parametrize("kind", FIRST_LOOKS)
def test_what_is_for_the_whole_district_goes_on_as_a_district_purchase_and_back_with_all_it_has(cast, kind):
    make, looks, (answer, wanted) = FIRST_LOOKS[kind]
    path = make(cast)
    path.to(path.fresh.looked_at_first[0])
    before = path.fresh
    teacher = Actor(cast.teacher)
    engine.comment(before.pk, "All schools need it.", by=teacher, at=path.at)
    stored = store_file(pdf(), by=cast.teacher, at=path.at)
    engine.attach(before.pk, stored, kind="other", by=teacher, at=path.at)
    events, steps = before.events.count(), set(before.steps.values_list("pk", flat=True))

    move(cast.client(getattr(cast, looks)), before, "macro", rationale="Every school wants it.")

    case = Case.objects.get().child
    assert (case.kind, case.state, case.number) == ("macro", "draft", before.number)
    assert (case.submitted_at, case.response_due) == (before.submitted_at, before.response_due)
    assert getattr(case, answer) == wanted
    assert case.paused_at is not None  # it waits for its requester's assessment
    assert (case.events.count(), case.files.count()) == (events + 1, before.files.count())
    assert not case.open_steps()
    assert steps <= {step.pk for step in case.every_step}
    assert "All schools need it." in text(cast.client("teacher").get(case.get_absolute_url()))

    move(cast.client("teacher"), case, kind)

    back = path.fresh
    assert (back.kind, back.number, back.paused_at) == (kind, before.number, None)
    assert back.state == before.state
    assert [step.key for step in back.open_steps()] == [step.key for step in before.open_steps()]
    assert (back.events.count(), back.files.count()) == (events + 2, before.files.count())


def test_a_district_purchase_that_was_never_submitted_stays_a_draft_elsewhere(cast):
    path = MacroPath(cast)

    move(cast.client("teacher"), path.case, "soft")

    case = Case.objects.get()
    assert (case.kind, case.state, case.number) == ("soft", "draft", None)
    assert case.child.purpose == "Reading practice at each student's own level"


def test_what_its_sponsor_is_asked_is_closed_when_it_goes_elsewhere(cast):
    path = MacroPath(cast)
    path.asked()

    move(cast.client("teacher"), path.case, "micro")

    assert not Case.objects.get().child.open_steps()
    move(cast.client("teacher"), path.case, "macro")
    assert not path.fresh.is_sponsored


def test_once_its_candidates_are_looked_for_a_district_purchase_stays(cast):
    path = MacroPath(cast)
    path.submit()

    assert cast.client("teacher").get(reverse("case-procedure", args=[path.case.pk])).status_code == 409
