"""A renewal to its end: terminated, said in the library, deleted by the vendor, certified (RENEW-5, RENEW-6)."""

import pytest
from django.utils import timezone

from catalog import services as library
from contracts.models import Offboarding
from tests.agreements import fresh
from tests.browser.district import District
from tests.factories import ResourceFactory, VendorFactory
from tests.paths import PDF
from tests.renewal_paths import RenewalPath, running
from workflows.sweeps import sweep_wakes

pytestmark = pytest.mark.django_db(transaction=True)
CERTIFICATE = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": PDF}


def test_from_the_decision_to_terminate_to_the_accepted_certificate(visit):
    district = District()
    product, agreement = in_use(district)
    renewal = RenewalPath(district, agreement=agreement).deciding()
    the_director_terminates(visit().sign_in(district.it_director), renewal)
    sweep_wakes(at=timezone.now())
    assert fresh(agreement).state == "terminated"

    the_library_says_so(visit().sign_in(district.teacher), product)
    [deletion] = Offboarding.objects.all()
    the_vendor_certifies(visit(), f"/for-vendors/{deletion.links.get().token}/")
    the_officer_accepts(visit().sign_in(district.compliance_officer), deletion)
    assert Offboarding.objects.get().state == "complete"


def in_use(district):
    vendor = VendorFactory(name="Kahoot ASA", contact_name="Vic Vendor", contact_email="vic@vendor.example")
    product = ResourceFactory(name="Kahoot!", vendor=vendor)
    library.make_available(
        resource=product,
        places=[district.district],
        privacy="agreement",
        by=district.it_director,
        at=timezone.now(),
    )
    return product, running(district, ends=60, vendor=vendor, products=[product])


def the_director_terminates(dana, renewal):
    dana.open_step(renewal.title)
    dana.choose("What do you decide?", "Terminate it now")
    dana.fill("Why? What should those concerned know?", "We use something else from now on.")
    dana.press("Send my answer")


def the_library_says_so(ana, product):
    ana.go(product.get_absolute_url())
    ana.reads("Not with students’ data", "Agreement missing", "The agreement ended on")
    assert ana.faults() == []


def the_vendor_certifies(vic, address):
    vic.go(address)
    vic.reads("Delete the district’s data, and certify it", "Waiting on you")
    assert vic.faults() == []
    vic.press("Send the certificate to the district")
    vic.reads("There is a problem", "Add the certificate.")
    assert [fault for fault in vic.faults() if "status of 422" not in fault] == []
    vic.main.get_by_label("The certificate").set_input_files(CERTIFICATE)
    vic.fill("Who deleted the data? Name and position", "Vic Vendor, Director of Operations")
    vic.fill("On which day?", timezone.localdate().isoformat())
    vic.choose("What was done with the data?", "Deleted everywhere")
    vic.picture("certificate", narrow=True)
    vic.press("Send the certificate to the district")
    vic.reads("The district has your certificate and checks it.")


def the_officer_accepts(cleo, deletion):
    cleo.open_step(deletion.title)
    cleo.reads("certificate.pdf", "Vic Vendor, Director of Operations", "Deleted everywhere")
    assert cleo.faults() == []
    cleo.choose("What do you decide?", "The certificate is sufficient")
    cleo.press("Send my answer")
    cleo.go(f"/cases/{deletion.pk}/")
    cleo.reads("Deletion certified")
    assert cleo.faults() == []
