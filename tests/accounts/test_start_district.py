"""The first district and its first administrator, from the command line to the browser."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.district import setting
from accounts.models import DirectoryChange, Place, User
from accounts.roles import Role
from tests.accounts import cast
from tests.config.processes import environment, manage

pytestmark = pytest.mark.django_db

PASSWORD = "Wolkenkuckucksheim 7"


@pytest.fixture
def start(monkeypatch):
    """The command with a password on standard input."""

    def run(password=PASSWORD, **changed):
        said = {"district": "Oak Park District 7", "username": "ana", "email": "ana@oak.example"} | changed
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        output = io.StringIO()
        call_command("start_district", **said, password_stdin=True, stdout=output)
        return output.getvalue()

    return run


def test_the_first_administrator_signs_in_and_finds_the_pages_to_go_on_with(start, client):
    assert "Oak Park District 7 is there. Sign in as ana" in start(first_name="Ana", last_name="Ruiz")
    assert client.post("/login/", {"username": "ana", "password": PASSWORD}).url == "/"
    places = client.get("/places/").content.decode()
    assert places.count("Oak Park District 7") >= 2  # the head of the page and the tree
    assert "No school yet" in places
    for path in ("/people/", "/roles/", "/settings/", "/places/add/", "/people/add/", "/"):
        assert client.get(path, follow=True).status_code == 200


def test_it_makes_one_district_one_person_one_role_and_their_history(start):
    start()
    district, admin = Place.objects.get(), User.objects.get()
    assert (district.name, district.kind, district.path) == ("Oak Park District 7", "district", f"/{district.pk}/")
    assert setting("district_name") == "Oak Park District 7"
    assert [(g.role, g.place, g.granted_by) for g in admin.grants.all()] == [(Role.ADMIN, district, admin)]
    assert (admin.place, admin.is_superuser, admin.is_demo) == (district, False, False)
    assert [(c.what, c.by, c.place or c.person) for c in DirectoryChange.objects.order_by("pk")] == [
        ("added", admin, district),
        ("added", admin, admin),
    ]


def test_it_refuses_when_there_is_a_district(start):
    cast.district()
    with pytest.raises(CommandError, match="There is a district already"):
        start()
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["", "short", "password", "8375920475", "ana-oak-example"])
def test_it_refuses_a_weak_password(start, password):
    with pytest.raises(CommandError):
        start(password, email="ana-oak@example.org")
    assert not Place.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nowhere"},
        {"email": ""},
        {"username": "a b"},
        {"username": ""},
        {"district": ""},
        {"district": "x" * 201},
    ],
)
def test_it_refuses_what_makes_no_sense_and_keeps_nothing(start, wrong):
    with pytest.raises(CommandError):
        start(**wrong)
    assert not Place.objects.exists()
    assert not User.objects.exists()


def test_it_asks_twice_for_the_password_and_refuses_two_that_differ(monkeypatch):
    answers = iter([PASSWORD, "something else 8"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(answers))
    with pytest.raises(CommandError, match="The two passwords differ"):
        call_command("start_district", district="Oak", username="ana", email="ana@oak.example")


def test_as_a_process_of_its_own_it_starts_once_and_refuses_the_second_time(tmp_path):
    env = environment(tmp_path)
    manage("migrate", "--verbosity", "0", env=env)
    words = ["start_district", "--district", "Oak", "--username", "ana", "--email", "ana@oak.example"]
    weak = manage(*words, "--password-stdin", env=env, check=False, typed="oak\n")
    assert (weak.returncode, "too short" in weak.stderr) == (1, True)
    first = manage(*words, "--password-stdin", env=env, typed=f"{PASSWORD}\n")
    assert "Oak is there. Sign in as ana" in first.stdout
    again = manage(*words, "--password-stdin", env=env, check=False, typed=f"{PASSWORD}\n")
    assert (again.returncode, "There is a district already" in again.stderr) == (1, True)
