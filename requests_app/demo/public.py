"""The demo's parents' requests, breaches and papers for vendors: some in every state. Every name is invented."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts import services as accounts
from accounts.district import setting
from accounts.files import store_file
from accounts.models import User
from catalog.models import Vendor
from contracts import breaches, business, rights
from contracts.models import Breach, DataElement, RightsRequest
from requests_app.demo.district import District
from requests_app.demo.paper import pdf
from workflows import engine
from workflows.actors import Actor

ENROLLMENT = 6240
CHECKED = "Called the telephone number the school has on record"


def fill_the_public_pages(district: District, *, now: datetime) -> None:
    """What parents ask, what went wrong with data, and what a vendor finds."""
    _enrollment(district, now=now)
    _requests(district, now=now)
    _breaches(district, now=now)
    _papers(district, now=now)
    _somebody_asks(district, now=now)


def _enrollment(district: District, *, now: datetime) -> None:
    if not int(setting("enrollment")):
        values = {"enrollment": ENROLLMENT}
        accounts.change_settings(values=values, by=district.person("admin"), at=now - timedelta(days=900))


# --- parents' requests ------------------------------------------------------------------------------------------------


def _requests(district: District, *, now: datetime) -> None:
    """Just come, late, over the limit of copies, being corrected, answered, refused; one came on paper."""

    def ask(days: float, school: str, student: str, parent: str, wish: str, about: str, **more) -> RightsRequest:
        at = now - timedelta(days=days)
        day = timezone.localdate(at)
        said = {
            "wish": wish,
            "student_name": student,
            "details": about,
            "parent_name": parent,
            "parent_address": f"{100 + len(parent) * 7} Prairie Avenue",
            "parent_phone": f"(555) 010-01{len(student):02d}",
            "parent_email": "",
            "signature": parent,
            "signed_on": day,
            "language": "en",
            "by": rights.the_public(),
        }
        return rights.receive(at=at, received_on=day, school=district.place(school), **said | more)

    officer = district.person("compliance-officer")

    def act(case: RightsRequest, move: str, days: float, **said) -> None:
        engine.perform(case.pk, move, by=Actor(officer), at=now - timedelta(days=days), **said)

    earlier = ask(70, "willow", "Leo Barnes", "Tara Barnes", "inspect", "What the reading program keeps about him.")
    act(earlier, "confirm_identity", 67, identity_checked=CHECKED)
    act(earlier, "answer", 51, given="Shown at the school’s office, with the reading specialist.")
    stranger = ask(58, "prairie", "Nina Castro", "J. Morrow", "copy", "Everything you have.")
    act(stranger, "refuse_identity", 54, rationale="The person is not among the student’s parents or guardians.")
    late = ask(52, "riverside", "Emil Sandoval", "Ines Sandoval", "inspect", "Which games he may have an account for.")
    act(late, "confirm_identity", 49, identity_checked=CHECKED)
    corrected = ask(40, "huerta", "Lucía Rivas", "Marta Rivas", "correct", "Apellido mal escrito.", language="es")
    act(corrected, "confirm_identity", 37, identity_checked="Came to the office with an identity card")
    act(corrected, "correct", 3, given="The maker of the reading program has corrected the name.")
    for days in (20, 12, 5):
        copy = ask(days, "lincoln", "Owen Park", "Grace Park", "copy", "His results in mathematics, as a file.")
        if days == 20:
            act(copy, "confirm_identity", 18, identity_checked=CHECKED)
            act(copy, "answer", 14, given="A file with his results, handed over at the office.")
        else:
            act(copy, "confirm_identity", days - 1, identity_checked=CHECKED)
    ask(
        2,
        "addams",
        "Maya Ellison",
        "Drew Ellison",
        "inspect",
        "What the video site keeps.",
        by=Actor(officer),
    )
    ask(0.2, "huerta", "Diego Ochoa", "Carla Ochoa", "correct", "La dirección es la anterior.", language="es")


# --- breaches ---------------------------------------------------------------------------------------------------------


def _breaches(district: District, *, now: datetime) -> None:
    """Listed ones of earlier years, one with its number kept back, one held, one found to be none, one of this week."""
    officer = district.person("compliance-officer")
    vendors = list(Vendor.objects.order_by("name")[:5])
    names = list(DataElement.objects.filter(category__in=("Student name", "Enrollment")))

    def record(days: int, schools: dict[str, int], what: str, *, vendor=None, **more) -> Breach:
        at = now - timedelta(days=days)
        day = timezone.localdate(at)
        known = {
            "source": "operator" if vendor else "district",
            "vendor": vendor,
            "contract": None,
            "known_on": day,
            "known_how": "The operator wrote to us." if vendor else "A member of staff noticed it.",
            "happened_from": day - timedelta(days=17),
            "happened_to": None,
            "date_is_estimate": False,
            "description": what,
            "pipa": False,
        }
        counts = {district.place(key): students for key, students in schools.items()}
        place = district.place("district")
        return breaches.record_breach(
            by=Actor(officer), at=at, place=place, counts=counts, elements=names, **known | more
        )

    def handle(breach: Breach, days: int, *, listed: bool = True) -> None:
        at = now - timedelta(days=days)
        _answer(breach, "notify-parents", "done", officer, at=at, done_on=timezone.localdate(at))
        why = {} if listed else {"rationale": "Four students; their parents were told by telephone the same day."}
        _answer(breach, "post-breach", "done" if listed else "not-needed", officer, at=at, **why)

    whole = {"lincoln": 410, "addams": 355, "prairie": 620}
    old = record(640, whole, "Names and classes could be read by anybody who guessed an address.", vendor=vendors[0])
    handle(old, 633)
    kept_back = record(
        300,
        {"willow": 280, "riverside": 240, "hughes": 265},
        "Passwords were copied from a test server.",
        vendor=vendors[1],
        pipa=True,
        date_is_estimate=True,
    )
    handle(kept_back, 292)
    small = record(150, {"huerta": 4}, "A class list was mailed to the wrong family.")
    handle(small, 149, listed=False)
    none = record(90, {"douglass": 30}, "A file with names was open to the whole staff.")
    by, at = Actor(officer), now - timedelta(days=86)
    engine.perform(none.pk, "close", by=by, at=at, rationale="The file held invented names for a training.")
    held = record(24, {"prairie": 85}, "Somebody signed in with a teacher’s password.", vendor=vendors[2])
    at = now - timedelta(days=22)
    engine.perform(held.pk, "hold", by=by, at=at, rationale="The county’s police asked in writing to wait.")
    record(
        6, {"lincoln": 64, "addams": 51}, "A list of user names was copied.", vendor=vendors[3], date_is_estimate=True
    )


def _answer(breach: Breach, key: str, outcome: str, person: User, *, at: datetime, **details) -> None:
    step = Breach.objects.get(pk=breach.pk).open_step(key)
    reply = engine.StepAnswer(step.pk, step.version, outcome, details)
    engine.review(breach.pk, [reply], by=Actor(person), at=at)


# --- papers for vendors -----------------------------------------------------------------------------------------------

INVENTED = "This paper belongs to a demonstration. The district is invented."
PAPERS = (
    ("form", "Vendor Preliminary Request for Information", "Company, product, website. Which schools? Accessibility"
     " report and its date. Does the product use artificial intelligence? Does it train on students’ data? From which"
     " age, and with whose consent? Which subcontractors see students’ data?"),
    ("form", "SOPPA form", "The products and services this agreement covers. The student data you collect, by kind."
     " Where it is kept, how it is protected, when it is deleted. Who pays for what after a breach. Signed by:"),
    ("form", "Order form", "Product, number of licenses, price a year and for the whole term. First and last day. Where"
     " it is delivered. Whom we call with questions."),
    ("handbook", "Vendor handbook", "How a product comes into our schools, step by step, and what we ask on the way."),
    ("handbook", "Professional services agreement (PSA)", "The terms on which people of your company work in our"
     " schools: fees, insurance, background checks, data of students."),
    ("policy", "Policy on student data privacy", "Who may sign agreements for the district, what we post, and how"
     " parents use their rights."),
)  # fmt: skip
VIDEOS = (
    ("How to fill in the request for information", "en", "https://videos.example.org/district100/rfi"),
    ("Cómo llenar el formulario SOPPA", "es", "https://videos.example.org/district100/soppa-es"),
)


def _papers(district: District, *, now: datetime) -> None:
    keeper = district.person("procurement")
    since = now - timedelta(days=420)

    def kept(title: str, words: str, at: datetime, version: str):
        name = f"{title}.pdf".replace("/", " ")
        return store_file(pdf(name, title, version, words, INVENTED), by=keeper, at=at)

    for number, (kind, title, words) in enumerate(PAPERS):
        at = since + timedelta(hours=number)
        file = kept(title, words, at, "Version 1")
        document = business.add_document(kind=kind, title=title, language="en", file=file, by=keeper, at=at)
        if title == "Order form":
            later = now - timedelta(days=75)
            file = kept(title, f"{words} Your tax number.", later, "Version 2")
            note = "Asks for the tax number"
            business.add_version(document=document, file=file, note=note, by=keeper, at=later)
    for title, language, url in VIDEOS:
        business.add_document(kind="video", title=title, language=language, url=url, by=keeper, at=since)
    withdrawn = business.add_document(
        kind="form",
        title="Fax cover sheet",
        language="en",
        by=keeper,
        at=since,
        file=kept("Fax", "To, from.", since, ""),
    )
    business.withdraw(document=withdrawn, by=keeper, at=now - timedelta(days=200))


def _somebody_asks(district: District, *, now: datetime) -> None:
    business.ask_for_link(
        address="192.0.2.44",
        at=now - timedelta(hours=5),
        company="Prism Science",
        product="Prism Virtual Labs",
        contact_name="Jordan Avery",
        contact_email="jordan.avery@prism.example",
        sponsor_email=district.person("teacher").email,
        message="We met at the science fair. You wanted a trial for two classes.",
    )
