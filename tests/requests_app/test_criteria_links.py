"""Links by which vendors answer criteria: what opens, what is refused; one never shows another's (MACRO-2a)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from requests_app import vendor_criteria
from requests_app.vendor_criteria import Reply
from tests.contracts.packet.vendors import AtVendor, invited
from tests.criteria_paths import AskedVendor, CriteriaPath, says_all
from workflows import links
from workflows.actors import Actor
from workflows.errors import NotSeen, Refused
from workflows.models import Link, LinkAttempt

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MACRO-2a")]
WRONG = "0" * 64
HERE, THERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def path(cast):
    """Two vendors were asked in one purchase."""
    path = CriteriaPath(cast)
    path.submit()
    path.vendors_asked("Lexia Core", "Raz-Plus")
    return path


@pytest.fixture
def mine(path):
    return AskedVendor(path, "Lexia Core", REMOTE_ADDR=HERE)


@pytest.fixture
def theirs(path):
    return AskedVendor(path, "Raz-Plus", REMOTE_ADDR=THERE)


def test_a_link_shows_its_own_candidate_and_nothing_of_the_purchase_or_the_others(path, mine, theirs):
    theirs.send(**says_all(path), note="Our secret price is 9 dollars.")
    mine.send(**says_all(path, "no"), note="We train your teachers.")
    for vendor, other, word in ((mine, theirs, "secret price"), (theirs, mine, "train your teachers")):
        answer = vendor.get()
        page = answer.content.decode()
        assert answer.status_code == 200
        assert vendor.candidate.name in page
        for hidden in (other.candidate.name, other.candidate.vendor_name, other.link.name, word, other.link.token):
            assert hidden not in page
        for hidden in (path.case.title, path.fresh.number, path.case.need):
            assert hidden not in page
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(cast, path, mine):
    packet = AtVendor(invited(cast)).link
    revoked = Link.objects.create(
        case=path.case, purpose="criteria", name="A", email="a@b.example", created_at=path.at,
        expires_at=path.at + timedelta(days=9), revoked_at=path.at,
    )  # fmt: skip
    expired = Link.objects.create(
        case=path.case, purpose="criteria", name="A", email="a@b.example", created_at=path.at, expires_at=path.at
    )
    tokens = {
        "unknown": WRONG,
        "nearly right": f"{mine.link.token[:-1]}g",
        "revoked": revoked.token,
        "expired": expired.token,
        "of a packet": packet.token,
    }
    answers = {}
    for what, token in tokens.items():
        answer = Client(REMOTE_ADDR=THERE).post(reverse("vendor-criteria", args=[token]), says_all(path))
        headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
        answers[what] = (answer.status_code, answer.content, headers, bool(answer.cookies))
    assert {status for status, *_rest in answers.values()} == {404}
    assert all(rest == answers["unknown"] for rest in answers.values())
    assert b"This link does not work" in answers["unknown"][1]
    whys = list(LinkAttempt.objects.order_by("pk").values_list("why", flat=True))
    assert whys == ["unknown", "unknown", "revoked", "expired", "other-purpose"]


def test_a_criteria_link_opens_no_packet(mine):
    wrong = Client().get(reverse("packet-check", args=[WRONG])).content
    for name, more in (
        ("packet-check", ()),
        ("packet-questions", ()),
        ("packet-task", ("path",)),
        ("outside-file", ("x",)),
    ):
        answer = mine.client.get(reverse(name, args=[mine.link.token, *more]))
        assert (answer.status_code, answer.content) == (404, wrong)


def test_a_link_withdrawn_while_the_page_is_open_saves_nothing(path, mine):
    link = mine.fresh_link
    links.revoke(link, by=Actor(path.lead), at=timezone.now())
    for answer in (mine.later(**says_all(path)), mine.send(**says_all(path))):
        assert answer.status_code == 404
        assert b"This link does not work" in answer.content
    assert not mine.form.answers.exists()
    replies = {each.pk: Reply("yes") for each in mine.asked}
    for act in (vendor_criteria.save, vendor_criteria.give):  # nor from a link that was read before it was withdrawn
        with pytest.raises(NotSeen):
            act(link, replies, "", at=timezone.now())


def test_a_form_that_was_sent_is_not_sent_again_through_the_link_after_it_was_withdrawn(path, mine):
    body = says_all(path) | {"once": "k" * 20}
    assert mine.send(**body).status_code == 303
    links.revoke(mine.fresh_link, by=Actor(path.lead), at=timezone.now())
    assert mine.send(**body).status_code == 404


def test_a_link_that_was_replaced_reaches_nothing_even_if_it_still_worked(path, mine):
    """The form belongs to one link at a time."""
    stray = links.issue(path.fresh, purpose="criteria", name="A", email="a@b.example", by=Actor(path.lead), at=path.at)
    address = reverse("outside", args=[stray.token])
    assert Client().get(address).status_code == 404
    assert Client().post(reverse("vendor-criteria", args=[stray.token]), says_all(path)).status_code == 404


def test_what_belongs_to_another_purchase_is_not_written(cast, path, mine):
    other = CriteriaPath(cast, title="Another purchase")
    other.submit()
    other.vendors_asked("Epic")
    foreign = says_all(other, "no") | {f"words_{each.pk}": "smuggled" for each in other.fresh.criteria.all()}
    assert mine.later(**foreign).status_code == 303
    epic = AskedVendor(other, "Epic")
    assert not epic.form.answers.exists()
    assert not mine.form.answers.exists()
    assert mine.send(**foreign).status_code == 422


def test_answers_do_not_stand_in_the_form_of_the_other_vendor(path, mine, theirs):
    mine.send(**says_all(path))
    assert theirs.form.answers.count() == 0
    assert theirs.form.answered_at is None


def test_after_twenty_guesses_an_address_opens_no_criteria_either(path, mine):
    for number in range(20):
        Client(REMOTE_ADDR=HERE).post(reverse("vendor-criteria", args=[f"{number:064x}"]))
    assert mine.get().status_code == 404
    assert Client(REMOTE_ADDR=THERE).get(mine.url()).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"says_1": "maybe"},
        {"says_": "yes", "words_": "x"},
        {"note": "x" * 4001},
        {"note": "\0"},
        {"once": "../../etc"},
        {"later": ["1", "2"], "note": ["a", "b"]},
    ],
)
def test_garbage_is_answered_with_the_form(path, mine, body):
    pk = mine.asked[0].pk
    body = {name.replace("says_1", f"says_{pk}"): value for name, value in body.items()}
    answer = mine.client.post(mine.url("vendor-criteria"), body)
    assert answer.status_code in {303, 422}
    assert not mine.form.answers.filter(given_at__isnull=False).exists()


def test_giving_needs_every_answer_whatever_the_page_sent(path, mine):
    """The form is read anew under the lock: what was added meanwhile is asked too."""
    replies = {each.pk: Reply("yes") for each in mine.asked[:-1]}
    with pytest.raises(Refused) as refused:
        vendor_criteria.give(mine.link, replies, "", at=timezone.now())
    assert set(refused.value.errors) == {f"says_{mine.asked[-1].pk}"}
    assert not mine.form.answers.exists()
