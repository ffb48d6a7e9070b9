"""Settings and the calendar: only administrators, each change with its history, bad input kept and explained."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.colour import contrast_with_white
from accounts.district import SETTINGS, TOPICS, role_name, setting
from accounts.models import Closure, SettingChange, SettingValue
from accounts.page_forms import TopicForm
from accounts.roles import Role
from accounts.services import add_closure
from tests.accounts import cast

pytestmark = pytest.mark.django_db

PAGES = ["/settings/", "/settings/clocks/", "/settings/history/", "/settings/calendar/"]


@pytest.fixture
def admin():
    return cast.holder(Role.ADMIN)


@pytest.fixture
def keeper(signed_in, admin):
    return signed_in(admin)


def text(response):
    return " ".join(response.content.decode().split())


def as_posted(topic, **changed):
    """What a browser sends when the page of a topic is saved with these changes."""
    form = TopicForm(topic=topic)
    sent = {name: form.initial[name] for name in form.fields if name in form.initial}
    sent = {name: "on" if value is True else str(value) for name, value in sent.items() if value is not False}
    return sent | {name: value for name, value in changed.items() if value is not None}


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in(client, page):
    assert client.get(page).url == f"/login/?next={page}"


@pytest.mark.parametrize("role", [None, Role.PRINCIPAL, Role.IT_DIRECTOR, Role.DISTRICT_ADMINISTRATOR])
@pytest.mark.parametrize("page", PAGES)
def test_only_administrators_open_the_settings(signed_in, role, page):
    person = cast.holder(role) if role else cast.person()
    client = signed_in(person)
    assert client.get(page).status_code == 403
    assert client.post(page, {"response_days": "1"}).status_code in (403, 405)
    assert not SettingValue.objects.exists()


@pytest.mark.parametrize("page", PAGES + [f"/settings/{topic}/" for topic in TOPICS])
def test_each_page_opens_and_its_own_values_can_be_saved_unchanged(keeper, page):
    assert keeper.get(page).status_code == 200
    topic = page.split("/")[2]
    if topic in TOPICS:
        assert keeper.post(page, as_posted(topic)).status_code == 302
        assert not SettingChange.objects.exists()


def test_a_change_holds_at_once_and_stands_in_the_history(keeper, admin):
    keeper.post("/settings/clocks/", as_posted("clocks", response_days=20, reason="Board policy 6:235"))
    assert setting("response_days") == 20
    change = SettingChange.objects.get()
    assert (change.old, change.new, change.by, change.reason) == (30, 20, admin, "Board policy 6:235")
    for page in ("/settings/history/", "/settings/clocks/", "/settings/history/?key=response_days"):
        assert "From <q>30 days</q> to <q>20 days</q>. Board policy 6:235" in text(keeper.get(page))
    assert "From <q>" not in text(keeper.get("/settings/history/?key=accent"))


def test_every_kind_of_setting_keeps_its_type(keeper):
    changed = {"pause_while_returned": None, "review_interval": "12"}
    sent = {k: v for k, v in as_posted("clocks", **changed).items() if k != "pause_while_returned"}
    keeper.post("/settings/clocks/", sent)
    keeper.post("/settings/money/", as_posted("money", currency="CAD", quote_tolerance="0"))
    assert (setting("pause_while_returned"), setting("review_interval")) == (False, 12)
    assert (setting("currency"), setting("quote_tolerance")) == ("CAD", 0)


@pytest.mark.parametrize(
    ("topic", "wrong", "words"),
    [
        ("clocks", {"response_days": "0"}, "greater than or equal to 1"),
        ("clocks", {"response_days": "soon"}, "Enter a whole number"),
        ("clocks", {"review_interval": "7"}, "Select a valid choice"),
        ("files", {"file_megabytes": "5000"}, "less than or equal to 100"),
        ("money", {"currency": "dollars"}, "three capital letters"),
        ("district", {"accent": "blue"}, "# and six digits"),
        ("district", {"accent": "#ffdd00"}, "the contrast is 1.3 to 1"),
        ("district", {"help_email": "nobody"}, "valid email"),
        ("district", {"district_name": " "}, "Please give an answer"),
        ("roles", {"superior_principal": "principal"}, "stand above itself"),
        ("roles", {"substitute_principal": "wizard"}, "Select a valid choice"),
    ],
)
def test_what_will_not_do_is_explained_and_nothing_is_changed(keeper, topic, wrong, words):
    response = keeper.post(f"/settings/{topic}/", as_posted(topic, reason="Why I tried", **wrong))
    assert response.status_code == 422
    assert words in text(response)
    assert 'value="Why I tried"' in text(response)
    assert not SettingValue.objects.exists()


def test_a_role_goes_by_the_districts_name_everywhere(keeper):
    keeper.post("/settings/role-names/", as_posted("role-names", role_principal="Head of school"))
    assert role_name(Role.PRINCIPAL) == "Head of school"
    assert "Head of school" in text(keeper.get("/roles/grant/"))


def test_an_unknown_topic_is_not_found(keeper):
    assert keeper.get("/settings/no-such/").status_code == 404


def test_the_default_colour_can_be_read():
    assert contrast_with_white(SETTINGS["accent"].default) >= 4.5
    assert round(contrast_with_white("#000000")) == 21


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_history_costs_a_fixed_number_of_queries(keeper, admin, django_assert_max_num_queries, count):
    for number in range(count):
        SettingChange.objects.create(key="response_days", old=number, new=number + 1, by=admin, at=timezone.now())
    with django_assert_max_num_queries(12):
        assert keeper.get("/settings/history/").status_code == 200


# The calendar


BREAK = {"name": "Winter break", "starts_on": "2026-12-21", "ends_on": "2027-01-04"}


def test_days_off_are_added_with_their_history(keeper):
    assert keeper.post("/settings/calendar/", BREAK).status_code == 302
    closure = Closure.objects.get()
    assert (closure.starts_on, closure.ends_on) == (date(2026, 12, 21), date(2027, 1, 4))
    assert SettingChange.objects.get().key == "calendar"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": "2026-12-20"}, "The last day can&#x27;t be before the first."),
        ({"starts_on": "yesterday"}, "Enter a valid date."),
        ({"name": ""}, "Please give an answer."),
    ],
)
def test_wrong_days_are_explained_and_kept_on_the_page(keeper, wrong, words):
    response = keeper.post("/settings/calendar/", BREAK | {"reason": "Agreed"} | wrong)
    assert response.status_code == 422
    assert words in text(response)
    assert 'value="Agreed"' in text(response)
    assert not Closure.objects.exists()


@pytest.fixture
def closure(admin):
    return add_closure(
        name="Break", starts_on=date(2026, 12, 21), ends_on=date(2026, 12, 31), by=admin, at=timezone.now()
    )


def test_days_off_end_earlier(keeper, closure):
    sent = {"last_day": "2026-12-24", "reason": "Snow days are made up"}
    assert keeper.post(f"/settings/calendar/{closure.pk}/", sent).status_code == 302
    closure.refresh_from_db()
    assert closure.ends_on == date(2026, 12, 24)
    assert SettingChange.objects.first().reason == "Snow days are made up"


def test_days_off_are_taken_out_and_the_history_still_names_them(keeper, closure):
    keeper.post(f"/settings/calendar/{closure.pk}/", {"remove": "yes", "reason": "Wrong year"})
    assert not Closure.objects.exists()
    assert "Break, 2026-12-21" in text(keeper.get("/settings/history/?key=calendar"))


@pytest.mark.parametrize("sent", [{"last_day": "2027-02-01", "reason": "x"}, {"last_day": "", "reason": "x"}, {}])
def test_days_off_do_not_end_outside_themselves_or_without_a_reason(keeper, closure, sent):
    assert keeper.post(f"/settings/calendar/{closure.pk}/", sent).status_code == 422
    closure.refresh_from_db()
    assert closure.ends_on == date(2026, 12, 31)
