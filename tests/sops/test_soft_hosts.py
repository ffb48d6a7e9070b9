"""SOFT-5: the button that measures, on a vetting with several hosts: real servers on loopback, and the worst counts."""

from functools import partial
from ipaddress import ip_network

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import TlsCheck
from contracts.tls import work
from contracts.tls.measure import measure
from tests.answering import answer, step_url, text
from tests.contracts.tls.authority import Authority
from tests.contracts.tls.servers import YEAR, listening, modern
from tests.contracts.tls.servers import answer as page
from tests.software_paths import SoftwarePath

pytestmark = [pytest.mark.django_db, pytest.mark.sop("SOFT-5"), pytest.mark.timeout(240)]


@pytest.fixture
def authority(settings, tmp_path, monkeypatch) -> Authority:
    """Loopback may be measured, and the worker trusts the tests' own authority beside those of the world."""
    settings.TLS_ALLOW_NETWORKS = [ip_network("127.0.0.0/8")]
    made = Authority(tmp_path)
    monkeypatch.setattr(work, "measure", partial(measure, ca_file=made.file))
    return made


def test_each_host_is_measured_by_its_button_and_the_worst_counts(cast, authority):
    team, paper = cast.client("cybersecurity"), authority.paper()
    with listening(modern(paper, page=page(YEAR))) as good, listening(modern(paper, page=page())) as middling:
        path = SoftwarePath(cast, website=f"https://localhost:{good.port}/")
        path.submit()
        path.policy()
        path.found()
        fine = {"reason": "No student signs in."}
        agreement, hosts = (
            reverse(name, args=[path.case.pk, path.step("vetting")]) for name in ("vetting-agreement", "vetting-hosts")
        )
        assert team.post(agreement, fine).status_code == 303
        add = {"what": "add", "address": f"https://localhost:{middling.port}/login", "use": "sign-in"}
        assert team.post(hosts, add).status_code == 303
        own, sign_in = path.fresh.vetting.hosts.all()

        for host in (own, sign_in):
            assert team.post(hosts, {"what": "measure", "host": host.pk}).status_code == 303
        assert TlsCheck.objects.filter(status=TlsCheck.Status.WAITING).count() == 2
        assert text(team.get(hosts)).count("Waiting for its turn") == 2
        for check in TlsCheck.objects.order_by("pk"):
            assert work.run(check.pk, at=timezone.now())

    assert [each.grade for each in TlsCheck.objects.order_by("pk")] == ["A+", "A-"]
    shown = text(team.get(step_url(path.case, "vetting")))
    assert f"localhost:{middling.port} has grade A-; the district asks for A." in shown
    assert answer(team, path.case, "vetting", move="finish_vetting").status_code == 409

    assert team.post(hosts, {"what": "remove", "host": sign_in.pk}).status_code == 303

    assert answer(team, path.case, "vetting", move="finish_vetting").status_code == 303
