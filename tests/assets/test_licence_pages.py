"""Pages of licences: few read a key, each reading is in the log, and the key stands nowhere else."""

import logging
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.views.debug import ExceptionReporter

from accounts.models import Place, User
from assets import licences as kept_by
from assets.access import may_read
from assets.models import Licence, LicenceReading
from assets.views import licences as views
from catalog import services as library
from requests_app import installing
from tests.assets.things import SECRET, licence
from tests.factories import GrantFactory
from tests.paths import Path
from tests.software_paths import SoftwarePath
from workflows import engine
from workflows.actors import Actor

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def form(cast, **more) -> dict:
    return {"resource": "Testware", "secret": SECRET, "places": [cast.school.pk], "once": "k" * 20} | more


def testware(cast) -> None:
    library.add_resource(name="Testware", by=cast.it_director, at=timezone.now())


def test_aas_adds_a_licence_and_reads_its_key(cast):
    testware(cast)
    client = cast.client("aas")
    answer = client.post(reverse("licence-add"), form(cast, seats="30", ends_on="2027-06-30"))
    kept = Licence.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, kept.get_absolute_url())
    page = client.get(kept.get_absolute_url())
    assert SECRET not in text(page)
    shown = client.post(reverse("licence-key", args=[kept.pk]))
    assert SECRET in text(shown)
    assert "no-store" in shown["Cache-Control"]
    assert f"{cast.aas}, Purchasing and licences team (AAS)" in text(client.get(kept.get_absolute_url()))
    assert SECRET not in text(client.get(kept.get_absolute_url()))
    client.post(reverse("licence-add"), form(cast, seats="30"))
    assert Licence.objects.count() == 1


def test_a_licence_for_a_request_goes_back_to_it(cast):
    testware(cast)
    case, client = Path(cast).posted(), cast.client("aas")
    path = f"{reverse('licence-add')}?case={case.pk}"
    assert client.get(path).context["form"]["resource"].value() == case.resource
    assert client.post(path, form(cast))["Location"] == case.get_absolute_url()
    assert Licence.objects.get().case_id == case.pk
    draft = Path(cast).case
    assert client.get(f"{reverse('licence-add')}?case={draft.pk}").status_code == 404


def test_a_file_is_sent_as_it_was(cast):
    kept = licence(cast, file=SimpleUploadedFile("año.lic", b"\x00\x01secret"))
    answer = cast.client("aas").post(reverse("licence-file", args=[kept.pk]))
    assert answer.content == b"\x00\x01secret"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert kept.readings.count() == 1
    assert cast.client("aas").get(kept.file.get_absolute_url()).status_code == 404  # no other way to it


def test_who_gets_what(cast):
    kept, filed = licence(cast), licence(cast, file=SimpleUploadedFile("a.lic", b"x"))
    told = {
        "aas": (200, 200, 200, 200, 200, 200, 200),
        "dii": (200, 403, 200, 403, 403, 403, 403),
        "it_director": (200, 403, 200, 403, 403, 403, 403),
        "business_office": (200, 403, 200, 403, 403, 403, 403),
        "admin": (403, 403, 404, 404, 404, 404, 404),
        "technician": (403, 403, 404, 404, 404, 404, 404),
        "principal": (403, 403, 404, 404, 404, 404, 404),
        "teacher": (403, 403, 404, 404, 404, 404, 404),
    }
    for person, statuses in told.items():
        client = cast.client(person)
        gets = [reverse("licences"), reverse("licence-add"), kept.get_absolute_url()]
        gets += [reverse(name, args=[kept.pk]) for name in ("licence-edit", "licence-replace")]
        posts = [reverse("licence-key", args=[kept.pk]), reverse("licence-file", args=[filed.pk])]
        found = [client.get(path).status_code for path in gets] + [client.post(path).status_code for path in posts]
        assert tuple(found) == statuses, person
        assert [client.get(path).status_code for path in posts] == [405, 405]
    assert {*LicenceReading.objects.values_list("by__username", flat=True)} == {"aas"}


def test_whoever_has_the_step_at_which_it_is_installed_reads_the_key(cast):
    """Until the step is answered, and only they."""
    path = SoftwarePath(cast, paid=True)
    case = path.licensed()
    step = path.fresh.open_step("installation")
    kept, elsewhere = licence(cast, case=case, places=[cast.other_school]), licence(cast)
    client, read = cast.client("dii"), reverse("licence-key", args=[kept.pk])
    assert SECRET in text(client.post(read))
    row = kept.readings.get()
    assert (row.by, row.case_id, row.step) == (cast.dii, case.pk, step)
    assert client.post(reverse("licence-key", args=[elsewhere.pk])).status_code == 403
    assert cast.client("technician").post(read).status_code == 404
    GrantFactory(user=cast.ict_2, role="dii", place=cast.district)
    engine.assign(case.pk, step.pk, person=cast.ict_2, by=Actor(cast.dii), at=timezone.now())
    assert client.post(read).status_code == 403
    assert kept.readings.count() == 1


def test_the_key_is_closed_again_when_it_is_installed(cast):
    path = SoftwarePath(cast, paid=True)
    path.licensed()
    kept = licence(cast, case=path.fresh)
    lines = list(path.fresh.setup_lines.all())
    step, by = path.step("installation"), Actor(cast.dii)
    for line in lines:
        installing.mark_done(line, step, done_on=timezone.localdate(path.at), by=by, at=path.at)
    assert may_read(cast.dii, kept, timezone.now())
    path.do("installed", cast.dii)
    assert not may_read(User.objects.get(pk=cast.dii.pk), kept, timezone.now())


