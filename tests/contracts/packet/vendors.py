"""A vendor at its packet: invited by a teacher's district, acting through the link alone."""

import re
from datetime import timedelta
from decimal import Decimal

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts import packets
from contracts.models import DataElement, Packet
from tests.factories import ResourceFactory, VendorFactory
from tests.paths import pdf
from workflows.actors import Actor
from workflows.models import Link

SOON = timedelta(days=40)


def invited(cast, *, at=None, **more) -> Packet:
    """A packet whose vendor has a link."""
    vendor = more.pop("vendor", None) or VendorFactory()
    told = {
        "title": "Newsela",
        "contact_name": "Vic Vendor",
        "contact_email": "vic@vendor.example",
        "amount": Decimal("1200.00"),
        "resource": ResourceFactory(),
        "place": cast.school,
        "by": Actor(cast.teacher),
        "at": at or timezone.now(),
    }
    return packets.invite(vendor=vendor, **told | more)


class AtVendor:
    """A browser that opened the link. `send` posts a task's form, `get` reads a page."""

    def __init__(self, packet, link=None, **extra):
        self.packet = packet
        self.link = link or Link.objects.filter(case_id=packet.pk).first()
        self.client = Client(raise_request_exception=False, **extra)

    @property
    def fresh(self) -> Packet:
        return Packet.objects.get(pk=self.packet.pk)

    def url(self, name: str = "outside", *more) -> str:
        return reverse(name, args=[self.link.token, *more])

    def get(self, name: str = "outside", *more):
        return self.client.get(self.url(name, *more))

    def send(self, task: str, **body):
        return self.client.post(self.url("packet-task", task), body)

    def order_form(self, name: str = "order.pdf"):
        return self.send("order-form", file=pdf(name))

    def where_and_when(self, *places):
        self.send("schools", schools=[place.pk for place in places])
        return self.send("deadline", deadline=(timezone.localdate() + SOON).isoformat())

    def hand_in(self, **changes):
        """Press the button of the page of all answers."""
        hidden = re.findall(r'name="(once|case_version)" value="([^"]*)"', self.get("packet-check").content.decode())
        return self.client.post(self.url("packet-check"), dict(hidden) | changes)

    def information(self):
        """The preliminary request for information, of a product that receives no data about students."""
        self.send("product", description="Articles for classes", business_address="1 Main Street, Springfield")
        self.send("data", student_data="no")
        self.send("accessibility", has_accessibility_report="no", accessibility_words="Works with NVDA")
        self.send("ai", uses_ai="no")
        self.send("age", minimum_age="13", parental_consent="no")
        return self.send("subcontractors", has_subcontractors="no")

    def with_data(self):
        """The same, of one that receives names and knows subcontractors."""
        self.information()
        names = DataElement.objects.filter(category="Student name")
        self.send("data", student_data="yes", elements=[row.pk for row in names], data_location="Ohio, AWS")
        rows = {"name_0": "Amazon", "service_0": "Hosting", "website_0": "aws.amazon.com", "name_1": "Zendesk"}
        return self.send("subcontractors", has_subcontractors="yes", **rows)

    def path_b(self, *places):
        """Everything of path B, as far as the last button."""
        self.send("path", path="b")
        self.order_form()
        self.with_data()
        self.send("soppa", soppa="subject", file=pdf("soppa.pdf"))
        return self.where_and_when(*places)
