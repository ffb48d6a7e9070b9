import pytest
from tests.equip_paths import EquipPath
pytestmark = pytest.mark.django_db
@pytest.mark.parametrize("state", EquipPath.WAYS)
def test_to(cast, state):
    assert EquipPath(cast).to(state).state == state
def test_bought(cast):
    p = EquipPath(cast)
    assert p.to_deploy().state == "deployment"
    p.deploy()
    p.do("deployed", p.holder("equip-deployment"))
    assert p.do("confirm", p.requester).state == "complete"
@pytest.mark.parametrize("state", EquipPath.WAYS)
def test_pages(cast, state):
    p = EquipPath(cast); c = p.to(state)
    for who in ("teacher","technology","principal","business-office","technician","admin","stranger"):
        r = cast.client(who).get(f"/cases/{c.pk}/")
        assert r.status_code == (404 if state == "draft" and who not in ("teacher", "admin") else 200), who
        cast.client(who).get(f"/cases/{c.pk}/history/")
        for s in c.open_steps():
            r = cast.client(who).get(f"/cases/{c.pk}/steps/{s.pk}/")
            assert r.status_code in (200, 302, 303, 403, 404), (who, r.status_code)
