"""What each page asks of the database: an exact number, whatever stands in the list."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import services as people
from assets import licences as keys
from assets import services as assets
from catalog import services as library
from contracts.models import DataElement
from requests_app import routing
from requests_app.models import (
    CheckIn,
    CriteriaAnswer,
    CriteriaForm,
    Criterion,
    Delivery,
    DistrictPurchase,
    EquipmentUnit,
    Goal,
    Purchase,
    Quote,
    RegistryEntry,
)
from requests_app.purchases import add_document, add_quote
from tests.access.undone import undone
from tests.assets.things import licence, unit
from tests.queries.many import Many
from workflows import engine, links
from workflows.actors import Actor
from workflows.models import Case, CaseFile

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("queries")]
MOST = 12
LIST = (1, 3, 300)
FEW = (1, 3, 30)


def asked(client, path: str) -> int:
    """Queries of a page, its answer checked; what is kept between requests was read before."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path)
    return len(queries)


# --- the rows of a page -----------------------------------------------------------------------------------------------


def cases_in_review(world, many):
    many.cases(world.review)


def cases_of_the_teacher(world, many):
    for case in (world.review, world.returned):
        many.cases(case, requester=world.cast.teacher)


def steps_comments_and_files(world, many):
    cast = world.cast
    for number in range(many.size):
        by = Actor(cast.curriculum_director)
        engine.comment(world.review.pk, f"Remark {number}", by=by, at=world.at, internal=bool(number % 2))
        engine.attach(world.review.pk, world.kept(f"file-{number}.pdf"), kind="other", by=by, at=world.at)
        engine.follow(world.review.pk, many.people[number], by=Actor(cast.teacher), at=world.at)
    step = world.step(world.review, "curriculum")
    for number in range(many.size):
        stages, person = ["coach"], {"coach": [many.people[number]]}
        engine.forward(world.review.pk, step.pk, stages=stages, people=person, by=by, at=world.at)


def resources_with_requests(world, many):
    many.cases(world.review)
    for number in range(min(many.size, 30)):
        library.make_available(
            resource=many.resources[number], places=[many.places[number]], by=world.cast.it_director, at=world.at
        )


def candidates_with_answers(world, many):
    """Candidates with findings and packets; some were asked, and answered as many criteria."""
    case = DistrictPurchase.objects.get(pk=world.sought.pk)
    element = DataElement.objects.first()
    numbers = range(many.size)
    lines = [Criterion(case=case, number=10 + n, words=f"Need {n}", must=bool(n % 2)) for n in numbers]
    Criterion.objects.bulk_create(lines)
    for number in numbers:
        said = {"vendor": many.vendors[number], "resource": many.resources[number], "packet": world.begun.packet}
        found = {"compliance": ("compliant", "pursued")[number % 2], "data_shared": True}
        made = case.candidates.create(name=f"Product {number}", vendor_name=f"Company {number}", **said, **found)
        made.elements.add(element)
        link = links.issue(
            case, purpose="criteria", name="Vic", email="vic@vendor.example", by=Actor(case.the_lead), at=world.at
        )
        form = CriteriaForm.objects.create(candidate=made, link=link, due_on=timezone.localdate())
        CriteriaAnswer.objects.bulk_create(
            CriteriaAnswer(form=form, criterion=line, says="yes", given_at=world.at) for line in lines
        )
        case.candidates.create(name=f"Not asked {number}", vendor_name=f"Company {number}", vendor=many.vendors[number])


def rounds_hosts_and_set_ups(world, many):
    """Rounds of vetting that are over, each with its product and hosts, and lines of an installation."""
    for number in range(many.size):
        place = many.places[number]
        for case in (world.vetting, world.installing):
            resource = many.resources[number]
            over = {"ended_at": world.at, "began_at": world.at, "resource": resource, "name": f"Round {number}"}
            kept = case.vettings.create(number=number + 100, **over)
            kept.hosts.create(host=f"host-{number}.example")
            case.setup_lines.create(name=f"Room {number}", place=place, done_on=over["ended_at"].date())
    # The open round is the last.
    for case in (world.vetting, world.installing):
        case.vettings.filter(number=1).update(number=1000)


