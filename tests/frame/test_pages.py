"""The frame around every page, and the pages that are the frame's own."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.district import change_setting
from accounts.models import Place, RoleGrant, User
from accounts.roles import Role
from config.colours import DEFAULT_ACCENT

pytestmark = pytest.mark.django_db
OPEN_PAGES = ["/help/", "/privacy/", "/accessibility/", "/login/", "/password/new/", "/no/such/page/"]


@pytest.fixture
def district():
    return Place.objects.create(name="Prairie View", kind=Place.Kind.DISTRICT)


@pytest.fixture
def ana(district):
    school = Place.objects.create(name="Lincoln School", kind=Place.Kind.SCHOOL, parent=district)
    return User.objects.create_user("ana", first_name="Ana", last_name="Ruiz", place=school)


def grant(user, role, place):
    return RoleGrant.objects.create(
        user=user, role=role, place=place, starts_on=date(2020, 1, 1), granted_at=timezone.now()
    )


def text(response):
    return response.content.decode()


def sections(response):
    return re.findall(r'<a href="([^"]+)"', text(response).split('class="sections"')[1].split("</nav>")[0])


@pytest.mark.sop("MICRO-14")
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_question_finds_help_and_contact_on_every_page_signed_out(client, path):
    page = text(client.get(path))
    assert "Still have a question?" in page
    assert 'href="/help/"' in page
    assert "mailto:help@district.example" in page


@pytest.mark.sop("MICRO-14")
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_question_finds_help_and_contact_on_every_page_signed_in(client, ana, path):
    client.force_login(ana)
    page = text(client.get(path))
    assert "Still have a question?" in page
    assert 'href="/help/"' in page


@pytest.mark.sop("MICRO-14")
def test_help_says_whom_to_ask_by_name_to_staff_and_by_role_alone_to_strangers(client, ana, district):
    grant(User.objects.create_user("kim", first_name="Kim", last_name="Park"), Role.PRINCIPAL, ana.place)
    other = Place.objects.create(name="Oak School", kind=Place.Kind.SCHOOL, parent=district)
    grant(User.objects.create_user("lee", first_name="Lee", last_name="Stone"), Role.PRINCIPAL, other)
    stranger = text(client.get("/help/"))
    assert "Principal" in stranger
    assert "Kim Park" not in stranger
    client.force_login(ana)
    staff = text(client.get("/help/"))
    assert "Kim Park" in staff
    assert "Lee Stone" not in staff


def test_help_costs_the_same_however_many_people_there_are(client, ana, district, django_assert_max_num_queries):
    for number in range(30):
        grant(User.objects.create_user(f"u{number}"), Role.IT_DIRECTOR, district)
    client.force_login(ana)
    client.get("/help/")
    with django_assert_max_num_queries(9):
        client.get("/help/")


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_the_first_thing_on_a_page_is_the_link_to_its_content(client, path):
    body = text(client.get(path)).split("<body", 1)[1]
    first = re.search(r"<(a|button|input|select|textarea|summary)\b[^>]*>", body).group()
    assert 'class="skip-link" href="#main"' in first
    assert 'id="main"' in body


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_every_page_has_one_first_heading_and_a_title_with_the_district(client, path):
    page = text(client.get(path))
    assert page.count("<h1") == 1
    assert re.search(r"<title>[^<·]+· Prairie View District 100</title>", page)


def test_signed_out_the_frame_asks_the_database_for_the_settings_alone(client, django_assert_num_queries):
    client.get("/privacy/")
    with django_assert_num_queries(1):
        client.get("/privacy/")


def test_signed_in_the_frame_costs_four_queries_beside_session_and_person(client, ana, django_assert_num_queries):
    client.force_login(ana)
    client.get("/privacy/")
    with django_assert_num_queries(2 + 4):  # settings, delegations, grants, what waits and what is not read
        client.get("/privacy/")


def test_strangers_are_offered_to_sign_in_and_no_sections(client):
    page = text(client.get("/help/"))
    assert 'href="/login/"' in page
    assert 'class="sections"' not in page
    assert "Sign out" not in page


def test_a_teacher_sees_no_link_of_an_administrator(client, ana):
    client.force_login(ana)
    assert not set(sections(client.get("/help/"))) & {"/settings/", "/roles/", "/dashboard/", "/vendors/"}
    assert "/packets/" in sections(client.get("/help/"))  # anybody may sponsor a vendor


def test_a_system_administrator_sees_settings_and_who_does_what(client, ana, district):
    grant(ana, Role.ADMIN, district)
    client.force_login(ana)
    assert set(sections(client.get("/help/"))) >= {"/settings/", "/roles/"}


def test_every_link_of_the_frame_leads_somewhere(client, ana, district):
    for role in Role:
        grant(ana, role, district)
    client.force_login(ana)
    page = text(client.get("/help/"))
    links = set(re.findall(r'href="(/[^"?]*)"', page)) - {"/"}
    gone = {link for link in links if not link.startswith("/static/") and client.get(link).status_code >= 400}
    assert gone == set()


def test_the_section_one_is_in_is_marked(client, ana, district):
    grant(ana, Role.ADMIN, district)
    client.force_login(ana)
    page = text(client.get("/settings/"))
    assert set(re.findall(r'<a href="([^"]+)" aria-current="page"', page)) == {"/settings/"}


def test_signing_out_is_a_form_that_posts(client, ana):
    client.force_login(ana)
    page = text(client.get("/help/"))
    assert '<form method="post" action="/logout/">' in page


def test_the_name_and_contact_are_the_district_s_own(client):
    change_setting(key="district_name", value="Oak & Elm Schools", by=None, at=timezone.now())
    change_setting(key="help_phone", value="(555) 010-0199", by=None, at=timezone.now())
    page = text(client.get("/privacy/"))
    assert "Oak &amp; Elm Schools" in page
    assert "(555) 010-0199" in page


def test_the_district_s_colour_reaches_the_page_by_a_stylesheet_whose_address_changes_with_it(client):
    before = re.search(r"/site\.css\?v=\w+", text(client.get("/help/"))).group()
    change_setting(key="accent", value="#00695c", by=None, at=timezone.now())
    after = re.search(r"/site\.css\?v=\w+", text(client.get("/help/"))).group()
    assert (before, after) == (f"/site.css?v={DEFAULT_ACCENT[1:]}", "/site.css?v=00695c")
    sheet = client.get(after)
    assert sheet["Content-Type"].startswith("text/css")
    assert "--accent: #00695c;" in text(sheet)


def test_the_language_switch_turns_the_page_and_comes_back_to_it(client):
    answer = client.post("/language/", {"language": "es", "next": "/help/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert '<html lang="es">' in text(client.get("/help/"))


def test_the_demo_says_on_every_page_that_nothing_is_real(client, demo_site):
    page = text(client.get("/help/"))
    assert "nothing here is real" in page
    assert 'href="/demo/"' in page
    assert 'href="/demo/mail/"' in page
    assert "Sign in with one click as any role" in text(client.get("/login/"))


def test_outside_the_demo_nothing_points_to_it(client):
    assert "/demo/" not in text(client.get("/help/")) + text(client.get("/login/"))


def test_a_wrong_password_keeps_the_name_and_says_what_to_do(client):
    answer = client.post("/login/", {"username": "ana", "password": "wrong"})
    assert answer.status_code == 422
    assert 'value="ana"' in text(answer)
    assert 'role="alert"' in text(answer)


@pytest.mark.parametrize("name", ["500.html", "503.html", "403_csrf.html"])
def test_the_pages_for_when_all_is_broken_need_no_request_and_no_database(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string(name)
    assert page.count("<h1") == 1
    assert "Technology requests" in page
    assert 'href="/help/"' in page


def test_the_page_for_a_stale_step_says_what_changed_and_keeps_what_was_typed():
    page = render_to_string(
        "409.html",
        {
            "what_happened": "Ana Ruiz approved it.",
            "changes": [{"words": "Approved", "at": timezone.now(), "by": "Ana Ruiz"}],
            "typed": [("What should the requester know?", "We have <two>.")],
            "next_url": "/cases/7/",
            "next_label": "See it as it is now",
        },
    )
    for words in ("Ana Ruiz approved it.", "Approved", "We have &lt;two&gt;.", 'href="/cases/7/"'):
        assert words in page


def test_pages_keep_to_the_content_security_policy(client, ana):
    client.force_login(ana)
    answer = client.get("/help/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    page = text(answer)
    assert not re.search(r"\sstyle=", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
