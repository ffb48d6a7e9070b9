"""One of each thing that has an address: cases at several stages, files, an agreement; and people who may or not."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts import services as people
from accounts.files import store_file
from catalog import services as library
from contracts import business, confirming, feeds, renewal_sweeps, renewals
from contracts import services as agreements
from contracts.models import AuthorisedSigner, DataElement
from contracts.tls.records import enter_result
from requests_app import routing
from tests import public_cases
from tests.assets.things import asset, licence
from tests.cast import Cast
from tests.criteria_paths import AskedVendor, CriteriaPath
from tests.equip_paths import EquipPath
from tests.factories import UserFactory
from tests.macro_paths import MacroPath
from tests.offboarding_paths import offboarding_in
from tests.packet_paths import PacketPath
from tests.paths import WITH_DATA, Path, pdf, signed_agreement
from tests.renewal_paths import RenewalPath, running
from tests.software_paths import SoftwarePath
from workflows import engine
from workflows.actors import Actor

# Who asks for each address; "anonymous" has no session, "leaver" has one from before the account was closed.
EVERYBODY = (
    "anonymous",
    "leaver",
    "teacher",
    "colleague",
    "stranger",
    "follower",
    "principal",
    "other_principal",
    "assistant_superintendent",
    "curriculum_director",
    "ict_coordinator",
    "it_director",
    "integration_specialist",
    "compliance_officer",
    "district_administrator",
    "department_administrator",
    "admin",
)


class World:
    """Made through the engine. Cases are the teacher's, of Lincoln School."""

    cast_type = Cast

    def __init__(self):
        self.at = timezone.now()
        self.cast = self.cast_type()
        self.follower = UserFactory(username="follower", place=self.cast.other_school)
        self.leaver = UserFactory(username="leaver", place=self.cast.school)
        self._cases()
        self._papers()
        self._grades()
        self._people()
        self._known_to_few()
        self._renewals()
        self._outside()
        self._endings()
        self._handed_out()
        self._equipment()
        self._compared()
        self._sought()
        self._in_use()
        self.sessions = {name: self._session(name) for name in (*EVERYBODY, "technician")}
        self.leaver.is_active = False
        self.leaver.save()

    def _outside(self) -> None:
        """A vendor that has begun its packet, with a link to it."""
        self.begun = PacketPath(self.cast)
        self.begun.begun()
        self.begun.hand_over("soppa-form")
        self.token, self.theirs = self.begun.link.token, self.begun.packet.files.get()

    def _handed_out(self) -> None:
        """A laptop that the teacher has, a licence of the school, and a file of units that the Director looks at."""
        self.laptop = asset(self.cast, state="deployed", assigned_to=self.cast.teacher)
        self.licence = licence(self.cast)
        table = SimpleUploadedFile("units.csv", b"Name,Category,Place\nProjector,display,Lincoln School\n")
        self.units = store_file(table, by=self.cast.it_director, at=self.at)

    def person(self, name: str):
        return getattr(self, name, None) or self.cast.person(name)

    def client(self, name: str) -> Client:
        """A new browser with this person's session; an error of the server is an answer, not an exception."""
        client = Client(raise_request_exception=False)
        # Of the cast somebody may be in no column of the tables.
        session = self.sessions[name] if name in self.sessions else self._session(name)
        if session:
            client.cookies["sessionid"] = session
        return client

    def _session(self, name: str) -> str:
        return "" if name == "anonymous" else self.cast.client(self.person(name)).cookies["sessionid"].value

    def _cases(self) -> None:
        cast, teacher = self.cast, Actor(self.cast.teacher)
        self.draft = Path(cast, title="Not sent yet").case
        self.asked = Path(cast, title="Asked for support", funded=True).do("ask_support", cast.teacher)
        self.review = Path(cast, title="In review", funded=True, **WITH_DATA).send()
        self.arrived = Path(cast, title="Just arrived").submit()
        self.returned = Path(cast, title="Sent back").returned()
        self.contract = Path(cast, title="At the contract", **WITH_DATA).vendor_linked()
        self.setting_up = Path(cast, title="Being set up", funded=True, **WITH_DATA).posted()
        self.denied = Path(cast, title="Denied one").denied()
        self.vetting = SoftwarePath(cast, title="Being vetted").submit()
        self.installing = SoftwarePath(cast, title="Being installed", website="https://install.example/").to_install()
        engine.follow(self.review.pk, self.follower, by=teacher, at=self.at)
        self.attachment = engine.attach(self.review.pk, self.kept("quote.pdf"), kind="quote", by=teacher, at=self.at)
        reviewer = Actor(cast.curriculum_director)
        self.internal = engine.attach(
            self.review.pk, self.kept("note.pdf"), kind="other", by=reviewer, at=self.at, internal=True
        )
        engine.comment(self.review.pk, "Which classes?", by=reviewer, at=self.at)
        engine.comment(self.review.pk, "Looks like Desmos.", by=reviewer, at=self.at, internal=True)
        self.comment = self.review.events.filter(kind="comment").last().words
        self.notice = cast.teacher.notices.first()

    def _papers(self) -> None:
        keeper = self.cast.it_director
        self.resource, self.vendor = self.review.resource, self.contract.vendor
        self.agreement = signed_agreement(self.cast, case=self.contract, at=self.at)
        self.signed = self.agreement.files.get()
        self.signer, self.element = AuthorisedSigner.objects.get(), DataElement.objects.first()
        paper, copy = self.setting_up.agreements.get(), self.kept("for-everybody.pdf")
        self.posted = agreements.post_agreement(agreement=paper, by=Actor(keeper), at=self.at, public_copy=copy)
        self.confirmation = confirming.open_confirmation(at=self.at)
        self.unsigned = agreements.draft_agreement(kind="nda", vendor=self.vendor, by=Actor(keeper), at=self.at)
        library.make_available(
            resource=library.add_resource(name="Desmos", by=keeper, at=self.at),
            places=[self.cast.district],
            by=keeper,
            at=self.at,
        )

    def _grades(self) -> None:
        enter_result(
            self.resource,
            grade="A-",
            checked_on=timezone.localdate(self.at),
            criteria_version="2009r",
            link="https://www.ssllabs.com/ssltest/",
            by=self.cast.it_director,
            at=self.at,
        )

    def _people(self) -> None:
        admin, today = self.cast.admin, timezone.localdate(self.at)
        self.grant = self.cast.principal.grants.get()
        self.delegation = people.delegate(
            giver=self.cast.colleague,
            receiver=self.cast.stranger,
            starts_on=today,
            ends_on=today + timedelta(days=5),
            reason="",
            by=admin,
            at=self.at,
        )
        self.closure = people.add_closure(
            name="Winter break", starts_on=today, ends_on=today + timedelta(days=9), by=admin, at=self.at
        )
        people.change_settings(values={"help_phone": "(555) 010-0199"}, by=admin, at=self.at)

    def _known_to_few(self) -> None:
        """A parent's request and a breach; and a paper that everybody reads."""
        self.parents, self.breach = public_cases.ask(self.cast), public_cases.record(self.cast)
        self.document = business.add_document(
            kind="form",
            title="Order form",
            language="en",
            file=self.kept("order-form.pdf"),
            by=self.cast.procurement,
            at=self.at,
        )

    def _renewals(self) -> None:
        """Two renewals, one asked about and one to be decided, and a review."""
        papers = [running(self.cast, ends=60), running(self.cast, ends=60)]
        with transaction.atomic():
            self.renewal, decided = (renewals.begin(each, due=each.ends_on, at=self.at) for each in papers)
            self.look = renewal_sweeps.begin_review(papers[0].schedule, papers[0].ends_on, at=self.at)
        self.decision = RenewalPath.of(self.cast, decided).deciding()

    def _endings(self) -> None:
        """A deletion that waits for its certificate, one whose certificate is to be checked, and a calendar feed."""
        self.deletion = offboarding_in(self.cast, "requested")
        self.certified = offboarding_in(self.cast, "certified")
        self.link = self.deletion.links.get()
        self.feed_token = feeds.make(self.cast.it_director, at=self.at)
        self.feed = feeds.feeds_of(self.cast.it_director).get()

    def _compared(self) -> None:
        """District purchases of the teacher: one being quoted, one being evaluated, one being bought."""
        quoted, compared, bought = (MacroPath(self.cast, title=title) for title in ("Quoted", "Compared", "Bought"))
        self.budgeted = quoted.to_quote()
        self.candidate = self.budgeted.live_candidates()[0]
        self.quote = quoted.add_quote(self.candidate)
        self.compared = compared.to("evaluation")
        self.rival = self.compared.live_candidates()[0]
        days = {"begins_on": timezone.localdate(self.at), "ends_on": timezone.localdate(self.at), "at": self.at}
        self.pilot = self.rival.pilots.create(place=self.cast.school, by=self.cast.teacher, **days)
        self.bought = bought.to("purchasing")

    def _in_use(self) -> None:
        """District purchases: one that the teacher plans, one in use with a check-in that the colleague records."""
        planned, used = (MacroPath(self.cast, committee=False, title=title) for title in ("Planned", "In use"))
        planned.posted()
        self.planned = planned.planned()
        self.goal = self.planned.goals.first()
        used.monitored()
        used.due("feedback")
        used.answer("check-feedback", used.recorder, "recorded", note="They like it.")
        self.noted = used.check_ins("feedback").get(recorded_on__isnull=False)
        used.due("usage")
        self.in_use = used.do("reflect", used.lead)

    def _sought(self) -> None:
        """A district purchase whose candidate's vendor was asked what its product can do."""
        sought = CriteriaPath(self.cast, title="Sought")
        sought.submit()
        sought.vendors_asked("Lexia Core")
        self.sought = sought.fresh
        self.asked_vendor = AskedVendor(sought, "Lexia Core")

    def _equipment(self) -> None:
        """Requests for equipment with the ICT Coordinator, as a rule says: asked about, bought, arriving, denied."""
        rule = {"order": 1, "category": "", "place": None, "role": "ict-coordinator", "person": None}
        self.rule = routing.add_rule(by=self.cast.admin, at=self.at, **rule)
        paths = {name: EquipPath(self.cast) for name in ("wanted", "quoted", "arriving", "brought", "refused")}
        self.wanted, self.quoted = paths["wanted"].submitted(), paths["quoted"].quoted()
        self.arriving, self.brought = paths["arriving"].in_part(), paths["brought"].listed()
        self.refused = paths["refused"].denied()
        self.offer = self.refused.offered.first()

    def kept(self, name: str):
        return store_file(pdf(name), by=self.cast.teacher, at=self.at)

    def step(self, case, key: str):
        """An open step of a case."""
        return type(case).objects.get(pk=case.pk).open_step(key)
