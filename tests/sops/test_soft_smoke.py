import pytest

from tests.software_paths import SoftwarePath

pytestmark = pytest.mark.django_db


def test_a(cast):
    assert SoftwarePath(cast).complete().state == "complete"


def test_b(cast):
    assert SoftwarePath(cast, paid=True, student_login="own", student_data="yes").complete().state == "complete"


def test_c(cast):
    c = SoftwarePath(cast)
    assert c.replaced().state == "vetting"
    assert c.fresh.vetting.number == 2
    assert c.vetted_again().state == "curriculum-review"


def test_d(cast):
    assert SoftwarePath(cast).denied().state == "denied"