def registry_entries(world, many):
    for number in range(many.size):
        about = {"resource": many.resources[number], "case": world.installing, "since": world.at.date()}
        RegistryEntry.objects.create(status="approved", posted_by=many.people[number], **about)


def notices(world, many):
    many.notices(world.cast.teacher, many.cases(world.review))


def agreements(world, many):
    many.cases(world.agreement)


def agreements_of_the_case(world, many):
    world.contract.agreements.set(many.cases(world.agreement))


def reviews_due(world, many):
    """Reviews of agreements and of resources without one, of this month."""
    today = timezone.localdate(world.at)
    for number, review in enumerate(many.cases(world.look)):
        alone = {"contract": None} if number % 3 == 1 else {}
        type(review).objects.filter(pk=review.pk).update(review_due=today, **alone)


def grants(world, many):
    today = timezone.localdate(world.at)
    for number in range(many.size):
        people.grant_role(
            user=many.people[number],
            role="school-contact",
            place=many.places[number],
            starts_on=today,
            by=world.cast.admin,
            at=world.at,
        )


def changes_of_settings(world, many):
    for number in range(many.size):
        values = {"help_hours": f"From {number} on"}
        people.change_settings(values=values, by=many.people[number], at=world.at + timedelta(minutes=number))


def purchases(world, many):
    """Ordered ones, each of another place, with two years."""
    today = timezone.localdate(world.at)
    said = {
        "standing": "ordered",
        "po_number": "PO-1",
        "starts_on": today,
        "counts_on": today,
        "amount": 100,
        "years": 2,
    }
    for case in many.cases(world.setting_up):
        kept = Purchase.objects.create(case_id=case.pk, supported=True, support_amount=100, **said)
        kept.set_years([Decimal(60), Decimal(40)])


def quotes_and_papers(world, many):
    case, office = Case.objects.get(pk=world.setting_up.pk).child, Actor(world.cast.business_office)
    for number in range(many.size):
        quote, paper = world.kept(f"quote-{number}.pdf"), world.kept(f"paper-{number}.pdf")
        said = {"amount": Decimal(100 + number), "per_year": None, "years": 1, "vendor_name": f"Company {number}"}
        add_quote(case, quote, by=office, at=world.at, **said)
        on = timezone.localdate(world.at)
        signed = {"kind": "exemption", "signer": world.signer, "signed_on": on}
        add_document(case, paper, by=office, at=world.at, **signed)


def equipment(world, many):
    """Units at their own places, each with its own person; one with a long history."""
    handed_out = {"state": "deployed"}
    units = [unit(many.places[n], assigned_to=many.people[n], **handed_out) for n in range(many.size)]
    assets.register(units, case=world.review, by=world.cast.technology, at=world.at)
    for number in range(min(many.size, 30)):
        assets.move(world.laptop, place=many.places[number], by=many.people[number], at=world.at)


def licences_read(world, many):
    """Licences of their own resources and places; one read again and again."""
    for number in range(min(many.size, 60)):
        licence(world.cast, resource=many.resources[number], vendor=many.vendors[number], places=many.places[:3])
        keys.read_key(world.licence, by=world.cast.aas, at=world.at)


def units_and_deliveries(world, many):
    """Units of every line, half of them deployed, each in a delivery of its own."""
    case, by, today = world.arriving, world.cast.ict_coordinator, timezone.localdate(world.at)
    lines, place = list(case.items.all()), world.cast.school
    unit = {"name": "Chromebook", "category": "laptop", "place": place}
    for number, asset in enumerate(assets.register([unit] * many.size, case=case, by=by, at=world.at)):
        delivery = Delivery.objects.create(case=case, arrived_on=today, by=by, at=world.at)
        done = {"deployed_at": world.at, "deployed_by": by} if number % 2 else {}
        line = lines[number % len(lines)]
        EquipmentUnit.objects.create(case=case, asset=asset, item=line, delivery=delivery, **done)
        EquipmentUnit.objects.create(case=world.brought, asset=asset, **done)


