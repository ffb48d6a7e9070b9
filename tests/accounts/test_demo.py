"""The demo's own pages, and that they do not exist elsewhere."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from accounts.roles import Role
from tests.accounts import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def post_box(demo_site, tmp_path):
    demo_site.EMAIL_FILE_PATH = tmp_path / "mail"
    return get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=demo_site.EMAIL_FILE_PATH)


def mail(subject, html=""):
    message = EmailMultiAlternatives(subject, "Look at http://127.0.0.1/cases/1/ <now>", "a@b.example", ["c@d.example"])
    if html:
        message.attach_alternative(html, "text/html")
    return message


@pytest.mark.parametrize("address", ["/demo/", "/demo/mail/", "/demo/mail/x-1/", "/demo/sign-in/"])
def test_outside_the_demo_there_is_no_such_page(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"user": "teacher"}).status_code == 404


def test_one_click_signs_in_as_any_role(client, demo_site):
    cast.person("teacher", is_demo=True, title="Grade 5 teacher")
    principal = cast.holder(Role.PRINCIPAL, place=cast.school(), is_demo=True)
    page = client.get("/demo/").content.decode()
    assert page.index('value="teacher"') < page.index('value="principal"')
    assert client.post("/demo/sign-in/", {"user": "principal"}).url == "/"
    assert client.session["_auth_user_id"] == str(principal.pk)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_costs_a_fixed_number_of_queries(client, demo_site, django_assert_max_num_queries, count):
    for number in range(count):
        cast.person(f"p{number}", is_demo=True)
    with django_assert_max_num_queries(6):
        assert client.get("/demo/").status_code == 200


@pytest.mark.parametrize("user", ["real", "nobody", "", "gone"])
def test_only_demo_accounts_can_be_had_this_way(client, demo_site, user):
    cast.person("real")
    cast.person("gone", is_demo=True, is_active=False)
    assert client.post("/demo/sign-in/", {"user": user}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_an_empty_demo_says_what_will_stand_there(client, post_box):
    assert "once the demo district is built" in client.get("/demo/").content.decode()
    assert "No mail yet" in client.get("/demo/mail/").content.decode()


def test_mails_are_listed_newest_first_and_shown_as_text(client, post_box):
    post_box.send_messages([mail("First"), mail("Second, año", "<script>alert(1)</script>")])
    page = client.get("/demo/mail/").content.decode()
    assert page.index("Second, año") < page.index("First")
    name = page.split('class="row-title" href="/demo/mail/')[1].split('/"')[0]
    shown = client.get(f"/demo/mail/{name}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert '<a href="http://127.0.0.1/cases/1/"' in shown
    assert "&lt;now&gt;" in shown


@pytest.mark.parametrize(
    "name", ["..-1", "..%2F..%2Fetc%2Fpasswd-1", "%2Fetc%2Fpasswd", "secret-1", "x", "-", "%00-1", "a" * 900]
)
def test_no_name_leads_out_of_the_folder(client, post_box, tmp_path, name):
    (tmp_path / "secret.log").write_text("Subject: secret\n\nsecret")
    post_box.send_messages([mail("First")])
    assert client.get(f"/demo/mail/{name}/").status_code == 404