def test_the_key_is_not_sent_back_to_correct_another_field(cast):
    answer = cast.client("aas").post(reverse("licence-add"), form(cast, resource="Nowhere", seats="-1"))
    assert answer.status_code == 422
    assert SECRET not in text(answer)


def breaks(*args, **kwargs):
    raise OSError("broken")


def test_an_error_page_says_nothing_of_the_key(cast, settings, monkeypatch):
    """The report that Django shows or mails: what was sent, and the variables of each place the fault came through."""
    settings.LICENCE_KEYS = [Fernet.generate_key().decode()]
    kept = licence(cast)
    testware(cast)
    monkeypatch.setattr(views, "_page", breaks)
    monkeypatch.setattr(kept_by, "_note", breaks)
    sent = RequestFactory().post("/licences/", form(cast))
    sent.user = cast.aas
    for act in (
        views.add,
        lambda request: views.replace(request, kept.pk),
        lambda request: views.read_key(request, kept.pk),
    ):
        with pytest.raises(OSError, match="broken") as met:
            act(sent)
        reporter = ExceptionReporter(sent, met.type, met.value, met.tb)
        for report in (reporter.get_traceback_text(), reporter.get_traceback_html()):
            assert "licences.py" in report
            assert not [word for word in (SECRET, SECRET[:4], settings.LICENCE_KEYS[0]) if word in report]


def test_without_a_key_of_the_installation_the_page_says_so(cast, settings, caplog):
    kept = licence(cast)
    testware(cast)
    settings.LICENCE_KEYS = ["x" * 44]
    caplog.set_level(logging.DEBUG)
    client = cast.client("aas")
    assert "LICENCE_KEYS" in text(client.get(reverse("licences")))
    answer = client.post(reverse("licence-add"), form(cast))
    assert answer.status_code == 422
    assert "LICENCE_KEYS" in text(answer)
    assert client.post(reverse("licence-key", args=[kept.pk])).status_code == 409
    assert SECRET not in caplog.text


def test_the_record_is_put_right_on_what_was_shown(cast):
    kept = licence(cast, seats=5)
    client, path = cast.client("aas"), reverse("licence-edit", args=[kept.pk])
    sent = {"resource": kept.resource.name, "seats": "9", "places": [cast.school.pk], "reason": "More classes"}
    assert client.post(path, sent | {"version": "1", "once": "a" * 20}).status_code == 303
    assert client.post(path, sent | {"version": "1", "once": "a" * 20}).status_code == 303
    assert client.post(path, sent | {"version": "1", "once": "b" * 20, "seats": "1"}).status_code == 409
    kept.refresh_from_db()
    assert (kept.seats, kept.history.count()) == (9, 2)
    page = text(client.get(kept.get_absolute_url()))
    assert "Seats: from “5” to “9”" in page
    assert "More classes" in page


def test_places_that_are_not_offered_stay(cast):
    """Of a closed school, and of a school whose licences somebody else keeps."""
    kept = licence(cast, places=[cast.school, cast.other_school])
    path, sent = reverse("licence-edit", args=[kept.pk]), {"resource": kept.resource.name, "seats": "9"}
    Place.objects.filter(pk=cast.other_school.pk).update(ended_on=timezone.localdate())
    client = cast.client("aas")
    assert "It stays for Roosevelt School too." in text(client.get(path))
    assert client.post(path, sent | {"version": "1", "once": "a" * 20}).status_code == 422
    answer = client.post(path, sent | {"version": "1", "once": "a" * 20, "places": [cast.school.pk]})
    assert answer.status_code == 303
    assert {*kept.places.all()} == {cast.school, cast.other_school}
    assert "places" not in kept.history.first().changed
    Place.objects.filter(pk=cast.other_school.pk).update(ended_on=None)
    cast.aas.grants.update(place=cast.other_school)
    answer = client.post(
        path, sent | {"seats": "8", "version": "2", "once": "b" * 20, "places": [cast.other_school.pk]}
    )
    assert answer.status_code == 303
    assert {*kept.places.all()} == {cast.school, cast.other_school}


def test_ended_licences_are_left_out_unless_asked_for(cast):
    kept = licence(cast, ends_on=timezone.localdate() - timedelta(days=1))
    client = cast.client("aas")
    assert kept.get_absolute_url() not in text(client.get(reverse("licences")))
    assert kept.get_absolute_url() in text(client.get(reverse("licences"), {"ended": "on"}))


@pytest.mark.parametrize("value", ["", "\x00", "x" * 9000, "-1", "9" * 40, "１", "<script>alert(1)</script>"])
def test_nothing_sent_by_hand_breaks_a_page(cast, value):
    kept, client = licence(cast), cast.client("aas")
    names = ("resource", "vendor", "secret", "file", "seats", "seats_used", "starts_on", "ends_on", "places", "note")
    sent = dict.fromkeys((*names, "q", "ended", "page", "case", "once", "version", "reason"), value)
    paths = [reverse(name) for name in ("licences", "licence-add")] + [f"/licences/{'9' * 30}/"]
    paths += [reverse(name, args=[kept.pk]) for name in ("licence", "licence-edit", "licence-replace", "licence-key")]
    for path in paths:
        assert client.get(path, sent).status_code < 500, path
        answer = client.post(path, sent)
        assert answer.status_code < 500, path
        assert "<script>alert" not in text(answer)


def test_reading_needs_the_form_of_the_page(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.aas)
    assert client.post(reverse("licence-key", args=[licence(cast).pk])).status_code == 403
