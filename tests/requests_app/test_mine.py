"""What became of mine, the first page, a school's page, the dashboard, and the search of the header."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog import services as library
from contracts.models import Breach, Packet
from requests_app.models import MicroRequest
from tests.factories import GrantFactory, UserFactory
from tests.packet_paths import PacketPath
from tests.paths import Path
from tests.requests_app.pages import text
from workflows import engine
from workflows.actors import Actor
from workflows.models import Case, Step

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=60)


@pytest.fixture
def teacher(cast):
    return cast.client("teacher")


def get(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return text(response)


def drafts(cast, count, **columns):
    for number in range(count):
        engine.start(
            MicroRequest,
            by=Actor(cast.teacher),
            at=NOW,
            place=cast.school,
            **{"title": f"Thing {number}", **columns},
        )


# My requests


def test_without_any_request_the_page_says_what_will_stand_there(teacher):
    page = get(teacher, "/requests/")

    assert "You have not asked for anything yet" in page
    assert "Start a request" in page


def test_each_of_mine_says_who_has_it_since_when_and_until_when(cast, teacher):
    Path(cast, title="In review").send()
    page = get(teacher, "/requests/")

    assert "In review" in page
    assert "With Director of Curriculum Test, Director of Curriculum; ICT Coordinator Test, ICT Coordinator" in page
    assert "since today" in page
    assert "answer expected by" in page


def test_open_ones_stand_first_then_what_is_over(cast, teacher):
    Path(cast, title="Alpha").to("draft")
    Path(cast, title="Beta").denied()
    Path(cast, title="Gamma").submit()
    page = get(teacher, "/requests/").split("Open ones first")[1]

    assert page.index("Gamma") < page.index("Alpha") < page.index("Beta")
    assert "ended today" in page


def test_a_draft_and_a_returned_request_are_with_me_and_lead_on(cast, teacher):
    draft = Path(cast, title="Alpha").to("draft")
    returned = Path(cast, title="Beta").returned()
    page = teacher.get("/requests/")

    assert text(page).count("With you") == 2
    for case in (draft, returned):
        assert f'href="/cases/{case.pk}/check/"' in page.content.decode()


def test_a_draft_that_is_with_the_principal_says_so(cast, teacher):
    Path(cast, funded=True).do("ask_support", cast.teacher)
    page = get(teacher, "/requests/")

    assert "With Principal Test, Principal" in page
    assert "With you" not in page


def test_mine_are_narrowed_by_state(cast, teacher):
    Path(cast, title="Alpha").to("draft")
    Path(cast, title="Beta").denied()

    assert "Beta" not in get(teacher, "/requests/", state="open")
    assert "Alpha" not in get(teacher, "/requests/", state="over")
    assert "Alpha" in get(teacher, "/requests/", state="draft")
    assert "None of yours stands there" in get(teacher, "/requests/", state="complete")


def test_somebody_elses_requests_are_not_mine(cast, teacher):
    Path(cast, requester=cast.colleague, title="Alpha").submit()

    assert "Alpha" not in get(teacher, "/requests/")


@pytest.mark.parametrize("address", ["/requests/", "/requests/all/"])
@pytest.mark.parametrize(
    "query", [{"page": "x"}, {"page": "-1"}, {"state": "no such"}, {"place": "9" * 30}, {"q": "\0"}, {"q": "x" * 999}]
)
def test_a_mangled_address_still_answers(teacher, address, query):
    assert teacher.get(address, query).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 300])
def test_my_requests_cost_a_fixed_number_of_queries(cast, teacher, django_assert_max_num_queries, count):
    Path(cast, funded=True).send()
    drafts(cast, count)
    teacher.get("/requests/")
    for query in ({}, {"state": "open"}, {"page": "2"}):
        with django_assert_max_num_queries(12):
            assert teacher.get("/requests/", query).status_code == 200


def test_a_long_list_has_pages_of_25(cast, teacher):
    drafts(cast, 30)

    assert "Thing 4 " not in get(teacher, "/requests/")
    assert "Thing 4 " in get(teacher, "/requests/", page="2")


# Everybody's requests


def test_everybodys_requests_are_summaries_without_drafts_of_others(cast):
    Path(cast, title="Alpha").submit()
    Path(cast, title="Beta").to("draft")
    page = get(cast.client("stranger"), "/requests/all/")

    assert "Alpha" in page
    assert "Initial review Lincoln School Tea Cher" in page
    assert "Beta" not in page
    assert "Assistant Superintendent Test" not in page


def test_everybodys_requests_are_narrowed_by_words_state_and_school(cast, teacher):
    alpha = Path(cast, title="Alpha maths").submit()
    Path(cast, requester=cast.stranger, title="Beta maths").denied()

    def titles(**query):
        page = get(teacher, "/requests/all/", **query)
        return {name for name in ("Alpha", "Beta") if name in page}

    assert titles() == {"Alpha", "Beta"}
    assert titles(q="maths beta") == {"Beta"}
    assert titles(q=alpha.number) == {"Alpha"}
    assert titles(state="denied") == {"Beta"}
    assert titles(state="open") == {"Alpha"}
    assert titles(place=cast.other_school.pk) == {"Beta"}
    assert titles(place=cast.district.pk) == {"Alpha", "Beta"}
    assert "No request fits" in get(teacher, "/requests/all/", q="nothing like it")


@pytest.mark.parametrize("count", [1, 3, 300])
def test_everybodys_requests_cost_a_fixed_number_of_queries(cast, teacher, django_assert_max_num_queries, count):
    drafts(cast, count)
    teacher.get("/requests/all/")
    with django_assert_max_num_queries(12):
        assert teacher.get("/requests/all/", {"q": "Thing", "state": "open"}).status_code == 200


# The first page


def test_a_teacher_is_asked_first_what_they_need(cast, teacher):
    page = teacher.get("/")

    assert re.search(r"<h1[^>]*>What do you need\?</h1>", page.content.decode())
    assert 'action="/new/check/"' in page.content.decode()
    assert "You have no open request" in text(page)
    Path(cast, title="Alpha").submit()
    assert "With Assistant Superintendent Test, Assistant Superintendent" in get(teacher, "/")


def test_a_reviewer_sees_first_what_waits_the_five_oldest_due_of_it(cast):
    for number in range(6):
        Path(cast, title=f"Thing {number}").submit()
    Step.objects.filter(case__title="Thing 5").update(due_on=timezone.localdate() - timedelta(days=2))
    client = cast.client("assistant_superintendent")
    page = get(client, "/").split("Waiting on you (6)")[1].split("Open the inbox")[0]

    assert page.index("Thing 5") < page.index("Thing 0") < page.index("Thing 3")
    assert "Thing 4" not in page
    assert "2 days late" in page
    assert 'href="/inbox/"' in client.get("/").content.decode()


def test_a_principal_sees_what_waits_and_their_school_beside_it(cast):
    Path(cast, title="Alpha", funded=True).send()
    Path(cast, title="Elsewhere", requester=cast.stranger).submit()
    page = get(cast.client("principal"), "/")

    assert "Waiting on you (1)" in page
    beside = page.split("Open the inbox")[1]
    assert "Lincoln School" in beside
    assert "Alpha" in beside
    assert "Elsewhere" not in page


def test_a_district_administrator_sees_what_is_late(cast):
    client = cast.client("district_administrator")
    assert "Every request has its answer in time." in get(client, "/")
    Path(cast, title="Alpha", at=LONG_AGO).submit()
    page = get(client, "/")

    assert "Late answers Alpha" in page
    assert "Late steps Alpha" in page


def test_somebody_for_whom_nothing_waits_is_told_so(cast):
    assert "Nothing waits on you" in get(cast.client("principal"), "/")


@pytest.mark.parametrize("who", ["teacher", "principal", "district_administrator", "assistant_superintendent", "admin"])
def test_the_first_page_costs_twelve_queries_at_most(cast, django_assert_max_num_queries, who):
    for number in range(3):
        Path(cast, requester=cast.person(who), title=f"Mine {number}").submit()
        Path(cast, title=f"Alpha {number}", at=LONG_AGO, funded=True).send()
    person = cast.person(who)
    if who == "admin":
        for role in ("principal", "district-administrator", "assistant-superintendent"):
            GrantFactory(user=person, role=role, place=cast.school if role == "principal" else cast.district)
    client = cast.client(person)
    client.get("/")
    with django_assert_max_num_queries(12):
        assert client.get("/").status_code == 200


# My school


@pytest.mark.parametrize("who", ["teacher", "it_director", "district_administrator"])
def test_a_schools_page_is_its_heads(cast, who):
    assert cast.client(who).get("/school/").status_code == 403


def test_a_principal_sees_the_schools_open_requests_late_ones_on_top_and_the_money(cast):
    ordered = Path(cast, title="Ordered", funded=True)
    ordered.approved()
    ordered.answer(
        "purchase",
        cast.principal,
        "ordered",
        po_number="PO-1",
        po_date=timezone.localdate(),
        po_amount=Decimal("1100.00"),
    )
    Path(cast, title="New", funded=True).submit()
    Path(cast, title="Late", at=LONG_AGO).submit()
    Path(cast, title="Elsewhere", requester=cast.stranger, funded=False).submit()
    page = get(cast.client("principal"), "/school/")

    assert "Lincoln School" in page
    assert page.index("Late") < page.index("Ordered")
    assert "Open requests (3)" in page
    assert "Elsewhere" not in page
    assert "Assistant Superintendent Test, Assistant Superintendent" in page
    assert "Ordered $1,100.00 1 order" in page
    assert "Promised, not ordered yet $1,200.00 1 request" in page


def test_a_department_administrators_page_is_their_departments(cast):
    person = UserFactory(place=cast.department)
    Path(cast, requester=person, title="Alpha").submit()

    page = get(cast.client("department_administrator"), "/school/")
    assert "Department of Instruction" in page
    assert "Alpha" in page
    assert "No request is open" in get(cast.client("other_principal"), "/school/")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_schools_page_costs_a_fixed_number_of_queries(cast, django_assert_max_num_queries, count):
    for number in range(count):
        Path(cast, title=f"Alpha {number}", funded=number == 0).send()
    client = cast.client("principal")
    client.get("/school/")
    with django_assert_max_num_queries(12):
        assert client.get("/school/").status_code == 200


# The dashboard


@pytest.mark.parametrize("who", ["teacher", "principal", "curriculum_director"])
def test_the_dashboard_is_the_leaders(cast, who):
    assert cast.client(who).get("/dashboard/").status_code == 403


@pytest.mark.parametrize("who", ["district_administrator", "assistant_superintendent", "it_director", "admin"])
def test_leaders_see_what_is_late_what_stands_still_and_how_many_are_where(cast, who):
    Path(cast, title="Alpha", at=LONG_AGO).submit()
    Path(cast, title="Beta").denied()
    Path(cast, title="Gamma").submit()
    Path(cast, title="Draft").to("draft")
    page = get(cast.client(who), "/dashboard/")

    assert "Answers that are late (1) Alpha" in page
    assert "Steps that are late (1) Alpha" in page
    assert "Which steps are late Initial review 1" in page
    assert "Requests that stand still (1)" in page
    assert "How many are where Initial review 2 requests : Initial review Denied 1 request : Denied" in page
    assert "Draft" not in page


def test_late_steps_of_what_is_no_request_are_counted_by_kind(cast):
    case = PacketPath(cast).packet
    case.steps.update(due_on=timezone.localdate() - timedelta(days=3))
    page = get(cast.client("admin"), "/dashboard/")
    assert "Late steps of what is no request Vendor packet 1" in page
    assert "Steps that are late (0)" in page


def test_a_quiet_district_s_dashboard_says_so(cast):
    page = get(cast.client("district_administrator"), "/dashboard/")

    assert "Every request has its answer in time." in page
    assert "No step is late." in page
    assert "No request yet" in page


@pytest.mark.parametrize("count", [1, 3, 15])
def test_the_dashboard_costs_a_fixed_number_of_queries(cast, django_assert_max_num_queries, count):
    for number in range(count):
        Path(cast, title=f"Alpha {number}", at=LONG_AGO).send()
    client = cast.client("district_administrator")
    client.get("/dashboard/")
    with django_assert_max_num_queries(12):
        assert client.get("/dashboard/").status_code == 200


# Search


def test_the_search_finds_library_requests_and_people_and_vendors_for_those_who_keep_them(cast, teacher):
    made = library.add_resource(name="Kahoodle", by=None, at=NOW)
    library.add_vendor(name="Kahoot ASA", by=None, at=NOW)
    UserFactory(username="kahoo", first_name="Kahoo", last_name="Person", place=cast.school)
    Path(cast, title="Kahoot!").submit()
    Path(cast, requester=cast.colleague, title="Kahoot drafted").to("draft")

    page = get(teacher, "/search/", q="kahoo")
    assert f'href="/library/{made.pk}/"' in teacher.get("/search/", {"q": "kahoo"}).content.decode()
    assert "Requests Kahoot!" in page
    assert "People Kahoo Person" in page
    assert "Kahoot drafted" not in page
    assert "Vendors" not in page
    assert "Vendors Kahoot ASA" in get(cast.client("it_director"), "/search/", q="kahoo")


def test_a_request_is_found_by_its_number(cast, teacher):
    case = Path(cast, requester=cast.stranger, title="Alpha").submit()

    assert "Requests Alpha" in get(teacher, "/search/", q=case.number)


def test_every_kind_of_case_is_found_but_those_that_hide(cast, teacher):
    by = Actor(cast.compliance_officer)
    when = {"at": NOW, "place": cast.school.parent or cast.school}
    vendor = library.add_vendor(name="Kahoot ASA", by=None, at=NOW)
    packet = engine.start(Packet, by=by, title="Omega packet", vendor=vendor, **when)
    breach = engine.start(
        Breach, by=by, title="Omega breach", source="district", known_on=NOW.date(), known_how="mail", **when
    )

    found = get(teacher, "/search/", q="omega")
    assert "Omega packet" in found
    assert "Omega breach" not in found
    assert packet.number in get(teacher, "/search/", q=packet.number)
    assert "Omega breach" not in get(cast.client("compliance_officer"), "/search/", q=breach.number)


def test_an_empty_search_says_what_to_type_and_one_without_a_result_offers_to_ask(teacher):
    assert "Type in the box at the top" in get(teacher, "/search/")
    page = get(teacher, "/search/", q="zzqqxx")
    assert "Nothing fits" in page
    assert "Start a request" in page


@pytest.mark.parametrize("query", [{"q": "\0"}, {"q": "a" * 999}, {"q": "%"}, {"q": "()"}, {"q": "a@b.org"}])
def test_a_mangled_search_still_answers(teacher, query):
    assert teacher.get("/search/", query).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 300])
@pytest.mark.parametrize("typed", ["Thing", "thing.org"])
def test_the_search_costs_a_fixed_number_of_queries(cast, django_assert_max_num_queries, count, typed):
    drafts(cast, count)
    for number in range(min(count, 30)):
        library.add_resource(name=f"Thing {number}", website="https://thing.org", by=None, at=NOW)
    client = cast.client("it_director")
    client.get("/search/", {"q": typed})
    with django_assert_max_num_queries(12):
        assert client.get("/search/", {"q": typed}).status_code == 200


# Help is everywhere (MICRO-14)


@pytest.mark.sop("MICRO-14")
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/new/",
        "/new/check/?q=kahoot",
        "/requests/",
        "/requests/all/",
        "/search/?q=kahoot",
        "/cases/{pk}/form/product/",
        "/cases/{pk}/form/data/",
        "/cases/{pk}/check/",
    ],
)
def test_still_have_a_question_stands_on_each_of_the_requesters_pages(cast, teacher, address):
    case = Path(cast).to("draft")
    page = teacher.get(address.format(pk=case.pk))

    assert "Still have a question?" in text(page)
    assert 'href="/help/"' in page.content.decode()
    assert "Principal Test" in get(teacher, "/help/")


def test_nobody_sees_these_pages_without_signing_in(client, cast):
    case = Path(cast).submit()
    for address in ("/", "/new/", "/requests/", f"/cases/{case.pk}/check/", "/search/?q=x", "/dashboard/"):
        assert client.get(address).url.startswith("/login/?next=")
    assert Case.objects.count() == 1


def test_a_teacher_whose_request_came_back_sees_it_below_the_question(cast, teacher):
    Path(cast, title="Alpha").returned()
    page = get(teacher, "/")

    assert page.index("What is it called") < page.index("Waiting on you (1) Alpha") < page.index("My open requests")
