"""A request begins with the library (MICRO-1)."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from catalog import services as library
from catalog.models import Ground
from requests_app.models import MicroRequest
from tests.factories import GrantFactory, PlaceFactory, UserFactory
from tests.paths import Path
from tests.requests_app.pages import TOLD, begin, text
from workflows.models import Follower

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def resource(name="Desmos", **more):
    return library.add_resource(name=name, by=None, at=NOW, **more)


def approved(places, name="Desmos", more=None, **terms):
    made = resource(name, **(more or {}))
    library.make_available(resource=made, places=places, by=None, at=NOW, **terms)
    return made


def denied(places, name="Kahoot!", words="We already have Desmos.", **more):
    made = resource(name, **more)
    library.set_status(
        resource=made,
        approval="denied",
        places=places,
        ground=Ground.DUPLICATE,
        words=words,
        by=None,
        at=NOW,
    )
    return made


@pytest.fixture
def teacher(cast):
    return cast.client("teacher")


def look_up(client, typed, **headers):
    response = client.get("/new/check/", {"q": typed}, **headers)
    assert response.status_code == 200
    return response


def test_a_new_request_asks_what_it_is_called(teacher):
    page = teacher.get("/new/", TOLD)

    assert "What is it called, or its web address?" in text(page)
    assert 'action="/new/check/"' in page.content.decode()


# What the library says


@pytest.mark.sop("MICRO-1")
def test_what_is_approved_here_is_available_already_and_asks_no_new_request(cast, teacher):
    approved([cast.school], more={"how_to_get": "Open it from the launch pad."})

    page = text(look_up(teacher, "desmos"))

    assert "Yes: Desmos is approved at Lincoln School. You need no new request." in page
    assert "Open it from the launch pad." in page
    assert "Ask for seats" not in page
    assert teacher.post("/new/check/", {"q": "desmos", "act": "extend", "on": "1"}).status_code == 422
    assert not MicroRequest.objects.exists()


@pytest.mark.sop("MICRO-1")
def test_what_was_denied_says_why_and_when_and_what_to_use_and_asking_again_asks_what_changed(cast, teacher):
    instead = approved([cast.district], name="Quizizz")
    made = denied([cast.school], words="It sells students' data.", alternatives=[instead])

    page = text(look_up(teacher, "kahoot"))
    assert "No: Kahoot! is denied at Lincoln School." in page
    assert "It sells students' data." in page
    assert "decided today" in page
    assert "Approved, use instead: Quizizz" in page

    case = begin(teacher, "kahoot", "again", on=made.pk)
    assert case.resource == made
    assert case.library_check["denied"] is True
    asked = text(teacher.get(f"/cases/{case.pk}/form/product/"))
    assert "What has changed since the denial" in asked
    assert "what has changed since the denial" in text(teacher.get(f"/cases/{case.pk}/check/"))


@pytest.mark.sop("MICRO-1")
def test_what_is_being_reviewed_can_be_followed_instead(cast, teacher):
    open_case = Path(cast, requester=cast.stranger).submit()

    page = text(look_up(teacher, "Kahoot"))
    assert f"Request {open_case.number}: Kahoot!, Roosevelt School" in page
    assert "Follow it instead" in page
    assert "Ask for Kahoot!" not in page

    response = teacher.post("/new/check/", {"q": "Kahoot", "act": "follow", "on": open_case.pk})
    assert (response.status_code, response.url) == (303, f"/cases/{open_case.pk}/")
    follower = Follower.objects.get(case=open_case)
    assert (follower.user, follower.reads_whole) == (cast.teacher, False)
    assert MicroRequest.objects.count() == 1


@pytest.mark.sop("MICRO-1")
def test_what_is_not_found_goes_on_to_a_new_request_that_keeps_what_was_shown(cast, teacher):
    made = approved([cast.school], name="Kahoodle")

    page = text(look_up(teacher, "Kahoote"))
    assert "Kahoodle" in page
    assert "Is it something else?" in page

    case = begin(teacher, "Kahoote")
    kept = case.library_check
    assert (case.title, case.place, case.requester) == ("Kahoote", cast.school, cast.teacher)
    assert kept["typed"] == "Kahoote"
    assert kept["shown"] == [{"resource": made.pk, "name": "Kahoodle", "verdict": "approved"}]
    assert (kept["chosen"], kept["act"], kept["denied"]) == (None, "new", False)


@pytest.mark.sop("MICRO-1")
@pytest.mark.parametrize(
    ("terms", "more", "words"),
    [
        ({"grades": ["9"]}, {}, "Ask for other grades, seats or conditions of Desmos"),
        ({}, {"paid_seats": True}, "Ask for seats of Desmos"),
        ({"elsewhere": True}, {}, "Add Lincoln School to Desmos"),
    ],
)
def test_approved_but_not_so_for_me_begins_a_short_request(cast, teacher, terms, more, words):
    place = cast.other_school if terms.pop("elsewhere", False) else cast.school
    made = approved([place], more=more, **terms)

    assert words in text(look_up(teacher, "desmos"))

    case = begin(teacher, "desmos", "extend", on=made.pk)
    assert (case.is_extension, case.resource, case.title) == (True, made, "Desmos")
    page = text(teacher.get(f"/cases/{case.pk}/check/"))
    assert "Conditions of use" in page
    assert "Students and their data" not in page


def test_something_unreviewed_is_asked_for_under_its_own_name(teacher):
    made = resource("Nearpod", kind="website", website="https://nearpod.com/")

    case = begin(teacher, "nearpod.com", "ask", on=made.pk)

    assert (case.title, case.resource, case.website, case.is_extension) == ("Nearpod", made, made.website, False)


def test_a_web_address_becomes_the_address_of_the_new_request(teacher):
    case = begin(teacher, "play.newthing.org")

    assert (case.title, case.website) == ("play.newthing.org", "https://play.newthing.org")


def test_a_request_is_found_by_its_address_though_its_resource_is_called_otherwise(cast, teacher):
    Path(cast, requester=cast.stranger, title="Quiz tool", website="https://newthing.org/").submit()

    assert "Quiz tool, Roosevelt School" in text(look_up(teacher, "newthing.org"))


def test_naming_what_was_denied_asks_what_changed_though_something_else_is_chosen(cast, teacher):
    denied([cast.school])

    assert begin(teacher, "Kahoot!").library_check["denied"] is True


def test_my_own_draft_is_offered_instead_of_a_second_one(cast, teacher):
    made = resource("Nearpod")
    begin(teacher, "Nearpod", "ask", on=made.pk)

    page = text(look_up(teacher, "Nearpod"))
    assert "Your own draft: Nearpod" in page
    assert "Ask for Nearpod" not in page
    assert "Your own draft" not in text(look_up(cast.client("colleague"), "Nearpod"))


# The form itself


def test_the_same_form_sent_twice_begins_one_draft(teacher):
    assert begin(teacher, "Thing") == begin(teacher, "Thing")
    assert MicroRequest.objects.count() == 1


def test_another_choice_of_the_same_page_begins_another_draft(cast, teacher):
    made = resource("Nearpod")

    assert begin(teacher, "Nearpod") != begin(teacher, "Nearpod", "ask", on=made.pk)


def test_somebody_elses_one_time_key_is_no_obstacle(cast, teacher):
    assert begin(teacher, "Thing") != begin(cast.client("colleague"), "Thing")


def test_results_come_without_the_frame_s_form_being_sent_again(teacher):
    page = look_up(teacher, "zzqqxx").content.decode()

    assert 'id="results" aria-live="polite"' in page
    assert 'hx-select="#results"' in page
    assert "Not in the library" in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"q": "", "act": "new"},
        {"q": "x" * 201, "act": "new"},
        {"q": "thing", "act": "buy"},
        {"q": "thing", "act": "ask"},
        {"q": "thing", "act": "ask", "on": "99"},
        {"q": "thing", "act": "again", "on": "nonsense"},
        {"q": "thing", "act": "follow", "on": "99"},
        {"q": "thing\0", "act": "new"},
    ],
)
def test_a_wrong_choice_begins_nothing_and_keeps_what_was_typed(teacher, sent):
    response = teacher.post("/new/check/", sent)

    assert response.status_code == 422
    assert "There is a problem" in text(response)
    if sent.get("q") == "thing":
        assert 'value="thing"' in response.content.decode()
    assert not MicroRequest.objects.exists()


def test_somebody_elses_draft_can_not_be_followed(cast, teacher):
    draft = Path(cast, requester=cast.stranger).to("draft")

    assert teacher.post("/new/check/", {"q": "Kahoot!", "act": "follow", "on": draft.pk}).status_code == 422


@pytest.mark.parametrize("query", [{"q": "\0"}, {"q": "a" * 999}, {"q": "' OR 1=1"}, {"p": "x"}])
def test_a_mangled_address_still_answers(teacher, query):
    assert teacher.get("/new/check/", query).status_code == 200


# Somebody without a place


def test_somebody_without_a_place_chooses_it_first(cast):
    client = cast.client(UserFactory(place=None))

    assert client.get("/new/check/?q=desmos").url == "/new/"
    page = text(client.get("/new/"))
    assert "First, choose your school" in page
    assert "Lincoln School" in page
    assert "Test District" not in page.split("Where do you work?")[1].split("Keep it")[0]

    assert client.post("/new/place/", {}).status_code == 422
    assert client.post("/new/place/", {"place": "9" * 30}).status_code == 422
    assert client.post("/new/place/", {"place": cast.district.pk}).status_code == 422
    assert client.post("/new/place/", {"place": cast.school.pk}).url == "/new/"
    assert begin(client, "Thing").place == cast.school


def test_a_place_is_chosen_once(cast, teacher):
    response = teacher.post("/new/place/", {"place": cast.other_school.pk}, follow=True)

    cast.teacher.refresh_from_db()
    assert cast.teacher.place == cast.school
    assert "Where you work is known already" in text(response)


def test_without_any_school_the_page_leads_to_help(client, db):
    client.force_login(UserFactory(place=None))

    assert "No school is set up yet" in text(client.get("/new/"))


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_library_check_costs_a_fixed_number_of_queries(cast, teacher, django_assert_max_num_queries, count):
    instead = approved([cast.district], name="Other")
    for number in range(min(count, 8)):
        denied([cast.school], name=f"Thing {number}", alternatives=[instead])
    for number in range(count):
        Path(cast, requester=cast.stranger, title=f"Thing {number} again").to("draft")
    for typed in ("Thing", "thing.org"):
        with django_assert_max_num_queries(12):
            look_up(teacher, typed)


def test_a_person_of_the_district_office_asks_for_their_own_place(cast):
    person = UserFactory(place=PlaceFactory(name="Office", kind="department", parent=cast.district))
    GrantFactory(user=person, role=Role.DEPARTMENT_ADMINISTRATOR, place=person.place)

    assert begin(cast.client(person), "Thing").place == person.place
