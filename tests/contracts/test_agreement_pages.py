"""Agreements on their pages: each state's sentence and buttons, what may still change, papers in versions, posting."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone, translation

from accounts.files import store_file
from accounts.models import StoredFile
from accounts.wording import when_words
from catalog import services as library
from contracts import services
from contracts.models import Agreement, DataElement, Packet, Schedule
from contracts.selectors import papers, posting
from contracts.standing import standing
from tests.agreements import add_paper, agreement_in, draft, fresh, move
from tests.answering import fill, text
from tests.factories import ResourceFactory, VendorFactory
from tests.paths import authorise, pdf
from workflows import engine
from workflows.actors import Actor
from workflows.models import Event
from workflows.sweeps import sweep_wakes

pytestmark = pytest.mark.django_db


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def director(cast):
    return cast.client("it-director")


# --- each state -------------------------------------------------------------------------------------------------------

# State → what its page says, and buttons that those who keep agreements have there.
FILL, SEND, DROP = "Fill in what is missing", "Record that it was sent to the vendor", "Drop the draft"
POST, UPKEEP, END = "Post the agreement", "Keep it up to date", "Terminate the agreement"
SHOWN = {
    "drafting": ("Still missing: the signed file.", [FILL, SEND, DROP]),
    "sent": ("The vendor has it to sign", [FILL, "Record that its terms are being negotiated", DROP]),
    "negotiating": ("Its terms are being negotiated", [FILL, SEND, DROP]),
    "signed": ("It is signed, and in force from", [POST, UPKEEP, END]),
    "in-force": ("It is in force, with no end.", [POST, UPKEEP, "Draft the one that replaces it", END]),
    "expiring": ("It is in force, with no end.", [POST, UPKEEP, END]),
    "lapsed": ("was its last day. It covers nothing any more.", []),
    "terminated": ("It was terminated on", []),
    "superseded": ("A newer agreement replaced it on", []),
    "dropped": ("It was dropped before anybody signed", []),
}
BUTTONS = {words for _said, buttons in SHOWN.values() for words in buttons}


@pytest.mark.parametrize("state", SHOWN)
def test_its_page_says_where_it_stands_and_what_can_be_done(cast, state):
    said, buttons = SHOWN[state]
    agreement = agreement_in(cast, state)
    client = cast.client("compliance-officer")
    url = f"/cases/{agreement.pk}/"
    page = text(client.get(url))
    assert said in page
    offered = {words for words in BUTTONS if f">{words}<" in page}
    assert offered >= set(buttons)
    assert bool(offered) == bool(buttons)
    reader = text(cast.client("general-counsel").get(url))
    assert said in reader
    assert not {words for words in BUTTONS if f">{words}<" in reader}
    assert "Person in charge" not in text(cast.client("teacher").get(url))


NARROWED = {
    "in-force": {"in-force", "expiring"},
    "running-out": {"expiring"},
    "ahead": {"signed"},
    "to-post": {"signed", "in-force", "expiring"},
    "with-vendor": {"sent", "negotiating"},
    "drafting": {"drafting"},
    "ended": {"lapsed", "terminated", "superseded", "dropped"},
}


def test_the_list_is_narrowed_to_each_standing(cast, director):
    names = {state: agreement_in(cast, state, vendor=VendorFactory(name=f"Maker {state}.")) for state in SHOWN}
    for shown, states in NARROWED.items():
        page = text(director.get("/agreements/", {"shown": shown}))
        assert {state for state in names if f"Maker {state}." in page} == states
    rows = director.get("/agreements/").context["page"].object_list
    over = [row.agreement.is_over for row in rows]
    assert over == sorted(over)


YEARLY = {"first_term_months": 12, "tacit_months": 12}
TERMS = [
    ({"ends": 400}, "It is in force until", "In force"),
    ({"ends": 60}, "It is in force until", "Running out soon"),
    (
        {"starts": -300, "first_term_months": 12, "tacit_months": 12, "notice_months": 1},
        "unless notice",
        "Running out soon",
    ),
    ({"starts": -300, "first_term_months": 36, "tacit_months": 12}, "goes on by itself for 12 months", "In force"),
    (
        {"starts": -350, "first_term_months": 12, "tacit_months": 1, "notice_months": 6},
        "by itself for 1 month.",
        "In force",
    ),
]


@pytest.mark.parametrize(("said", "sentence", "words"), TERMS)
def test_the_sentence_goes_by_the_term(cast, said, sentence, words):
    agreement = agreement_in(cast, "in-force", **said)
    now = standing(agreement, on=day(0))
    assert sentence in now.sentence
    assert now.words == words


def test_the_page_and_the_list_cost_the_same_with_few_and_with_many(cast, director, django_assert_max_num_queries):
    vendor = VendorFactory()
    products = [ResourceFactory(vendor=vendor) for _each in range(3)]
    agreement = agreement_in(cast, "in-force", vendor=vendor, products=products[:1], elements=[])
    many = agreement_in(
        cast,
        "in-force",
        vendor=vendor,
        products=products,
        elements=list(DataElement.objects.all()),
        places=[cast.school, cast.other_school],
        subcontractors=[{"name": f"Company {n}"} for n in range(30)],
    )
    add_paper(many, cast, "again.pdf")
    for one in (agreement, many):
        director.get(f"/cases/{one.pk}/")
        with django_assert_max_num_queries(17):
            director.get(f"/cases/{one.pk}/")


# --- what may still change --------------------------------------------------------------------------------------------


def test_while_the_vendor_has_it_only_the_signatures_are_filled_in(cast, director):
    agreement = draft(cast, vendor_signer="", vendor_signed_on=None)
    move(agreement, cast, "send", words="To Vic by mail.")
    url = f"/cases/{agreement.pk}/agreement/edit/"
    form = director.get(url).context["form"]
    assert not {"vendor", "elements", "ends_on", "yearly_amount"} & set(form.fields)
    said = {"vendor_signer": "Vic", "vendor_signed_on": day(0).isoformat(), "file": pdf("dpa.pdf"), "both_signed": "on"}
    assert fill(director, url, **said, yearly_amount="1").status_code == 303
    agreement = fresh(agreement)
    assert (agreement.state, agreement.vendor_signer, agreement.yearly_amount) == ("in-force", "Vic", None)


def test_being_negotiated_it_can_be_changed_again_and_signed_it_cannot(cast, director):
    agreement = agreement_in(cast, "negotiating")
    url = f"/cases/{agreement.pk}/agreement/edit/"
    assert fill(director, url, yearly_amount="1200.50", framework="iso-27000").status_code == 303
    agreement = fresh(agreement)
    assert (agreement.yearly_amount, agreement.framework) == (Decimal("1200.50"), "iso-27000")
    add_paper(agreement, cast)
    move(agreement, cast, "sign")
    for address in (url, f"/cases/{agreement.pk}/do/sign/"):
        refused = director.get(address)
        assert refused.status_code == 409
        assert "This can’t be done now" in text(refused)
        assert "has changed" not in text(refused)
    assert director.post(url, {"vendor": "x"}).status_code == 409


def test_a_signer_who_is_not_on_the_list_is_told_with_the_way_to_mend_it(cast, director):
    agreement = draft(cast, district_signer="Mickey Mouse")
    page = text(director.get(f"/cases/{agreement.pk}/"))
    assert "Mickey Mouse was not on the list of authorised signers" in page
    assert f'href="/cases/{agreement.pk}/agreement/edit/">Correct who signed' in page
    assert 'href="/agreements/signers/">The list of authorised signers' in page
    listed = draft(cast)
    assert "was not on the list" not in text(director.get(f"/cases/{listed.pk}/"))


def test_a_signed_one_is_kept_up_to_date_with_its_history(cast, director):
    agreement = agreement_in(cast, "in-force")
    url = f"/cases/{agreement.pk}/agreement/upkeep/"
    lines = "Cloud One; servers; https://cloud.example\nPost Two"
    assert fill(director, url, owner="teacher", subcontractors=lines, subcontractors_url="").status_code == 303
    agreement = fresh(agreement)
    assert agreement.owner == cast.teacher
    assert list(agreement.subcontractors.values_list("name", "service", "website")) == [
        ("Cloud One", "servers", "https://cloud.example"),
        ("Post Two", "", ""),
    ]
    changed = Event.objects.filter(case=agreement.pk, name="amend").last().details["changed"]
    assert changed["subcontractors"] == ["", "Cloud One; Post Two"]
    for wrong in ("; servers", "A; b; no address", "Same\nsame", "x" * 201):
        assert fill(director, url, subcontractors=wrong).status_code == 422
    assert cast.client("procurement").get(url).status_code == 403
    assert director.get(f"/cases/{draft(cast).pk}/agreement/upkeep/").status_code == 409


WRONG_TERMS = {
    "the end before the start": ({"starts_on": "2031-02-01", "ends_on": "2031-01-01"}, "ends_on"),
    "a start long ago": ({"starts_on": "1700-01-01"}, "starts_on"),
    "an end never": ({"starts_on": "2026-01-01", "ends_on": "9999-12-31"}, "ends_on"),
    "a term too long": ({"starts_on": "2026-01-01", "first_term_months": "5000"}, "first_term_months"),
    "notice below none": ({"notice_months": "-1"}, "notice_months"),
    "days that are none": ({"deletion_days": "0"}, "deletion_days"),
    "a cost below none": ({"yearly_amount": "-5"}, "yearly_amount"),
    "nobody in charge": ({"owner": "nobody at all"}, "owner"),
    "a page that is none": ({"subcontractors_url": "javascript:alert(1)"}, "subcontractors_url"),
}


@pytest.mark.parametrize("name", WRONG_TERMS)
def test_terms_that_make_no_sense_are_refused_by_the_field(cast, director, name):
    wrong, field = WRONG_TERMS[name]
    agreement = draft(cast)
    response = fill(director, f"/cases/{agreement.pk}/agreement/edit/", **wrong)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert fresh(agreement).version == agreement.version


def test_yearly_and_by_itself_is_entered_as_the_form_says(cast, director):
    agreement = draft(cast)
    url = f"/cases/{agreement.pk}/agreement/edit/"
    assert "Yearly, and renews by itself: first term 12, then 12, and no last day." in text(director.get(url))
    fill(director, url, first_term_months="12", tacit_months="12", notice_months="3", ends_on="")
    agreement = fresh(agreement)
    assert (agreement.first_term_months, agreement.tacit_months, agreement.notice_months) == (12, 12, 3)
    assert (agreement.ends_on, agreement.last_day) == (None, None)


# --- drafted for something --------------------------------------------------------------------------------------------


def test_the_one_that_replaces_another_takes_its_place_when_it_is_in_force(cast, director):
    old = agreement_in(cast, "in-force", framework="cis")
    authorise()
    url = f"/agreements/new/?replaces={old.pk}"
    today = day(0).isoformat()
    signed = {"starts_on": today, "vendor_signer": "Vic", "vendor_signed_on": today}
    signed |= {"district_signer": "Dana Director", "district_signed_on": today}
    response = fill(director, url, **signed, file=pdf("new.pdf"), both_signed="on")
    newer = Agreement.objects.get(replaces=old)
    assert response.url == f"/cases/{newer.pk}/"
    assert (newer.state, newer.framework, list(newer.products.all())) == ("in-force", "cis", list(old.products.all()))
    sweep_wakes(at=timezone.now())
    old = fresh(old)
    assert old.state == "superseded"
    event = Event.objects.get(case=old.pk, name="supersede")
    assert str(event.words) == f"Replaced by: {newer}."
    assert str(newer.title) in text(director.get(f"/cases/{old.pk}/"))


def test_what_is_kept_for_good_is_in_the_districts_language_whoever_acts(cast):
    with translation.override("es"):
        old = agreement_in(cast, "in-force")
        new = draft(cast, vendor=old.vendor, replaces=old)
        add_paper(new, cast)
        move(new, cast, "sign")
        sweep_wakes(at=timezone.now())
    replaced = Event.objects.get(case=old.pk, name="supersede")
    assert new.title == f"Data privacy agreement (DPA / NDPA): {old.vendor}"
    assert replaced.words.text == f"Replaced by: Data privacy agreement (DPA / NDPA), {old.vendor}."
    assert replaced.by_name == "The system"


def test_signed_ahead_it_takes_over_on_its_first_day_only(cast):
    old = agreement_in(cast, "in-force")
    newer = agreement_in(cast, "signed", vendor=old.vendor, replaces=old)
    sweep_wakes(at=timezone.now())
    assert fresh(old).state == "in-force"
    Agreement.objects.filter(pk=newer.pk).update(starts_on=day(0))
    move(newer, cast, "COME_INTO_FORCE")
    sweep_wakes(at=timezone.now())
    assert fresh(old).state == "superseded"


def test_from_a_packet_it_begins_as_the_vendor_filled_it_in_and_the_packet_knows_it(cast, director):
    vendor = VendorFactory(name="Acme Learning")
    product = library.add_resource(name="Acme Maths", vendor=vendor, by=None, at=timezone.now())
    packet = engine.start(
        Packet,
        by=Actor(cast.procurement),
        at=timezone.now(),
        place=cast.district,
        title="Acme Maths",
        vendor=vendor,
        resource=product,
        amount=Decimal("900.00"),
        many={"schools": [cast.school], "elements": list(DataElement.objects.all()[:2])},
    )
    services.write_subcontractors(packet, [{"name": "Cloud One", "service": "servers"}])
    url = f"/agreements/new/?packet={packet.pk}"
    response = fill(director, url)
    assert response.status_code == 303, response.context["form"].errors
    agreement = Agreement.objects.get()
    assert (agreement.vendor, agreement.amount) == (vendor, Decimal("900.00"))
    assert [row.pk for row in agreement.places.all()] == [cast.school.pk]
    assert agreement.elements.count() == 2
    assert agreement.subcontractors.get().name == "Cloud One"
    assert Packet.objects.get().contract == agreement
    assert Event.objects.filter(case=packet.pk, name="amend").exists()
    assert cast.client("procurement").get(url).status_code == 403


@pytest.mark.parametrize("asked", ["packet=999999", "replaces=999999", "case=x", "packet=" + "9" * 30, "replaces=%00"])
def test_what_does_not_exist_is_not_found_or_not_asked_about(cast, director, asked):
    assert director.get(f"/agreements/new/?{asked}").status_code in {200, 404}


# --- papers and posting -----------------------------------------------------------------------------------------------


def test_papers_stand_in_versions_with_their_hash(cast, director):
    agreement = agreement_in(cast, "in-force")
    add_paper(agreement, cast, "second.pdf")
    url = f"/cases/{agreement.pk}/agreement/post/"
    for name in ("public-1.pdf", "public-2.pdf"):
        assert fill(director, url, review_interval="6", public_copy=pdf(name)).status_code == 303
    agreement = fresh(agreement)
    shown = papers(agreement, cast.it_director, at=timezone.now())
    assert [(v.file.name, v.number, v.replaced_at is None) for v in shown.signed] == [
        ("second.pdf", 2, True),
        ("dpa.pdf", 1, False),
    ]
    assert [(v.file.name, v.number) for v in shown.public] == [("public-2.pdf", 2), ("public-1.pdf", 1)]
    assert agreement.public_copy == shown.public[0].file
    page = text(director.get(f"/cases/{agreement.pk}/"))
    assert page.count(shown.signed[0].file.sha256) == 4  # the same small file four times
    assert "version 1, replaced" in page
    earlier = shown.public[1].file
    assert director.get(f"/files/{earlier.key}/").status_code == 200
    assert cast.client("teacher").get(f"/files/{earlier.key}/").status_code == 404
    assert cast.client("teacher").get(f"/files/{agreement.public_copy.key}/").status_code == 200


def test_what_is_no_pdf_is_no_copy_for_the_public(cast, director):
    agreement = agreement_in(cast, "in-force")
    url = f"/cases/{agreement.pk}/agreement/post/"
    response = fill(director, url, public_copy=pdf("copy.docx"))
    assert response.status_code == 422
    assert fresh(agreement).posted_on is None


def test_the_page_names_the_review_that_the_calendar_keeps(cast, director):
    agreement = agreement_in(cast, "in-force", review_interval=6)
    now = timezone.now()
    for months in (12, 24):  # posted again, it is counted from the first posting still
        services.post_agreement(agreement=fresh(agreement), by=Actor(cast.it_director), at=now, review_interval=months)
    Agreement.objects.filter(pk=agreement.pk).update(posted_on=day(-30))
    services.keep_up(agreement=agreement.pk, by=Actor(cast.it_director), at=now, owner=cast.teacher)
    due = Schedule.objects.get(agreement=agreement).review_due
    assert due == day(-30) + relativedelta(months=24)
    page = text(director.get(f"/cases/{agreement.pk}/"))
    assert page.partition("Looked at again")[2].partition('datetime="')[2].startswith(due.isoformat())
    move(agreement, cast, "terminate")
    assert "not scheduled" in text(director.get(f"/cases/{agreement.pk}/"))


def test_posted_again_the_first_day_stays(cast):
    agreement = agreement_in(cast, "in-force", starts=-30)
    by, at = Actor(cast.it_director), timezone.localtime()  # days of the district, whatever its clocks do meanwhile
    services.post_agreement(agreement=agreement, by=by, at=at - timedelta(days=25))
    stored = store_file(pdf("public.pdf"), by=by.user, at=at)
    services.post_agreement(agreement=fresh(agreement), by=by, at=at, public_copy=stored)
    assert fresh(agreement).posted_on == day(-25)


def test_of_a_posting_that_is_refused_no_file_is_left(cast, director):
    agreement = agreement_in(cast, "in-force")
    url = f"/cases/{agreement.pk}/agreement/post/"
    before = StoredFile.objects.count()
    stale = fill(director, url, review_interval="6", public_copy=pdf("public.pdf"), case_version="0")
    assert (stale.status_code, StoredFile.objects.count()) == (409, before)


# Signed so many days ago, posted so many days ago (or not) → the last day for it and how late it is, in days.
POSTED = [(0, None, 10, 0), (10, None, 0, 0), (14, None, -4, 4), (30, 20, -20, 0), (30, 17, -20, 3)]


@pytest.mark.parametrize(("signed", "posted", "due", "late"), POSTED)
def test_posting_is_late_after_the_districts_days(cast, signed, posted, due, late):
    agreement = Agreement(
        agreement_kind="ndpa",
        district_signed_on=day(-signed),
        vendor_signed_on=day(-signed - 3),
        posted_on=None if posted is None else day(-posted),
    )
    agreement.__dict__["state"] = "in-force"
    shown = posting(agreement, on=day(0))
    assert (shown.due, shown.days_late) == (day(due), late)


# --- what is said before and after an act -----------------------------------------------------------------------------


def test_it_stands_in_force_since_its_first_day_whenever_that_was_recorded(director, cast):
    agreement = agreement_in(cast, "in-force", starts=-40)
    shown = text(director.get(f"/cases/{agreement.pk}/"))
    assert "In force since today" not in shown
    assert f"In force since {when_words(day(-40))}." in shown


@pytest.mark.parametrize(
    ("act", "said", "unsaid"),
    [
        ("terminate", ["the library and the public page say so at once", "asked to delete the student data"], []),
        ("supersede", ["the library and the public page say so at once"], ["asked to delete"]),
    ],
)
def test_whoever_ends_it_reads_first_what_that_brings(director, cast, act, said, unsaid):
    agreement = agreement_in(cast, "in-force")
    asked = text(director.get(f"/cases/{agreement.pk}/do/{act}/"))
    assert [words for words in said if words not in asked] == []
    assert [words for words in unsaid if words in asked] == []


def test_a_subcontractors_web_address_is_read_as_people_type_it_and_the_act_is_confirmed(director, cast):
    agreement = agreement_in(cast, "in-force")
    url = f"/cases/{agreement.pk}/agreement/upkeep/"
    assert fill(director, url, subcontractors="Cloud Host; hosting; cloudhost.example").status_code == 303
    assert list(agreement.subcontractors.values_list("name", "service", "website")) == [
        ("Cloud Host", "hosting", "https://cloudhost.example")
    ]
    assert "The changes are kept." in text(director.get(f"/cases/{agreement.pk}/"))
    refused = fill(director, url, subcontractors="Cloud Host; hosting; not an address")
    assert refused.status_code == 422
    assert "“not an address” is not a web address." in text(refused)
