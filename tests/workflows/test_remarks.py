"""Comments, files and followers (X-4); an administrator takes out personal data (X-5)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import StoredFile
from tests.agreements import agreement_in
from tests.paths import Path, pdf
from tests.workflows.browsing import send, text
from workflows import engine
from workflows.actors import Actor
from workflows.models import Answers, Case, CaseFile, Event, Follower, Notice, Passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast) -> Case:
    return Path(cast).to("in-review")


def page(cast, person, case) -> str:
    return text(cast.client(person).get(f"/cases/{case.pk}/"))


def say(cast, person, case, words, **more):
    return cast.client(person).post(f"/cases/{case.pk}/comment/", {"text": words, **more})


def add(cast, person, case, upload=None, **more):
    typed = {"file": upload or pdf(), "kind": "quote", **more}
    return cast.client(person).post(f"/cases/{case.pk}/file/", typed)


# --- comments ---------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-4")
def test_a_comment_for_the_requester_is_read_by_them_and_they_are_told(cast, case):
    answer = say(cast, "curriculum-director", case, "Which classes?", readers="everyone")

    assert (answer.status_code, answer.url) == (303, f"/cases/{case.pk}/#comments")
    assert "Which classes?" in page(cast, "teacher", case)
    assert Notice.objects.filter(user=cast.teacher, template="comment").count() == 1


@pytest.mark.sop("X-4")
def test_an_internal_comment_is_read_by_reviewers_alone(cast, case):
    engine.follow(case.pk, cast.colleague, by=Actor(cast.teacher), at=timezone.now())
    say(cast, "curriculum-director", case, "Too dear.", readers="reviewers")

    assert "Too dear." in page(cast, "ict-coordinator", case)
    for person in ("teacher", "colleague", "stranger", "admin"):
        assert "Too dear." not in page(cast, person, case)
    assert not Notice.objects.filter(user=cast.teacher, template="comment").exists()


@pytest.mark.sop("X-4")
def test_whoever_is_mentioned_and_may_read_it_is_told_and_the_writer_learns_who_may_not(cast, case):
    words = "@ict-coordinator, what do you think? @stranger too. Mail ana@teacher.example or @nobody."
    client = cast.client("curriculum-director")
    answer = client.post(f"/cases/{case.pk}/comment/", {"text": words, "readers": "reviewers"}, follow=True)

    assert set(Notice.objects.filter(template="comment").values_list("user__username", flat=True)) == {
        "ict-coordinator"
    }
    assert f"Not told, because they may not read it: {cast.stranger}." in text(answer)


def test_the_requester_is_never_asked_who_may_read_and_cannot_write_internally(cast, case):
    assert "Who may read it?" not in page(cast, "teacher", case)
    say(cast, "teacher", case, "For both classes.", readers="reviewers")
    assert "For both classes." in page(cast, "teacher", case)
    assert not Event.objects.filter(seen="internal").exists()


def test_a_reviewer_who_does_not_choose_is_asked_and_keeps_what_was_typed(cast, case):
    answer = say(cast, "curriculum-director", case, "Which classes?")
    assert answer.status_code == 422
    assert "Which classes?" in answer.content.decode()


@pytest.mark.parametrize("words", ["", "   ", "a" * 10_001, "\0"])
def test_an_empty_or_endless_comment_is_refused_on_the_page_itself(cast, case, words):
    answer = say(cast, "teacher", case, words)
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert not Event.objects.filter(kind="comment").exists()


def test_whoever_reads_the_summary_alone_does_not_comment(cast, case):
    for words in ("Hello", ""):
        assert say(cast, "stranger", case, words).status_code == 403
    assert add(cast, "stranger", case).status_code == 403
    assert not StoredFile.objects.exists()


def test_a_double_click_says_it_once(cast, case):
    answers = [
        say(cast, "teacher", case, "Both classes.", once="form-sent-once-k-1").status_code for _click in range(2)
    ]
    assert answers == [303, 303]
    assert Event.objects.filter(kind="comment").count() == 1


def test_markup_in_a_comment_is_shown_not_run(cast, case):
    say(cast, "teacher", case, "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in cast.client("teacher").get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize("address", ["comment/", "file/", "unfollow/"])
def test_these_addresses_take_nothing_but_posts(cast, case, address):
    assert cast.client("teacher").get(f"/cases/{case.pk}/{address}").status_code == 405


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-4")
def test_a_file_is_added_and_opened_by_those_who_read_the_request(cast, case):
    answer = add(cast, "teacher", case, pdf("Quote 2026.pdf"))
    stored = StoredFile.objects.get()

    assert (answer.status_code, answer.url) == (303, f"/cases/{case.pk}/#files")
    assert "Quote 2026.pdf" in page(cast, "curriculum-director", case)
    for person, status in (("teacher", 200), ("principal", 200), ("stranger", 404), ("other-principal", 404)):
        assert cast.client(person).get(stored.get_absolute_url()).status_code == status
    assert CaseFile.objects.get().kind == "quote"


@pytest.mark.sop("X-4")
def test_a_file_for_reviewers_is_opened_by_reviewers_alone(cast, case):
    add(cast, "curriculum-director", case, pdf("comparison.pdf"), readers="reviewers")
    stored = StoredFile.objects.get()

    assert "comparison.pdf" not in page(cast, "teacher", case)
    assert "comparison.pdf" not in page(cast, "admin", case)
    for person, status in (("curriculum-director", 200), ("teacher", 404), ("admin", 404)):
        assert cast.client(person).get(stored.get_absolute_url()).status_code == status


@pytest.mark.sop("X-4")
@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("virus.exe", b"MZ"), "can't be added"),
        (SimpleUploadedFile("quote.pdf", b"not a pdf"), "is not a PDF file"),
        (SimpleUploadedFile("quote.pdf", b""), "empty"),
    ],
)
def test_a_file_that_may_not_be_kept_is_refused_with_a_sentence(cast, case, upload, words):
    answer = add(cast, "teacher", case, upload)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not StoredFile.objects.exists()


def test_a_file_larger_than_the_district_allows_is_refused(cast, case, monkeypatch):
    monkeypatch.setattr("accounts.files.setting", lambda key: 0)
    assert "larger than 0 MB" in text(add(cast, "teacher", case))


def test_sending_no_file_says_so(cast, case):
    answer = cast.client("teacher").post(f"/cases/{case.pk}/file/", {"kind": "quote"})
    assert answer.status_code == 422
    assert "Choose a file." in text(answer)


# --- followers --------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-4")
def test_the_requester_admits_a_follower_who_then_reads_all_and_is_told(cast, case):
    assert cast.client("colleague").get(f"/cases/{case.pk}/history/").status_code == 403

    answer = send(cast.client("teacher"), f"/cases/{case.pk}/follow/", person="colleague")

    assert answer.status_code == 303
    assert "Purpose" in page(cast, "colleague", case)
    assert Notice.objects.filter(user=cast.colleague, template="following").exists()
    assert str(cast.colleague) in page(cast, "teacher", case)


@pytest.mark.sop("X-4")
def test_anybody_follows_the_outcome_without_reading_more(cast, case):
    answer = cast.client("stranger").post(f"/cases/{case.pk}/follow/")

    assert answer.status_code == 303
    assert Follower.objects.get().reads_whole is False
    assert "Purpose" not in page(cast, "stranger", case)
    assert "Stop following" in page(cast, "stranger", case)


def test_who_follows_is_not_told_to_those_who_read_the_summary(cast, case):
    send(cast.client("teacher"), f"/cases/{case.pk}/follow/", person="colleague")
    assert str(cast.colleague) not in page(cast, "stranger", case)


def test_following_ends_by_oneself_or_by_the_requester_and_by_nobody_else(cast, case):
    cast.client("stranger").post(f"/cases/{case.pk}/follow/")
    send(cast.client("teacher"), f"/cases/{case.pk}/follow/", person="colleague")
    ending = f"/cases/{case.pk}/unfollow/"

    assert cast.client("curriculum-director").post(ending, {"person": cast.colleague.pk}).status_code == 403
    assert cast.client("stranger").post(ending).status_code == 303
    assert cast.client("teacher").post(ending, {"person": cast.colleague.pk}).status_code == 303
    assert not Follower.objects.exists()


@pytest.mark.parametrize("person", ["x", "-1", "9" * 30, "999999", "²"])
def test_ending_it_for_a_person_who_is_not_there_is_not_found(cast, case, person):
    assert cast.client("teacher").post(f"/cases/{case.pk}/unfollow/", {"person": person}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Please give an answer."), ("Nobody", "was found"), ("teacher", "told of everything")]
)
def test_a_name_that_will_not_do_is_said_by_the_field(cast, case, typed, words):
    answer = send(cast.client("teacher"), f"/cases/{case.pk}/follow/", person=typed)
    assert answer.status_code == 422
    assert words in text(answer)


# --- taking personal data out -----------------------------------------------------------------------------------------


@pytest.mark.sop("X-5")
def test_an_administrator_removes_a_passage_and_the_history_keeps_who_when_why_and_its_hash(cast, case):
    say(cast, "curriculum-director", case, "Sam Smith in 6b needs it.", readers="everyone")
    words = Passage.objects.get(text__contains="Sam Smith")
    client = cast.client("admin")
    address = f"/cases/{case.pk}/remove/passage/{words.pk}/"

    assert address in client.get(f"/cases/{case.pk}/").content.decode()
    answer = send(client, address, reason="Names a student.")

    assert answer.status_code == 303
    for person in ("curriculum-director", "teacher"):
        assert "Sam Smith" not in page(cast, person, case)
        assert "[removed by an administrator]" in page(cast, person, case)
    kept = Event.objects.get(kind="removed")
    assert (kept.by, str(kept.words), kept.details["sha256"]) == (cast.admin, "Names a student.", words.sha256)
    assert "A passage was removed" in text(cast.client("teacher").get(f"/cases/{case.pk}/history/"))
    assert client.get(address).status_code == 404


@pytest.mark.sop("X-5")
def test_an_administrator_removes_a_file_whose_name_and_hash_stay(cast, case):
    add(cast, "teacher", case, pdf("class-list.pdf"))
    row = CaseFile.objects.get()

    send(cast.client("admin"), f"/cases/{case.pk}/remove/file/{row.pk}/", reason="Holds a class list.")

    assert cast.client("teacher").get(row.file.get_absolute_url()).status_code == 410
    assert "A file was removed" in page(cast, "teacher", case)
    assert Event.objects.get(kind="removed").details["sha256"] == row.file.sha256


@pytest.mark.sop("X-5")
def test_an_administrator_removes_an_answer_from_the_form_and_from_every_submission(cast):
    path = Path(cast, purpose="For Sam Smith in 6b")
    path.to("changes-requested")
    change = {"purpose": "For Sam Smith and his group"}
    engine.edit(path.case.pk, change, by=Actor(cast.teacher), at=path.at)
    path.do("resubmit", cast.teacher)

    answer = send(cast.client("admin"), f"/cases/{path.case.pk}/remove/answer/purpose/", reason="Names a student.")

    assert answer.status_code == 303
    assert path.fresh.purpose == ""
    assert "Sam Smith" not in str(list(Answers.objects.values_list("data", flat=True)))
    assert "Sam Smith" not in str(list(Event.objects.values_list("details", flat=True)))
    for person in ("teacher", "assistant-superintendent"):
        client = cast.client(person)
        for address in ("", "history/", "history.csv"):
            assert "Sam Smith" not in client.get(f"/cases/{path.case.pk}/{address}").content.decode()


def test_removing_asks_for_a_reason(cast, case):
    say(cast, "teacher", case, "Both classes.")
    words = Passage.objects.get(text="Both classes.")
    answer = send(cast.client("admin"), f"/cases/{case.pk}/remove/passage/{words.pk}/", reason=" ")
    assert answer.status_code == 422
    assert "Say why it is removed" in text(answer)
    assert Passage.objects.get(pk=words.pk).text == "Both classes."


@pytest.mark.parametrize("person", ["teacher", "curriculum-director", "assistant-superintendent", "stranger"])
def test_only_an_administrator_removes_anything(cast, case, person):
    say(cast, "teacher", case, "Both classes.")
    words = Passage.objects.get(text="Both classes.")
    address = f"/cases/{case.pk}/remove/passage/{words.pk}/"
    client = cast.client(person)

    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": "I wish"}).status_code == 403
    assert Passage.objects.get(pk=words.pk).text == "Both classes."


@pytest.mark.parametrize(
    "what", ["passage/999999", "file/999999", "answer/title", "answer/nonsense", "case/1", "file/x"]
)
def test_what_is_not_there_can_not_be_removed(cast, case, what):
    assert cast.client("admin").get(f"/cases/{case.pk}/remove/{what}/").status_code == 404
    assert cast.client("admin").post(f"/cases/{case.pk}/remove/{what}/", {"reason": "x"}).status_code == 404


def test_a_passage_of_another_case_is_not_removed_through_this_one(cast, case):
    other = Path(cast, title="Other").to("in-review")
    say(cast, "teacher", other, "Elsewhere.")
    words = Passage.objects.get(text="Elsewhere.")
    assert cast.client("admin").post(f"/cases/{case.pk}/remove/passage/{words.pk}/", {"reason": "x"}).status_code == 404


def test_where_nobody_asked_no_requester_is_spoken_of(cast):
    agreement = agreement_in(cast, "in-force")
    shown = page(cast, "it-director", agreement)
    assert "Everybody who may open this page" in shown
    assert "The requester too" not in shown

    asked = text(cast.client("it-director").get(f"/cases/{agreement.pk}/do/terminate/"))
    assert "Kept in the history." in asked
    assert "requester" not in asked


def test_on_a_request_the_requester_is_named_among_the_readers(cast, case):
    shown = page(cast, "curriculum-director", case)
    assert "The requester too" in shown
    assert "Everybody who may open this page" not in shown