def quotes_of_vendors(world, many):
    purchase = world.quoted.money
    for number in range(many.size):
        file = CaseFile.objects.create(case=world.quoted, file=world.kept(f"quote-{number}.pdf"), kind="quote")
        Quote.objects.create(purchase=purchase, file=file, amount=100 + number, vendor_name=f"Vendor {number}")


def routing_rules(world, many):
    for number in range(many.size):
        columns = {"order": number + 1, "category": "laptop", "role": "ict-coordinator"}
        who = {"place": many.places[number % len(many.places)], "person": world.cast.ict_coordinator}
        routing.add_rule(by=world.cast.admin, at=world.at, **columns, **who)


def goals_and_check_ins(world, many):
    """Goals that somebody else follows up each, and recorded check-ins of every measure."""
    today = timezone.localdate(world.at)
    for case in (world.planned, world.in_use):
        said = {"case": case, "term": "short", "source": "Benchmark"}
        Goal.objects.bulk_create(
            Goal(words=f"Goal {number}", follows_up=many.people[number], **said) for number in range(many.size)
        )
    for measure in world.in_use.measures.all():
        days = [today - timedelta(days=number + 1) for number in range(many.size)]
        CheckIn.objects.bulk_create(
            CheckIn(measure=measure, due_on=day, figure=number, recorded_on=day, recorded_by=many.people[number])
            for number, day in enumerate(days)
        )


# Page → who reads it, what fills it, how many of it, and what it asks.
PAGES = [
    ("inbox", "curriculum_director", cases_in_review, LIST, 9),
    ("my-requests", "teacher", cases_of_the_teacher, LIST, 10),
    ("all-requests", "admin", cases_in_review, LIST, 9),
    ("dashboard", "admin", cases_in_review, LIST, 11),
    ("school", "principal", cases_in_review, LIST, 11),
    ("search?q=thing", "admin", resources_with_requests, LIST, 11),
    ("library", "teacher", resources_with_requests, LIST, 9),
    ("library?q=thing", "teacher", resources_with_requests, LIST, 8),
    ("library-check?q=thing", "teacher", resources_with_requests, LIST, 9),
    ("notices", "teacher", notices, LIST, 8),
    ("agreements", "it_director", agreements, LIST, 9),
    ("vendors", "it_director", agreements, LIST, 8),
    ("reviews", "it_director", reviews_due, LIST, 12),
    ("assets", "it_director", equipment, LIST, 9),
    ("asset-export", "it_director", equipment, LIST, 5),
    ("asset-labels?all=1", "it_director", equipment, LIST, 7),
    ("asset-label-sheet?all=1&sheet=5160", "it_director", equipment, LIST, 6),
    ("asset of laptop", "it_director", equipment, FEW, 8),
    ("licences", "it_director", licences_read, LIST, 9),
    ("licence of licence", "it_director", licences_read, FEW, 12),
    ("roles", "admin", grants, LIST, 9),
    ("purchases?state=all", "admin", purchases, LIST, 10),
    ("purchases-export?state=all", "admin", purchases, LIST, 6),
    ("spend", "admin", purchases, LIST, 8),
    ("case-purchase of setting_up", "admin", quotes_and_papers, FEW, 12),
    ("settings-history", "admin", changes_of_settings, LIST, 8),
    ("routing", "admin", routing_rules, FEW, 10),
    ("case of arriving", "ict_coordinator", units_and_deliveries, FEW, 12),
    ("case of arriving", "teacher", units_and_deliveries, FEW, 12),
    ("case of quoted", "ict_coordinator", quotes_of_vendors, FEW, 12),
    ("case of review", "curriculum_director", steps_comments_and_files, FEW, 12),
    ("case of review", "teacher", steps_comments_and_files, FEW, 12),
    ("registry", "cybersecurity", registry_entries, LIST, 8),
    ("case-history of review", "curriculum_director", steps_comments_and_files, FEW, 9),
    ("district-plan of in_use", "it_director", goals_and_check_ins, LIST, 10),
    ("district-monitoring of in_use", "it_director", goals_and_check_ins, LIST, 10),
    ("district-measure of in_use about usage", "it_director", goals_and_check_ins, LIST, 12),
    ("district-measure-picture of in_use about usage", "it_director", goals_and_check_ins, LIST, 9),
]
# The library, requests, reviews and the website's grade on one page.
RESOURCE = [("resource", "teacher", resources_with_requests, FEW, 13)]
# A software request shows the rounds of its vetting, their hosts and grades, and in the end its set-ups: four more.
ROUNDS = [
    ("case of vetting", "cybersecurity", rounds_hosts_and_set_ups, FEW, 15),
    ("case of installing", "dii", rounds_hosts_and_set_ups, FEW, 16),
]
# Answering a step shows the request, its reviews, the library and the choices of the form: constant, but over MOST.
STEPS = [
    ("routing?category=laptop&place={school}", "admin", routing_rules, FEW, 15),
    ("step of arriving at equip-inventory", "ict_coordinator", units_and_deliveries, FEW, 14),
    ("step-delivery of arriving at equip-inventory", "ict_coordinator", units_and_deliveries, FEW, 9),
    ("step of brought at equip-deployment", "technician", units_and_deliveries, FEW, 14),
    ("step of quoted at equip-quotes", "ict_coordinator", quotes_of_vendors, FEW, 15),
    ("step of review at curriculum", "curriculum_director", steps_comments_and_files, FEW, 19),
    ("step of contract at contract", "it_director", agreements_of_the_case, FEW, 30),
    ("step of vetting at vetting", "cybersecurity", rounds_hosts_and_set_ups, FEW, 16),
    ("step of installing at installation", "dii", rounds_hosts_and_set_ups, FEW, 14),
    ("step of planned at planning", "teacher", goals_and_check_ins, LIST, 13),
    ("step-goals of planned at planning", "teacher", goals_and_check_ins, LIST, 9),
    ("step-reached of in_use at next-steps", "teacher", goals_and_check_ins, LIST, 9),
    ("step of in_use at next-steps", "teacher", goals_and_check_ins, LIST, 11),
    ("step-check-in of in_use at check-usage", "colleague", goals_and_check_ins, LIST, 10),
]


