"""MACRO-2a: candidates, what the district needs, sent to several vendors who answer by link; answers side by side."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from catalog import services as library
from requests_app import comparing, criteria
from requests_app.models import CriteriaForm
from tests.answering import fill, proposed, step_url, text
from tests.criteria_paths import LINES, AskedVendor, CriteriaPath, says_all
from tests.factories import VendorFactory
from workflows import links, notices
from workflows.letters import letter
from workflows.models import Event, Link, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MACRO-2a")]


@pytest.fixture
def path(cast):
    """In the search for vendors."""
    path = CriteriaPath(cast)
    path.submit()
    return path


@pytest.fixture
def lead(cast):
    return cast.client("teacher")


def page(path, name: str, *more) -> str:
    return reverse(name, args=[path.case.pk, *more])


# --- candidates -------------------------------------------------------------------------------------------------------


def test_the_lead_adds_a_candidate_from_the_library(path, cast, lead):
    vendor = VendorFactory(name="Amplify Reading Inc")
    said = {"name": "Amplify Reading", "vendor": vendor, "website": "https://amplify.example/"}
    resource = library.add_resource(**said, by=cast.it_director, at=path.at)
    url = page(path, "district-candidates")

    found = lead.get(url, {"q": "amplfy reading"})
    assert "Amplify Reading Inc" in text(found)
    answer = lead.post(url, {"what": "library", "resource": resource.pk, "once": "a" * 20})

    assert (answer.status_code, answer.url) == (303, url)
    made = path.fresh.candidates.get()
    assert (made.name, made.vendor, made.resource) == ("Amplify Reading", vendor, resource)
    assert (made.vendor_name, made.website) == ("Amplify Reading Inc", "https://amplify.example/")
    assert "Among the candidates" in text(lead.get(url, {"q": "amplify reading"}))


def test_the_lead_adds_a_candidate_by_its_name_once(path, lead):
    vendor = VendorFactory(name="Lexia Learning")
    url = page(path, "district-candidates")
    said = {"name": " Lexia   Core ", "vendor_name": "lexia learning", "website": "lexia.example"}
    assert fill(lead, url, **said).status_code == 303

    made = path.fresh.candidates.get()
    assert (made.name, made.website, made.vendor) == ("Lexia Core", "https://lexia.example", vendor)
    again = fill(lead, url, **said | {"name": "LEXIA core"})
    assert again.status_code == 422
    assert "It is among the candidates already." in text(again)
    assert 'value="LEXIA core"' in text(again)
    assert path.fresh.candidates.count() == 1


def test_a_candidate_without_a_name_or_company_is_refused_beside_the_field(path, lead):
    answer = fill(lead, page(path, "district-candidates"), name="…", vendor_name="")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "vendor_name"}


def test_what_was_typed_is_put_right_but_not_what_the_library_calls_it(path, lead):
    typed, known = path.typed("Lexia Cre"), path.add_candidate("Raz-Plus")
    url = page(path, "district-candidate", typed.pk)
    assert fill(lead, url, name="Lexia Core").status_code == 303
    typed.refresh_from_db()
    assert typed.name == "Lexia Core"
    assert "It is called as it is in the library." in text(lead.get(page(path, "district-candidate", known.pk)))
    refused = lead.post(page(path, "district-candidate", known.pk), {"name": "Other", "vendor_name": "Other"})
    assert refused.status_code == 409


def test_a_candidate_is_ruled_out_with_a_reason_and_considered_again(path, lead):
    path.vendors_asked("Lexia Core", "Raz-Plus")
    vendor = AskedVendor(path, "Lexia Core")
    candidate = vendor.candidate
    url = page(path, "district-rule-out", candidate.pk)
    assert fill(lead, url, because=" ").status_code == 422
    assert fill(lead, url, because="It has no Spanish.").status_code == 303

    candidate.refresh_from_db()
    assert (candidate.standing, candidate.ruled_out_because) == ("ruled-out", "It has no Spanish.")
    assert candidate.ruled_out_by == path.lead
    assert vendor.get().status_code == 404
    told = Notice.objects.get(link=vendor.link, template="criteria_ended")
    subject, words, _html = letter(told)
    assert subject == "Nothing more is needed: Lexia Core"
    assert "Spanish" not in words
    assert "Lexia Core" not in {str(each) for each in path.fresh.live_candidates()}

    assert "It has no Spanish." in text(lead.get(url))
    assert fill(lead, url).status_code == 303
    candidate.refresh_from_db()
    assert candidate.standing == "considered"
    assert vendor.get().status_code == 404  # it is asked anew, with a link of its own


def test_whoever_does_not_lead_it_reads_the_candidates_but_adds_none(path, cast):
    path.add_candidate("Raz-Plus")
    officer = cast.client("compliance-officer")
    url = page(path, "district-candidates")
    assert "Add a candidate" not in text(officer.get(url))
    assert officer.post(url, {"what": "typed", "name": "X", "vendor_name": "Y"}).status_code == 403
    assert cast.client("stranger").get(url).status_code == 403


def test_when_the_lead_has_left_the_sponsor_goes_on(path, cast):
    principal = cast.client("principal")
    url = page(path, "district-candidates")
    said = {"what": "typed", "name": "Lexia Core", "vendor_name": "Lexia"}
    assert principal.post(url, said).status_code == 403
    cast.teacher.is_active = False
    cast.teacher.save()
    assert principal.post(url, said).status_code == 303


def test_a_new_candidate_reopens_the_question_of_compliance(path, lead):
    path.found(path.add_candidate("Raz-Plus"))
    path.answer("compliance", path.cast.compliance_officer)
    assert path.fresh.open_step("compliance") is None
    fill(lead, page(path, "district-candidates"), name="Lexia Core", vendor_name="Lexia")
    assert path.fresh.open_step("compliance") is not None


# --- the list of criteria ---------------------------------------------------------------------------------------------


def test_the_list_begins_with_what_most_districts_ask_and_is_changed(path, lead):
    url = page(path, "district-criteria")
    form = lead.get(url).context["form"]
    assert form.is_new
    assert form.count == len(criteria.PROPOSED) + 3
    n = len(criteria.PROPOSED)
    body = proposed(form) | {"words_0": "", f"words_{n}": "Polish too", f"about_{n}": "languages", f"must_{n}": "on"}
    assert lead.post(url, body).status_code == 303

    kept = criteria.in_order(path.fresh.criteria.all())
    assert len(kept) == len(criteria.PROPOSED)
    assert (kept[-4].words, kept[-4].about, kept[-4].must) == ("Polish too", "languages", True)
    assert criteria.PROPOSED[0][1] not in {each.words for each in kept}
    assert not lead.get(url).context["form"].is_new


def test_nothing_asked_or_the_same_asked_twice_is_refused(path, lead):
    url = page(path, "district-criteria")
    form = lead.get(url).context["form"]
    empty = {name: "" for name in proposed(form) if name.startswith("words_")}
    nothing = lead.post(url, proposed(form) | empty)
    assert nothing.status_code == 422
    assert "Write down at least one thing" in text(nothing)
    twice = lead.post(url, proposed(form) | empty | {"words_0": "Works offline", "words_1": "works  offline"})
    assert twice.status_code == 422
    assert "Line 2 stands here twice." in text(twice)
    assert path.fresh.criteria.count() == 0


def test_once_sent_the_list_only_grows_and_vendors_answer_what_is_new(path, lead):
    path.vendors_asked("Lexia Core", "Raz-Plus")
    done, waiting = AskedVendor(path, "Lexia Core"), AskedVendor(path, "Raz-Plus")
    done.send(**says_all(path))
    url = page(path, "district-criteria")
    assert "words_0" not in lead.get(url).context["form"].fields
    refused = lead.post(url, {"words_0": "Other", "about_0": "other"})
    assert refused.status_code == 409
    assert path.fresh.criteria.count() == len(LINES)

    assert fill(lead, url, about="languages", words="Families read it in Polish", must="on").status_code == 303

    added = path.fresh.criteria.get(words="Families read it in Polish")
    told = Notice.objects.filter(template="criteria_added").values_list("link", flat=True)
    assert set(told) == {done.link.pk, waiting.link.pk}
    assert [each.pk for each in done.asked] == [added.pk]
    assert len(waiting.asked) == len(LINES) + 1
    seen = text(done.get())
    assert "You have answered, thank you. The district has added 1 question since." in seen
    assert "What you sent" in seen
    kept = path.answers_of(done.candidate)
    assert done.send(**{f"says_{added.pk}": "no"}).status_code == 303
    assert path.answers_of(done.candidate) == kept | {"Families read it in Polish": "no"}


def test_a_vendor_reads_what_was_proposed_in_its_own_language(path, lead):
    """A line that stands as it was proposed is kept so that each reads it in the language of its link."""
    url = page(path, "district-criteria")
    lead.cookies["django_language"] = "es"
    lead.post(url, proposed(lead.get(url).context["form"]))
    assert {each.words for each in path.fresh.criteria.all()} == {words for _about, words, _must in criteria.PROPOSED}


# --- sending ----------------------------------------------------------------------------------------------------------


def test_the_criteria_go_to_several_vendors_at_once_with_a_day(path, lead):
    path.listed()
    one, other, third = (path.typed(name) for name in ("Lexia Core", "Raz-Plus", "Epic"))
    due = timezone.localdate() + timedelta(days=10)
    url = page(path, "criteria-send")
    said = {"due_on": due.isoformat()}
    for candidate, email in ((one, "lee@lexia.example"), (other, "ray@raz.example")):
        said |= {f"send_{candidate.pk}": "on", f"contact_email_{candidate.pk}": email}
        said |= {f"contact_name_{candidate.pk}": "Lee", f"language_{candidate.pk}": "es"}
    form = lead.get(url).context["form"]
    body = {name: value for name, value in proposed(form).items() if name != f"send_{third.pk}"}
    assert lead.post(url, body | said).status_code == 303

    forms = CriteriaForm.objects.filter(candidate__case=path.case.pk)
    assert {each.candidate for each in forms} == {one, other}
    assert {each.due_on for each in forms} == {due}
    assert {each.link.purpose for each in forms} == {"criteria"}
    assert len({each.link.token for each in forms}) == 2
    notices.send_due()
    assert {each.to[0] for each in mail.outbox} >= {"lee@lexia.example", "ray@raz.example"}
    (sent,) = [each for each in mail.outbox if each.to == ["lee@lexia.example"]]
    assert "Raz-Plus" not in sent.body + sent.alternatives[0][0]
    assert path.case.title not in sent.subject + sent.body + sent.alternatives[0][0]
    days = (timezone.localdate(forms[0].link.expires_at) - timezone.localdate()).days
    assert days == 10 + 30
    # Whoever was asked is not asked again here.
    assert set(lead.get(url).context["rows"][0].candidate.__class__.objects.filter(forms__isnull=True)) == {third}


def test_sending_needs_a_list_a_vendor_a_contact_and_a_day_to_come(path, lead):
    candidate = path.add_candidate("Lexia Core")
    url = page(path, "criteria-send")
    contact = {f"contact_name_{candidate.pk}": "Lee", f"contact_email_{candidate.pk}": "lee@lexia.example"}
    nothing = fill(lead, url, **contact)
    assert nothing.status_code == 409
    assert "Write down first what the district needs." in text(nothing)
    path.listed()
    assert f"contact_email_{candidate.pk}" in fill(lead, url).context["form"].errors
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "due_on" in fill(lead, url, due_on=yesterday, **contact).context["form"].errors
    body = proposed(lead.get(url).context["form"])
    body.pop(f"send_{candidate.pk}")
    none = lead.post(url, body)
    assert none.status_code == 422
    assert "Choose at least one vendor." in text(none)
    assert not CriteriaForm.objects.exists()


def test_the_same_press_twice_asks_once(path, lead):
    path.listed()
    candidate = path.add_candidate("Lexia Core")
    url = page(path, "criteria-send")
    said = {f"contact_name_{candidate.pk}": "Lee", f"contact_email_{candidate.pk}": "lee@lexia.example"}
    body = proposed(lead.get(url).context["form"]) | said
    assert [lead.post(url, body).status_code for _each in range(2)] == [303, 303]
    assert CriteriaForm.objects.count() == Link.objects.filter(case=path.case.pk).count() == 1


# --- who has answered; reminding, more time, another link, withdrawing ------------------------------------------------


def test_the_lead_sees_how_each_vendor_stands(path, lead):
    path.vendors_asked("A one", "B two", "C three", "D four")
    opened, begun, answered = (AskedVendor(path, name) for name in ("B two", "C three", "D four"))
    opened.get()
    begun.later(**{f"says_{begun.asked[0].pk}": "yes"})
    answered.send(**says_all(path))
    seen = text(lead.get(page(path, "district-candidates")))
    for words in ("Sent, not opened yet", "Has opened it", "Has begun", "Answered"):
        assert words in seen
    CriteriaForm.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    seen = text(lead.get(page(path, "district-candidates")))
    assert seen.count("> Late<") + seen.count(">Late<") == 3
    assert "2 days late" in seen


def test_the_lead_reminds_a_vendor_once_a_day(path, lead):
    path.vendors_asked("Lexia Core")
    form = AskedVendor(path, "Lexia Core").form
    url = page(path, "criteria-form", form.pk)
    assert lead.post(url, {"what": "remind", "once": "r" * 20}).status_code == 303
    told = Notice.objects.get(template="criteria_reminder")
    assert told.link == form.link
    subject, words, html = letter(told)
    assert subject == "Your answers are still missing: Lexia Core"
    assert form.link.token in words
    assert form.link.token in html
    again = lead.post(url, {"what": "remind", "once": "s" * 20})
    assert again.status_code == 409
    assert "was reminded today already" in text(again)
    assert Notice.objects.filter(template="criteria_reminder").count() == 1


def test_who_has_answered_is_not_reminded(path, lead):
    path.vendors_asked("Lexia Core")
    vendor = AskedVendor(path, "Lexia Core")
    vendor.send(**says_all(path))
    url = page(path, "criteria-form", vendor.form.pk)
    assert lead.post(url, {"what": "remind", "once": "r" * 20}).status_code == 409
    assert not Notice.objects.filter(template="criteria_reminder").exists()


def test_more_time_lets_the_same_link_work_longer_and_tells_the_vendor(path, lead):
    path.vendors_asked("Lexia Core")
    vendor = AskedVendor(path, "Lexia Core")
    Link.objects.filter(pk=vendor.link.pk).update(expires_at=timezone.now() + timedelta(days=1))
    later = timezone.localdate() + timedelta(days=40)
    url = page(path, "criteria-form", vendor.form.pk)
    assert lead.post(url, {"what": "extend", "due_on": later.isoformat(), "once": "e" * 20}).status_code == 303
    assert vendor.form.due_on == later
    assert timezone.localdate(vendor.fresh_link.expires_at) == later + timedelta(days=30)
    assert vendor.get().status_code == 200
    assert Notice.objects.filter(link=vendor.link, template="criteria_reminder").exists()
    wrong = lead.post(url, {"what": "extend", "due_on": "2020-01-01", "once": "f" * 20})
    assert wrong.status_code == 422
    assert "Choose a day from today on." in text(wrong)


def test_a_new_link_goes_to_somebody_else_and_what_was_saved_stays(path, lead):
    path.vendors_asked("Lexia Core")
    before = AskedVendor(path, "Lexia Core")
    before.later(**{f"says_{before.asked[0].pk}": "partly", f"words_{before.asked[0].pk}": "In May"})
    url = page(path, "criteria-form", before.form.pk)
    said = {"contact_name": "Ann", "contact_email": "ann@lexia.example", "language": "en"}
    due = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert lead.post(url, said | {"what": "again", "due_on": due, "once": "n" * 20}).status_code == 303
    assert before.get().status_code == 404
    after = AskedVendor(path, "Lexia Core")
    assert (after.link.email, after.form.pk) == ("ann@lexia.example", before.form.pk)
    assert "In May" in text(after.get())


def test_a_link_is_withdrawn_and_what_was_sent_stays(path, lead):
    path.vendors_asked("Lexia Core")
    vendor = AskedVendor(path, "Lexia Core")
    vendor.send(**says_all(path))
    url = page(path, "criteria-form", vendor.form.pk)
    assert lead.post(url, {"what": "withdraw", "once": "w" * 20}).status_code == 303
    assert vendor.get().status_code == 404
    assert len(path.answers_of(vendor.candidate)) == len(LINES)
    named = Event.objects.filter(case=path.case.pk, name="link-revoked")
    assert named.count() == 1


# --- the vendor -------------------------------------------------------------------------------------------------------


def test_the_vendor_reads_what_is_asked_saves_comes_back_and_sends(path, lead):
    path.vendors_asked("Lexia Core", "Raz-Plus")
    vendor = AskedVendor(path, "Lexia Core")
    seen = text(vendor.get())
    assert "Works offline" in seen
    assert "The district cannot do without it." in seen
    assert path.lead.email in seen
    first = vendor.asked[0]
    saved = vendor.later(**{f"says_{first.pk}": "partly", f"words_{first.pk}": "On tablets"})
    assert (saved.status_code, saved.url) == (303, f"{vendor.url()}#saved")
    assert "On tablets" in text(vendor.get())
    version = path.fresh.version
    assert path.answers_of(vendor.candidate) == {}  # the district reads nothing before it is sent
    assert "On tablets" not in text(lead.get(page(path, "district-answers")))

    lacking = vendor.send(**{f"says_{first.pk}": "partly", f"words_{first.pk}": "On tablets"})
    assert lacking.status_code == 422
    assert len(lacking.context["replies"].errors) == len(LINES) - 1
    assert "On tablets" in text(lacking)

    answer = vendor.send(**says_all(path), note="We train your teachers.")
    assert (answer.status_code, answer.url) == (303, f"{vendor.url()}#stands")
    assert path.answers_of(vendor.candidate) == dict.fromkeys(LINES, "yes")
    assert path.fresh.version == version + 1
    told = Notice.objects.get(template="criteria_answered")
    assert (told.user, "Lexia Core" in letter(told)[0]) == (path.lead, True)
    read = text(vendor.get())
    assert "What you sent" in read
    assert "We train your teachers." in read
    assert "Send the answers to the district" not in read


def test_partly_and_planned_are_explained(path):
    path.vendors_asked("Lexia Core")
    vendor = AskedVendor(path, "Lexia Core")
    said = says_all(path) | {f"says_{vendor.asked[0].pk}": "planned"}
    lacking = vendor.send(**said)
    assert lacking.status_code == 422
    assert set(lacking.context["replies"].errors) == {f"words_{vendor.asked[0].pk}"}
    assert vendor.send(**said, **{f"words_{vendor.asked[0].pk}": "Next spring"}).status_code == 303


def test_what_was_sent_is_not_changed_by_sending_again(path):
    path.vendors_asked("Lexia Core")
    vendor = AskedVendor(path, "Lexia Core")
    body = says_all(path) | {"once": "v" * 20}
    assert vendor.send(**body).status_code == 303
    assert vendor.send(**body).status_code == 303  # the same press twice
    before = path.answers_of(vendor.candidate)
    other = vendor.send(**says_all(path, "no"))
    assert other.status_code == 409
    assert "You have answered already." in text(other)
    assert path.answers_of(vendor.candidate) == before


def test_the_pages_and_mails_are_in_the_language_of_the_link(path):
    path.vendors_asked("Lexia Core", language="es")
    vendor = AskedVendor(path, "Lexia Core")
    page = vendor.get()
    assert 'lang="es"' in page.content.decode()
    assert vendor.client.post(vendor.url("outside-language"), {"language": "en"}).status_code == 303
    assert 'lang="en"' in vendor.get().content.decode()[:80]


def test_once_a_candidate_is_chosen_no_vendor_is_asked_any_more(cast):
    path = CriteriaPath(cast)
    path.submit()
    path.vendors_asked("Lexia Core")
    vendor = AskedVendor(path, "Lexia Core")
    path.do("withdraw", cast.teacher)
    page = text(vendor.get())
    assert "The district no longer asks for your answers." in page
    late = vendor.send(**says_all(path))
    assert late.status_code == 409
    assert path.answers_of(vendor.candidate) == {}


# --- side by side -----------------------------------------------------------------------------------------------------


def test_answers_stand_side_by_side_and_a_no_to_a_must_stands_out(path, lead):
    path.vendors_asked("Lexia Core", "Raz-Plus")
    for name, says in (("Lexia Core", "yes"), ("Raz-Plus", "no")):
        AskedVendor(path, name).send(**says_all(path, says))
    page_ = lead.get(page(path, "district-answers"))
    comparison = page_.context["comparison"]
    assert [row.words for row in comparison.rows] == list(LINES)
    assert [row.fails for row in comparison.rows] == list(LINES.values())
    tones = [[cell.badge.tone for cell in row.cells] for row in comparison.rows]
    assert tones == [["good", "quiet"], ["good", "quiet"], ["good", "refused"]]
    assert [each.verdict for each in comparison.asked] == [
        "Says no to nothing that the district can’t do without.",
        "Says no to 1 thing that the district can’t do without.",
    ]
    assert text(page_).count('class="fails"') == 1
    assert 'data-label="Raz-Plus' in text(page_)


def test_the_table_is_exported_without_formulas(path, lead):
    path.vendors_asked("Lexia Core")
    vendor = AskedVendor(path, "Lexia Core")
    said = {f"words_{vendor.asked[0].pk}": "=1+1"}
    vendor.send(**says_all(path), **said, note="See the brochure")
    answer = lead.get(page(path, "district-answers-export"))
    assert answer["Content-Type"].startswith("text/csv")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("About,What the district needs,Cannot do without,Lexia Core")
    assert "'=1+1" in rows[1]
    assert "See the brochure" in rows[-1]


def test_only_who_reads_all_of_it_reads_the_answers(path, cast):
    path.vendors_asked("Lexia Core")
    for name in ("district-answers", "district-answers-export"):
        assert cast.client("stranger").get(page(path, name)).status_code == 403
        assert cast.client("compliance-officer").get(page(path, name)).status_code == 200


def test_the_step_of_the_search_says_what_is_done(path, lead):
    path.vendors_asked("Lexia Core")
    seen = text(lead.get(step_url(path.case, "search")))
    done = "1 is being considered.", "1 of 1 were asked.", "0 of 1 have answered.", "No finding yet: Lexia Core"
    for words in done:
        assert words in seen


def test_comparing_asks_the_database_as_often_for_many(path, django_assert_num_queries):
    path.vendors_asked("Lexia Core")
    case = path.fresh
    with django_assert_num_queries(4):
        comparing.compare(case, at=timezone.now())
    path.vendors_asked("Raz-Plus", "Epic")
    with django_assert_num_queries(4):
        comparing.compare(case, at=timezone.now())


def test_a_link_that_ran_out_is_seen_and_given_more_time(path, lead):
    path.vendors_asked("Lexia Core")
    vendor = AskedVendor(path, "Lexia Core")
    Link.objects.filter(pk=vendor.link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert links.expire_links(at=timezone.now()) == 1
    assert "The link has run out" in text(lead.get(page(path, "district-candidates")))
    assert vendor.get().status_code == 404
    assert [each.candidate for each in lead.get(page(path, "criteria-send")).context["rows"]] == [vendor.candidate]