# A district purchase's candidates with forms, links, answers and packets; its page has sidebar and step besides.
CANDIDATES = [
    ("district-candidates of sought", "teacher", candidates_with_answers, FEW, 13),
    ("district-answers of sought", "teacher", candidates_with_answers, FEW, 11),
    ("district-criteria of sought", "teacher", candidates_with_answers, FEW, 10),
    ("criteria-send of sought", "teacher", candidates_with_answers, FEW, 13),
    ("district-compliance of sought", "compliance_officer", candidates_with_answers, FEW, 12),
    ("step of sought at compliance", "compliance_officer", candidates_with_answers, FEW, 17),
    ("step of sought at search", "teacher", candidates_with_answers, FEW, 19),
]


def address(world, page: str) -> str:
    """ "step of review at curriculum" and the like, as an address."""
    name, _mark, query = page.partition("?")
    name, _about, about = name.partition(" about ")
    name, _of, which = name.partition(" of ")
    case, _at, key = which.partition(" at ")
    found = getattr(world, case) if case else world.resource if name == "resource" else None
    args = [] if found is None else [found.pk] + ([world.step(found, key).pk] if key else [])
    args += [about] if about else []
    query = query.replace("{school}", str(world.cast.school.pk))
    return reverse(name, args=args) + (f"?{query}" if query else "")


COUNTED = [*PAGES, *RESOURCE, *ROUNDS, *STEPS, *CANDIDATES]
NAMES = [f"{page}, {person}" for page, person, *_rest in COUNTED]


@pytest.mark.parametrize(("page", "person", "fill", "sizes", "number"), COUNTED, ids=NAMES)
def test_a_page_asks_the_same_however_much_it_shows(world, page, person, fill, sizes, number):
    found = {}
    for size in sizes:
        with undone():
            fill(world, Many(world, size))
            found[size] = asked(world.client(person), address(world, page))
    assert found == dict.fromkeys(sizes, number)


def test_lists_and_cases_ask_no_more_than_they_may():
    assert {page: number for page, *_rest, number in PAGES if number > MOST} == {}
